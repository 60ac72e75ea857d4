#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/places.h"
#include <glib/gstdio.h>
#include <string.h>

#define HEADER "id,lon,lat,kind,rank,country,name_en,name_az,name_hy,also,documents,pin\n"

static struct gazetteer *read_text(const char *rows, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("mapgen-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "places.csv", NULL);
    g_autofree char *text = g_strconcat(HEADER, rows, NULL);

    assert_true(g_file_set_contents(path, text, -1, NULL));
    struct gazetteer *gazetteer = gazetteer_read(path, error);
    g_unlink(path);
    g_rmdir(folder);
    return gazetteer;
}

static struct gazetteer *read_four_places(void)
{
    g_autoptr(GError) error = NULL;
    struct gazetteer *gazetteer =
        read_text("shusha,46.7512,39.7633,city,1,AZE,Shusha,Şuşa,Շուշի,Shushi; Susa;,doc-1,NE\n"
                  "khankendi,46.7511,39.8182,city,1,AZE,Stepanakert / Khankendi,Xankəndi,"
                  "Ստեփանակերտ,,,\"4,-2.5\"\n"
                  "lachin,46.5488,39.6402,town,1,AZE,Lachin,Laçın,Բերձոր,,,\n"
                  "hin-tagher,46.96,39.5,village,3,AZE,Hin Tagher,,Հին Թաղեր,Köhnə Tağlar,,\n",
                  &error);

    assert_null(error);
    return gazetteer;
}

static const char *find_id(const struct gazetteer *gazetteer, const char *word)
{
    const struct place *place = gazetteer_find(gazetteer, word);

    return place == NULL ? "nothing" : place->id;
}

static void test_places__a_row_becomes_a_place(void **state)
{
    g_autoptr(gazetteer) gazetteer = read_four_places();
    const struct place *shusha = &gazetteer->places[0];

    (void)state;
    assert_int_equal(gazetteer->count, 4);
    assert_true(shusha->at.lon == 46.7512 && shusha->at.lat == 39.7633);
    assert_int_equal(shusha->rank, 1);
    assert_string_equal(shusha->kind, "city");
    assert_string_equal(shusha->district, "");
    assert_string_equal(names_in(&shusha->names, "az"), "Şuşa");
    assert_string_equal(shusha->also[0], "Shushi");
    assert_string_equal(shusha->also[1], "Susa");
    assert_null(shusha->also[2]);
    assert_string_equal(shusha->documents[0], "doc-1");
    assert_string_equal(shusha->pin, "NE");
    assert_int_equal(shusha->line, 2);
    assert_string_equal(names_in(&gazetteer->places[3].names, "az"), "Hin Tagher");
}

static void test_places__found_by_id_and_by_any_name(void **state)
{
    g_autoptr(gazetteer) gazetteer = read_four_places();

    (void)state;
    assert_string_equal(find_id(gazetteer, "shusha"), "shusha");
    assert_string_equal(find_id(gazetteer, "Շուշի"), "shusha");
    assert_string_equal(find_id(gazetteer, "Shushi"), "shusha");
    assert_string_equal(find_id(gazetteer, "Stepanakert / Khankendi"), "khankendi");
    assert_string_equal(find_id(gazetteer, "Stepanakert"), "khankendi");
    assert_string_equal(find_id(gazetteer, "Khankendi"), "khankendi");
    assert_string_equal(find_id(gazetteer, "Goris"), "nothing");
    assert_string_equal(find_id(gazetteer, ""), "nothing");
    assert_string_equal(find_id(gazetteer, "-"), "nothing");
    assert_string_equal(find_id(gazetteer, "\xff"), "nothing");
}

static void test_places__case_accents_and_hyphens_do_not_matter(void **state)
{
    g_autoptr(gazetteer) gazetteer = read_four_places();

    (void)state;
    assert_string_equal(find_id(gazetteer, "SUSA"), "shusha");
    assert_string_equal(find_id(gazetteer, "LAÇIN"), "lachin");
    assert_string_equal(find_id(gazetteer, "lacin"), "lachin");
    assert_string_equal(find_id(gazetteer, "Hin-Tagher"), "hin-tagher");
    assert_string_equal(find_id(gazetteer, "kohnə  taglar"), "hin-tagher");
}

static void test_places__first_place_of_a_name_is_found(void **state)
{
    g_autoptr(gazetteer) gazetteer = read_text("b,46,39,village,5,AZE,Aghdam,,,,,\n"
                                               "aghdam,47,40,town,1,AZE,Aghdam,,,,,\n",
                                               NULL);

    (void)state;
    assert_string_equal(find_id(gazetteer, "Aghdam"), "b");
    assert_string_equal(find_id(gazetteer, "aghdam"), "aghdam");
}

static void test_places__nearest_name_is_offered(void **state)
{
    g_autoptr(gazetteer) gazetteer = read_four_places();

    (void)state;
    assert_string_equal(gazetteer_nearest(gazetteer, "Stepankert"), "Stepanakert");
    assert_string_equal(gazetteer_nearest(gazetteer, "hin-tager"), "hin-tagher");
    assert_null(gazetteer_nearest(gazetteer, "Yerevan"));
}

static void assert_wrong(const char *rows, const char *message)
{
    g_autoptr(GError) error = NULL;

    assert_null(read_text(rows, &error));
    assert_string_equal(strstr(error->message, "places.csv"), message);
}

static void test_places__what_is_wrong_is_named(void **state)
{
    (void)state;
    assert_wrong(",46,39,town,1,,A,,,,,\n", "places.csv:2:1: the place has no id");
    assert_wrong("a,46,39,,1,,A,,,,,\n",
                 "places.csv:2:9: 'a' has no kind (city, town, village, site)");
    assert_wrong("a,46,39,town,1,,,,,,,\n",
                 "places.csv:2:1: 'a' has no name; fill one of the name_XX columns, XX being a "
                 "language");
    assert_wrong("a,46,39,town,1,,A,,,,,\nb,181,39,town,1,,B,,,,,\n",
                 "places.csv:3:3: lon '181' is no number of degrees from -180 to 180");
    assert_wrong("a,46,39°N,town,1,,A,,,,,\n",
                 "places.csv:2:6: lat '39°N' is no number of degrees from -90 to 90");
    assert_wrong("a,46,39,town,0,,A,,,,,\n",
                 "places.csv:2:14: rank '0' is no whole number from 1 to 9");
    assert_wrong("a,46,39,town,1,,A,,,,,north\n",
                 "places.csv:2:23: pin 'north' is neither one of N NE E SE S SW W NW nor an offset "
                 "'dx,dy' in points");
    assert_wrong("a,46,39,town,1,,A,,,,,\na,47,39,town,1,,B,,,,,\n",
                 "places.csv:3:1: a second place has the id 'a' of line 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places__a_row_becomes_a_place),
        cmocka_unit_test(test_places__found_by_id_and_by_any_name),
        cmocka_unit_test(test_places__case_accents_and_hyphens_do_not_matter),
        cmocka_unit_test(test_places__first_place_of_a_name_is_found),
        cmocka_unit_test(test_places__nearest_name_is_offered),
        cmocka_unit_test(test_places__what_is_wrong_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
