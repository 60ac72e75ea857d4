#include "timeline/holdings.h"

const char *const holdings_names[] = {"control", "holder", "side", NULL};

int holder_side(const struct project *project, int holder)
{
    for (size_t i = 0; i < project->side_count; i++)
        if (g_str_equal(project->sides[i].name, project->holders[holder].side))
            return (int)i;
    return NONE;
}

/* The account that a control is gathered under, empty. */
static struct holding account_of(const struct project *project, struct control control,
                                 enum holdings_by by)
{
    return (struct holding){
        .side = holder_side(project, control.holder),
        .holder = by == BY_SIDE ? NONE : control.holder,
        .other = by == BY_CONTROL ? control.other : NONE,
        .status = (enum control_status)control.status,
    };
}

static int compare_accounts(const void *left, const void *right)
{
    const struct holding *a = left, *b = right;

    if (a->holder != b->holder)
        return a->holder - b->holder;
    if (a->side != b->side)
        return a->side - b->side;
    if (a->status != b->status)
        return (int)a->status - (int)b->status;
    return a->other - b->other;
}

/* The number of a control's account among the holdings, which has it from then on. */
static guint find_account(GArray *holdings, const struct project *project, struct control control,
                          enum holdings_by by)
{
    struct holding account = account_of(project, control, by);

    for (guint i = 0; i < holdings->len; i++) {
        if (compare_accounts(&g_array_index(holdings, struct holding, i), &account) == 0)
            return i;
    }
    g_array_append_val(holdings, account);
    return holdings->len - 1;
}

static void add_face(GArray *holdings, guint before, guint now, double area_m2)
{
    struct holding *old = &g_array_index(holdings, struct holding, before);
    struct holding *new = &g_array_index(holdings, struct holding, now);

    old->before_m2 += area_m2;
    new->area_m2 += area_m2;
    if (before == now)
        return;
    old->lost_m2 += area_m2;
    new->gained_m2 += area_m2;
}

GArray *holdings_gather(const timeline *timeline, const struct state *since,
                        const struct state *now, struct face_set faces, enum holdings_by by)
{
    const planar_map *map = timeline_map(timeline);
    const struct project *project = planar_map_sources(map)->project;
    GArray *holdings = g_array_new(FALSE, FALSE, sizeof(struct holding));

    for (face_id f = 1; f < (face_id)now->face_count; f++) {
        if (!face_set_has(faces, f) || now->rows[f] == NONE)
            continue;
        guint before = find_account(holdings, project, since->controls[f], by);
        guint account = find_account(holdings, project, now->controls[f], by);
        add_face(holdings, before, account, planar_map_face_area_m2(map, f));
    }
    g_array_sort(holdings, compare_accounts);
    return holdings;
}

struct holding holdings_total(const GArray *holdings)
{
    struct holding total = {.side = NONE, .holder = NONE, .other = NONE};

    for (guint i = 0; i < holdings->len; i++) {
        const struct holding *holding = &g_array_index(holdings, struct holding, i);
        total.area_m2 += holding->area_m2;
        total.before_m2 += holding->before_m2;
        total.gained_m2 += holding->gained_m2;
        total.lost_m2 += holding->lost_m2;
    }
    return total;
}
