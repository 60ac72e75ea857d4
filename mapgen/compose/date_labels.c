#include "compose/date_labels.h"

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What an arrangement costs: a tier lower, a label that hangs by an end, one that a line runs
 * through, one that is left out. */
#define TIER_COST 3.0
#define END_COST 1.0
#define CROSSED_COST 5.0
#define OUT_COST 100.0

/* From words to the line of another label beside them. */
#define LINE_GAP_PT 1.0

/* Arrangements that are followed at a time. */
enum { BEAM = 96 };

/* Ways to hang: in the middle, by the start (the words are right of the tick), by the end. */
enum { HANGS = 3 };

/* An arrangement of the labels so far. */
struct arrangement {
    double cost;
    int parent; /* in the list of the label before; -1: none */
    int tier;
    double left;
    double ends[DATE_LABEL_TIERS];      /* of the last words in each tier */
    double last_line[DATE_LABEL_TIERS]; /* of the last line that goes through each tier */
};

/* Adds a label to an arrangement at a place, if it has room there. */
static bool extend(const struct arrangement *from, const struct date_label *label, int tier,
                   double left, double gap_pt, struct arrangement *to)
{
    if (left < from->ends[tier] + gap_pt || left < from->last_line[tier] + LINE_GAP_PT)
        return false;
    for (int above = 0; above < tier; above++)
        if (label->x < from->ends[above] + LINE_GAP_PT)
            return false;
    *to = *from;
    to->tier = tier;
    to->left = left;
    to->ends[tier] = left + label->width_pt;
    for (int above = 0; above < tier; above++)
        to->last_line[above] = label->x;
    return true;
}

static int compare_arrangements(const void *left, const void *right)
{
    const struct arrangement *a = left, *b = right;

    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    if (a->parent != b->parent)
        return a->parent - b->parent;
    if (a->tier != b->tier)
        return a->tier - b->tier;
    return (a->left > b->left) - (a->left < b->left);
}

static double cost_of(const struct date_label *label, int tier, int hang, double start,
                      double line_x)
{
    bool is_crossed =
        start < line_x + LINE_GAP_PT && start + label->width_pt > line_x - LINE_GAP_PT;
    return tier * TIER_COST + (hang > 0 ? END_COST : 0) + (is_crossed ? CROSSED_COST : 0);
}

/* All ways to add a label to an arrangement. */
static void list_ways(const struct arrangement *from, int parent, const struct date_label *label,
                      const struct date_label_room *room, GArray *ways)
{
    const double starts[HANGS] = {label->x - label->width_pt / 2, label->x,
                                  label->x - label->width_pt};
    double last = MAX(room->right - label->width_pt, room->left);
    struct arrangement way;

    for (int tier = 0; tier < DATE_LABEL_TIERS; tier++) {
        for (int hang = 0; hang < HANGS; hang++) {
            double start = CLAMP(starts[hang], room->left, last);
            if (!extend(from, label, tier, start, room->gap_pt, &way))
                continue;
            way.parent = parent;
            way.cost += cost_of(label, tier, hang, start, room->line_x);
            g_array_append_val(ways, way);
        }
    }
    way = *from;
    way.parent = parent;
    way.tier = -1;
    way.cost += OUT_COST;
    g_array_append_val(ways, way);
}

int date_labels_place(struct date_label *labels, size_t count, const struct date_label_room *room)
{
    g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    struct arrangement none = {.parent = -1, .tier = -1};
    int tiers = 0;

    for (int tier = 0; tier < DATE_LABEL_TIERS; tier++)
        none.ends[tier] = none.last_line[tier] = room->left - 2 * room->gap_pt;
    for (size_t i = 0; i < count; i++) {
        const GArray *before = i ? g_ptr_array_index(steps, i - 1) : NULL;
        GArray *ways = g_array_new(FALSE, FALSE, sizeof(struct arrangement));
        for (guint k = 0; k < (before ? before->len : 1); k++)
            list_ways(before ? &g_array_index(before, struct arrangement, k) : &none, (int)k,
                      &labels[i], room, ways);
        g_array_sort(ways, compare_arrangements);
        if (ways->len > BEAM)
            g_array_set_size(ways, BEAM);
        g_ptr_array_add(steps, ways);
    }
    int at = 0;
    for (size_t i = count; i-- > 0;) {
        const struct arrangement *way =
            &g_array_index((GArray *)g_ptr_array_index(steps, i), struct arrangement, at);
        labels[i].tier = way->tier;
        labels[i].left = way->left;
        tiers = MAX(tiers, way->tier + 1);
        at = way->parent;
    }
    return tiers;
}
