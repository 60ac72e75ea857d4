/* How much is held, gained and lost: the laws of the balance, on the shipped project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/opened_project.h"
#include "timeline/holdings.h"

/* Sums of the same faces in another order differ by rounding alone: a part in 10^12 of the theatre
 * of 116,000 km² is 0.1 m². */
#define ROUNDING 1e-12

static void assert_near(double a, double b, double whole)
{
    if (fabs(a - b) > ROUNDING * whole)
        fail_msg("%.3f is not %.3f", a, b);
}

static struct face_set theatre_of(const struct opened_project *opened)
{
    return *planar_map_theatre(opened->map);
}

static const struct holding *find(const GArray *holdings, const struct holding *like)
{
    for (guint i = 0; i < holdings->len; i++) {
        const struct holding *h = &g_array_index(holdings, struct holding, i);
        if (h->side == like->side && h->holder == like->holder && h->other == like->other &&
            h->status == like->status)
            return h;
    }
    return NULL;
}

/* The holdings of a day since another, by each of the three. */
typedef void check(const struct opened_project *opened, const GArray *holdings,
                   const struct state *since, const struct state *now, enum holdings_by by);

static void for_all(void **state, check *check)
{
    const struct opened_project *opened = *state;
    size_t count;
    const day_number *days = timeline_change_days(opened->timeline, &count);
    /* Each day since the one before, since another long before, and since the first. */
    for (size_t i = 0; i < count; i++) {
        size_t others[] = {i ? i - 1 : 0, i / 2, 0};
        for (size_t k = 0; k < G_N_ELEMENTS(others); k++) {
            g_autoptr(state) now = timeline_state_at(opened->timeline, days[i]);
            g_autoptr(state) since = timeline_state_at(opened->timeline, days[others[k]]);
            for (int by = BY_CONTROL; by <= BY_SIDE; by++) {
                g_autoptr(GArray) holdings = holdings_gather(
                    opened->timeline, since, now, theatre_of(opened), (enum holdings_by)by);
                check(opened, holdings, since, now, (enum holdings_by)by);
            }
        }
    }
}

static void check_whole(const struct opened_project *opened, const GArray *holdings,
                        const struct state *since, const struct state *now, enum holdings_by by)
{
    (void)since, (void)now, (void)by;
    double theatre = planar_map_area_m2(opened->map, theatre_of(opened));
    struct holding total = holdings_total(holdings);
    assert_near(total.area_m2, theatre, theatre);
    assert_near(total.before_m2, theatre, theatre);
}

static void test_holdings__add_up_to_the_theatre_on_every_date(void **state)
{
    for_all(state, check_whole);
}

static void check_net(const struct opened_project *opened, const GArray *holdings,
                      const struct state *since, const struct state *now, enum holdings_by by)
{
    (void)since, (void)now, (void)by;
    double theatre = planar_map_area_m2(opened->map, theatre_of(opened));
    for (guint i = 0; i < holdings->len; i++) {
        const struct holding *h = &g_array_index(holdings, struct holding, i);
        assert_near(h->gained_m2 - h->lost_m2, h->area_m2 - h->before_m2, theatre);
        assert_true(h->gained_m2 <= h->area_m2 && h->lost_m2 <= h->before_m2);
    }
}

static void test_holdings__gained_less_lost_is_what_the_area_grew_by(void **state)
{
    for_all(state, check_net);
}

/* What changed is measured from the states alone. */
static void check_changed(const struct opened_project *opened, const GArray *holdings,
                          const struct state *since, const struct state *now, enum holdings_by by)
{
    const struct project *project = opened->sources->project;
    double theatre = planar_map_area_m2(opened->map, theatre_of(opened)), changed = 0;
    for (size_t f = 1; f < now->face_count; f++) {
        struct control a = since->controls[f], b = now->controls[f];
        if (now->rows[f] == NONE)
            continue;
        bool is_same = a.status == b.status;
        if (by == BY_SIDE)
            is_same &=
                g_str_equal(project->holders[a.holder].side, project->holders[b.holder].side);
        else
            is_same &= a.holder == b.holder && (by == BY_HOLDER || a.other == b.other);
        if (!is_same)
            changed += planar_map_face_area_m2(opened->map, (face_id)f);
    }
    struct holding total = holdings_total(holdings);
    assert_near(total.gained_m2, changed, theatre);
    assert_near(total.lost_m2, changed, theatre);
}

static void test_holdings__as_much_is_gained_as_lost_and_that_is_what_changed(void **state)
{
    for_all(state, check_changed);
}

static void check_mirror(const struct opened_project *opened, const GArray *holdings,
                         const struct state *since, const struct state *now, enum holdings_by by)
{
    g_autoptr(GArray) back = holdings_gather(opened->timeline, now, since, theatre_of(opened), by);
    assert_int_equal(holdings->len, back->len);
    for (guint i = 0; i < holdings->len; i++) {
        const struct holding *there = &g_array_index(holdings, struct holding, i);
        const struct holding *here = find(back, there);
        assert_non_null(here);
        assert_true(here->gained_m2 == there->lost_m2 && here->lost_m2 == there->gained_m2);
        assert_true(here->area_m2 == there->before_m2 && here->before_m2 == there->area_m2);
    }
}

static void test_holdings__back_is_the_mirror_of_there(void **state)
{
    for_all(state, check_mirror);
}

/* By side is the sum of by holder, and that of by control. */
static void test_holdings__coarser_accounts_are_sums_of_finer_ones(void **state)
{
    const struct opened_project *opened = *state;
    const struct project *project = opened->sources->project;
    double theatre = planar_map_area_m2(opened->map, theatre_of(opened));
    g_autoptr(state) now = timeline_state_at(opened->timeline, opened_project_day("2020-11-10"));
    g_autoptr(GArray) fine =
        holdings_gather(opened->timeline, now, now, theatre_of(opened), BY_CONTROL);
    for (int by = BY_HOLDER; by <= BY_SIDE; by++) {
        g_autoptr(GArray) coarse =
            holdings_gather(opened->timeline, now, now, theatre_of(opened), (enum holdings_by)by);
        for (guint i = 0; i < coarse->len; i++) {
            const struct holding *whole = &g_array_index(coarse, struct holding, i);
            double sum = 0;
            for (guint k = 0; k < fine->len; k++) {
                const struct holding *part = &g_array_index(fine, struct holding, k);
                bool is_of = by == BY_HOLDER ? part->holder == whole->holder
                                             : g_str_equal(project->holders[part->holder].side,
                                                           project->sides[whole->side].name);
                if (is_of && part->status == whole->status)
                    sum += part->area_m2;
            }
            assert_near(sum, whole->area_m2, theatre);
            assert_true(whole->gained_m2 == 0 && whole->lost_m2 == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_holdings__add_up_to_the_theatre_on_every_date),
        cmocka_unit_test(test_holdings__gained_less_lost_is_what_the_area_grew_by),
        cmocka_unit_test(test_holdings__as_much_is_gained_as_lost_and_that_is_what_changed),
        cmocka_unit_test(test_holdings__back_is_the_mirror_of_there),
        cmocka_unit_test(test_holdings__coarser_accounts_are_sums_of_finer_ones),
    };
    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
