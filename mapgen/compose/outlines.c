#include "compose/outlines.h"

#include "base/parallel.h"

#include <string.h>

struct outline_memory {
    GMutex lock;
    GPtrArray *last; /* of struct outline *, reference-counted */
};

outline_memory *outline_memory_new(void)
{
    outline_memory *memory = g_new0(outline_memory, 1);
    g_mutex_init(&memory->lock);
    memory->last = g_ptr_array_new();
    return memory;
}

void outline_memory_free(outline_memory *memory)
{
    if (!memory)
        return;
    g_ptr_array_unref(memory->last);
    g_mutex_clear(&memory->lock);
    g_free(memory);
}

static void outline_clear(void *data)
{
    struct outline *outline = data;
    g_array_unref(outline->points);
    g_array_unref(outline->counts);
    g_array_unref(outline->faces);
}

static void outline_release(void *data)
{
    g_atomic_rc_box_release_full(data, outline_clear);
}

/* Outlines without points, each with its faces in ascending order. */
static GPtrArray *list_outlines(const int32_t *keys, size_t face_count, int32_t first, guint count)
{
    GPtrArray *outlines = g_ptr_array_new_full(count, outline_release);
    for (guint i = 0; i < count; i++) {
        struct outline *outline = g_atomic_rc_box_new0(struct outline);
        outline->points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        outline->counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        outline->faces = g_array_new(FALSE, FALSE, sizeof(face_id));
        g_ptr_array_add(outlines, outline);
    }
    for (face_id f = 1; f < (face_id)face_count; f++) {
        if (keys[f] < first || keys[f] - first >= (int32_t)count)
            continue;
        const struct outline *outline = outlines->pdata[keys[f] - first];
        g_array_append_val(outline->faces, f);
    }
    return outlines;
}

static struct outline *find_same(const GPtrArray *outlines, const GArray *faces)
{
    for (guint i = 0; i < outlines->len; i++) {
        struct outline *outline = outlines->pdata[i];
        if (outline->faces->len == faces->len &&
            (faces->len == 0 ||
             memcmp(outline->faces->data, faces->data, faces->len * sizeof(face_id)) == 0))
            return outline;
    }
    return NULL;
}

/* The outlines that one thread walks: every `step`th of those listed from `from` on. */
struct walker {
    const page_map *page;
    const int32_t *keys;
    int32_t first;
    const GPtrArray *outlines;
    const GArray *listed; /* of guint */
    guint from, step;
};

static void *walk_outlines(void *data)
{
    const struct walker *walker = data;
    for (guint i = walker->from; i < walker->listed->len; i += walker->step) {
        guint number = g_array_index(walker->listed, guint, i);
        const struct outline *outline = walker->outlines->pdata[number];
        page_map_outline(walker->page, walker->keys, walker->first + (int32_t)number,
                         outline->points, outline->counts);
    }
    return NULL;
}

/* Faces that are looked at, for each outline all, for which a thread more is worth its start. */
#define FACES_PER_THREAD 65536

GPtrArray *outlines_find(outline_memory *memory, const page_map *page, const int32_t *keys,
                         int32_t first, guint count)
{
    size_t faces = topology_face_count(planar_map_topology(page_map_planar(page)));
    GPtrArray *outlines = list_outlines(keys, faces, first, count);
    g_mutex_lock(&memory->lock);
    g_autoptr(GPtrArray) before = g_ptr_array_ref(memory->last);
    g_mutex_unlock(&memory->lock);
    g_autoptr(GArray) unknown = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < count; i++) {
        const struct outline *outline = outlines->pdata[i];
        struct outline *same = find_same(before, outline->faces);
        if (!same) {
            g_array_append_val(unknown, i);
            continue;
        }
        outline_release(outlines->pdata[i]);
        outlines->pdata[i] = g_atomic_rc_box_acquire(same);
    }
    unsigned threads = parallel_parts(unknown->len * faces, FACES_PER_THREAD);
    g_autofree struct walker *walkers = g_new(struct walker, threads);
    for (unsigned i = 0; i < threads; i++)
        walkers[i] = (struct walker){page, keys, first, outlines, unknown, i, threads};
    parallel_run(walk_outlines, walkers, sizeof *walkers, threads);
    g_mutex_lock(&memory->lock);
    g_ptr_array_unref(memory->last);
    memory->last = g_ptr_array_ref(outlines);
    g_mutex_unlock(&memory->lock);
    return outlines;
}
