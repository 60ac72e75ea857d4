#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/opened_project.h"
#include "support/project_fixture.h"
#include "timeline/record.h"

/* Three squares of a tenth of a degree, with a place in the first:
 *
 *     40.1 +---+---+---+
 *          | A | B | C |
 *     40.0 +---+---+---+
 *         46.0 .1  .2  .3
 */
static const char *const SQUARES[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                                      "B XX: 46.1 40, 46.1 40.1, 46.2 40.1, 46.2 40",
                                      "C YY: 46.2 40, 46.2 40.1, 46.3 40.1, 46.3 40",
                                      "D ZZ: 46.3 40, 46.3 40.1, 46.4 40.1, 46.4 40", NULL};

static const char PROJECT[] =
    "layers:\n"
    "  districts: {file: districts.shp, partition: true, key: code, country: country}\n"
    "regions:\n"
    "  all: districts[code=A|B|C]\n"
    "  a: districts[code=A]\n"
    "  b: districts[code=B]\n"
    "  c: districts[code=C]\n"
    "  d: districts[code=D]\n"
    "  ab: a + b\n"
    "  abroad: c + d\n" PROJECT_FIXTURE_TAIL;

#define HEADER                                                                                     \
    "id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note," \
    "place,reported,withdrawn\n"
#define ROW(id, date, region, holder)                                                              \
    id ",control," date "," region "," holder ",control,,high,T,,,,,2000-01-01,\n"
#define TAKEN_BACK(id, date, region, holder, withdrawn)                                            \
    id ",control," date "," region "," holder ",control,,high,T,,,,,," withdrawn "\n"
#define REPORTED(id, date, region, holder, day)                                                    \
    id ",control," date "," region "," holder ",control,,high,T,,,,," day ",\n"
#define PLACE(id, date, holder)                                                                    \
    id ",place," date ",," holder ",control,,high,T,,,,alba,2000-01-01,\n"
#define NOTE(id, date, place) id ",annotation," date ",,,,,high,T,,,A note," place ",,\n"

static day_number day_of(const char *text)
{
    day_number day = DAY_AFTER_ALL;
    if (strcmp(text, "..") != 0)
        assert_true(day_parse(text, &day, NULL));
    return day;
}

/* Opens a log as it was known in the summer of 2001. */
static void open_log(struct project_fixture *f, const char *rows)
{
    g_autofree char *log = g_strconcat(HEADER, rows, NULL);
    struct timeline_options options = {DATE_TRANSITION, day_of("2001-06-01")};

    project_fixture_layer(f, "districts", SHPT_POLYGON, SQUARES);
    project_fixture_write(f, "project.yaml", PROJECT);
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES "alba,46.05,40.05,town,1,Alba\n");
    project_fixture_write(f, "timeline.csv", log);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    timeline_free(f->timeline);
    f->timeline = timeline_build(f->map, &options, &f->error);
    if (f->timeline == NULL)
        fail_msg("%s", f->error->message);
}

static record *record_of_place(const struct project_fixture *f, const char *day)
{
    struct face_set faces = face_set_new(topology_face_count(planar_map_topology(f->map)));

    face_set_add(faces, project_fixture_face(f, 46.05, 40.05));
    record *record =
        record_new(f->timeline, faces, gazetteer_find(f->sources->places, "alba"), day_of(day));
    face_set_clear(&faces);
    return record;
}

