#include "compose/diff_story.h"

#include "compose/areas.h"
#include "compose/changes.h"
#include "compose/phrases.h"
#include "compose/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A map of more days tells its dates by the month. */
#define MONTHS_FROM_DAYS (5 * 366)

/* An item that is less of its event's region than this is called by a narrower one. */
#define LEAST_OF_REGION 0.5

/* What a story is told of. */
struct telling {
    const struct pen *pen;
    const page_map *page;
    const timeline *timeline;
    const struct project *project;
    struct diff_story *story;
};

static const char *role_of(const struct project *project, int16_t holder)
{
    return project->holders[holder].role;
}

/* ---- groups -------------------------------------------------------------------------------- */

/* Parts of one group look alike and have one row in the legend. */
static bool is_of_group(const struct story_group *group, const struct diff_part *part)
{
    if (group->kind != part->kind || !control_equal(group->now, part->now))
        return false;
    switch (part->kind) {
    case DIFF_PASSED:
        return group->before.holder == part->before.holder;
    case DIFF_SETTLED:
        return group->before.status == part->before.status;
    case DIFF_UNGUARDED:
        return group->before.other == part->before.other;
    case DIFF_RETURNED:
        return group->between == part->between;
    default:
        return true;
    }
}

static void set_classes(const struct project *project, struct story_group *group)
{
    const char *role = role_of(project, group->now.holder);
    g_autofree char *control = areas_control_class(project, group->now);
    if (group->kind != DIFF_RETURNED) {
        const char *tone = project->holders[group->now.holder].has_tones ? "now" : "before";
        group->area_class = g_strdup_printf("area %s %s", control, tone);
        group->outline_class = g_strdup_printf("changed-outline %s", role);
        int16_t before = changes_holder_before(group->before, group->now);
        if (before != NONE)
            group->band_class = g_strdup_printf("changed-band %s", role_of(project, before));
        return;
    }
    group->area_class = group->between == NONE ? g_strdup_printf("area %s back", role)
                                               : g_strdup_printf("area %s back other-%s", role,
                                                                 role_of(project, group->between));
    group->outline_class = g_strdup_printf("returned-outline %s", role);
}

static const char *holder_name(const struct telling *telling, int16_t holder)
{
    const char *language = telling->pen->language;
    if (holder == NONE)
        return "";
    const char *name = names_in(&telling->project->holders[holder].names, language);
    return name ? name : telling->project->holders[holder].code;
}

/* True when another group gained ground for the same control, from another holder. */
static bool has_rival(const struct diff_story *story, const struct story_group *group)
{
    for (guint i = 0; i < story->groups->len; i++) {
        const struct story_group *other = story_group_at(story, i);
        if (other != group && other->kind == DIFF_PASSED && group->kind == DIFF_PASSED &&
            control_equal(other->now, group->now))
            return true;
    }
    return false;
}

/* How a phrase is said where the project has the holder's name in the case that it needs. */
static enum phrase phrase_under(enum phrase phrase, const char *under)
{
    if (under && phrase == PHRASE_DIFF_PASSED)
        return PHRASE_DIFF_PASSED_UNDER;
    if (under && phrase == PHRASE_DIFF_PASSED_FROM)
        return PHRASE_DIFF_PASSED_UNDER_FROM;
    return phrase;
}

static enum phrase phrase_of(const struct diff_story *story, const struct story_group *group)
{
    enum control_status status = group->now.status;
    bool is_alone = status == STATUS_PEACEKEEPING && group->now.other == NONE;
    switch (group->kind) {
    case DIFF_PASSED:
        return is_alone                  ? PHRASE_DIFF_CAME_UNDER
               : has_rival(story, group) ? PHRASE_DIFF_PASSED_FROM
                                         : PHRASE_DIFF_PASSED;
    case DIFF_UNSETTLED:
        return status == STATUS_CONTESTED || status == STATUS_CLAIMED || status == STATUS_TRANSITION
                   ? PHRASE_DIFF_NEWLY
                   : PHRASE_DIFF_NEW;
    case DIFF_SETTLED:
        return group->before.status == STATUS_CONTESTED ? PHRASE_DIFF_SETTLED : PHRASE_DIFF_CERTAIN;
    case DIFF_GUARDED:
        return PHRASE_DIFF_GUARDED;
    case DIFF_UNGUARDED:
        return PHRASE_DIFF_UNGUARDED;
    default:
        return group->between == NONE ? PHRASE_DIFF_AS_BEFORE : PHRASE_DIFF_RETURNED;
    }
}

