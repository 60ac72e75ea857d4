#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/geodesic.h"
#include "support/project_fixture.h"
#include <math.h>

/* Most maps here are two squares of a tenth of a degree (8.5 by 11.1 km):
 *
 *     40.1 +---+---+
 *          | A | B |     A in country XX, B in YY
 *     40.0 +---+---+
 *         46.0 .1  .2  */
static const char *const SQUARES[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                                      "B YY: 46.1 40, 46.1 40.1, 46.2 40.1, 46.2 40", NULL};

#define LAYERS                                                                                     \
    "layers:\n"                                                                                    \
    "  districts: {file: districts.shp, partition: true, key: code, country: country}\n"
#define LINES "  lines: {file: lines.shp}\n"
#define REGIONS                                                                                    \
    "regions:\n"                                                                                   \
    "  all: districts\n"                                                                           \
    "  a: districts[code=A]\n"

static bool build(struct project_fixture *f, const char *const *districts, const char *body)
{
    g_autofree char *yaml = g_strconcat(body, PROJECT_FIXTURE_TAIL, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, districts);
    project_fixture_write(f, "project.yaml", yaml);
    return project_fixture_read(f);
}

static void build_ok(struct project_fixture *f, const char *const *districts, const char *body)
{
    if (!build(f, districts, body))
        fail_msg("%s", f->error->message);
    char *why = NULL;
    if (!topology_check(planar_map_topology(f->map), &why))
        fail_msg("%s", why);
}

/* The message after the path of the project file. */
static void assert_refused(struct project_fixture *f, const char *const *districts,
                           const char *body, const char *expected)
{
    if (build(f, districts, body))
        fail_msg("accepted:\n%s", body);
    assert_non_null(f->error);
    g_autofree char *whole = g_strconcat(f->path, expected, NULL);
    assert_string_equal(f->error->message, whole);
}

static void write_lines(const struct project_fixture *f, const char *line)
{
    project_fixture_layer(f, "lines", SHPT_ARC, (const char *const[]){line, NULL});
}

static size_t face_count(const struct project_fixture *f)
{
    return topology_face_count(planar_map_topology(f->map)) - 1;
}

static double region_km2(const struct project_fixture *f, const char *name)
{
    return planar_map_area_m2(f->map, project_fixture_region(f, name)) / 1e6;
}

/* The district that a face belongs to. */
static const char *unit_at(const struct project_fixture *f, double lon, double lat)
{
    int32_t number = planar_map_face_unit(f->map, project_fixture_face(f, lon, lat));
    if (number == NONE)
        return "none";
    const struct unit *unit = planar_map_unit(f->map, number);
    return layer_value(f->sources->layers[unit->layer], unit->feature, 0);
}

static void test_planar_map__faces_know_their_units_and_borders(void **state)
{
    struct project_fixture *f = *state;
    build_ok(f, SQUARES, LAYERS REGIONS);
    assert_int_equal(face_count(f), 2);
    assert_string_equal(unit_at(f, 46.05, 40.05), "A");
    assert_string_equal(unit_at(f, 46.15, 40.05), "B");
    assert_string_equal(unit_at(f, 46.25, 40.05), "none");
    int country_borders = 0;
    for (edge_id e = 0; e < (edge_id)topology_edge_count(planar_map_topology(f->map)); e++) {
        assert_true(planar_map_is_unit_border(f->map, e)); /* the coast too */
        country_borders += planar_map_is_country_border(f->map, e);
        assert_false(planar_map_is_seam(f->map, e));
    }
    assert_int_equal(country_borders, 1);
    assert_int_equal(report_count(f->report), 0);
}

/* Both squares are cut across by a strip, but it is to cut A alone:
 *
 *     +---+---+
 *     | 1 |   |
 *     |---|   |     four faces
 *     | 2 | 4 |
 *     |---|   |
 *     | 3 |   |
 *     +---+---+  */
static void test_planar_map__cutter_is_clipped_to_its_region(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "strip: 45.9 40.05, 46.3 40.05");
    build_ok(f, SQUARES,
             LAYERS LINES
             "cutters:\n"
             "  strip: {buffer: lines, where: \"code=strip\", km: 1, within: a}\n" REGIONS
             "  in: strip\n  out: a - strip\n");
    assert_int_equal(face_count(f), 4);
    assert_string_equal(unit_at(f, 46.05, 40.05), "A");
    assert_true(fabs(region_km2(f, "in") - 2 * 8.54) < 0.03);
    assert_true(fabs(region_km2(f, "in") + region_km2(f, "out") - region_km2(f, "a")) < 1e-9);
    const topology *topology = planar_map_topology(f->map);
    int from_strip = 0;
    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++) {
        if (!planar_map_is_from_cutter(f->map, e, 0))
            continue;
        from_strip++;
        assert_false(planar_map_is_unit_border(f->map, e));
        assert_false(planar_map_is_from_cells(f->map, e));
    }
    assert_int_equal(from_strip, 2);
}

