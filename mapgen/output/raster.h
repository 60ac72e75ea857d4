/* A scene drawn by cairo: as pixels in a PNG file or in memory, and as a PDF with embedded fonts.
 *
 * In pixels, letters are their outlines filled where the run measured them; cairo's own glyphs
 * would move to whole pixels. In a PDF they are text that can be selected and searched.
 *
 * The same scene gives the same bytes, on any thread, with a memory or without: pixels are drawn
 * and compressed in bands (output/bands.h), and a band that is the same as on a picture before is
 * taken from there. */
#ifndef MAPGEN_OUTPUT_RASTER_H
#define MAPGEN_OUTPUT_RASTER_H

#include "base/timings.h"
#include "scene/scene.h"

/* The bands of the pictures of a series, for the pictures to come: those of the latest and some
 * that were shown before it, so that it does not grow with the series. Any number of threads may
 * use it. What drawing and compressing took is added to `timings` (borrowed; may be NULL). */
typedef struct raster_memory raster_memory;

raster_memory *raster_memory_new(struct timings *timings);
void raster_memory_free(raster_memory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(raster_memory, raster_memory_free)

/* How many bands it keeps. */
size_t raster_memory_bands(raster_memory *memory);

/* A scene that is ready to be drawn as a PNG. */
typedef struct raster_picture raster_picture;

/* Scene and memory are borrowed. Without a memory (NULL) the processors share the work. Fails when
 * the picture is larger than cairo can make (32767 pixels a side). */
raster_picture *raster_picture_build(const scene *scene, double pixels_per_pt,
                                     raster_memory *memory, GError **error);
void raster_picture_free(raster_picture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(raster_picture, raster_picture_free)

/* Adds to a checksum all that the file depends on beside the program. */
void raster_picture_add_fingerprint(const raster_picture *picture, GChecksum *checksum);

/* The file in memory; the caller's (g_bytes_unref). Called once. Fails when cairo does. Where
 * nothing is painted the paper is white. */
GBytes *raster_picture_encode(raster_picture *picture, GError **error);

/* Both in one. */
GBytes *raster_encode_png(const scene *scene, double pixels_per_pt, raster_memory *memory,
                          GError **error);

/* The same pixels without the file: rows of words 0x00RRGGBB, one after another; the caller's
 * (g_free). */
uint32_t *raster_pixels(const scene *scene, double pixels_per_pt, int *width, int *height,
                        GError **error);

/* One page of the scene's size. The date in the file is the map's, or 1970-01-01 for a map without
 * one. Drawing into PDFs takes turns between threads. */
GBytes *raster_encode_pdf(const scene *scene, GError **error);

#endif
