#include "text/woff2.h"

#include <brotli/encode.h>
#include <stdbool.h>
#include <string.h>

/* Higher levels take ten times as long for a twentieth less. */
#define BROTLI_LEVEL 5

#define TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

enum {
    SFNT_HEADER = 12,
    SFNT_ENTRY = 16, /* tag, checksum, offset, length */
    WOFF2_HEADER = 48,
    MOST_TABLES = 64,
};

struct table {
    uint32_t tag;
    const uint8_t *bytes;
    uint32_t length;
};

static uint16_t read_16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static int16_t read_signed(const uint8_t *bytes)
{
    return (int16_t)read_16(bytes);
}

static uint32_t read_32(const uint8_t *bytes)
{
    return (uint32_t)read_16(bytes) << 16 | read_16(bytes + 2);
}

static void append_8(GByteArray *out, int value)
{
    const uint8_t byte = (uint8_t)value;
    g_byte_array_append(out, &byte, 1);
}

static void append_16(GByteArray *out, int value)
{
    append_8(out, value >> 8);
    append_8(out, value);
}

static void append_32(GByteArray *out, uint32_t value)
{
    append_16(out, (int)(value >> 16));
    append_16(out, (int)(value & 0xffff));
}

/* 255UInt16 (section 4.1): one byte for what is short. */
static void append_short(GByteArray *out, int value)
{
    if (value < 253) {
        append_8(out, value);
    } else if (value < 506) {
        append_8(out, 255);
        append_8(out, value - 253);
    } else if (value < 762) {
        append_8(out, 254);
        append_8(out, value - 506);
    } else {
        append_8(out, 253);
        append_16(out, value);
    }
}

/* UIntBase128 (section 4.1): seven bits a byte, the highest first. */
static void append_base_128(GByteArray *out, uint32_t value)
{
    int bytes = 1;
    for (uint32_t rest = value >> 7; rest > 0; rest >>= 7)
        bytes++;
    for (int i = bytes - 1; i >= 0; i--)
        append_8(out, (int)(value >> (7 * i) & 0x7f) | (i > 0 ? 0x80 : 0));
}

/* ---- outlines ------------------------------------------------------------------------------ */

/* The streams of the transformed table, in their order. */
enum stream { CONTOURS, POINTS, FLAGS, GLYPHS, COMPOSITES, BOXES, INSTRUCTIONS, STREAM_COUNT };

struct outlines {
    GByteArray *streams[STREAM_COUNT];
    GByteArray *has_box; /* a bit for each glyph */
};

/* One point as a step from the one before it (section 5.2, table 2). */
static void append_step(struct outlines *o, bool is_on_curve, int x, int y)
{
    GByteArray *flags = o->streams[FLAGS], *data = o->streams[GLYPHS];
    int across = ABS(x), up = ABS(y), off = is_on_curve ? 0 : 128;
    int signs = (x >= 0) + 2 * (y >= 0);
    if (x == 0 && up < 1280) {
        append_8(flags, off + ((up & 0xf00) >> 7) + (y >= 0));
        append_8(data, up);
    } else if (y == 0 && across < 1280) {
        append_8(flags, off + 10 + ((across & 0xf00) >> 7) + (x >= 0));
        append_8(data, across);
    } else if (across < 65 && up < 65) {
        append_8(flags, off + 20 + ((across - 1) & 0x30) + (((up - 1) & 0x30) >> 2) + signs);
        append_8(data, ((across - 1) & 0xf) << 4 | ((up - 1) & 0xf));
    } else if (across < 769 && up < 769) {
        append_8(flags,
                 off + 84 + 12 * (((across - 1) & 0x300) >> 8) + (((up - 1) & 0x300) >> 6) + signs);
        append_8(data, across - 1);
        append_8(data, up - 1);
    } else if (across < 4096 && up < 4096) {
        append_8(flags, off + 120 + signs);
        append_8(data, across >> 4);
        append_8(data, (across & 0xf) << 4 | up >> 8);
        append_8(data, up);
    } else {
        append_8(flags, off + 124 + signs);
        append_16(data, across);
        append_16(data, up);
    }
}