static void test_planar_map__line_divides_and_side_finds_its_part(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "l: 45.9 40.05, 46.3 40.05");
    build_ok(f, SQUARES,
             LAYERS LINES "cutters:\n  line: {layer: lines, within: all}\n" REGIONS
                          "  north: side(all, line, 46.05 40.07)\n"
                          "  northwest: side(a, line, 46.05 40.07)\n");
    assert_int_equal(face_count(f), 4);
    assert_int_equal(face_set_count(project_fixture_region(f, "north")), 2);
    struct face_set northwest = project_fixture_region(f, "northwest");
    assert_int_equal(face_set_count(northwest), 1);
    assert_true(face_set_has(northwest, project_fixture_face(f, 46.05, 40.09)));
}

/* From the west to 46.15: 0.05 degrees, 4269 m, are missing to the east side of B. */
static const char SHORT_LINE[] = "l: 45.9 40.05, 46.123 40.0541, 46.15 40.05";

static void test_planar_map__line_that_ends_inside_is_told_how_far(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, SHORT_LINE);
    assert_false(
        build(f, SQUARES, LAYERS LINES "cutters:\n  line: {layer: lines, within: all}\n" REGIONS));
    g_autofree char *start = g_strdup_printf(
        "%s:5: cutter 'line' ends at 46.15000, 40.05000 inside its region, 4", f->path);
    assert_true(g_str_has_prefix(f->error->message, start));
    double short_m = g_ascii_strtod(f->error->message + strlen(start) - 1, NULL);
    assert_true(short_m > 4269 && short_m < 4360);
    assert_non_null(strstr(f->error->message, "m short of the line ahead; draw it on, or set "
                                              "extend_m to 4"));
}

static void test_planar_map__extend_closes_what_is_short(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, SHORT_LINE);
    build_ok(f, SQUARES,
             LAYERS LINES "cutters:\n  line: {layer: lines, within: all, extend_m: 4400}\n" REGIONS
                          "  north: side(all, line, 46.05 40.09)\n");
    assert_int_equal(face_count(f), 4);
    assert_int_equal(face_set_count(project_fixture_region(f, "north")), 2);
}

/* One stroke from outside into the square, at a slant: its crossing with the border is rounded to
 * the grid, so that the piece inside is no more on the line from end to end. */
static void test_planar_map__single_stroke_that_ends_inside_is_refused(void **state)
{
    struct project_fixture *f = *state;
    const char *const strokes[] = {"l: 45.97 40.0133333, 46.0471234 40.0612347",
                                   "l: 46.0471234 40.0612347, 45.97 40.0133333",
                                   "l: 46.03 39.9, 46.0412345 40.0877777"};
    for (size_t i = 0; i < G_N_ELEMENTS(strokes); i++) {
        write_lines(f, strokes[i]);
        assert_false(build(f, SQUARES,
                           LAYERS LINES "cutters:\n  line: {layer: lines, within: all}\n" REGIONS));
        assert_non_null(strstr(f->error->message, "cutter 'line' ends at 46.04"));
    }
}

/*     40.1 +-------+
 *          |   |m  |     the line l ends where m begins and goes straight on: nothing is short
 *          |   |l  |
 *     40.0 +-------+  */
static void test_planar_map__line_met_by_one_that_goes_straight_on_is_whole(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_layer(
        f, "lines", SHPT_ARC,
        (const char *const[]){"m: 46.05 40.06, 46.05 40.1", "l: 46.05 40, 46.05 40.06", NULL});
    build_ok(f, SQUARES,
             LAYERS LINES "cutters:\n"
                          "  m: {layer: lines, where: \"code=m\", within: a, extend_m: 9000}\n"
                          "  l: {layer: lines, where: \"code=l\", within: a}\n" REGIONS);
    assert_int_equal(face_count(f), 3);
}

static void test_planar_map__line_that_meets_nothing_ahead_is_refused(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "l: 46.05 40.05, 46.06 40.05, 46.05 40.06");
    assert_false(
        build(f, SQUARES, LAYERS LINES "cutters:\n  line: {layer: lines, within: all}\n" REGIONS));
    assert_non_null(strstr(f->error->message, ":5: cutter 'line' ends at 46.05000, 40.05000"));
}

