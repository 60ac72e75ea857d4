#include "compose/river_names.h"

#include "compose/area_names.h"

#include <math.h>
#include <string.h>

#define CLASS "label water river"

/* A course is walked in steps, and smoothed by the mean of so many steps on each side, twice. */
#define STEP_PT 2.0
#define SMOOTH_STEPS 6
#define SMOOTH_PASSES 2

/* The course's direction at a step is that over so many steps on each side. */
#define AROUND_STEPS 4

/* Pieces whose ends are nearer than this are one course. */
#define JOIN_PT 0.5

/* Between the river and its name's baseline: at least, and at most where it winds. */
#define GAP_PT 2.5
#define MOST_GAP_PT 9.0

/* No letter is steeper, and none turned further against the one before it. */
#define STEEPEST_DEG 65.0
#define SHARPEST_DEG 22.0

/* Letters stand so far apart, in sizes, beside what their class says. */
#define SPACING_EM 0.12

/* A course so long is named twice, so far apart. */
#define LONG_COURSE_PT 900.0
#define APART_PT 400.0

/* Costs: a degree of a turn is 1; a degree of steepness, a point of gap, standing below. */
#define COST_STEEP 0.15
#define COST_GAP 3.0
#define COST_BELOW 12.0

struct letter {
    char *text;
    double width_pt;
    struct pagexy origin; /* middle of its baseline */
    double angle_deg;
};

struct river_name {
    char *name;
    struct span when;
    GArray *letters; /* of struct letter */
};

struct river_names {
    GArray *names; /* of struct river_name */
};

/* ---- courses ------------------------------------------------------------------------------- */

static double distance(struct pagexy a, struct pagexy b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

static struct pagexy point_at(const GArray *course, guint i)
{
    return g_array_index(course, struct pagexy, i);
}

static void reverse(GArray *course)
{
    for (guint i = 0; i < course->len / 2; i++) {
        struct pagexy *a = &g_array_index(course, struct pagexy, i);
        struct pagexy *b = &g_array_index(course, struct pagexy, course->len - 1 - i);
        struct pagexy swap = *a;
        *a = *b;
        *b = swap;
    }
}

/* Joins `other` to the end of `course` where they have an end in common. */
static bool join(GArray *course, GArray *other)
{
    for (int turn = 0; turn < 4; turn++) {
        if (distance(point_at(course, course->len - 1), point_at(other, 0)) < JOIN_PT) {
            g_array_append_vals(course, other->data, other->len);
            return true;
        }
        reverse(other);
        if (turn == 1)
            reverse(course);
    }
    return false;
}

/* The pieces of all features of a name, joined to courses: of GArray of struct pagexy. */
static GPtrArray *list_courses(const page_map *page, int number, const GArray *features)
{
    GPtrArray *courses = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < features->len; i++) {
        struct page_lines lines =
            page_map_feature(page, number, g_array_index(features, size_t, i));
        const struct pagept *p = lines.points;
        for (size_t k = 0; k < lines.lines; p += lines.counts[k++]) {
            GArray *course = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
            for (size_t n = 0; n < lines.counts[k]; n++) {
                struct pagexy at = pagexy_from_pagept(p[n]);
                g_array_append_val(course, at);
            }
            g_ptr_array_add(courses, course);
        }
    }
    for (guint i = 0; i < courses->len; i++)
        for (guint k = i + 1; k < courses->len; k++)
            if (join(courses->pdata[i], courses->pdata[k])) {
                g_ptr_array_remove_index(courses, k);
                k = i;
            }
    return courses;
}

/* Points of a course at equal steps. */
static GArray *walk(const GArray *course)
{
    GArray *steps = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    double left = 0;
    for (guint i = 0; i + 1 < course->len; i++) {
        struct pagexy a = point_at(course, i), b = point_at(course, i + 1);
        double length = distance(a, b);
        for (; left < length; left += STEP_PT) {
            struct pagexy at = {a.x + (b.x - a.x) * left / length,
                                a.y + (b.y - a.y) * left / length};
            g_array_append_val(steps, at);
        }
        left -= length;
    }
    return steps;
}

/* The mean of each point and its neighbours; fewer of them towards the ends. */
static GArray *smooth(const GArray *steps)
{
    GArray *from = g_array_copy((GArray *)steps);
    for (int pass = 0; pass < SMOOTH_PASSES; pass++) {
        GArray *to = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
        for (guint i = 0; i < from->len; i++) {
            guint reach = MIN(SMOOTH_STEPS, MIN(i, from->len - 1 - i));
            struct pagexy sum = {0, 0};
            for (guint k = i - reach; k <= i + reach; k++) {
                sum.x += point_at(from, k).x / (2 * reach + 1);
                sum.y += point_at(from, k).y / (2 * reach + 1);
            }
            g_array_append_val(to, sum);
        }
        g_array_unref(from);
        from = to;
    }
    return from;
}

