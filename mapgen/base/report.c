#include "base/report.h"

struct report {
    GPtrArray *findings; /* of struct finding, in the order in which they came */
    GHashTable *seen;    /* "file\nline\nmessage" of each */
};

static void finding_free(gpointer data)
{
    struct finding *finding = data;

    g_free(finding->file);
    g_free(finding->message);
    g_free(finding);
}

struct report *report_new(void)
{
    struct report *report = g_new0(struct report, 1);

    report->findings = g_ptr_array_new_with_free_func(finding_free);
    report->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return report;
}

void report_free(struct report *report)
{
    if (report == NULL)
        return;
    g_ptr_array_unref(report->findings);
    g_hash_table_unref(report->seen);
    g_free(report);
}

void report_add(struct report *report, enum severity severity, const char *file, int line,
                const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    if (report == NULL)
        return;
    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (!g_hash_table_add(report->seen,
                          g_strdup_printf("%s\n%d\n%s", file == NULL ? "" : file, line, message)))
        return;

    struct finding *finding = g_new0(struct finding, 1);
    finding->severity = severity;
    finding->file = g_strdup(file);
    finding->line = line;
    finding->message = g_steal_pointer(&message);
    g_ptr_array_add(report->findings, finding);
}

size_t report_count(const struct report *report)
{
    return report == NULL ? 0 : report->findings->len;
}

const struct finding *report_at(const struct report *report, size_t index)
{
    g_assert(index < report_count(report));
    return g_ptr_array_index(report->findings, index);
}
