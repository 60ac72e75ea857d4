#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/project_fixture.h"
#include "support/random_seed.h"
#include <math.h>

/* Three squares of a tenth of a degree, held from west to east as the log says:
 *
 *     40.1 +---+---+---+
 *          | A | B | C |
 *     40.0 +---+---+---+
 *         46.0 .1  .2  .3
 */
static const char *const SQUARES[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                                      "B XX: 46.1 40, 46.1 40.1, 46.2 40.1, 46.2 40",
                                      "C YY: 46.2 40, 46.2 40.1, 46.3 40.1, 46.3 40", NULL};

static const char BODY[] = PROJECT_FIXTURE_BODY "  a: districts[code=A]\n"
                                                "  b: districts[code=B]\n"
                                                "  c: districts[code=C]\n"
                                                "  ab: a + b\n"
                                                "  bc: districts[code=B|C]\n";

static void write_log(struct project_fixture *f, const char *head, const char *rows)
{
    g_autofree char *yaml = g_strconcat(BODY, head, PROJECT_FIXTURE_TAIL, NULL);
    g_autofree char *log = g_strconcat(PROJECT_FIXTURE_TIMELINE, rows, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, SQUARES);
    project_fixture_write(f, "project.yaml", yaml);
    project_fixture_write(f, "timeline.csv", log);
}

static void open_log(struct project_fixture *f, const char *head, const char *rows)
{
    write_log(f, head, rows);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
}

static void assert_log_refused(struct project_fixture *f, const char *rows, const char *expected)
{
    write_log(f, "", rows);
    assert_false(project_fixture_read(f));
    g_autofree char *whole = g_strdup_printf("%s/timeline.csv%s", f->folder, expected);
    assert_string_equal(f->error->message, whole);
}

static day_number day_of(const char *text)
{
    day_number day = DAY_BEFORE_ALL;
    if (strcmp(text, "..") != 0)
        assert_true(day_parse(text, &day, NULL));
    return day;
}

/* "ONE TWO ONE": the holders of A, B and C on a day; "+" stands behind other statuses. */
static char *holders_in(const struct project_fixture *f, const struct state *state)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 3; i++) {
        struct control control = state->controls[project_fixture_face(f, 46.05 + i * 0.1, 40.05)];
        g_string_append_printf(
            text, "%s%s%s", i ? " " : "",
            control.holder == NONE ? "-" : f->sources->project->holders[control.holder].code,
            control.status == STATUS_CONTROL ? "" : "+");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void assert_holders(const struct project_fixture *f, const char *day, const char *expected)
{
    g_autoptr(state) state = timeline_state_at(f->timeline, day_of(day));
    g_autofree char *holders = holders_in(f, state);
    assert_int_equal(state->day, day_of(day));
    if (strcmp(holders, expected) != 0)
        fail_msg("on %s: %s instead of %s", day, holders, expected);
}

static void assert_change_days(const struct project_fixture *f, const char *expected)
{
    size_t count;
    const day_number *days = timeline_change_days(f->timeline, &count);
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < count; i++) {
        char day[16];
        g_string_append_printf(text, "%s%s", i ? " " : "", day_format(days[i], day));
    }
    assert_string_equal(text->str, expected);
}

/* The id of the event that made the face at A, B or C what it is. */
static const char *reason_at(const struct project_fixture *f, const struct state *state, int square)
{
    int32_t row = state->rows[project_fixture_face(f, 46.05 + square * 0.1, 40.05)];
    return row == NONE ? "none" : timeline_row(f->timeline, row)->event->id;
}

#define ROW(id, date, region, holder)                                                              \
    id ",control," date "," region "," holder ",control,,high,T,,,\n"
#define NOTE(id, date) id ",annotation," date ",,,,,high,T,,,A note\n"

static void test_timeline__change_shows_on_its_day(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "", ROW("s", "..", "all", "ONE") ROW("e", "2000-05-02", "b", "TWO"));
    assert_holders(f, "..", "ONE ONE ONE");
    assert_holders(f, "2000-05-01", "ONE ONE ONE");
    assert_holders(f, "2000-05-02", "ONE TWO ONE");
    assert_change_days(f, "2000-05-02");
}