/* The flags of OpenType's glyf table. */
enum { ON_CURVE = 1, X_SHORT = 2, Y_SHORT = 4, REPEAT = 8, X_SAME = 16, Y_SAME = 32 };

/* The flags of the points, one each, out of their runs; answers what stands behind them. */
static const uint8_t *unpack_flags(const uint8_t *at, uint8_t *flags, int points)
{
    for (int i = 0; i < points;) {
        uint8_t flag = *at++;
        int repeats = flag & REPEAT ? *at++ : 0;
        for (int j = 0; j <= repeats && i < points; j++)
            flags[i++] = flag;
    }
    return at;
}

static const uint8_t *unpack_steps(const uint8_t *at, const uint8_t *flags, int points,
                                   int is_short, int is_same, int *steps)
{
    for (int i = 0; i < points; i++) {
        if (flags[i] & is_short) {
            steps[i] = flags[i] & is_same ? *at : -*at;
            at++;
        } else if (flags[i] & is_same) {
            steps[i] = 0;
        } else {
            steps[i] = read_signed(at);
            at += 2;
        }
    }
    return at;
}

/* A box is written where it is not that of the points. */
static bool is_box_of(const uint8_t *box, const int *x, const int *y, int points)
{
    int at_x = 0, at_y = 0;
    int found[4] = {G_MAXINT, G_MAXINT, G_MININT, G_MININT};
    for (int i = 0; i < points; i++) {
        at_x += x[i];
        at_y += y[i];
        found[0] = MIN(found[0], at_x);
        found[1] = MIN(found[1], at_y);
        found[2] = MAX(found[2], at_x);
        found[3] = MAX(found[3], at_y);
    }
    for (int i = 0; i < 4; i++)
        if (read_signed(box + 2 * i) != found[i])
            return false;
    return true;
}

static void append_box(struct outlines *o, int glyph, const uint8_t *box)
{
    o->has_box->data[glyph >> 3] |= (uint8_t)(0x80 >> (glyph & 7));
    g_byte_array_append(o->streams[BOXES], box, 8);
}

static void append_simple(struct outlines *o, int glyph, const uint8_t *bytes, int contours)
{
    const uint8_t *at = bytes + 10 + 2 * contours;
    int points = read_16(at - 2) + 1, instructions = read_16(at);
    g_autofree uint8_t *flags = g_new(uint8_t, points);
    g_autofree int *x = g_new(int, points), *y = g_new(int, points);
    for (int i = 0, before = -1; i < contours; i++) {
        int last = read_16(bytes + 10 + 2 * i);
        append_short(o->streams[POINTS], last - before);
        before = last;
    }
    g_byte_array_append(o->streams[INSTRUCTIONS], at + 2, (guint)instructions);
    at = unpack_flags(at + 2 + instructions, flags, points);
    at = unpack_steps(at, flags, points, X_SHORT, X_SAME, x);
    unpack_steps(at, flags, points, Y_SHORT, Y_SAME, y);
    for (int i = 0; i < points; i++)
        append_step(o, flags[i] & ON_CURVE, x[i], y[i]);
    append_short(o->streams[GLYPHS], instructions);
    if (!is_box_of(bytes + 2, x, y, points))
        append_box(o, glyph, bytes + 2);
}

/* Parts of other glyphs, as they are. */
static void append_composite(struct outlines *o, int glyph, const uint8_t *bytes)
{
    enum { WORDS = 1, SCALE = 8, MORE = 32, XY_SCALE = 64, MATRIX = 128, INSTRUCTED = 256 };
    const uint8_t *at = bytes + 10;
    int flags;
    do {
        flags = read_16(at);
        at += 4 + (flags & WORDS ? 4 : 2) +
              (flags & SCALE      ? 2
               : flags & XY_SCALE ? 4
               : flags & MATRIX   ? 8
                                  : 0);
    } while (flags & MORE);
    g_byte_array_append(o->streams[COMPOSITES], bytes + 10, (guint)(at - bytes - 10));
    append_box(o, glyph, bytes + 2);
    if (flags & INSTRUCTED) {
        append_short(o->streams[GLYPHS], read_16(at));
        g_byte_array_append(o->streams[INSTRUCTIONS], at + 2, read_16(at));
    }
}

