/* The inside of a timeline, shared by the files that resolve its rows and replay them; nobody
 * else's. */
#ifndef MAPGEN_TIMELINE_TIMELINE_PARTS_H
#define MAPGEN_TIMELINE_TIMELINE_PARTS_H

#include "timeline/timeline.h"

struct timeline {
    const planar_map *map;
    const struct project *project;
    struct timeline_options options;
    struct timeline_row *rows; /* in replay order */
    size_t row_count;
    int32_t *first_of_place; /* by place of the gazetteer: its first place row; NONE: it has none */
    int32_t *next_of_place;  /* by row: the next one of the same place; NONE: none follows */
    GArray *left_out;        /* of struct row_left_out */
    GArray *change_days;     /* of day_number */
};

/* True for one who holds ground for certain. */
static inline bool is_holding(enum control_status status)
{
    return status == STATUS_CONTROL || status == STATUS_PEACEKEEPING;
}

/* Resolves the names in a log and puts its rows in replay order; those that do not count go to
 * `left_out`. Errors as timeline_build's. */
bool timeline_resolve_rows(timeline *timeline, const struct event_log *log, GError **error);

/* False with an error for a holder of an unknown side. */
bool timeline_check_holders(const struct project *project, GError **error);

#endif
