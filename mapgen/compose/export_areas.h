/* Who holds what, as a table of features for geographic information systems: of one day, or of all
 * days with the first and the last of each.
 *
 *     one day       one feature for every control, dissolved
 *     all days      one feature for every control and run of days: all faces that came under it on
 *                   one day and left it on one day
 *
 *             1991      1992      1993          1  A  ..        - 1992      left half
 *           ┌────────┬────────┬────────┐        2  A  ..        -           right half
 *      left │   A    │   B    │   A    │        3  B  1992      - 1993      left half
 *     right │   A    │   A    │   A    │        4  A  1993      -           left half
 *           └────────┴────────┴────────┘
 *
 * On every day the features in force tile the theatre: each point of it is in one, but for points
 * on their outlines, and outlines that meet have the same points. A run is half open, as all spans
 * here are: `end_date` is the first day on which it is no longer so. */
#ifndef MAPGEN_COMPOSE_EXPORT_AREAS_H
#define MAPGEN_COMPOSE_EXPORT_AREAS_H

#include "scene/features.h"
#include "style/style.h"
#include "timeline/timeline.h"

struct export_choice {
    bool is_one_day;
    day_number day;            /* when it is one */
    day_number from, until;    /* else what is in force in this span, half open */
    int region;                /* what lies in it; NONE: all of the theatre */
    const char *language;      /* of names */
    const struct style *style; /* NULL: no colours */
};

/* Sets title, licence and credits of a table from the project: those of its own list, and of the
 * layers that the planar map is made of. */
void export_set_origin(struct features *features, const struct sources *sources,
                       const char *language);

/* The table "areas"; the caller frees it. */
struct features *export_areas(const timeline *timeline, const struct export_choice *choice);

#endif
