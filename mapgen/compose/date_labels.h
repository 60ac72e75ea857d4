/* Words under ticks that may stand close together: dates below a bar.
 *
 *     ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
 *         |            |     |  |
 *     9 May 1992       9 Oct |  10 Nov        tier 0
 *                         7 Nov               tier 1
 *
 * Each label hangs from its tick in the middle, or by one of its ends; where there is no room it
 * goes a tier lower, at the end of a line that crosses no other label. A label for which there is
 * no place in any tier is left out. The best of all arrangements is looked for by a beam search
 * from left to right: labels far apart do not care for each other. */
#ifndef MAPGEN_COMPOSE_DATE_LABELS_H
#define MAPGEN_COMPOSE_DATE_LABELS_H

#include <stddef.h>

enum { DATE_LABEL_TIERS = 6 };

struct date_label {
    double x, width_pt; /* of the tick, of the words; set by the caller */
    int tier;           /* 0 the nearest to the bar; -1: left out */
    double left;        /* where the words begin */
};

/* What labels stand between, and how far apart at least. Words rather do not cross a line that goes
 * through all tiers at `line_x`; INFINITY: there is none. */
struct date_label_room {
    double left, right, gap_pt, line_x;
};

/* Places labels, which are in the order of their ticks. Answers how many tiers are used. */
int date_labels_place(struct date_label *labels, size_t count, const struct date_label_room *room);

#endif
