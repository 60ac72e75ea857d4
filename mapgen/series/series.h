/* Many dates: one planar map, one plan per view, many files, written side by side.
 *
 * Files that are up to date are left alone (series/manifest.h).
 *
 * Scenes are composed one after another on the calling thread and encoded and written by `jobs`
 * threads; a few scenes wait at most, so memory does not grow with the number of dates. The bytes
 * do not depend on `jobs`. */
#ifndef MAPGEN_SERIES_SERIES_H
#define MAPGEN_SERIES_SERIES_H

#include "compose/map.h"
#include "output/writer.h"

struct series_options {
    struct map_options map;   /* view is taken from `views` */
    const char *const *views; /* names, NULL-terminated; NULL: all of the project's */
    day_number from, until;   /* both included; DAY_BEFORE_ALL, DAY_AFTER_ALL: all */
    const day_number *dates;  /* these days; NULL: the change days */
    size_t date_count;
    const enum file_format *formats;
    size_t format_count;
    struct write_options write;
    const char *folder; /* DIR/VIEW/DATE.FORMAT */
    bool has_viewer;    /* with DIR/index.html, a page that shows them */
    bool is_forced;     /* writes also what is up to date (series/manifest.h) */
    const char *asked;  /* all that tells this run from others, for manifest_has_run; may be NULL */
    gint64 start_us;    /* when it began to read, since the epoch */
    int jobs;           /* 0: one per processor */
    void (*planned)(const char *view, const map_plan *plan,
                    void *data); /* may be NULL; each view */
    void *planned_data;
    /* Called for each map that is written, on the calling thread. May be NULL. */
    void (*progress)(size_t done, size_t total, void *data);
    void *progress_data;
    struct timings *timings; /* may be NULL */
};

/* A day that gets a map, and since when that tells what changed. */
struct series_day {
    day_number date, since;
};

struct series_result {
    size_t maps, files; /* files of maps: the page is not counted */
    size_t kept;        /* of them those that were up to date */
};

/* The days of a view, as the options ask: an array of struct series_day, the caller's. */
GArray *series_days(const timeline *timeline, const map_plan *plan,
                    const struct series_options *options);

/* True when the same has been asked for before and nothing that was read or written has changed
 * since: then there is nothing to render, and the result is the former one. */
bool series_is_done(const char *folder, const char *asked, struct series_result *result);

/* Renders. A date whose changes all lie outside a view makes no map in it (change days only; dates
 * that were asked for are always drawn). Each map's since is the date before it in that view. Stops
 * at the first failure, having left whole files only. */
bool series_render(const timeline *timeline, const struct series_options *options,
                   struct series_result *result, report *report, GError **error);

#endif
