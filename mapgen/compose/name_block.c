#include "compose/name_block.h"

#include "compose/obstacles.h"

#include <math.h>
#include <string.h>

#define MOST_LINES 3

/* From one baseline to the next, and from a name's to its note's, in sizes of the lower one. */
#define LEADING 1.2

/* How much smaller a name may be set, in the order in which it is tried. A name that is set smaller
 * has its letters no further apart than this, in sizes, before they are spread. */
#define TIGHT_EM 0.03
static const double scales[] = {1, 0.85, 0.75};

/* A name in so many lines. */
struct setting {
    char **lines; /* NULL: it does not break so */
    double width_pt;
    int gaps; /* spaces between the letters of the widest line */
};

struct name_words {
    char *class_list, *note, *note_class;
    struct font font, note_font;
    double cap_height_pt, note_width_pt;
    double most_spacing_em, least_size_pt;
    struct setting settings[MOST_LINES];
};

/* ---- words --------------------------------------------------------------------------------- */

static struct text_size size_of(const struct pen *pen, const char *text, const struct font *font)
{
    return run_size(pen->fonts, text, font, pen->language, pen->report);
}

/* Breaks the name into `count` lines of about the same width. */
static char **break_name(const struct pen *pen, const char *name, const struct font *font,
                         double whole_pt, int count)
{
    if (count == 1)
        return g_strsplit(name, "\n", 1);
    g_auto(GStrv) parts = g_strsplit(name, " / ", -1);
    if ((int)g_strv_length(parts) == count)
        return g_steal_pointer(&parts);
    g_auto(GStrv) lines =
        run_wrap(pen->fonts, name, font, pen->language, whole_pt / count * LEADING);
    for (char **line = lines; *line; line++)
        g_strstrip(*line);
    return (int)g_strv_length(lines) == count ? g_steal_pointer(&lines) : NULL;
}

static void set_lines(const struct pen *pen, const char *name, int count, name_words *words)
{
    struct setting *setting = &words->settings[count - 1];
    setting->lines = break_name(pen, name, &words->font, words->settings[0].width_pt, count);
    for (char **line = setting->lines; line && *line; line++) {
        struct text_size size = size_of(pen, *line, &words->font);
        if (size.width_pt <= setting->width_pt)
            continue;
        setting->width_pt = size.width_pt;
        setting->gaps = size.gaps;
    }
}

name_words *name_words_new(const struct pen *pen, const struct name_ask *ask)
{
    name_words *words = g_new0(name_words, 1);
    words->class_list = g_strdup(ask->class_list);
    words->font = style_paint(pen->style, ask->class_list).font;
    words->most_spacing_em = ask->most_spacing_em;
    words->least_size_pt = ask->least_size_pt;
    words->cap_height_pt = size_of(pen, ask->name, &words->font).cap_height_pt;
    for (int count = 1; count <= MIN(ask->most_lines, MOST_LINES); count++)
        set_lines(pen, ask->name, count, words);
    if (ask->note) {
        words->note = g_strdup(ask->note);
        words->note_class = g_strdup(ask->note_class);
        words->note_font = style_paint(pen->style, ask->note_class).font;
        words->note_width_pt = size_of(pen, ask->note, &words->note_font).width_pt;
    }
    return words;
}

void name_words_free(name_words *words)
{
    if (!words)
        return;
    for (int i = 0; i < MOST_LINES; i++)
        g_strfreev(words->settings[i].lines);
    g_free(words->class_list);
    g_free(words->note);
    g_free(words->note_class);
    g_free(words);
}

/* ---- blocks -------------------------------------------------------------------------------- */

void name_block_clear(struct name_block *block)
{
    g_strfreev(block->lines);
    g_free(block->note);
    g_free(block->class_list);
    g_free(block->note_class);
    *block = (struct name_block){0};
}

