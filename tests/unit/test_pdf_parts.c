/* Tests of links and language in a PDF, as poppler reads them. */
#include "output/pdf_parts.h"
#include "output/raster.h"
#include "support/scene_fixture.h"
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

/* A line that names two sources, the second of them cut. */
static scene *sourced_scene(fonts *fonts, const char *line)
{
    scene *scene = scene_new(200, 100, PAGE_PX);
    struct scene_about *about = scene_about(scene);
    const char *sources[] = {"The atlas (1990)", "A gazetteer of two lands", "Nowhere to be read",
                             NULL};
    const char *links[] = {"https://atlas.example/a'b?c=d", "https://two.example/\u00e9", "", NULL};
    struct paint text = fixture_text(0, 8, 400);
    about->title = g_strdup("A map");
    about->language = g_strdup("en-GB");
    about->sources = g_strdupv((char **)sources);
    about->source_links = g_strdupv((char **)links);
    fixture_label(scene, fonts, "source", &text, line, (struct pagexy){10, 90}, ANCHOR_START, 0);
    return scene;
}

/* What a program says of the PDF; NULL where it is not installed. The caller's. */
static char *ask(GBytes *file, const char *program, const char *option)
{
    g_autofree char *found = g_find_program_in_path(program);
    if (!found)
        return NULL;
    g_autofree char *folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "map.pdf", NULL);
    g_file_set_contents(path, g_bytes_get_data(file, NULL), (gssize)g_bytes_get_size(file), NULL);
    const char *const command[] = {program, option, path, NULL};
    char *output = NULL;
    g_autofree char *errors = NULL;
    int status = -1;
    assert_true(g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                             &errors, &status, NULL));
    assert_int_equal(status, 0);
    assert_string_equal(errors, "");
    g_remove(path);
    g_rmdir(folder);
    return output;
}

static void assert_links(const char *line, const char *first, const char *second)
{
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = sourced_scene(fonts, line);
    g_autoptr(GBytes) file = raster_encode_pdf(scene, NULL);
    g_autofree char *links = ask(file, "pdfinfo", "-url");
    if (!links)
        skip();
    assert_int_equal(strstr(links, "https://atlas.example/a%27b?c=d") != NULL, first != NULL);
    assert_int_equal(strstr(links, "https://two.example/%C3%A9") != NULL, second != NULL);
}

static void test_pdf_parts__links_lie_over_the_sources_that_are_named(void **state)
{
    (void)state;
    assert_links("Sources: The atlas (1990); Nowhere to be read", "atlas", NULL);
    assert_links("Sources: The atlas (1990); A gazetteer of t\u2026", "atlas", "gazetteer");
    assert_links("Sources: A gaz\u2026", NULL, NULL); /* too little to tell */
    assert_links("Sources: the atlas", NULL, NULL);
}

static void test_pdf_parts__a_reader_learns_the_language_and_shows_the_title(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = sourced_scene(fonts, "Sources: The atlas (1990)");
    g_autoptr(GBytes) file = raster_encode_pdf(scene, NULL);
    gsize size;
    const char *bytes = g_bytes_get_data(file, &size);
    assert_non_null(memmem(bytes, size, "/Lang (en-GB)", strlen("/Lang (en-GB)")));
    assert_non_null(memmem(bytes, size, "/DisplayDocTitle true", strlen("/DisplayDocTitle true")));
    g_autofree char *about = ask(file, "pdfinfo", "-isodates");
    if (!about)
        skip();
    assert_non_null(strstr(about, "Title:           A map\n"));
    assert_non_null(strstr(about, "CreationDate:    1970-01-01T00:00:00Z\n"));
}

/* What is no file of cairo's stays as it is. */
static void test_pdf_parts__an_unknown_file_is_left_alone(void **state)
{
    static const char TEXT[] = "%PDF-1.5\ntrailer\n<< /Root 7 0 R >>\nstartxref\n9\n%%EOF\n";
    (void)state;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_byte_array_append(file, (const guint8 *)TEXT, sizeof TEXT - 1);
    pdf_append_language(file, "en");
    assert_int_equal(file->len, sizeof TEXT - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pdf_parts__links_lie_over_the_sources_that_are_named),
        cmocka_unit_test(test_pdf_parts__a_reader_learns_the_language_and_shows_the_title),
        cmocka_unit_test(test_pdf_parts__an_unknown_file_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