static void test_planar_map__side_must_divide(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "l: 45.9 40.05, 46.1 40.05");
    const char *body = LAYERS LINES "cutters:\n  line: {layer: lines, within: a}\n" REGIONS
                                    "  north: side(all, line, 46.05 40.07)\n";
    assert_refused(f, SQUARES, body,
                   ":9: side(): 'line' does not divide the region: everything is reached from "
                   "46.05 40.07");
}

static void test_planar_map__side_needs_a_point_inside(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "l: 45.9 40.05, 46.3 40.05");
    assert_refused(f, SQUARES,
                   LAYERS LINES "cutters:\n  line: {layer: lines, within: all}\n" REGIONS
                                "  north: side(a, line, 46.15 40.07)\n",
                   ":9: side(): the point 46.15 40.07 is not in the region that is to be divided");
}

/*     +----p-q----+
 *     |    | |    |    0.0001 degrees of longitude are 8.5 m: the strip has room for a circle of
 *     |    | |----|    4.3 m. It shares all its length with the west, and with either part of the
 *     |    | | r  |    east only some.
 *     +----p-q----+  */
static void test_planar_map__sliver_goes_to_the_longer_neighbour_and_is_told(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_layer(f, "lines", SHPT_ARC,
                          (const char *const[]){"p: 46.05 39.9, 46.05 40.2",
                                                "q: 46.0501 39.9, 46.0501 40.2",
                                                "r: 46.0501 40.06, 46.1 40.06", NULL});
    build_ok(f, SQUARES,
             LAYERS LINES "cutters:\n  cuts: {layer: lines, within: a}\n" REGIONS
                          "  west: side(a, cuts, 46.02 40.05)\n");
    assert_int_equal(face_count(f), 4);
    assert_int_equal(project_fixture_face(f, 46.05005, 40.05),
                     project_fixture_face(f, 46.02, 40.05));
    const struct finding *finding = report_at(f->report, 0);
    assert_int_equal(finding->severity, SEVERITY_NOTE);
    assert_true(g_str_has_prefix(finding->message, "a sliver of 9.4"));
    assert_true(
        g_str_has_suffix(finding->message, " between districts, cuts goes to its neighbour"));
    assert_int_equal(report_count(f->report), 1);

    assert_int_equal(face_set_count(project_fixture_region(f, "west")), 1);
}

/* The same strip with a village in it. */
static void test_planar_map__sliver_that_holds_a_place_stays(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_layer(
        f, "lines", SHPT_ARC,
        (const char *const[]){"p: 46.05 39.9, 46.05 40.2", "q: 46.0501 39.9, 46.0501 40.2", NULL});
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES "v,46.05005,40.02,village,3,V\n");
    build_ok(f, SQUARES, LAYERS LINES "cutters:\n  cuts: {layer: lines, within: a}\n" REGIONS);
    assert_int_equal(face_count(f), 4);
    assert_int_equal(report_count(f->report), 0);
}

/* A district 8.5 m wide between two others: narrow, but the data's own. */
static void test_planar_map__narrow_unit_stays(void **state)
{
    struct project_fixture *f = *state;
    const char *const narrow[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                                  "N XX: 46.1 40, 46.1 40.1, 46.1001 40.1, 46.1001 40",
                                  "B YY: 46.1001 40, 46.1001 40.1, 46.2 40.1, 46.2 40", NULL};
    build_ok(f, narrow, LAYERS REGIONS);
    assert_int_equal(face_count(f), 3);
    assert_string_equal(unit_at(f, 46.10005, 40.05), "N");
    assert_int_equal(report_count(f->report), 0);
}

/*     +---+---+
 *     |   ||  |     cut 5 m beside the border of the countries: what is left beside it belongs
 *     |   ||  |     to the rest of B and not to A, though the border is as long
 *     +---+---+  */
static void test_planar_map__sliver_stays_within_its_country(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "l: 46.10006 39.9, 46.10006 40.2");
    build_ok(f, SQUARES, LAYERS LINES "cutters:\n  line: {layer: lines, within: all}\n" REGIONS);
    assert_int_equal(face_count(f), 2);
    assert_string_equal(unit_at(f, 46.10003, 40.05), "B");
    assert_non_null(project_fixture_finding(f, "a sliver of "));
    /* The border inherits the line, which so still runs. */
    const topology *topology = planar_map_topology(f->map);
    int borders = 0;
    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++)
        borders +=
            planar_map_is_country_border(f->map, e) && planar_map_is_from_cutter(f->map, e, 0);
    assert_int_equal(borders, 1);
}

