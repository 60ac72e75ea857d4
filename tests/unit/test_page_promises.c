/* Promises 2 and 5 on the shipped project, read from the SVG files as anyone would read them.
 *
 * 2: stroked lines are one subpath per chain, the same bytes while they are drawn.
 * 5: simplification moves no place to the other side of a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/svg.h"
#include "support/drawn_maps.h"

#include <stdlib.h>

static int setup(void **state)
{
    struct drawn_maps *maps = drawn_maps_new();
    *state = maps;
    if (maps->opened == NULL)
        return 1;
    drawn_maps_add(maps, "karabakh", "en", 1);
    drawn_maps_add(maps, "corridor", "en", 1);
    drawn_maps_add(maps, "region", "en", 3);
    return 0;
}

static char *encode(const scene *scene)
{
    g_autoptr(GBytes) file = svg_encode(scene, NULL);
    return g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
}

/* The value of an attribute of the element that starts at `tag`; NULL when it has none. */
static char *attribute_of(const char *tag, const char *name)
{
    const char *end = strchr(tag, '>');
    g_autofree char *wanted = g_strdup_printf(" %s=\"", name);
    const char *at = strstr(tag, wanted);
    if (at == NULL || at > end)
        return NULL;
    at += strlen(wanted);
    return g_strndup(at, strcspn(at, "\""));
}

/* ---- path data ------------------------------------------------------------------------------ */

struct subpath {
    size_t first, count; /* into points */
    const char *text;    /* of the path data, from its "m" on */
    size_t length;
};

struct path_data {
    GArray *points;   /* of struct pagept */
    GArray *subpaths; /* of struct subpath */
};

static void path_data_clear(struct path_data *data)
{
    g_array_unref(data->points);
    g_array_unref(data->subpaths);
}

/* How many points a number is, in the group around a tag. */
static double scale_at(const char *svg, const char *tag)
{
    const char *group = g_strrstr_len(svg, tag - svg, "<g");
    g_autofree char *transform = group ? attribute_of(group, "transform") : NULL;
    if (transform == NULL)
        return 1;
    assert_true(g_str_has_prefix(transform, "scale("));
    return g_ascii_strtod(transform + strlen("scale("), NULL);
}

static int32_t read_hundredths(const char **text, double scale)
{
    char *end;
    double value = g_ascii_strtod(*text, &end);
    assert_true(end > *text);
    *text = end;
    return (int32_t)lrint(value * scale * PAGE_UNITS_PER_PT);
}

/* Reads relative path data: m, l, h, v and z, which is all that we write. */
static struct path_data path_data_read(const char *text, double scale)
{
    struct path_data data = {g_array_new(FALSE, FALSE, sizeof(struct pagept)),
                             g_array_new(FALSE, FALSE, sizeof(struct subpath))};
    struct pagept at = {0, 0}, start = {0, 0};
    char command = 'l';
    while (*text != '\0') {
        if (*text == ' ') {
            text++;
            continue;
        }
        const char *from = text;
        if (g_ascii_isalpha(*text))
            command = *text++;
        assert_non_null(strchr("mlhvz", command));
        if (command == 'z') {
            at = start;
            command = 'l';
        } else {
            at.x += command == 'v' ? 0 : read_hundredths(&text, scale);
            at.y += command == 'h' ? 0 : read_hundredths(&text, scale);
            if (command == 'm') {
                struct subpath subpath = {data.points->len, 0, from, 0};
                g_array_append_val(data.subpaths, subpath);
                start = at;
                command = 'l';
            }
            g_array_append_val(data.points, at);
            g_array_index(data.subpaths, struct subpath, data.subpaths->len - 1).count++;
        }
        struct subpath *last =
            &g_array_index(data.subpaths, struct subpath, data.subpaths->len - 1);
        last->length = (size_t)(text - last->text);
    }
    return data;
}

/* ---- promise 2 ------------------------------------------------------------------------------ */

/* Lines that are edges of the planar map, alone or side by side. */
static const char *const edge_classes[] = {
    "contact",        "contact-casing",  "front", "front-casing",
    "country-border", "district-border", "coast", "corridor-outline",
    "past-border",    "changed-outline",
};

