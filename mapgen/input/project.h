/* The project file: everything that a series of maps is made from, as YAML (libyaml's document API,
 * so that every value knows its line).
 *
 * Only what the file says: names of regions, holders and layers are text here and are resolved by
 * the modules that use them. Each struct carries the line it stands on, for their messages. Paths
 * are resolved against the project file's folder. A key that is not known is an error that names
 * the nearest one that is; so is a key given twice, a missing required one, a value of the wrong
 * type. Required are id, title, languages, places, timeline, theatre, layers, regions,
 * sides, holders and views; the languages of names are those that `languages` lists.
 *
 *     id: karabakh                       # [a-z0-9-]+, the prefix of ids and of output names
 *     title: {en: ..., az: ...}          # a plain string counts as the first language
 *     languages: [en, az, hy, ru]        # the first is the default
 *     style: ../styles/article.css
 *     places: places.csv
 *     timeline: timeline.csv
 *     words: words.csv                   # the program's own words in other languages
 *     theatre: theatre                   # name of a region
 *     sliver_m: 20
 *     approx_days: 3
 *     date_policy: latest                # transition (as it is without), latest, earliest
 *     licence: CC BY 4.0                 # of the maps
 *     edition: 2nd edition
 *     corrections:                       # what a later edition has put right
 *       - {date: 2024-02-01, text: {en: ...}, from: 2020-11-10, until: 2020-12-01} # of which maps
 *     credits: ["Boundaries: Natural Earth", ...]
 *     notes:                             # sentences for the foot of the map, by date
 *       - {text: {en: ...}, from: 2021-05-12, until: 2024-01-01}
 *
 *     layers:                            # files; `partition` ones make the planar map
 *       districts: {file: districts.shp, partition: true, key: code, name: name, country: country}
 *       roads:     {file: roads.shp, credit: "© Road Survey (CC BY 4.0)"}   # when it is on a map
 *       towns:     {file: x.gpkg, sublayer: towns, encoding: UTF-8, crs: "EPSG:32638"}
 *
 *     cutters:                           # lines noded into the planar map, each within a region
 *       oblast:   {layer: oblast, within: azerbaijan}
 *       line:     {layer: lines, where: "id = line-1994", within: azerbaijan, extend_m: 300}
 *       corridor: {buffer: roads, where: "id = old", km: 2.5, within: azerbaijan}
 *       sus-disc: {buffer: place, where: "id = sus", km: 1, within: azerbaijan}
 *
 *     regions:                           # set expressions, in any order
 *       azerbaijan: districts[country=AZE]
 *       zone: {is: "oblast - shusha", name: {en: the zone}}
 *       hills: {is: cut-hills, name: {en: the hills}, plural: true}   # "the hills pass to ..."
 *
 *     sides:                             # names of the project's own; one without holders is of
 *                                        # third parties, whatever it is called
 *       az: {name: ..., according: {en: according to Azerbaijan}}
 *       third: third parties
 *     holders:                           # role: a class of the style sheet, no side's name
 *       AZ:  {side: az, role: side-a, name: {en: Azerbaijan}, legend: {en: Held by Azerbaijan}}
 *       ARM: {side: arm, role: home-b, name: {en: Armenia}, legend: {...}, tones: false}
 *
 *     phases:
 *       - {from: .., name: {en: 1992–94}, contact: approximate}
 *       - {from: 1994-05-12, name: {en: 1994–2020}}
 *       - {from: 2020-09-27, name: ..., contact: approximate, contact_from: 2020-11-10}
 *
 *     views:
 *       karabakh: {extent: [45.3, 38.8, 47.9, 40.75], rank: 3, places: [sus], without: [baku],
 *         pins: {shusha: NE, lachin: "4,-6"},       # where labels stand: a wind, or points
 *         locator: region, graticule: 0.5}          # a view for the inset map; degrees
 *
 *     draw:                              # layers and cutters drawn as they are, bottom first
 *       - {layer: lakes, class: lake, label: name}
 *       - {layer: roads, where: "id = old", class: road, until: 2022-08-30, name: {...},
 *          legend: {...}}
 *       - {line: oblast, class: past-border, legend: {...}}     # edges that came from a cutter
 *
 *     labels:                            # names of areas
 *       - {region: azerbaijan, class: country, name: {en: Azerbaijan}, from: .., until: ..,
 *          at: [48.6, 40.3]}
 *       - {holder: AZ, class: holder, name: ...}     # the ground that a holder has on the date
 *       - {region: zone, holder: AZ, ...}            # of a region
 *     marks:                             # points that are no places, with a few words
 *       - {at: [46.75, 39.75], name: {en: ...}, from: .., until: ..}
 *     highlights:                        # regions that are pointed out
 *       - {region: lachin-corridor, from: 2020-11-10, until: 2020-12-01}
 *     place_names:                       # places that are called something else here
 *       stepanakert: {en: Stepanakert}
 *     edits:                             # words of single maps, set by hand
 *       - {date: 2020-11-10, title: {en: ...}, caption: {en: ...}, credit: ...}
 *       - {from: 2020-11-10, until: 2020-12-01, title: {en: ...}}
 *
 *     explained:                         # findings of `check` that are as they should be
 *       - {finding: one-sided, of: [sarsang-1993], because: no other source is known}
 *
 *     layouts:                           # pages made like one of the program's
 *       wide: {like: article, size: [1200, 675], unit: px, legend: below, places: 12}
 */
