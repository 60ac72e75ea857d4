#include "cli/series_arguments.h"

#include "cli/cli.h"

#include <string.h>

/* The first of every month from one day to another, both included. */
static void list_months(day_number from, day_number until, GArray *days)
{
    struct civil_date month = day_to_civil(from);

    month.day = 1;
    for (;;) {
        day_number day = day_from_civil(month);
        if (day > until)
            return;
        if (day >= from)
            g_array_append_val(days, day);
        month.year += month.month == 12;
        month.month = month.month % 12 + 1;
    }
}

bool option_series_days(const timeline *timeline, const char *text, GArray *days,
                        struct series_options *options, GError **error)
{
    day_number from = options->from, until = options->until;
    size_t count;
    const day_number *changes = timeline_change_days(timeline, &count);

    if (text == NULL || strcmp(text, "changes") == 0)
        return true;
    bool is_monthly = strcmp(text, "monthly") == 0;
    if (is_monthly && count == 0 && (from == DAY_BEFORE_ALL || until == DAY_AFTER_ALL))
        return usage_fail(error,
                          "--dates monthly needs --from and --to, as nothing ever changes here");
    if (is_monthly)
        list_months(from == DAY_BEFORE_ALL ? changes[0] : from,
                    until == DAY_AFTER_ALL ? changes[count - 1] : until, days);
    else if (!option_days(text, from, until, days, error))
        return false;
    if (days->len == 0)
        return usage_fail(error, "--dates %s names no day in the span asked for", text);
    options->dates = (const day_number *)(const void *)days->data;
    options->date_count = days->len;
    return true;
}
