#include "output/palette.h"

#include <stdbool.h>

/* A colour with more than one in so many pixels is seen as an area. */
#define FLAT_SHARE 4000

/* Of the entries, those that areas may take at most. */
#define FLAT_ENTRIES(most) ((most)*5 / 8)

struct count {
    uint32_t colour;
    int entry;
    uint64_t pixels;
};

struct palette {
    GHashTable *numbers; /* colour -> index in counts, + 1 */
    GArray *counts;      /* of struct count, in the order of first sight */
    uint64_t pixels;
    GArray *colours; /* of uint32_t: chosen */
};

/* Some of the counts, next to each other. */
struct box {
    struct count *counts;
    size_t count;
    size_t cut;  /* where to split it best */
    int channel; /* and by what */
    double gain; /* in squared error, of that */
};

struct palette *palette_new(void)
{
    struct palette *p = g_new0(struct palette, 1);
    p->numbers = g_hash_table_new(NULL, NULL);
    p->counts = g_array_new(FALSE, FALSE, sizeof(struct count));
    p->colours = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return p;
}

void palette_free(struct palette *p)
{
    if (!p)
        return;
    g_hash_table_unref(p->numbers);
    g_array_unref(p->counts);
    g_array_unref(p->colours);
    g_free(p);
}

static struct count *find_count(const struct palette *p, uint32_t colour)
{
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(p->numbers, GUINT_TO_POINTER(colour)));
    return number ? &g_array_index(p->counts, struct count, number - 1) : NULL;
}

void palette_count(struct palette *p, const uint32_t *pixels, size_t count)
{
    struct count *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!last || last->colour != pixels[i])
            last = find_count(p, pixels[i]);
        if (!last) {
            struct count added = {.colour = pixels[i]};
            g_array_append_val(p->counts, added);
            g_hash_table_insert(p->numbers, GUINT_TO_POINTER(pixels[i]),
                                GUINT_TO_POINTER(p->counts->len));
            last = &g_array_index(p->counts, struct count, p->counts->len - 1);
        }
        last->pixels++;
    }
    p->pixels += count;
}

static int channel(uint32_t colour, int number)
{
    return (int)(colour >> 8 * number & 0xff);
}

static int compare_colours(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static int compare_pixels(const void *left, const void *right)
{
    const struct count *a = left, *b = right;
    if (a->pixels != b->pixels)
        return a->pixels < b->pixels ? 1 : -1;
    return (a->colour > b->colour) - (a->colour < b->colour);
}

static int compare_channel(const void *left, const void *right, void *number)
{
    const struct count *a = left, *b = right;
    int difference = channel(a->colour, *(int *)number) - channel(b->colour, *(int *)number);
    return difference ? difference : (a->colour > b->colour) - (a->colour < b->colour);
}

static void sort_box(struct box *box, int number)
{
    g_qsort_with_data(box->counts, (int)box->count, sizeof *box->counts, compare_channel, &number);
}

/* Sums over colours: how many pixels, and of their channels. Integers, so that no order matters. */
struct sums {
    uint64_t pixels, channels[3];
};

static void add_count(struct sums *sums, const struct count *count)
{
    sums->pixels += count->pixels;
    for (int c = 0; c < 3; c++)
        sums->channels[c] += count->pixels * (uint64_t)channel(count->colour, c);
}

/* What the squared error of a box is less by than that of black: the more, the better. */
static double closeness(const struct sums *sums)
{
    double sum = 0;
    for (int c = 0; c < 3; c++)
        sum += (double)sums->channels[c] * (double)sums->channels[c];
    return sums->pixels ? sum / (double)sums->pixels : 0;
}

/* Finds where a box is split best; its gain is 0 when it is one colour. */
static void measure_box(struct box *box)
{
    struct sums whole = {0};
    for (size_t i = 0; i < box->count; i++)
        add_count(&whole, &box->counts[i]);
    box->gain = 0;
    for (int number = 0; number < 3; number++) {
        struct sums low = {0};
        sort_box(box, number);
        for (size_t i = 0; i + 1 < box->count; i++) {
            add_count(&low, &box->counts[i]);
            struct sums high = {whole.pixels - low.pixels,
                                {whole.channels[0] - low.channels[0],
                                 whole.channels[1] - low.channels[1],
                                 whole.channels[2] - low.channels[2]}};
            double gain = closeness(&low) + closeness(&high) - closeness(&whole);
            if (gain <= box->gain)
                continue;
            box->gain = gain;
            box->cut = i + 1;
            box->channel = number;
        }
    }
}

/* The colour of a box: its most frequent one, when that is most of it, else the mean. */
static uint32_t box_colour(const struct box *box)
{
    struct sums sums = {0};
    const struct count *most = box->counts;
    for (size_t i = 0; i < box->count; i++) {
        add_count(&sums, &box->counts[i]);
        if (compare_pixels(&box->counts[i], most) < 0)
            most = &box->counts[i];
    }
    if (2 * most->pixels > sums.pixels)
        return most->colour;
    uint32_t mean = 0;
    for (int c = 0; c < 3; c++)
        mean |= (uint32_t)((sums.channels[c] + sums.pixels / 2) / sums.pixels) << 8 * c;
    return mean;
}

/* Splits boxes until there are so many; each gives its colour. */
static void choose_shades(struct palette *p, struct count *counts, size_t count, guint most)
{
    g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(struct box));
    struct box all = {.counts = counts, .count = count};
    measure_box(&all);
    g_array_append_val(boxes, all);
    while (boxes->len < most) {
        struct box *best = &g_array_index(boxes, struct box, 0);
        for (guint i = 1; i < boxes->len; i++)
            if (g_array_index(boxes, struct box, i).gain > best->gain)
                best = &g_array_index(boxes, struct box, i);
        if (best->gain <= 0)
            break;
        sort_box(best, best->channel);
        struct box high = {.counts = best->counts + best->cut, .count = best->count - best->cut};
        best->count = best->cut;
        measure_box(best);
        measure_box(&high);
        g_array_append_val(boxes, high);
    }
    for (guint i = 0; i < boxes->len; i++) {
        uint32_t colour = box_colour(&g_array_index(boxes, struct box, i));
        g_array_append_val(p->colours, colour);
    }
}