/* ---- letters ------------------------------------------------------------------------------- */

static bool is_joined(const char *text)
{
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        switch (g_unichar_get_script(g_utf8_get_char(c))) {
        case G_UNICODE_SCRIPT_ARABIC:
        case G_UNICODE_SCRIPT_SYRIAC:
        case G_UNICODE_SCRIPT_HEBREW:
        case G_UNICODE_SCRIPT_NKO:
        case G_UNICODE_SCRIPT_MONGOLIAN:
        case G_UNICODE_SCRIPT_DEVANAGARI:
        case G_UNICODE_SCRIPT_BENGALI:
            return true;
        default:
            break;
        }
    }
    return false;
}

static void letter_clear(void *data)
{
    g_free(((struct letter *)data)->text);
}

/* A name's clusters with the widths that they have in the whole (kerning and all); one for the
 * whole of a name that is not set letter by letter. */
static GArray *list_letters(const struct pen *pen, const char *name)
{
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(struct letter));
    g_array_set_clear_func(letters, letter_clear);
    struct font font = style_paint(pen->style, CLASS).font;
    double before = 0, spacing = SPACING_EM * font.size_pt;
    for (const char *start = name, *end = name; *start; start = end) {
        end = is_joined(name) ? start + strlen(start) : g_utf8_next_char(start);
        while (*end && g_unichar_ismark(g_utf8_get_char(end)))
            end = g_utf8_next_char(end);
        g_autofree char *prefix = g_strndup(name, (gsize)(end - name));
        double width = run_size(pen->fonts, prefix, &font, pen->language, pen->report).width_pt;
        struct letter letter = {.text = g_strndup(start, (gsize)(end - start)),
                                .width_pt = width - before + spacing};
        before = width;
        g_array_append_val(letters, letter);
    }
    return letters;
}

/* ---- stretches ----------------------------------------------------------------------------- */

/* A course, made ready, and the name that looks for a stretch of it. */
struct river_search {
    const GArray *steps, *smooth; /* of struct pagexy, step for step */
    const room *room;
    double cap_pt, hang_pt;
    double length_pt; /* of the name */
    GArray *letters;
    GArray *baseline; /* of struct pagexy: of the stretch that is looked at */
};

/* The direction in which the smoothed course runs from one of its steps to another. */
static double direction(const struct river_search *search, int from, int to)
{
    int last = (int)search->smooth->len - 1;
    struct pagexy a = point_at(search->smooth, (guint)CLAMP(from, 0, last));
    struct pagexy b = point_at(search->smooth, (guint)CLAMP(to, 0, last));
    return atan2(b.y - a.y, b.x - a.x) * 180 / G_PI;
}

/* The baseline: the smoothed course moved by `shift_pt` across (down where that is positive), in
 * reading direction, from step `first` on until it is as long as the name; false when the course
 * ends before. */
static bool draw_baseline(const struct river_search *search, int first, int step, double shift_pt)
{
    double length = 0;
    g_array_set_size(search->baseline, 0);
    for (int i = first; length < search->length_pt; i += step) {
        if (i < 0 || i >= (int)search->smooth->len)
            return false;
        double angle = direction(search, i - step * AROUND_STEPS, i + step * AROUND_STEPS);
        struct pagexy off = pagexy_turned((struct pagexy){0, shift_pt}, angle);
        struct pagexy on = point_at(search->smooth, (guint)i);
        struct pagexy at = {on.x + off.x, on.y + off.y};
        if (search->baseline->len)
            length += distance(point_at(search->baseline, search->baseline->len - 1), at);
        g_array_append_val(search->baseline, at);
    }
    return true;
}

