/* Several scenes of one size as one: each is a group that lies above those before it, so that the
 * last one is seen, and any other by hiding the groups after it.
 *
 *     map 1   [ areas ][ water ][ Goris, Lachin        ][ legend ]
 *     map 2   [ areas'][ water ][ Goris, Lachin, Shusha][ legend ]
 *     shared            a-----a  b-----------b           c------c
 *
 * What several maps have in common is in the scene once, as definitions (scene.h). Nodes that
 * follow each other in every map that has one of them are shared as one piece, the longest there
 * are: as reads are joined to unitigs where a genome does not branch. */
#ifndef MAPGEN_SCENE_FLIPBOOK_H
#define MAPGEN_SCENE_FLIPBOOK_H

#include "scene/scene.h"

/* The maps have no definitions or uses; `marks` are of their groups; when the first
 * has a language, they are in a switch. What the scene says of itself
 * is left to the caller. Fonts and style of the maps must outlive it, the maps need not. */
scene *flipbook_build(const scene *const *maps, const struct scene_mark *marks, size_t count);

#endif
