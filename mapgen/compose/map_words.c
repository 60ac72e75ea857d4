#include "compose/map_parts.h"

#include "base/parallel.h"
#include "compose/dated_places.h"
#include "compose/furniture.h"
#include "compose/phrases.h"
#include "compose/words.h"

/* ---- sources ------------------------------------------------------------------------------- */

/* After Arabic letters a date such as 2020-03-01 would be read from its day to its year (UAX #9,
 * rule W2) without the mark. */
char **map_sources(const map_plan *plan, const GArray *changes, char ***links)
{
    const char *mark = run_language_is_right_to_left(plan->language) ? "\u200E" : "";
    g_autoptr(GPtrArray) sources = g_ptr_array_new();
    g_autoptr(GStrvBuilder) addresses = g_strv_builder_new();
    for (guint i = 0; i < changes->len; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        const struct event *event = timeline_row(plan->timeline, change->row)->event;
        if (!*event->source_title)
            continue;
        char *source = *event->source_date ? g_strdup_printf("%s (%s%s)", event->source_title, mark,
                                                             event->source_date)
                                           : g_strdup(event->source_title);
        if (g_ptr_array_find_with_equal_func(sources, source, g_str_equal, NULL)) {
            g_free(source);
            continue;
        }
        g_ptr_array_add(sources, source);
        g_strv_builder_add(addresses, event->source_url);
    }
    g_ptr_array_add(sources, NULL);
    if (links)
        *links = g_strv_builder_end(addresses);
    return (char **)g_ptr_array_free(g_steal_pointer(&sources), FALSE);
}

/* How long a title is without a date in brackets behind it: "Press report (2020-11-10)". */
static size_t undated_length(const char *title)
{
    const char *bracket = strrchr(title, '(');
    bool is_dated = bracket && bracket > title && bracket[-1] == ' ' && g_ascii_isdigit(bracket[1]);
    return is_dated && g_str_has_suffix(title, ")") ? (size_t)(bracket - 1 - title) : strlen(title);
}

static gboolean is_same_title(gconstpointer left, gconstpointer right)
{
    size_t a = undated_length(left), b = undated_length(right);
    return a == b && strncmp(left, right, a) == 0;
}

/* The titles among some sources, each once: "A; B" in the log are two. */
static char *join_titles(char **sources)
{
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    for (; *sources; sources++) {
        g_auto(GStrv) parts = g_strsplit(*sources, ";", -1);
        for (char **part = parts; *part; part++) {
            g_strstrip(*part);
            if (**part && !g_ptr_array_find_with_equal_func(titles, *part, is_same_title, NULL))
                g_ptr_array_add(titles, g_strdup(*part));
        }
    }
    g_ptr_array_add(titles, NULL);
    return g_strjoinv("; ", (char **)titles->pdata);
}

char *map_change_line(const map_plan *plan, char **sources, bool is_of_several)
{
    g_autofree char *titles = sources[0] ? join_titles(sources) : NULL;
    return titles ? phrase_fill(is_of_several ? PHRASE_DIFF_SOURCES : PHRASE_THIS_CHANGE,
                                plan->language, "sources", titles, NULL)
                  : g_strdup("");
}

/* ---- credits ------------------------------------------------------------------------------- */

static void add_once(GPtrArray *texts, char *text)
{
    if (*text && !g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL))
        g_ptr_array_add(texts, text);
    else
        g_free(text);
}

/* Those of the layers that the map is made from: units, and what is drawn on the date. */
static void add_layer_credits(const map_plan *plan, const struct state *now, GPtrArray *credits)
{
    const struct project *project = plan->project;
    for (size_t i = 0; i < project->layer_count; i++) {
        bool is_used = project->layers[i].is_partition;
        for (size_t d = 0; d < project->drawn_count && !is_used; d++)
            is_used = g_strcmp0(project->drawn[d].layer, project->layers[i].name) == 0 &&
                      lines_is_shown(plan->page, plan->timeline, now, &project->drawn[d]);
        for (size_t c = 0; c < project->cutter_count && !is_used; c++)
            is_used = g_str_equal(project->cutters[c].layer, project->layers[i].name);
        if (is_used && project->layers[i].credit)
            add_once(credits, g_strdup(project->layers[i].credit));
    }
}

