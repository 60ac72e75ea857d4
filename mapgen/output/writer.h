/* From a scene to a file, by the file's ending. Files appear whole or not at all: everything is
 * written to a temporary file in the same folder and moved into place, so a run that fails or is
 * killed leaves what was there. Nothing waits for the disk (fsync): it cost a sixth of a series,
 * and what a power failure takes can be drawn again from the same project, the same bytes.
 *
 * Two writers draw the same scene: output/svg.c prints it, output/raster.c shows it with cairo
 * (PNG, PDF). Neither reads a clock, the locale or the environment. */
#ifndef MAPGEN_OUTPUT_WRITER_H
#define MAPGEN_OUTPUT_WRITER_H

#include "base/timings.h"
#include "output/raster.h"
#include "output/svg.h"

enum file_format { FORMAT_SVG, FORMAT_PNG, FORMAT_PDF };

struct write_options {
    double png_scale; /* pixels per point; 2 gives pHYs of 144 dpi */
    struct svg_options svg;
    struct raster_memory *memory; /* what PNGs of a series have in common (raster.h), or NULL */
    bool has_alt;                 /* the map in words, in a file of its own beside each */
    struct timings *timings;      /* NULL: nobody asks */
};

/* The options that the command line starts from. */
struct write_options write_options_default(void);

/* The format that a name such as "svg" or "PNG" means; false when it is none. */
bool format_from_name(const char *name, enum file_format *format);

/* "svg", "png", "pdf": the name and the ending. */
const char *format_name(enum file_format format);

/* The format by the ending of a path, or an error that lists those there are. */
bool format_from_path(const char *path, enum file_format *format, GError **error);

/* True when files of these formats write letters as text: what they show needs no outlines of
 * runs. */
bool formats_are_text(const enum file_format *formats, size_t count,
                      const struct write_options *options);

/* The whole file in memory; the caller frees it (g_bytes_unref). */
GBytes *scene_encode(const scene *scene, enum file_format format,
                     const struct write_options *options, GError **error);

/* Puts a whole file at `path`, making missing folders. */
bool file_write(const char *path, GBytes *file, GError **error);

/* The same, but a file that has these bytes already is left alone: `is_changed`, when asked for, is
 * then false. */
bool file_update(const char *path, GBytes *file, bool *is_changed, GError **error);

/* Title and description of the map into "FILE.alt.txt" beside "FILE.svg", unless it has them. */
bool scene_update_alt(const scene *scene, const char *path, GError **error);

/* Encodes and puts it at `path` ("-" is stdout), making missing folders. With `has_alt`, title and
 * description stand in "FILE.alt.txt" beside "FILE.svg" (not for stdout). */
bool scene_write(const scene *scene, const char *path, enum file_format format,
                 const struct write_options *options, GError **error);

#endif