/* Sorted by latest day, then by earliest, then by line: whatever the order in the file. */
static void test_timeline__replay_order_is_latest_earliest_line(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("month", "2000-05", "a", "TWO")     /* 05-01 to 05-31 */
             ROW("end", "2000-05-31", "a", "ONE")    /* 05-31: later start, so it wins */
             ROW("first", "2000-06-01", "b", "TWO")  /* the same day */
             ROW("second", "2000-06-01", "b", "ONE") /* later line wins */
             ROW("late", "2001", "c", "TWO") ROW("s", "..", "all", "ONE"));
    const char *const order[] = {"s", "month", "end", "first", "second", "late"};
    assert_int_equal(timeline_row_count(f->timeline), G_N_ELEMENTS(order));
    for (int32_t i = 0; i < 6; i++)
        assert_string_equal(timeline_row(f->timeline, i)->event->id, order[i]);
}

static void test_timeline__of_two_rows_on_a_day_the_later_wins(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") ROW("x", "2000-06-01", "ab", "TWO")
                 ROW("y", "2000-06-01", "b", "ONE"));
    assert_holders(f, "2000-06-01", "TWO ONE ONE");
    assert_change_days(f, "2000-06-01");
}

/* What happens and is undone on one day is no change. */
static void test_timeline__day_that_comes_out_as_it_was_is_no_change_day(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") ROW("x", "2000-06-01", "b", "TWO")
                 ROW("y", "2000-06-01", "b", "ONE"));
    assert_change_days(f, "");
    assert_holders(f, "2000-06-01", "ONE ONE ONE");
}

static const char LATE_AND_EARLY[] = ROW("s", "..", "all", "ONE")
    ROW("month", "2000-05", "a", "TWO") ROW("day", "2000-05-20", "bc", "TWO")
        ROW("back", "2000-05-25", "a", "ONE") ROW("half", "2000-05-10/2000-06-10", "c", "ONE");

static void test_timeline__latest_day_counts_where_the_project_says_so(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "date_policy: latest\n", LATE_AND_EARLY);
    assert_holders(f, "2000-05-19", "ONE ONE ONE");
    assert_holders(f, "2000-05-20", "ONE TWO TWO");
    assert_holders(f, "2000-05-30", "ONE TWO TWO");
    assert_holders(f, "2000-05-31", "TWO TWO TWO");
    assert_holders(f, "2000-06-10", "TWO TWO ONE");
    assert_change_days(f, "2000-05-20 2000-05-31 2000-06-10");
}

/* Each row counts from its earliest day, and so they are replayed in the order of those. */
static void test_timeline__earliest_day_counts_where_the_project_says_so(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "date_policy: earliest\n", LATE_AND_EARLY);
    assert_holders(f, "2000-04-30", "ONE ONE ONE");
    assert_holders(f, "2000-05-01", "TWO ONE ONE");
    assert_holders(f, "2000-05-10", "TWO ONE ONE");
    assert_holders(f, "2000-05-20", "TWO TWO TWO");
    assert_holders(f, "2000-05-25", "ONE TWO TWO");
    assert_change_days(f, "2000-05-01 2000-05-20 2000-05-25");
}

static void test_timeline__row_that_changes_nothing_is_not_the_reason(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") ROW("took", "2000-01-01", "ab", "TWO")
                 ROW("again", "2000-02-01", "bc", "TWO"));
    g_autoptr(state) now = timeline_state_at(f->timeline, day_of("2000-03-01"));
    assert_string_equal(reason_at(f, now, 0), "took");
    assert_string_equal(reason_at(f, now, 1), "took");
    assert_string_equal(reason_at(f, now, 2), "again");
    assert_int_equal(now->rows[FACE_OUTSIDE], NONE);
    assert_int_equal(now->controls[FACE_OUTSIDE].holder, NONE);
}

static void test_timeline__a_status_alone_is_a_change(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") "c,control,2000-01-01,a,ONE,contested,TWO,high,T,,,\n");
    assert_holders(f, "2000-01-01", "ONE+ ONE ONE");
    assert_change_days(f, "2000-01-01");
}

