/* Lists of days: GArrays of day_number. */
#ifndef MAPGEN_BASE_DAYS_H
#define MAPGEN_BASE_DAYS_H

#include "base/date.h"

#include <glib.h>

/* Puts days in order, each once. */
void days_sort(GArray *days);

#endif
