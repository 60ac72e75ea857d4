#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/names.h"
#include "input/table.h"
#include <glib/gstdio.h>
#include <string.h>

/* A file in a folder of its own that holds the bytes of a test. */
struct fixture {
    char *folder, *path;
};

static int make_folder(void **state)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->folder = g_dir_make_tmp("mapgen-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "t.csv", NULL);
    *state = fixture;
    return fixture->folder == NULL;
}

static int drop_folder(void **state)
{
    struct fixture *fixture = *state;

    g_unlink(fixture->path);
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture);
    return 0;
}

static table *read_bytes(void **state, const char *bytes, size_t length, GError **error)
{
    static const char *const required[] = {"id", "name", NULL};
    struct fixture *fixture = *state;

    assert_true(g_file_set_contents(fixture->path, bytes, (gssize)length, NULL));
    return table_read(fixture->path, required, error);
}

static table *read_text(void **state, const char *text)
{
    g_autoptr(GError) error = NULL;
    table *table = read_bytes(state, text, strlen(text), &error);

    assert_null(error);
    assert_non_null(table);
    return table;
}

/* The message after the folder of the file: "t.csv:3: ...". */
static void assert_wrong(void **state, const char *text, const char *message)
{
    g_autoptr(GError) error = NULL;

    assert_null(read_bytes(state, text, strlen(text), &error));
    assert_non_null(error);
    assert_string_equal(strstr(error->message, "t.csv"), message);
}

static const char *field(const table *table, size_t row, const char *column)
{
    return table_field(table, row, table_column(table, column));
}

static void test_table__fields_are_found_by_the_name_of_their_column(void **state)
{
    g_autoptr(table) table = read_text(state, "id,name\nlachin,Laçın\nsus,\n");

    assert_int_equal(table_row_count(table), 2);
    assert_string_equal(field(table, 0, "id"), "lachin");
    assert_string_equal(field(table, 0, "name"), "Laçın");
    assert_string_equal(field(table, 1, "name"), "");
    assert_int_equal(table_column(table, "rank"), -1);
    assert_string_equal(field(table, 1, "rank"), "");
    assert_string_equal(table_column_name(table, 1), "name");
    assert_null(table_column_name(table, 2));
    assert_null(table_column_name(table, -1));
}

static void test_table__quoted_fields_keep_commas_quotes_and_lines(void **state)
{
    g_autoptr(table) table =
        read_text(state, "id,name\na,\"one, \"\"two\"\"\n# three\n\nfour\"\nb, \" five \" \n");

    assert_int_equal(table_row_count(table), 2);
    assert_string_equal(field(table, 0, "name"), "one, \"two\"\n# three\n\nfour");
    assert_string_equal(field(table, 1, "name"), "five");
}

static void test_table__rows_know_their_physical_line(void **state)
{
    g_autoptr(table) table = read_text(state, "# heading\n"       /* 1 */
                                              "\n"                /* 2 */
                                              "id,name\n"         /* 3 */
                                              "a,\"1\r\n2\n3\"\n" /* 4 to 6 */
                                              "  \t\n"            /* 7 */
                                              "# no row,\"\n"     /* 8 */
                                              "b,1\r\n"           /* 9 */
                                              "\r\n"              /* 10 */
                                              "c,2\r"             /* 11 */
                                              "d,3");             /* 12 */
    const int expected[] = {4, 9, 11, 12};

    assert_int_equal(table_row_count(table), 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(table_line(table, i), expected[i]);
    assert_string_equal(field(table, 3, "name"), "3");
}

static void assert_position(const table *table, size_t row, int column, int line, int at)
{
    struct text_position found = table_position(table, row, column);

    assert_int_equal(found.line, line);
    assert_int_equal(found.column, at);
}

/* Columns count letters, not bytes; a quoted field begins behind its quote, an empty one where its
 * comma stands. */
static void test_table__fields_know_where_they_stand(void **state)
{
    g_autoptr(table) table = read_text(state, "\xEF\xBB\xBF"
                                              "id,name,note\n"
                                              "Laçın,  Լաչին,x\n"
                                              "\n"
                                              "\"a, b\",\"one\ntwo\",three\n"
                                              ",,\n");

    assert_position(table, 0, 0, 2, 1);
    assert_position(table, 0, 1, 2, 9);
    assert_position(table, 0, 2, 2, 15);
    assert_position(table, 1, 0, 4, 2);
    assert_position(table, 1, 1, 4, 9);
    assert_position(table, 1, 2, 5, 6);
    assert_position(table, 2, 0, 6, 1);
    assert_position(table, 2, 1, 6, 2);
    assert_position(table, 2, 2, 6, 3);
    assert_position(table, 2, -1, 6, 1);
}

static void test_table__byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    g_autoptr(table) table = read_text(state, "\xEF\xBB\xBFid,name\na,b\n");

    assert_int_equal(table_column(table, "id"), 0);
}

static void test_table__header_alone_is_a_table_without_rows(void **state)
{
    g_autoptr(table) table = read_text(state, "id,name");

    assert_int_equal(table_row_count(table), 0);
}

