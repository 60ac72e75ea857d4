/* Tests of what a pen mirrors where the language is written from right to left. */
#include "compose/pen.h"
#include "support/scene_fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

/* From 10 to 110: x is drawn at 120 - x. */
static const struct page_box BOX = {10, 0, 110, 100};

struct fixture {
    fonts *fonts;
    style *style;
};

static int setup(void **state)
{
    static const char SHEET[] = ".text { font-family: \"Noto Sans\"; font-size: 10px }"
                                ".area { fill: #fff; --hatch-colour: #000; --hatch-angle: 45;"
                                " --hatch-period: 4; --hatch-width: 2 }"
                                ".dot { r: 2 }";
    struct fixture *f = g_new0(struct fixture, 1);
    f->fonts = fixture_fonts();
    f->style = style_parse(SHEET, strlen(SHEET), "a.css", &(struct medium){120, 100, false}, NULL);
    *state = f;
    return f->fonts && f->style ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    fonts_close(f->fonts);
    style_free(f->style);
    g_free(f);
    return 0;
}

/* The words, the swatch and the lines of a row of furniture, drawn from left to right. */
static scene *draw(const struct fixture *f, const char *language)
{
    scene *scene = scene_new(120, 100, PAGE_PX);
    struct pen page = {.scene = scene, .style = f->style, .fonts = f->fonts, .language = language};
    struct pen pen = pen_in_reading_order(&page, BOX);
    pen_text(&pen, "text", "Shusha", (struct pagexy){20, 50}, ANCHOR_START, 0, NULL);
    pen_text(&pen, "text", "Shusha", (struct pagexy){100, 50}, ANCHOR_END, 30, NULL);
    pen_paragraph(&pen, "text", "Shusha", (struct pagexy){20, 60}, 90, 12, 1);
    pen_box(&pen, "box", (struct page_box){20, 70, 30, 80}, 0);
    pen_line(&pen, "line", (struct pagexy){20, 90}, (struct pagexy){40, 90});
    pen_circle(&pen, "dot", (struct pagexy){20, 90}, NULL);
    return scene;
}

static void assert_text(const scene *scene, size_t index, double x, enum text_anchor anchor,
                        double angle_deg)
{
    const struct scene_node *node = scene_node_at(scene, index);
    assert_int_equal(node->kind, NODE_TEXT);
    assert_true(fabs(node->text.origin.x - x) < 1e-9);
    assert_int_equal(node->text.anchor, anchor);
    assert_true(node->text.angle_deg == angle_deg);
}

static void test_pen__furniture_stays_where_the_language_is_written_to_the_right(void **state)
{
    g_autoptr(scene) scene = draw(*state, "az");
    assert_text(scene, 0, 20, ANCHOR_START, 0);
    assert_text(scene, 1, 100, ANCHOR_END, 30);
    assert_true(scene_node_at(scene, 3)->box.box.left == 20);
}

static void test_pen__furniture_is_mirrored_where_it_is_written_to_the_left(void **state)
{
    g_autoptr(scene) scene = draw(*state, "fa");
    assert_text(scene, 0, 100, ANCHOR_END, 0);
    assert_text(scene, 1, 20, ANCHOR_START, -30);
    assert_text(scene, 2, 100, ANCHOR_END, 0);
    const struct page_box *box = &scene_node_at(scene, 3)->box.box;
    assert_true(box->left == 90 && box->right == 100 && box->top == 70 && box->bottom == 80);
    const struct pagept *line = scene_node_at(scene, 4)->path.points;
    assert_int_equal(line[0].x, 10000);
    assert_int_equal(line[1].x, 8000);
    assert_true(scene_node_at(scene, 5)->circle.centre.x == 100);
}

/* A mirrored square has the bands of a square that was there from the start. */
static void test_pen__hatches_keep_their_angle(void **state)
{
    const struct fixture *f = *state;
    g_autoptr(scene) scene = scene_new(120, 100, PAGE_PX);
    struct pen page = {.scene = scene, .style = f->style, .fonts = f->fonts, .language = "fa"};
    struct pen pen = pen_in_reading_order(&page, BOX);
    struct pagept square[] = {{2000, 2000}, {6000, 2000}, {6000, 6000}, {2000, 6000}};
    size_t four = 4;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_array_append_vals(points, square, 4);
    g_array_append_val(counts, four);
    pen_area(&pen, "area", points, counts, NULL);
    struct pen plain = page;
    struct pagept there[] = {{10000, 2000}, {6000, 2000}, {6000, 6000}, {10000, 6000}};
    g_array_set_size(points, 0);
    g_array_append_vals(points, there, 4);
    pen_area(&plain, "area", points, counts, NULL);
    const struct scene_node *a = scene_node_at(scene, 1), *b = scene_node_at(scene, 3);
    assert_int_equal(a->path.subpaths, b->path.subpaths);
    assert_true(a->path.subpaths > 5);
    assert_memory_equal(a->path.points, b->path.points, a->path.counts[0] * sizeof *square);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pen__furniture_stays_where_the_language_is_written_to_the_right),
        cmocka_unit_test(test_pen__furniture_is_mirrored_where_it_is_written_to_the_left),
        cmocka_unit_test(test_pen__hatches_keep_their_angle),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