static int nearest_entry(const struct palette *p, uint32_t colour)
{
    int nearest = 0, least = G_MAXINT;
    for (guint i = 0; i < p->colours->len && least > 0; i++) {
        uint32_t entry = g_array_index(p->colours, uint32_t, i);
        int error = 0;
        for (int c = 0; c < 3; c++) {
            int difference = channel(colour, c) - channel(entry, c);
            error += difference * difference;
        }
        if (error >= least)
            continue;
        least = error;
        nearest = (int)i;
    }
    return nearest;
}

/* Ascending, and each colour once: two boxes may have one mean. */
static void order_colours(struct palette *p)
{
    guint kept = 0;
    g_array_sort(p->colours, compare_colours);
    for (guint i = 0; i < p->colours->len; i++) {
        uint32_t colour = g_array_index(p->colours, uint32_t, i);
        if (kept == 0 || g_array_index(p->colours, uint32_t, kept - 1) != colour)
            g_array_index(p->colours, uint32_t, kept++) = colour;
    }
    g_array_set_size(p->colours, kept);
}

void palette_choose(struct palette *p, int most)
{
    g_assert(p->colours->len == 0 && most >= 16 && most <= 256);
    g_array_sort(p->counts, compare_pixels);
    struct count *counts = (struct count *)(void *)p->counts->data;
    guint flat = 0,
          limit = p->counts->len <= (guint)most ? p->counts->len : (guint)FLAT_ENTRIES(most);
    bool is_exact = limit == p->counts->len;
    while (flat < limit && (is_exact || counts[flat].pixels * FLAT_SHARE > p->pixels))
        g_array_append_val(p->colours, counts[flat++].colour);
    if (flat < p->counts->len)
        choose_shades(p, counts + flat, p->counts->len - flat, (guint)most - flat);
    order_colours(p);
    for (guint i = 0; i < p->counts->len; i++) {
        counts[i].entry = nearest_entry(p, counts[i].colour);
        g_hash_table_insert(p->numbers, GUINT_TO_POINTER(counts[i].colour),
                            GUINT_TO_POINTER(i + 1));
    }
}

const uint32_t *palette_colours(const struct palette *p, int *count)
{
    *count = (int)p->colours->len;
    return (const uint32_t *)(const void *)p->colours->data;
}

int palette_entry(const struct palette *p, uint32_t colour)
{
    const struct count *count = find_count(p, colour);
    g_assert(count);
    return count->entry;
}
