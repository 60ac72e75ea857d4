#include "base/report.h"

struct report {
    GArray *findings;    /* of struct finding, in the order in which they came */
    GStringChunk *texts; /* of the findings */
    GHashTable *seen;    /* "file\nline\nmessage" of each */
};

/* A text that lives as long as the report. */
static const char *keep(const struct report *report, const char *text)
{
    return text == NULL ? NULL : g_string_chunk_insert_const(report->texts, text);
}

struct report *report_new(void)
{
    struct report *report = g_new0(struct report, 1);

    report->findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
    report->texts = g_string_chunk_new(4096);
    report->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return report;
}

void report_free(struct report *report)
{
    if (report == NULL)
        return;
    g_array_unref(report->findings);
    g_string_chunk_free(report->texts);
    g_hash_table_unref(report->seen);
    g_free(report);
}

void report_add(struct report *report, struct finding finding, const char *format, ...)
{
    va_list arguments;

    if (report == NULL)
        return;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (!g_hash_table_add(report->seen,
                          g_strdup_printf("%s\n%d\n%s", finding.file == NULL ? "" : finding.file,
                                          finding.line, message)))
        return;
    finding.kind = keep(report, finding.kind);
    finding.of = keep(report, finding.of);
    finding.file = keep(report, finding.file);
    finding.message = keep(report, message);
    finding.reason = keep(report, finding.reason);
    g_array_append_val(report->findings, finding);
}

size_t report_explain(struct report *report, const char *kind, const char *of, const char *reason)
{
    size_t count = 0;

    for (guint i = 0; report != NULL && i < report->findings->len; i++) {
        struct finding *finding = &g_array_index(report->findings, struct finding, i);
        if (!g_str_equal(finding->kind, kind) || g_strcmp0(finding->of, of) != 0)
            continue;
        finding->reason = keep(report, reason);
        count++;
    }
    return count;
}

size_t report_count(const struct report *report)
{
    return report == NULL ? 0 : report->findings->len;
}

const struct finding *report_at(const struct report *report, size_t index)
{
    g_assert(index < report_count(report));
    return &g_array_index(report->findings, struct finding, index);
}