/* The point of the baseline at a length from its start. */
static struct pagexy baseline_at(const struct river_search *search, double at)
{
    guint i = 0;
    for (; i + 2 < search->baseline->len; i++) {
        double step = distance(point_at(search->baseline, i), point_at(search->baseline, i + 1));
        if (step >= at)
            break;
        at -= step;
    }
    struct pagexy a = point_at(search->baseline, i), b = point_at(search->baseline, i + 1);
    double step = distance(a, b), share = step > 0 ? at / step : 0;
    return (struct pagexy){a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/* How far the river itself comes above (below) its smoothed course on a stretch that is read in
 * direction `angle_deg`. */
static double winding(const struct river_search *search, double start, bool is_below,
                      double angle_deg)
{
    double most = 0;
    struct pagexy up = pagexy_turned((struct pagexy){0, is_below ? 1 : -1}, angle_deg);
    guint first = (guint)(start / STEP_PT);
    guint end = MIN((guint)((start + search->length_pt) / STEP_PT) + 1, search->steps->len - 1);
    for (guint i = first; i <= end; i++) {
        struct pagexy river = point_at(search->steps, i), course = point_at(search->smooth, i);
        most = fmax(most, (river.x - course.x) * up.x + (river.y - course.y) * up.y);
    }
    return most;
}

/* True when a letter's box, whose baseline's middle is `origin`, is free. */
static bool is_letter_free(const struct river_search *search, const struct letter *letter,
                           struct pagexy origin, double angle_deg)
{
    double half = letter->width_pt / 2;
    const struct pagexy box[] = {{-half, search->hang_pt},
                                 {half, search->hang_pt},
                                 {half, -search->cap_pt},
                                 {-half, -search->cap_pt}};
    struct pagexy corners[4];
    for (int i = 0; i < 4; i++) {
        struct pagexy p = pagexy_turned(box[i], angle_deg);
        corners[i] = (struct pagexy){origin.x + p.x, origin.y + p.y};
    }
    for (int i = 0; i < 4; i++)
        if (!room_is_line_free(search->room, corners[i], corners[(i + 1) % 4]))
            return false;
    return room_is_line_free(search->room, corners[0], corners[2]) &&
           room_is_line_free(search->room, corners[1], corners[3]);
}

static double turn_between(double a, double b)
{
    double turn = fmod(b - a + 540, 360) - 180;
    return fabs(turn);
}

/* Sets the letters on the stretch from `start` on; answers what that costs, INFINITY when they
 * cannot stand so. */
static double set_letters(const struct river_search *search, double start, bool is_below)
{
    int first = (int)(start / STEP_PT), last = (int)((start + search->length_pt) / STEP_PT);
    double read = direction(search, first, last), before = 0, along = 0;
    bool is_reversed = fabs(read) > 90, is_level = search->letters->len == 1;
    if (is_reversed)
        read += 180;
    double wind = winding(search, start, is_below, read), gap = wind + GAP_PT;
    double shift = is_below ? gap + search->cap_pt : -(gap + search->hang_pt);
    if (gap > MOST_GAP_PT ||
        !draw_baseline(search, is_reversed ? last : first, is_reversed ? -1 : 1, shift))
        return INFINITY;
    double cost = (is_below ? COST_BELOW : 0) + COST_GAP * wind +
                  COST_STEEP * turn_between(0, read) * search->letters->len;
    for (guint i = 0; i < search->letters->len; i++) {
        struct letter *letter = &g_array_index(search->letters, struct letter, i);
        struct pagexy left = baseline_at(search, along);
        struct pagexy right = baseline_at(search, along + letter->width_pt);
        along += letter->width_pt;
        letter->origin = (struct pagexy){(left.x + right.x) / 2, (left.y + right.y) / 2};
        letter->angle_deg = is_level ? 0 : atan2(right.y - left.y, right.x - left.x) * 180 / G_PI;
        double turn = i ? turn_between(before, letter->angle_deg) : 0;
        before = letter->angle_deg;
        cost += turn;
        if (turn > SHARPEST_DEG || turn_between(0, letter->angle_deg) > STEEPEST_DEG ||
            !is_letter_free(search, letter, letter->origin, letter->angle_deg))
            return INFINITY;
    }
    return cost;
}

/* Sets the letters on the best stretch that is not between two lengths; false when there is none.
 */
static bool set_best(const struct river_search *search, double not_from, double not_to,
                     double *where)
{
    double course = (search->steps->len - 1) * STEP_PT, least = INFINITY, best = 0;
    bool is_below = false;
    for (double start = 0; start + search->length_pt <= course; start += 2 * STEP_PT) {
        if (start + search->length_pt > not_from && start < not_to)
            continue;
        for (int side = 0; side < 2; side++) {
            double cost = set_letters(search, start, side == 1);
            if (cost < least) {
                least = cost;
                best = start;
                is_below = side == 1;
            }
        }
    }
    if (least < INFINITY)
        set_letters(search, best, is_below);
    *where = best;
    return least < INFINITY;
}

/* ---- the plan ------------------------------------------------------------------------------ */

static void take_letters(label_space *space, struct span when, const struct river_search *search)
{
    for (guint i = 0; i < search->letters->len; i++) {
        const struct letter *letter = &g_array_index(search->letters, struct letter, i);
        struct pagexy up = pagexy_turned((struct pagexy){0, (search->hang_pt - search->cap_pt) / 2},
                                         letter->angle_deg);
        struct name_block box = {.middle = {letter->origin.x + up.x, letter->origin.y + up.y},
                                 .angle_deg = letter->angle_deg,
                                 .width_pt = letter->width_pt + 2 * LABEL_CLEAR_PT,
                                 .height_pt =
                                     search->cap_pt + search->hang_pt + 2 * LABEL_CLEAR_PT};
        label_space_take(space, when, &box);
    }
}

static void name_course(const struct pen *pen, label_space *space, const char *name,
                        struct span when, const GArray *course, river_names *names)
{
    struct page_box map = page_map_layout(label_space_input(space)->page)->map;
    g_autoptr(GArray) steps = walk(course);
    g_autoptr(GArray) smoothed = smooth(steps);
    g_autoptr(run) run = pen_shape(pen, CLASS, name);
    g_autoptr(GArray) baseline = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    double length = steps->len * STEP_PT, not_from = INFINITY, not_to = -INFINITY;
    for (int times = length > LONG_COURSE_PT ? 2 : 1; times > 0; times--) {
        g_autoptr(room) room =
            label_space_room(space, when, map, SPACE_OFF_LINES | SPACE_OFF_LAKES);
        struct river_search search = {.steps = steps,
                                      .smooth = smoothed,
                                      .room = room,
                                      .cap_pt = run->cap_height_pt,
                                      .hang_pt = run->font.size_pt * DESCENT_SHARE,
                                      .letters = list_letters(pen, name),
                                      .baseline = baseline};
        for (guint i = 0; i < search.letters->len; i++)
            search.length_pt += g_array_index(search.letters, struct letter, i).width_pt;
        double where;
        if (!set_best(&search, not_from, not_to, &where)) {
            g_array_unref(search.letters);
            return;
        }
        take_letters(space, when, &search);
        struct river_name river = {g_strdup(name), when, search.letters};
        g_array_append_val(names->names, river);
        not_from = where - APART_PT;
        not_to = where + search.length_pt + APART_PT;
    }
}

/* Names the longest course of a name. */
static void name_river(const struct pen *pen, label_space *space, const char *name,
                       struct span when, int layer, const GArray *features, river_names *names)
{
    g_autoptr(GPtrArray) courses = list_courses(label_space_input(space)->page, layer, features);
    const GArray *longest = NULL;
    double most = 0;
    for (guint i = 0; i < courses->len; i++) {
        const GArray *course = courses->pdata[i];
        double length = 0;
        for (guint k = 0; k + 1 < course->len; k++)
            length += distance(point_at(course, k), point_at(course, k + 1));
        if (length > most) {
            most = length;
            longest = course;
        }
    }
    if (longest)
        name_course(pen, space, name, when, longest, names);
}

static void name_layer(const struct pen *pen, label_space *space, const struct project_drawn *drawn,
                       river_names *names)
{
    const struct sources *sources =
        planar_map_sources(timeline_map(label_space_input(space)->timeline));
    int number = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
    if (number < 0 || !drawn->label_field || sources->layers[number]->geometry != LAYER_LINES)
        return;
    const struct layer *layer = sources->layers[number];
    g_autoptr(GPtrArray) done = g_ptr_array_new_with_free_func(g_free);
    for (size_t f = 0; f < layer->feature_count; f++) {
        char *name = feature_name(pen, layer, f, drawn->label_field);
        if (!name || g_ptr_array_find_with_equal_func(done, name, g_str_equal, NULL)) {
            g_free(name);
            continue;
        }
        g_ptr_array_add(done, name);
        g_autoptr(GArray) features = g_array_new(FALSE, FALSE, sizeof(size_t));
        for (size_t k = f; k < layer->feature_count; k++) {
            g_autofree char *other = feature_name(pen, layer, k, drawn->label_field);
            if (g_strcmp0(other, name) == 0)
                g_array_append_val(features, k);
        }
        name_river(pen, space, name, drawn->when, number, features, names);
    }
}

static void river_name_clear(void *data)
{
    struct river_name *river = data;
    g_free(river->name);
    g_array_unref(river->letters);
}

river_names *river_names_plan(const struct pen *pen, label_space *space)
{
    river_names *names = g_new0(river_names, 1);
    names->names = g_array_new(FALSE, FALSE, sizeof(struct river_name));
    g_array_set_clear_func(names->names, river_name_clear);
    const struct labels_input *input = label_space_input(space);
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    for (size_t i = 0; i < project->drawn_count; i++)
        name_layer(pen, space, &project->drawn[i], names);
    return names;
}

void river_names_free(river_names *names)
{
    if (!names)
        return;
    g_array_unref(names->names);
    g_free(names);
}

void river_names_draw(const struct pen *pen, const river_names *names, day_number day)
{
    for (guint i = 0; i < names->names->len; i++) {
        const struct river_name *river = &g_array_index(names->names, struct river_name, i);
        if (!span_has(river->when, day))
            continue;
        struct scene_mark mark = {.title = river->name};
        scene_begin_group(pen->scene, -1, &mark);
        for (guint k = 0; k < river->letters->len; k++) {
            const struct letter *letter = &g_array_index(river->letters, struct letter, k);
            pen_text(pen, CLASS, letter->text, letter->origin, ANCHOR_MIDDLE, letter->angle_deg,
                     NULL);
        }
        scene_end_group(pen->scene);
    }
}
