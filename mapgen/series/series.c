#include "series/series.h"

#include "series/manifest.h"
#include "series/viewer.h"
#include "text/subset.h"

/* Scenes that may wait to be written, per thread: enough to keep every thread busy. */
#define WAITING_PER_JOB 2

/* A scene on its way to its files; written by one thread. */
struct task {
    scene *scene;
    char *stem; /* VIEW/DATE */
};

struct writer {
    const struct series_options *options;
    struct write_options write;
    manifest *manifest;
    GThreadPool *pool;
    GMutex lock;
    GCond done;
    int waiting; /* scenes composed and not yet written */
    size_t total, handed_over, told;
    struct series_result result;
    GError *error; /* the first failure */
};

/* Writes what is not up to date, and says whether it had to. */
static bool write_file(const struct writer *writer, const struct scene *scene, const char *name,
                       enum file_format format, bool *is_changed, GError **error)
{
    const struct write_options *options = &writer->write;
    bool is_forced = writer->options->is_forced;
    g_autofree char *path = g_build_filename(writer->options->folder, name, NULL);
    bool is_png = format == FORMAT_PNG;
    g_autoptr(raster_picture) picture =
        format == FORMAT_SVG ? NULL
                             : raster_picture_build(scene, is_png ? options->png_scale : 1,
                                                    is_png ? options->memory : NULL, NULL);
    g_autofree char *fingerprint =
        picture ? manifest_fingerprint(writer->manifest, scene, format, picture) : NULL;
    *is_changed = !fingerprint || is_forced || !manifest_holds(writer->manifest, name, fingerprint);
    if (*is_changed) {
        g_autoptr(GBytes) file = picture && is_png ? raster_picture_encode(picture, error)
                                                   : scene_encode(scene, format, options, error);
        if (!file) {
            g_prefix_error(error, "%s: ", path);
            return false;
        }
        gint64 start_us = g_get_monotonic_time();
        if (is_forced ? !file_write(path, file, error)
                      : !file_update(path, file, is_changed, error))
            return false;
        timings_add(options->timings, TIMING_WRITE, start_us);
        manifest_note(writer->manifest, name, fingerprint, file);
    }
    return !options->has_alt || scene_update_alt(scene, path, error);
}

static void write_task(void *data, void *user_data)
{
    struct task *task = data;
    struct writer *writer = user_data;
    GError *error = NULL;
    size_t files = 0, kept = 0;
    for (size_t i = 0; i < writer->options->format_count && !error; i++) {
        enum file_format format = writer->options->formats[i];
        g_autofree char *name = g_strdup_printf("%s.%s", task->stem, format_name(format));
        bool is_changed = true;
        files += write_file(writer, task->scene, name, format, &is_changed, &error);
        kept += !is_changed;
    }
    scene_free(task->scene);
    g_free(task->stem);
    g_free(task);

    g_mutex_lock(&writer->lock);
    writer->result.files += files;
    writer->result.kept += kept;
    if (error && !writer->error)
        writer->error = error;
    else
        g_clear_error(&error);
    writer->waiting--;
    g_cond_signal(&writer->done);
    g_mutex_unlock(&writer->lock);
}

/* Hands a scene over, once there is room for it; false when something has failed meanwhile. */
static bool push_scene(struct writer *writer, scene *scene, char *stem, int most_waiting)
{
    g_mutex_lock(&writer->lock);
    while (writer->waiting >= most_waiting)
        g_cond_wait(&writer->done, &writer->lock);
    bool is_ok = !writer->error;
    writer->waiting += is_ok;
    writer->handed_over += is_ok;
    g_mutex_unlock(&writer->lock);
    if (!is_ok) {
        scene_free(scene);
        g_free(stem);
        return false;
    }
    struct task *task = g_new(struct task, 1);
    *task = (struct task){scene, stem};
    if (g_thread_pool_get_num_threads(writer->pool) > 0)
        g_thread_pool_push(writer->pool, task, NULL);
    else /* the system gave none */
        write_task(task, writer);
    return true;
}