/* B begins 8.5 m east of where A ends, but for both ends of the border. */
static void test_planar_map__gap_between_neighbours_is_closed(void **state)
{
    struct project_fixture *f = *state;
    const char *const gap[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                               "B YY: 46.1 40, 46.1001 40.01, 46.1001 40.09, 46.1 40.1, 46.2 40.1, "
                               "46.2 40",
                               NULL};
    build_ok(f, gap, LAYERS REGIONS);
    assert_int_equal(face_count(f), 2);
    assert_string_not_equal(unit_at(f, 46.10005, 40.05), "none");
    assert_non_null(project_fixture_finding(f, "a sliver of "));
}

static const char *const OVERLAPPING[] = {"A XX: 46 40, 46 40.1, 46.12 40.1, 46.12 40",
                                          "B YY: 46.1 40, 46.1 40.1, 46.2 40.1, 46.2 40", NULL};

static void test_planar_map__overlap_names_both_features(void **state)
{
    struct project_fixture *f = *state;
    assert_false(build(f, OVERLAPPING, LAYERS REGIONS));
    const char *message = f->error->message;
    assert_non_null(strstr(message, "districts.shp: record"));
    assert_non_null(strstr(message, "(A) and "));
    assert_non_null(strstr(message, "(B) overlap by 18.9"));
    assert_non_null(strstr(message, " km² around 46.11000, 40.0"));
}

static void test_planar_map__layers_may_overlap_and_the_first_has_the_face(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_layer(
        f, "oblast", SHPT_POLYGON,
        (const char *const[]){"O ZZ: 46.05 40, 46.05 40.1, 46.3 40.1, 46.3 40", NULL});
    build_ok(f, SQUARES,
             LAYERS "  oblast: {file: oblast.shp, partition: true, country: country}\n" REGIONS
                    "  beyond: oblast\n");
    assert_int_equal(face_count(f), 4);
    assert_string_equal(unit_at(f, 46.07, 40.05), "A");
    assert_string_equal(unit_at(f, 46.25, 40.05), "O");
    assert_int_equal(face_set_count(project_fixture_region(f, "beyond")), 1);
}

/*     40.1 +       +         a bow tie: the corners in the wrong order
 *          | \   / |
 *          |   x   |
 *          | /   \ |
 *     40.0 +       +  */
static void test_planar_map__bow_tie_is_mended_and_told(void **state)
{
    struct project_fixture *f = *state;
    const char *const tie[] = {"A XX: 46 40, 46.1 40.1, 46.1 40, 46 40.1", NULL};
    build_ok(f, tie, LAYERS "regions:\n  all: districts\n");
    assert_int_equal(face_count(f), 2);
    assert_string_equal(unit_at(f, 46.01, 40.05), "A");
    assert_string_equal(unit_at(f, 46.09, 40.05), "A");
    assert_string_equal(unit_at(f, 46.05, 40.09), "none");
    const struct finding *finding = project_fixture_finding(f, "(A) crosses itself near 46.05000");
    assert_non_null(finding);
    assert_int_equal(finding->severity, SEVERITY_WARNING);
}

static void test_planar_map__region_that_holds_no_face_is_refused(void **state)
{
    assert_refused(*state, SQUARES, LAYERS REGIONS "  none: a - districts\n",
                   ":6: region 'none' holds no face: a - districts");
}

static void test_planar_map__region_that_needs_itself_is_refused(void **state)
{
    struct project_fixture *f = *state;
    assert_refused(f, SQUARES, LAYERS REGIONS "  p: a + q\n  q: r\n  r: p\n",
                   ":7: region 'q' needs itself");
    assert_refused(f, SQUARES, LAYERS REGIONS "  p: p\n", ":6: region 'p' needs itself");
}

/* The cells of places are those of the theatre, which so cannot be made of them. */
static void test_planar_map__theatre_of_its_own_cells_is_refused(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES "v,46.05,40.02,village,3,V\n");
    assert_refused(f, SQUARES, LAYERS "regions:\n  all: cell(v)\n",
                   ":4: region 'all' needs itself");
    assert_refused(f, SQUARES, LAYERS "regions:\n  all: districts - v\n  v: cell(v)\n",
                   ":5: region 'v' needs itself");
}

static void test_planar_map__missing_theatre_is_named(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES "v,46.05,40.02,village,3,V\n");
    assert_refused(f, SQUARES, LAYERS "regions:\n  some: districts\n",
                   ": theatre: no region called 'all'");
    assert_refused(f, SQUARES, LAYERS "regions:\n  some: cell(v)\n",
                   ": theatre: no region called 'all'");
}