#ifndef MAPGEN_INPUT_PROJECT_H
#define MAPGEN_INPUT_PROJECT_H

#include "base/date.h"
#include "base/report.h"
#include "geom/coords.h"
#include "input/names.h"
#include <stdbool.h>

/* What a change is until the latest day of its date (timeline/timeline.h). */
enum date_policy { DATE_TRANSITION, DATE_LATEST, DATE_EARLIEST };

/* "transition", "latest", "earliest", NULL: in the order of the enum. */
extern const char *const date_policies[];

struct span {
    day_number from, until; /* half open; DAY_BEFORE_ALL and DAY_AFTER_ALL where not given */
};

struct project_note {
    struct names text;
    struct span when;
    int line;
};

struct project_layer {
    char *name, *path;
    char *sublayer, *encoding, *crs; /* NULL where not given */
    bool is_partition;
    char *key, *name_field, *country_field; /* fields; NULL where not given */
    char *credit;                           /* as a map names it; NULL where none is due */
    int line;
};

enum cutter_kind { CUTTER_LAYER, CUTTER_BUFFER };

struct project_cutter {
    char *name;
    enum cutter_kind kind;
    char *layer;  /* of the lines or polygons, or to buffer; "place" is the gazetteer */
    char *where;  /* filter "field = value", NULL: every feature */
    double km;    /* of a buffer */
    char *within; /* region expression */
    double extend_m;
    int line;
};

struct project_region {
    char *name;
    char *expression;
    struct names names; /* none: not named on the map */
    bool is_plural;     /* captions speak of it as of several */
    char **also;        /* other spellings in texts, NULL-terminated; NULL: none */
    char **not_meant;   /* longer names that mean something else, the same */
    int line;
};

struct project_side {
    char *name;
    struct names names;
    struct names according; /* "according to Azerbaijan"; count 0 where not given */
    int line;
};

struct project_holder {
    char *code, *side, *role;
    struct names names;  /* "Azerbaijan" */
    struct names legend; /* "Held by Azerbaijan" */
    struct names under; /* what ground passes into, "под контроль Азербайджана"; count 0: none */
    bool has_tones; /* false: drawn in one tone whenever it came */
    int line;
};

struct project_phase {
    day_number from;
    struct names names;
    bool is_contact_approximate;
    day_number contact_from; /* from here on it is not; DAY_AFTER_ALL where not given */
    int line;
};

/* Where the label of a place stands, as in the column "pin" of the gazetteer. */
struct project_pin {
    char *place, *position;
    int line;
};

struct project_view {
    char *name;
    struct lonlat_box extent;
    char *projection; /* PROJ string, NULL: conformal conic made from the extent */
    int rank;         /* places up to this rank are shown */
    char **places;    /* ids shown beside them, NULL-terminated */
    char **without;   /* ids not shown, NULL-terminated */
    struct names names;
    struct project_pin *pins;
    size_t pin_count;
    char *locator;        /* view whose extent a small inset map shows, NULL: no inset */
    double graticule_deg; /* between lines; 0: chosen by the program */
    int line;
};

