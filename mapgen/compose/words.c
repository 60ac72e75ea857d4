#include "compose/words.h"

#include "base/icu_library.h"
#include "compose/phrases.h"
#include "compose/word_formats.h"
#include "timeline/attribution.h"

#include <math.h>
#include <stdlib.h>

/* Areas below this are not told in words: a caption's "about" would not cover their error. */
#define LEAST_TOLD_KM2 50

/* Regions that a summary names before it counts the rest. */
#define MOST_NAMED 4

static char *utf8_from_uchars(const UChar *text, int32_t length)
{
    return g_utf16_to_utf8((const gunichar2 *)text, length, NULL, NULL, NULL);
}

/* ---- numbers ------------------------------------------------------------------------------- */

char *words_number(double value, int decimals, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, words_locale(language), NULL, &status);
    unum_setAttribute(format, UNUM_FRACTION_DIGITS, decimals);
    UChar text[64];
    int32_t length = unum_formatDouble(format, value, text, 64, NULL, &status);
    char *words = U_SUCCESS(status) ? utf8_from_uchars(text, length) : NULL;
    unum_close(format);
    return words ? words : g_strdup_printf("%.*f", decimals, value);
}

char *words_about_km2(double area_m2, const char *language)
{
    double km2 = area_m2 / 1e6;
    if (km2 < LEAST_TOLD_KM2)
        return NULL;
    double step = pow(10, floor(log10(km2)) - 1);
    g_autofree char *number = words_number(round(km2 / step) * step, 0, language);
    g_autofree char *area = phrase_fill(PHRASE_KM2, language, "value", number, NULL);
    return phrase_fill(PHRASE_ABOUT, language, "value", area, NULL);
}

