/* Drawing into a scene by class: a class list gives the paint, the style says which. */
#ifndef MAPGEN_COMPOSE_PEN_H
#define MAPGEN_COMPOSE_PEN_H

#include "base/date.h"
#include "input/names.h"
#include "scene/scene.h"
#include "style/style.h"

struct pen {
    scene *scene;
    const style *style;
    fonts *fonts;
    const char *language;        /* of words */
    const char *second_language; /* names are given in it too; NULL: in one language only */
    bool has_no_text;            /* nothing is written, for a map to be translated by hand */
    report *report;
    double mirror_pt; /* not 0: x is drawn at `mirror_pt - x`; set by pen_in_reading_order */
};

/* A pen for furniture that is laid out from left to right within a box: where the language is
 * written the other way, all that it draws is mirrored within the box, and text that began at a
 * left edge ends at a right one. Letters, and the bands of hatches, stay as they are. */
struct pen pen_in_reading_order(const struct pen *pen, struct page_box box);

/* The scene's number for a class list, with its paint from the style. */
int pen_class(const struct pen *pen, const char *class_list);

/* A name as a map gives it: "Stepanakert / Xankəndi" in two languages where both have one of their
 * own; NULL when there is none. The caller frees it. */
char *pen_name(const struct pen *pen, const struct names *names);

/* A day in words, in the pen's one or two languages. The caller frees it. */
char *pen_day(const struct pen *pen, day_number day);

/* Groups: "name" is the group's id. */
void pen_begin(const struct pen *pen, const char *name);
void pen_end(const struct pen *pen);

/* A path; `points` of struct pagept and `counts` of size_t. */
void pen_path(const struct pen *pen, const char *class_list, const GArray *points,
              const GArray *counts, bool is_closed, const struct scene_mark *mark);

/* The same with the bands of its class's hatch over it, and its own colour as a hairline around it,
 * so that no seam shows between it and its neighbours. */
void pen_area(const struct pen *pen, const char *class_list, const GArray *points,
              const GArray *counts, const struct scene_mark *mark);

void pen_box(const struct pen *pen, const char *class_list, struct page_box box, double corner_pt);

/* A circle as wide as its class says. */
void pen_circle(const struct pen *pen, const char *class_list, struct pagexy centre,
                const struct scene_mark *mark);

/* A leader from words to what they name; none where nothing is written. */
void pen_leader(const struct pen *pen, struct pagexy from, struct pagexy to);

/* A straight line. */
void pen_line(const struct pen *pen, const char *class_list, struct pagexy from, struct pagexy to);

/* Text in its class's font; the caller owns the run (pen_shape) or not (pen_text). */
run *pen_shape(const struct pen *pen, const char *class_list, const char *text);
void pen_text(const struct pen *pen, const char *class_list, const char *text, struct pagexy origin,
              enum text_anchor anchor, double angle_deg, const struct scene_mark *mark);

/* Breaks text into lines no wider than `width_pt`, at most so many (0: as many as it takes); the
 * last of a cut text ends with "…". NULL-terminated, the caller's. */
char **pen_lines(const struct pen *pen, const struct font *font, const char *text, double width_pt,
                 int max_lines);

/* Lines of text one under another, no wider than `width_pt`, from the first baseline on; answers
 * the baseline after the last. `max_lines` 0: as many as it takes; a cut text ends with "…". */
double pen_paragraph(const struct pen *pen, const char *class_list, const char *text,
                     struct pagexy origin, double width_pt, double leading_pt, int max_lines);

/* The same in a paint of its own, which from then on is that of `class_list` in the scene. */
double pen_paragraph_in(const struct pen *pen, const char *class_list, const struct paint *paint,
                        const char *text, struct pagexy origin, double width_pt, double leading_pt,
                        int max_lines);

#endif