struct project_drawn {
    char *layer; /* NULL when `cutter` is given */
    char *cutter;
    char *where; /* NULL: every feature */
    char *class_list;
    char *label_field; /* NULL: not labelled feature by feature */
    struct names names, legend;
    struct span when;
    int line;
};

struct project_label {
    char *region; /* NULL: wherever `holder` holds ground; one of the two is given */
    char *holder; /* NULL: the whole region; else what it holds of it on the map's date */
    char *class_list;
    struct names names;
    struct span when;
    bool has_at;
    struct lonlat at;
    int line;
};

/* A point that is no place of the gazetteer, with a few words beside it. */
struct project_mark {
    struct lonlat at;
    struct names names;
    struct span when;
    int line;
};

/* A region that is pointed out. */
struct project_highlight {
    char *region;
    struct span when;
    int line;
};

/* A place that these maps call something else than the gazetteer does. */
struct project_place_name {
    char *place; /* id */
    struct names names;
    int line;
};

/* Words of single maps, set by hand; those not given are made by the program. */
struct project_edit {
    struct span when;
    struct names title, caption; /* count 0 where not given */
    char *credit;                /* NULL where not given */
    int line;
};

/* Why findings of `check` are no faults of the project. */
struct project_explanation {
    char *finding; /* their kind */
    char **of;     /* ids of what they are about, NULL-terminated */
    char *because;
    int line;
};

struct project_correction {
    day_number date; /* on which it was corrected */
    struct names text;
    struct span when; /* of the maps that it concerns */
    int line;
};

enum project_legend {
    PROJECT_LEGEND_AS_LIKE,
    PROJECT_LEGEND_LEFT,
    PROJECT_LEGEND_BELOW,
    PROJECT_LEGEND_NONE
};

/* The longest side of a page: what PDF readers show, 200 inches. */
#define PROJECT_LARGEST_PAGE_PX 14400
#define PROJECT_LARGEST_PAGE_MM 5080

/* A page of the project's own, made like one of the program's. */
struct project_layout {
    char *name, *like;
    double width, height; /* 0: as `like` */
    bool is_mm;           /* else pixels */
    enum project_legend legend;
    int most_places; /* 0: as `like` */
    int line;
};

struct project {
    char *path, *folder;
    char *id;
    struct names title;
    char **languages;
    int languages_line;
    char *style_path, *dark_style_path, *places_path, *timeline_path;
    char *words_path; /* NULL where not given */
    char *theatre;
    double sliver_m;
    int approx_days;
    enum date_policy date_policy;
    char *licence;
    char *edition; /* NULL where not given */
    struct project_correction *corrections;
    size_t correction_count;
    char **credits;
    struct project_note *notes;
    size_t note_count;
    struct project_layer *layers;
    size_t layer_count;
    struct project_cutter *cutters;
    size_t cutter_count;
    struct project_region *regions;
    size_t region_count;
    struct project_side *sides;
    size_t side_count;
    struct project_holder *holders;
    size_t holder_count;
    struct project_phase *phases;
    size_t phase_count;
    struct project_view *views;
    size_t view_count;
    struct project_drawn *drawn;
    size_t drawn_count;
    struct project_label *labels;
    size_t label_count;
    struct project_mark *marks;
    size_t mark_count;
    struct project_highlight *highlights;
    size_t highlight_count;
    struct project_place_name *place_names;
    size_t place_name_count;
    struct project_edit *edits;
    size_t edit_count;
    struct project_layout *layouts;
    size_t layout_count;
    struct project_explanation *explanations;
    size_t explanation_count;
};
typedef struct project project;

/* Reads a project file, checks its form, and nothing that it refers to. */
struct project *project_read(const char *path, GError **error);
void project_free(struct project *project);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(project, project_free)

/* A filter such as "id = old" or "country=AZE|ARM" (values apart by '|'): the field's name and the
 * values, NULL-terminated, the caller's to free; false with a sentence when it is not one. */
bool filter_parse(const char *text, char **field, char ***values, GError **error);

#endif
