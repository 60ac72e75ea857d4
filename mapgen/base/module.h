/* Modules: parts of the program that stand in files of their own and are loaded only when they are
 * needed, because the library behind them is large and may be absent. The one there is holds GDAL
 * (input/gdal_module.h, output/geopackage.h). */
#ifndef MAPGEN_BASE_MODULE_H
#define MAPGEN_BASE_MODULE_H

/* A function of a module, "mapgen-gdal.so": the module stands beside the executable, in the folder
 * above (the tests of a build folder), or where it is installed. It stays loaded: GDAL does not
 * survive unloading. NULL, with half a sentence that says why, "cannot be loaded (...)", which the
 * caller frees. */
void *module_function(const char *module, const char *name, char **why);

#endif
