#include "output/qml.h"

#include "base/number.h"
#include "output/xml.h"
#include <string.h>

/* What a polygon of one colour has around it in that colour, so that no seam shows between it and a
 * neighbour of the same colour. */
#define SEAM_WIDTH_PT 0.6

/* A key and a value, twice: as each of two generations of QGIS reads it. */
struct options {
    GString *current, *former;
};

static struct options options_new(void)
{
    return (struct options){g_string_new(NULL), g_string_new(NULL)};
}

static void add_option(struct options *options, const char *key, const char *value)
{
    g_string_append(options->current, "<Option type=\"QString\"");
    xml_append_attribute(options->current, "name", key);
    xml_append_attribute(options->current, "value", value);
    g_string_append(options->current, "/>\n");
    g_string_append(options->former, "<prop");
    xml_append_attribute(options->former, "k", key);
    xml_append_attribute(options->former, "v", value);
    g_string_append(options->former, "/>\n");
}

static void add_points(struct options *options, const char *key, double value_pt)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *unit = g_strconcat(key, "_unit", NULL);
    number_append(text, value_pt, 3);
    add_option(options, key, text->str);
    add_option(options, unit, "Point");
}

static void add_colour(struct options *options, const char *key, struct colour colour)
{
    g_autofree char *text = g_strdup_printf("%d,%d,%d,%d", colour.r, colour.g, colour.b,
                                            (int)(colour.opacity * 255 + 0.5));
    add_option(options, key, text);
}

/* Begins a symbol's layer with its options, which are freed. */
static void begin_layer(GString *out, const char *class_name, struct options options)
{
    g_string_append(out, "<layer enabled=\"1\" locked=\"0\" pass=\"0\"");
    xml_append_attribute(out, "class", class_name);
    g_string_append_printf(out, ">\n<Option type=\"Map\">\n%s</Option>\n%s", options.current->str,
                           options.former->str);
    g_string_free(options.current, TRUE);
    g_string_free(options.former, TRUE);
}

static void end_layer(GString *out)
{
    g_string_append(out, "</layer>\n");
}

static void add_dashes(struct options *options, const struct paint *paint)
{
    g_autoptr(GString) dashes = g_string_new(NULL);
    for (int i = 0; i < paint->dash_count; i++) {
        g_string_append(dashes, i > 0 ? ";" : "");
        number_append(dashes, paint->dashes_pt[i], 3);
    }
    add_option(options, "use_custom_dash", paint->dash_count > 0 ? "1" : "0");
    add_option(options, "customdash", paint->dash_count > 0 ? dashes->str : "5;2");
    add_option(options, "customdash_unit", "Point");
}

static void write_line_layer(GString *out, const struct paint *paint)
{
    static const char *const CAPS[] = {
        [CAP_BUTT] = "flat", [CAP_ROUND] = "round", [CAP_SQUARE] = "square"};
    static const char *const JOINS[] = {
        [JOIN_MITER] = "miter", [JOIN_ROUND] = "round", [JOIN_BEVEL] = "bevel"};
    struct options options = options_new();
    add_colour(&options, "line_color", paint->stroke);
    add_option(&options, "line_style", "solid");
    add_points(&options, "line_width", paint->stroke_width_pt);
    add_option(&options, "capstyle", CAPS[paint->cap]);
    add_option(&options, "joinstyle", JOINS[paint->join]);
    add_dashes(&options, paint);
    begin_layer(out, "SimpleLine", options);
    end_layer(out);
}

static void write_fill_layer(GString *out, const struct paint *paint)
{
    struct options options = options_new();
    add_colour(&options, "color", paint->fill);
    add_option(&options, "style", paint->fill.is_set ? "solid" : "no");
    add_colour(&options, "outline_color", paint->fill);
    add_option(&options, "outline_style", paint->fill.is_set ? "solid" : "no");
    add_points(&options, "outline_width", SEAM_WIDTH_PT);
    add_option(&options, "joinstyle", "round");
    begin_layer(out, "SimpleFill", options);
    end_layer(out);
}

