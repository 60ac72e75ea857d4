#include "geom/proj_library.h"

#define NAME(name) #name,
static const char *const names[] = {PROJ_FUNCTIONS(NAME)};

static struct proj_functions functions;

struct library library_proj = {.file = MAPGEN_PROJ_FILE,
                               .names = names,
                               .functions = (void **)&functions,
                               .count = G_N_ELEMENTS(names)};

const struct proj_functions *proj_library(void)
{
    return library_functions(&library_proj);
}
