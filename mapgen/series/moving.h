/* Many dates as one moving picture: composed from one plan, timed by series/animation.h, written as
 * GIF, WebP, SVG, or PNG frames.
 *
 * In pixels a fade blends each map into the next; in SVG the next map comes up over the one before.
 * The maps are of one plan, so that only what changes moves. */
#ifndef MAPGEN_SERIES_MOVING_H
#define MAPGEN_SERIES_MOVING_H

#include "compose/map.h"
#include "output/writer.h"
#include "series/animation.h"

enum moving_format { MOVING_GIF, MOVING_WEBP, MOVING_SVG, MOVING_FRAMES };

struct moving {
    const map_plan *plan;
    const GArray *days;         /* of struct series_day */
    const GArray *turns;        /* of struct film_turn, of each day */
    int loops;                  /* 0: for ever */
    struct write_options write; /* an SVG has the profile web */
};

/* What a path means: by its ending, or a folder when it ends with a slash or is one; an error of
 * usage names what there is. */
bool moving_format(const char *path, enum moving_format *format, GError **error);

/* Writes it. Frames are PATH/frame-0001.png and so on; an error tells when the folder has more of
 * them from another time. */
bool moving_write(const struct moving *moving, const char *path, enum moving_format format,
                  GError **error);

/* The command that makes an MP4 in the folder of its frames; the caller's. */
char *moving_ffmpeg_line(const struct moving *moving, const char *folder);

#endif