static bool is_edge_class(const char *class_list)
{
    for (size_t i = 0; i < G_N_ELEMENTS(edge_classes); i++) {
        size_t length = strlen(edge_classes[i]);
        if (g_str_has_prefix(class_list, edge_classes[i]) &&
            (class_list[length] == '\0' || class_list[length] == ' '))
            return true;
    }
    return false;
}

/* Where a subpath's bytes, but for the way to its start, are kept: under each of its segments,
 * whichever way round, so that no two maps cut a line into different pieces. */
static void remember_subpath(GHashTable *lines, const struct path_data *data,
                             const struct subpath *subpath, const char *what)
{
    const struct pagept *p = &g_array_index(data->points, struct pagept, subpath->first);
    /* The first step is relative to the subpath before: its end is what counts. */
    const char *rest = subpath->text + 1;
    read_hundredths(&rest, 1);
    read_hundredths(&rest, 1);
    g_autofree char *after = g_strndup(rest, (size_t)(subpath->text + subpath->length - rest));
    g_autofree char *bytes = g_strdup_printf("%d %d: %s", p[0].x, p[0].y, g_strstrip(after));
    for (size_t i = 0; i + 1 < subpath->count; i++) {
        bool is_forward = p[i].x < p[i + 1].x || (p[i].x == p[i + 1].x && p[i].y < p[i + 1].y);
        struct pagept a = p[is_forward ? i : i + 1], b = p[is_forward ? i + 1 : i];
        char *segment = g_strdup_printf("%d %d %d %d", a.x, a.y, b.x, b.y);
        const char *known = g_hash_table_lookup(lines, segment);
        if (known != NULL && !g_str_equal(known, bytes))
            fail_msg("%s: the line through %s is\n%s\nand elsewhere\n%s", what, segment, bytes,
                     known);
        g_hash_table_insert(lines, segment, g_strdup(bytes));
    }
}

static void remember_lines(GHashTable *lines, const struct drawn_map *map)
{
    g_autofree char *svg = encode(map->scene);
    size_t found = 0;
    const char *legend = strstr(svg, "-legend\"");
    for (const char *tag = strstr(svg, "<path "); tag != NULL; tag = strstr(tag + 1, "<path ")) {
        g_autofree char *class_list = attribute_of(tag, "class");
        if (class_list == NULL || !is_edge_class(class_list))
            continue;
        /* The swatches of the legend are no lines of the map. */
        if (legend != NULL && tag > legend)
            break;
        g_autofree char *text = attribute_of(tag, "d");
        struct path_data data = path_data_read(text, scale_at(svg, tag));
        for (guint i = 0; i < data.subpaths->len; i++, found++)
            remember_subpath(lines, &data, &g_array_index(data.subpaths, struct subpath, i),
                             map->what);
        path_data_clear(&data);
    }
    assert_true(found > 5);
}

static void test_page_promises__lines_are_the_same_bytes_on_every_map(void **state)
{
    const struct drawn_maps *maps = *state;
    GHashTable *lines = NULL;
    for (guint i = 0; i < maps->maps->len; i++) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        if (i == 0 || map[-1].view != map->view) {
            if (lines != NULL)
                g_hash_table_unref(lines);
            lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        }
        remember_lines(lines, map);
    }
    assert_true(g_hash_table_size(lines) > 500);
    g_hash_table_unref(lines);
}

/* ---- promise 5 ------------------------------------------------------------------------------ */

struct holding {
    struct path_data data;
    char *holder;
};

static void holding_clear(void *data)
{
    path_data_clear(&((struct holding *)data)->data);
    g_free(((struct holding *)data)->holder);
}

/* The areas of a map, by who holds them. */
static GArray *list_holdings(const char *svg)
{
    GArray *holdings = g_array_new(FALSE, FALSE, sizeof(struct holding));
    g_array_set_clear_func(holdings, holding_clear);
    for (const char *tag = strstr(svg, "<path class=\"area "); tag != NULL;
         tag = strstr(tag + 1, "<path class=\"area ")) {
        struct holding holding = {.holder = attribute_of(tag, "data-holder")};
        if (holding.holder == NULL)
            continue;
        g_autofree char *text = attribute_of(tag, "d");
        holding.data = path_data_read(text, scale_at(svg, tag));
        g_array_append_val(holdings, holding);
    }
    return holdings;
}

