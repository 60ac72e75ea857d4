#include "style/font_face.h"

#include "base/error.h"
#include "style/property.h"
#include "style/sheets.h"
#include "style/value.h"
#include <string.h>

/* The declarations of a font face; each NULL when it is not there. */
struct font_face {
    const struct css_declaration *family, *src;
};

static bool fail(struct css_place place, GError **error, const char *message)
{
    error_at(error, place.path, place.line, place.column, "%s", message);
    return false;
}

static bool read_descriptor(const struct css_declaration *declaration, struct font_face *face,
                            GError **error)
{
    static const char *const names[] = {"font-family", "font-weight", "font-style", "src", NULL};
    const struct property *property = property_find(declaration->name);
    struct resolved ignored = resolved_initial();
    g_autofree char *message = NULL;
    bool is_good;

    if (!g_strv_contains(names, declaration->name)) {
        message = g_strdup_printf("@font-face has no '%s'; it takes font-family, font-weight, "
                                  "font-style and src",
                                  declaration->name);
        return fail(declaration->name_place, error, message);
    }
    if (strcmp(declaration->name, "font-family") == 0)
        face->family = declaration;
    if (property == NULL) {
        g_autofree char *url = value_url(declaration->value);
        face->src = declaration;
        is_good = url != NULL && strstr(url, "://") == NULL;
    } else {
        is_good = property->read(declaration->value, (char *)&ignored + property->offset);
    }
    resolved_clear(&ignored);
    if (is_good)
        return true;
    message = g_strdup_printf("%s: '%s' is not %s", declaration->name, declaration->value,
                              property == NULL ? "url(\"file\")" : property->expected);
    return fail(declaration->value_place, error, message);
}

char *font_face_file(const struct css_rule *rule, GError **error)
{
    struct font_face face = {0};

    for (guint i = 0; i < rule->declarations->len; i++) {
        if (!read_descriptor(&g_array_index(rule->declarations, struct css_declaration, i), &face,
                             error))
            return NULL;
    }
    if (face.family == NULL || face.src == NULL) {
        fail(rule->place, error,
             face.family == NULL ? "the @font-face has no font-family"
                                 : "the @font-face has no src");
        return NULL;
    }
    g_autofree char *url = value_url(face.src->value);
    return sheets_path(rule->place.path, url);
}
