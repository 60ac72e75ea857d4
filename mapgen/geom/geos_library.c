#include "geom/geos_library.h"

#define NAME(name) #name,
static const char *const names[] = {GEOS_FUNCTIONS(NAME)};

static struct geos_functions functions;

struct library library_geos = {.file = MAPGEN_GEOS_FILE,
                               .names = names,
                               .functions = (void **)&functions,
                               .count = G_N_ELEMENTS(names)};

const struct geos_functions *geos_library(void)
{
    return library_functions(&library_geos);
}
