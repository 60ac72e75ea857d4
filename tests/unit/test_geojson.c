#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/geojson.h"
#include "support/features_fixture.h"

/* The whole text, by hand after RFC 7946: a box of west, south, east, north; rings closed; the hole
 * behind its shell; the second polygon apart; null where there is nothing. */
static void test_geojson__is_as_the_standard_has_it(void **state)
{
    static const char wanted[] =
        "{\n"
        "  \"type\": \"FeatureCollection\",\n"
        "  \"title\": \"Squares\",\n"
        "  \"credits\": [\"Atlas\"],\n"
        "  \"bbox\": [10, 46, 13, 47],\n"
        "  \"features\": [\n"
        "    {\n"
        "      \"type\": \"Feature\",\n"
        "      \"id\": 1,\n"
        "      \"properties\": {\n"
        "        \"id\": 1,\n"
        "        \"control\": \"A control\",\n"
        "        \"start_date\": \"2020-01-01\",\n"
        "        \"end_date\": null,\n"
        "        \"holder_name\": \"Ä \\\"x\\\"\",\n"
        "        \"sources\": [\"Atlas\", \"Gazette\"],\n"
        "        \"area_km2\": 1234.568,\n"
        "        \"fill-opacity\": 1\n"
        "      },\n"
        "      \"geometry\": {\n"
        "        \"type\": \"MultiPolygon\",\n"
        "        \"coordinates\": [\n"
        "          [\n"
        "            [[10, 46], [11, 46], [11, 47], [10, 47], [10, 46]],\n"
        "            [[10.25, 46.25], [10.25, 46.5], [10.5, 46.5], [10.5, 46.25], [10.25, 46.25]]\n"
        "          ],\n"
        "          [\n"
        "            [[12, 46], [13, 46], [13, 46.1234567], [12, 46]]\n"
        "          ]\n"
        "        ]\n"
        "      }\n"
        "    },\n"
        "    {\n"
        "      \"type\": \"Feature\",\n"
        "      \"id\": 2,\n"
        "      \"properties\": {\n"
        "        \"id\": 2,\n"
        "        \"control\": null,\n"
        "        \"start_date\": null,\n"
        "        \"end_date\": \"2020-01-01\",\n"
        "        \"holder_name\": \"\",\n"
        "        \"sources\": [],\n"
        "        \"area_km2\": null,\n"
        "        \"fill-opacity\": null\n"
        "      },\n"
        "      \"geometry\": {\n"
        "        \"type\": \"MultiPolygon\",\n"
        "        \"coordinates\": [\n"
        "          [\n"
        "            [[10.25, 46.25], [10.5, 46.25], [10.5, 46.5], [10.25, 46.5], [10.25, 46.25]]\n"
        "          ]\n"
        "        ]\n"
        "      }\n"
        "    }\n"
        "  ]\n"
        "}\n";
    (void)state;
    g_autoptr(features) table = features_fixture_new("Ä \"x\"", 18262);
    g_autoptr(GBytes) file = geojson_encode(table);
    g_autofree char *text = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
    assert_string_equal(text, wanted);
}

static void test_geojson__lines_are_open(void **state)
{
    static const struct field fields[] = {{"kind"}, {NULL}};
    static const struct gridpt points[] = {{0, 0}, {DEG(1), 0}, {DEG(1), DEG(-2)}};
    (void)state;
    g_autoptr(features) table = features_new("lines", true, fields);
    features_begin(table);
    features_add_text(table, "front");
    features_add_part(table, points, 3, false);
    g_autoptr(GBytes) file = geojson_encode(table);
    g_autofree char *text = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
    assert_non_null(strstr(text, "\"type\": \"MultiLineString\""));
    assert_non_null(strstr(text, "          [[0, 0], [1, 0], [1, -2]]\n        ]"));
    assert_non_null(strstr(text, "\"bbox\": [0, -2, 1, 0]"));
    assert_null(strstr(text, "\"id\""));
}

static void test_geojson__nothing_has_no_box(void **state)
{
    static const struct field fields[] = {{"kind"}, {NULL}};
    (void)state;
    g_autoptr(features) table = features_new("areas", false, fields);
    g_autoptr(GBytes) file = geojson_encode(table);
    g_autofree char *text = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
    assert_string_equal(text, "{\n  \"type\": \"FeatureCollection\",\n  \"features\": []\n}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geojson__is_as_the_standard_has_it),
        cmocka_unit_test(test_geojson__lines_are_open),
        cmocka_unit_test(test_geojson__nothing_has_no_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