static bool is_on_map(const map_plan *plan, const struct place *place, day_number day)
{
    return labels_show_place(plan->labels, place) ||
           (dated_place_row(plan->timeline, place, day) != NONE &&
            page_map_is_shown(plan->page, page_map_point(plan->page, place->at)));
}

/* "GeoNames (CC BY 4.0)" for the places on the map; without a licence none is due. */
static void add_place_credits(const map_plan *plan, day_number day, GPtrArray *credits)
{
    const struct gazetteer *places = planar_map_sources(timeline_map(plan->timeline))->places;
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->places[i];
        if (*place->source && *place->licence && is_on_map(plan, place, day))
            add_once(credits, g_strdup_printf("%s (%s)", place->source, place->licence));
    }
}

/* The words set by hand that hold on a date; the last of the file wins. */
static const struct project_edit *edit_for(const map_plan *plan, day_number day,
                                           bool (*has)(const struct project_edit *edit))
{
    for (size_t i = plan->project->edit_count; i-- > 0;)
        if (span_has(plan->project->edits[i].when, day) && has(&plan->project->edits[i]))
            return &plan->project->edits[i];
    return NULL;
}

static bool has_credit(const struct project_edit *edit)
{
    return edit->credit != NULL;
}

char *map_credit(const map_plan *plan, const struct state *now)
{
    const struct project_edit *edit = edit_for(plan, now->day, has_credit);
    if (plan->edits.credit || edit)
        return g_strdup(plan->edits.credit ? plan->edits.credit : edit->credit);
    g_autoptr(GPtrArray) credits = g_ptr_array_new_with_free_func(g_free);
    for (char **credit = plan->project->credits; credit && *credit; credit++)
        add_once(credits, g_strdup(*credit));
    add_layer_credits(plan, now, credits);
    add_place_credits(plan, now->day, credits);
    g_ptr_array_add(credits, NULL);
    g_autofree char *joined = g_strjoinv("; ", (char **)credits->pdata);
    if (!plan->project->licence)
        return g_steal_pointer(&joined);
    return phrase_fill(PHRASE_MAP_LICENCE, plan->language, "credits", joined, "licence",
                       plan->project->licence, NULL);
}

/* ---- words --------------------------------------------------------------------------------- */

static bool has_title(const struct project_edit *edit)
{
    return edit->title.count > 0;
}

static bool has_caption(const struct project_edit *edit)
{
    return edit->caption.count > 0;
}

/* What an editor set for the date, NULL for nothing; borrowed. */
static const char *set_title(const map_plan *plan, day_number day)
{
    const struct project_edit *edit = edit_for(plan, day, has_title);
    return plan->edits.title ? plan->edits.title
           : edit            ? names_in(&edit->title, plan->language)
                             : NULL;
}

static const char *set_caption(const map_plan *plan, day_number day)
{
    const struct project_edit *edit = edit_for(plan, day, has_caption);
    return plan->edits.caption ? plan->edits.caption
           : edit              ? names_in(&edit->caption, plan->language)
                               : NULL;
}