static void set_words(const struct telling *telling, struct story_group *group)
{
    const char *language = telling->pen->language;
    int16_t other = group->kind == DIFF_GUARDED     ? group->now.other
                    : group->kind == DIFF_UNGUARDED ? group->before.other
                    : group->kind == DIFF_RETURNED  ? group->between
                                                    : group->before.holder;
    g_autofree char *control = words_control(telling->project, group->now, language);
    const char *under = names_find(&telling->project->holders[group->now.holder].under, language);
    enum phrase phrase = phrase_under(phrase_of(telling->story, group), under);
    g_autofree char *words = phrase_fill(
        phrase, language, "holder", holder_name(telling, group->now.holder), "other",
        holder_name(telling, other), "control", control, "under", under ? under : "", NULL);
    group->words = words_sentence_case(words);
}

/* What all groups of one kind have that came under one control. */
static double kin_m2(const struct diff_story *story, const struct story_group *group)
{
    double area_m2 = 0;
    for (guint i = 0; i < story->groups->len; i++) {
        const struct story_group *other = story_group_at(story, i);
        if (other->kind == group->kind && control_equal(other->now, group->now))
            area_m2 += other->area_m2;
    }
    return area_m2;
}

static int compare_groups(const void *left, const void *right)
{
    const struct story_group *a = left, *b = right;
    if (a->kind != b->kind)
        return (int)a->kind - (int)b->kind;
    if (a->kin_m2 != b->kin_m2)
        return a->kin_m2 > b->kin_m2 ? -1 : 1;
    return a->area_m2 < b->area_m2 ? 1 : a->area_m2 > b->area_m2 ? -1 : 0;
}

static void clear_group(void *data)
{
    struct story_group *group = data;
    g_free(group->area_class);
    g_free(group->outline_class);
    g_free(group->band_class);
    g_free(group->words);
}

/* Parts come the largest first, so that a group's ends are those of its largest. */
static void gather_groups(const struct telling *telling)
{
    GArray *groups = telling->story->groups;
    for (guint i = 0; i < telling->story->diff->parts->len; i++) {
        const struct diff_part *part =
            &g_array_index(telling->story->diff->parts, struct diff_part, i);
        guint g = 0;
        while (g < groups->len && !is_of_group(story_group_at(telling->story, g), part))
            g++;
        if (g == groups->len) {
            struct story_group group = {.kind = part->kind,
                                        .before = part->before,
                                        .now = part->now,
                                        .between = part->between};
            g_array_append_val(groups, group);
        }
        story_group_at(telling->story, g)->area_m2 += part->area_m2;
    }
    for (guint g = 0; g < groups->len; g++)
        story_group_at(telling->story, g)->kin_m2 =
            kin_m2(telling->story, story_group_at(telling->story, g));
    g_array_sort(groups, compare_groups);
    for (guint g = 0; g < groups->len; g++) {
        set_classes(telling->project, story_group_at(telling->story, g));
        set_words(telling, story_group_at(telling->story, g));
    }
}

static guint group_of(const struct diff_story *story, const struct diff_part *part)
{
    guint g = 0;
    while (!is_of_group(story_group_at(story, g), part))
        g++;
    return g;
}

/* ---- items --------------------------------------------------------------------------------- */

static bool is_shown(const page_map *page, struct face_set faces)
{
    size_t count = topology_face_count(planar_map_topology(page_map_planar(page)));
    for (size_t f = 0; f < count; f++)
        if (face_set_has(faces, (face_id)f) && page_map_face_is_shown(page, (face_id)f))
            return true;
    return false;
}

static struct story_item *item_of(const struct telling *telling, const struct diff_part *part)
{
    struct diff_story *story = telling->story;
    guint group = group_of(story, part);
    int32_t row = diff_part_row(story->diff, part);
    for (guint i = 0; i < story->items->len; i++)
        if (story_item_at(story, i)->group == group && story_item_at(story, i)->row == row)
            return story_item_at(story, i);
    size_t faces = topology_face_count(planar_map_topology(timeline_map(telling->timeline)));
    struct story_item item = {.group = group, .row = row, .largest = part};
    item.area = (struct change){row, part->before, part->now, face_set_new(faces), 0};
    g_array_append_val(story->items, item);
    return story_item_at(story, story->items->len - 1);
}

/* The day of an event, its year only where the map is of more than one; the month where it is of
 * many years. */
