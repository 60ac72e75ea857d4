/* Files that belong together, such as the parts of a shapefile: all appear, or none does, and then
 * what was there is as it was. Each is written under a name of its own beside the one that it gets,
 * and moved there when all are written. */
#ifndef MAPGEN_OUTPUT_FILE_SET_H
#define MAPGEN_OUTPUT_FILE_SET_H

#include <glib.h>
#include <stdbool.h>

typedef struct file_set file_set;

struct file_set *file_set_new(void);
void file_set_free(struct file_set *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(file_set, file_set_free)

/* Adds a file; its bytes are the set's from then on. */
void file_set_add(struct file_set *set, const char *path, GBytes *bytes);

/* Adds a file beside another: "out/a.shp" and "dbf" are "out/a.dbf". */
void file_set_add_beside(struct file_set *set, const char *path, const char *ending, GBytes *bytes);

/* Adds a file beside another that shall not be there: an index of what the other was before. */
void file_set_add_gone(struct file_set *set, const char *path, const char *ending);

/* The path of a file beside another; the caller frees it. */
char *file_beside(const char *path, const char *ending);

/* Puts all files in their places, making missing folders. */
bool file_set_write(const struct file_set *set, GError **error);

#endif