static void test_timeline__annotations_change_nothing(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "", ROW("s", "..", "all", "ONE") NOTE("n", "2000-01-01"));
    assert_int_equal(timeline_row_count(f->timeline), 2);
    const struct timeline_row *row = timeline_row(f->timeline, 1);
    assert_int_equal(row->event->kind, EVENT_ANNOTATION);
    assert_int_equal(row->region, -1);
    assert_int_equal(row->day, day_of("2000-01-01"));
    assert_change_days(f, "");
    assert_holders(f, "2000-01-01", "ONE ONE ONE");
}

/* Faces beyond the theatre stay nobody's, though a row's region covers them. */
static void test_timeline__outside_the_theatre_nobody_holds(void **state)
{
    struct project_fixture *f = *state;
    write_log(f, "", ROW("s", "..", "all", "ONE"));
    g_autofree char *yaml = NULL;
    assert_true(g_file_get_contents(f->path, &yaml, NULL, NULL));
    g_autoptr(GString) text = g_string_new(yaml);
    assert_int_equal(g_string_replace(text, "theatre: all", "theatre: ab", 1), 1);
    project_fixture_write(f, "project.yaml", text->str);
    assert_true(project_fixture_read(f));
    assert_holders(f, "2000-01-01", "ONE ONE -");
}

static void test_timeline__change_before_is_the_last_one_or_the_day_before(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") ROW("x", "2000-01-10", "a", "TWO")
                 ROW("y", "2000-02-10", "b", "TWO"));
    const char *const cases[][2] = {{"2000-01-05", "2000-01-04"},
                                    {"2000-01-10", "2000-01-09"},
                                    {"2000-01-11", "2000-01-10"},
                                    {"2000-02-10", "2000-01-10"},
                                    {"2001-01-01", "2000-02-10"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_int_equal(timeline_change_before(f->timeline, day_of(cases[i][0])),
                         day_of(cases[i][1]));
}

static void test_timeline__phases_tile_time(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "phases:\n  - {from: .., name: One}\n  - {from: 2000-01-10, name: Two}\n",
             ROW("s", "..", "all", "ONE") ROW("x", "2000-01-05", "a", "TWO")
                 ROW("y", "2000-01-10", "b", "TWO"));
    assert_int_equal(timeline_phase_at(f->timeline, day_of("1900-01-01")), 0);
    assert_int_equal(timeline_phase_at(f->timeline, day_of("2000-01-09")), 0);
    assert_int_equal(timeline_phase_at(f->timeline, day_of("2000-01-10")), 1);
    g_autoptr(state) first = timeline_phase_start(f->timeline, 0);
    g_autoptr(state) second = timeline_phase_start(f->timeline, 1);
    g_autofree char *at_first = holders_in(f, first), *at_second = holders_in(f, second);
    assert_string_equal(at_first, "ONE ONE ONE");
    assert_string_equal(at_second, "TWO ONE ONE"); /* the change of its first day is not in it */
}

/* A square of 0.1° at 40° is a bit under 11.1 km by 8.5 km. */
static void test_timeline__changes_are_grouped_by_row_with_areas(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") ROW("x", "2000-01-05", "bc", "TWO")
                 ROW("y", "2000-01-10", "a", "TWO") ROW("z", "2000-01-12", "b", "ONE"));
    g_autoptr(state) since = timeline_state_at(f->timeline, day_of("2000-01-01"));
    g_autoptr(state) now = timeline_state_at(f->timeline, day_of("2000-01-12"));
    g_autoptr(GArray) changes = timeline_changes(f->timeline, since, now);
    assert_int_equal(changes->len, 2); /* B came back: no change */
    const char *const ids[] = {"x", "y"};
    const double lon[] = {46.25, 46.05};
    for (guint i = 0; i < 2; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        face_id face = project_fixture_face(f, lon[i], 40.05);
        assert_string_equal(timeline_row(f->timeline, change->row)->event->id, ids[i]);
        assert_int_equal(face_set_count(change->faces), 1);
        assert_true(face_set_has(change->faces, face));
        assert_int_equal(change->before.holder, 0);
        assert_true(fabs(change->area_m2 - planar_map_face_area_m2(f->map, face)) < 1);
        assert_true(change->area_m2 > 94e6 && change->area_m2 < 95e6);
    }
}

