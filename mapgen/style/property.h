/* The properties that a style sheet may set: how the value of each is read and where in a paint it
 * goes. Their meaning is SVG's; those of hatches are ours. */
#ifndef MAPGEN_STYLE_PROPERTY_H
#define MAPGEN_STYLE_PROPERTY_H

#include "scene/paint.h"
#include <stdbool.h>

/* Paint while it is resolved: what one property of paint takes from two of the sheet is apart. */
struct resolved {
    struct paint paint;
    double fill_opacity, stroke_opacity;
    char *family, *fallback; /* NULL: not given */
};

/* What SVG starts from. */
struct resolved resolved_initial(void);
void resolved_clear(struct resolved *resolved);

/* A property: where in struct resolved its value goes, and what a value is, for messages. */
struct property {
    const char *name;
    bool (*read)(const char *text, void *target);
    size_t offset;
    const char *expected;
};

size_t property_count(void);
const struct property *property_at(size_t index);

/* The property of that name; NULL when there is none. */
const struct property *property_find(const char *name);

/* The name that was meant; NULL when none is near. */
const char *property_nearest(const char *name);

#endif