static char *date_of(const struct telling *telling, int32_t row)
{
    const struct diff *diff = telling->story->diff;
    const struct event *event = timeline_row(telling->timeline, row)->event;
    bool is_one_year = day_to_civil(diff->from).year == day_to_civil(diff->to).year;
    if (diff->to - diff->from > MONTHS_FROM_DAYS && event->date.earliest == event->date.latest)
        return words_month(event->date.latest, telling->pen->language);
    return is_one_year ? words_short_date_of_year(event, telling->pen->language)
                       : words_short_date(event, telling->pen->language);
}

/* When an item changed: on a day, from its first change to its last, or after how many. */
static char *item_dates(const struct telling *telling, const struct diff_part *part)
{
    const GArray *steps = part->steps;
    int32_t first = g_array_index(steps, struct diff_step, 0).row;
    int32_t last = g_array_index(steps, struct diff_step, steps->len - 1).row;
    g_autofree char *until = date_of(telling, last);
    g_autoptr(GString) text = g_string_new(NULL);
    if (part->kind == DIFF_RETURNED && first != last) {
        g_autofree char *since = date_of(telling, first);
        g_string_append_printf(text, "%s – ", since);
    }
    g_string_append(text, until);
    if (part->came_back && part->passes > 2)
        g_string_append_printf(text, " · %d×", part->passes);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void append_once(GString *list, const char *word)
{
    g_auto(GStrv) words = g_strsplit(list->str, " ", -1);
    if (!g_strv_contains((const char *const *)words, word))
        g_string_append_printf(list, "%s%s", list->len ? " " : "", word);
}

static int compare_steps(const void *left, const void *right)
{
    const struct diff_step *a = left, *b = right;
    return a->day != b->day ? (a->day > b->day) - (a->day < b->day) : a->row - b->row;
}

/* Lists the events and days of the parts of an item. */
static void list_events(const struct telling *telling, struct story_item *item)
{
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(struct diff_step));
    g_autoptr(GString) events = g_string_new(NULL);
    g_autoptr(GString) days = g_string_new(NULL);
    const struct diff *diff = telling->story->diff;
    for (guint i = 0; i < diff->parts->len; i++) {
        const struct diff_part *part = &g_array_index(diff->parts, struct diff_part, i);
        if (item_of(telling, part) == item)
            g_array_append_vals(steps, part->steps->data, part->steps->len);
    }
    g_array_sort(steps, compare_steps);
    for (guint i = 0; i < steps->len; i++) {
        const struct diff_step *step = &g_array_index(steps, struct diff_step, i);
        char day[16];
        append_once(events, timeline_row(telling->timeline, step->row)->event->id);
        append_once(days, day_format(step->day, day));
    }
    item->events = g_strdup(events->str);
    item->days = g_strdup(days->str);
}

/* Sees which places lie in an item; with `is_nameless` it has the name of the first of them. */
static void see_places(const struct telling *telling, struct story_item *item, bool is_nameless)
{
    const planar_map *map = timeline_map(telling->timeline);
    const struct gazetteer *places = planar_map_sources(map)->places;
    const struct place *of_event = timeline_row(telling->timeline, item->row)->place, *first = NULL;
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->places[i];
        if (place->rank != 1 && place != of_event && !is_nameless)
            continue;
        face_id face = topology_face_at(planar_map_topology(map), place->at);
        if (!face_set_has(item->area.faces, face))
            continue;
        item->has_first_place |= place->rank == 1;
        if (!first || place->rank < first->rank)
            first = place;
        if (place == of_event)
            item->place = pen_name(telling->pen, &place->names);
    }
    if (!is_nameless || !first)
        return;
    g_free(item->name);
    item->name = pen_name(telling->pen, &first->names);
}

/* The faces of an item that hang together with one of them. */
static struct face_set piece_at(const struct telling *telling, const struct story_item *item,
                                face_id face)
{
    const topology *topology = planar_map_topology(timeline_map(telling->timeline));
    struct face_set piece = face_set_new(topology_face_count(topology));
    face_set_add(piece, face);
    for (bool is_grown = true; is_grown;) {
        is_grown = false;
        for (size_t e = 0; e < topology_edge_count(topology); e++) {
            const struct edge *edge = topology_edge(topology, (edge_id)e);
            if (face_set_has(piece, edge->left) == face_set_has(piece, edge->right) ||
                !face_set_has(item->area.faces, edge->left) ||
                !face_set_has(item->area.faces, edge->right))
                continue;
            face_set_add(piece, edge->left);
            face_set_add(piece, edge->right);
            is_grown = true;
        }
    }
    return piece;
}

/* A piece of an item that is less of the largest one than this has no number of the item. */
#define LEAST_OF_PIECES 0.5

