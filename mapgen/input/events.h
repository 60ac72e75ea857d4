/* The event log as read: rows of the timeline, in file order, dates parsed, names not yet resolved.
 *
 * Columns: id, kind (control, annotation, place), date (EDTF), region, holder, status, other,
 * certainty (high, medium, low, disputed), source_title, source_date, source_side (names of sides,
 * split at ';'), note; optional: place, source_url, reported and withdrawn (EDTF: when the row was
 * first said, and when it was taken back; their latest days count), and caption_XX (words for the
 * caption in language XX, instead of the sentence that is made from the row; "{km2}" in them
 * becomes "about 1,700 km²", "{according}" whose word alone it is, "{side}" the side that says it).
 * Rows that share an id are one event.
 *
 * A row of kind place says who held one place, without saying what ground goes with it: it has a
 * place and no region. */
#ifndef MAPGEN_INPUT_EVENTS_H
#define MAPGEN_INPUT_EVENTS_H

#include "base/date.h"
#include "base/report.h"
#include "input/names.h"
#include "input/table.h"

enum event_kind { EVENT_CONTROL, EVENT_ANNOTATION, EVENT_PLACE };

/* What a holder does there. In the order of a legend. */
enum control_status {
    STATUS_CONTROL,      /* holds it */
    STATUS_PEACEKEEPING, /* a third party's forces beside an administration: `other` is the second
                          * party, "" where the forces are alone (the holder is then theirs) */
    STATUS_ADVANCE,      /* present, not in control */
    STATUS_CONTESTED,    /* between `holder` and `other` */
    STATUS_CLAIMED,      /* claimed by the holder, not confirmed */
    STATUS_TRANSITION,   /* passing from the holder to `other`, on a day that is not known */
    STATUS_UNKNOWN,
    STATUS_COUNT,
};

/* "control", "peacekeeping", ... as in files and CSS classes. */
const char *control_status_name(enum control_status status);
bool control_status_from_name(const char *name, enum control_status *status);

struct event {
    char *id;
    enum event_kind kind;
    char *date_text; /* as written */
    struct edtf date;
    char *region; /* name of a region; "" for an annotation of no region */
    char *holder; /* code, "" for an annotation */
    enum control_status status;
    char *other; /* code of the second party, "" for none */
    char *certainty;
    char *source_title, *source_date, *source_side, *source_url;
    char *note;
    char *place;                    /* gazetteer id or name, "" for none */
    day_number reported, withdrawn; /* DAY_AFTER_ALL: not withdrawn */
    struct names captions;
    int line;
    /* Where these stand in the file, for messages. */
    struct text_position date_at, region_at, holder_at, other_at, place_at;
};

struct event_log {
    char *path;
    struct event *events;
    size_t count;
};
typedef struct event_log event_log;

/* Reads the log. Errors name file, line and column of the table: a date that is not one, a kind,
 * status or certainty that is not known, a control row without region or holder, a place row
 * without place or with a region, a status that needs a second party (contested, transition)
 * without one, a row withdrawn before it was reported. */
struct event_log *event_log_read(const char *path, int approx_days, GError **error);
void event_log_free(struct event_log *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(event_log, event_log_free)

#endif
