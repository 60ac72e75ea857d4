/* The display list: what is on the page, in drawing order, in page points, and nothing of where it
 * came from. Compose fills it, writers walk it; it is the only thing that a writer sees.
 *
 *     scene
 *      ├─ about      title, description, language, sources, georeference: for <metadata> and PNG
 *      ├─ classes    "area side-a now" -> struct paint, in order of first use
 *      └─ nodes      begin group, path, circle, text, end group ... in drawing order
 *
 * Invariants: groups nest; every node's class is in the table; coordinates of paths are whole
 * hundredths of a point; a closed subpath does not repeat its first point; ids are unique in the
 * scene and made of [a-z0-9-] (a writer prefixes them with the scene's id). Boxes, centres, origins
 * and angles are rounded to hundredths when they are added, so that both writers draw the same.
 *
 * Nothing is inherited: each shape's paint is that of its own class. Of a group's class only
 * `opacity` and `display` count, and they hold for the group as a whole. An open path has no fill.
 *
 * A scene is built on one thread; once built it is read-only and any thread may write it. */
#ifndef MAPGEN_SCENE_SCENE_H
#define MAPGEN_SCENE_SCENE_H

#include "geom/coords.h"
#include "scene/paint.h"

typedef struct scene scene;

/* What the file says of itself. All strings UTF-8, owned by the scene once set; NULL where there is
 * nothing to say. */
struct scene_about {
    char *id;            /* unique among maps: "karabakh-karabakh-article-2020-11-10" */
    char *title;         /* one line */
    char *headline;      /* the date in words, or a title set by hand */
    char *caption;       /* what changed, in sentences; "" for nothing */
    char *description;   /* sentences: the alternative text */
    char *language;      /* BCP 47 */
    char *date;          /* the map's day, ISO */
    char *licence;       /* of the map */
    char *credit;        /* "© ..." */
    char *motion;        /* CSS that makes groups come and go; "$" stands for the map's id */
    char **sources;      /* one line each, NULL-terminated */
    char **source_links; /* of each source, where it can be read; "" for nowhere */
    char *projection;    /* PROJ string */
    struct lonlat_box extent;
    double affine[6]; /* page x = a0*X + a1*Y + a2, page y = a3*X + a4*Y + a5 from metres X, Y */
    bool has_georeference;
};

enum page_unit { PAGE_PX, PAGE_MM };

/* An empty page, in points. `unit` is what the width and height of the SVG are written in: 1 px
 * per point on screen, or millimetres in print. */
