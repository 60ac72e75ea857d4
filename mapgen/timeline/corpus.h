/* What documents say, held against the log: which places they name, beside which dates, and which
 * rows of the log speak of the same place at the same time.
 *
 *     document ─→ mentions ─┐
 *              ─→ dates ────┴─→ pairs (mention, date) ─→ events that cover each
 *
 * A date is *beside* a mention when it stands in the same sentence; a mention without one has the
 * date of its paragraph that stands nearest, the earlier of two.
 *
 * A row of the log *covers* a pair when its date overlaps the pair's and it names the place or a
 * region that the place lies in; for a district or another area, a region that has ground in common
 * with it. Where a name means two places one of them is enough. The state that the log starts from
 * covers nothing.
 *
 * Districts and areas are the units of the partition layers, by the fields that hold their names,
 * and what the project calls its regions and labels, in its theatre. A name that a holder or a side
 * bears ("Azerbaijan") means the party and no ground. Of an area that labels name it is the ground
 * of those that stand on the map of the day that counts for who held it. */
#ifndef MAPGEN_TIMELINE_CORPUS_H
#define MAPGEN_TIMELINE_CORPUS_H

#include "input/mentions.h"
#include "input/prose_dates.h"
#include "timeline/holdings.h"

struct dated {
    const struct prose_date *date;
    GPtrArray *events; /* ids that cover it, in replay order, borrowed; empty: none does */
    GArray
        *holdings; /* of a district or an area, on the last day of the date: of struct holding;
                    * NULL: a place, a date without a year, a day before the log's first change */
};

struct corpus_mention {
    const struct document *document;
    const struct mention *mention;
    bool is_same_sentence; /* of its dates; else of the paragraph */
    GArray *dates;         /* of struct dated, in order of the text */
};

typedef struct corpus corpus;

/* Reads the documents at the paths as documents_read does and holds them against the log of a
 * timeline, which is borrowed. Documents are in the order of the paths, mentions in the order of
 * their documents. NULL with an error for a document that cannot be read. */
corpus *corpus_read(const timeline *timeline, char **paths, GError **error);
void corpus_free(corpus *corpus);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(corpus, corpus_free)

size_t corpus_mention_count(const corpus *corpus);
const struct corpus_mention *corpus_mention(const corpus *corpus, size_t number);

/* The name of the area of a mention in the project's first language; NULL for a place, and for a
 * district that is a unit. */
const char *corpus_area_name(const corpus *corpus, const struct mention *mention);

/* The same of a unit, too, where a district is called as it is; else the place's that it is called
 * after. NULL for a place. */
const char *corpus_region_name(const corpus *corpus, const struct mention *mention);

/* The mentions of districts and areas. */
size_t corpus_region_count(const corpus *corpus);

/* Whether any mention is of the place, of its district, or of an area called after it. */
bool corpus_has_place(const corpus *corpus, const struct place *place);

#endif
