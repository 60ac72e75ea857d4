#include "base/module.h"

#include <dlfcn.h>
#include <glib.h>

/* Where `make install` puts the module, relative to the folder of the executable. */
#ifndef MAPGEN_MODULE_DIR
#define MAPGEN_MODULE_DIR "../lib/mapgen"
#endif

static void *open_module(const char *name, char **why)
{
    static const char *const folders[] = {"", "..", MAPGEN_MODULE_DIR};
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *beside = program != NULL ? g_path_get_dirname(program) : g_strdup(".");
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *file = g_path_is_absolute(folders[i])
                                    ? g_build_filename(folders[i], name, NULL)
                                    : g_build_filename(beside, folders[i], name, NULL);
        if (!g_file_test(file, G_FILE_TEST_EXISTS))
            continue;
        void *module = dlopen(file, RTLD_NOW | RTLD_LOCAL);
        if (module != NULL)
            return module;
        g_free(*why);
        *why = g_strdup_printf("cannot be loaded (%s); on Debian GDAL is in the package libgdal32",
                               dlerror());
    }
    if (*why == NULL)
        *why = g_strdup("is not installed; it is built when GDAL is there (on Debian the package "
                        "libgdal-dev)");
    return NULL;
}

void *module_function(const char *module, const char *name, char **why)
{
    *why = NULL;
    void *handle = open_module(module, why);
    void *function = handle != NULL ? dlsym(handle, name) : NULL;
    if (handle != NULL) {
        g_free(*why);
        *why = function != NULL ? NULL : g_strdup("is of another version of mapgen");
    }
    return function;
}
