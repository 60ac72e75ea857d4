#include "series/viewer.h"

#include "base/number.h"
#include "compose/phrases.h"
#include "compose/words.h"
#include "series/viewer_chart.h"

#include <math.h>
#include <string.h>

/* Made of the files of these names (CMakeLists.txt). */
extern const char viewer_html[], viewer_css[], viewer_js[];

/* What the page says of a map. */
struct shown_map {
    const char *view; /* borrowed */
    day_number day;
    double width_pt, height_pt;
    char *headline, *description, *caption, *credit;
    char **sources, **source_links;
};

struct viewer {
    const timeline *timeline;
    const struct project *project;
    const struct map_options *options;
    const enum file_format *formats;
    size_t format_count;
    char *language; /* of the first map */
    GArray *maps;   /* of struct shown_map */
};

static void clear_map(void *data)
{
    struct shown_map *map = data;
    g_free(map->headline);
    g_free(map->description);
    g_free(map->caption);
    g_free(map->credit);
    g_strfreev(map->sources);
    g_strfreev(map->source_links);
}

viewer *viewer_new(const timeline *timeline, const struct map_options *options,
                   const enum file_format *formats, size_t format_count)
{
    viewer *viewer = g_new0(struct viewer, 1);
    viewer->timeline = timeline;
    viewer->project = planar_map_sources(timeline_map(timeline))->project;
    viewer->options = options;
    viewer->formats = formats;
    viewer->format_count = format_count;
    viewer->maps = g_array_new(FALSE, FALSE, sizeof(struct shown_map));
    g_array_set_clear_func(viewer->maps, clear_map);
    return viewer;
}

void viewer_free(viewer *viewer)
{
    if (!viewer)
        return;
    g_array_unref(viewer->maps);
    g_free(viewer->language);
    g_free(viewer);
}

void viewer_add(viewer *viewer, const char *view, day_number day, const scene *scene)
{
    const struct scene_about *about = scene_about_const(scene);
    struct shown_map map = {.view = view,
                            .day = day,
                            .width_pt = scene_width_pt(scene),
                            .height_pt = scene_height_pt(scene),
                            .headline = g_strdup(about->headline),
                            .description = g_strdup(about->description),
                            .caption = g_strdup(about->caption),
                            .credit = g_strdup(about->credit),
                            .sources = g_strdupv(about->sources),
                            .source_links = g_strdupv(about->source_links)};
    if (!viewer->language)
        viewer->language = g_strdup(about->language);
    g_array_append_val(viewer->maps, map);
}

/* ---- pieces -------------------------------------------------------------------------------- */

static const struct shown_map *map_at(const viewer *viewer, guint index)
{
    return &g_array_index(viewer->maps, struct shown_map, index);
}

static void append_escaped(GString *html, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append(html, escaped);
}

/* <name attributes>text</name>, the text escaped; nothing for an empty one. */
static void append_element(GString *html, const char *name, const char *attributes,
                           const char *text)
{
    if (!text || !*text)
        return;
    g_string_append_printf(html, "<%s%s>", name, attributes);
    append_escaped(html, text);
    g_string_append_printf(html, "</%s>\n", name);
}

static const char *phrase(const viewer *viewer, enum phrase which)
{
    return phrase_text(which, viewer->language);
}

/* The address of a map's file from the page: a view's name is letters, digits and hyphens. The
 * caller's. */
static char *file_address(const struct shown_map *map, enum file_format format)
{
    char date[16];
    return g_strdup_printf("%s/%s.%s", map->view, day_format(map->day, date), format_name(format));
}

/* The format that the page shows: SVG before PNG; false when neither is written. */
static bool choose_picture(const viewer *viewer, enum file_format *picture)
{
    bool has_any = false;
    for (size_t i = 0; i < viewer->format_count; i++) {
        if (viewer->formats[i] != FORMAT_SVG && viewer->formats[i] != FORMAT_PNG)
            continue;
        if (!has_any || viewer->formats[i] == FORMAT_SVG)
            *picture = viewer->formats[i];
        has_any = true;
    }
    return has_any;
}

static void append_picture(const viewer *viewer, const struct shown_map *map, GString *html)
{
    enum file_format format;
    if (!choose_picture(viewer, &format))
        return;
    g_autofree char *address = file_address(map, format);
    g_string_append_printf(html, "<img src=\"%s\" width=\"%ld\" height=\"%ld\" loading=\"lazy\"",
                           address, lround(map->width_pt), lround(map->height_pt));
    g_string_append(html, " alt=\"");
    append_escaped(html, map->description);
    g_string_append(html, "\">\n");
}

/* Only addresses of the web are links: the log may hold anything. */
static bool is_web_address(const char *link)
{
    return g_str_has_prefix(link, "https://") || g_str_has_prefix(link, "http://");
}