static void begin_symbol(GString *out, const char *name, const char *type)
{
    g_string_append(out, "<symbol alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"");
    xml_append_attribute(out, "name", name);
    xml_append_attribute(out, "type", type);
    g_string_append(out, ">\n");
}

static void end_symbol(GString *out)
{
    g_string_append(out, "</symbol>\n");
}

/* The bands of a hatch are lines of a pattern, whose symbol has a name made from its parent's. */
static void write_hatch_layer(GString *out, const struct hatch *hatch, const char *symbol)
{
    const struct paint band = {.stroke = hatch->colour, .stroke_width_pt = hatch->width_pt};
    g_autofree char *name = g_strdup_printf("@%s@1", symbol);
    g_autoptr(GString) angle = g_string_new(NULL);
    struct options options = options_new();
    number_append(angle, hatch->angle_deg, 3);
    add_option(&options, "angle", angle->str);
    add_points(&options, "distance", hatch->period_pt);
    begin_layer(out, "LinePatternFill", options);
    begin_symbol(out, name, "line");
    write_line_layer(out, &band);
    end_symbol(out);
    end_layer(out);
}

static void write_symbol(GString *out, const struct features *features, guint number)
{
    const struct paint *paint = &g_array_index(features->looks, struct look, number).paint;
    g_autofree char *name = g_strdup_printf("%u", number);
    begin_symbol(out, name, features->is_lines ? "line" : "fill");
    if (!features->is_lines)
        write_fill_layer(out, paint);
    if (!features->is_lines && paint->hatch.is_set)
        write_hatch_layer(out, &paint->hatch, name);
    if (paint->stroke.is_set)
        write_line_layer(out, paint);
    end_symbol(out);
}

static void write_category(GString *out, const struct look *look, guint number)
{
    g_string_append_printf(out, "<category render=\"true\" symbol=\"%u\"", number);
    xml_append_attribute(out, "label", look->label);
    xml_append_attribute(out, "value", look->value);
    g_string_append(out, "/>\n");
}

static const char *field_name(const struct features *features, const char *name,
                              bool has_short_names)
{
    for (size_t f = 0; f < features->field_count && has_short_names; f++)
        if (strcmp(features->fields[f].name, name) == 0 && features->fields[f].short_name)
            return features->fields[f].short_name;
    return name;
}

/* Mode 2 is start and end from fields, limit mode 0 excludes the end. */
static void write_temporal(GString *out, const struct features *features, bool has_short_names)
{
    g_string_append(out, "<temporal enabled=\"1\" mode=\"2\" limitMode=\"0\" accumulate=\"0\" "
                         "durationField=\"\" durationUnit=\"min\" fixedDuration=\"0\" "
                         "startExpression=\"\" endExpression=\"\"");
    xml_append_attribute(out, "startField",
                         field_name(features, features->start_field, has_short_names));
    xml_append_attribute(out, "endField",
                         field_name(features, features->end_field, has_short_names));
    g_string_append(out, ">\n<fixedRange>\n<start></start>\n<end></end>\n</fixedRange>\n"
                         "</temporal>\n");
}

char *qml_encode(const struct features *features, bool has_short_names)
{
    if (features->looks->len == 0)
        return NULL;
    bool is_temporal = features->start_field && features->end_field;
    GString *out = g_string_new("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                                "<qgis version=\"3.22\"");
    xml_append_attribute(out, "styleCategories", is_temporal ? "Symbology|Temporal" : "Symbology");
    g_string_append(out, ">\n");
    if (is_temporal)
        write_temporal(out, features, has_short_names);
    g_string_append(out, "<renderer-v2 type=\"categorizedSymbol\" forceraster=\"0\" "
                         "symbollevels=\"0\" enableorderby=\"0\"");
    xml_append_attribute(out, "attr", field_name(features, features->look_field, has_short_names));
    g_string_append(out, ">\n<categories>\n");
    for (guint i = 0; i < features->looks->len; i++)
        write_category(out, &g_array_index(features->looks, struct look, i), i);
    g_string_append(out, "</categories>\n<symbols>\n");
    for (guint i = 0; i < features->looks->len; i++)
        write_symbol(out, features, i);
    g_string_append(out, "</symbols>\n</renderer-v2>\n<blendMode>0</blendMode>\n"
                         "<featureBlendMode>0</featureBlendMode>\n<layerGeometryType>");
    g_string_append(out, features->is_lines ? "1" : "2");
    g_string_append(out, "</layerGeometryType>\n</qgis>\n");
    return g_string_free(out, FALSE);
}

char *qmd_encode(const struct features *features)
{
    GString *out = g_string_new("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                                "<qgis version=\"3.22\">\n");
    xml_append_element(out, "type", "dataset");
    xml_append_element(out, "title", features->title);
    for (char **credit = features->credits; credit && *credit; credit++)
        xml_append_element(out, "rights", *credit);
    xml_append_element(out, "license", features->licence);
    g_string_append(out, "</qgis>\n");
    return g_string_free(out, FALSE);
}