/* Tells of each map that was written since the last time. Under the lock. */
static void tell_progress(struct writer *writer)
{
    const struct series_options *options = writer->options;
    size_t done = writer->handed_over - (size_t)writer->waiting;
    while (options->progress && writer->told < done)
        options->progress(++writer->told, writer->total, options->progress_data);
}

static void wait_for_all(struct writer *writer)
{
    g_mutex_lock(&writer->lock);
    while (writer->waiting > 0) {
        tell_progress(writer);
        g_cond_wait(&writer->done, &writer->lock);
    }
    tell_progress(writer);
    g_mutex_unlock(&writer->lock);
}

GArray *series_days(const timeline *timeline, const map_plan *plan,
                    const struct series_options *options)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(struct series_day));
    size_t change_count;
    const day_number *changes = timeline_change_days(timeline, &change_count);
    const day_number *all = options->dates ? options->dates : changes;
    size_t count = options->dates ? options->date_count : change_count;
    for (size_t i = 0; i < count; i++) {
        if (all[i] < options->from || all[i] > options->until)
            continue;
        struct series_day day = {
            all[i], options->dates && i ? all[i - 1] : timeline_change_before(timeline, all[i])};
        if (!options->dates && !map_shows_change(plan, day.date, day.since))
            continue;
        g_array_append_val(days, day);
    }
    return days;
}

struct view_run {
    const char *name;
    map_plan *plan;
    GArray *days;
};

static void clear_run(void *data)
{
    struct view_run *run = data;
    map_plan_free(run->plan);
    if (run->days)
        g_array_unref(run->days);
}

/* Plans every view before anything is written, so that a view that cannot be drawn costs nothing.
 */
static GArray *plan_views(const timeline *timeline, const struct series_options *options,
                          report *report, GError **error)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    g_autoptr(GArray) runs = g_array_new(FALSE, TRUE, sizeof(struct view_run));
    g_array_set_clear_func(runs, clear_run);
    size_t count = options->views ? g_strv_length((char **)options->views) : project->view_count;
    for (size_t i = 0; i < count; i++) {
        struct view_run run = {.name = options->views ? options->views[i] : project->views[i].name};
        struct map_options map = options->map;
        map.view = run.name;
        map.has_no_outlines =
            formats_are_text(options->formats, options->format_count, &options->write);
        gint64 start_us = g_get_monotonic_time();
        run.plan = map_plan_build(timeline, &map, report, error);
        timings_add(options->timings, TIMING_PLAN, start_us);
        if (!run.plan)
            return NULL;
        if (options->planned)
            options->planned(run.name, run.plan, options->planned_data);
        run.days = series_days(timeline, run.plan, options);
        g_array_append_val(runs, run);
    }
    return g_steal_pointer(&runs);
}

/* Composes the maps of a view and hands them over; false when something has failed meanwhile. */
static bool draw_view(const struct view_run *run, int most_waiting, struct writer *writer,
                      viewer *viewer)
{
    const struct series_options *options = writer->options;
    for (guint d = 0; d < run->days->len; d++) {
        struct series_day day = g_array_index(run->days, struct series_day, d);
        char date[16];
        char *stem = g_build_filename(run->name, day_format(day.date, date), NULL);
        gint64 start_us = g_get_monotonic_time();
        scene *scene = map_compose(run->plan, day.date, day.since);
        timings_add(options->timings, TIMING_COMPOSE, start_us);
        viewer_add(viewer, run->name, day.date, scene);
        if (!push_scene(writer, scene, stem, most_waiting))
            return false;
        g_mutex_lock(&writer->lock);
        tell_progress(writer);
        g_mutex_unlock(&writer->lock);
    }
    return true;
}

bool series_is_done(const char *folder, const char *asked, struct series_result *result)
{
    if (!manifest_has_run(folder, asked, &result->maps, &result->files))
        return false;
    result->kept = result->files;
    return true;
}

