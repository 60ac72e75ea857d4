#include "compose/label_search.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

/* Costs are counted in thousandths. */
#define UNITS 1000

/* From nearly every move to improvements only; the temperature is the rise in cost that is kept
 * once in e times. Twenty times as many moves find nothing cheaper on the shipped project. */
#define FIRST_TEMPERATURE 40.0
#define LAST_TEMPERATURE 0.2
#define COOLING 0.85
#define MOVES_PER_ITEM 15
#define LEAST_MOVES 300

/* Candidates that can be taken at all are numbered through, item after item, the cheapest of an
 * item first: the first that is free is the best. */
struct search {
    size_t item_count, count;
    size_t *first; /* number of an item's first candidate; one more at the end */
    struct search_candidate *candidates; /* by number, as are the next two */
    int *original;                       /* in the item's list */
    size_t *listed; /* the numbers of an item's candidates, in the order of its list */
    int64_t *cost;
    int64_t *missing; /* by item */
    struct page_box *symbols;
    uint64_t *conflicts;  /* a row of bits for each candidate: those that cannot stand beside it */
    size_t words;         /* in a row */
    GArray **neighbours;  /* by item, of size_t: items with which it can conflict */
    ptrdiff_t *chosen;    /* by item: number of a candidate, or SEARCH_LEFT_OUT */
    struct step *journal; /* how to take the last move back */
    size_t journal_count;
    uint64_t seed;
};

struct step {
    size_t item;
    ptrdiff_t before;
};

/* ---- what conflicts ------------------------------------------------------------------------ */

static bool leader_meets(const struct search_candidate *c, struct page_box box)
{
    return c->has_leader && box_covers_pt(box, c->leader_from, c->leader_to) > 0;
}

static bool is_possible(const struct search_problem *problem, const struct search_candidate *c)
{
    if (!box_holds(problem->frame, c->box))
        return false;
    for (size_t i = 0; i < problem->obstacle_count; i++)
        if (boxes_meet(c->box, problem->obstacles[i]) || leader_meets(c, problem->obstacles[i]))
            return false;
    return true;
}

/* True when a label or its leader covers some of a box. */
static bool covers(const struct search_candidate *c, struct page_box box)
{
    return boxes_meet(c->box, box) || leader_meets(c, box);
}

static bool do_conflict(const struct search_candidate *p, const struct search_candidate *q)
{
    return boxes_meet(p->box, q->box) || leader_meets(p, q->box) || leader_meets(q, p->box) ||
           (p->has_leader && q->has_leader &&
            segments_meet(p->leader_from, p->leader_to, q->leader_from, q->leader_to));
}

static bool has_conflict(const struct search *s, size_t a, size_t b)
{
    return s->conflicts[a * s->words + b / 64] >> (b % 64) & 1;
}

/* The box around a label and its leader. */
static struct page_box reach_of(const struct search_candidate *c)
{
    return c->has_leader ? box_around(c->box, box_of_segment(c->leader_from, c->leader_to))
                         : c->box;
}

static void set_conflict(struct search *s, size_t a, size_t b)
{
    s->conflicts[a * s->words + b / 64] |= UINT64_C(1) << (b % 64);
    s->conflicts[b * s->words + a / 64] |= UINT64_C(1) << (a % 64);
}

/* Candidates that cover another item's symbol conflict with all of that item's. */
static bool cover_symbol(struct search *s, size_t item, size_t other)
{
    bool has_some = false;
    for (size_t c = s->first[item]; c < s->first[item + 1]; c++) {
        if (!covers(&s->candidates[c], s->symbols[other]))
            continue;
        for (size_t d = s->first[other]; d < s->first[other + 1]; d++)
            set_conflict(s, c, d);
        has_some |= s->first[other + 1] > s->first[other];
    }
    return has_some;
}

/* `reaches` are those of the candidates, `reach_of_j` is that of all of them together. */
static bool list_conflicts_between(struct search *s, const struct page_box *reaches, size_t i,
                                   size_t j, struct page_box reach_of_j)
{
    bool has_some = cover_symbol(s, j, i);
    for (size_t a = s->first[i]; a < s->first[i + 1]; a++) {
        if (!boxes_meet(reaches[a], reach_of_j))
            continue;
        bool covers_other = covers(&s->candidates[a], s->symbols[j]);
        for (size_t b = s->first[j]; b < s->first[j + 1]; b++) {
            if (!covers_other && (!boxes_meet(reaches[a], reaches[b]) ||
                                  !do_conflict(&s->candidates[a], &s->candidates[b])))
                continue;
            has_some = true;
            set_conflict(s, a, b);
        }
    }
    return has_some;
}

