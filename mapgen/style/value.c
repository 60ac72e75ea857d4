#include "style/value.h"

#include "base/number.h"
#include <string.h>

struct named_colour {
    const char *name;
    uint32_t rgb;
};

/* CSS Color Module Level 4, section 6.1. */
static const struct named_colour named_colours[] = {
    {"aliceblue", 0xF0F8FF},
    {"antiquewhite", 0xFAEBD7},
    {"aqua", 0x00FFFF},
    {"aquamarine", 0x7FFFD4},
    {"azure", 0xF0FFFF},
    {"beige", 0xF5F5DC},
    {"bisque", 0xFFE4C4},
    {"black", 0x000000},
    {"blanchedalmond", 0xFFEBCD},
    {"blue", 0x0000FF},
    {"blueviolet", 0x8A2BE2},
    {"brown", 0xA52A2A},
    {"burlywood", 0xDEB887},
    {"cadetblue", 0x5F9EA0},
    {"chartreuse", 0x7FFF00},
    {"chocolate", 0xD2691E},
    {"coral", 0xFF7F50},
    {"cornflowerblue", 0x6495ED},
    {"cornsilk", 0xFFF8DC},
    {"crimson", 0xDC143C},
    {"cyan", 0x00FFFF},
    {"darkblue", 0x00008B},
    {"darkcyan", 0x008B8B},
    {"darkgoldenrod", 0xB8860B},
    {"darkgray", 0xA9A9A9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xA9A9A9},
    {"darkkhaki", 0xBDB76B},
    {"darkmagenta", 0x8B008B},
    {"darkolivegreen", 0x556B2F},
    {"darkorange", 0xFF8C00},
    {"darkorchid", 0x9932CC},
    {"darkred", 0x8B0000},
    {"darksalmon", 0xE9967A},
    {"darkseagreen", 0x8FBC8F},
    {"darkslateblue", 0x483D8B},
    {"darkslategray", 0x2F4F4F},
    {"darkslategrey", 0x2F4F4F},
    {"darkturquoise", 0x00CED1},
    {"darkviolet", 0x9400D3},
    {"deeppink", 0xFF1493},
    {"deepskyblue", 0x00BFFF},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1E90FF},
    {"firebrick", 0xB22222},
    {"floralwhite", 0xFFFAF0},
    {"forestgreen", 0x228B22},
    {"fuchsia", 0xFF00FF},
    {"gainsboro", 0xDCDCDC},
    {"ghostwhite", 0xF8F8FF},
    {"gold", 0xFFD700},
    {"goldenrod", 0xDAA520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xADFF2F},
    {"grey", 0x808080},
    {"honeydew", 0xF0FFF0},
    {"hotpink", 0xFF69B4},
    {"indianred", 0xCD5C5C},
    {"indigo", 0x4B0082},
    {"ivory", 0xFFFFF0},
    {"khaki", 0xF0E68C},
    {"lavender", 0xE6E6FA},
    {"lavenderblush", 0xFFF0F5},
    {"lawngreen", 0x7CFC00},
    {"lemonchiffon", 0xFFFACD},
    {"lightblue", 0xADD8E6},
    {"lightcoral", 0xF08080},
    {"lightcyan", 0xE0FFFF},
    {"lightgoldenrodyellow", 0xFAFAD2},
    {"lightgray", 0xD3D3D3},
    {"lightgreen", 0x90EE90},
    {"lightgrey", 0xD3D3D3},
    {"lightpink", 0xFFB6C1},
    {"lightsalmon", 0xFFA07A},
    {"lightseagreen", 0x20B2AA},
    {"lightskyblue", 0x87CEFA},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xB0C4DE},
    {"lightyellow", 0xFFFFE0},
    {"lime", 0x00FF00},
    {"limegreen", 0x32CD32},
    {"linen", 0xFAF0E6},
    {"magenta", 0xFF00FF},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66CDAA},
    {"mediumblue", 0x0000CD},
    {"mediumorchid", 0xBA55D3},
    {"mediumpurple", 0x9370DB},
    {"mediumseagreen", 0x3CB371},
    {"mediumslateblue", 0x7B68EE},
    {"mediumspringgreen", 0x00FA9A},
    {"mediumturquoise", 0x48D1CC},
    {"mediumvioletred", 0xC71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xF5FFFA},
    {"mistyrose", 0xFFE4E1},
    {"moccasin", 0xFFE4B5},
    {"navajowhite", 0xFFDEAD},
    {"navy", 0x000080},
    {"oldlace", 0xFDF5E6},
    {"olive", 0x808000},
    {"olivedrab", 0x6B8E23},
    {"orange", 0xFFA500},
    {"orangered", 0xFF4500},
    {"orchid", 0xDA70D6},
    {"palegoldenrod", 0xEEE8AA},
    {"palegreen", 0x98FB98},
    {"paleturquoise", 0xAFEEEE},
    {"palevioletred", 0xDB7093},
    {"papayawhip", 0xFFEFD5},
    {"peachpuff", 0xFFDAB9},
    {"peru", 0xCD853F},
    {"pink", 0xFFC0CB},
    {"plum", 0xDDA0DD},
    {"powderblue", 0xB0E0E6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xFF0000},
    {"rosybrown", 0xBC8F8F},
    {"royalblue", 0x4169E1},
    {"saddlebrown", 0x8B4513},
    {"salmon", 0xFA8072},
    {"sandybrown", 0xF4A460},
    {"seagreen", 0x2E8B57},
    {"seashell", 0xFFF5EE},
    {"sienna", 0xA0522D},
    {"silver", 0xC0C0C0},
    {"skyblue", 0x87CEEB},
    {"slateblue", 0x6A5ACD},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xFFFAFA},
    {"springgreen", 0x00FF7F},
    {"steelblue", 0x4682B4},
    {"tan", 0xD2B48C},
    {"teal", 0x008080},
    {"thistle", 0xD8BFD8},
    {"tomato", 0xFF6347},
    {"turquoise", 0x40E0D0},
    {"violet", 0xEE82EE},
    {"wheat", 0xF5DEB3},
    {"white", 0xFFFFFF},
    {"whitesmoke", 0xF5F5F5},
    {"yellow", 0xFFFF00},
    {"yellowgreen", 0x9ACD32},
};