static void test_planar_map__unknown_names_are_answered_with_the_nearest(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "line: 45.9 40.05, 46.3 40.05");
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "shusha,46.05,40,town,3,Shusha\n");
    const char *const cases[][2] = {
        {"  x: a + district\n",
         ":6: no region, cutter or partition layer called 'district'; did you mean 'districts'?"},
        {"  x: a + zzz\n", ":6: no region, cutter or partition layer called 'zzz'"},
        {"  x: distrikts[code=A]\n", ":6: no partition layer called 'distrikts'"},
        {"  x: districts[cod=A]\n",
         ":6: layer 'districts' has no field 'cod'; did you mean 'code'?"},
        {"  x: districts[code=Z]\n", ":6: no feature of layer 'districts' has code=Z"},
        {"  x: cell(shush)\n", ":6: no place called 'shush'; did you mean 'shusha'?"},
        {"  x: side(a, line, 46 40)\n", ":6: side(): no cutter called 'line'"},
        {"  x: a +\n",
         ":6: region 'x': column 3: expected an operator between blanks (&, +, -) or the end"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *body = g_strconcat(LAYERS REGIONS, cases[i][0], NULL);
        assert_refused(f, SQUARES, body, cases[i][1]);
    }
}

static void test_planar_map__cutters_are_refused_with_their_line(void **state)
{
    struct project_fixture *f = *state;
    write_lines(f, "line: 45.9 40.05, 46.3 40.05");
    const char *const cases[][2] = {
        {"  c: {layer: lins, within: all}\n",
         ":5: cutter 'c' names layer 'lins', which is not among the layers"},
        {"  c: {layer: lines, where: \"code=x\", within: all}\n",
         ":5: no feature of layer 'lines' has code=x"},
        {"  c: {layer: lines, within: al}\n",
         ":5: no region, cutter or partition layer called 'al'"},
        {"  c: {layer: lines, within: c}\n",
         ":5: cutter 'c' is used before it is cut; put it further up"},
        {"  c: {layer: lines, within: d}\n  d: {layer: districts, within: all}\n",
         ":5: cutter 'd' is used before it is cut; put it further up"},
        {"  d: {layer: lines, within: all}\n  c: {layer: lines, within: d}\n",
         ":6: cutter 'd' is a line and has no faces; say side(REGION, d, LON LAT)"},
        {"  c: {buffer: place, where: \"id = nowhere\", km: 1, within: all}\n",
         ":5: no place called 'nowhere'"},
        {"  c: {buffer: place, where: \"code = x\", km: 1, within: all}\n",
         ":5: places are chosen by id, not by 'code'"},
        {"  c: {buffer: place, km: 1, within: all}\n",
         ":5: cutter 'c' says no place; add where: \"id = ...\""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *body = g_strconcat(LAYERS LINES "cutters:\n", cases[i][0], REGIONS, NULL);
        assert_refused(f, SQUARES, body, cases[i][1]);
    }
}

/* For points all over the region: the face's cell is that of the place that is nearest, unless the
 * two nearest are as good as equally far. */
static void test_planar_map__cells_are_of_the_nearest_place(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "p,46.02,40.03,village,3,P\n"
                                                 "q,46.08,40.06,town,3,Q\n"
                                                 "r,46.17,40.02,city,3,R\n"
                                                 "s,46.14,40.09,village,3,S\n"
                                                 "hill,46.05,40.05,site,3,Hill\n"
                                                 "far,47,40.05,village,3,Far\n");
    build_ok(f, SQUARES,
             LAYERS REGIONS "  c-p: cell(p)\n  c-q: cell(q)\n  c-r: cell(r)\n  c-s: cell(s)\n"
                            "  ps: cells(all, p s)\n  a-q: cells(a, q)\n");
    const struct lonlat sites[] = {{46.02, 40.03}, {46.08, 40.06}, {46.17, 40.02}, {46.14, 40.09}};
    const char *const names[] = {"c-p", "c-q", "c-r", "c-s"};
    for (int i = 0; i < 400; i++) {
        struct lonlat at = {46.005 + i % 20 * 0.01, 40.0025 + i / 20 * 0.005};
        double distances[4], least = INFINITY, second = INFINITY;
        int nearest = 0;
        for (int s = 0; s < 4; s++) {
            distances[s] = geodesic_distance_m(at, sites[s]);
            if (distances[s] < least) {
                second = least;
                least = distances[s];
                nearest = s;
            } else {
                second = fmin(second, distances[s]);
            }
        }
        if (second - least < 3)
            continue;
        for (int s = 0; s < 4; s++)
            assert_int_equal(face_set_has(project_fixture_region(f, names[s]),
                                          project_fixture_face(f, at.lon, at.lat)),
                             s == nearest);
    }
    assert_true(fabs(region_km2(f, "ps") - region_km2(f, "c-p") - region_km2(f, "c-s")) < 1e-6);
    /* Within A there are p and q alone. */
    assert_true(region_km2(f, "a-q") > region_km2(f, "c-q") * 0.5);
    struct face_set a = project_fixture_region(f, "a"), a_q = project_fixture_region(f, "a-q");
    for (size_t w = 0; w < a.word_count; w++)
        assert_true((a_q.words[w] & ~a.words[w]) == 0);
}

