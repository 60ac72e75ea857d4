/* A small map by hand, with one of everything that a scene can hold: two districts side by side and
 * one with a hole, a dashed line, hatch bands, dots, boxes, and text that is turned, spaced out,
 * haloed, anchored on each side and set in three scripts. Writers draw it and tests compare. */
#ifndef TESTS_SUPPORT_SCENE_FIXTURE_H
#define TESTS_SUPPORT_SCENE_FIXTURE_H

#include "scene/scene.h"
#include <string.h>

#define NOTO "/usr/share/fonts/truetype/noto/"

static inline struct fonts *fixture_fonts(void)
{
    static const char *const FILES[] = {
        NOTO "NotoSans-Regular.ttf",      NOTO "NotoSans-Bold.ttf",
        NOTO "NotoSans-Italic.ttf",       NOTO "NotoSansArmenian-Regular.ttf",
        NOTO "NotoSansArmenian-Bold.ttf", NOTO "NotoNaskhArabic-Regular.ttf",
    };
    return fonts_open(FILES, G_N_ELEMENTS(FILES), NULL);
}

/* "#rrggbb" as a number. */
static inline struct colour fixture_colour(uint32_t rgb)
{
    return (struct colour){.is_set = true,
                           .r = (uint8_t)(rgb >> 16),
                           .g = (uint8_t)(rgb >> 8),
                           .b = (uint8_t)rgb,
                           .opacity = 1};
}

static inline struct paint fixture_fill(uint32_t rgb)
{
    struct paint paint = paint_initial();
    paint.fill = fixture_colour(rgb);
    return paint;
}

static inline struct paint fixture_line(uint32_t rgb, double width_pt)
{
    struct paint paint = paint_initial();
    paint.fill.is_set = false;
    paint.stroke = fixture_colour(rgb);
    paint.stroke_width_pt = width_pt;
    return paint;
}

static inline struct paint fixture_text(uint32_t rgb, double size_pt, int weight)
{
    struct paint paint = fixture_fill(rgb);
    paint.font = (struct font){.family = "Noto Sans",
                               .fallback = "'Noto Sans Armenian', 'Noto Naskh Arabic', sans-serif",
                               .size_pt = size_pt,
                               .weight = weight};
    return paint;
}

static inline void fixture_label(struct scene *scene, struct fonts *fonts, const char *class_list,
                                 const struct paint *paint, const char *text, struct pagexy origin,
                                 enum text_anchor anchor, double angle_deg)
{
    struct run *run = run_shape(fonts, text, &paint->font, "en", NULL);
    scene_add_text(scene, scene_class(scene, class_list, paint), run, origin, anchor, angle_deg,
                   NULL);
}

static inline void fixture_add_areas(struct scene *scene)
{
    static const struct pagept LEFT[] = {
        {4000, 4000}, {4000, 20000}, {15025, 21050}, {15025, 3000}};
    static const struct pagept RIGHT[] = {{15025, 3000},  {15025, 21050}, {26000, 19975},
                                          {26100, 4000},  {18000, 8000},  {18000, 15000},
                                          {23005, 15005}, {22995, 8001}};
    static const size_t ONE[] = {4}, WITH_HOLE[] = {4, 4};
    struct paint side_a = fixture_fill(0xd9a98c), side_b = fixture_fill(0x8cb0d9);
    scene_begin_group(scene, -1, &(struct scene_mark){.id = "areas", .title = "Areas & holders"});
    const char *const data[] = {"holder", "a", "region", "left \"one\"", NULL};
    struct scene_mark mark = {
        .id = "area-1", .title = "Left <1>", .description = "Held by A", .data = data};
    scene_add_path(scene, scene_class(scene, "area side-a", &side_a), LEFT, ONE, 1, true, &mark);
    scene_add_path(scene, scene_class(scene, "area side-b now", &side_b), RIGHT, WITH_HOLE, 2, true,
                   NULL);
    scene_end_group(scene);
}

static inline void fixture_add_lines(struct scene *scene)
{
    static const struct pagept FRONT[] = {
        {4000, 20000}, {9050, 12000}, {15025, 14000}, {20000, 22000}};
    static const struct pagept BANDS[] = {{5000, 5000}, {9000, 5000}, {5000, 9000},
                                          {7000, 5000}, {9500, 5000}, {5000, 9500}};
    static const size_t FOUR[] = {4}, THREES[] = {3, 3};
    struct paint front = fixture_line(0x800020, 2.5), see_through = fixture_fill(0x205080);
    front.dashes_pt[0] = 8;
    front.dashes_pt[1] = 3.5;
    front.dash_count = 2;
    front.dash_offset_pt = 2;
    front.cap = CAP_ROUND;
    front.join = JOIN_ROUND;
    see_through.fill.opacity = 0.5;
    see_through.opacity = 0.6;
    scene_begin_group(scene, -1, &(struct scene_mark){.id = "lines"});
    scene_add_path(scene, scene_class(scene, "line front", &front), FRONT, FOUR, 1, false, NULL);
    scene_add_path(scene, scene_class(scene, "band", &see_through), BANDS, THREES, 2, true, NULL);
    scene_end_group(scene);
}

