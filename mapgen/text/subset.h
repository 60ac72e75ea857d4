/* Fonts cut down to the letters of some runs, for a file that brings its letters along: HarfBuzz
 * cuts them, woff2.h packs them.
 *
 * What shaping may ask for stays (kerning, marks, joined forms), hints and names do not. The same
 * runs give the same bytes. */
#ifndef MAPGEN_TEXT_SUBSET_H
#define MAPGEN_TEXT_SUBSET_H

#include "text/run.h"

/* One face as far as it is used, under the font that was asked for: letters that the family lacks
 * come from faces of other families. */
struct font_subset {
    const char *family; /* borrowed from the runs */
    int weight;
    bool is_italic;
    char *unicode_range; /* its letters, as in CSS: "U+20,U+41-43"; of faces under one font, no two
                            have the same */
    GBytes *woff2;
};

/* Subsets that were made of late, for files that have letters in common. Any thread may use it. */
typedef struct subset_memory subset_memory;
subset_memory *subset_memory_new(void);
void subset_memory_free(subset_memory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(subset_memory, subset_memory_free)

/* The family that all of the run's text is set in: not that of its font where the text is of
 * another script. Interned; NULL for a run of several or of none. Any thread may ask. */
const char *run_only_family(const struct run *run);

/* The faces of the runs in order of first use: an array of struct font_subset that clears them. A
 * face that cannot be cut, or is no TrueType, is left out. Any thread may ask. With a memory (may
 * be NULL) the same letters of a face are cut once. */
GArray *subset_fonts(const struct run *const *runs, size_t count, subset_memory *memory);

#endif
