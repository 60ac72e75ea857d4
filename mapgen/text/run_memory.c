#include "text/run_memory.h"

#include <glib.h>
#include <string.h>

struct run_memory {
    GHashTable *entries; /* of struct entry, a set */
};

enum answer { ANSWER_RUN, ANSWER_LINES, ANSWER_SIZE, ANSWER_ADVANCES };

/* To look something up, the strings are the asker's. */
struct entry {
    char *text, *language, *family, *fallback;
    struct font font; /* its strings are borrowed, and may be gone: compared, not read */
    const struct report *report;
    double width_pt;
    enum answer answer; /* which of these it has */
    run *run;
    char **lines;
    struct text_size size;
    double *advances_pt;
    bool is_wanted; /* since the last time that runs were forgotten */
};

static struct entry entry_of(const struct run_ask *ask, enum answer answer)
{
    return (struct entry){.text = (char *)ask->text,
                          .language = (char *)ask->language,
                          .family = (char *)ask->font->family,
                          .fallback = (char *)ask->font->fallback,
                          .font = *ask->font,
                          .report = ask->report,
                          .width_pt = ask->width_pt,
                          .answer = answer};
}

static guint entry_hash(const void *data)
{
    const struct entry *entry = data;
    return g_str_hash(entry->text) * 31 + (guint)(entry->font.size_pt * 64);
}

static bool fonts_equal(const struct font *a, const struct font *b)
{
    return a->family == b->family && a->fallback == b->fallback && a->size_pt == b->size_pt &&
           a->weight == b->weight && a->is_italic == b->is_italic &&
           a->letter_spacing_pt == b->letter_spacing_pt;
}

static gboolean entries_equal(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    return fonts_equal(&a->font, &b->font) && a->report == b->report && a->answer == b->answer &&
           a->width_pt == b->width_pt && strcmp(a->text, b->text) == 0 &&
           g_strcmp0(a->language, b->language) == 0 && strcmp(a->family, b->family) == 0 &&
           g_strcmp0(a->fallback, b->fallback) == 0;
}

static void entry_free(void *data)
{
    struct entry *entry = data;
    g_free(entry->text);
    g_free(entry->language);
    g_free(entry->family);
    g_free(entry->fallback);
    run_free(entry->run);
    g_strfreev(entry->lines);
    g_free(entry->advances_pt);
    g_free(entry);
}

run_memory *run_memory_new(void)
{
    run_memory *memory = g_new0(run_memory, 1);
    memory->entries = g_hash_table_new_full(entry_hash, entries_equal, entry_free, NULL);
    return memory;
}

void run_memory_free(run_memory *memory)
{
    if (!memory)
        return;
    g_hash_table_unref(memory->entries);
    g_free(memory);
}

static struct entry *find(run_memory *memory, const struct run_ask *ask, enum answer answer)
{
    struct entry wanted = entry_of(ask, answer), *entry;
    if (!g_hash_table_lookup_extended(memory->entries, &wanted, (gpointer *)&entry, NULL))
        return NULL;
    entry->is_wanted = true;
    return entry;
}

static struct entry *add(run_memory *memory, const struct run_ask *ask, enum answer answer)
{
    struct entry wanted = entry_of(ask, answer), *entry = g_memdup2(&wanted, sizeof wanted);
    entry->text = g_strdup(ask->text);
    entry->language = g_strdup(ask->language);
    entry->family = g_strdup(ask->font->family);
    entry->fallback = g_strdup(ask->font->fallback);
    entry->is_wanted = true;
    g_hash_table_add(memory->entries, entry);
    return entry;
}

run *run_memory_find(run_memory *memory, const struct run_ask *ask)
{
    const struct entry *entry = find(memory, ask, ANSWER_RUN);
    return entry ? run_share(entry->run) : NULL;
}

void run_memory_add(run_memory *memory, const struct run_ask *ask, run *run)
{
    add(memory, ask, ANSWER_RUN)->run = run_share(run);
}

const char *const *run_memory_find_lines(run_memory *memory, const struct run_ask *ask)
{
    const struct entry *entry = find(memory, ask, ANSWER_LINES);
    return entry ? (const char *const *)entry->lines : NULL;
}

void run_memory_add_lines(run_memory *memory, const struct run_ask *ask, char **lines)
{
    add(memory, ask, ANSWER_LINES)->lines = g_strdupv(lines);
}

bool run_memory_find_size(run_memory *memory, const struct run_ask *ask, struct text_size *size)
{
    const struct entry *entry = find(memory, ask, ANSWER_SIZE);
    if (entry)
        *size = entry->size;
    return entry != NULL;
}

void run_memory_add_size(run_memory *memory, const struct run_ask *ask, struct text_size size)
{
    add(memory, ask, ANSWER_SIZE)->size = size;
}

bool run_memory_find_advances(run_memory *memory, const struct run_ask *ask,
                              const double **advances_pt)
{
    const struct entry *entry = find(memory, ask, ANSWER_ADVANCES);
    if (entry)
        *advances_pt = entry->advances_pt;
    return entry != NULL;
}

void run_memory_add_advances(run_memory *memory, const struct run_ask *ask, double *advances_pt)
{
    add(memory, ask, ANSWER_ADVANCES)->advances_pt = advances_pt;
}

static gboolean is_forgotten(void *key, void *value, void *data)
{
    struct entry *entry = key;
    bool was_wanted = entry->is_wanted;
    (void)value, (void)data;
    entry->is_wanted = false;
    return !was_wanted;
}

void run_memory_forget(run_memory *memory)
{
    g_hash_table_foreach_remove(memory->entries, is_forgotten, NULL);
}
