#include "compose/place_candidates.h"

#include "compose/obstacles.h"

#include <math.h>
#include <string.h>

/* Points between a symbol and its label, and how much further off the next ring is. */
#define GAP_PT 2.2
#define RING_PT 3.2
#define RINGS 3
#define COST_RING 1.3

/* A name longer than so many times its font's size (about 110 points for the largest) had better be
 * in two lines; cost of a point more. */
#define LONG_NAME_EM 9.0
#define COST_LONG_PT 1.5
#define COST_STACKED 1.5

/* How far off a name with a leader stands, and what that costs: a part by itself and one by the
 * square of the leader's length. */
static const double leader_pt[] = {13, 24, 42};
#define COST_LEADER 6.0
#define COST_LEADER_PT2 0.035

/* Free space between a leader's tip and its symbol. */
#define TIP_PT 1.4

/* The diagonal of a square against its side, a little more: letters have round corners. */
#define DIAGONAL 0.72

struct wind {
    const char *name;
    int dx, dy;   /* -1, 0, 1: the side or the corner of the symbol */
    double shift; /* along that side, in halves of the label's height or width */
    double cost;
};

static const struct wind winds[] = {
    {"E", 1, 0, 0, 0.0},       {"ENE", 1, 0, -0.6, 0.5}, {"NE", 1, -1, 0, 0.6},
    {"ESE", 1, 0, 0.6, 0.9},   {"SE", 1, 1, 0, 1.2},     {"W", -1, 0, 0, 1.6},
    {"WNW", -1, 0, -0.6, 1.8}, {"N", 0, -1, 0, 2.0},     {"WSW", -1, 0, 0.6, 2.1},
    {"NNE", 0, -1, 0.5, 2.2},  {"NW", -1, -1, 0, 2.4},   {"S", 0, 1, 0, 2.6},
    {"NNW", 0, -1, -0.5, 2.6}, {"SSE", 0, 1, 0.5, 2.8},  {"SW", -1, 1, 0, 3.0},
    {"SSW", 0, 1, -0.5, 3.0},
};

/* ---- words --------------------------------------------------------------------------------- */

struct place_words place_words_new(const struct pen *pen, const char *class_list, const char *text)
{
    struct place_words words = {.whole = g_strdup(text), .class_list = g_strdup(class_list)};
    words.whole_run = pen_shape(pen, class_list, text);
    const char *cut = strstr(text, " / ");
    if (!cut)
        return words;
    words.second_class = g_strconcat(class_list, " second", NULL);
    words.lines[0] = g_strndup(text, (gsize)(cut - text));
    words.lines[1] = g_strdup(cut + strlen(" / "));
    words.line_runs[0] = pen_shape(pen, class_list, words.lines[0]);
    words.line_runs[1] = pen_shape(pen, words.second_class, words.lines[1]);
    words.leading_pt =
        0.3 * words.line_runs[0]->font.size_pt + 0.85 * words.line_runs[1]->font.size_pt;
    return words;
}

void place_words_clear(struct place_words *words)
{
    g_free(words->whole);
    g_free(words->class_list);
    g_free(words->second_class);
    run_free(words->whole_run);
    for (int i = 0; i < 2; i++) {
        g_free(words->lines[i]);
        if (words->line_runs[i])
            run_free(words->line_runs[i]);
    }
}

/* Width, and height from the top of the capitals to the last baseline. */
static struct pagexy size_of(const struct place_words *words, bool is_stacked)
{
    if (!is_stacked)
        return (struct pagexy){words->whole_run->width_pt, words->whole_run->cap_height_pt};
    return (struct pagexy){fmax(words->line_runs[0]->width_pt, words->line_runs[1]->width_pt),
                           words->line_runs[0]->cap_height_pt + words->leading_pt};
}

static struct page_box box_of(const struct place_words *words, bool is_stacked,
                              struct pagexy origin, enum text_anchor anchor)
{
    if (!is_stacked)
        return label_box(words->whole_run, origin, anchor);
    struct pagexy second = {origin.x, origin.y + words->leading_pt};
    return box_around(label_box(words->line_runs[0], origin, anchor),
                      label_box(words->line_runs[1], second, anchor));
}

/* ---- places -------------------------------------------------------------------------------- */

/* How far below the last baseline letters may reach. */
static double descent_of(const struct place_words *words, bool is_stacked)
{
    return DESCENT_SHARE * (is_stacked ? words->line_runs[1] : words->whole_run)->font.size_pt;
}

