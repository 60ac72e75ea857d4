/* Runs that were shaped before, for who asks for the same again: a label is measured, placed and
 * drawn, and the maps of a series say the same words. What nobody asks for any more is forgotten,
 * so that it does not grow with the number of maps. */
#ifndef MAPGEN_TEXT_RUN_MEMORY_H
#define MAPGEN_TEXT_RUN_MEMORY_H

#include "text/run.h"

typedef struct run_memory run_memory;

/* What a run is shaped from. Fonts are the same when their strings are, and lie where they lay: a
 * run borrows them. */
struct run_ask {
    const char *text, *language; /* the language may be NULL */
    const struct font *font;
    const struct report *report; /* that was told what is missing; may be NULL */
    double width_pt;             /* of lines that it is broken into */
};

run_memory *run_memory_new(void);
void run_memory_free(run_memory *memory);

/* The run of such an ask, shared, the caller's; NULL when there is none. */
run *run_memory_find(run_memory *memory, const struct run_ask *ask);

/* Remembers a run, and shares it. Nothing of the ask is borrowed but what the run borrows. */
void run_memory_add(run_memory *memory, const struct run_ask *ask, run *run);

/* The same of lines that a text was broken into: a NULL-terminated array, borrowed until they are
 * forgotten; NULL when there is none. What is remembered is copied. */
const char *const *run_memory_find_lines(run_memory *memory, const struct run_ask *ask);
void run_memory_add_lines(run_memory *memory, const struct run_ask *ask, char **lines);

/* The same of the size of a run; false when there is none. */
bool run_memory_find_size(run_memory *memory, const struct run_ask *ask, struct text_size *size);
void run_memory_add_size(run_memory *memory, const struct run_ask *ask, struct text_size size);

/* The same of the advances of a text's letters (text/wrap.c), by byte; NULL where these do not tell
 * how wide a part of it is. What is remembered is given away. */
bool run_memory_find_advances(run_memory *memory, const struct run_ask *ask,
                              const double **advances_pt);
void run_memory_add_advances(run_memory *memory, const struct run_ask *ask, double *advances_pt);

/* Forgets what was neither added nor found since the last time. */
void run_memory_forget(run_memory *memory);

#endif