char *map_correction_line(const map_plan *plan, day_number day)
{
    const struct project *project = plan->project;
    const char *edition = plan->edits.edition ? plan->edits.edition : project->edition;
    g_autoptr(GString) text = g_string_new(edition ? edition : "");
    for (size_t i = 0; i < project->correction_count; i++) {
        const struct project_correction *correction = &project->corrections[i];
        if (!span_has(correction->when, day))
            continue;
        g_autofree char *date = words_day(correction->date, plan->language);
        g_autofree char *words = phrase_fill(PHRASE_CORRECTED, plan->language, "date", date, "text",
                                             names_in(&correction->text, plan->language), NULL);
        g_string_append_printf(text, "%s%s", text->len ? " · " : "", words);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Sentences on ground, followed by those on places by themselves. */
static char *with_places(const map_plan *plan, const struct moment *m, char *ground)
{
    g_autofree char *told = ground;
    g_autofree char *places =
        dated_places_words(plan->timeline, m->changes, m->now->day, plan->language);
    return g_strdup_printf("%s%s%s", told, *told && *places ? " " : "", places);
}

/* Of a day without change, what is passing on it; "" for nothing. */
static char *passing_caption(const map_plan *plan, const struct moment *m)
{
    g_autoptr(state) before = timeline_state_at(
        plan->timeline, timeline_change_before(plan->timeline, m->now->day + 1) - 1);
    g_autoptr(GArray) changes = timeline_changes(plan->timeline, before, m->now);
    for (guint i = changes->len; i-- > 0;)
        if (g_array_index(changes, struct change, i).now.status != STATUS_TRANSITION)
            g_array_remove_index(changes, i);
    return words_changes(plan->timeline, changes, DAY_BEFORE_ALL, plan->language);
}

/* What changed, as a caption; on a day without, when something last did. */
static char *made_caption(const map_plan *plan, const struct moment *m)
{
    day_number day = m->now->day;
    g_autofree char *told =
        with_places(plan, m, words_changes(plan->timeline, m->changes, day, plan->language));
    size_t count;
    const day_number *days = timeline_change_days(plan->timeline, &count);
    if (!*told && count && days[0] <= day) {
        g_autofree char *passing = passing_caption(plan, m);
        if (*passing)
            return g_steal_pointer(&passing);
        g_autofree char *last =
            words_day(timeline_change_before(plan->timeline, day + 1), plan->language);
        return phrase_fill(PHRASE_NO_CHANGE, plan->language, "date", last, NULL);
    }
    if (m->changes->len && map_hides_change(plan, day, m->since->day))
        return phrase_fill(PHRASE_OUTSIDE, plan->language, "caption", told, NULL);
    return g_steal_pointer(&told);
}

char *map_known_caption(const map_plan *plan, const char *caption)
{
    day_number known_at = timeline_options(plan->timeline)->known_at;
    if (known_at == DAY_AFTER_ALL)
        return g_strdup(caption);
    g_autofree char *day = words_day(known_at, plan->language);
    g_autofree char *known = phrase_fill(PHRASE_AS_KNOWN, plan->language, "known", day, NULL);
    return *caption ? g_strdup_printf("%s %s", known, caption) : g_steal_pointer(&known);
}

void map_words_write(struct map_words *words, const map_plan *plan, const struct pen *pen,
                     const struct moment *m)
{
    day_number day = m->now->day;
    const char *title = set_title(plan, day), *caption = set_caption(plan, day);
    g_autofree char *series = pen_name(pen, &plan->project->title);
    g_auto(GStrv) sources = map_sources(plan, m->changes, NULL);
    *words = (struct map_words){.date = pen_day(pen, day)};
    words->is_headline_set = title != NULL;
    words->headline = g_strdup(title ? title : words->date);
    words->beside = g_strdup(title ? words->date : series ? series : "");
    g_autofree char *told = caption ? g_strdup(caption) : made_caption(plan, m);
    words->caption = map_known_caption(plan, told);
    bool is_summed_up = !caption && m->changes->len > 1 &&
                        !furniture_caption_fits(pen, &plan->layout, words->caption);
    g_autofree char *summary =
        is_summed_up
            ? with_places(plan, m, words_summary(plan->timeline, m->changes, day, plan->language))
            : NULL;
    words->shown = summary ? map_known_caption(plan, summary) : g_strdup(words->caption);
    words->corrections = map_correction_line(plan, day);
    words->change = map_change_line(plan, sources, false);
}

void map_words_clear(struct map_words *words)
{
    g_free(words->date);
    g_free(words->headline);
    g_free(words->beside);
    g_free(words->caption);
    g_free(words->shown);
    g_free(words->corrections);
    g_free(words->change);
}

/* ---- what the map says of itself ----------------------------------------------------------- */

/* The faces that one thread measures: every `step`th from `from` on. */
struct measuring {
    const planar_map *map;
    const int32_t *groups; /* by face; -1: of none */
    size_t from, step, edge_count;
    double *about_m2; /* by edge */
};

/* What lies between two faces of a group counts for the one as much as against the other. */
static void *measure_edges(void *data)
{
    const struct measuring *part = data;
    const topology *topology = planar_map_topology(part->map);
    for (size_t e = part->from; e < part->edge_count; e += part->step) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        bool is_within = part->groups[edge->left] == part->groups[edge->right];
        part->about_m2[e] = is_within ? 0 : planar_map_edge_about_m2(part->map, (edge_id)e);
    }
    return NULL;
}

/* Edges for which a thread more is worth its start. */
#define EDGES_PER_THREAD 1024

/* Square metres of every group of faces. The caller's. */
static double *group_areas_m2(const planar_map *map, const int32_t *groups, size_t group_count)
{
    const topology *topology = planar_map_topology(map);
    size_t edges = topology_edge_count(topology);
    g_autofree double *about_m2 = g_new(double, MAX(edges, 1));
    unsigned count = parallel_parts(edges, EDGES_PER_THREAD);
    g_autofree struct measuring *parts = g_new(struct measuring, count);
    for (unsigned i = 0; i < count; i++)
        parts[i] = (struct measuring){map, groups, i, count, edges, about_m2};
    parallel_run(measure_edges, parts, sizeof *parts, count);

    double *areas_m2 = g_new0(double, group_count + 1);
    for (size_t e = 0; e < edges; e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        if (groups[edge->left] >= 0)
            areas_m2[groups[edge->left]] += about_m2[e];
        if (groups[edge->right] >= 0)
            areas_m2[groups[edge->right]] -= about_m2[e];
    }
    return areas_m2;
}

/* Square metres of every control, at the first of its areas. The caller's. */
static double *control_areas_m2(const map_plan *plan, const struct moment *m)
{
    const GArray *areas = m->areas->areas;
    size_t faces = m->now->face_count;
    g_autofree int32_t *firsts = g_new0(int32_t, areas->len + 1);
    for (guint i = 1; i < areas->len; i++)
        firsts[i] = control_equal(g_array_index(areas, struct area, i).control,
                                  g_array_index(areas, struct area, i - 1).control)
                        ? firsts[i - 1]
                        : (int32_t)i;
    g_autofree int32_t *groups = g_new(int32_t, MAX(faces, 1));
    for (size_t f = 0; f < faces; f++)
        groups[f] = m->areas->keys[f] >= 0 ? firsts[m->areas->keys[f]] : -1;
    return group_areas_m2(timeline_map(plan->timeline), groups, areas->len);
}

/* The alternative text: what the map is, what changed, who holds how much. */
static char *describe(const map_plan *plan, const struct moment *m, const char *caption)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *day = words_day(m->now->day, plan->language);
    const char *view = names_in(&plan->view.names, plan->language);
    g_autofree char *start = phrase_fill(PHRASE_MAP_OF, plan->language, "view",
                                         view ? view : plan->view.name, "date", day, NULL);
    g_string_append(text, start);
    if (*caption)
        g_string_append_printf(text, " %s", caption);
    g_autofree double *areas_m2 = control_areas_m2(plan, m);
    for (guint i = 0; i < m->areas->areas->len; i++) {
        const struct area *area = &g_array_index(m->areas->areas, struct area, i);
        if (i && control_equal(area->control,
                               g_array_index(m->areas->areas, struct area, i - 1).control))
            continue;
        g_autofree char *words = words_control(plan->project, area->control, plan->language);
        g_autofree char *title = words_sentence_case(words);
        g_autofree char *km2 = words_about_km2(areas_m2[i], plan->language);
        if (km2)
            g_string_append_printf(text, " %s: %s.", title, km2);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void add_text(GChecksum *sum, const char *text)
{
    g_checksum_update(sum, (const guchar *)(text ? text : ""), -1);
    g_checksum_update(sum, (const guchar *)"\n", 1);
}

/* A few digits that tell apart what is set by hand; "" when nothing is. */
static char *edits_digits(const struct map_edits *edits)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    const char *const texts[] = {edits->title, edits->caption, edits->credit, edits->edition};
    bool is_set = edits->label_count || edits->mark_count || edits->highlights ||
                  edits->has_no_text || edits->has_graticule;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        is_set |= texts[i] != NULL;
        add_text(sum, texts[i]);
    }
    for (size_t i = 0; i < edits->label_count; i++) {
        add_text(sum, edits->labels[i].place);
        add_text(sum, edits->labels[i].text);
    }
    for (size_t i = 0; i < edits->mark_count; i++) {
        g_autofree char *at =
            g_strdup_printf("%.7f,%.7f", edits->marks[i].at.lon, edits->marks[i].at.lat);
        add_text(sum, at);
        add_text(sum, names_in(&edits->marks[i].names, NULL));
    }
    for (const char *const *name = edits->highlights; name && *name; name++)
        add_text(sum, *name);
    add_text(sum, edits->has_no_text ? "no text" : "");
    add_text(sum, edits->has_graticule ? "graticule" : "");
    return is_set ? g_strndup(g_checksum_get_string(sum), 8) : g_strdup("");
}

