/* An animated GIF, read again by giflib: what a viewer shows, frame by frame. */
#ifndef TESTS_SUPPORT_READ_GIF_H
#define TESTS_SUPPORT_READ_GIF_H

#include <gif_lib.h>
#include <glib.h>
#include <stdint.h>
#include <string.h>

struct read_gif {
    int width, height, frame_count, colour_count;
    int loops;        /* of NETSCAPE2.0; -1: no such block */
    int *lengths_cs;  /* of each frame */
    uint32_t **shown; /* 0x00RRGGBB of each frame */
    size_t *sent;     /* pixels that each frame has */
};

struct gif_bytes {
    const uint8_t *at;
    size_t left;
};

static inline int gif_bytes_read(GifFileType *file, GifByteType *bytes, int count)
{
    struct gif_bytes *from = file->UserData;
    size_t taken = MIN((size_t)count, from->left);
    memcpy(bytes, from->at, taken);
    from->at += taken;
    from->left -= taken;
    return (int)taken;
}

static inline int gif_loops(const SavedImage *image)
{
    for (int i = 0; i + 1 < image->ExtensionBlockCount; i++) {
        const ExtensionBlock *block = &image->ExtensionBlocks[i];
        if (block->Function == APPLICATION_EXT_FUNC_CODE &&
            memcmp(block->Bytes, "NETSCAPE2.0", 11) == 0)
            return block[1].Bytes[1] | block[1].Bytes[2] << 8;
    }
    return -1;
}

/* NULL when giflib cannot read it. Images are laid over each other, none is taken away. */
static inline struct read_gif *read_gif(GBytes *file)
{
    struct gif_bytes from = {0};
    from.at = g_bytes_get_data(file, &from.left);
    GifFileType *gif = DGifOpen(&from, gif_bytes_read, NULL);
    if (!gif || DGifSlurp(gif) != GIF_OK)
        return NULL;
    struct read_gif *read = g_new0(struct read_gif, 1);
    read->width = gif->SWidth;
    read->height = gif->SHeight;
    read->frame_count = gif->ImageCount;
    read->colour_count = gif->SColorMap->ColorCount;
    read->loops = gif_loops(&gif->SavedImages[0]);
    read->lengths_cs = g_new0(int, (size_t)gif->ImageCount);
    read->sent = g_new0(size_t, (size_t)gif->ImageCount);
    read->shown = g_new0(uint32_t *, (size_t)gif->ImageCount);
    size_t size = (size_t)gif->SWidth * (size_t)gif->SHeight;
    for (int f = 0; f < gif->ImageCount; f++) {
        const SavedImage *image = &gif->SavedImages[f];
        GraphicsControlBlock control = {.TransparentColor = NO_TRANSPARENT_COLOR};
        DGifSavedExtensionToGCB(gif, f, &control);
        read->lengths_cs[f] = control.DelayTime;
        read->shown[f] = g_new0(uint32_t, size);
        if (f > 0)
            memcpy(read->shown[f], read->shown[f - 1], size * sizeof(uint32_t));
        const GifImageDesc *box = &image->ImageDesc;
        read->sent[f] = (size_t)box->Width * (size_t)box->Height;
        for (int y = 0; y < box->Height; y++)
            for (int x = 0; x < box->Width; x++) {
                int entry = image->RasterBits[y * box->Width + x];
                const GifColorType *c = &gif->SColorMap->Colors[entry];
                if (entry != control.TransparentColor)
                    read->shown[f][(box->Top + y) * gif->SWidth + box->Left + x] =
                        (uint32_t)c->Red << 16 | (uint32_t)c->Green << 8 | c->Blue;
            }
    }
    DGifCloseFile(gif, NULL);
    return read;
}

static inline void read_gif_free(struct read_gif *read)
{
    for (int f = 0; f < read->frame_count; f++)
        g_free(read->shown[f]);
    g_free(read->shown);
    g_free(read->sent);
    g_free(read->lengths_cs);
    g_free(read);
}

#endif
