/* Whether the places of the gazetteer lie where their rows say, and views show what the maps are
 * about. For `check`; each finding is about a place or a view, by its id.
 *
 * outside-unit  A place lies in another unit than the one whose key stands in its column district,
 *               or in another country than in its column country. Only partition layers that have a
 *               key, and a field of the country, can be compared.
 * no-unit       No unit has the key that stands in the column district.
 * empty-view    Nothing of the theatre is in the extent of a view, as when its longitudes and
 *               latitudes have changed places. */
#ifndef MAPGEN_TOPOLOGY_PLACE_CHECK_H
#define MAPGEN_TOPOLOGY_PLACE_CHECK_H

#include "topology/planar_map.h"

/* Adds a warning for each. */
void place_check(const planar_map *map, report *report);

#endif
