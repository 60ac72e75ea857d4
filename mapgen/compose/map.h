/* From a planar map and a state to a scene: the maps of one view, layout, style and language.
 *
 *     map_plan     what no date changes: the page, every edge on the page, place labels, room for
 *        │         the furniture; built once
 *        ▼
 *     map_compose  the map of one date: areas by (control, tone), lines, changes, legend, caption
 *
 * The plan covers all change days of the project, whatever days are asked for, so that a map is the
 * same alone and in a series. Plans and composing run on one thread; the scenes are then anyone's.
 */
#ifndef MAPGEN_COMPOSE_MAP_H
#define MAPGEN_COMPOSE_MAP_H

#include "compose/edits.h"
#include "compose/layout.h"
#include "scene/scene.h"
#include "style/style.h"
#include "timeline/timeline.h"

/* A page's size; 0 x 0: as its layout has it. */
struct map_size {
    double width, height;
    bool is_mm; /* else pixels */
};

struct map_options {
    const char *view;            /* name; NULL: the project's first */
    const char *layout;          /* name; NULL: "article" */
    const struct layout *page;   /* instead of one by name; copied */
    struct map_size size;        /* of the layout's page, when it is another */
    const char *style;           /* path of a style sheet; NULL: the project's */
    const char *dark_style;      /* the same, for the colours on dark pages; NULL: its own */
    const char *language;        /* NULL: the project's first */
    const char *second_language; /* names are given in it too; NULL: no second */
    bool has_no_outlines; /* of letters: no file of the plan's maps draws them (scene_is_text) */
    const struct map_edits *edits; /* borrowed while the plan lives; NULL: none */
};

/* The path of a style sheet: of the project's own for NULL, of one beside that for a bare word.
 * NULL when the project names none. The caller's. */
char *map_style_file(const struct project *project, const char *name);

typedef struct map_plan map_plan;

/* Borrows the timeline. Errors: a view, layout or language that the project has not (naming those
 * it has), a style sheet that does not read, fonts that are missing. */
map_plan *map_plan_build(const timeline *timeline, const struct map_options *options,
                         report *report, GError **error);
void map_plan_free(map_plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(map_plan, map_plan_free)

/* Appends the style sheets and fonts that were read to `files` (of char *, owned). */
void map_plan_files(const map_plan *plan, GPtrArray *files);

/* The plan's labels: what moves and what is left out. Borrowed. */
const struct label_plan *map_plan_labels(const map_plan *plan);

/* The map of `date`, telling what changed after `since`. The caller's to free; it borrows fonts and
 * style from the plan and must not outlive it. */
scene *map_compose(const map_plan *plan, day_number date, day_number since);

/* True when a change between the two days is seen in the view: most of some ground that changed is
 * in it, or as much of what changed as is not overlooked at the view's edge, or a place of which
 * the log says something new by itself. */
bool map_shows_change(const map_plan *plan, day_number date, day_number since);

/* True when such a change is not seen beside the view's extent either, where the map goes on to the
 * sides of the page. */
bool map_hides_change(const map_plan *plan, day_number date, day_number since);

#endif
