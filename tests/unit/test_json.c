#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

#include <math.h>

static void test_json__laid_out_and_compact(void **state)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct json json = json_new(out);

    (void)state;
    json_begin(&json, '{', false);
    json_key(&json, "name");
    json_text(&json, "Lachin");
    json_key(&json, "at");
    json_begin(&json, '[', true);
    json_number(&json, 46.5488, 7);
    json_number(&json, 39.64, 7);
    json_end(&json, ']');
    json_key(&json, "parts");
    json_begin(&json, '[', false);
    json_begin(&json, '{', true);
    json_key(&json, "a");
    json_number(&json, 1, 0);
    json_end(&json, '}');
    json_begin(&json, '{', true);
    json_end(&json, '}');
    json_end(&json, ']');
    json_end(&json, '}');
    assert_string_equal(out->str, "{\n"
                                  "  \"name\": \"Lachin\",\n"
                                  "  \"at\": [46.5488, 39.64],\n"
                                  "  \"parts\": [\n"
                                  "    {\"a\": 1},\n"
                                  "    {}\n"
                                  "  ]\n"
                                  "}");
}

static void test_json__empty_containers_stay_on_their_line(void **state)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct json json = json_new(out);

    (void)state;
    json_begin(&json, '[', false);
    json_end(&json, ']');
    assert_string_equal(out->str, "[]");
}

static void test_json__nothing_is_null(void **state)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct json json = json_new(out);

    (void)state;
    json_begin(&json, '[', true);
    json_text(&json, NULL);
    json_number(&json, NAN, 2);
    json_number(&json, INFINITY, 2);
    json_end(&json, ']');
    assert_string_equal(out->str, "[null, null, null]");
}

static void test_json__quotes_and_controls_are_escaped(void **state)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct json json = json_new(out);

    (void)state;
    json_text(&json, "a \"b\" \\ \n\t\x01 Şuşa");
    assert_string_equal(out->str, "\"a \\\"b\\\" \\\\ \\n\\u0009\\u0001 Şuşa\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json__laid_out_and_compact),
        cmocka_unit_test(test_json__empty_containers_stay_on_their_line),
        cmocka_unit_test(test_json__nothing_is_null),
        cmocka_unit_test(test_json__quotes_and_controls_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
