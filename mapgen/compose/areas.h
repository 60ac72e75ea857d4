/* Areas: the faces of a state, gathered by what they look like.
 *
 * An area class is a control and a tone. The tone tells when the control came: NOW since the map's
 * `since`, EARLIER since the phase began (though the same holder may have had it before another in
 * the phase), else BEFORE. Everything of one class is dissolved to one
 * path, so no seam runs inside it. */
#ifndef MAPGEN_COMPOSE_AREAS_H
#define MAPGEN_COMPOSE_AREAS_H

#include "compose/outlines.h"
#include "compose/page_map.h"
#include "compose/pen.h"
#include "timeline/timeline.h"

enum tone { TONE_BEFORE, TONE_EARLIER, TONE_NOW };

struct area {
    struct control control;
    enum tone tone;
    char *class_list; /* "area side-a control now" */
    char *title;      /* NULL: who holds it */
};

/* Keys of faces that are no area. */
enum { AREA_SEA = -2, AREA_ABROAD = -1 };

struct areas {
    GArray *areas; /* of struct area, by holder, status, other, tone */
    int32_t *keys; /* by face: index into areas, or AREA_SEA, AREA_ABROAD */
};

/* The order of areas, by holder, status, other party and tone; 0 for equals. For qsort. */
int area_compare(const void *left, const void *right);

/* Gathers a state's faces; `since` is the state that they are new against, `phase_start` the first
 * day of the phase, DAY_AFTER_ALL where there are no phases. */
struct areas *areas_gather(const timeline *timeline, const struct state *now,
                           const struct state *since, day_number phase_start);
void areas_free(struct areas *areas);
typedef struct areas areas;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(areas, areas_free)

/* "side-a control" and, with a second party, " other-side-b": the classes of a control. */
char *areas_control_class(const struct project *project, struct control control);

/* Draws land abroad, then every area with its hatch; outlines that go around the same as on the map
 * before come from the page's memory. */
void areas_draw(const struct pen *pen, const page_map *page, const struct areas *areas,
                const timeline *timeline, outline_memory *memory);

#endif