static void list_conflicts(struct search *s)
{
    s->words = s->count / 64 + 1;
    s->conflicts = g_new0(uint64_t, s->count * s->words + 1);
    g_autofree struct page_box *reaches = g_new(struct page_box, s->count + 1);
    g_autofree struct page_box *item_reaches = g_new(struct page_box, s->item_count + 1);
    for (size_t i = 0; i < s->item_count; i++) {
        s->neighbours[i] = g_array_new(FALSE, FALSE, sizeof(size_t));
        item_reaches[i] = s->symbols[i];
        for (size_t c = s->first[i]; c < s->first[i + 1]; c++) {
            reaches[c] = reach_of(&s->candidates[c]);
            item_reaches[i] = box_around(item_reaches[i], reaches[c]);
        }
    }
    for (size_t i = 0; i < s->item_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!boxes_meet(item_reaches[i], item_reaches[j]) ||
                !list_conflicts_between(s, reaches, i, j, item_reaches[j]))
                continue;
            g_array_append_val(s->neighbours[i], j);
            g_array_append_val(s->neighbours[j], i);
        }
    }
}

/* ---- setting up ---------------------------------------------------------------------------- */

static double distance(struct page_box a, struct page_box b)
{
    double x = greater(greater(a.left - b.right, b.left - a.right), 0);
    double y = greater(greater(a.top - b.bottom, b.top - a.bottom), 0);
    return sqrt(x * x + y * y);
}

/* To the right of a symbol a name is looked for first (Imhof): a label that begins behind another
 * symbol, in its line, is taken for that one's, unless its own is so much nearer. */
#define NEARLY_PT 1.5

/* True when a label may be taken for that of another symbol than its own, which is `own` off. */
static bool is_mistaken(struct page_box label, double own, struct page_box other)
{
    double middle = box_middle(other).y;
    bool is_behind = other.right <= label.left && middle > label.top && middle < label.bottom;
    return distance(label, other) <= own + (is_behind ? NEARLY_PT : 0);
}

/* A candidate's own cost, with that of the symbols near to it. */
static int64_t cost_in(const struct search_problem *problem, size_t item,
                       const struct search_candidate *c)
{
    double cost = c->cost, own = distance(c->box, problem->items[item].symbol);
    /* A point more than is asked for, so that nothing hangs on how a difference is rounded. */
    struct page_box reach = box_grown(reach_of(c), greater(own + NEARLY_PT, problem->near_pt) + 1);
    for (size_t i = 0; i < problem->item_count; i++) {
        if (i == item || boxes_part(reach, problem->items[i].symbol))
            continue;
        if (covers(c, box_grown(problem->items[i].symbol, problem->near_pt)))
            cost += problem->near_cost;
        if (!c->has_leader && is_mistaken(c->box, own, problem->items[i].symbol))
            cost += problem->mistaken_cost;
    }
    return llround(cost * UNITS);
}

/* A candidate while those of its item are put in order. */
struct ranked {
    int64_t cost;
    size_t original,
        listed; /* number in the item's list, and among those of it that are possible */
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    return (a->original > b->original) - (a->original < b->original);
}

static void add_candidates(struct search *s, const struct search_problem *problem, size_t item)
{
    const struct search_item *from = &problem->items[item];
    g_autofree struct ranked *ranked = g_new(struct ranked, from->count + 1);
    size_t count = 0;
    for (size_t c = 0; c < from->count; c++) {
        if (!is_possible(problem, &from->candidates[c]))
            continue;
        ranked[count] = (struct ranked){cost_in(problem, item, &from->candidates[c]), c, count};
        count++;
    }
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    size_t first = s->count;
    for (size_t i = 0; i < count; i++, s->count++) {
        s->candidates[s->count] = from->candidates[ranked[i].original];
        s->original[s->count] = (int)ranked[i].original;
        s->cost[s->count] = ranked[i].cost;
        s->listed[first + ranked[i].listed] = s->count;
    }
}

