/* Findings: what is worth telling about the input without stopping: a sliver that was merged, a
 * polygon that crossed itself and was repaired, an event without a source. Modules add to a report
 * that the caller passes; `check` prints all of it, the other commands print the warnings.
 *
 * Each finding is of a kind, one word that does not change, and is about one thing that has an id:
 * an event, a place, a region, a holder. By these two a project can say why a finding is as it
 * should be (report_explain).
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
    const char *kind;
    const char *of;   /* id of what it is about; NULL: of nothing that has one */
    const char *file; /* NULL when the finding belongs to no file */
    int line;         /* 1-based, 0 unknown */
    const char *message;
    const char *reason; /* why it is as it should be; NULL: nobody has said */
};

typedef struct report report;

struct report *report_new(void);
void report_free(struct report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(report, report_free)

/* Adds a finding: a copy of `finding` with the message. An identical one (file, line, message) is
 * kept once. */
void report_add(struct report *report, struct finding finding, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Explains the findings of a kind about one thing; answers how many there are. */
size_t report_explain(struct report *report, const char *kind, const char *of, const char *reason);

size_t report_count(const struct report *report);
const struct finding *report_at(const struct report *report, size_t index);

#endif
