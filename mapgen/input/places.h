/* The gazetteer: places with coordinates, names, and the unit that each lies in.
 *
 * Columns: id, lon, lat, kind, rank, country, district, name_XX (one per language XX), also (other
 * spellings, split at ';'), not_meant (longer names that hold one of its names and mean something
 * else, "Mount Ararat", split at ';'), documents (split at ';'), source, licence, note. id, lon,
 * lat, kind and rank and at least one name are required. Optional pin: where the label stands
 * whatever the planner thinks: one of N NE E SE S SW W NW, or "dx,dy" in points. */
#ifndef MAPGEN_INPUT_PLACES_H
#define MAPGEN_INPUT_PLACES_H

#include "base/report.h"
#include "geom/coords.h"
#include "input/names.h"
#include <stdbool.h>

struct place {
    char *id;
    struct lonlat at;
    char *kind;     /* city, town, village, site */
    int rank;       /* 1 (always shown) to 9 */
    char *country;  /* code, "" when not given */
    char *district; /* key of the unit, "" when not given */
    struct names names;
    char **also;      /* other spellings, NULL-terminated */
    char **not_meant; /* NULL-terminated */
    char **documents; /* NULL-terminated */
    char *source, *licence, *note, *pin;
    int line;
};

struct gazetteer_index;

struct gazetteer {
    char *path;
    struct place *places; /* in file order */
    size_t count;
    struct gazetteer_index *index; /* what gazetteer_find looks words up in */
};
typedef struct gazetteer gazetteer;

/* Reads a gazetteer. Errors: two rows with one id, a coordinate that is not on the globe, a rank
 * out of range, a bad pin. */
struct gazetteer *gazetteer_read(const char *path, GError **error);
void gazetteer_free(struct gazetteer *gazetteer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gazetteer, gazetteer_free)

/* The place with that id, or any of whose names or spellings equals `word` (case, accents, blanks
 * and hyphens apart; each side of " / " counts as a name too); the first in the file when there are
 * several, NULL when there is none. */
const struct place *gazetteer_find(const struct gazetteer *gazetteer, const char *word);

/* Whether a text can stand in the column "pin", and what it is when not. */
bool place_pin_is_known(const char *text);
#define PLACE_PIN_WANTED "neither one of N NE E SE S SW W NW nor an offset 'dx,dy' in points"

/* The name nearest to `word`, for "did you mean"; NULL when none is near. Borrowed. */
const char *gazetteer_nearest(const struct gazetteer *gazetteer, const char *word);

#endif
