/* The inside of a chronicle, shared by the files that measure, draw and describe it; nobody else's.
 */
#ifndef MAPGEN_COMPOSE_CHRONICLE_PARTS_H
#define MAPGEN_COMPOSE_CHRONICLE_PARTS_H

#include "compose/bar.h"
#include "compose/chronicle.h"
#include "compose/date_labels.h"
#include "compose/map_parts.h"

struct bar_row {
    const struct chronicle_subject *subject;
    GArray *blocks;            /* of struct bar_block */
    GArray *changes;           /* of struct bar_change; what is said of the place itself is one */
    GArray *ticks;             /* of double: where there is a change, in points */
    struct date_label *labels; /* of the days that are told */
    char **dates;              /* their words */
    size_t date_count;
    int tiers;
    double height_pt; /* of the bar */
};

struct chronicle {
    map_plan *plan; /* its style, fonts, language and layout; no page */
    const struct chronicle_options *options;
    struct layout page;
    struct bar_row *rows;
    struct time_axis axis;
    double size, name_width;
    bool has_names_beside;
    char *title, *credit;
    GPtrArray *sources; /* of char *: "Title (date)" */
    scene *scene;
};

/* ---- chronicle_rows.c ----------------------------------------------------------------------- */

/* Makes a row of each subject, on the axis. */
void chronicle_make_rows(chronicle *c, const struct pen *pen);
void chronicle_clear_row(struct bar_row *row);

/* Heights, in points. */
double chronicle_axis_height(const struct pen *pen);
double chronicle_rows_height(const chronicle *c, const struct pen *pen);
double chronicle_day_height(const chronicle *c, const struct pen *pen);

/* Draws the axis with lines down to `bottom`; the bars, names and dates from `top` on, with the
 * day that is asked about. */
void chronicle_draw_axis(const chronicle *c, const struct pen *pen, double top, double bottom);
void chronicle_draw_rows(const chronicle *c, const struct pen *pen, double top);

/* ---- chronicle_key.c ------------------------------------------------------------------------ */

/* What is laid out from `top` on is drawn unless it is only measured; each answers its height. */

/* A swatch with its words for every control, and what the statuses mean. */
double chronicle_key(const chronicle *c, const struct pen *pen, double top, bool is_drawn);

/* Of a single subject each change: its date and how the log tells it. */
double chronicle_list(const chronicle *c, const struct pen *pen, double top, bool is_drawn);

/* ---- chronicle_words.c ---------------------------------------------------------------------- */

/* Sets title, credit and sources. */
void chronicle_write_words(chronicle *c);

/* What stands under the title: how the chart is read; "" for nothing. The caller's. */
char *chronicle_caption(const chronicle *c);

/* "Sources: A; B; C"; the caller's. */
char *chronicle_source_line(const chronicle *c);

/* True for what the log says of the subject's place by itself: it is no change of the ground. */
bool chronicle_is_said(const chronicle *c, const struct bar_change *change);

/* Who holds it since a change; the caller's. */
char *chronicle_change_control(const chronicle *c, const struct bar_change *change);

/* True for a change by which ground begins to pass on a day that is not known: the change that ends
 * it tells of both. */
bool chronicle_begins_to_pass(const chronicle *c, const struct bar_change *change);

/* The date of a change as it is known; the caller's. */
char *chronicle_change_date(const chronicle *c, const struct bar_change *change);

/* Fills what the scene says of itself. */
void chronicle_about(const chronicle *c, scene *scene);

#endif
