/* Puts a layer together, feature by feature, in the order of the file: what the readers of vector
 * formats share.
 *
 *     layer_builder_field        once per field
 *     layer_builder_feature      then, for each feature,
 *       layer_builder_value      one per field, in their order
 *       layer_builder_part       and for each ring or line (or set of points)
 *         layer_builder_point    its points as the file has them
 *     layer_builder_finish
 *
 * Coordinates are those of the file, not yet degrees: layer_read() reprojects, checks and mends
 * them afterwards. Nothing here can fail. */
#ifndef MAPGEN_INPUT_LAYER_BUILDER_H
#define MAPGEN_INPUT_LAYER_BUILDER_H

#include "input/layer.h"

typedef struct layer_builder layer_builder;

struct layer_builder *layer_builder_new(enum layer_geometry geometry);
void layer_builder_free(struct layer_builder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(layer_builder, layer_builder_free)

void layer_builder_field(struct layer_builder *builder, const char *name);
void layer_builder_feature(struct layer_builder *builder, int record);
void layer_builder_value(struct layer_builder *builder, const char *text);
void layer_builder_part(struct layer_builder *builder);
void layer_builder_point(struct layer_builder *builder, double x, double y);

/* The same faster: room for so many points and values in all; a value that becomes the builder's;
 * and so many points of a part, to be filled in before the next call. */
void layer_builder_reserve(struct layer_builder *builder, size_t points, size_t values);
void layer_builder_take_value(struct layer_builder *builder, char *text);
struct lonlat *layer_builder_points(struct layer_builder *builder, size_t count);

/* The layer, without name and path; the caller's to free. The builder is empty afterwards and still
 * has to be freed. */
struct layer *layer_builder_finish(struct layer_builder *builder);

/* What a reader of a format promises: the layer as its file has it, without name and path, and in
 * `crs` the coordinate system in words that PROJ reads (the caller's to free), NULL when the file
 * does not say. `options` is never NULL. */
typedef struct layer *layer_reader(const char *path, const struct layer_options *options,
                                   char **crs, report *report, GError **error);

#endif