/* Before, TWO held most of what the last row takes. */
static void test_timeline__change_names_what_held_most_before(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE")
                 ROW("x", "2000-01-05", "bc",
                     "TWO") "y,control,2000-01-10,all,ONE,contested,TWO,high,T,,,\n");
    g_autoptr(state) since = timeline_state_at(f->timeline, day_of("2000-01-09"));
    g_autoptr(state) now = timeline_state_at(f->timeline, day_of("2000-01-10"));
    g_autoptr(GArray) changes = timeline_changes(f->timeline, since, now);
    assert_int_equal(changes->len, 1);
    const struct change *change = &g_array_index(changes, struct change, 0);
    assert_int_equal(face_set_count(change->faces), 3);
    assert_int_equal(change->before.holder, 1);
}

static void append_random_row(GRand *random, int number, GString *rows)
{
    static const char *const regions[] = {"a", "b", "ab", "bc", "all"};
    static const char *const before[] = {"", "", "1999-12-31/", ""};
    static const char *const after[] = {"", "~", "", "/2000-01-31"};
    int form = g_rand_int_range(random, 0, 4);
    g_string_append_printf(rows, "r%d,control,%s2000-01-%02d%s,%s,%s,control,,high,T,,,\n", number,
                           before[form], g_rand_int_range(random, 1, 31), after[form],
                           regions[g_rand_int_range(random, 0, 5)],
                           g_rand_boolean(random) ? "ONE" : "TWO");
}

/* A state differs from that of the day before on the change days and on no other; changes between
 * any two days lead from the one to the other. */
static void assert_days_follow(const struct project_fixture *f)
{
    size_t count, next = 0;
    const day_number *days = timeline_change_days(f->timeline, &count);
    g_autoptr(state) before = timeline_state_at(f->timeline, DAY_BEFORE_ALL);
    for (day_number day = day_of("1999-12-01"); day < day_of("2000-03-01"); day++) {
        g_autoptr(state) now = timeline_state_at(f->timeline, day);
        g_autoptr(GArray) changes = timeline_changes(f->timeline, before, now);
        bool is_change_day = next < count && days[next] == day;
        assert_int_equal(changes->len > 0, is_change_day);
        next += is_change_day;
        for (guint i = 0; i < changes->len; i++) {
            const struct change *change = &g_array_index(changes, struct change, i);
            assert_int_equal(timeline_row(f->timeline, change->row)->day, day);
        }
        for (size_t face = 1; face < now->face_count; face++) {
            bool is_same = control_equal(before->controls[face], now->controls[face]);
            const struct timeline_row *row = timeline_row(f->timeline, now->rows[face]);
            assert_true(control_equal(row->control, now->controls[face]));
            assert_true(is_same || row->day == day);
        }
        state_free(before);
        before = g_steal_pointer(&now);
    }
    assert_int_equal(next, count);
}

static void test_timeline__stepping_equals_starting_there(void **state)
{
    struct project_fixture *f = *state;
    g_autoptr(GRand) random = random_from_seed();
    for (int round = 0; round < 6; round++) {
        g_autoptr(GString) rows = g_string_new(ROW("s", "..", "all", "ONE"));
        for (int i = 0; i < 25; i++)
            append_random_row(random, i, rows);
        open_log(f, round & 1 ? "date_policy: earliest\n" : "date_policy: latest\n", rows->str);
        assert_days_follow(f);
    }
}

/* A and B pass on some day of three; C, which stays with its holder, on the last of them. */
static void test_timeline__until_its_latest_day_ground_is_passing(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") ROW("c", "2000-01-02", "c", "TWO")
                 ROW("p", "2000-05-08/2000-05-10", "all", "TWO"));
    assert_holders(f, "2000-05-07", "ONE ONE TWO");
    assert_holders(f, "2000-05-08", "ONE+ ONE+ TWO");
    assert_holders(f, "2000-05-09", "ONE+ ONE+ TWO");
    assert_holders(f, "2000-05-10", "TWO TWO TWO");
    assert_change_days(f, "2000-01-02 2000-05-08 2000-05-10");
    g_autoptr(state) since = timeline_state_at(f->timeline, day_of("2000-05-07"));
    g_autoptr(state) now = timeline_state_at(f->timeline, day_of("2000-05-08"));
    face_id face = project_fixture_face(f, 46.05, 40.05);
    assert_true(control_equal(now->controls[face], (struct control){0, 1, STATUS_TRANSITION}));
    assert_string_equal(reason_at(f, now, 0), "p");
    assert_string_equal(reason_at(f, now, 2), "c");
    assert_int_equal(timeline_since(f->timeline, now, face), day_of("2000-05-08"));
    g_autoptr(GArray) changes = timeline_changes(f->timeline, since, now);
    assert_int_equal(changes->len, 1);
    assert_int_equal(g_array_index(changes, struct change, 0).now.status, STATUS_TRANSITION);
    assert_int_equal(g_array_index(changes, struct change, 0).now.other, 1);
}

