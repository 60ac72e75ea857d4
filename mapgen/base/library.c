#include "base/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/* A library looks for what it calls in itself and its own libraries first, not in all of the
 * program's: that halves the time. Sanitizers have to come first themselves. */
#if defined(MAPGEN_SANITIZE) || !defined(RTLD_DEEPBIND)
#define LOOKUP RTLD_LOCAL
#else
#define LOOKUP RTLD_DEEPBIND
#endif

static struct {
    GThread *thread; /* NULL before library_prepare() and after library_stop() */
    gint is_stopped;
} loading;

/* Another thread may be at work in what the handlers of exit() would take away. */
static void *or_give_up(void *found)
{
    if (found == NULL) {
        fprintf(stderr, "mapgen: %s\n", dlerror());
        _Exit(EXIT_FAILURE);
    }
    return found;
}

static void load(struct library *library)
{
    g_mutex_lock(&library->lock);
    if (!library->is_loaded) {
        void *handle = or_give_up(dlopen(library->file, RTLD_LAZY | LOOKUP));
        for (size_t i = 0; i < library->count; i++)
            library->functions[i] = or_give_up(dlsym(handle, library->names[i]));
    }
    g_atomic_int_set(&library->is_loaded, TRUE);
    g_mutex_unlock(&library->lock);
}

static void *load_all(void *data)
{
    for (struct library *const *library = data;
         *library != NULL && !g_atomic_int_get(&loading.is_stopped); library++)
        load(*library);
    return NULL;
}

void library_prepare(struct library *const *libraries)
{
    library_stop();
    loading.is_stopped = FALSE;
    loading.thread = g_thread_try_new("libraries", load_all, (void *)libraries, NULL);
}

void library_stop(void)
{
    if (loading.thread == NULL)
        return;
    g_atomic_int_set(&loading.is_stopped, TRUE);
    g_thread_join(g_steal_pointer(&loading.thread));
}

const void *library_functions(struct library *library)
{
    if (!g_atomic_int_get(&library->is_loaded))
        load(library);
    return library->functions;
}