static struct search *search_new(const struct search_problem *problem)
{
    struct search *s = g_new0(struct search, 1);
    size_t most = 0;
    for (size_t i = 0; i < problem->item_count; i++)
        most += problem->items[i].count;
    s->item_count = problem->item_count;
    s->candidates = g_new(struct search_candidate, most + 1);
    s->original = g_new(int, most + 1);
    s->listed = g_new(size_t, most + 1);
    s->cost = g_new(int64_t, most + 1);
    s->first = g_new(size_t, s->item_count + 1);
    s->missing = g_new(int64_t, s->item_count + 1);
    s->symbols = g_new(struct page_box, s->item_count + 1);
    s->neighbours = g_new0(GArray *, s->item_count + 1);
    s->chosen = g_new0(ptrdiff_t, s->item_count + 1);
    s->journal = g_new(struct step, 2 * s->item_count + 1);
    s->seed = 1;
    for (size_t i = 0; i < s->item_count; i++) {
        s->first[i] = s->count;
        s->missing[i] = llround(problem->items[i].missing_cost * UNITS);
        s->symbols[i] = problem->items[i].symbol;
        s->chosen[i] = SEARCH_LEFT_OUT;
        add_candidates(s, problem, i);
    }
    s->first[s->item_count] = s->count;
    list_conflicts(s);
    return s;
}

static void search_free(struct search *s)
{
    for (size_t i = 0; i < s->item_count; i++)
        g_array_unref(s->neighbours[i]);
    g_free(s->candidates);
    g_free(s->original);
    g_free(s->listed);
    g_free(s->cost);
    g_free(s->first);
    g_free(s->missing);
    g_free(s->symbols);
    g_free(s->neighbours);
    g_free(s->chosen);
    g_free(s->conflicts);
    g_free(s->journal);
    g_free(s);
}

/* ---- moves --------------------------------------------------------------------------------- */

static int64_t cost_of(const struct search *s, size_t item, ptrdiff_t candidate)
{
    return candidate == SEARCH_LEFT_OUT ? s->missing[item] : s->cost[candidate];
}

static int64_t total_cost(const struct search *s)
{
    int64_t cost = 0;
    for (size_t i = 0; i < s->item_count; i++)
        cost += cost_of(s, i, s->chosen[i]);
    return cost;
}

/* Answers how much dearer it gets. */
static int64_t put(struct search *s, size_t item, ptrdiff_t candidate)
{
    ptrdiff_t before = s->chosen[item];
    s->journal[s->journal_count++] = (struct step){item, before};
    s->chosen[item] = candidate;
    return cost_of(s, item, candidate) - cost_of(s, item, before);
}

static void take_back(struct search *s)
{
    while (s->journal_count) {
        const struct step *step = &s->journal[--s->journal_count];
        s->chosen[step->item] = step->before;
    }
}

/* Of 64 candidates, those that cannot stand beside the labels around an item. */
static uint64_t blocked(const struct search *s, size_t item, size_t word)
{
    uint64_t bits = 0;
    for (guint n = 0; n < s->neighbours[item]->len; n++) {
        ptrdiff_t other = s->chosen[g_array_index(s->neighbours[item], size_t, n)];
        if (other != SEARCH_LEFT_OUT)
            bits |= s->conflicts[(size_t)other * s->words + word];
    }
    return bits;
}

/* The cheapest that is free, being left out among them. */
static ptrdiff_t best_free(const struct search *s, size_t item)
{
    for (size_t c = s->first[item]; c < s->first[item + 1]; c = (c / 64 + 1) * 64) {
        uint64_t free = ~blocked(s, item, c / 64) & UINT64_MAX << (c % 64);
        if (!free)
            continue;
        c = c / 64 * 64 + (size_t)__builtin_ctzll(free);
        bool is_best = c < s->first[item + 1] && s->cost[c] < s->missing[item];
        return is_best ? (ptrdiff_t)c : SEARCH_LEFT_OUT;
    }
    return SEARCH_LEFT_OUT;
}

/* Puts an item's label somewhere; those in its way go to their best free candidate. Answers how
 * much dearer it gets; take_back() undoes it. */
