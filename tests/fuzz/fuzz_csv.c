/* Tables of any bytes, as a table, as an event log and as a gazetteer. The readers take a path: the
 * bytes go to a file in memory (memfd_create), which /proc names. */
#include "input/events.h"
#include "input/places.h"
#include "input/table.h"
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_table(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(table) table = table_read(path, NULL, &error);

    g_assert((table == NULL) == (error != NULL));
    for (size_t row = 0; table != NULL && row < table_row_count(table); row++) {
        g_assert(table_line(table, row) > 0);
        g_assert(row == 0 || table_line(table, row) > table_line(table, row - 1));
        for (int column = 0; table_column_name(table, column) != NULL; column++)
            g_assert(g_utf8_validate(table_field(table, row, column), -1, NULL));
    }
}

static void read_events(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(event_log) log = event_log_read(path, 3, &error);

    g_assert((log == NULL) == (error != NULL));
}

static void read_places(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(gazetteer) gazetteer = gazetteer_read(path, &error);

    g_assert((gazetteer == NULL) == (error != NULL));
    for (size_t i = 0; gazetteer != NULL && i < gazetteer->count; i++)
        g_assert(gazetteer_find(gazetteer, gazetteer->places[i].id) == &gazetteer->places[i]);
    if (gazetteer != NULL)
        gazetteer_nearest(gazetteer, "Stepanakert");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("fuzz.csv", 0);
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);

    if (file >= 0 && write(file, data, size) == (ssize_t)size) {
        read_table(path);
        read_events(path);
        read_places(path);
    }
    if (file >= 0)
        close(file);
    return 0;
}
