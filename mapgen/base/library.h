/* Shared libraries that are not linked but loaded while the program does something else, because
 * loading them takes as long as drawing a small map. Each has a header of its own that stands for
 * the library's and gives its functions their usual names (geom/proj_library.h). What stands in
 * files of its own and may be absent is a module (base/module.h). */
#ifndef MAPGEN_BASE_LIBRARY_H
#define MAPGEN_BASE_LIBRARY_H

#include <glib.h>

struct library {
    const char *file;         /* the name by which the loader finds it: "libproj.so.25" */
    const char *const *names; /* of the functions that the program calls */
    void **functions;         /* as many, found when it is loaded */
    size_t count;

    GMutex lock;
    gint is_loaded;
};

/* Begins to load libraries, up to a NULL, one after the other on a thread of its own, if there is
 * one to be had. Both the list
 * and the libraries outlive the program. Not to have called it is right too; who did calls
 * library_stop() before the program ends. */
void library_prepare(struct library *const *libraries);

/* Waits for the library that is being loaded and lets the others be. While a library comes, exit()
 * would take down what it is setting up. From the thread that prepared. */
void library_stop(void);

/* Its functions, when it is loaded. Ends the program with a message if the library or a function is
 * missing: the program was built with them. From any thread. */
const void *library_functions(struct library *library);

#endif