static int64_t move(struct search *s, size_t item, ptrdiff_t candidate)
{
    s->journal_count = 0;
    int64_t dearer = put(s, item, candidate);
    if (candidate == SEARCH_LEFT_OUT)
        return dearer;
    for (guint n = 0; n < s->neighbours[item]->len; n++) {
        size_t other = g_array_index(s->neighbours[item], size_t, n);
        if (s->chosen[other] != SEARCH_LEFT_OUT &&
            has_conflict(s, (size_t)candidate, (size_t)s->chosen[other]))
            dearer += put(s, other, SEARCH_LEFT_OUT);
    }
    for (size_t i = 1, evicted = s->journal_count; i < evicted; i++) {
        size_t other = s->journal[i].item;
        dearer += put(s, other, best_free(s, other));
    }
    return dearer;
}

/* ---- the search ---------------------------------------------------------------------------- */

/* The multiplier and increment of Knuth's MMIX generator: the same numbers everywhere. */
static uint32_t next_random(struct search *s)
{
    s->seed = s->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(s->seed >> 32);
}

/* An exponential variate of mean 1 from comparisons alone, so that no machine's logarithm decides
 * (von Neumann, "Various techniques used in connection with random digits", 1951). */
static double next_exponential(struct search *s)
{
    for (int whole = 0;; whole++) {
        uint32_t first = next_random(s), last = first;
        bool is_odd = true;
        for (uint32_t next = next_random(s); next < last; next = next_random(s)) {
            last = next;
            is_odd = !is_odd;
        }
        if (is_odd)
            return whole + first / 4294967296.0;
    }
}

static void start_greedy(struct search *s)
{
    g_autofree bool *is_done = g_new0(bool, s->item_count + 1);
    for (size_t round = 0; round < s->item_count; round++) {
        size_t next = s->item_count;
        for (size_t i = 0; i < s->item_count; i++)
            if (!is_done[i] && (next == s->item_count || s->missing[i] > s->missing[next]))
                next = i;
        is_done[next] = true;
        s->chosen[next] = best_free(s, next);
    }
}

static void anneal(struct search *s)
{
    size_t moves = MAX(MOVES_PER_ITEM * s->item_count, LEAST_MOVES);
    for (double t = FIRST_TEMPERATURE; t > LAST_TEMPERATURE && s->count; t *= COOLING) {
        for (size_t i = 0; i < moves; i++) {
            size_t item = next_random(s) % s->item_count;
            size_t choices = s->first[item + 1] - s->first[item];
            if (choices == 0)
                continue;
            size_t candidate = s->listed[s->first[item] + next_random(s) % choices];
            int64_t dearer = move(s, item, (ptrdiff_t)candidate);
            if (dearer > 0 && (double)dearer >= t * UNITS * next_exponential(s))
                take_back(s);
        }
    }
}

/* The move of an item that saves most, if one saves anything. */
static bool improve(struct search *s, size_t item)
{
    int64_t least = 0;
    ptrdiff_t best = s->chosen[item];
    for (size_t i = s->first[item]; i <= s->first[item + 1]; i++) {
        /* Being left out comes first. */
        ptrdiff_t c = i == s->first[item] ? SEARCH_LEFT_OUT : (ptrdiff_t)s->listed[i - 1];
        if (c == s->chosen[item])
            continue;
        int64_t dearer = move(s, item, c);
        take_back(s);
        if (dearer < least) {
            least = dearer;
            best = c;
        }
    }
    if (least < 0)
        move(s, item, best);
    return least < 0;
}

static void descend(struct search *s)
{
    for (bool is_moving = true; is_moving;) {
        is_moving = false;
        for (size_t i = 0; i < s->item_count; i++)
            is_moving |= improve(s, i);
    }
}

static void search_best(struct search *s)
{
    start_greedy(s);
    descend(s);
    int64_t least = total_cost(s);
    g_autofree ptrdiff_t *best = g_memdup2(s->chosen, (s->item_count + 1) * sizeof *best);
    anneal(s);
    descend(s);
    if (total_cost(s) >= least)
        for (size_t i = 0; i < s->item_count; i++)
            s->chosen[i] = best[i];
}

double label_search(const struct search_problem *problem, enum search_method method, int *chosen)
{
    struct search *s = search_new(problem);
    if (method == SEARCH_GREEDY)
        start_greedy(s);
    else
        search_best(s);
    for (size_t i = 0; i < s->item_count; i++)
        chosen[i] = s->chosen[i] == SEARCH_LEFT_OUT ? SEARCH_LEFT_OUT : s->original[s->chosen[i]];
    double cost = (double)total_cost(s) / UNITS;
    search_free(s);
    return cost;
}
