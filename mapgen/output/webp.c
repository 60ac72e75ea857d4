#include "output/webp.h"

#include "base/error.h"
#include <stdbool.h>
#include <webp/encode.h>
#include <webp/mux.h>

static bool fail(GError **error, const char *reason)
{
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "cannot make a WebP file: %s", reason);
    return false;
}

/* One thread, so that the bytes do not depend on how many there are. No frame
 * but the first is a key frame, as nobody winds a map forward. */
static WebPAnimEncoder *open_encoder(const struct film *film)
{
    WebPAnimEncoderOptions options;
    if (!WebPAnimEncoderOptionsInit(&options))
        return NULL;
    options.anim_params.loop_count = film->loops;
    options.anim_params.bgcolor = 0xffffffff;
    options.minimize_size = 0;
    options.kmax = 0;
    return WebPAnimEncoderNew(film->width, film->height, &options);
}

static bool add_frames(const struct film *film, WebPAnimEncoder *encoder, WebPPicture *picture,
                       GError **error)
{
    WebPConfig config;
    int shown_ms = 0;
    if (!WebPConfigInit(&config) || !WebPConfigLosslessPreset(&config, 6))
        return fail(error, "libwebp is of another version");
    config.thread_level = 0;
    for (int i = 0; i < film->frame_count; i++) {
        film_draw_frame(film, i, picture->argb);
        for (size_t p = 0; p < (size_t)film->width * (size_t)film->height; p++)
            picture->argb[p] |= 0xff000000;
        if (!WebPAnimEncoderAdd(encoder, picture, shown_ms, &config))
            return fail(error, WebPAnimEncoderGetError(encoder));
        shown_ms += 10 * film->frames[i].length_cs;
    }
    if (!WebPAnimEncoderAdd(encoder, NULL, shown_ms, NULL))
        return fail(error, WebPAnimEncoderGetError(encoder));
    return true;
}

/* The frames go through one picture, whose rows follow each other. */
static bool encode(const struct film *film, WebPAnimEncoder *encoder, WebPData *data,
                   GError **error)
{
    WebPPicture picture;
    if (!WebPPictureInit(&picture))
        return fail(error, "libwebp is of another version");
    picture.use_argb = 1;
    picture.width = film->width;
    picture.height = film->height;
    if (!WebPPictureAlloc(&picture))
        return fail(error, "out of memory");
    g_assert(picture.argb_stride == film->width);
    bool is_added = add_frames(film, encoder, &picture, error);
    WebPPictureFree(&picture);
    if (!is_added)
        return false;
    return WebPAnimEncoderAssemble(encoder, data) || fail(error, WebPAnimEncoderGetError(encoder));
}

GBytes *webp_encode(const struct film *film, GError **error)
{
    if (film->width > WEBP_MAX_DIMENSION || film->height > WEBP_MAX_DIMENSION) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "%d by %d pixels are too many for a WebP; a side has 1 to %d", film->width,
                    film->height, WEBP_MAX_DIMENSION);
        return NULL;
    }
    WebPAnimEncoder *encoder = open_encoder(film);
    if (!encoder) {
        fail(error, "libwebp cannot begin");
        return NULL;
    }
    WebPData data;
    WebPDataInit(&data);
    GBytes *file = encode(film, encoder, &data, error) ? g_bytes_new(data.bytes, data.size) : NULL;
    WebPDataClear(&data);
    WebPAnimEncoderDelete(encoder);
    return file;
}
