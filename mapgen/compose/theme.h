/* What else the colours of a finished scene may be: from the style sheet, the variables that they
 * come from, for a page that sets them; from a second sheet, the colours of a dark page. */
#ifndef MAPGEN_COMPOSE_THEME_H
#define MAPGEN_COMPOSE_THEME_H

#include "scene/scene.h"
#include "style/style.h"

/* Sets the theme of every class of a scene drawn in `style`. `dark` may be NULL; of it only colours
 * count. */
void theme_apply(scene *scene, const struct style *style, const struct style *dark);

#endif
