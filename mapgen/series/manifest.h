/* What a folder of maps was made from: FOLDER/.mapgen, a line for each PNG and PDF,
 *
 *     FINGERPRINT CONTENT VIEW/DATE.FORMAT
 *
 * The fingerprint is that of all that the file depends on: what is drawn (every input and option
 * comes down to that) and the program that draws it. A file is up to date when it has the
 * fingerprint that is asked for and its content is still what was written. SVGs have no line: it
 * takes no longer to make one than to tell whether it has changed. The hashes are MD5, against
 * accidents and not against forgers.
 *
 * Any number of threads may ask and note. */
#ifndef MAPGEN_SERIES_MANIFEST_H
#define MAPGEN_SERIES_MANIFEST_H

#include "output/writer.h"

typedef struct manifest manifest;

/* Reads that of a folder; one that is not there or cannot be read knows nothing. */
manifest *manifest_open(const char *folder);
void manifest_free(manifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(manifest, manifest_free)

/* The fingerprint of a PNG or PDF of a scene; NULL when it cannot be drawn. The caller's. */
char *manifest_fingerprint(const manifest *manifest, const scene *scene, enum file_format format,
                           const struct write_options *options);

/* True when FOLDER/path is up to date. */
bool manifest_holds(manifest *manifest, const char *path, const char *fingerprint);

/* A file that was written. */
void manifest_note(manifest *manifest, const char *path, const char *fingerprint, GBytes *file);

/* Writes it, with what it knew of other files that are still there; nothing when it knows none. */
bool manifest_save(manifest *manifest, GError **error);

#endif
