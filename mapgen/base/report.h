/* Findings: what is worth telling about the input without stopping: a sliver that was merged, a
 * polygon that crossed itself and was repaired, a letter that no font has. Modules add to a report
 * that the caller passes; `check` prints all of it, the other commands print the warnings.
 *
 * A report may be NULL: then findings are dropped. Not safe across threads. */
#ifndef MAPGEN_BASE_REPORT_H
#define MAPGEN_BASE_REPORT_H

#include <glib.h>

enum severity {
    SEVERITY_NOTE,    /* done as asked, worth knowing: printed by check only */
    SEVERITY_WARNING, /* the map may not be what was meant */
};

struct finding {
    enum severity severity;
    char *file; /* NULL when the finding belongs to no file */
    int line;   /* 1-based, 0 unknown */
    char *message;
};

typedef struct report report;

struct report *report_new(void);
void report_free(struct report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(report, report_free)

/* Adds a finding; an identical one (file, line, message) is kept once. */
void report_add(struct report *report, enum severity severity, const char *file, int line,
                const char *format, ...) G_GNUC_PRINTF(5, 6);

size_t report_count(const struct report *report);
const struct finding *report_at(const struct report *report, size_t index);

#endif
