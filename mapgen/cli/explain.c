#include "cli/explain.h"

#include "cli/map_arguments.h"
#include "compose/chronicle.h"
#include "compose/words.h"

static const char *const formats[] = {"text", "json", NULL};

/* ---- grounds and units --------------------------------------------------------------------- */

static const char *unit_value(const struct workspace *workspace, int32_t number, bool is_name)
{
    if (number == NONE)
        return NULL;
    const struct unit *unit = planar_map_unit(workspace->map, number);
    const struct project_layer *from = &workspace->sources->project->layers[unit->layer];
    const struct layer *layer = workspace->sources->layers[unit->layer];
    const char *field_name = is_name ? from->name_field : from->key;
    int field = field_name == NULL ? -1 : layer_field(layer, field_name);
    return field < 0 ? NULL : layer_value(layer, unit->feature, field);
}

const char *explain_unit_key(const struct workspace *workspace, int32_t unit)
{
    return unit_value(workspace, unit, false);
}

const char *explain_unit_name(const struct workspace *workspace, int32_t unit)
{
    return unit_value(workspace, unit, true);
}

GArray *explain_piece_units(const struct workspace *workspace, const struct piece *piece)
{
    GArray *units = g_array_new(FALSE, FALSE, sizeof(int32_t));
    size_t faces = topology_face_count(planar_map_topology(workspace->map));

    for (size_t f = 1; f < faces; f++) {
        int32_t unit = planar_map_face_unit(workspace->map, (face_id)f);
        bool is_new = face_set_has(piece->faces, (face_id)f) && unit != NONE;
        for (guint i = 0; i < units->len && is_new; i++)
            is_new = g_array_index(units, int32_t, i) != unit;
        if (is_new)
            g_array_append_val(units, unit);
    }
    return units;
}

static bool have_one_row(const struct tenure *a, const struct tenure *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->row == b->row && a->from == b->from && a->until == b->until &&
           control_equal(a->control, b->control);
}

/* The ground of one piece on a day. */
static struct ground ground_of(const struct inquiry *inquiry, const struct piece *piece)
{
    const struct tenure *tenures = (const struct tenure *)(const void *)piece->tenures->data;
    const struct tenure *now = piece_tenure_at(piece, inquiry->day);
    g_autoptr(GArray) units = explain_piece_units(inquiry->workspace, piece);

    return (struct ground){
        .before = now > tenures ? now - 1 : NULL,
        .now = now,
        .after = now + 1 < tenures + piece->tenures->len ? now + 1 : NULL,
        .area_m2 = piece->area_m2,
        .unit = units->len == 1 ? g_array_index(units, int32_t, 0) : NONE,
    };
}

static int compare_grounds(const void *left, const void *right)
{
    const struct ground *a = left, *b = right;

    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return a->now->row - b->now->row;
}

GArray *explain_grounds(const struct inquiry *inquiry, const struct subject *subject)
{
    GArray *grounds = g_array_new(FALSE, FALSE, sizeof(struct ground));

    for (guint p = 0; p < subject->record->pieces->len; p++) {
        struct ground ground =
            ground_of(inquiry, &g_array_index(subject->record->pieces, struct piece, p));
        struct ground *same = NULL;
        for (guint i = 0; i < grounds->len && same == NULL; i++) {
            struct ground *other = &g_array_index(grounds, struct ground, i);
            if (have_one_row(other->now, ground.now) &&
                have_one_row(other->before, ground.before) &&
                have_one_row(other->after, ground.after))
                same = other;
        }
        if (same == NULL) {
            g_array_append_val(grounds, ground);
            continue;
        }
        same->area_m2 += ground.area_m2;
        if (same->unit != ground.unit)
            same->unit = NONE;
    }
    g_array_sort(grounds, compare_grounds);
    return grounds;
}

/* How much ground an event changed depends on the days that are compared: no area is told. */
char *explain_caption(const struct inquiry *inquiry, const struct event *event)
{
    const char *caption = names_in(&event->captions, inquiry->language);

    if (caption == NULL)
        return NULL;
    g_autofree char *filled = words_fill_caption(caption, 0, inquiry->language);
    return words_attribute(inquiry->workspace->timeline, event, filled, inquiry->language);
}

