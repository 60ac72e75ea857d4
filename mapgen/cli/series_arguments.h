/* Which days a command draws that makes many maps: --from, --to and --dates. */
#ifndef MAPGEN_CLI_SERIES_ARGUMENTS_H
#define MAPGEN_CLI_SERIES_ARGUMENTS_H

#include "series/series.h"

/* Lists the days that --dates asks for, and makes them those of the series; nothing is listed for
 * the change days, nor for NULL. Months run from the first change day to the last where --from and
 * --to, which the options hold already, leave it open. Wrong usage is told. */
bool option_series_days(const timeline *timeline, const char *text, GArray *days,
                        struct series_options *options, GError **error);

#endif