/* The candidate of a wind, `away_pt` from the symbol's middle. */
static struct place_candidate at_wind(const struct place_words *words, bool is_stacked,
                                      struct pagexy at, const struct wind *wind, double away_pt)
{
    struct pagexy size = size_of(words, is_stacked);
    bool is_corner = wind->dx != 0 && wind->dy != 0;
    double away = is_corner ? away_pt * DIAGONAL : away_pt;
    struct place_candidate c = {.is_stacked = is_stacked};
    c.anchor = wind->dx > 0 ? ANCHOR_START : wind->dx < 0 ? ANCHOR_END : ANCHOR_MIDDLE;
    double middle_x = at.x, bottom = at.y;
    if (wind->dy == 0)
        bottom += size.y / 2 + wind->shift * (size.y / 2 + GAP_PT);
    else if (wind->dy > 0)
        bottom += away + size.y + 0.5;
    else
        bottom -= away + (is_corner ? 0.5 : descent_of(words, is_stacked) - 1);
    if (wind->dx == 0)
        middle_x += wind->shift * size.x / 2;
    c.origin = (struct pagexy){middle_x + wind->dx * away, bottom - size.y};
    c.origin.y += (is_stacked ? words->line_runs[0] : words->whole_run)->cap_height_pt;
    c.box = box_of(words, is_stacked, c.origin, c.anchor);
    c.cost = wind->cost;
    if (is_stacked)
        c.cost += COST_STACKED;
    else if (words->lines[0])
        c.cost += COST_LONG_PT * fmax(0, size.x - LONG_NAME_EM * words->whole_run->font.size_pt);
    return c;
}

static void add_leader(struct place_candidate *c, struct pagexy at, double radius_pt)
{
    struct pagexy from = box_nearest(c->box, at);
    double length = hypot(at.x - from.x, at.y - from.y);
    double share = (length - radius_pt - TIP_PT) / length;
    c->has_leader = true;
    c->leader_from = from;
    c->leader_to =
        (struct pagexy){from.x + share * (at.x - from.x), from.y + share * (at.y - from.y)};
    c->cost += COST_LEADER + COST_LEADER_PT2 * length * length;
}

static void list_form(const struct place_words *words, bool is_stacked, struct pagexy at,
                      double radius_pt, GArray *list)
{
    for (size_t w = 0; w < G_N_ELEMENTS(winds); w++) {
        for (int ring = 0; ring < RINGS; ring++) {
            struct place_candidate c =
                at_wind(words, is_stacked, at, &winds[w], radius_pt + GAP_PT + ring * RING_PT);
            c.cost += ring * COST_RING;
            g_array_append_val(list, c);
        }
        for (size_t i = 0; i < G_N_ELEMENTS(leader_pt); i++) {
            struct place_candidate c =
                at_wind(words, is_stacked, at, &winds[w], radius_pt + GAP_PT + leader_pt[i]);
            add_leader(&c, at, radius_pt);
            g_array_append_val(list, c);
        }
    }
}

GArray *place_candidates_list(const struct place_words *words, struct pagexy at, double radius_pt)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct place_candidate));
    list_form(words, false, at, radius_pt, list);
    if (words->lines[0])
        list_form(words, true, at, radius_pt, list);
    return list;
}

GArray *place_candidates_pinned(const struct place_words *words, struct pagexy at, double radius_pt,
                                const char *pin)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct place_candidate));
    for (size_t w = 0; w < G_N_ELEMENTS(winds); w++) {
        if (!g_str_equal(pin, winds[w].name))
            continue;
        for (int form = 0; form < (words->lines[0] ? 2 : 1); form++) {
            struct place_candidate c = at_wind(words, form == 1, at, &winds[w], radius_pt + GAP_PT);
            g_array_append_val(list, c);
        }
    }
    char *end;
    double dx = g_ascii_strtod(pin, &end);
    if (end == pin || *end != ',')
        return list;
    struct place_candidate c = {.origin = {at.x + dx, at.y + g_ascii_strtod(end + 1, NULL)},
                                .anchor = ANCHOR_START};
    c.box = box_of(words, false, c.origin, c.anchor);
    g_array_append_val(list, c);
    return list;
}

static void draw_line(const struct pen *pen, const char *class_list, bool is_over_pattern,
                      const char *text, struct pagexy origin, enum text_anchor anchor)
{
    g_autofree char *over = is_over_pattern ? g_strdup_printf("%s over-pattern", class_list) : NULL;
    pen_text(pen, over ? over : class_list, text, origin, anchor, 0, NULL);
}

void place_candidate_draw(const struct pen *pen, const struct place_words *words,
                          bool is_over_pattern, const struct place_candidate *candidate)
{
    struct pagexy second = {candidate->origin.x, candidate->origin.y + words->leading_pt};
    const char *first = candidate->is_stacked ? words->lines[0] : words->whole;
    draw_line(pen, words->class_list, is_over_pattern, first, candidate->origin, candidate->anchor);
    if (candidate->is_stacked)
        draw_line(pen, words->second_class, is_over_pattern, words->lines[1], second,
                  candidate->anchor);
}