/* The files beside the maps: the page, and each map in words. */
static GPtrArray *other_files(const GArray *runs, const struct series_options *options)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
    if (options->has_viewer)
        g_ptr_array_add(files, g_strdup("index.html"));
    for (guint i = 0; options->write.has_alt && i < runs->len; i++) {
        const struct view_run *run = &g_array_index(runs, struct view_run, i);
        for (guint d = 0; d < run->days->len; d++) {
            char date[16];
            day_format(g_array_index(run->days, struct series_day, d).date, date);
            g_ptr_array_add(files, g_strdup_printf("%s/%s.alt.txt", run->name, date));
        }
    }
    return files;
}

static bool has_warnings(const report *report)
{
    for (size_t i = 0; i < report_count(report); i++)
        if (report_at(report, i)->severity == SEVERITY_WARNING)
            return true;
    return false;
}

/* Saves what has been made of what, when all that was read is known. A run that warned is done anew
 * when it is asked for again, and warns again. */
static bool save_manifest(manifest *manifest, const struct sources *sources, const GArray *runs,
                          const struct series_options *options, const struct series_result *result,
                          const report *report, GError **error)
{
    g_autoptr(GPtrArray) inputs = g_ptr_array_new_with_free_func(g_free);
    bool is_known = options->asked && result->maps > 0 && !has_warnings(report) &&
                    sources_files(sources, inputs);
    for (guint i = 0; i < runs->len; i++)
        map_plan_files(g_array_index(runs, struct view_run, i).plan, inputs);
    g_autoptr(GPtrArray) others = other_files(runs, options);
    const struct manifest_run run = {.asked = options->asked,
                                     .maps = result->maps,
                                     .files = result->files,
                                     .inputs = inputs,
                                     .others = others,
                                     .start_us = options->start_us};
    return manifest_save(manifest, is_known ? &run : NULL, error);
}

bool series_render(const timeline *timeline, const struct series_options *options,
                   struct series_result *result, report *report, GError **error)
{
    g_autoptr(GArray) runs = plan_views(timeline, options, report, error);
    if (!runs)
        return false;
    g_autoptr(raster_memory) memory = raster_memory_new(options->timings);
    struct writer writer = {.options = options, .write = options->write};
    writer.write.memory = memory;
    g_autoptr(subset_memory) subsets = subset_memory_new();
    writer.write.svg.subsets = subsets;
    g_autoptr(manifest) manifest = manifest_open(options->folder);
    writer.manifest = manifest;
    writer.write.timings = options->timings;
    for (guint i = 0; i < runs->len; i++)
        writer.total += g_array_index(runs, struct view_run, i).days->len;

    int jobs = options->jobs > 0 ? options->jobs : (int)g_get_num_processors();
    jobs = (int)MIN((size_t)jobs, MAX(writer.total, 1));
    g_autoptr(viewer) viewer =
        viewer_new(timeline, &options->map, options->formats, options->format_count);
    g_mutex_init(&writer.lock);
    g_cond_init(&writer.done);
    writer.pool = g_thread_pool_new(write_task, &writer, jobs, TRUE, NULL);
    bool is_ok = true;
    for (guint i = 0; i < runs->len && is_ok; i++)
        is_ok = draw_view(&g_array_index(runs, struct view_run, i), jobs * WAITING_PER_JOB, &writer,
                          viewer);
    wait_for_all(&writer);
    g_thread_pool_free(writer.pool, FALSE, TRUE);
    g_mutex_clear(&writer.lock);
    g_cond_clear(&writer.done);
    if (writer.error) {
        g_propagate_error(error, writer.error);
        return false;
    }
    *result = writer.result;
    result->maps = writer.total;
    if (options->has_viewer && !viewer_write(viewer, options->folder, error))
        return false;
    return save_manifest(manifest, planar_map_sources(timeline_map(timeline)), runs, options,
                         result, report, error);
}