void map_id_append_choices(const map_plan *plan, GString *id)
{
    if (plan->edits.around_km > 0)
        g_string_append_printf(id, "-around-%.4f-%.4f-%g", plan->edits.around.lon,
                               plan->edits.around.lat, plan->edits.around_km);
    if (!g_str_equal(plan->language, plan->project->languages[0]))
        g_string_append_printf(id, "-%s", plan->language);
    if (plan->second_language)
        g_string_append_printf(id, "-and-%s", plan->second_language);
    const char *dark = plan->dark_style ? style_path(plan->dark_style) : NULL;
    if (dark && g_strcmp0(dark, plan->project->dark_style_path) != 0) {
        g_autofree char *name = g_path_get_basename(dark);
        g_string_append_printf(id, "-dark-%s", name);
    }
    if (g_strcmp0(style_path(plan->style), plan->project->style_path) != 0) {
        g_autofree char *style = g_path_get_basename(style_path(plan->style));
        g_string_append_printf(id, "-%s", style);
    }
    const struct timeline_options *read = timeline_options(plan->timeline);
    char known[16];
    if (read->known_at != DAY_AFTER_ALL)
        g_string_append_printf(id, "-known-%s", day_format(read->known_at, known));
    if (read->date_policy != plan->project->date_policy)
        g_string_append_printf(id, "-%s", date_policies[read->date_policy]);
    g_autofree char *digits = edits_digits(&plan->edits);
    if (*digits)
        g_string_append_printf(id, "-edited-%s", digits);
}

