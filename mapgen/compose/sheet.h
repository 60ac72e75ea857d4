/* Small multiples: the maps of several dates side by side on one page, with one legend.
 *
 * All are drawn from one plan, so they have the same view, and the labels that they share stand in
 * the same place of each. A map tells what changed since the one before it; the first tells
 * nothing. What several have in common is in the scene once (scene_share_paths). */
#ifndef MAPGEN_COMPOSE_SHEET_H
#define MAPGEN_COMPOSE_SHEET_H

#include "compose/map.h"

struct sheet_options {
    struct map_options map;  /* the layout is that of the whole page; a date's words are not set */
    const day_number *dates; /* ascending */
    size_t date_count;       /* 1 to SHEET_MOST_DATES */
    int columns;             /* 0: as many as make the maps largest */
};

enum { SHEET_MOST_DATES = 60 };

typedef struct sheet sheet;

/* Composes the page. Borrows the timeline and the options' texts. Errors are those of
 * map_plan_build(), and a page on which so many maps would be too small to read. */
sheet *sheet_build(const timeline *timeline, const struct sheet_options *options, report *report,
                   GError **error);
void sheet_free(sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sheet, sheet_free)

/* The page; the sheet's. */
const scene *sheet_scene(const sheet *sheet);

#endif
