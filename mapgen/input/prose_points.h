/* Single dates and lists of dates in prose, before their years are known and EDTF is made of them.
 */
#ifndef MAPGEN_INPUT_PROSE_POINTS_H
#define MAPGEN_INPUT_PROSE_POINTS_H

#include "input/prose_tokens.h"

/* A date as far as it is said; 0 what is not. */
struct prose_point {
    int year, month, day;
    int season;         /* 21 to 24, with a year */
    bool is_decade;     /* of the year */
    bool is_by_itself;  /* false: a month that is a date only beside another one */
    bool is_order_open; /* "8/9/2020": day and month may be the other way round */
};

/* Reads the longest date that starts at a token, and moves on behind it. */
bool prose_point(const struct prose *prose, int *at, struct prose_point *point);

/* How two dates are joined. */
enum prose_join { JOIN_NONE, JOIN_LIST, JOIN_SPAN };

/* Moves over a comma, an "and", a dash, a "to". */
enum prose_join prose_join(const struct prose *prose, int *at);

#define PROSE_MOST_DAYS 8

/* Days of one month: "8 and 9 May 1992", "November 9–10, 2020", "3, 4 and 9 October". */
struct prose_days {
    struct prose_point points[PROSE_MOST_DAYS];
    int starts[PROSE_MOST_DAYS], ends[PROSE_MOST_DAYS]; /* tokens of each day's number; the first
                                                           or last takes month and year in */
    enum prose_join joins[PROSE_MOST_DAYS];             /* before each; of the first JOIN_NONE */
    int count;
};

/* Reads two days at least, and moves on behind them. */
bool prose_days(const struct prose *prose, int *at, struct prose_days *days);

#endif