char *words_area(double area_m2, const char *language)
{
    g_autofree char *words = words_about_km2(area_m2, language);
    if (!words)
        return NULL;
    g_autoptr(GString) text = g_string_new(words);
    g_string_replace(text, " ", "\u00A0", 0);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* ---- names --------------------------------------------------------------------------------- */

const char *words_region(const struct project *project, int region, const char *language)
{
    const char *name = names_in(&project->regions[region].names, language);
    return name ? name : project->regions[region].name;
}

static const char *holder_name(const struct project *project, int16_t holder, const char *language)
{
    const char *name = names_in(&project->holders[holder].names, language);
    return name ? name : project->holders[holder].code;
}

char *words_control(const struct project *project, struct control control, const char *language)
{
    static const enum phrase phrases[STATUS_COUNT] = {
        [STATUS_PEACEKEEPING] = PHRASE_WITH,     [STATUS_ADVANCE] = PHRASE_ADVANCE,
        [STATUS_CONTESTED] = PHRASE_CONTESTED,   [STATUS_CLAIMED] = PHRASE_CLAIMED,
        [STATUS_TRANSITION] = PHRASE_TRANSITION, [STATUS_UNKNOWN] = PHRASE_UNKNOWN};
    if (control.holder == NONE && control.status != STATUS_TRANSITION)
        return g_strdup(phrase_text(PHRASE_NOBODY, language));
    if (control.holder == NONE)
        return phrase_fill(PHRASE_TRANSITION_TO, language, "other",
                           holder_name(project, control.other, language), NULL);
    const char *holder = holder_name(project, control.holder, language);
    bool is_alone = control.other == NONE && control.status == STATUS_PEACEKEEPING;
    if (control.status == STATUS_CONTROL || is_alone)
        return g_strdup(holder);
    const char *other = control.other == NONE ? "" : holder_name(project, control.other, language);
    return phrase_fill(phrases[control.status], language, "holder", holder, "other", other, NULL);
}

const char *words_meaning(struct control control, const char *language)
{
    static const enum phrase means[STATUS_COUNT] = {
        [STATUS_PEACEKEEPING] = PHRASE_MEANS_PEACEKEEPING,
        [STATUS_CONTESTED] = PHRASE_MEANS_CONTESTED,
        [STATUS_ADVANCE] = PHRASE_MEANS_ADVANCE,
        [STATUS_CLAIMED] = PHRASE_MEANS_CLAIMED,
        [STATUS_TRANSITION] = PHRASE_MEANS_TRANSITION,
        [STATUS_UNKNOWN] = PHRASE_MEANS_UNKNOWN};
    bool is_alone = control.status == STATUS_PEACEKEEPING && control.other == NONE;
    return control.status == STATUS_CONTROL || is_alone
               ? NULL
               : phrase_text(means[control.status], language);
}

/* ---- sentences ----------------------------------------------------------------------------- */

char *words_upper(const char *text, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    g_autofree UChar *from = (UChar *)(void *)g_utf8_to_utf16(text, -1, NULL, NULL, NULL);
    int32_t room = from ? 3 * u_strlen(from) + 1 : 1; /* no letter has more than three capitals */
    g_autofree UChar *upper = g_new0(UChar, room);
    int32_t length = from ? u_strToUpper(upper, room, from, -1, language, &status) : 0;
    return from && U_SUCCESS(status) ? utf8_from_uchars(upper, length) : g_strdup(text);
}

char *words_sentence_case(const char *text)
{
    GString *sentence = g_string_new(NULL);
    g_string_append_unichar(sentence, g_unichar_toupper(g_utf8_get_char(text)));
    g_string_append(sentence, *text ? g_utf8_next_char(text) : "");
    return g_string_free(sentence, FALSE);
}

/* "according to Azerbaijan", of an event that rests on one side's word alone; else NULL. */
static char *according(const timeline *timeline, const struct event *event, const char *language)
{
    const struct project_side *side =
        attribution_of(planar_map_sources(timeline_map(timeline)), event);
    if (!side)
        return NULL;
    const char *words = names_find(&side->according, language);
    const char *name = names_in(&side->names, language);
    return words ? g_strdup(words) : phrase_fill(PHRASE_ACCORDING, language, "side", name, NULL);
}

/* What goes with the word of a side that a caption does not need: the comma, in Armenian the mark
 * of a short pause. */
static const char *const behind_according[] = {"{according}, ", "{according}՝ "};

char *words_attribute(const timeline *timeline, const struct event *event, const char *sentence,
                      const char *language)
{
    g_autofree char *words = according(timeline, event, language);
    g_autoptr(GString) text = g_string_new(sentence);
    g_auto(GStrv) names = attribution_sides(event);
    const struct project_side *side =
        names[0] ? attribution_side(planar_map_sources(timeline_map(timeline))->project, names[0])
                 : NULL;
    if (g_string_replace(text, "{side}", side ? names_in(&side->names, language) : "", 0))
        return g_string_free(g_steal_pointer(&text), FALSE);
    for (size_t i = 0; !words && i < G_N_ELEMENTS(behind_according); i++)
        g_string_replace(text, behind_according[i], "", 0);
    if (words && g_string_replace(text, "{according}", words, 0) == 0)
        g_string_append_printf(text, ", %s", words);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void append_sentence(GString *text, const char *sentence, const char *language)
{
    g_autofree char *start = words_sentence_case(sentence);
    const char *stop = phrase_text(PHRASE_STOP, language);
    if (text->len)
        g_string_append_c(text, ' ');
    g_string_append(text, start);
    if (!g_str_has_suffix(sentence, stop) && !g_str_has_suffix(sentence, "."))
        g_string_append(text, stop);
}

/* "Kalbajar (about 2,000 km²), Aghdam and Lachin". */
static char *join_regions(const timeline *timeline, const struct change *const *group, size_t count,
                          const char *language)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < count; i++) {
        const struct timeline_row *row = timeline_row(timeline, group[i]->row);
        g_autofree char *area = words_about_km2(group[i]->area_m2, language);
        if (i)
            g_string_append(text, i + 1 == count ? phrase_text(PHRASE_AND, language) : ", ");
        g_string_append(text, words_region(project, row->region, language));
        if (area)
            g_string_append_printf(text, " (%s)", area);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What happens to regions that come under a control, as a sentence without its stop; `is_settled`
 * where the holder had a part in them already. */
static char *predicate(const struct project *project, const char *regions, struct control control,
                       bool is_plural, bool is_settled, const char *language)
{
    g_autofree char *words = words_control(project, control, language);
    enum phrase phrase = is_plural ? PHRASE_ARE : PHRASE_IS;
    const char *under = control.status == STATUS_CONTROL
                            ? names_find(&project->holders[control.holder].under, language)
                            : NULL;
    if (is_settled)
        phrase = is_plural ? PHRASE_COME_UNDER : PHRASE_COMES_UNDER;
    else if (under)
        phrase = is_plural ? PHRASE_PASS_UNDER : PHRASE_PASSES_UNDER;
    else if (control.status == STATUS_CONTROL)
        phrase = is_plural ? PHRASE_PASS : PHRASE_PASSES;
    else if (control.status == STATUS_PEACEKEEPING)
        phrase = is_plural ? PHRASE_COME_UNDER : PHRASE_COMES_UNDER;
    else if (control.status == STATUS_ADVANCE)
        phrase = PHRASE_STANDS;
    else if (control.status == STATUS_UNKNOWN)
        phrase = PHRASE_WHO_HOLDS;
    return phrase_fill(phrase, language, "regions", regions, "holder", words, "control", words,
                       "under", under ? under : "", NULL);
}

char *words_fill_caption(const char *caption, double area_m2, const char *language)
{
    g_autofree char *area = words_about_km2(area_m2, language);
    g_autoptr(GString) text = g_string_new(caption);
    if (!area)
        g_string_replace(text, " ({km2})", "", 0);
    g_string_replace(text, "{km2}", area ? area : "", 0);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What the log says of a change in a language; NULL for nothing, and while the ground is passing: a
 * caption is about the row's own day. */
static const char *caption_of(const timeline *timeline, const struct change *change,
                              const char *language)
{
    const struct timeline_row *row = timeline_row(timeline, change->row);
    return control_equal(change->now, row->control) ? names_find(&row->event->captions, language)
                                                    : NULL;
}

/* The area of all changes whose events have the same caption. */
static double captioned_area_m2(const timeline *timeline, const GArray *changes,
                                const char *caption, const char *language)
{
    double area_m2 = 0;
    for (guint i = 0; i < changes->len; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        if (g_strcmp0(caption_of(timeline, change, language), caption) == 0)
            area_m2 += change->area_m2;
    }
    return area_m2;
}

/* What a caption says of a change: no old holder where there are several. */
static struct control told_control(const struct change *change)
{
    struct control control = change->now;
    if (change->is_from_several)
        control.holder = NONE;
    return control;
}

/* True when the regions of a group are spoken of as several. */
static bool is_plural(const timeline *timeline, const struct change *const *group, size_t count)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    return count > 1 || project->regions[timeline_row(timeline, group[0]->row)->region].is_plural;
}

/* True when ground does not pass: who holds it now held it before with others there, or was one of
 * two that it was contested between. */
static bool is_settled(const struct change *change)
{
    const struct control *before = &change->before, *now = &change->now;
    return now->status == STATUS_CONTROL && before->status != STATUS_CONTROL &&
           before->status != STATUS_TRANSITION && before->status != STATUS_UNKNOWN &&
           (before->holder == now->holder || before->other == now->holder);
}

/* True when two changes rest on the word of the same side, or both of several. */
static bool has_one_voice(const timeline *timeline, const struct change *a, const struct change *b)
{
    const struct sources *sources = planar_map_sources(timeline_map(timeline));
    return attribution_of(sources, timeline_row(timeline, a->row)->event) ==
           attribution_of(sources, timeline_row(timeline, b->row)->event);
}

static bool is_one_group(const timeline *timeline, const struct change *a, const struct change *b)
{
    const struct timeline_row *left = timeline_row(timeline, a->row);
    const struct timeline_row *right = timeline_row(timeline, b->row);
    return control_equal(told_control(a), told_control(b)) && is_settled(a) == is_settled(b) &&
           has_one_voice(timeline, a, b) &&
           left->event->date.earliest == right->event->date.earliest &&
           left->event->date.latest == right->event->date.latest;
}

static void append_group(const timeline *timeline, const struct change *const *group, size_t count,
                         const char *language, GString *text)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    const struct timeline_row *row = timeline_row(timeline, group[0]->row);
    g_autofree char *regions = join_regions(timeline, group, count, language);
    g_autofree char *plain =
        predicate(project, regions, told_control(group[0]), is_plural(timeline, group, count),
                  is_settled(group[0]), language);
    g_autoptr(GString) sentence = g_string_new(plain);
    if (!edtf_is_exact(&row->event->date)) {
        g_autofree char *when = words_date(row->event, language);
        g_string_append_printf(sentence, " (%s)", when);
    }
    g_autofree char *attributed = words_attribute(timeline, row->event, sentence->str, language);
    append_sentence(text, attributed, language);
}

/* What happened besides. A note is in the project's first language, and in no other. */
static void append_annotations(const timeline *timeline, day_number date, const char *language,
                               GString *text)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *row = timeline_row(timeline, i);
        if (row->event->kind != EVENT_ANNOTATION || row->day != date)
            continue;
        const char *caption = names_find(&row->event->captions, language);
        bool is_of_log = g_str_equal(language, project->languages[0]);
        const char *plain = caption ? caption : is_of_log ? row->event->note : "";
        g_autofree char *sentence = words_attribute(timeline, row->event, plain, language);
        if (*plain)
            append_sentence(text, sentence, language);
    }
}