static struct colour opaque(uint32_t rgb)
{
    return (struct colour){
        .is_set = true,
        .r = (uint8_t)(rgb >> 16 & 0xFF),
        .g = (uint8_t)(rgb >> 8 & 0xFF),
        .b = (uint8_t)(rgb & 0xFF),
        .opacity = 1,
    };
}

/* What follows '#': three or six hexadecimal digits. */
static bool hex_colour(const char *digits, struct colour *colour)
{
    size_t length = strlen(digits);
    uint32_t rgb = 0;

    if (length != 3 && length != 6)
        return false;
    for (size_t i = 0; i < length; i++) {
        int value = g_ascii_xdigit_value(digits[i]);
        if (value < 0)
            return false;
        rgb = rgb << 4 | (uint32_t)value;
        if (length == 3)
            rgb = rgb << 4 | (uint32_t)value;
    }
    *colour = opaque(rgb);
    return true;
}

/* What stands between the brackets of "NAME(...)"; NULL when the text is no such thing. */
static char *arguments_of(const char *text, const char *name)
{
    size_t name_length = strlen(name), length = strlen(text);

    if (length < name_length + 2 || g_ascii_strncasecmp(text, name, name_length) != 0 ||
        text[name_length] != '(' || text[length - 1] != ')')
        return NULL;
    return g_strndup(text + name_length + 1, length - name_length - 2);
}

static bool rgb_colour(const char *text, struct colour *colour)
{
    g_autofree char *arguments = arguments_of(text, "rgb");
    g_auto(GStrv) parts = g_strsplit(arguments == NULL ? "" : arguments, ",", 4);
    uint32_t rgb = 0;

    if (g_strv_length(parts) != 3)
        return false;
    for (int i = 0; i < 3; i++) {
        int part;
        if (!number_parse_int(parts[i], 0, 255, &part))
            return false;
        rgb = rgb << 8 | (uint32_t)part;
    }
    *colour = opaque(rgb);
    return true;
}

static bool is_word(const char *text, const char *word)
{
    return g_ascii_strcasecmp(text, word) == 0;
}

/* A number that ends with one of the units, or with none. */
static bool number_with_unit(const char *text, const char *const *units, double *number)
{
    g_autofree char *bare = g_strdup(text);
    size_t length = strlen(text);

    for (; *units != NULL; units++) {
        size_t unit_length = strlen(*units);
        if (length <= unit_length || !is_word(text + length - unit_length, *units))
            continue;
        bare[length - unit_length] = '\0';
        break;
    }
    if (strchr(bare, ' ') != NULL)
        return false;
    return number_parse(bare, number);
}

/* A text that may stand for a font without being taken for anything else, wherever it is written.
 */
static bool is_plain_name(const char *name)
{
    if (*name == '\0' || strpbrk(name, "\"'`\\()[]{}<>&;,") != NULL)
        return false;
    for (; *name != '\0'; name = g_utf8_next_char(name)) {
        if (!g_unichar_isprint(g_utf8_get_char(name)))
            return false;
    }
    return true;
}

