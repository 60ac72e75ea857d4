/* What tests ask of a report. */
#ifndef TESTS_SUPPORT_FINDINGS_H
#define TESTS_SUPPORT_FINDINGS_H

#include "base/report.h"

/* "no-source start, outside-unit shusha": kind and subject of all findings, in order. The caller's.
 */
static inline char *findings_text(const report *report)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = report_at(report, i);
        g_string_append_printf(text, "%s%s %s", i > 0 ? ", " : "", finding->kind,
                               finding->of != NULL ? finding->of : "-");
    }
    return g_string_free(text, FALSE);
}

#endif