static int compare_areas(const void *left, const void *right)
{
    const struct change *a = *(const struct change *const *)left;
    const struct change *b = *(const struct change *const *)right;
    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return a->row - b->row;
}

/* "Kalbajar district, Aghdam and 9 more (about 7,600 km²)", the largest first. */
static char *join_largest(const timeline *timeline, const struct change **group, size_t count,
                          const char *language)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    qsort(group, count, sizeof *group, compare_areas);
    size_t named = count > MOST_NAMED + 1 ? MOST_NAMED : count;
    double area_m2 = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < count; i++) {
        area_m2 += group[i]->area_m2;
        if (i >= named)
            continue;
        if (i)
            g_string_append(text, i + 1 == count ? phrase_text(PHRASE_AND, language) : ", ");
        g_string_append(
            text, words_region(project, timeline_row(timeline, group[i]->row)->region, language));
    }
    if (named < count) {
        g_autofree char *rest = g_strdup_printf("%zu", count - named);
        g_autofree char *others = phrase_fill(PHRASE_OTHERS, language, "count", rest, NULL);
        g_string_append_printf(text, "%s%s", phrase_text(PHRASE_AND, language), others);
    }
    g_autofree char *area = words_about_km2(area_m2, language);
    if (area)
        g_string_append_printf(text, " (%s)", area);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *words_summary(const timeline *timeline, const GArray *changes, day_number date,
                    const char *language)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree bool *is_told = g_new0(bool, changes->len + 1);
    g_autofree const struct change **group = g_new(const struct change *, changes->len + 1);
    for (guint i = 0; i < changes->len; i++) {
        struct control control = told_control(&g_array_index(changes, struct change, i));
        size_t count = 0;
        for (guint j = i; j < changes->len; j++) {
            const struct change *other = &g_array_index(changes, struct change, j);
            if (is_told[j] || !control_equal(told_control(other), control) ||
                !has_one_voice(timeline, &g_array_index(changes, struct change, i), other))
                continue;
            is_told[j] = true;
            group[count++] = other;
        }
        if (count == 0)
            continue;
        g_autofree char *regions = join_largest(timeline, group, count, language);
        g_autofree char *plain = predicate(project, regions, control,
                                           is_plural(timeline, group, count), false, language);
        const struct event *event = timeline_row(timeline, group[0]->row)->event;
        g_autofree char *sentence = words_attribute(timeline, event, plain, language);
        append_sentence(text, sentence, language);
    }
    append_annotations(timeline, date, language, text);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *words_changes(const timeline *timeline, const GArray *changes, day_number date,
                    const char *language)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree bool *is_told = g_new0(bool, changes->len + 1);
    g_autoptr(GHashTable) captions = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree const struct change **group = g_new(const struct change *, changes->len + 1);
    for (guint i = 0; i < changes->len; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        const char *caption = caption_of(timeline, change, language);
        if (caption && g_hash_table_add(captions, (void *)caption)) {
            double area_m2 = captioned_area_m2(timeline, changes, caption, language);
            g_autofree char *plain = words_fill_caption(caption, area_m2, language);
            const struct event *event = timeline_row(timeline, change->row)->event;
            g_autofree char *sentence = words_attribute(timeline, event, plain, language);
            append_sentence(text, sentence, language);
        }
        if (caption || is_told[i])
            continue;
        size_t count = 0;
        for (guint j = i; j < changes->len; j++) {
            const struct change *other = &g_array_index(changes, struct change, j);
            if (is_told[j] || caption_of(timeline, other, language) ||
                !is_one_group(timeline, change, other))
                continue;
            is_told[j] = true;
            group[count++] = other;
        }
        append_group(timeline, group, count, language, text);
    }
    append_annotations(timeline, date, language, text);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What a row that gives ground to a control says, with the area of its region. */
