#include "base/days.h"

static int compare_days(const void *left, const void *right)
{
    day_number a = *(const day_number *)left, b = *(const day_number *)right;
    return (a > b) - (a < b);
}

void days_sort(GArray *days)
{
    guint kept = 0;

    g_array_sort(days, compare_days);
    for (guint i = 0; i < days->len; i++) {
        day_number day = g_array_index(days, day_number, i);
        if (kept == 0 || g_array_index(days, day_number, kept - 1) != day)
            g_array_index(days, day_number, kept++) = day;
    }
    g_array_set_size(days, kept);
}