/* ---- subjects ------------------------------------------------------------------------------ */

static void clear_subject(void *data)
{
    record_free(((struct subject *)data)->record);
}

static void add_subject(struct inquiry *inquiry, struct subject subject)
{
    const struct workspace *workspace = inquiry->workspace;
    const topology *topology = planar_map_topology(workspace->map);
    struct face_set faces;

    if (subject.region != NONE) {
        faces = face_set_copy(*planar_map_region(workspace->map, (size_t)subject.region));
    } else {
        faces = face_set_new(topology_face_count(topology));
        face_set_add(faces, topology_face_at(topology, subject.at));
    }
    subject.record = record_new(workspace->timeline, faces, subject.place, inquiry->day);
    face_set_clear(&faces);
    g_array_append_val(inquiry->subjects, subject);
}

/* What was asked about, as typed: places, then regions, then points. */
struct subject_names {
    char **places, **regions, **points;
};
typedef struct subject_names subject_names;

static void subject_names_clear(struct subject_names *names)
{
    g_strfreev(names->places);
    g_strfreev(names->regions);
    g_strfreev(names->points);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(subject_names, subject_names_clear)

static bool add_subjects(struct inquiry *inquiry, const struct subject_names *names, GError **error)
{
    for (char **name = names->places; name != NULL && *name != NULL; name++) {
        struct subject subject = {.region = NONE};
        subject.place = workspace_place(inquiry->workspace, "--place", *name, error);
        if (subject.place == NULL)
            return false;
        subject.at = subject.place->at;
        add_subject(inquiry, subject);
    }
    for (char **name = names->regions; name != NULL && *name != NULL; name++) {
        struct subject subject = {.region = workspace_region(inquiry->workspace, *name, error)};
        if (subject.region == NONE)
            return false;
        add_subject(inquiry, subject);
    }
    for (char **text = names->points; text != NULL && *text != NULL; text++) {
        struct subject subject = {.region = NONE, .at_text = *text};
        if (!option_point("--at", *text, &subject.at, error))
            return false;
        add_subject(inquiry, subject);
    }
    return true;
}

static bool check_usage(const struct subject_names *names, const char *date, bool is_all,
                        bool is_drawn, GError **error)
{
    if (names->places == NULL && names->regions == NULL && names->points == NULL)
        return usage_fail(error, "one of --place, --region and --at is needed");
    if (date != NULL && is_all)
        return usage_fail(error, "--all is every date at once; --date is one");
    return is_all || is_drawn || option_required("--date", date, error);
}

/* ---- the picture --------------------------------------------------------------------------- */

/* How the picture is drawn, as typed. */
struct picture_options {
    char **files;
    char *layout, *style, *title, *scale;
};
typedef struct picture_options picture_options;

static void picture_options_clear(struct picture_options *typed)
{
    g_strfreev(typed->files);
    g_free(typed->layout);
    g_free(typed->style);
    g_free(typed->title);
    g_free(typed->scale);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(picture_options, picture_options_clear)

static struct chronicle_subject drawn_subject(const struct inquiry *inquiry,
                                              const struct subject *subject)
{
    const struct project *project = inquiry->workspace->sources->project;
    struct chronicle_subject drawn = {
        .id = subject->at_text, .name = subject->at_text, .record = subject->record};

    if (subject->place != NULL) {
        drawn.id = subject->place->id;
        drawn.name = names_in(&subject->place->names, inquiry->language);
    } else if (subject->region != NONE) {
        drawn.id = project->regions[subject->region].name;
        drawn.name = words_region(project, subject->region, inquiry->language);
        drawn.is_area = true;
    }
    return drawn;
}

static bool draw_picture(const struct inquiry *inquiry, const struct picture_options *typed,
                         const enum file_format *formats, GError **error)
{
    const struct workspace *workspace = inquiry->workspace;
    struct map_edits edits = {.title = typed->title};
    struct chronicle_options options = {.map = {.layout = typed->layout,
                                                .style = typed->style,
                                                .language = inquiry->language,
                                                .edits = &edits},
                                        .subject_count = inquiry->subjects->len,
                                        .day = inquiry->day};
    struct write_options write = write_options_default();

    if (inquiry->subjects->len > CHRONICLE_MOST_SUBJECTS)
        return usage_fail(error, "%u bars are too many for a page; there is room for %d",
                          inquiry->subjects->len, CHRONICLE_MOST_SUBJECTS);
    if (!option_scale(typed->scale, &write.png_scale, error))
        return false;
    g_autofree struct chronicle_subject *subjects =
        g_new(struct chronicle_subject, inquiry->subjects->len);
    for (guint i = 0; i < inquiry->subjects->len; i++)
        subjects[i] = drawn_subject(inquiry, &g_array_index(inquiry->subjects, struct subject, i));
    options.subjects = subjects;
    g_autoptr(chronicle) chronicle =
        chronicle_build(workspace->timeline, &options, workspace->report, error);
    if (chronicle == NULL)
        return false;
    workspace_warn(workspace);
    for (size_t i = 0; typed->files[i] != NULL; i++) {
        if (!scene_write(chronicle_scene(chronicle), typed->files[i], formats[i], &write, error))
            return false;
    }
    return true;
}

/* ---- the command --------------------------------------------------------------------------- */

int explain_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_auto(subject_names) names = {0};
    g_auto(picture_options) picture = {0};
    g_autofree char *date = NULL, *lang = NULL, *format_name = NULL;
    gboolean is_all = FALSE;
    const GOptionEntry entries[] = {
        {"place", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names.places,
         "A place of the gazetteer, by any name", "PLACE"},
        {"region", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names.regions, "A region of the project",
         "REGION"},
        {"at", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names.points, "A point, in degrees", "LON,LAT"},
        {"date", 0, 0, G_OPTION_ARG_FILENAME, &date, "The day", "DAY"},
        {"all", 0, 0, G_OPTION_ARG_NONE, &is_all, "Every date at once instead of one day", NULL},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, "Language of the names", "LANG"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name,
         "text or json; of a picture svg, png or pdf, where the ending does not say", "FORMAT"},
        {NULL}};
    const GOptionEntry drawing[] = {
        OPTION_FILES(picture.files, "Draws a chart of who held it when instead"),
        {"layout", 0, 0, G_OPTION_ARG_FILENAME, &picture.layout,
         "Page whose width and letters it has (article)", "LAYOUT"},
        {"style", 0, 0, G_OPTION_ARG_FILENAME, &picture.style, "Style sheet (the project's)",
         "FILE"},
        {"title", 0, 0, G_OPTION_ARG_FILENAME, &picture.title, "Headline", "TEXT"},
        {"scale", 0, 0, G_OPTION_ARG_FILENAME, &picture.scale, "Pixels of a PNG per point (2)",
         "N"},
        {NULL}};
    struct inquiry inquiry = {.day = DAY_AFTER_ALL};
    int format = 0;

    if (!arguments_parse_more(command, entries, drawing, arguments, &project, error))
        return EXIT_DONE;
    if (!check_usage(&names, date, is_all, picture.files != NULL, error) ||
        !option_day("--date", date, &inquiry.day, error))
        return EXIT_FAILED;
    g_autofree enum file_format *file_formats =
        g_new(enum file_format, picture.files == NULL ? 1 : g_strv_length(picture.files));
    if (picture.files != NULL ? !option_formats(picture.files, format_name, file_formats, error)
                              : !option_word("--format", format_name, formats, &format, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    inquiry.workspace = workspace;
    inquiry.language = workspace_language(workspace, lang, error);
    g_autoptr(GArray) subjects = g_array_new(FALSE, FALSE, sizeof(struct subject));
    g_array_set_clear_func(subjects, clear_subject);
    inquiry.subjects = subjects;
    if (inquiry.language == NULL || !add_subjects(&inquiry, &names, error))
        return EXIT_FAILED;
    if (picture.files != NULL)
        return draw_picture(&inquiry, &picture, file_formats, error) ? EXIT_DONE : EXIT_FAILED;
    g_autoptr(GString) out = g_string_new(NULL);
    if (format == 0)
        explain_append_text(&inquiry, out);
    else
        explain_append_json(&inquiry, out);
    return stdout_write(out->str, out->len, error) ? EXIT_DONE : EXIT_FAILED;
}
