/* A page of any view, for what is drawn from a page alone: the small project's planar map, a
 * layout, an extent and a projection of the test's own. */
#ifndef TESTS_SUPPORT_OWN_VIEW_H
#define TESTS_SUPPORT_OWN_VIEW_H

#include "compose/map_parts.h"
#include "support/page_pieces.h"

struct own_view {
    struct opened_project *opened;
    map_plan *plan; /* gives style and fonts */
};

static inline int own_view_setup(void **state)
{
    struct own_view *own = g_new0(struct own_view, 1);
    *state = own;
    own->opened = opened_project_new(SMALL_PROJECT);
    if (own->opened == NULL)
        return 1;
    own->plan = opened_project_plan(own->opened, "whole", "en");
    return 0;
}

static inline int own_view_teardown(void **state)
{
    struct own_view *own = *state;
    map_plan_free(own->plan);
    opened_project_free(own->opened);
    g_free(own);
    return 0;
}

/* `layout` is borrowed by the page; `projection` NULL: the extent's own. */
static inline page_map *own_view_page(const struct own_view *own, const struct layout *layout,
                                      struct lonlat_box extent, const char *projection)
{
    struct project_view view = {
        .name = (char *)"own", .extent = extent, .projection = (char *)projection};
    g_autoptr(GError) error = NULL;
    page_map *page = page_map_build(own->opened->map, layout, &view, &error);
    if (page == NULL)
        fail_msg("%s", error->message);
    return page;
}

#endif