static void append_source(const char *source, const char *link, GString *html)
{
    if (!is_web_address(link)) {
        append_element(html, "li", "", source);
        return;
    }
    g_string_append(html, "<li><a rel=\"noreferrer\" href=\"");
    append_escaped(html, link);
    g_string_append(html, "\">");
    append_escaped(html, source);
    g_string_append(html, "</a></li>\n");
}

static void append_sources(const viewer *viewer, const struct shown_map *map, GString *html)
{
    if (!map->sources || !*map->sources)
        return;
    g_string_append(html, "<div class=\"sources\">\n");
    append_element(html, "h4", "", phrase(viewer, PHRASE_PAGE_SOURCES));
    g_string_append(html, "<ul>\n");
    for (size_t i = 0; map->sources[i]; i++)
        append_source(map->sources[i], map->source_links[i], html);
    g_string_append(html, "</ul>\n</div>\n");
}

static void append_files(const viewer *viewer, const struct shown_map *map, GString *html)
{
    static const char *const names[] = {
        [FORMAT_SVG] = "SVG", [FORMAT_PNG] = "PNG", [FORMAT_PDF] = "PDF"};
    enum file_format picture;
    g_string_append(html, "<p class=\"files\">");
    if (choose_picture(viewer, &picture)) {
        g_autofree char *address = file_address(map, picture);
        g_string_append_printf(html, "<a href=\"%s\">", address);
        append_escaped(html, phrase(viewer, PHRASE_PAGE_ENLARGE));
        g_string_append(html, "</a>\n");
    }
    append_element(html, "span", "", phrase(viewer, PHRASE_PAGE_DOWNLOAD));
    for (size_t i = 0; i < viewer->format_count; i++) {
        g_autofree char *address = file_address(map, viewer->formats[i]);
        g_string_append_printf(html, "<a href=\"%s\" download>%s</a>\n", address,
                               names[viewer->formats[i]]);
    }
    g_string_append(html, "</p>\n");
}

/* ---- the list of maps ---------------------------------------------------------------------- */

static void append_words(const viewer *viewer, const struct shown_map *map, const char *day,
                         GString *html)
{
    bool is_headline_set = map->headline && !g_str_has_prefix(map->headline, day);
    g_string_append(html, "<figcaption>\n");
    append_element(html, "p", " class=\"headline\"", is_headline_set ? map->headline : NULL);
    append_element(html, "p", " class=\"caption\"", map->caption);
    append_sources(viewer, map, html);
    append_element(html, "p", " class=\"credit\"", map->credit);
    append_files(viewer, map, html);
    g_string_append(html, "</figcaption>\n");
}

/* A map. Its date is an address of the page; a map of another view than the first has the view's
 * name before it. */
static void append_map(const viewer *viewer, const struct shown_map *map, const chart *chart,
                       GString *html)
{
    bool is_first_view = g_str_equal(map->view, map_at(viewer, 0)->view);
    g_autofree char *day = words_day(map->day, viewer->language);
    char date[16];
    day_format(map->day, date);
    g_string_append_printf(html,
                           "<article class=\"map\" id=\"%s/%s\" data-date=\"%s\" data-day=\"%d\" "
                           "data-x=\"",
                           map->view, date, date, map->day);
    number_append(html, chart_x(chart, map->day), 2);
    g_string_append(html, "\">\n<h3");
    if (is_first_view)
        g_string_append_printf(html, " id=\"%s\"", date);
    g_string_append_printf(html, "><time datetime=\"%s\">", date);
    append_escaped(html, day);
    g_string_append(html, "</time></h3>\n<figure>\n");
    append_picture(viewer, map, html);
    append_words(viewer, map, day, html);
    g_string_append(html, "</figure>\n</article>\n");
}

static char *view_title(const viewer *viewer, const char *view)
{
    const char *title = NULL;
    for (size_t i = 0; i < viewer->project->view_count; i++)
        if (g_str_equal(viewer->project->views[i].name, view))
            title = names_in(&viewer->project->views[i].names, viewer->language);
    return words_sentence_case(title ? title : view);
}

static void append_view_start(const viewer *viewer, const char *view, GString *html)
{
    g_autofree char *title = view_title(viewer, view);
    g_string_append_printf(html, "<section class=\"view\" data-view=\"%s\" aria-label=\"", view);
    append_escaped(html, title);
    g_string_append(html, "\">\n");
    append_element(html, "h2", "", title);
}

static char *list_maps(const viewer *viewer, const chart *chart)
{
    g_autoptr(GString) html = g_string_new(NULL);
    for (guint i = 0; i < viewer->maps->len; i++) {
        const struct shown_map *map = map_at(viewer, i);
        bool is_new_view = i == 0 || !g_str_equal(map->view, map_at(viewer, i - 1)->view);
        if (i && is_new_view)
            g_string_append(html, "</section>\n");
        if (is_new_view)
            append_view_start(viewer, map->view, html);
        append_map(viewer, map, chart, html);
    }
    g_string_append(html, "</section>\n");
    return g_string_free(g_steal_pointer(&html), FALSE);
}