static char *words_control_row(const timeline *timeline, int32_t number, const char *language)
{
    const planar_map *map = timeline_map(timeline);
    const struct timeline_row *row = timeline_row(timeline, number);
    struct change change = {.row = number,
                            .now = row->control,
                            .faces = face_set_copy(*planar_map_region(map, (size_t)row->region))};
    face_set_intersect(change.faces, *planar_map_theatre(map));
    change.area_m2 = planar_map_area_m2(map, change.faces);
    g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof change);
    g_array_append_val(changes, change);
    char *words = words_changes(timeline, changes, DAY_BEFORE_ALL, language);
    face_set_clear(&change.faces);
    return words;
}

char *words_row(const timeline *timeline, int32_t number, const char *language)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    const struct timeline_row *row = timeline_row(timeline, number);
    if (row->event->kind == EVENT_CONTROL)
        return words_control_row(timeline, number, language);
    g_autoptr(GString) text = g_string_new(NULL);
    const char *caption = names_find(&row->event->captions, language);
    if (!caption)
        caption = names_in(&row->event->captions, language);
    if (!caption)
        caption = row->event->note;
    if (row->event->kind == EVENT_PLACE && row->place && !row->event->captions.count) {
        const char *name = names_in(&row->place->names, language);
        g_autofree char *sentence =
            predicate(project, name ? name : row->place->id, row->control, false, false, language);
        append_sentence(text, sentence, language);
    } else if (*caption) {
        append_sentence(text, caption, language);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
