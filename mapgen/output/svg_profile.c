#include "output/svg_profile.h"

#include "scene/scene.h"

#include <stddef.h>

/* Illustrator warns of paths of more. */
#define EDITOR_MOST_POINTS 32000

const char *const SVG_PROFILE_NAMES[SVG_PROFILE_COUNT + 1] = {
    [SVG_WEB] = "web",       [SVG_INLINE] = "inline",    [SVG_WIKIMEDIA] = "wikimedia",
    [SVG_EDITOR] = "editor", [SVG_PROFILE_COUNT] = NULL,
};

const struct svg_traits *svg_traits(enum svg_profile profile)
{
    static const struct svg_traits TRAITS[SVG_PROFILE_COUNT] = {
        [SVG_WEB] = {.has_rules = true,
                     .has_fonts = true,
                     .has_metadata = true,
                     .screen_step = SCENE_SCREEN_STEP},
        [SVG_INLINE] = {.has_rules = true, .repeats_paths = true, .screen_step = SCENE_SCREEN_STEP},
        [SVG_WIKIMEDIA] = {.has_declaration = true,
                           .has_metadata = true,
                           .is_strict = true,
                           .screen_step = SCENE_SCREEN_STEP},
        [SVG_EDITOR] = {.has_declaration = true,
                        .has_metadata = true,
                        .repeats_paths = true,
                        .has_layers = true,
                        .has_halos = true,
                        .most_points = EDITOR_MOST_POINTS,
                        .screen_step = 1},
    };
    return &TRAITS[profile];
}
