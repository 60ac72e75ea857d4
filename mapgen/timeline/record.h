/* What the log says of one subject, a place, a point or a region: who held it from when until when,
 * and what became of every row that speaks of it.
 *
 * A subject is a set of faces: one for a place or a point. Faces that have the same tenures, by the
 * same rows, are one *piece*, so a region falls into the parts that always changed together.
 *
 *     row covers the subject                                     its fate on a day
 *     made what holds on the day                                 in force
 *     made what held before                                      gave way: to which row, when
 *     lies after the day                                         to come
 *     was set aside by another row of the same day               overridden: by which row
 *     found the ground as it says, or left it so in the end      no change: by which row it was so
 *     covers ground outside the theatre alone                    outside
 *     taken back, or not yet reported                            withdrawn, unreported: when
 *     an annotation of the place, the region or ground of it     annotation
 *
 * Of a region the fate is that of most of it, in the order of this table: a row that is in force on
 * any part is in force. Rows of kind place that name the subject's place are listed among the
 * others; they say who held it by themselves, so that their fates are told against each other. */
#ifndef MAPGEN_TIMELINE_RECORD_H
#define MAPGEN_TIMELINE_RECORD_H

#include "timeline/timeline.h"

enum row_fate {
    FATE_IN_FORCE,
    FATE_GAVE_WAY,
    FATE_TO_COME,
    FATE_OVERRIDDEN,
    FATE_NO_CHANGE,
    FATE_OUTSIDE,
    FATE_WITHDRAWN,
    FATE_UNREPORTED,
    FATE_ANNOTATION,
    FATES,
};

/* A row that speaks of the subject. */
struct record_row {
    const struct event *event;
    int32_t row; /* in the timeline; NONE: it does not count as the log is read */
    enum row_fate fate;
    int32_t by;        /* the row that it gave way to, was overridden by or was so by; NONE: none */
    day_number on;     /* on which it gave way, was withdrawn or will be reported */
    double covered_m2; /* of the subject, within the theatre */
    double fate_m2;    /* of which it has that fate */
};

/* Faces of a subject that always changed together. */
struct piece {
    struct face_set faces;
    face_id face; /* the first of them */
    double area_m2;
    GArray *tenures; /* of struct tenure */
};

struct record {
    const struct place *place; /* NULL: a point or a region */
    struct face_set faces;
    double area_m2; /* of the faces in the theatre */
    day_number day; /* on which the fates are told; DAY_AFTER_ALL: at the end */
    GArray *pieces; /* of struct piece, the largest first; those outside the theatre last */
    GArray *rows;   /* of struct record_row, in replay order; then those that do not count */
};
typedef struct record record;

/* The record of a region's faces, or of the one face around a place or point. `place` may be NULL.
 * Borrows the timeline; copies the faces. */
record *record_new(const timeline *timeline, struct face_set faces, const struct place *place,
                   day_number day);
void record_free(record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(record, record_free)

/* The tenure of a piece that has a day. */
const struct tenure *piece_tenure_at(const struct piece *piece, day_number day);

#endif