static void append_glyph(struct outlines *o, int glyph, const uint8_t *bytes, uint32_t length)
{
    int contours = length > 0 ? read_signed(bytes) : 0;
    append_16(o->streams[CONTOURS], contours);
    if (contours > 0)
        append_simple(o, glyph, bytes, contours);
    else if (contours < 0)
        append_composite(o, glyph, bytes);
}

static const struct table *table_find(const struct table *tables, int count, uint32_t tag)
{
    for (int i = 0; i < count; i++)
        if (tables[i].tag == tag)
            return &tables[i];
    return NULL;
}

static uint32_t glyph_offset(const struct table *loca, bool is_long, int glyph)
{
    return is_long ? read_32(loca->bytes + 4 * glyph) : 2u * read_16(loca->bytes + 2 * glyph);
}

/* The transformed glyf table, which replaces loca, too. */
static GByteArray *transform(const struct table *tables, int count)
{
    const struct table *glyf = table_find(tables, count, TAG('g', 'l', 'y', 'f'));
    const struct table *loca = table_find(tables, count, TAG('l', 'o', 'c', 'a'));
    bool is_long = read_16(table_find(tables, count, TAG('h', 'e', 'a', 'd'))->bytes + 50);
    int glyphs = read_16(table_find(tables, count, TAG('m', 'a', 'x', 'p'))->bytes + 4);
    struct outlines o = {.has_box = g_byte_array_new()};
    for (int s = 0; s < STREAM_COUNT; s++)
        o.streams[s] = g_byte_array_new();
    g_byte_array_set_size(o.has_box, 4 * (((guint)glyphs + 31) >> 5));
    memset(o.has_box->data, 0, o.has_box->len);
    for (int i = 0; i < glyphs; i++) {
        uint32_t start = glyph_offset(loca, is_long, i);
        append_glyph(&o, i, glyf->bytes + start, glyph_offset(loca, is_long, i + 1) - start);
    }
    GByteArray *out = g_byte_array_new();
    append_32(out, 0);
    append_16(out, glyphs);
    append_16(out, is_long);
    for (int s = 0; s < STREAM_COUNT; s++)
        append_32(out, o.streams[s]->len + (s == BOXES ? o.has_box->len : 0));
    for (int s = 0; s < STREAM_COUNT; s++) {
        if (s == BOXES)
            g_byte_array_append(out, o.has_box->data, o.has_box->len);
        g_byte_array_append(out, o.streams[s]->data, o.streams[s]->len);
        g_byte_array_unref(o.streams[s]);
    }
    g_byte_array_unref(o.has_box);
    return out;
}

/* ---- the file ------------------------------------------------------------------------------ */

/* The place of a tag in the list of known ones (section 4.1); 63 for another. */
static int known_tag(uint32_t tag)
{
    static const char KNOWN[][5] = {"cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post",
                                    "cvt ", "fpgm", "glyf", "loca", "prep", "CFF ", "VORG", "EBDT",
                                    "EBLC", "gasp", "hdmx", "kern", "LTSH", "PCLT", "VDMX", "vhea",
                                    "vmtx", "BASE", "GDEF", "GPOS", "GSUB"};
    for (int i = 0; i < (int)G_N_ELEMENTS(KNOWN); i++)
        if (read_32((const uint8_t *)KNOWN[i]) == tag)
            return i;
    return 63;
}

static void append_entry(GByteArray *directory, const struct table *table, int transformed)
{
    int known = known_tag(table->tag);
    append_8(directory, known);
    if (known == 63)
        append_32(directory, table->tag);
    append_base_128(directory, table->length);
    if (transformed >= 0)
        append_base_128(directory, (uint32_t)transformed);
}

/* loca stands behind glyf, as its transformed form asks (section 5.3). Answers how many there are;
 * 0 for what is no TrueType font. */
