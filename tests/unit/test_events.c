#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/events.h"
#include <glib/gstdio.h>
#include <string.h>

#define HEADER                                                                                     \
    "id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,"      \
    "note,place,caption_en,caption_az\n"

static struct event_log *read_text(const char *rows, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("mapgen-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "timeline.csv", NULL);
    g_autofree char *text = g_strconcat(HEADER, rows, NULL);

    assert_true(g_file_set_contents(path, text, -1, NULL));
    struct event_log *log = event_log_read(path, 3, error);
    g_unlink(path);
    g_rmdir(folder);
    return log;
}

static void test_events__a_control_row_becomes_an_event(void **state)
{
    g_autoptr(event_log) log =
        read_text("lachin,control,2020-12-01,lachin-district - corridor,AZ,control,,high,"
                  "Statement,2020-11-10,third,a note,,Lachin passes,\n",
                  NULL);
    const struct event *event = &log->events[0];

    (void)state;
    assert_int_equal(log->count, 1);
    assert_string_equal(event->id, "lachin");
    assert_int_equal(event->kind, EVENT_CONTROL);
    assert_int_equal(event->status, STATUS_CONTROL);
    assert_string_equal(event->region, "lachin-district - corridor");
    assert_string_equal(event->holder, "AZ");
    assert_string_equal(event->other, "");
    assert_string_equal(event->certainty, "high");
    assert_string_equal(event->source_side, "third");
    assert_string_equal(event->source_url, ""); /* a column that is not there */
    assert_string_equal(event->date_text, "2020-12-01");
    assert_int_equal(event->date.earliest, day_from_civil((struct civil_date){2020, 12, 1}));
    assert_int_equal(event->captions.count, 1);
    assert_string_equal(names_in(&event->captions, "en"), "Lachin passes");
    assert_int_equal(event->line, 2);
}

static void test_events__approximate_dates_are_widened(void **state)
{
    g_autoptr(event_log) log =
        read_text("a,control,1993-10-23~,r,NKR,control,,low,S,,az,,,,\n", NULL);

    (void)state;
    assert_int_equal(log->events[0].date.latest - log->events[0].date.earliest, 6);
    assert_true(log->events[0].date.is_approximate);
}

static void test_events__annotations_need_no_region_and_no_certainty(void **state)
{
    g_autoptr(event_log) log =
        read_text("a,annotation,2023-04-23,,,,,,S,,az,,lachin,Checkpoint,\n", NULL);

    (void)state;
    assert_int_equal(log->events[0].kind, EVENT_ANNOTATION);
    assert_string_equal(log->events[0].place, "lachin");
    assert_string_equal(log->events[0].holder, "");
}

static void test_events__peacekeepers_may_be_alone(void **state)
{
    g_autoptr(event_log) log =
        read_text("a,control,2020-11-10,corridor,RU,peacekeeping,,high,S,,third,,,,\n"
                  "b,control,2020-11-10,zone,NKR,peacekeeping,RU,high,S,,third,,,,\n",
                  NULL);

    (void)state;
    assert_string_equal(log->events[0].other, "");
    assert_string_equal(log->events[1].other, "RU");
}

static void test_events__status_names_go_out_and_back(void **state)
{
    enum control_status status = STATUS_COUNT;

    (void)state;
    for (int i = 0; i < STATUS_COUNT; i++) {
        assert_true(control_status_from_name(control_status_name((enum control_status)i), &status));
        assert_int_equal(status, i);
    }
    assert_string_equal(control_status_name(STATUS_TRANSITION), "transition");
    assert_false(control_status_from_name("occupied", &status));
}

static void assert_wrong(const char *rows, const char *message)
{
    g_autoptr(GError) error = NULL;

    assert_null(read_text(rows, &error));
    assert_string_equal(strstr(error->message, "timeline.csv"), message);
}

static void test_events__what_is_wrong_is_named(void **state)
{
    (void)state;
    assert_wrong(",control,2020,r,AZ,control,,high,S,,az,,,,\n",
                 "timeline.csv:2:1: the row has no id");
    assert_wrong("a,contrl,2020,r,AZ,control,,high,S,,az,,,,\n",
                 "timeline.csv:2:3: kind 'contrl' is not known; did you mean 'control'?");
    assert_wrong("a,,2020,r,AZ,control,,high,S,,az,,,,\n",
                 "timeline.csv:2:3: kind is empty; it is one of control, annotation, place");
    assert_wrong("a,control,1993-13,r,AZ,control,,high,S,,az,,,,\n",
                 "timeline.csv:2:16: date '1993-13': expected a month from 01 to 12, not "
                 "'13'");
    assert_wrong("a,control,2020,,AZ,control,,high,S,,az,,,,\n",
                 "timeline.csv:2:16: the control row has no region");
    assert_wrong(
        "a,control,2020,r,,control,,high,S,,az,,,,\n",
        "timeline.csv:2:18: the control row has no holder; a row that changes nothing is of "
        "kind 'annotation'");
    assert_wrong("a,control,2020,r,AZ,peacekeping,NKR,high,S,,az,,,,\n",
                 "timeline.csv:2:21: status 'peacekeping' is not known; did you mean "
                 "'peacekeeping'?");
    assert_wrong("a,control,2020,r,AZ,occupied,,high,S,,az,,,,\n",
                 "timeline.csv:2:21: status 'occupied' is not known; it is one of control, "
                 "peacekeeping, advance, contested, claimed, transition, unknown");
    assert_wrong(
        "a,control,2020,r,AZ,contested,,high,S,,az,,,,\n",
        "timeline.csv:2:31: status 'contested' needs a second party in the column 'other'");
    assert_wrong("a,control,2020,r,AZ,contested,AZ,high,S,,az,,,,\n",
                 "timeline.csv:2:31: 'AZ' is both holder and other");
    assert_wrong(
        "a,control,2020,r,AZ,control,,sure,S,,az,,,,\n",
        "timeline.csv:2:30: certainty 'sure' is not known; it is one of high, medium, low, "
        "disputed");
    assert_wrong(
        "a,annotation,2020,r,AZ,,,,S,,az,,,,\n",
        "timeline.csv:2:21: the annotation has a holder 'AZ'; a row that changes control is "
        "of kind 'control'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events__a_control_row_becomes_an_event),
        cmocka_unit_test(test_events__approximate_dates_are_widened),
        cmocka_unit_test(test_events__annotations_need_no_region_and_no_certainty),
        cmocka_unit_test(test_events__peacekeepers_may_be_alone),
        cmocka_unit_test(test_events__status_names_go_out_and_back),
        cmocka_unit_test(test_events__what_is_wrong_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