static void test_timeline__status_alone_changes_on_the_latest_day(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") "x,control,2000-05,a,ONE,contested,TWO,high,T,,,\n");
    assert_holders(f, "2000-05-30", "ONE ONE ONE");
    assert_holders(f, "2000-05-31", "ONE+ ONE ONE");
    assert_change_days(f, "2000-05-31");
}

/* A claim hands nothing over, and what nobody held for certain does not pass from anyone. */
static void test_timeline__only_what_is_held_for_certain_passes(void **state)
{
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") "x,control,2000-05,a,TWO,claimed,ONE,high,T,,,\n"
                                          "y,control,2000-01-01,b,ONE,unknown,,high,T,,,\n"
                                          "z,control,2000-06,b,TWO,control,,high,T,,,\n");
    assert_change_days(f, "2000-01-01 2000-05-31 2000-06-30");
    assert_holders(f, "2000-05-15", "ONE ONE+ ONE");
    assert_holders(f, "2000-05-31", "TWO+ ONE+ ONE");
    assert_holders(f, "2000-06-15", "TWO+ ONE+ ONE");
    assert_holders(f, "2000-06-30", "TWO+ TWO ONE");
}

static void test_timeline__row_for_ground_that_is_passing_is_refused(void **state)
{
    assert_log_refused(
        *state,
        ROW("s", "..", "all", "ONE") ROW("x", "2000-05", "ab", "TWO")
            ROW("y", "2000-05-30", "b", "ONE"),
        ":4:11: part of 'b' is passing on some day of '2000-05' by line 3, and this row of "
        "'2000-05-30' falls between; make one of the dates narrower, or set date_policy: latest");
    struct project_fixture *f = *state;
    open_log(f, "",
             ROW("s", "..", "all", "ONE") ROW("x", "2000-05", "ab", "TWO")
                 ROW("y", "2000-05-31", "b", "ONE") ROW("z", "2000-05-20", "c", "TWO"));
    assert_holders(f, "2000-05-31", "TWO ONE TWO");
}

#define HEAD_KNOWN                                                                                 \
    "id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,"      \
    "note,reported,withdrawn,place\n"

static void known_at(struct project_fixture *f, day_number at)
{
    g_autoptr(GError) error = NULL;
    struct timeline_options options = {DATE_LATEST, at};
    timeline_free(f->timeline);
    f->timeline = timeline_build(f->map, &options, &error);
    assert_null(error);
}

/* Of three rows, one was told a week later and one was taken back. */
static void test_timeline__log_as_it_was_known_on_a_day(void **state)
{
    struct project_fixture *f = *state;
    write_log(f, "", "");
    project_fixture_write(f, "timeline.csv",
                          HEAD_KNOWN
                          "s,control,..,all,ONE,control,,high,T,,,,,,\n"
                          "late,control,2000-05-01,a,TWO,control,,high,T,,,,2000-05-08,,\n"
                          "wrong,control,2000-05-02,b,TWO,control,,high,T,,,,,2000-05-20,\n"
                          "plain,control,2000-05-03,c,TWO,control,,high,T,,,,,,\n");
    assert_true(project_fixture_read(f));
    size_t count;
    assert_holders(f, "2000-05-30", "TWO ONE TWO"); /* all that is known now */
    assert_int_equal((timeline_left_out(f->timeline, &count), count), 1);
    assert_string_equal(timeline_left_out(f->timeline, &count)[0].event->id, "wrong");
    assert_true(timeline_left_out(f->timeline, &count)[0].is_withdrawn);
    known_at(f, day_of("2000-05-02"));
    assert_holders(f, "2000-05-30", "ONE TWO ONE");
    known_at(f, day_of("2000-05-07"));
    assert_holders(f, "2000-05-01", "ONE ONE ONE");
    assert_holders(f, "2000-05-30", "ONE TWO TWO");
    known_at(f, day_of("2000-05-08"));
    assert_holders(f, "2000-05-01", "TWO ONE ONE"); /* it is drawn on its day once it is known */
    assert_holders(f, "2000-05-30", "TWO TWO TWO");
    known_at(f, day_of("2000-05-20"));
    assert_holders(f, "2000-05-30", "TWO ONE TWO");
}

