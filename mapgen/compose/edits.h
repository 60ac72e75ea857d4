/* What an editor sets by hand for a map: words in place of those that the program makes, marks, a
 * view on the spot. All of it is optional; zero-initialised means nothing is set. Texts are
 * borrowed. The project file can say the same (input/project.h); what is here comes before it. */
#ifndef MAPGEN_COMPOSE_EDITS_H
#define MAPGEN_COMPOSE_EDITS_H

#include "input/project.h"

/* A place that is called something else on the map. */
struct edit_label {
    const char *place; /* id in the gazetteer */
    const char *text;
};

struct map_edits {
    const char *title;   /* the headline; the date then stands beside it */
    const char *caption; /* "" leaves it out */
    const char *credit;  /* the last line of the foot */
    const char *edition; /* "2nd edition" */
    const struct edit_label *labels;
    size_t label_count;
    const struct project_mark *marks; /* beside those of the project */
    size_t mark_count;
    const char *const *highlights; /* names of regions, NULL-terminated; NULL: none */
    bool has_no_text;              /* nothing is written: a map to be translated by hand */
    bool has_graticule;            /* meridians and parallels, whatever the layout says */
    double around_km;              /* 0: the view's extent; else a view so far around `around` */
    struct lonlat around;
};

#endif