static void test_planar_map__cell_of_the_only_place_is_everything(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES "v,46.05,40.02,village,3,V\n");
    build_ok(f, SQUARES, LAYERS REGIONS "  c: cell(v)\n");
    assert_true(fabs(region_km2(f, "c") - region_km2(f, "all")) < 1e-9);
}

static void test_planar_map__two_places_at_one_spot_do_not_stop_it(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "v,46.05,40.02,village,3,V\n"
                                                 "w,46.05,40.02,village,3,W\n");
    build_ok(f, SQUARES, LAYERS REGIONS "  c: cell(v w)\n");
    assert_true(fabs(region_km2(f, "c") - region_km2(f, "all")) < 1e-9);
}

/* A cutter within what an earlier one made. */
static void test_planar_map__cutters_follow_each_other(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES "v,46.05,40.05,village,3,V\n");
    write_lines(f, "l: 45.9 40.051, 46.3 40.051");
    build_ok(f, SQUARES,
             LAYERS LINES "cutters:\n"
                          "  disc: {buffer: place, where: \"id = v\", km: 2, within: all}\n"
                          "  line: {layer: lines, within: disc}\n" REGIONS
                          "  upper: side(disc, line, 46.05 40.06)\n  whole: disc\n");
    assert_int_equal(face_count(f), 4); /* A less the disc, two halves, B */
    assert_true(fabs(region_km2(f, "whole") - G_PI * 4) < 0.03);
    assert_true(region_km2(f, "upper") < G_PI * 2 && region_km2(f, "upper") > G_PI * 2 - 0.5);
}

/* Area of a shapefile's rings, by the same geodesic but not by the planar map. */
static double polygon_m2(const struct layer *layer, size_t feature)
{
    double area = 0;
    const struct layer_feature *from = &layer->features[feature];
    for (size_t p = 0; p < from->part_count; p++) {
        const struct layer_part *part = &layer->parts[from->first_part + p];
        g_autofree struct gridpt *ring = g_new(struct gridpt, part->count + 1);
        for (size_t i = 0; i <= part->count; i++)
            ring[i] = gridpt_from_lonlat(layer->points[part->first + i % part->count]);
        area += geodesic_chain_area_m2(ring, part->count + 1);
    }
    return fabs(area);
}

/* A polygon with nine points more on every side, so that sides are about a kilometre long: where a
 * side is cut, its two halves are straight in degrees and not along its geodesic, which costs 11 m²
 * of area at a kilometre, and 11,000 at ten. */