/* One family name without its quotes; NULL when it is none. */
static char *family_name(const char *item)
{
    size_t length = strlen(item);
    bool is_quoted = length >= 2 && (*item == '"' || *item == '\'') && item[length - 1] == *item;
    g_autofree char *name = is_quoted ? g_strndup(item + 1, length - 2) : g_strdup(item);

    g_strstrip(name);
    return is_plain_name(name) ? g_steal_pointer(&name) : NULL;
}

bool value_colour(const char *text, struct colour *colour)
{
    if (is_word(text, "none") || is_word(text, "transparent")) {
        *colour = (struct colour){.opacity = 1};
        return true;
    }
    if (*text == '#')
        return hex_colour(text + 1, colour);
    for (size_t i = 0; i < G_N_ELEMENTS(named_colours); i++) {
        if (!is_word(text, named_colours[i].name))
            continue;
        *colour = opaque(named_colours[i].rgb);
        return true;
    }
    return rgb_colour(text, colour);
}

bool value_length(const char *text, double *length_pt)
{
    static const char *const units[] = {"px", "pt", NULL};
    double length;

    if (!number_with_unit(text, units, &length) || length < -LENGTH_MAX_PT ||
        length > LENGTH_MAX_PT)
        return false;
    *length_pt = length;
    return true;
}

bool value_size(const char *text, double *size_pt)
{
    double size;

    if (!value_length(text, &size) || size < 0)
        return false;
    *size_pt = size;
    return true;
}

bool value_number(const char *text, double minimum, double maximum, double *number)
{
    double parsed;

    if (!number_parse(text, &parsed) || parsed < minimum || parsed > maximum)
        return false;
    *number = parsed;
    return true;
}

bool value_angle(const char *text, double *angle_deg)
{
    static const char *const units[] = {"deg", NULL};
    double angle;

    if (!number_with_unit(text, units, &angle) || angle < -360 || angle > 360)
        return false;
    *angle_deg = angle;
    return true;
}

bool value_dashes(const char *text, double dashes_pt[PAINT_MAX_DASHES], int *count)
{
    double dashes[PAINT_MAX_DASHES];
    double total = 0;
    int found = 0;

    if (is_word(text, "none")) {
        *count = 0;
        return true;
    }
    g_auto(GStrv) commas = g_strsplit(text, ",", -1);
    for (char **group = commas; *group != NULL; group++) {
        g_auto(GStrv) items = g_strsplit(g_strstrip(*group), " ", -1);
        if (items[0] == NULL)
            return false;
        for (char **item = items; *item != NULL; item++) {
            if (found == PAINT_MAX_DASHES || !value_size(*item, &dashes[found]))
                return false;
            total += dashes[found++];
        }
    }
    if (found == 0)
        return false;
    *count = total > 0 ? found : 0;
    for (int i = 0; i < *count; i++)
        dashes_pt[i] = dashes[i];
    return true;
}

int value_keyword(const char *text, const char *const *words)
{
    for (int i = 0; words[i] != NULL; i++) {
        if (is_word(text, words[i]))
            return i;
    }
    return -1;
}

/* Whether each word of a name starts like an identifier, so that CSS lets it stand unquoted. */
static bool may_stand_unquoted(const char *name)
{
    bool is_start = true;

    for (; *name != '\0'; name++) {
        bool is_letter = g_ascii_isalpha(*name) || *name == '_' || (unsigned char)*name >= 0x80;
        bool is_inner = is_letter || g_ascii_isdigit(*name) || *name == '-';
        if (*name != ' ' && !(is_start ? is_letter : is_inner))
            return false;
        is_start = *name == ' ';
    }
    return true;
}

bool value_families(const char *text, char **family, char **fallback)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    g_autoptr(GString) rest = g_string_new("");
    g_autofree char *first = NULL;

    for (char **item = items; *item != NULL; item++) {
        g_autofree char *name = family_name(g_strstrip(*item));
        if (name == NULL)
            return false;
        if (first == NULL) {
            first = g_steal_pointer(&name);
            continue;
        }
        const char *quote = may_stand_unquoted(name) ? "" : "'";
        g_string_append_printf(rest, "%s%s%s%s", rest->len > 0 ? ", " : "", quote, name, quote);
    }
    if (first == NULL)
        return false;
    *family = g_steal_pointer(&first);
    *fallback = g_strdup(rest->str);
    return true;
}

char *value_url(const char *text)
{
    g_autofree char *argument = arguments_of(text, "url");
    size_t length;

    if (argument == NULL)
        return NULL;
    g_strstrip(argument);
    length = strlen(argument);
    if (length < 3 || (*argument != '"' && *argument != '\'') ||
        strchr(argument + 1, *argument) != argument + length - 1)
        return NULL;
    return g_strndup(argument + 1, length - 2);
}
