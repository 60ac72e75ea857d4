/* Maps of the shipped project, composed once for a test program and looked at by all its tests. */
#ifndef TESTS_SUPPORT_DRAWN_MAPS_H
#define TESTS_SUPPORT_DRAWN_MAPS_H

#include "support/opened_project.h"

struct drawn_map {
    const char *view, *language;
    char *what; /* for messages */
    scene *scene;
    guint plan; /* its number */
};

struct drawn_maps {
    struct opened_project *opened;
    GPtrArray *plans; /* the scenes borrow from them */
    GArray *maps;     /* of struct drawn_map, by view and language in the order of days */
};

/* Composes the maps of a view's change days, every `step`th of them. */
static inline void drawn_maps_add(struct drawn_maps *maps, const char *view, const char *language,
                                  guint step)
{
    map_plan *plan = opened_project_plan(maps->opened, view, language);
    g_ptr_array_add(maps->plans, plan);
    size_t count;
    guint shown = 0;
    const day_number *days = timeline_change_days(maps->opened->timeline, &count);
    for (size_t i = 0; i < count; i++) {
        day_number since = timeline_change_before(maps->opened->timeline, days[i]);
        if (!map_shows_change(plan, days[i], since) || shown++ % step != 0)
            continue;
        char date[16];
        struct drawn_map map = {
            view, language,
            g_strdup_printf("%s, %s, %s", view, language, day_format(days[i], date)),
            map_compose(plan, days[i], since), maps->plans->len - 1};
        g_array_append_val(maps->maps, map);
    }
}

static inline void drawn_map_clear(void *data)
{
    scene_free(((struct drawn_map *)data)->scene);
    g_free(((struct drawn_map *)data)->what);
}

/* No maps yet; `opened` is NULL when the project could not be read. */
static inline struct drawn_maps *drawn_maps_new(void)
{
    struct drawn_maps *maps = g_new0(struct drawn_maps, 1);
    maps->plans = g_ptr_array_new_with_free_func((GDestroyNotify)map_plan_free);
    maps->maps = g_array_new(FALSE, FALSE, sizeof(struct drawn_map));
    g_array_set_clear_func(maps->maps, drawn_map_clear);
    maps->opened = opened_project_new(SHIPPED_PROJECT);
    return maps;
}

static inline int drawn_maps_teardown(void **state)
{
    struct drawn_maps *maps = *state;
    g_array_unref(maps->maps);
    g_ptr_array_unref(maps->plans);
    opened_project_free(maps->opened);
    g_free(maps);
    return 0;
}

static inline const struct drawn_map *drawn_maps_at(const struct drawn_maps *maps, guint i)
{
    return &g_array_index(maps->maps, struct drawn_map, i);
}

#endif