/* ---- the page ------------------------------------------------------------------------------ */

/* What {{name}} stands for, as HTML. */
static void set_value(GHashTable *values, const char *name, char *html)
{
    g_hash_table_insert(values, (char *)name, html);
}

static void set_words(const viewer *viewer, GHashTable *values)
{
    static const struct {
        const char *name;
        enum phrase phrase;
    } words[] = {{"skip", PHRASE_PAGE_SKIP},
                 {"choose", PHRASE_PAGE_CHOOSE},
                 {"date", PHRASE_PAGE_DATE},
                 {"previous", PHRASE_PAGE_PREVIOUS},
                 {"next", PHRASE_PAGE_NEXT},
                 {"play", PHRASE_PAGE_PLAY},
                 {"pause", PHRASE_PAGE_PAUSE},
                 {"speed", PHRASE_PAGE_SPEED},
                 {"view", PHRASE_PAGE_VIEW},
                 {"compare", PHRASE_PAGE_COMPARE},
                 {"compare-with", PHRASE_PAGE_COMPARE_WITH},
                 {"print", PHRASE_PAGE_PRINT},
                 {"keys", PHRASE_PAGE_KEYS}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        set_value(values, words[i].name, g_markup_escape_text(phrase(viewer, words[i].phrase), -1));
}

/* "1 March 2020 – 1 January 2022" */
static char *span_words(const viewer *viewer, day_number first, day_number last)
{
    g_autofree char *start = words_day(first, viewer->language);
    g_autofree char *end = words_day(last, viewer->language);
    g_autofree char *span =
        first == last ? g_strdup(start) : g_strdup_printf("%s – %s", start, end);
    return g_markup_escape_text(span, -1);
}

static void set_page_values(const viewer *viewer, GHashTable *values)
{
    const char *title = names_in(&viewer->project->title, viewer->language);
    const struct shown_map *first = map_at(viewer, 0);
    bool is_right_to_left = run_language_is_right_to_left(viewer->language);
    GString *ratio = g_string_new(NULL);
    number_append(ratio, first->width_pt / first->height_pt, 4);
    set_value(values, "ratio", g_string_free(ratio, FALSE));
    set_value(values, "language", g_markup_escape_text(viewer->language, -1));
    set_value(values, "direction", g_strdup(is_right_to_left ? "rtl" : "ltr"));
    set_value(values, "title", g_markup_escape_text(title ? title : viewer->project->id, -1));
    set_value(values, "style", g_strdup(viewer_css));
    set_value(values, "script", g_strdup(viewer_js));
}

/* Fills a template in one pass, so that braces in what is filled in stay as they are. */
static GString *fill(const char *template, GHashTable *values)
{
    GString *page = g_string_new(NULL);
    const char *open;
    while ((open = strstr(template, "{{"))) {
        const char *close = strstr(open, "}}");
        g_autofree char *name = g_strndup(open + 2, (gsize)(close - open - 2));
        const char *value = g_hash_table_lookup(values, name);
        g_assert(value);
        g_string_append_len(page, template, open - template);
        g_string_append(page, value);
        template = close + 2;
    }
    return g_string_append(page, template);
}

static style *read_style(const viewer *viewer, GError **error)
{
    const struct shown_map *map = map_at(viewer, 0);
    struct medium medium = {map->width_pt, map->height_pt, false};
    g_autofree char *path = map_style_file(viewer->project, viewer->options->style);
    return style_read(path, &medium, error);
}

bool viewer_write(const viewer *viewer, const char *folder, GError **error)
{
    if (viewer->maps->len == 0)
        return true;
    g_autoptr(style) style = read_style(viewer, error);
    if (!style)
        return false;
    day_number first = DAY_AFTER_ALL, last = DAY_BEFORE_ALL;
    for (guint i = 0; i < viewer->maps->len; i++) {
        first = MIN(first, map_at(viewer, i)->day);
        last = MAX(last, map_at(viewer, i)->day);
    }
    g_autoptr(chart) chart = chart_new(viewer->timeline, style, first, last);
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_autoptr(GString) curves = g_string_new(NULL);
    if (chart_ground_m2(chart) > 0)
        chart_append_html(chart, viewer->language, curves);
    set_words(viewer, values);
    set_page_values(viewer, values);
    set_value(values, "span", span_words(viewer, first, last));
    set_value(values, "views", list_maps(viewer, chart));
    set_value(values, "chart", g_strdup(curves->str));
    g_autoptr(GBytes) page = g_string_free_to_bytes(fill(viewer_html, values));
    g_autofree char *path = g_build_filename(folder, "index.html", NULL);
    return file_update(path, page, NULL, error);
}