struct name_block name_block_copy(const struct name_block *block)
{
    struct name_block copy = *block;
    copy.lines = g_strdupv(block->lines);
    copy.note = g_strdup(block->note);
    copy.class_list = g_strdup(block->class_list);
    copy.note_class = g_strdup(block->note_class);
    return copy;
}

/* The measures of a block in so many lines at a scale; it owns nothing yet. */
static struct name_block measure(const name_words *words, int lines, double scale)
{
    const struct setting *setting = &words->settings[lines - 1];
    struct name_block block = {.font = words->font};
    block.font.size_pt *= scale;
    if (scale < 1)
        block.font.letter_spacing_pt =
            fmin(block.font.letter_spacing_pt * scale, block.font.size_pt * TIGHT_EM);
    block.leading_pt = block.font.size_pt * LEADING;
    double cap = words->cap_height_pt * scale, hang = block.font.size_pt * DESCENT_SHARE;
    double height = cap + block.leading_pt * (lines - 1) + hang;
    block.width_pt = (setting->width_pt - setting->gaps * words->font.letter_spacing_pt) * scale +
                     setting->gaps * block.font.letter_spacing_pt;
    if (words->note) {
        double step = fmax(words->note_font.size_pt * LEADING, hang);
        block.width_pt = fmax(block.width_pt, words->note_width_pt);
        height += step - hang + words->note_font.size_pt * DESCENT_SHARE;
    }
    block.width_pt += 2 * LABEL_CLEAR_PT;
    block.height_pt = height + 2 * LABEL_CLEAR_PT;
    block.first_down_pt = cap - height / 2;
    block.note_down_pt =
        block.first_down_pt + block.leading_pt * (lines - 1) + words->note_font.size_pt * LEADING;
    return block;
}

static void own_words(const name_words *words, int lines, struct name_block *block)
{
    block->lines = g_strdupv(words->settings[lines - 1].lines);
    block->class_list = g_strdup(words->class_list);
    block->note = g_strdup(words->note);
    block->note_class = g_strdup(words->note_class);
}

bool name_words_size(const name_words *words, int lines, double *width_pt, double *height_pt)
{
    if (lines > MOST_LINES || !words->settings[lines - 1].lines)
        return false;
    struct name_block block = measure(words, lines, 1);
    *width_pt = block.width_pt;
    *height_pt = block.height_pt;
    return true;
}

struct name_block name_words_at(const name_words *words, int lines, struct pagexy middle)
{
    struct name_block block = measure(words, lines, 1);
    block.middle = middle;
    own_words(words, lines, &block);
    return block;
}

/* Finds a place for one setting in a room that is turned so that the name is level in it. */
static bool fit_setting(const name_words *words, int lines, double scale, const room *room,
                        struct room_wish wish, struct name_block *block)
{
    const struct setting *setting = &words->settings[lines - 1];
    struct name_block found = measure(words, lines, scale);
    double most = words->most_spacing_em * found.font.size_pt - found.font.letter_spacing_pt;
    bool may_spread = lines == 1 && most > 0 && setting->gaps > 0;
    wish.spread_pt = may_spread ? most * setting->gaps : 0;
    double width;
    if (!room_find(room, found.width_pt, found.height_pt, &wish, &found.middle, &width))
        return false;
    if (may_spread)
        found.font.letter_spacing_pt += (width - found.width_pt) / setting->gaps;
    /* Tenths of a point are told apart by the class that the name is drawn in. */
    found.font.letter_spacing_pt = floor(found.font.letter_spacing_pt * 10 + 1e-9) / 10;
    found.width_pt = width;
    own_words(words, lines, &found);
    *block = found;
    return true;
}

