#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/graticule.h"
#include "support/own_view.h"

#include <stdlib.h>

/* Between two of its points a line is drawn straight; it bends less than this beside it. */
#define BEND_PT 0.1

/* Of a label from its line and from the map's edge. */
#define GAP_PT 3.0

/* A village, a district, countries on both sides of the equator and of Greenwich, continents. */
static const struct lonlat_box extents[] = {
    {46.70, 39.70, 46.74, 39.73}, {46.28, 39.42, 46.95, 39.92},
    {45.3, 38.8, 47.9, 40.75},    {-9.6, 36.9, -6.1, 42.2},
    {-75.7, -55.1, -53.6, -21.7}, {-3, -2, 4, 3},
    {112.9, -43.7, 153.7, -10.6}, {-10, 35, 40, 71},
    {4.5, 57.9, 31.2, 71.2},
};

/* What a graticule draws: its lines as they are, its degrees as pieces. */
struct drawn {
    page_map *page;
    scene *scene;
    graticule *graticule;
    const struct scene_node *lines;
    GArray *pieces;
};

static struct drawn draw(void **state, const struct layout *layout, struct lonlat_box extent,
                         const char *language, double step_deg)
{
    const struct own_view *own = *state;
    struct drawn drawn = {.page = own_view_page(own, layout, extent, NULL),
                          .scene = scene_new(layout->width_pt, layout->height_pt, PAGE_PX)};
    struct pen pen = map_pen(own->plan, drawn.scene);
    size_t first, end;
    pen.language = language;
    drawn.graticule = graticule_new(&pen, drawn.page, step_deg);
    graticule_draw_lines(&pen, drawn.graticule);
    graticule_draw_degrees(&pen, drawn.graticule);
    assert_true(scene_group(drawn.scene, "graticule", &first, &end));
    assert_int_equal(end, first + 1);
    drawn.lines = scene_node_at(drawn.scene, first);
    drawn.pieces = page_pieces(drawn.scene);
    return drawn;
}

static void drawn_clear(struct drawn *drawn)
{
    graticule_free(drawn->graticule);
    g_array_unref(drawn->pieces);
    scene_free(drawn->scene);
    page_map_free(drawn->page);
}

static struct pagexy pagexy_of(struct pagept at)
{
    return (struct pagexy){at.x / (double)PAGE_UNITS_PER_PT, at.y / (double)PAGE_UNITS_PER_PT};
}

static double away_from(const page_map *page, struct lonlat at, struct pagexy from)
{
    struct pagexy to = page_map_point(page, at);
    return hypot(to.x - from.x, to.y - from.y);
}

/* How far a point of the page is from the nearest meridian, or parallel, of whole minutes. */
static double off_line(const page_map *page, struct pagexy at, bool is_meridian, int *minutes)
{
    struct lonlat on = page_map_lonlat(page, at);
    double *degrees = is_meridian ? &on.lon : &on.lat;
    *minutes = (int)lrint(*degrees * 60);
    *degrees = *minutes / 60.0;
    return away_from(page, on, at);
}

/* Which line a subpath is, in minutes: every point of it, and every middle between two, is on it.
 */
static int check_line(const page_map *page, const struct pagept *points, size_t count,
                      bool *is_meridian)
{
    struct lonlat first = page_map_lonlat(page, pagexy_of(points[0]));
    struct lonlat last = page_map_lonlat(page, pagexy_of(points[count - 1]));
    *is_meridian = fabs(first.lon - last.lon) < fabs(first.lat - last.lat);
    int line, minutes;
    off_line(page, pagexy_of(points[0]), *is_meridian, &line);
    for (size_t i = 0; i + 1 < count; i++) {
        struct pagexy a = pagexy_of(points[i]), b = pagexy_of(points[i + 1]);
        struct pagexy middle = {(a.x + b.x) / 2, (a.y + b.y) / 2};
        assert_true(off_line(page, a, *is_meridian, &minutes) < BEND_PT && minutes == line);
        assert_true(off_line(page, middle, *is_meridian, &minutes) < BEND_PT && minutes == line);
    }
    return line;
}