/* Finds where the number of an item may be. */
static void choose_pieces(const struct telling *telling, struct story_item *item)
{
    const planar_map *map = timeline_map(telling->timeline);
    const struct place *place = timeline_row(telling->timeline, item->row)->place;
    face_id own = item->place ? topology_face_at(planar_map_topology(map), place->at) : 0;
    size_t count = topology_face_count(planar_map_topology(map));
    double most_m2 = 0;
    g_autofree double *areas_m2 = g_new0(double, count);
    item->pieces = face_set_new(count);
    bool is_own_shown = own > 0 && page_map_face_is_shown(telling->page, own);
    for (face_id f = 1; f < (face_id)count; f++) {
        if (!face_set_has(item->area.faces, f) || !page_map_face_is_shown(telling->page, f))
            continue;
        struct face_set piece = piece_at(telling, item, f);
        if (!is_own_shown || face_set_has(piece, own))
            areas_m2[f] = planar_map_area_m2(map, piece);
        most_m2 = fmax(most_m2, areas_m2[f]);
        face_set_clear(&piece);
    }
    for (face_id f = 1; f < (face_id)count; f++)
        if (areas_m2[f] > 0 && areas_m2[f] >= LEAST_OF_PIECES * most_m2)
            face_set_add(item->pieces, f);
}

static int compare_items(const void *left, const void *right)
{
    const struct story_item *a = left, *b = right;
    return a->row != b->row ? a->row - b->row : (int)a->group - (int)b->group;
}

static void clear_item(void *data)
{
    struct story_item *item = data;
    face_set_clear(&item->area.faces);
    face_set_clear(&item->pieces);
    g_free(item->name);
    g_free(item->place);
    g_free(item->dates);
    g_free(item->events);
    g_free(item->days);
}

/* True when an item is only a small part of its event's region. */
static bool is_piece(const struct telling *telling, const struct story_item *item)
{
    const planar_map *map = timeline_map(telling->timeline);
    int region = timeline_row(telling->timeline, item->row)->region;
    double whole_m2 = planar_map_area_m2(map, *planar_map_region(map, (size_t)region));
    return item->area.area_m2 < LEAST_OF_REGION * whole_m2;
}

static void gather_items(const struct telling *telling)
{
    struct diff_story *story = telling->story;
    for (guint i = 0; i < story->diff->parts->len; i++) {
        const struct diff_part *part = &g_array_index(story->diff->parts, struct diff_part, i);
        struct story_item *item = item_of(telling, part);
        face_set_unite(item->area.faces, part->faces);
        item->area.area_m2 += part->area_m2;
    }
    for (guint i = 0; i < story->items->len; i++) {
        struct story_item *item = story_item_at(story, i);
        item->region = is_piece(telling, item) ? item->largest->region
                                               : timeline_row(telling->timeline, item->row)->region;
        g_autofree char *name =
            pen_name(telling->pen, &telling->project->regions[item->region].names);
        item->name = name ? words_sentence_case(name) : NULL;
        item->dates = item_dates(telling, item->largest);
        item->is_seen = is_shown(telling->page, item->area.faces);
        story_group_at(story, item->group)->is_seen |= item->is_seen;
        list_events(telling, item);
        /* A small part of a region that no narrower one calls has not that region's name. */
        bool is_row = item->region == timeline_row(telling->timeline, item->row)->region;
        see_places(telling, item, !item->name || (is_row && is_piece(telling, item)));
        choose_pieces(telling, item);
    }
    g_array_sort(story->items, compare_items);
}

/* ---- the whole ----------------------------------------------------------------------------- */

struct diff_story *diff_story_new(const struct pen *pen, const page_map *page,
                                  const timeline *timeline, const struct diff *diff)
{
    struct diff_story *story = g_new0(struct diff_story, 1);
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    story->diff = diff;
    story->groups = g_array_new(FALSE, FALSE, sizeof(struct story_group));
    story->items = g_array_new(FALSE, FALSE, sizeof(struct story_item));
    g_array_set_clear_func(story->groups, clear_group);
    g_array_set_clear_func(story->items, clear_item);
    struct telling telling = {pen, page, timeline, project, story};
    gather_groups(&telling);
    gather_items(&telling);
    return story;
}

void diff_story_free(struct diff_story *story)
{
    if (!story)
        return;
    g_array_unref(story->groups);
    g_array_unref(story->items);
    g_free(story);
}

GArray *diff_story_changes(const struct diff_story *story)
{
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct change));
    for (guint i = 0; i < story->items->len; i++) {
        const struct story_item *item = story_item_at(story, i);
        if (item->largest->kind != DIFF_RETURNED)
            g_array_append_val(changes, item->area);
    }
    return changes;
}
