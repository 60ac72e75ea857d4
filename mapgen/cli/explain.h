/* What `mapgen explain` knows of each subject that was asked about, and the ways to say it. */
#ifndef MAPGEN_CLI_EXPLAIN_H
#define MAPGEN_CLI_EXPLAIN_H

#include "base/json.h"
#include "cli/cli.h"
#include "timeline/record.h"

/* What is asked about: a place, a region or a point. */
struct subject {
    const struct place *place; /* NULL: no place */
    int region;                /* NONE: no region */
    const char *at_text;       /* as typed; NULL: no point */
    struct lonlat at;          /* of a place or a point */
    record *record;
};

/* What is asked of all of them. */
struct inquiry {
    const struct workspace *workspace;
    const char *language; /* of names */
    day_number day;       /* DAY_AFTER_ALL: every day at once */
    GArray *subjects;     /* of struct subject */
};

/* Ground of a subject that has the same row now, before and after. */
struct ground {
    const struct tenure *before, *now, *after; /* NULL: none */
    double area_m2;
    int32_t unit; /* that it lies in; NONE: none, or several */
};

/* The grounds of a subject on the inquiry's day, the largest first; of struct ground, the caller's.
 */
GArray *explain_grounds(const struct inquiry *inquiry, const struct subject *subject);

/* A field of the unit that a face belongs to: its key or its name; NULL for no unit. Borrowed. */
const char *explain_unit_key(const struct workspace *workspace, int32_t unit);
const char *explain_unit_name(const struct workspace *workspace, int32_t unit);

/* The units that a piece lies in, as in explain_unit_key(); of int32_t, the caller's. */
GArray *explain_piece_units(const struct workspace *workspace, const struct piece *piece);

/* The caption that the log gives an event in the inquiry's language, whose word it is filled in;
 * NULL for none. The caller's. */
char *explain_caption(const struct inquiry *inquiry, const struct event *event);

/* "in-force", "gave-way" ... as in JSON. */
extern const char *const explain_fates[FATES];

/* Appends the answers as text for a terminal, or as one JSON object. */
void explain_append_text(const struct inquiry *inquiry, GString *out);
void explain_append_json(const struct inquiry *inquiry, GString *out);

#endif