static void test_timeline__place_rows_say_who_held_a_place_and_change_no_face(void **state)
{
    struct project_fixture *f = *state;
    write_log(f, "", "");
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "upton,46.05,40.05,city,1,Upton\n"
                                                 "netherby,46.15,40.05,city,1,Netherby\n");
    project_fixture_write(f, "timeline.csv",
                          HEAD_KNOWN "s,control,..,all,ONE,control,,high,T,,,,,,\n"
                                     "u,place,2000-05-01,,TWO,claimed,,high,T,,,,,,upton\n"
                                     "u,place,2000-05-04,,TWO,control,,high,T,,,,,,Upton\n"
                                     "v,place,2000-05-06,,TWO,control,,high,T,,,,,,upton\n");
    assert_true(project_fixture_read(f));
    const struct place *upton = gazetteer_find(f->sources->places, "upton");
    const struct place *netherby = gazetteer_find(f->sources->places, "netherby");
    assert_holders(f, "2000-05-30", "ONE ONE ONE");
    assert_change_days(f, "2000-05-01 2000-05-04"); /* the third row says nothing new */
    assert_int_equal(timeline_place_row(f->timeline, upton, day_of("2000-04-30")), NONE);
    assert_int_equal(timeline_place_row(f->timeline, netherby, day_of("2000-06-01")), NONE);
    int32_t row = timeline_place_row(f->timeline, upton, day_of("2000-05-03"));
    assert_int_equal(timeline_row(f->timeline, row)->control.status, STATUS_CLAIMED);
    row = timeline_place_row(f->timeline, upton, day_of("2000-05-04"));
    assert_int_equal(timeline_row(f->timeline, row)->control.status, STATUS_CONTROL);
}

/* For logs that are not refused: the history of a face is what the states say day by day, and who
 * holds it is whoever does by latest days, be it passing or not. */
static void test_timeline__history_equals_the_states_day_by_day(void **state)
{
    struct project_fixture *f = *state;
    g_autoptr(GRand) random = random_from_seed();
    int passing = 0, accepted = 0;
    for (int round = 0; round < 40; round++) {
        g_autoptr(GString) rows = g_string_new(ROW("s", "..", "all", "ONE"));
        for (int i = 0; i < 3; i++)
            append_random_row(random, i, rows);
        write_log(f, "", rows->str);
        if (!project_fixture_read(f))
            continue;
        accepted++;
        struct timeline_options options = {DATE_LATEST, DAY_AFTER_ALL};
        g_autoptr(timeline) latest = timeline_build(f->map, &options, NULL);
        for (int square = 0; square < 3; square++) {
            face_id face = project_fixture_face(f, 46.05 + square * 0.1, 40.05);
            g_autoptr(GArray) history = timeline_history(f->timeline, face);
            guint at = 0;
            for (day_number day = day_of("1999-12-01"); day < day_of("2000-03-01"); day++) {
                g_autoptr(state) now = timeline_state_at(f->timeline, day);
                g_autoptr(state) settled = timeline_state_at(latest, day);
                while (g_array_index(history, struct tenure, at).until <= day)
                    at++;
                const struct tenure *tenure = &g_array_index(history, struct tenure, at);
                assert_true(tenure->from <= day);
                assert_true(control_equal(tenure->control, now->controls[face]));
                assert_int_equal(tenure->row, now->rows[face]);
                assert_int_equal(now->controls[face].holder, settled->controls[face].holder);
                passing += now->controls[face].status == STATUS_TRANSITION;
            }
        }
    }
    assert_true(accepted > 5 && passing > 20);
}

