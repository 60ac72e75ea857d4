#include "compose/languages.h"

#include "scene/flipbook.h"

#include <string.h>

struct languages {
    GPtrArray *plans; /* of map_plan, whose fonts and styles the scene borrows */
    scene *scene;
};

/* What the map says of itself is said in the first language. */
static void copy_about(const struct scene_about *from, struct scene_about *about)
{
    about->id = g_strconcat(from->id, "-languages", NULL);
    about->title = g_strdup(from->title);
    about->headline = g_strdup(from->headline);
    about->caption = g_strdup(from->caption);
    about->description = g_strdup(from->description);
    about->language = g_strdup(from->language);
    about->date = g_strdup(from->date);
    about->licence = g_strdup(from->licence);
    about->credit = g_strdup(from->credit);
    about->sources = g_strdupv(from->sources);
    about->source_links = g_strdupv(from->source_links);
    about->projection = g_strdup(from->projection);
    about->extent = from->extent;
    memcpy(about->affine, from->affine, sizeof about->affine);
    about->has_georeference = from->has_georeference;
}

languages *languages_build(const timeline *timeline, const struct map_options *options,
                           day_number date, day_number since, report *report, GError **error)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    size_t count = g_strv_length(project->languages);
    g_autoptr(languages) all = g_new0(languages, 1);
    g_autoptr(GPtrArray) maps = g_ptr_array_new_with_free_func((GDestroyNotify)scene_free);
    g_autofree struct scene_mark *marks = g_new0(struct scene_mark, count);
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    all->plans = g_ptr_array_new_with_free_func((GDestroyNotify)map_plan_free);
    for (size_t i = 0; i < count; i++) {
        struct map_options one = *options;
        one.language = project->languages[count - 1 - i];
        map_plan *plan = map_plan_build(timeline, &one, report, error);
        if (!plan)
            return NULL;
        g_ptr_array_add(all->plans, plan);
        g_ptr_array_add(maps, map_compose(plan, date, since));
        g_ptr_array_add(ids, g_ascii_strdown(one.language, -1));
        marks[i].id = ids->pdata[i];
        marks[i].language = i + 1 < count ? one.language : NULL;
    }
    all->scene = flipbook_build((const scene *const *)maps->pdata, marks, count);
    copy_about(scene_about_const(maps->pdata[count - 1]), scene_about(all->scene));
    return g_steal_pointer(&all);
}

void languages_free(languages *all)
{
    if (!all)
        return;
    scene_free(all->scene);
    g_ptr_array_unref(all->plans);
    g_free(all);
}

const scene *languages_scene(const languages *all)
{
    return all->scene;
}
