#include "output/geopackage.h"

#include "base/error.h"
#include "base/module.h"
#include "output/qml.h"

GBytes *geopackage_encode(const features *const *tables, size_t count, const char *path,
                          GError **error)
{
    g_autofree char *why = NULL;
    geopackage_writer *write;
    /* POSIX's way around ISO C, which has no cast from data to function pointers. */
    *(void **)&write = module_function("mapgen-gdal.so", "gdal_module_write", &why);
    if (!write) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "%s: a GeoPackage cannot be written without the module mapgen-gdal.so, and it "
                    "%s; .shp and .geojson can",
                    path, why);
        return NULL;
    }
    g_autoptr(GPtrArray) styles = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < count; i++)
        g_ptr_array_add(styles, qml_encode(tables[i], false));
    return write(tables, (const char *const *)styles->pdata, count, path, error);
}