char *map_id_plain(const char *id)
{
    g_autofree char *lower = g_utf8_strdown(id, -1);
    return g_strdup(g_strcanon(lower, "abcdefghijklmnopqrstuvwxyz0123456789-", '-'));
}

/* What tells a map from every other: project, view, layout and date; and what it is drawn since,
 * around, in which languages and style, where that is not the usual. Any `since` from the change
 * before on gives the same map, and so the same id. */
static char *scene_id(const map_plan *plan, const struct moment *m)
{
    char date[16];
    g_autoptr(GString) id = g_string_new(NULL);
    g_string_printf(id, "%s-%s-%s-%s", plan->project->id, plan->view.name, plan->layout.name,
                    day_format(m->now->day, date));
    if (plan->size.width > 0)
        g_string_append_printf(id, "-%gx%g%s", plan->size.width, plan->size.height,
                               plan->size.is_mm ? "mm" : "");
    if (m->since->day < timeline_change_before(plan->timeline, m->now->day))
        g_string_append_printf(id, "-since-%s", day_format(m->since->day, date));
    map_id_append_choices(plan, id);
    return map_id_plain(id->str);
}

void map_georeference(const map_plan *plan, scene *scene)
{
    struct scene_about *about = scene_about(scene);
    about->projection = g_strdup(page_map_projection(plan->page));
    about->extent = plan->view.extent;
    struct page_fit fit = page_map_fit(plan->page);
    const double affine[] = {fit.scale, 0, fit.x0, 0, -fit.scale, fit.y0};
    for (int i = 0; i < 6; i++)
        about->affine[i] = affine[i];
    about->has_georeference = true;
}

void map_about(const map_plan *plan, const struct moment *m, const struct map_words *words,
               scene *scene)
{
    struct scene_about *about = scene_about(scene);
    char date[16];
    about->id = scene_id(plan, m);
    about->date = g_strdup(day_format(m->now->day, date));
    about->title = g_strdup_printf("%s, %s",
                                   words->is_headline_set ? words->headline
                                   : *words->beside       ? words->beside
                                                          : plan->project->id,
                                   words->date);
    about->headline = g_strdup(words->headline);
    about->caption = g_strdup(words->caption);
    about->description = describe(plan, m, words->caption);
    about->language = g_strdup(plan->language);
    about->licence = g_strdup(plan->project->licence);
    about->credit = map_credit(plan, m->now);
    about->sources = map_sources(plan, m->changes, &about->source_links);
    map_georeference(plan, scene);
}
