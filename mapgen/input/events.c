#include "input/events.h"

#include "base/error.h"
#include <string.h>

/* In the order of the enums. */
static const char *const kinds[] = {"control", "annotation", "place", NULL};
static const char *const statuses[] = {"control", "peacekeeping", "advance", "contested",
                                       "claimed", "transition",   "unknown", NULL};
static const char *const certainties[] = {"high", "medium", "low", "disputed", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(statuses) == STATUS_COUNT + 1);

/* The columns of an event log; -1 for one that is not there. */
struct columns {
    int id, kind, date, region, holder, status, other, certainty;
    int source_title, source_date, source_side, source_url, note, place;
    int reported, withdrawn;
};

/* A row that is being read. */
struct row {
    const table *table;
    size_t number;
    const struct columns *columns;
};

static struct columns find_columns(const table *table)
{
    return (struct columns){
        .id = table_column(table, "id"),
        .kind = table_column(table, "kind"),
        .date = table_column(table, "date"),
        .region = table_column(table, "region"),
        .holder = table_column(table, "holder"),
        .status = table_column(table, "status"),
        .other = table_column(table, "other"),
        .certainty = table_column(table, "certainty"),
        .source_title = table_column(table, "source_title"),
        .source_date = table_column(table, "source_date"),
        .source_side = table_column(table, "source_side"),
        .source_url = table_column(table, "source_url"),
        .note = table_column(table, "note"),
        .place = table_column(table, "place"),
        .reported = table_column(table, "reported"),
        .withdrawn = table_column(table, "withdrawn"),
    };
}

static const char *field(const struct row *row, int column)
{
    return table_field(row->table, row->number, column);
}

/* Fails with "timeline.csv:14:20: MESSAGE" about a field. Always false. */
static bool G_GNUC_PRINTF(4, 5)
    fail(const struct row *row, int column, GError **error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return table_fail(row->table, row->number, column, 0, error, "%s", message);
}

static struct text_position position(const struct row *row, int column)
{
    return table_position(row->table, row->number, column);
}

/* Reads the date in a column; an error names the character. */
static bool read_date(const struct row *row, int column, int approx_days, struct edtf *date,
                      GError **error)
{
    g_autoptr(GError) cause = NULL;
    const char *text = field(row, column), *sentence;

    if (edtf_parse(text, approx_days, date, &cause))
        return true;
    size_t at = date_error_column(cause, &sentence);
    bool has_year = strlen(text) >= 4 && strspn(text, "0123456789") >= 4;
    return table_fail(row->table, row->number, column, at - 1, error, "%s '%s': %s%s",
                      table_column_name(row->table, column), text, sentence,
                      has_year ? "" : "; dates are written 2020-11-20, 2020-11 or 2020");
}

static int word_index(const char *word, const char *const *known)
{
    for (int i = 0; known[i] != NULL; i++) {
        if (strcmp(word, known[i]) == 0)
            return i;
    }
    return -1;
}

/* The number of the word that a column holds. An error names the word that was meant, or all. */
static bool read_word(const struct row *row, int column, const char *const *known, int *number,
                      GError **error)
{
    const char *word = field(row, column);
    const char *name = table_column_name(row->table, column);

    *number = word_index(word, known);
    if (*number >= 0)
        return true;
    const char *nearest = error_nearest(word, known);
    if (nearest != NULL)
        return fail(row, column, error, "%s '%s' is not known; did you mean '%s'?", name, word,
                    nearest);
    g_autofree char *list = g_strjoinv(", ", (char **)known);
    if (*word == '\0')
        return fail(row, column, error, "%s is empty; it is one of %s", name, list);
    return fail(row, column, error, "%s '%s' is not known; it is one of %s", name, word, list);
}

static void read_captions(const struct row *row, struct names *captions)
{
    const char *name;

    for (int i = 0; (name = table_column_name(row->table, i)) != NULL; i++) {
        if (g_str_has_prefix(name, "caption_"))
            names_add(captions, name + strlen("caption_"), field(row, i));
    }
}

/* Fills an event with what the row says, right or wrong. */
static void copy_texts(const struct row *row, struct event *event)
{
    const struct columns *columns = row->columns;

    event->line = table_line(row->table, row->number);
    event->date_at = position(row, columns->date);
    event->region_at = position(row, columns->region);
    event->holder_at = position(row, columns->holder);
    event->other_at = position(row, columns->other);
    event->place_at = position(row, columns->place);
    event->id = g_strdup(field(row, columns->id));
    event->date_text = g_strdup(field(row, columns->date));
    event->region = g_strdup(field(row, columns->region));
    event->holder = g_strdup(field(row, columns->holder));
    event->other = g_strdup(field(row, columns->other));
    event->certainty = g_strdup(field(row, columns->certainty));
    event->source_title = g_strdup(field(row, columns->source_title));
    event->source_date = g_strdup(field(row, columns->source_date));
    event->source_side = g_strdup(field(row, columns->source_side));
    event->source_url = g_strdup(field(row, columns->source_url));
    event->note = g_strdup(field(row, columns->note));
    event->place = g_strdup(field(row, columns->place));
    read_captions(row, &event->captions);
}

static bool needs_other(enum control_status status)
{
    return status == STATUS_CONTESTED || status == STATUS_TRANSITION;
}