/* Each of the three writes the same table; the values that hold a separator are quoted. */
static void test_table__fields_stand_between_commas_semicolons_or_tabs(void **state)
{
    static const char *const separators[] = {",", ";", "\t", NULL};

    for (const char *const *separator = separators; *separator != NULL; separator++) {
        g_auto(GStrv) parts =
            g_strsplit("# a, b; c\nid|name|lon\r\na|\"x, y; z\tt\"|\"1.5\"\nb||-2\n", "|", -1);
        g_autofree char *text = g_strjoinv(*separator, parts);
        g_autoptr(table) table = read_text(state, text);
        double lon;

        assert_int_equal(table_row_count(table), 2);
        assert_string_equal(table_column_name(table, 1), "name");
        assert_string_equal(table_field(table, 0, 1), "x, y; z\tt");
        assert_string_equal(table_field(table, 1, 1), "");
        assert_int_equal(table_position(table, 1, 2).line, 4);
        assert_int_equal(table_position(table, 1, 2).column, 4);
        assert_true(table_number(table, 0, 2, &lon));
        assert_true(lon == 1.5);
        assert_true(table_number(table, 1, 2, &lon));
        assert_true(lon == -2);
        assert_false(table_number(table, 1, 1, &lon));
    }
}

static void test_table__a_decimal_comma_is_one_where_no_comma_separates(void **state)
{
    g_autoptr(table) semicolons = read_text(state, "id;name\na;33,364\nb;1,234,5\nc;1.234,5\n");
    g_autoptr(table) commas = read_text(state, "id,name\na,\"33,364\"\n");
    double value;

    assert_true(table_number(semicolons, 0, 1, &value));
    assert_true(value == 33.364);
    assert_false(table_number(semicolons, 1, 1, &value));
    assert_false(table_number(semicolons, 2, 1, &value));
    assert_false(table_number(commas, 0, 1, &value));
}

static void test_table__what_is_wrong_is_named_with_its_line(void **state)
{
    assert_wrong(state, "", "t.csv: the table is empty; its first line names the columns");
    assert_wrong(state, "# only\n\n",
                 "t.csv: the table is empty; its first line names the columns");
    assert_wrong(state, "id\n", "t.csv:1: the header has no column 'name'");
    assert_wrong(state, "id,nmae\n", "t.csv:1: the header has no column 'name'; is it 'nmae'?");
    assert_wrong(state, "id|name\na|b\n",
                 "t.csv:1: the header is one field with bars in it; save the table with commas "
                 "between its fields");
    assert_wrong(state, "id;name\na;b;c\n",
                 "t.csv:2: the row has 3 fields and the header 2; fields with semicolons in them "
                 "stand between double quotes");
    assert_wrong(state, "\nid,name,id\n", "t.csv:2: the header has two columns 'id'");
    assert_wrong(state, "id,,name\n", "t.csv:1: column 2 of the header has no name");
    assert_wrong(state, "id,name\na,b\n\nc\n",
                 "t.csv:4: the row has 1 field and the header 2; fields with commas in them "
                 "stand between double quotes");
    assert_wrong(state, "id,name\na,b,c\n",
                 "t.csv:2: the row has 3 fields and the header 2; fields with commas in them "
                 "stand between double quotes");
    assert_wrong(state, "id,name\na,\"b\nc\nd,e\n",
                 "t.csv:2: a double quote that opens a field is never closed");
    assert_wrong(state, "id,name\na,\"b\nc\" d\n",
                 "t.csv:3:4: a double quote stands inside a field; put the field between double "
                 "quotes and write it twice");
    assert_wrong(state, "id,name\na,b \"c\"\n",
                 "t.csv:2:5: a double quote stands inside a field; put the field between double "
                 "quotes and write it twice");
    assert_wrong(state, "id,name\na,b\nc,La\xE7in\n",
                 "t.csv:3:5: the byte 0xE7 is not valid UTF-8; save the table in that encoding");
}

static void test_table__zero_byte_is_not_text(void **state)
{
    g_autoptr(GError) error = NULL;

    assert_null(read_bytes(state, "id,name\na,\0b\n", 13, &error));
    assert_non_null(strstr(error->message, "t.csv:2:3: the byte 0x00 is not valid UTF-8"));
}

static void test_table__missing_file_is_named(void **state)
{
    g_autoptr(GError) error = NULL;

    (void)state;
    assert_null(table_read("no/such.csv", NULL, &error));
    assert_true(g_str_has_prefix(error->message, "no/such.csv: "));
}

static void test_table__names_fall_back_to_the_first_language(void **state)
{
    struct names names = {0};

    (void)state;
    assert_null(names_in(&names, "en"));
    names_add(&names, "en", "Shusha");
    names_add(&names, "hy", "");
    names_add(&names, "az", "Şuşa");
    assert_int_equal(names.count, 2);
    assert_string_equal(names_in(&names, "az"), "Şuşa");
    assert_string_equal(names_in(&names, "hy"), "Shusha");
    assert_string_equal(names_in(&names, NULL), "Shusha");
    names_clear(&names);
    assert_int_equal(names.count, 0);
    names_clear(&names);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_table__fields_are_found_by_the_name_of_their_column),
        WITH_FOLDER(test_table__quoted_fields_keep_commas_quotes_and_lines),
        WITH_FOLDER(test_table__rows_know_their_physical_line),
        WITH_FOLDER(test_table__fields_know_where_they_stand),
        WITH_FOLDER(test_table__byte_order_mark_is_no_part_of_the_first_name),
        WITH_FOLDER(test_table__header_alone_is_a_table_without_rows),
        WITH_FOLDER(test_table__fields_stand_between_commas_semicolons_or_tabs),
        WITH_FOLDER(test_table__a_decimal_comma_is_one_where_no_comma_separates),
        WITH_FOLDER(test_table__what_is_wrong_is_named_with_its_line),
        WITH_FOLDER(test_table__zero_byte_is_not_text),
        cmocka_unit_test(test_table__missing_file_is_named),
        cmocka_unit_test(test_table__names_fall_back_to_the_first_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
