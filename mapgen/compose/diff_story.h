/* What a map of a difference tells: what happened to ground, in groups that look alike and have one
 * row in the legend, and the areas that it happened to, each with a name and a date.
 *
 *     diff part (timeline/diff.h)     went one way, step by step: many of them
 *        │  same last row, same group
 *        ▼
 *     story item                      one area of the map: "Qubadli district, 25 Oct", number 7
 *        │  same kind, same parties
 *        ▼
 *     story group                     one look: "Passed to Azerbaijan: about 3,900 km²"
 */
#ifndef MAPGEN_COMPOSE_DIFF_STORY_H
#define MAPGEN_COMPOSE_DIFF_STORY_H

#include "compose/page_map.h"
#include "compose/pen.h"
#include "timeline/diff.h"

struct story_group {
    enum diff_kind kind;
    struct control before, now; /* of its largest part */
    int16_t between;            /* of ground that returned */
    double area_m2, kin_m2;     /* its own; of all of its kind that came under this control */
    bool is_seen;               /* some of it is on the map */
    char *area_class;           /* "area side-a control now", "area side-a back other-side-b" */
    char *outline_class;
    char *band_class; /* of the strip inside; NULL: none */
    char *words;      /* "Passed to Azerbaijan" */
};

struct story_item {
    guint group;
    int32_t row;        /* the last that changed it */
    struct change area; /* `row`, before, now, faces and area, as a change of a series' map is */
    struct face_set pieces; /* that its number may be in: on the page what hangs together with its
                               event's place, or else its larger pieces */
    const struct diff_part *largest;
    int region; /* that it is called by */
    bool is_seen;
    bool has_first_place; /* a place of the first rank lies in it */
    char *name;           /* with a capital; NULL: neither region nor place has one */
    char *place;          /* the name of its event's place, where that lies in it; NULL: none */
    char *dates;          /* "9 Oct", "3 Apr 1993 – 25 Nov 2020", "27 Jun 1993 · 3×" */
    char *events, *days;  /* of all its parts, ids and days apart by blanks, in order of time */
    int number;           /* on the map and in the list; 0: none */
};

struct diff_story {
    const struct diff *diff;
    GArray *groups; /* of struct story_group: by kind, what came under one control together */
    GArray *items;  /* of struct story_item, in the order of time */
};
typedef struct diff_story diff_story;

/* Tells a diff in a pen's languages, for a page. The diff is borrowed. */
struct diff_story *diff_story_new(const struct pen *pen, const page_map *page,
                                  const timeline *timeline, const struct diff *diff);
void diff_story_free(struct diff_story *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(diff_story, diff_story_free)

static inline struct story_group *story_group_at(const struct diff_story *story, guint number)
{
    return &g_array_index(story->groups, struct story_group, number);
}

static inline struct story_item *story_item_at(const struct diff_story *story, guint number)
{
    return &g_array_index(story->items, struct story_item, number);
}

/* The items as the changes of a series' map: of struct change, whose faces are the story's; without
 * those that returned, as these have no new holder. The caller's. */
GArray *diff_story_changes(const struct diff_story *story);

#endif
