/* What a folder of maps was made from: FOLDER/.mapgen, which begins with the hash of all that
 * follows, as notes that have lost a line would pass for those of a run that read less,
 *
 *     notes CONTENT
 *
 * a line for each map,
 *
 *     FINGERPRINT CONTENT VIEW/DATE.FORMAT
 *
 * and for each run that made them
 *
 *     run FINGERPRINT MAPS FILES
 *     in CONTENT PATH        for each file that it read; "-" for one that was not there
 *     out CONTENT PATH       for each that it wrote, or found up to date
 *
 * A run's fingerprint is that of its command line, its folder and the program: asked for again
 * while all that it read and wrote is as it was, it has nothing to do. A map's fingerprint is that
 * of all that the file depends on, which is what is drawn and the program that draws it: when some
 * input has changed, it tells which files are still right. For an SVG it is "-": it takes no longer
 * to make one than to tell whether it has changed. Contents are told by xxHash, fingerprints by
 * MD5: against accidents and not against forgers.
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

/* The fingerprint of a PNG or PDF of a scene, of which this is the picture. The caller's. */
char *manifest_fingerprint(const manifest *manifest, const scene *scene, enum file_format format,
                           const raster_picture *picture);

/* True when FOLDER/path is up to date. */
bool manifest_holds(manifest *manifest, const char *path, const char *fingerprint);

/* A file that was written; no fingerprint for an SVG. */
void manifest_note(manifest *manifest, const char *path, const char *fingerprint, GBytes *file);

struct manifest_run {
    const char *asked;       /* what tells this run from others */
    size_t maps, files;      /* for who asks again */
    const GPtrArray *inputs; /* of char *: what it read, as it named it */
    const GPtrArray *others; /* of char *: what it wrote in the folder beside maps */
    gint64 start_us;         /* since the epoch: an input that is younger says nothing of the run */
};

/* Writes it, with what it knew of other files that are still there; nothing when it knows none.
 * Without a run nothing is said of all that a run reads. */
bool manifest_save(manifest *manifest, const struct manifest_run *run, GError **error);

/* True when a run that was asked for so read and wrote what is there now; then with how many maps
 * and files it had. */
bool manifest_has_run(const char *folder, const char *asked, size_t *maps, size_t *files);

#endif