static char *dense(const char *feature)
{
    g_auto(GStrv) halves = g_strsplit(feature, ":", 2);
    g_auto(GStrv) rings = g_strsplit(halves[1], "/", -1);
    g_autoptr(GString) text = g_string_new(halves[0]);
    for (int r = 0; rings[r] != NULL; r++) {
        g_auto(GStrv) points = g_strsplit(rings[r], ",", -1);
        guint count = g_strv_length(points);
        for (guint i = 0; i < count; i++) {
            char *rest;
            double x = g_ascii_strtod(points[i], &rest), y = g_ascii_strtod(rest, NULL);
            double to_x = g_ascii_strtod(points[(i + 1) % count], &rest);
            double to_y = g_ascii_strtod(rest, NULL);
            for (int k = 0; k < 10; k++)
                g_string_append_printf(text, "%s %.9f %.9f",
                                       i + (guint)k ? ","
                                       : r          ? " /"
                                                    : ":",
                                       x + k * (to_x - x) / 10, y + k * (to_y - y) / 10);
        }
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Cells of one region are cut once, however many expressions take of them: no sliver lies between
 * two cuts, and what they take are the parts of what all take together. */
static void test_planar_map__cells_of_one_region_are_cut_once(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "p,46.02,40.03,village,3,P\n"
                                                 "q,46.08,40.06,town,3,Q\n"
                                                 "r,46.17,40.02,city,3,R\n"
                                                 "s,46.14,40.09,village,3,S\n");
    build_ok(f, SQUARES, LAYERS REGIONS "  pq: cells(all, p q)\n");
    size_t faces = topology_face_count(planar_map_topology(f->map));
    size_t edges = topology_edge_count(planar_map_topology(f->map));
    build_ok(f, SQUARES,
             LAYERS REGIONS "  p-cell: cells(all, p)\n  q-cell: cells(all, q)\n"
                            "  rs: cells(all, r s)\n  sum: p-cell + q-cell + rs\n");
    assert_int_equal(topology_face_count(planar_map_topology(f->map)), faces);
    assert_int_equal(topology_edge_count(planar_map_topology(f->map)), edges);
    struct face_set all = project_fixture_region(f, "all"), sum = project_fixture_region(f, "sum");
    assert_int_equal(face_set_count(sum), face_set_count(all));
    assert_int_equal(face_set_count(project_fixture_region(f, "p-cell")) +
                         face_set_count(project_fixture_region(f, "q-cell")) +
                         face_set_count(project_fixture_region(f, "rs")),
                     face_set_count(all));
}

/* Districts with a hole and an island in it, cut up by a line, a disc and cells: the faces' areas
 * are still those of the polygons. */
static void test_planar_map__areas_are_those_of_the_polygons(void **state)
{
    struct project_fixture *f = *state;
    g_autofree char *a =
        dense("A XX: 46 40, 46.01 40.1, 46.1 40.11, 46.1 40 / 46.03 40.03, 46.07 40.03, "
              "46.07 40.07, 46.03 40.07");
    g_autofree char *b = dense("B YY: 46.1 40, 46.1 40.11, 46.23 40.1, 46.2 40.02 / 46.04 40.04, "
                               "46.04 40.06, 46.06 40.05");
    const char *const districts[] = {a, b, NULL};
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "v,46.05,40.051,village,3,V\n"
                                                 "w,46.15,40.03,village,3,W\n");
    write_lines(f, "l: 45.9 40.051, 46.12 40.08, 46.3 40.051");
    build_ok(f, districts,
             LAYERS LINES "cutters:\n"
                          "  line: {layer: lines, within: all}\n"
                          "  disc: {buffer: place, where: \"id = w\", km: 2, within: all}\n"
                          "regions:\n  all: districts\n  a: districts[code=A]\n"
                          "  b: districts[code=B]\n  c: cell(v)\n");
    const struct layer *layer = f->sources->layers[0];
    const char *const names[] = {"a", "b"};
    double sum = 0;
    for (size_t i = 0; i < 2; i++) {
        double read = polygon_m2(layer, i), built = region_km2(f, names[i]) * 1e6;
        if (fabs(built - read) > 1e-6 * read)
            fail_msg("%s: %.3f m² instead of %.3f", names[i], built, read);
        sum += built;
    }
    assert_true(fabs(region_km2(f, "all") * 1e6 - sum) < 1);
    planar_map_check_areas(f->map, f->report);
    assert_null(project_fixture_finding(f, "in the planar map"));
}

/* Both rings run the same way, as careless writers have them: the hole is a hole all the same, and
 * no area is lost or gained by it. */
static void test_planar_map__check_takes_holes_of_any_direction(void **state)
{
    struct project_fixture *f = *state;
    const char *const districts[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40 / 46.02 40.02, "
                                     "46.02 40.08, 46.08 40.08, 46.08 40.02",
                                     NULL};
    build_ok(f, districts, LAYERS "regions:\n  all: districts\n");
    assert_true(fabs(region_km2(f, "all") - 94.8 * 0.64) < 0.3);
    planar_map_check_areas(f->map, f->report);
    assert_int_equal(report_count(f->report), 0);
}

static void test_planar_map__check_tells_what_a_unit_gains(void **state)
{
    struct project_fixture *f = *state;
    const char *const gap[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                               "B YY: 46.1 40, 46.1001 40.01, 46.1001 40.09, 46.1 40.1, 46.2 40.1, "
                               "46.2 40",
                               NULL};
    build_ok(f, gap, LAYERS REGIONS);
    planar_map_check_areas(f->map, f->report);
    assert_non_null(project_fixture_finding(f, " gains 0.08")); /* 8.5 m by 10 km */
    assert_null(project_fixture_finding(f, " loses "));
}

/* ---- the ends of the world ------------------------------------------------------------------ */

/* A ring from 180° W to 180° E along a parallel, in steps of `step` degrees, and around by the
 * pole: Antarctica's shape in most files. */