/* The lines of a graticule, in minutes: meridians and parallels. */
static void list_lines(const struct drawn *drawn, GArray *meridians, GArray *parallels)
{
    const struct pagept *p = drawn->lines->path.points;
    for (size_t s = 0; s < drawn->lines->path.subpaths; p += drawn->lines->path.counts[s++]) {
        bool is_meridian;
        int line = check_line(drawn->page, p, drawn->lines->path.counts[s], &is_meridian);
        g_array_append_val(is_meridian ? meridians : parallels, line);
    }
}

static int compare_numbers(const void *left, const void *right)
{
    int a = *(const int *)left, b = *(const int *)right;
    return (a > b) - (a < b);
}

/* All are multiples of one round step, and none between the first and the last is left out. */
static void check_steps(GArray *lines, int *step)
{
    static const int round[] = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800};
    bool is_round = false;
    g_array_sort(lines, compare_numbers);
    for (guint i = 1; i < lines->len; i++) {
        int apart = g_array_index(lines, int, i) - g_array_index(lines, int, i - 1);
        if (apart == 0)
            continue; /* a line that leaves the page and comes back */
        if (*step == 0)
            *step = apart;
        assert_int_equal(apart, *step);
        assert_int_equal(g_array_index(lines, int, i) % *step, 0);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(round); i++)
        is_round |= *step == round[i];
    assert_true(is_round);
}

static void test_graticule__lines_are_where_the_projection_puts_them(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
        struct drawn drawn = draw(state, layout_find("print"), extents[i], "en", 0);
        g_autoptr(GArray) meridians = g_array_new(FALSE, FALSE, sizeof(int));
        g_autoptr(GArray) parallels = g_array_new(FALSE, FALSE, sizeof(int));
        int step = 0;
        list_lines(&drawn, meridians, parallels);
        check_steps(meridians, &step);
        check_steps(parallels, &step);
        drawn_clear(&drawn);
    }
}

static guint count_different(const GArray *sorted)
{
    guint count = sorted->len > 0;
    for (guint i = 1; i < sorted->len; i++)
        count += g_array_index(sorted, int, i) != g_array_index(sorted, int, i - 1);
    return count;
}

/* With one step both ways a wide page in the far north, where 65 degrees of longitude are as long
 * as 14 of latitude, has two lines more. */
#define MOST_LINES 14

static void test_graticule__has_some_lines_and_not_many_across_any_map(void **state)
{
    static const char *const layouts[] = {"article", "mobile", "print", "bare"};
    for (size_t l = 0; l < G_N_ELEMENTS(layouts); l++) {
        for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
            struct drawn drawn = draw(state, layout_find(layouts[l]), extents[i], "en", 0);
            g_autoptr(GArray) meridians = g_array_new(FALSE, FALSE, sizeof(int));
            g_autoptr(GArray) parallels = g_array_new(FALSE, FALSE, sizeof(int));
            list_lines(&drawn, meridians, parallels);
            g_array_sort(meridians, compare_numbers);
            g_array_sort(parallels, compare_numbers);
            guint across = count_different(meridians), down = count_different(parallels);
            if (across < 2 || across > MOST_LINES || down < 2 || down > MOST_LINES)
                fail_msg("%s, extent %zu: %u meridians, %u parallels", layouts[l], i, across, down);
            drawn_clear(&drawn);
        }
    }
}

static void test_graticule__a_step_that_is_asked_for_is_taken(void **state)
{
    struct drawn drawn = draw(state, layout_find("article"), extents[2], "en", 0.25);
    g_autoptr(GArray) meridians = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) parallels = g_array_new(FALSE, FALSE, sizeof(int));
    int step = 0;
    list_lines(&drawn, meridians, parallels);
    check_steps(meridians, &step);
    check_steps(parallels, &step);
    assert_int_equal(step, 15);
    drawn_clear(&drawn);
}

/* ---- degrees -------------------------------------------------------------------------------- */

/* "46° 30′ E" in minutes, south and west negative; and which of both it is. */
static int read_degree(const char *text, bool *is_meridian)
{
    char *rest;
    int minutes = (int)strtol(text, &rest, 10) * 60;
    assert_true(g_str_has_prefix(rest, "°"));
    rest += strlen("°");
    if (strstr(rest, "′") != NULL) {
        assert_true(g_str_has_prefix(rest, "\u202f"));
        minutes += (int)strtol(rest + strlen("\u202f"), NULL, 10);
    }
    char letter = text[strlen(text) - 1];
    *is_meridian = letter == 'E' || letter == 'W';
    assert_true(minutes == 0 || strchr("NESW", letter) != NULL);
    return letter == 'W' || letter == 'S' ? -minutes : minutes;
}