bool name_words_fit(const name_words *words, const room *level, double angle_deg,
                    const struct room_wish *wish, struct name_block *block)
{
    g_autoptr(room) turned = angle_deg != 0 ? room_turned(level, angle_deg) : NULL;
    struct room_wish turned_wish = *wish;
    turned_wish.wish = pagexy_turned(wish->wish, -angle_deg);
    double least = fmin(words->least_size_pt / words->font.size_pt, 1);
    for (int lines = 1; lines <= MOST_LINES; lines++) {
        for (size_t s = 0; s < G_N_ELEMENTS(scales) && words->settings[lines - 1].lines; s++) {
            double scale = fmax(scales[s], least);
            if (s && scale >= fmax(scales[s - 1], least))
                break;
            if (turned && fit_setting(words, lines, scale, turned, turned_wish, block)) {
                block->middle = pagexy_turned(block->middle, angle_deg);
                block->angle_deg = angle_deg;
                return true;
            }
            if (fit_setting(words, lines, scale, level, *wish, block))
                return true;
        }
    }
    return false;
}

void name_block_corners(const struct name_block *block, struct pagexy corners[4])
{
    static const int sides[4][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    for (int i = 0; i < 4; i++) {
        struct pagexy p = {sides[i][0] * block->width_pt / 2, sides[i][1] * block->height_pt / 2};
        p = pagexy_turned(p, block->angle_deg);
        corners[i] = (struct pagexy){block->middle.x + p.x, block->middle.y + p.y};
    }
}

static struct page_box level_box(const struct name_block *block, struct pagexy middle)
{
    return (struct page_box){middle.x - block->width_pt / 2, middle.y - block->height_pt / 2,
                             middle.x + block->width_pt / 2, middle.y + block->height_pt / 2};
}

bool name_block_is_free(const struct name_block *block, const room *level)
{
    if (block->angle_deg == 0)
        return room_is_free(level, level_box(block, block->middle));
    g_autoptr(room) turned = room_turned(level, block->angle_deg);
    return room_is_free(turned, level_box(block, pagexy_turned(block->middle, -block->angle_deg)));
}

void name_block_take_room(const struct name_block *block, room *room)
{
    if (block->angle_deg == 0)
        room_take_box(room, level_box(block, block->middle));
    else
        room_take_turned_box(room, block->middle, block->width_pt, block->height_pt,
                             block->angle_deg);
}

/* ---- drawing ------------------------------------------------------------------------------- */

/* The class of a font that is not its class's own: "label country spaced-48 sized-106", in tenths
 * of a point. */
static int class_of(const struct pen *pen, const struct name_block *block)
{
    struct paint paint = style_paint(pen->style, block->class_list);
    g_autoptr(GString) name = g_string_new(block->class_list);
    int spacing = (int)lrint(block->font.letter_spacing_pt * 10);
    int size = (int)lrint(block->font.size_pt * 10);
    if (spacing != (int)lrint(paint.font.letter_spacing_pt * 10))
        g_string_append_printf(name, " spaced-%d", spacing);
    if (size != (int)lrint(paint.font.size_pt * 10))
        g_string_append_printf(name, " sized-%d", size);
    int number = scene_class_find(pen->scene, name->str);
    if (number >= 0)
        return number;
    paint.font = block->font;
    return scene_class(pen->scene, name->str, &paint);
}

static struct pagexy below_middle(const struct name_block *block, double down_pt)
{
    struct pagexy p = pagexy_turned((struct pagexy){0, down_pt}, block->angle_deg);
    return (struct pagexy){block->middle.x + p.x, block->middle.y + p.y};
}

void name_block_draw(const struct pen *pen, const struct name_block *block)
{
    if (pen->has_no_text)
        return;
    int class_number = class_of(pen, block);
    double down = block->first_down_pt;
    for (char **line = block->lines; *line; line++, down += block->leading_pt) {
        run *run = run_shape(pen->fonts, *line, &block->font, pen->language, pen->report);
        scene_add_text(pen->scene, class_number, run, below_middle(block, down), ANCHOR_MIDDLE,
                       block->angle_deg, NULL);
    }
    if (block->note)
        pen_text(pen, block->note_class, block->note, below_middle(block, block->note_down_pt),
                 ANCHOR_MIDDLE, block->angle_deg, NULL);
}
