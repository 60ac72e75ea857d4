#include "compose/time_axis.h"

/* Phases longer than this are marked in years. */
#define MONTHS_MARKED 18

static day_number year_start(day_number day, int later)
{
    return day_from_civil((struct civil_date){day_to_civil(day).year + later, 1, 1});
}

struct time_axis time_axis_new(const timeline *timeline, day_number until, double left,
                               double right)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    struct time_axis axis = {left, right, g_array_new(FALSE, FALSE, sizeof(day_number))};
    size_t count;
    const day_number *days = timeline_change_days(timeline, &count);
    day_number from = project->phase_count ? project->phases[0].from : DAY_BEFORE_ALL;
    day_number first = count ? days[0] : until == DAY_BEFORE_ALL ? 0 : until;
    day_number last = MAX(count ? days[count - 1] : first, until);

    if (from == DAY_BEFORE_ALL || from > first)
        from = year_start(first, 0);
    g_array_append_val(axis.bounds, from);
    for (size_t i = 1; i < project->phase_count; i++) {
        last = MAX(last, project->phases[i].from);
        if (project->phases[i].from > g_array_index(axis.bounds, day_number, axis.bounds->len - 1))
            g_array_append_val(axis.bounds, project->phases[i].from);
    }
    day_number end = year_start(last, 1);
    g_array_append_val(axis.bounds, end);
    return axis;
}

void time_axis_clear(struct time_axis *axis)
{
    g_array_unref(axis->bounds);
}

static day_number bound(const struct time_axis *axis, size_t number)
{
    return g_array_index(axis->bounds, day_number, number);
}

size_t time_axis_phases(const struct time_axis *axis)
{
    return axis->bounds->len - 1;
}

double time_axis_phase_left(const struct time_axis *axis, size_t phase)
{
    return axis->left + (axis->right - axis->left) * (double)phase / (double)time_axis_phases(axis);
}

day_number time_axis_start(const struct time_axis *axis)
{
    return bound(axis, 0);
}

day_number time_axis_end(const struct time_axis *axis)
{
    return bound(axis, time_axis_phases(axis));
}

/* The phase that a day is in, the nearest for one beyond the axis. */
static size_t phase_of(const struct time_axis *axis, day_number day)
{
    size_t phase = 0;

    while (phase + 1 < time_axis_phases(axis) && bound(axis, phase + 1) <= day)
        phase++;
    return phase;
}

double time_axis_x(const struct time_axis *axis, day_number day)
{
    size_t phase = phase_of(axis, day);
    double from = bound(axis, phase), until = bound(axis, phase + 1);
    double share = CLAMP(((double)day - from) / (until - from), 0, 1);
    double left = time_axis_phase_left(axis, phase);

    return left + share * (time_axis_phase_left(axis, phase + 1) - left);
}

bool time_axis_is_of_one_year(const struct time_axis *axis, day_number day)
{
    size_t phase = phase_of(axis, day);

    return day_to_civil(bound(axis, phase)).year == day_to_civil(bound(axis, phase + 1) - 1).year;
}

/* The first day of a month, so many months on. */
static day_number month_start(day_number day, int later)
{
    struct civil_date date = day_to_civil(day);
    int months = date.year * 12 + date.month - 1 + later;

    return day_from_civil((struct civil_date){months / 12, months % 12 + 1, 1});
}

/* The ticks that are so many months apart and begin with a year, or a month, that is round. */
static void list_ticks(const struct time_axis *axis, size_t phase, int step, GArray *ticks)
{
    day_number from = bound(axis, phase), until = bound(axis, phase + 1);
    struct civil_date date = day_to_civil(from);
    int past = (date.year * 12 + date.month - 1) % step;

    g_array_set_size(ticks, 0);
    for (day_number day = month_start(from, past ? step - past : 0); day < until;
         day = month_start(day, step)) {
        struct time_tick tick = {time_axis_x(axis, day), day, step < 12};
        if (day > from)
            g_array_append_val(ticks, tick);
    }
}

static bool are_apart(const struct time_axis *axis, size_t phase, const GArray *ticks,
                      double least_pt)
{
    double last = time_axis_phase_left(axis, phase);

    for (guint i = 0; i < ticks->len; i++) {
        double x = g_array_index(ticks, struct time_tick, i).x;
        if (x - last < least_pt && i > 0)
            return false;
        last = x;
    }
    return true;
}

GArray *time_axis_ticks(const struct time_axis *axis, size_t phase, double least_pt)
{
    static const int steps[] = {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200};
    GArray *ticks = g_array_new(FALSE, FALSE, sizeof(struct time_tick));
    double months = ((double)bound(axis, phase + 1) - bound(axis, phase)) / 30.4;

    for (size_t i = months > MONTHS_MARKED ? 3 : 0; i < G_N_ELEMENTS(steps); i++) {
        list_ticks(axis, phase, steps[i], ticks);
        if (are_apart(axis, phase, ticks, least_pt))
            break;
    }
    return ticks;
}
