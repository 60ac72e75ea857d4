/* A chart of who held what, and when: one bar for each subject, in the holders' colours and with
 * the hatches of the maps, along a time axis (compose/time_axis.h).
 *
 *     Who held what, and when
 *                 1992–94          1994–2020     autumn 2020     corridor years   2023
 *     Shusha      ▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
 *                    May 1992                      8 Nov
 *
 * The bar of an area is a stack: each colour is as high as its share of the area. Of a single
 * subject the changes are told in a list below. The page is as wide as its layout, and as high as
 * it needs to be. */
#ifndef MAPGEN_COMPOSE_CHRONICLE_H
#define MAPGEN_COMPOSE_CHRONICLE_H

#include "compose/map.h"
#include "timeline/record.h"

struct chronicle_subject {
    const char *id; /* of the place or region; for ids and data */
    const char *name;
    const record *record;
    bool is_area; /* a stack of shares; else one face */
};

struct chronicle_options {
    struct map_options map; /* layout, style and language; a title, a credit among the edits */
    const struct chronicle_subject *subjects; /* 1 to CHRONICLE_MOST_SUBJECTS */
    size_t subject_count;
    day_number day; /* is marked; DAY_AFTER_ALL: none */
};

enum { CHRONICLE_MOST_SUBJECTS = 60 };

typedef struct chronicle chronicle;

/* Draws the chart. Borrows the timeline and the options while it lives. Errors: a layout, style or
 * language that the project has not, fonts that are missing. */
chronicle *chronicle_build(const timeline *timeline, const struct chronicle_options *options,
                           report *report, GError **error);
void chronicle_free(chronicle *chronicle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(chronicle, chronicle_free)

/* The page; the chronicle's. */
const scene *chronicle_scene(const chronicle *chronicle);

#endif
