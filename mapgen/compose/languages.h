/* One map in all languages of its project: each as a group in a switch (scene.h), what they share
 * in the scene once. The first language is the last group, which all other readers get. */
#ifndef MAPGEN_COMPOSE_LANGUAGES_H
#define MAPGEN_COMPOSE_LANGUAGES_H

#include "compose/map.h"

typedef struct languages languages;

/* Composes the map of `date` in each language; `options` are borrowed. Errors are those of
 * map_plan_build(). */
languages *languages_build(const timeline *timeline, const struct map_options *options,
                           day_number date, day_number since, report *report, GError **error);
void languages_free(languages *languages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(languages, languages_free)

const scene *languages_scene(const languages *languages);

#endif