static bool read_control(const struct row *row, struct event *event, GError **error)
{
    const struct columns *columns = row->columns;
    const char *kind = kinds[event->kind];
    int number;

    if (event->kind == EVENT_CONTROL && *event->region == '\0')
        return fail(row, columns->region, error, "the control row has no region");
    if (event->kind == EVENT_PLACE && *event->place == '\0')
        return fail(row, columns->place, error, "the place row has no place");
    if (event->kind == EVENT_PLACE && *event->region != '\0')
        return fail(row, columns->region, error,
                    "the place row has a region '%s'; a row that gives ground is of kind 'control'",
                    event->region);
    if (*event->holder == '\0')
        return fail(row, columns->holder, error,
                    "the %s row has no holder; a row that changes nothing is of kind 'annotation'",
                    kind);
    if (!read_word(row, columns->status, statuses, &number, error))
        return false;
    event->status = (enum control_status)number;
    if (needs_other(event->status) && *event->other == '\0')
        return fail(row, columns->other, error,
                    "status '%s' needs a second party in the column 'other'",
                    control_status_name(event->status));
    if (strcmp(event->other, event->holder) == 0)
        return fail(row, columns->other, error, "'%s' is both holder and other", event->holder);
    return read_word(row, columns->certainty, certainties, &number, error);
}

static bool read_annotation(const struct row *row, const struct event *event, GError **error)
{
    int number;

    if (*event->holder != '\0' || *event->other != '\0')
        return fail(row, row->columns->holder, error,
                    "the annotation has a holder '%s'; a row that changes control is "
                    "of kind 'control'",
                    *event->holder != '\0' ? event->holder : event->other);
    return *event->certainty == '\0' ||
           read_word(row, row->columns->certainty, certainties, &number, error);
}

/* The latest day of an optional date, left as it is when the field is empty. */
static bool read_day(const struct row *row, int column, int approx_days, day_number *day,
                     GError **error)
{
    const char *text = field(row, column);
    struct edtf date;

    if (*text == '\0')
        return true;
    if (!read_date(row, column, approx_days, &date, error))
        return false;
    if (date.latest == DAY_AFTER_ALL)
        return fail(row, column, error, "%s '%s' has no last day",
                    table_column_name(row->table, column), text);
    *day = date.latest;
    return true;
}

/* When a row was first said, which is its own day unless it says otherwise, and taken back. */
static bool read_knowledge(const struct row *row, int approx_days, struct event *event,
                           GError **error)
{
    event->reported =
        event->date.latest == DAY_AFTER_ALL ? event->date.earliest : event->date.latest;
    event->withdrawn = DAY_AFTER_ALL;
    if (!read_day(row, row->columns->reported, approx_days, &event->reported, error) ||
        !read_day(row, row->columns->withdrawn, approx_days, &event->withdrawn, error))
        return false;
    return event->withdrawn == DAY_AFTER_ALL || event->withdrawn > event->reported ||
           fail(row, row->columns->withdrawn, error,
                "withdrawn '%s' is not after the row was reported",
                field(row, row->columns->withdrawn));
}

static bool read_event(const struct row *row, int approx_days, struct event *event, GError **error)
{
    int kind;

    copy_texts(row, event);
    if (*event->id == '\0')
        return fail(row, row->columns->id, error, "the row has no id");
    if (!read_word(row, row->columns->kind, kinds, &kind, error))
        return false;
    event->kind = (enum event_kind)kind;
    if (!read_date(row, row->columns->date, approx_days, &event->date, error) ||
        !read_knowledge(row, approx_days, event, error))
        return false;
    return event->kind == EVENT_ANNOTATION ? read_annotation(row, event, error)
                                           : read_control(row, event, error);
}

static void event_clear(struct event *event)
{
    g_free(event->id);
    g_free(event->date_text);
    g_free(event->region);
    g_free(event->holder);
    g_free(event->other);
    g_free(event->certainty);
    g_free(event->source_title);
    g_free(event->source_date);
    g_free(event->source_side);
    g_free(event->source_url);
    g_free(event->note);
    g_free(event->place);
    names_clear(&event->captions);
}

const char *control_status_name(enum control_status status)
{
    g_assert(status < STATUS_COUNT);
    return statuses[status];
}

bool control_status_from_name(const char *name, enum control_status *status)
{
    int number = word_index(name, statuses);

    if (number < 0)
        return false;
    *status = (enum control_status)number;
    return true;
}

struct event_log *event_log_read(const char *path, int approx_days, GError **error)
{
    static const char *const required[] = {
        "id",        "kind",         "date",        "region",      "holder", "status", "other",
        "certainty", "source_title", "source_date", "source_side", "note",   NULL};
    g_autoptr(table) table = table_read(path, required, error);
    g_autoptr(event_log) log = g_new0(struct event_log, 1);

    if (table == NULL)
        return NULL;
    struct columns columns = find_columns(table);
    log->path = g_strdup(path);
    log->events = g_new0(struct event, table_row_count(table));
    for (size_t i = 0; i < table_row_count(table); i++) {
        struct row row = {table, i, &columns};
        if (!read_event(&row, approx_days, &log->events[log->count++], error))
            return NULL;
    }
    return g_steal_pointer(&log);
}

void event_log_free(struct event_log *log)
{
    if (log == NULL)
        return;
    for (size_t i = 0; i < log->count; i++)
        event_clear(&log->events[i]);
    g_free(log->events);
    g_free(log->path);
    g_free(log);
}