static inline void fixture_add_places(struct scene *scene, struct fonts *fonts)
{
    struct paint dot = fixture_fill(0xffffff), town = fixture_text(0x111111, 11, 400);
    dot.radius_pt = 3.25;
    dot.stroke = fixture_colour(0);
    town.stroke = fixture_colour(0xffffff);
    town.stroke_width_pt = 3;
    town.join = JOIN_ROUND;
    town.is_stroke_first = true;
    int dot_class = scene_class(scene, "place town dot", &dot);
    scene_begin_group(scene, -1, &(struct scene_mark){.id = "places"});
    scene_add_circle(scene, dot_class, (struct pagexy){70, 120}, NULL);
    fixture_label(scene, fonts, "place town", &town, "Xankəndi", (struct pagexy){76, 124},
                  ANCHOR_START, 0);
    scene_add_circle(scene, dot_class, (struct pagexy){250, 170}, NULL);
    fixture_label(scene, fonts, "place town", &town, "Ստեփանակերտ", (struct pagexy){244, 174},
                  ANCHOR_END, 0);
    fixture_label(scene, fonts, "place town", &town, "Степанакерт", (struct pagexy){200, 60},
                  ANCHOR_MIDDLE, 12.5);
    scene_end_group(scene);
}

static inline void fixture_add_furniture(struct scene *scene, struct fonts *fonts)
{
    struct paint box = fixture_fill(0xffffff), area_name = fixture_text(0x553322, 14, 700);
    struct paint caption = fixture_text(0x333333, 9, 400), hidden = fixture_fill(0xff0000);
    box.stroke = fixture_colour(0x666666);
    box.stroke_width_pt = 0.75;
    area_name.font.letter_spacing_pt = 4;
    caption.font.is_italic = true;
    hidden.is_displayed = false;
    int box_class = scene_class(scene, "box", &box);
    scene_begin_group(scene, scene_class(scene, "hidden", &hidden), NULL);
    scene_add_box(scene, box_class, (struct page_box){0, 0, 300, 300}, 0, NULL);
    scene_end_group(scene);
    fixture_label(scene, fonts, "area-name", &area_name, "SPACED", (struct pagexy){150, 230},
                  ANCHOR_MIDDLE, 0);
    fixture_label(scene, fonts, "area-name", &area_name, "START", (struct pagexy){4, 250},
                  ANCHOR_START, 0);
    fixture_label(scene, fonts, "area-name", &area_name, "END", (struct pagexy){296, 250},
                  ANCHOR_END, 0);
    scene_add_box(scene, box_class, (struct page_box){10, 260, 290, 292}, 5, NULL);
    fixture_label(scene, fonts, "caption", &caption, "10 November 2020: a & b < c, “quoted”",
                  (struct pagexy){18, 272}, ANCHOR_START, 0);
    caption.font.is_italic = false;
    scene_add_text(scene, scene_class(scene, "caption plain", &caption),
                   run_shape(fonts, "شوشا (Shusha)", &caption.font, "fa", NULL),
                   (struct pagexy){282, 286}, ANCHOR_END, 0, NULL);
}

/* 300 by 300 points. */
static inline struct scene *fixture_scene(struct fonts *fonts)
{
    struct scene *scene = scene_new(300, 300, PAGE_PX);
    struct scene_about *about = scene_about(scene);
    about->id = g_strdup("fixture");
    about->title = g_strdup("Two districts");
    about->description = g_strdup("The left is held by A & the right by B.");
    about->language = g_strdup("en");
    about->date = g_strdup("2020-11-10");
    about->licence = g_strdup("CC0-1.0");
    about->credit = g_strdup("© Nobody");
    about->sources = g_strsplit("One, 1993|Two, <2020>", "|", -1);
    about->projection = g_strdup("+proj=lcc +lat_1=39.2 +lat_2=40.4 +lon_0=46.8");
    about->extent = (struct lonlat_box){46, 39, 47.5, 40.25};
    double affine[] = {0.002, 0, 150, 0, -0.002, 150};
    memcpy(about->affine, affine, sizeof affine);
    about->has_georeference = true;
    struct paint paper = fixture_fill(0xf4f1ea);
    scene_add_box(scene, scene_class(scene, "paper", &paper), (struct page_box){0, 0, 300, 300}, 0,
                  NULL);
    fixture_add_areas(scene);
    fixture_add_lines(scene);
    fixture_add_places(scene, fonts);
    fixture_add_furniture(scene, fonts);
    return scene;
}

#endif