static void test_timeline__unknown_region_is_named_with_its_line(void **state)
{
    assert_log_refused(*state, ROW("s", "..", "all", "ONE") ROW("x", "2000", "bcc", "ONE"),
                       ":3:16: no region called 'bcc'; did you mean 'bc'?");
    assert_log_refused(*state, ROW("s", "..", "all", "ONE") ROW("x", "2000", "a + b", "ONE"),
                       ":3:16: 'a + b' is an expression; give it a name among the project's "
                       "'regions', and write that name here");
}

static void test_timeline__unknown_holder_is_named_with_its_line(void **state)
{
    assert_log_refused(*state, ROW("s", "..", "all", "ONE") ROW("x", "2000", "a", "TWOO"),
                       ":3:18: holder: no holder called 'TWOO'; did you mean 'TWO'?");
}

static void test_timeline__unknown_second_party_is_named_with_its_line(void **state)
{
    assert_log_refused(*state, "s,control,..,all,ONE,contested,TO,high,T,,,\n",
                       ":2:32: other: no holder called 'TO'");
}

static void test_timeline__row_that_would_never_count_is_refused(void **state)
{
    struct project_fixture *f = *state;
    assert_log_refused(f, ROW("s", "..", "all", "ONE") ROW("x", "2000-01-01/..", "a", "TWO"),
                       ":3:11: date '2000-01-01/..' has no last day, so the row would never count; "
                       "give it one, or set date_policy: earliest");
    open_log(f, "date_policy: earliest\n",
             ROW("s", "..", "all", "ONE") ROW("x", "2000-01-01/..", "a", "TWO"));
    assert_change_days(f, "2000-01-01");
}

/* C has no holder before 2000. */
static void test_timeline__every_face_of_the_theatre_needs_a_first_row(void **state)
{
    assert_log_refused(
        *state, ROW("s", "..", "ab", "ONE") ROW("x", "2000", "all", "ONE"),
        ":3: nobody holds the area around 46.2500, 40.0500 before this, the first row "
        "of 'all'; add a row dated '..' for a region that covers it");
}

static void test_timeline__holder_of_an_unknown_side_is_refused(void **state)
{
    struct project_fixture *f = *state;
    write_log(f, "", ROW("s", "..", "all", "ONE"));
    g_autofree char *yaml = NULL;
    assert_true(g_file_get_contents(f->path, &yaml, NULL, NULL));
    g_autoptr(GString) text = g_string_new(yaml);
    g_string_replace(text, "side: two", "side: tow", 1);
    project_fixture_write(f, "project.yaml", text->str);
    assert_false(project_fixture_read(f));
    g_autofree char *whole = g_strdup_printf(
        "%s:19: holder 'TWO' is of side 'tow', which is not among the 'sides' of the project (one, "
        "two); 'side' is a party of this project, 'role' is the part that the style sheet "
        "gives "
        "it, such as side-a",
        f->path);
    assert_string_equal(f->error->message, whole);
}

#define test(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_timeline__##name, project_fixture_setup,                  \
                                    project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(change_shows_on_its_day),
        test(replay_order_is_latest_earliest_line),
        test(of_two_rows_on_a_day_the_later_wins),
        test(day_that_comes_out_as_it_was_is_no_change_day),
        test(latest_day_counts_where_the_project_says_so),
        test(earliest_day_counts_where_the_project_says_so),
        test(row_that_changes_nothing_is_not_the_reason),
        test(a_status_alone_is_a_change),
        test(annotations_change_nothing),
        test(outside_the_theatre_nobody_holds),
        test(change_before_is_the_last_one_or_the_day_before),
        test(phases_tile_time),
        test(changes_are_grouped_by_row_with_areas),
        test(change_names_what_held_most_before),
        test(stepping_equals_starting_there),
        test(until_its_latest_day_ground_is_passing),
        test(status_alone_changes_on_the_latest_day),
        test(only_what_is_held_for_certain_passes),
        test(row_for_ground_that_is_passing_is_refused),
        test(log_as_it_was_known_on_a_day),
        test(place_rows_say_who_held_a_place_and_change_no_face),
        test(history_equals_the_states_day_by_day),
        test(unknown_region_is_named_with_its_line),
        test(unknown_holder_is_named_with_its_line),
        test(unknown_second_party_is_named_with_its_line),
        test(row_that_would_never_count_is_refused),
        test(every_face_of_the_theatre_needs_a_first_row),
        test(holder_of_an_unknown_side_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