static char *zone(const char *code, double lat, double pole)
{
    g_autoptr(GString) text = g_string_new(code);
    g_string_append_printf(text, ": -180 %g", pole);
    for (int i = 0; i <= 3600; i++)
        g_string_append_printf(text, ", %.1f %g", i / 10.0 - 180, lat);
    g_string_append_printf(text, ", 180 %g", pole);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Area of the ellipsoid between a parallel and its pole: 2π a² (1 - e²) ∫ cos φ / (1 - e² sin² φ)²
 * (Snyder, "Map projections: a working manual", 1987, equation 3-11). */
static double zone_m2(double lat_deg)
{
    double e2 = 0.00669437999014132, e = sqrt(e2), a = 6378137, q[2];
    double sines[] = {sin(fabs(lat_deg) * G_PI / 180), 1};
    for (int i = 0; i < 2; i++)
        q[i] = (1 - e2) * (sines[i] / (1 - e2 * sines[i] * sines[i]) +
                           log((1 + e * sines[i]) / (1 - e * sines[i])) / (2 * e));
    return G_PI * a * a * (q[1] - q[0]);
}

static void test_planar_map__zone_around_a_pole_has_its_area(void **state)
{
    struct project_fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        double lat = i ? 60 : -60;
        g_autofree char *ring = zone("A XX", lat, i ? 90 : -90);
        build_ok(f, (const char *const[]){ring, NULL}, LAYERS "regions:\n  all: districts\n");
        assert_int_equal(face_count(f), 1);
        assert_string_equal(unit_at(f, 12.3, 1.3 * lat), "A");
        double area = region_km2(f, "all") * 1e6, expected = zone_m2(lat);
        if (fabs(area - expected) > 1e-6 * expected) /* chords of the parallel: 4e-7 */
            fail_msg("%.0f m² instead of %.0f", area, expected);
    }
}

static size_t edge_points(const struct project_fixture *f, bool is_seam)
{
    const topology *topology = planar_map_topology(f->map);
    size_t count = 0;
    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++)
        if (planar_map_is_seam(f->map, e) == is_seam)
            count += topology_edge(topology, e)->count;
    return count;
}

/* The way around by the pole is seam, the parallel is coast. */
static void test_planar_map__way_around_the_pole_is_seam(void **state)
{
    struct project_fixture *f = *state;
    g_autofree char *ring = zone("A XX", -60, -90);
    build_ok(f, (const char *const[]){ring, NULL}, LAYERS "regions:\n  all: districts\n");
    assert_int_equal(edge_points(f, false), 3601);
    assert_int_equal(edge_points(f, true), 4);
}

/* A country on both sides of 180°, in two parts; and one that only touches it at a corner. */
static void test_planar_map__side_at_180_is_seam_and_the_rest_is_not(void **state)
{
    struct project_fixture *f = *state;
    const char *const districts[] = {
        "A XX: 179 60, 179 61, 180 61, 180 60 / -180 60, -180 61, -179 61, -179 60",
        "B YY: 179 50, 179 51, 180 50.5", NULL};
    build_ok(f, districts, LAYERS REGIONS);
    assert_int_equal(face_count(f), 3);
    assert_int_equal(face_set_count(project_fixture_region(f, "a")), 2);
    assert_int_equal(edge_points(f, true), 4);          /* two edges of two points */
    assert_int_equal(edge_points(f, false), 4 + 4 + 4); /* two open, one closed */
    /* 1 by 1 degree at 60.5° N, twice */
    double one = 111.4 * 55.0;
    assert_true(fabs(region_km2(f, "a") - 2 * one) < 0.01 * one);
}

#define test(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_planar_map__##name, project_fixture_setup,                \
                                    project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(faces_know_their_units_and_borders),
        test(cutter_is_clipped_to_its_region),
        test(line_divides_and_side_finds_its_part),
        test(line_that_ends_inside_is_told_how_far),
        test(extend_closes_what_is_short),
        test(single_stroke_that_ends_inside_is_refused),
        test(line_met_by_one_that_goes_straight_on_is_whole),
        test(line_that_meets_nothing_ahead_is_refused),
        test(side_must_divide),
        test(side_needs_a_point_inside),
        test(sliver_goes_to_the_longer_neighbour_and_is_told),
        test(sliver_that_holds_a_place_stays),
        test(narrow_unit_stays),
        test(sliver_stays_within_its_country),
        test(gap_between_neighbours_is_closed),
        test(overlap_names_both_features),
        test(layers_may_overlap_and_the_first_has_the_face),
        test(bow_tie_is_mended_and_told),
        test(region_that_holds_no_face_is_refused),
        test(region_that_needs_itself_is_refused),
        test(theatre_of_its_own_cells_is_refused),
        test(missing_theatre_is_named),
        test(unknown_names_are_answered_with_the_nearest),
        test(cutters_are_refused_with_their_line),
        test(cells_are_of_the_nearest_place),
        test(cells_of_one_region_are_cut_once),
        test(cell_of_the_only_place_is_everything),
        test(two_places_at_one_spot_do_not_stop_it),
        test(cutters_follow_each_other),
        test(areas_are_those_of_the_polygons),
        test(check_takes_holes_of_any_direction),
        test(check_tells_what_a_unit_gains),
        test(zone_around_a_pole_has_its_area),
        test(way_around_the_pole_is_seam),
        test(side_at_180_is_seam_and_the_rest_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
