/* The inside of a map plan, shared by the files that choose, describe and compose; nobody else's.
 */
#ifndef MAPGEN_COMPOSE_MAP_PARTS_H
#define MAPGEN_COMPOSE_MAP_PARTS_H

#include "compose/areas.h"
#include "compose/graticule.h"
#include "compose/labels.h"
#include "compose/locator.h"
#include "compose/map.h"

struct map_plan {
    const timeline *timeline;
    const struct project *project;
    struct project_view view; /* the project's, or one on the spot; its texts are borrowed */
    struct layout layout;
    struct map_size size; /* asked for beside the layout */
    bool has_no_outlines;
    bool has_fitted_bands; /* header and foot are as high as their letters need */
    char *language, *second_language;
    struct map_edits edits;
    style *style;
    style *dark_style; /* NULL: an SVG is the same on dark pages */
    fonts *fonts;
    page_map *page;
    outline_memory *outlines;
    report *report;
    label_plan *labels;
    graticule *graticule; /* NULL: none is drawn */
    locator *locator;     /* NULL: none is drawn */
    struct page_box locator_box;
    double *legend_heights_pt; /* by phase */
    bool *legend_is_tight;     /* by phase: the rows of all its maps stand close */
    GArray *furniture;         /* of struct page_box */
};

/* What a map of a date is drawn from. */
struct moment {
    state *now, *since;
    struct areas *areas;
    GArray *changes;
};

/* Gathers a moment; without phases, what came before `since` is all of one tone. */
void moment_start(struct moment *m, const map_plan *plan, day_number date, day_number since,
                  bool has_phases);
void moment_clear(struct moment *m);

/* Draws the map itself, without names and furniture. */
void map_draw(const struct pen *pen, const map_plan *plan, const struct moment *m);

/* Draws what an editor points at on a day. */
void map_draw_highlights(const struct pen *pen, const map_plan *plan, day_number date);

/* Draws what stands over the map: the degrees of a graticule, the legend, at least `legend_pt` high
 * in a box, scale and north; and the locator, unless the legend reaches over it. */
void map_draw_furniture(const struct pen *pen, const map_plan *plan, const GArray *rows,
                        double legend_pt);

/* Opens the fonts that the plan's style names. */
fonts *map_fonts(const map_plan *plan, GError **error);

/* A pen in the plan's style, fonts and language. */
struct pen map_pen(const map_plan *plan, scene *scene);

/* ---- map_choices.c -------------------------------------------------------------------------- */

/* Chooses a plan's view, layout, languages and style, by the options. False with an error that
 * names those that there are. */
bool map_choose(map_plan *plan, const struct map_options *options, GError **error);

/* ---- map_words.c ---------------------------------------------------------------------------- */

/* The words of a map: made by the program, or set by an editor for its date. The caller clears
 * them. */
struct map_words {
    char *date;     /* in both languages of a plan that has two */
    char *headline; /* the date, or a title set by hand */
    char *beside;   /* the series' title, or the date */
    bool is_headline_set;
    char *caption;     /* whole */
    char *shown;       /* the caption, or a shorter one where it does not fit */
    char *corrections; /* "" for none */
    char *change;      /* the sources of what changed, "" for none */
};
void map_words_write(struct map_words *words, const map_plan *plan, const struct pen *pen,
                     const struct moment *m);
void map_words_clear(struct map_words *words);

/* "Title (date)" of the source of each change's event, once; NULL-terminated, the caller's. With
 * `links` (may be NULL), also where each can be read, "" for nowhere. */
char **map_sources(const map_plan *plan, const GArray *changes, char ***links);

/* "This change: ..." from such a list or, of several, "These changes: ..."; "" when it is empty;
 * the caller's. */
char *map_change_line(const map_plan *plan, char **sources, bool is_of_several);

/* The plan's edition and what was corrected for a day, "2nd edition. Corrected 3 May 2024: ...", ""
 * for neither; the caller's. */
char *map_correction_line(const map_plan *plan, day_number day);

/* A caption behind the day as of which the log is read, where that is not today; the caller's. */
char *map_known_caption(const map_plan *plan, const char *caption);

/* Whom a map of a state is owed to; the caller's. */
char *map_credit(const map_plan *plan, const struct state *now);

/* Appends to an id what a plan has that is not the usual: view on the spot, languages, style. */
void map_id_append_choices(const map_plan *plan, GString *id);

/* An id of [a-z0-9-]; the caller's. */
char *map_id_plain(const char *id);

/* Says in a scene where on earth its map is. */
void map_georeference(const map_plan *plan, scene *scene);

/* Fills what the scene says of itself. */
void map_about(const map_plan *plan, const struct moment *m, const struct map_words *words,
               scene *scene);

#endif