/* "e1 no-change start; e2 in-force": each row's event, its fate, by which other, on which day. */
static char *fates_of(const struct project_fixture *f, const record *record)
{
    static const char *const names[FATES] = {"in-force",   "gave-way",   "to-come",
                                             "overridden", "same",       "outside",
                                             "withdrawn",  "unreported", "annotation"};
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < record->rows->len; i++) {
        const struct record_row *row = &g_array_index(record->rows, struct record_row, i);
        bool has_day = row->fate == FATE_GAVE_WAY || row->fate == FATE_WITHDRAWN ||
                       row->fate == FATE_UNREPORTED;
        char day[16];
        g_string_append_printf(text, "%s%s %s%s%s%s%s", i ? "; " : "", row->event->id,
                               names[row->fate], row->by == NONE ? "" : " ",
                               row->by == NONE ? "" : timeline_row(f->timeline, row->by)->event->id,
                               has_day ? " " : "", has_day ? day_format(row->on, day) : "");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void assert_fates(const struct project_fixture *f, const char *day, const char *expected)
{
    g_autoptr(record) record = record_of_place(f, day);
    g_autofree char *fates = fates_of(f, record);
    assert_string_equal(fates, expected);
}

static const char LOG[] = ROW("start", "..", "all", "ONE")       /* */
    ROW("again", "2000-01-01", "a", "ONE")                       /* it is theirs already */
    ROW("taken", "2000-02-01", "ab", "TWO")                      /* */
    ROW("false", "2000-03-01", "a", "ONE")                       /* and of the same day: */
    ROW("denied", "2000-03-01", "a", "TWO")                      /* so nothing changed */
    ROW("back", "2000-06-01", "a", "ONE")                        /* */
    ROW("late", "2001-05-01", "a", "TWO")                        /* */
    ROW("elsewhere", "2000-06-01", "c", "TWO")                   /* never of A */
    TAKEN_BACK("rumour", "2000-07-01", "a", "TWO", "2000-08-01") /* */
    TAKEN_BACK("hoax", "2000-07-01", "c", "TWO", "2000-08-01")   /* never of A */
    REPORTED("secret", "2000-09-01", "a", "TWO", "2003-01-01")   /* */
    NOTE("fair", "2000-04-01", "alba") NOTE("peace", "2000-04-02", "");

static void test_record__every_row_of_a_place_has_a_fate_on_a_day(void **state)
{
    struct project_fixture *f = *state;

    open_log(f, LOG);
    assert_fates(f, "2001-01-01",
                 "start gave-way taken 2000-02-01; again same start; taken gave-way back "
                 "2000-06-01; false overridden denied; denied same taken; fair annotation; "
                 "back in-force; late to-come; rumour withdrawn 2000-08-01; "
                 "secret unreported 2003-01-01");
    assert_fates(f, "1999-01-01",
                 "start in-force; again to-come; taken to-come; false to-come; denied to-come; "
                 "fair annotation; back to-come; late to-come; rumour withdrawn 2000-08-01; "
                 "secret unreported 2003-01-01");
    assert_fates(f, "..",
                 "start gave-way taken 2000-02-01; again same start; taken gave-way back "
                 "2000-06-01; false overridden denied; denied same taken; fair annotation; "
                 "back gave-way late 2001-05-01; late in-force; rumour withdrawn 2000-08-01; "
                 "secret unreported 2003-01-01");
}

/* Of an imprecise row what is passing is its doing as well. */
static void test_record__a_row_is_in_force_while_it_passes(void **state)
{
    struct project_fixture *f = *state;

    open_log(f, ROW("start", "..", "all", "ONE") ROW("some-day", "2000-05", "a", "TWO"));
    assert_fates(f, "2000-04-30", "start in-force; some-day to-come");
    assert_fates(f, "2000-05-01", "start gave-way some-day 2000-05-01; some-day in-force");
    assert_fates(f, "2000-05-31", "start gave-way some-day 2000-05-01; some-day in-force");
}

static void test_record__place_rows_are_told_against_each_other(void **state)
{
    struct project_fixture *f = *state;

    open_log(f, ROW("start", "..", "all", "ONE") PLACE("seen", "2000-02-01", "TWO")
                    PLACE("confirmed", "2000-02-05", "TWO") PLACE("left", "2000-03-01", "ONE")
                        PLACE("wrong", "2000-03-02", "TWO") PLACE("right", "2000-03-02", "ONE"));
    assert_fates(f, "2000-02-10",
                 "start in-force; seen in-force; confirmed same seen; left to-come; wrong to-come; "
                 "right to-come");
    assert_fates(f, "2001-01-01",
                 "start in-force; seen gave-way left 2000-03-01; confirmed same seen; "
                 "left in-force; wrong overridden right; right same left");
}

/* Of a region: the row is in force on B, though it gave way on A. */
static void test_record__a_region_falls_into_pieces_that_changed_together(void **state)
{
    struct project_fixture *f = *state;

    open_log(f, LOG);
    g_autoptr(record) record =
        record_new(f->timeline, project_fixture_region(f, "all"), NULL, day_of("2001-01-01"));
    double a = planar_map_area_m2(f->map, project_fixture_region(f, "a"));
    double ab = planar_map_area_m2(f->map, project_fixture_region(f, "ab"));
    double all = planar_map_area_m2(f->map, project_fixture_region(f, "all"));
    assert_int_equal(record->pieces->len, 3);
    assert_true(fabs(record->area_m2 - all) < 1e-6 * all);
    for (guint i = 0; i < record->rows->len; i++) {
        const struct record_row *row = &g_array_index(record->rows, struct record_row, i);
        if (g_str_equal(row->event->id, "taken")) {
            assert_int_equal(row->fate, FATE_IN_FORCE);
            assert_true(fabs(row->covered_m2 - ab) < 1e-6 * ab);
            assert_true(fabs(row->fate_m2 - (ab - a)) < 1e-6 * ab);
        }
    }
    g_autofree char *fates = fates_of(f, record);
    assert_non_null(strstr(fates, "elsewhere in-force"));
    assert_non_null(strstr(fates, "hoax withdrawn 2000-08-01"));
    assert_non_null(strstr(fates, "fair annotation")); /* of a place in it */
    assert_null(strstr(fates, "peace"));               /* of no place */
}

static void test_record__ground_outside_the_theatre_is_nobodys(void **state)
{
    struct project_fixture *f = *state;

    open_log(f, ROW("start", "..", "all", "ONE") ROW("sea", "2000-02-01", "d", "TWO")
                    ROW("both", "2000-03-01", "abroad", "TWO"));
    g_autoptr(record) outside =
        record_new(f->timeline, project_fixture_region(f, "d"), NULL, day_of(".."));
    g_autofree char *fates = fates_of(f, outside);
    assert_string_equal(fates, "sea outside; both outside");
    assert_true(outside->area_m2 == 0);
    g_autoptr(record) half =
        record_new(f->timeline, project_fixture_region(f, "abroad"), NULL, day_of(".."));
    g_autofree char *half_fates = fates_of(f, half);
    assert_string_equal(half_fates, "start gave-way both 2000-03-01; sea outside; both in-force");
    assert_true(fabs(half->area_m2 - planar_map_area_m2(f->map, project_fixture_region(f, "c"))) <
                1);
}

/* ---- laws, on the shipped project ----------------------------------------------------------- */

/* Every face of a piece is what the piece says, on every change day; pieces share no face. */
static void test_record__pieces_of_every_region_are_its_faces(void **state)
{
    (void)state;
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    size_t count, faces = topology_face_count(planar_map_topology(opened->map));
    const day_number *days = timeline_change_days(opened->timeline, &count);

    for (size_t r = 0; r < opened->sources->project->region_count; r += 3) {
        struct face_set region = *planar_map_region(opened->map, r);
        g_autoptr(record) record = record_new(opened->timeline, region, NULL, DAY_AFTER_ALL);
        size_t found = 0;
        for (guint p = 0; p < record->pieces->len; p++)
            found += face_set_count(g_array_index(record->pieces, struct piece, p).faces);
        assert_int_equal(found, face_set_count(region));
        for (size_t d = 0; d < count; d += 7) {
            g_autoptr(state) now = timeline_state_at(opened->timeline, days[d]);
            for (guint p = 0; p < record->pieces->len; p++) {
                const struct piece *piece = &g_array_index(record->pieces, struct piece, p);
                struct control control = piece_tenure_at(piece, days[d])->control;
                for (size_t f = 0; f < faces; f++)
                    if (face_set_has(piece->faces, (face_id)f))
                        assert_true(control_equal(control, now->controls[f]));
            }
        }
    }
    opened_project_free(opened);
}

/* On every change day one control row is in force at a place, the one that the state names; and
 * every row that covers it is told of once. */
static void test_record__one_row_is_in_force_at_every_place(void **state)
{
    (void)state;
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    const topology *topology = planar_map_topology(opened->map);
    const struct gazetteer *places = opened->sources->places;
    size_t count;
    const day_number *days = timeline_change_days(opened->timeline, &count);

    for (size_t d = 0; d < count; d += 5) {
        g_autoptr(state) now = timeline_state_at(opened->timeline, days[d]);
        for (size_t p = 0; p < places->count; p += 3) {
            struct face_set faces = face_set_new(topology_face_count(topology));
            face_id face = topology_face_at(topology, places->places[p].at);
            face_set_add(faces, face);
            g_autoptr(record) record =
                record_new(opened->timeline, faces, &places->places[p], days[d]);
            int in_force = 0, told = 0, covering = 0;
            for (guint i = 0; i < record->rows->len; i++) {
                const struct record_row *row = &g_array_index(record->rows, struct record_row, i);
                if (row->event->kind != EVENT_CONTROL)
                    continue;
                told++;
                if (row->fate == FATE_IN_FORCE) {
                    in_force++;
                    assert_int_equal(row->row, now->rows[face]);
                }
            }
            for (int32_t i = 0; i < (int32_t)timeline_row_count(opened->timeline); i++) {
                const struct timeline_row *row = timeline_row(opened->timeline, i);
                covering +=
                    row->event->kind == EVENT_CONTROL &&
                    face_set_has(*planar_map_region(opened->map, (size_t)row->region), face);
            }
            assert_int_equal(told, covering);
            assert_int_equal(in_force, now->rows[face] == NONE ? 0 : 1);
            face_set_clear(&faces);
        }
    }
    opened_project_free(opened);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_record__every_row_of_a_place_has_a_fate_on_a_day),
        TEST(test_record__a_row_is_in_force_while_it_passes),
        TEST(test_record__place_rows_are_told_against_each_other),
        TEST(test_record__a_region_falls_into_pieces_that_changed_together),
        TEST(test_record__ground_outside_the_theatre_is_nobodys),
        cmocka_unit_test(test_record__pieces_of_every_region_are_its_faces),
        cmocka_unit_test(test_record__one_row_is_in_force_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