/* A degree stands at the end of its line: a meridian's to the right of it at the map's top, a
 * parallel's above it at the right. "0°" may be either. */
static void check_degree(const struct drawn *drawn, const struct piece *piece)
{
    const struct page_box *map = &page_map_layout(drawn->page)->map;
    bool is_meridian;
    int minutes = read_degree(piece->text, &is_meridian);
    struct pagexy top = {piece->origin.x - GAP_PT, map->top};
    struct pagexy right = {map->right, piece->origin.y + GAP_PT};
    struct lonlat of_meridian = page_map_lonlat(drawn->page, top);
    struct lonlat of_parallel = page_map_lonlat(drawn->page, right);
    of_meridian.lon = of_parallel.lat = minutes / 60.0;
    double off_meridian = away_from(drawn->page, of_meridian, top);
    double off_parallel = away_from(drawn->page, of_parallel, right);
    double off = minutes == 0  ? fmin(off_meridian, off_parallel)
                 : is_meridian ? off_meridian
                               : off_parallel;
    if (off > BEND_PT)
        fail_msg("'%s' is %.2f points off its line", piece->text, off);
    assert_true(box_is_within(piece->box, *map));
}

static void test_graticule__degrees_name_their_lines(void **state)
{
    int west = 0, south = 0, minutes = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
        struct drawn drawn = draw(state, layout_find("print"), extents[i], "en", 0);
        int degrees = 0;
        for (guint p = 0; p < drawn.pieces->len; p++) {
            const struct piece *piece = piece_at(drawn.pieces, p);
            if (piece->kind != NODE_TEXT)
                continue;
            check_degree(&drawn, piece);
            degrees++;
            west += g_str_has_suffix(piece->text, "W");
            south += g_str_has_suffix(piece->text, "S");
            minutes += strstr(piece->text, "′") != NULL;
        }
        assert_true(degrees >= 4);
        drawn_clear(&drawn);
    }
    assert_true(west > 5 && south > 3 && minutes > 5);
}

static void test_graticule__degrees_do_not_meet(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
        struct drawn drawn = draw(state, layout_find("mobile"), extents[i], "en", 0);
        g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(struct page_box));
        graticule_boxes(drawn.graticule, boxes);
        guint texts = 0;
        for (guint a = 0; a < drawn.pieces->len; a++) {
            const struct piece *piece = piece_at(drawn.pieces, a);
            if (piece->kind != NODE_TEXT)
                continue;
            /* What others keep off is what is drawn, in the same order. */
            assert_true(box_is_within(piece->box, g_array_index(boxes, struct page_box, texts)));
            for (guint b = 0; b < texts; b++)
                assert_false(boxes_overlap(g_array_index(boxes, struct page_box, b),
                                           g_array_index(boxes, struct page_box, texts)));
            texts++;
        }
        assert_int_equal(texts, boxes->len);
        drawn_clear(&drawn);
    }
}

static void test_graticule__degrees_have_the_letters_of_the_language(void **state)
{
    struct drawn drawn = draw(state, layout_find("article"), extents[2], "ru", 1);
    bool has_east = false, has_north = false;
    for (guint p = 0; p < drawn.pieces->len; p++) {
        const char *text = piece_at(drawn.pieces, p)->text;
        has_east |= g_strcmp0(text, "46°\u00a0В") == 0;
        has_north |= g_strcmp0(text, "40°\u00a0С") == 0;
        assert_true(text == NULL || strpbrk(text, "NESW") == NULL);
    }
    assert_true(has_east && has_north);
    drawn_clear(&drawn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_graticule__lines_are_where_the_projection_puts_them),
        cmocka_unit_test(test_graticule__has_some_lines_and_not_many_across_any_map),
        cmocka_unit_test(test_graticule__a_step_that_is_asked_for_is_taken),
        cmocka_unit_test(test_graticule__degrees_name_their_lines),
        cmocka_unit_test(test_graticule__degrees_do_not_meet),
        cmocka_unit_test(test_graticule__degrees_have_the_letters_of_the_language),
    };
    return cmocka_run_group_tests(tests, own_view_setup, own_view_teardown);
}