scene *scene_new(double width_pt, double height_pt, enum page_unit unit);
void scene_free(scene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(scene, scene_free)

double scene_width_pt(const scene *scene);
double scene_height_pt(const scene *scene);
enum page_unit scene_unit(const scene *scene);
struct scene_about *scene_about(scene *scene);
const struct scene_about *scene_about_const(const scene *scene);

/* The number of a class list such as "area side-a now", added with its paint when it is new; one
 * list has one paint. `paint` is copied; the font's strings must outlive the scene. */
int scene_class(scene *scene, const char *class_list, const struct paint *paint);
int scene_class_find(const scene *scene, const char *class_list); /* -1 when not there */
size_t scene_class_count(const scene *scene);
const char *scene_class_name(const scene *scene, int class_number);
const struct paint *scene_class_paint(const scene *scene, int class_number);

/* What else the colours of a class may be. A variable is the name of a style sheet's custom
 * property ("a-now", without "--") that a reader may set to another colour; NULL: none. A colour of
 * the dark page that is as on the light one is none. */
struct scene_tint {
    const char *variable; /* interned (g_intern_string) */
    struct colour dark;   /* not set: as on a light page */
};
struct scene_theme {
    struct scene_tint fill, stroke;
};
void scene_set_theme(scene *scene, int class_number, const struct scene_theme *theme);
const struct scene_theme *scene_class_theme(const scene *scene, int class_number);

/* What a node says beside its shape. Zero-initialised means nothing; the scene copies. An id that
 * is taken gets "-2", "-3" ... behind it. */
struct scene_mark {
    const char *id;
    const char *title;
    const char *description;
    const char *const *data; /* key, value, key, value, ..., NULL: written as data-KEY */
    const char *language;    /* of a group in a switch: for readers of it; NULL: for all others */
};

/* Groups. A group's class may be -1: none. */
void scene_begin_group(scene *scene, int class_number, const struct scene_mark *mark);

/* A group of which one child alone is shown: the first whose language the reader reads, else the
 * last, which is for all. The last lies over the others, for renderers that show them all. Only
 * outside of other groups. */
void scene_begin_switch(scene *scene, const struct scene_mark *mark);

/* A group of which everything stands so far to the right and down. */
void scene_begin_group_at(scene *scene, int class_number, struct pagexy offset,
                          const struct scene_mark *mark);
void scene_end_group(scene *scene);

/* A group outside all others that is drawn not where it stands but wherever it is used, and there
 * as if it stood outside all groups. Answers its node. */
size_t scene_begin_definition(scene *scene, const char *id);
void scene_add_use(scene *scene, size_t definition);

/* The same node as one of another scene, with its class. That is no use. */
void scene_add_copy(scene *scene, const struct scene *from, size_t node);

/* A path of one or more subpaths: `points` in order, `counts[i]` of them in subpath i, all closed
 * (filled even-odd) or all open. Copied. A subpath of fewer than two points is left out, and so is
 * a path without subpaths. */
void scene_add_path(scene *scene, int class_number, const struct pagept *points,
                    const size_t *counts, size_t subpaths, bool is_closed,
                    const struct scene_mark *mark);

/* Turns every long path that is the same as an earlier one, in its own group's coordinates, into a
 * use of that: for a page of many maps. What a path says of itself is said once. */
void scene_share_paths(scene *scene);

/* A circle; its radius is the class's radius_pt. */
void scene_add_circle(scene *scene, int class_number, struct pagexy centre,
                      const struct scene_mark *mark);

/* An upright rectangle, `corner_pt` the radius of its rounded corners. */
void scene_add_box(scene *scene, int class_number, struct page_box box, double corner_pt,
                   const struct scene_mark *mark);

enum text_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* A run on a baseline: `origin` is the start, middle or end of the baseline as `anchor` says (so
 * that a renderer with another font keeps the alignment); turned by `angle_deg` clockwise about
 * the origin. The scene takes the run. */
void scene_add_text(scene *scene, int class_number, struct run *run, struct pagexy origin,
                    enum text_anchor anchor, double angle_deg, const struct scene_mark *mark);

enum scene_node_kind {
    NODE_BEGIN_GROUP,
    NODE_END_GROUP,
    NODE_PATH,
    NODE_CIRCLE,
    NODE_BOX,
    NODE_TEXT,
    NODE_USE
};

struct scene_node {
    enum scene_node_kind kind;
    int class_number; /* -1: none */
    struct {
        char *id, *title, *description;
        char **data; /* NULL-terminated pairs, or NULL */
        char *language;
    } mark;
    union {
        struct {
            struct pagexy offset;
            bool is_definition; /* of the end of a group, too */
            bool is_switch;     /* of the begin and of the end */
        } group;
        struct {
            size_t path; /* the node of the path or definition that is drawn here; it has an id */
        } use;
        struct {
            struct pagept *points;
            size_t *counts;
            size_t subpaths;
            bool is_closed;
        } path;
        struct {
            struct pagexy centre;
        } circle;
        struct {
            struct page_box box;
            double corner_pt;
        } box;
        struct {
            struct run *run;
            struct pagexy origin;
            enum text_anchor anchor;
            double angle_deg;
        } text;
    };
};

/* Paths of screens are drawn in tenths of a point, which at two pixels a point moves nothing by
 * more than a tenth of a pixel: by the PNG as by the SVG, so that both show one picture. In print
 * they have their hundredths. */
enum { SCENE_SCREEN_STEP = 10 };
int32_t scene_path_step(const scene *scene); /* hundredths of a point */

/* The nearest whole multiple of a step. */
struct pagept scene_snap(struct pagept point, int32_t step);

size_t scene_node_count(const scene *scene);
const struct scene_node *scene_node_at(const scene *scene, size_t index);

/* The first node at or after `index` that is displayed: shapes and whole groups whose class is not
 * are stepped over. The node count when there is none. */
size_t scene_next_displayed(const scene *scene, size_t index);

#endif
