/* Dates of any bytes: an error or a span of days that is in order and goes out and back. */
#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_day(day_number day)
{
    char text[16];
    day_number again;
    g_autoptr(GError) error = NULL;

    day_format(day, text);
    if (day == DAY_BEFORE_ALL || day == DAY_AFTER_ALL)
        return;
    if (day_parse(text, &again, &error)) /* years past 9999 have five digits */
        g_assert(again == day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL;
    struct edtf date;
    day_number day;

    bool is_date = edtf_parse(text, 3, &date, &error);
    g_assert(is_date == (error == NULL));
    if (is_date) {
        g_assert(date.earliest <= date.latest);
        check_day(date.earliest);
        check_day(date.latest);
    }
    if (day_parse(text, &day, NULL))
        g_assert(is_date && date.earliest == day && edtf_is_exact(&date));
    return 0;
}
