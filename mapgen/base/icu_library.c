#include "base/icu_library.h"

#define NAME(name) #name "_" G_STRINGIFY(U_ICU_VERSION_MAJOR_NUM),
static const char *const names[] = {ICU_FUNCTIONS(NAME)};

static struct icu_functions functions;

struct library library_icu = {.file = MAPGEN_ICU_FILE,
                              .names = names,
                              .functions = (void **)&functions,
                              .count = G_N_ELEMENTS(names)};

const struct icu_functions *icu_library(void)
{
    return library_functions(&library_icu);
}