static bool is_held(const struct path_data *data, struct pagexy at)
{
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (guint i = 0; i < data->subpaths->len; i++)
        g_array_append_val(counts, g_array_index(data->subpaths, struct subpath, i).count);
    return rings_hold((const struct pagept *)(const void *)data->points->data,
                      (const size_t *)(const void *)counts->data, counts->len, at);
}

/* Counts the areas that a symbol lies in; its own has to be the only one. */
static int count_wrong_sides(const GArray *holdings, const char *circle, const char *what)
{
    g_autofree char *place = attribute_of(circle, "data-place");
    g_autofree char *holder = attribute_of(circle, "data-holder");
    g_autofree char *x = attribute_of(circle, "cx"), *y = attribute_of(circle, "cy");
    struct pagexy at = {g_ascii_strtod(x, NULL), g_ascii_strtod(y, NULL)};
    int wrong = 0;
    for (guint i = 0; i < holdings->len; i++) {
        const struct holding *holding = &g_array_index(holdings, struct holding, i);
        if (!is_held(&holding->data, at) || g_strcmp0(holding->holder, holder) == 0)
            continue;
        print_error("%s: %s is held by %s and stands in the area of %s\n", what, place,
                    holder != NULL ? holder : "nobody", holding->holder);
        wrong++;
    }
    return wrong;
}

static void test_page_promises__places_stand_in_their_holder_s_area(void **state)
{
    const struct drawn_maps *maps = *state;
    int wrong = 0, places = 0, held = 0;
    for (guint i = 0; i < maps->maps->len; i++) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        g_autofree char *svg = encode(map->scene);
        g_autoptr(GArray) holdings = list_holdings(svg);
        assert_true(holdings->len > 1);
        for (const char *tag = strstr(svg, "<circle "); tag != NULL;
             tag = strstr(tag + 1, "<circle ")) {
            g_autofree char *place = attribute_of(tag, "data-place");
            g_autofree char *holder = attribute_of(tag, "data-holder");
            if (place == NULL)
                continue;
            places++;
            held += holder != NULL;
            wrong += count_wrong_sides(holdings, tag, map->what);
        }
    }
    assert_true(places > 1000);
    assert_true(held > 1000);
    assert_int_equal(wrong, 0);
}

/* Every place with a holder stands in some area of that holder. */
static void test_page_promises__no_place_stands_in_no_area(void **state)
{
    const struct drawn_maps *maps = *state;
    int wrong = 0;
    for (guint i = 0; i < maps->maps->len; i += 2) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        g_autofree char *svg = encode(map->scene);
        g_autoptr(GArray) holdings = list_holdings(svg);
        for (const char *tag = strstr(svg, "<circle "); tag != NULL;
             tag = strstr(tag + 1, "<circle ")) {
            g_autofree char *place = attribute_of(tag, "data-place");
            g_autofree char *holder = attribute_of(tag, "data-holder");
            g_autofree char *x = attribute_of(tag, "cx"), *y = attribute_of(tag, "cy");
            struct pagexy at = {g_ascii_strtod(x, NULL), g_ascii_strtod(y, NULL)};
            int areas = 0;
            if (place == NULL || holder == NULL)
                continue;
            for (guint h = 0; h < holdings->len; h++) {
                const struct holding *holding = &g_array_index(holdings, struct holding, h);
                areas += g_str_equal(holding->holder, holder) && is_held(&holding->data, at);
            }
            if (areas == 1)
                continue;
            print_error("%s: %s stands in %d areas of %s\n", map->what, place, areas, holder);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_promises__lines_are_the_same_bytes_on_every_map),
        cmocka_unit_test(test_page_promises__places_stand_in_their_holder_s_area),
        cmocka_unit_test(test_page_promises__no_place_stands_in_no_area),
    };
    return cmocka_run_group_tests(tests, setup, drawn_maps_teardown);
}