static int list_tables(const uint8_t *sfnt, size_t length, struct table *tables)
{
    static const uint32_t NEEDED[] = {TAG('g', 'l', 'y', 'f'), TAG('l', 'o', 'c', 'a'),
                                      TAG('h', 'e', 'a', 'd'), TAG('m', 'a', 'x', 'p')};
    int count = 0, all = length > SFNT_HEADER ? read_16(sfnt + 4) : 0;
    struct table listed[MOST_TABLES];
    if (all > MOST_TABLES)
        return 0;
    for (int i = 0; i < all; i++) {
        const uint8_t *entry = sfnt + SFNT_HEADER + SFNT_ENTRY * i;
        listed[i] = (struct table){read_32(entry), sfnt + read_32(entry + 8), read_32(entry + 12)};
    }
    for (size_t i = 0; i < G_N_ELEMENTS(NEEDED); i++)
        if (!table_find(listed, all, NEEDED[i]))
            return 0;
    for (int i = 0; i < all; i++) {
        if (listed[i].tag != NEEDED[1])
            tables[count++] = listed[i];
        if (listed[i].tag == NEEDED[0])
            tables[count++] = *table_find(listed, all, NEEDED[1]);
    }
    return count;
}

static GBytes *assemble(uint32_t flavour, int count, uint32_t sfnt_size, GByteArray *directory,
                        GByteArray *tables)
{
    static const uint8_t ZEROS[4] = {0};
    size_t packed_length = BrotliEncoderMaxCompressedSize(tables->len);
    g_autofree uint8_t *packed = g_malloc(packed_length);
    if (!BrotliEncoderCompress(BROTLI_LEVEL, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_FONT, tables->len,
                               tables->data, &packed_length, packed))
        return NULL;
    uint32_t length = WOFF2_HEADER + directory->len + (uint32_t)packed_length;
    GByteArray *file = g_byte_array_new();
    append_32(file, TAG('w', 'O', 'F', '2'));
    append_32(file, flavour);
    append_32(file, (length + 3) & ~3u);
    append_16(file, count);
    append_16(file, 0);
    append_32(file, sfnt_size);
    append_32(file, (uint32_t)packed_length);
    append_32(file, TAG(0, 1, 0, 0)); /* version 1.0 */
    g_byte_array_set_size(file, WOFF2_HEADER);
    memset(file->data + 28, 0, WOFF2_HEADER - 28); /* no metadata, nothing private */
    g_byte_array_append(file, directory->data, directory->len);
    g_byte_array_append(file, packed, (guint)packed_length);
    g_byte_array_append(file, ZEROS, (4 - file->len % 4) % 4);
    return g_byte_array_free_to_bytes(file);
}

GBytes *woff2_encode(const uint8_t *sfnt, size_t length)
{
    struct table tables[MOST_TABLES + 1];
    int count = list_tables(sfnt, length, tables);
    if (count == 0)
        return NULL;
    g_autoptr(GByteArray) directory = g_byte_array_new(), data = g_byte_array_new();
    uint32_t sfnt_size = SFNT_HEADER + SFNT_ENTRY * (uint32_t)count;
    for (int i = 0; i < count; i++) {
        int transformed = -1;
        sfnt_size += (tables[i].length + 3) & ~3u;
        if (tables[i].tag == TAG('g', 'l', 'y', 'f')) {
            g_autoptr(GByteArray) glyf = transform(tables, count);
            g_byte_array_append(data, glyf->data, glyf->len);
            transformed = (int)glyf->len;
        } else if (tables[i].tag == TAG('l', 'o', 'c', 'a')) {
            transformed = 0;
        } else {
            g_byte_array_append(data, tables[i].bytes, tables[i].length);
        }
        if (tables[i].tag == TAG('h', 'e', 'a', 'd'))
            data->data[data->len - tables[i].length + 16] |= 0x08; /* bit 11: packed, not lost */
        append_entry(directory, &tables[i], transformed);
    }
    return assemble(read_32(sfnt), count, sfnt_size, directory, data);
}
