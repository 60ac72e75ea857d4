/* A table of features: what a file for geographic information systems is written from, as a scene
 * is what a picture is written from. It is the only thing that the writers of such files see.
 *
 *     name      "areas"
 *     fields    id | control | start_date | ...                one value each for every feature
 *     features  1  | AZ control | 2020-11-20 | ...  + rings, or lines, on the grid
 *     looks     "AZ control" -> "Held by ...", paint           in order of a legend
 *
 * Rings come polygon after polygon, each shell before its holes; shells run counter-clockwise,
 * holes clockwise, and a ring does not repeat its first point. A day is DAY_BEFORE_ALL or
 * DAY_AFTER_ALL, a text or list NULL, a number NAN where there is nothing. */
#ifndef MAPGEN_SCENE_FEATURES_H
#define MAPGEN_SCENE_FEATURES_H

#include "base/date.h"
#include "geom/coords.h"
#include "scene/paint.h"

enum field_kind {
    FIELD_TEXT,
    FIELD_LIST, /* texts: an array in JSON, joined by "; " elsewhere */
    FIELD_DAY,
    FIELD_NUMBER, /* with `decimals` */
};

struct field {
    const char *name;
    const char *short_name; /* of at most 10 letters, for .dbf; NULL: the same as `name` */
    enum field_kind kind;
    int decimals;
    bool is_json_only; /* of a convention that is of JSON alone */
};

struct field_value {
    char *text;
    char **list;
    day_number day;
    double number;
};

struct feature_part {
    size_t first, count; /* into the table's points */
    bool is_hole;
};

struct feature {
    size_t first_value; /* into the table's values: one for each field */
    size_t first_part, part_count;
};

/* How the features look that have a value in the table's look field. */
struct look {
    char *value;
    char *label;
    struct paint paint;
};

struct features {
    const char *name;
    bool is_lines;              /* else polygons */
    const struct field *fields; /* ends with a NULL name; outlives the table */
    size_t field_count;
    char *title, *licence; /* what it is of, and under what it may be used; NULL: not said */
    char **credits;        /* who it is from; NULL-terminated, or NULL */
    const char *look_field, *start_field, *end_field; /* names; NULL: none */
    GArray *features;                                 /* of struct feature */
    GArray *values;                                   /* of struct field_value */
    GArray *parts;                                    /* of struct feature_part */
    GArray *points;                                   /* of struct gridpt */
    GArray *looks;                                    /* of struct look; empty: no style */
};
typedef struct features features;

struct features *features_new(const char *name, bool is_lines, const struct field *fields);
void features_free(struct features *features);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(features, features_free)

/* Begins the next feature; its values and parts follow, the values in the order of the fields. */
void features_begin(struct features *features);
void features_add_text(struct features *features, const char *text);
void features_add_list(struct features *features, const char *const *texts);
void features_add_day(struct features *features, day_number day);
void features_add_number(struct features *features, double number);
void features_add_part(struct features *features, const struct gridpt *points, size_t count,
                       bool is_hole);
void features_add_look(struct features *features, const char *value, const char *label,
                       const struct paint *paint);

size_t features_count(const struct features *features);
const struct feature *features_at(const struct features *features, size_t number);
const struct field_value *features_value(const struct features *features, size_t number,
                                         size_t field);
const struct feature_part *features_part(const struct features *features,
                                         const struct feature *feature, size_t part);
const struct gridpt *features_points(const struct features *features,
                                     const struct feature_part *part);

/* The texts of a list in one, between "; "; NULL when there are none. The caller frees it. */
char *field_value_joined(const struct field_value *value);

#endif
