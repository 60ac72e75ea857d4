/* The phrases that maps are made of, in every language that the program speaks: the only place
 * where words that a reader sees stand in the code. Names (of places, regions, holders, phases) are
 * the project's.
 *
 * A phrase has slots such as "{holder}", filled by name, so that each language orders them as it
 * likes; phrases avoid the cases of nouns, because names come in one form only. */
#ifndef MAPGEN_COMPOSE_PHRASES_H
#define MAPGEN_COMPOSE_PHRASES_H

#include <stdbool.h>

enum phrase {
    PHRASE_AND,              /* between the last two of a list, with its blanks */
    PHRASE_OTHERS,           /* {count}: the rest of a list */
    PHRASE_FROM_THIS_DATE,   /* tones, in the legend */
    PHRASE_SINCE_MAP_BEFORE, /* in the legend of several maps side by side */
    PHRASE_SINCE,            /* {date} */
    PHRASE_SINCE_OR_LATER,   /* {date}: of the first of some areas */
    PHRASE_EARLIER_IN,       /* {phase} */
    PHRASE_OUTLINED,         /* {when}: behind the days since which some areas are what they are */
    PHRASE_BEFORE,
    PHRASE_HELD_BY, /* {holder}: the title of an area */
    PHRASE_CONTACT, /* lines, in the legend */
    PHRASE_FRONT,
    PHRASE_BORDER,
    PHRASE_WITH,          /* {holder}, {other}: statuses */
    PHRASE_CONTESTED,     /* {holder}, {other} */
    PHRASE_ADVANCE,       /* {holder} */
    PHRASE_CLAIMED,       /* {holder} */
    PHRASE_TRANSITION,    /* {holder}, {other} */
    PHRASE_TRANSITION_TO, /* {other} */
    PHRASE_UNKNOWN,
    PHRASE_NOBODY,
    PHRASE_PASSES,       /* {regions}, {holder}: sentences of a caption; one region */
    PHRASE_PASS,         /* several */
    PHRASE_PASSES_UNDER, /* {regions}, {under}: as the project says it of the holder; one region */
    PHRASE_PASS_UNDER,   /* several */
    PHRASE_COMES_UNDER,  /* {regions}, {control} */
    PHRASE_COME_UNDER,
    PHRASE_IS, /* {regions}, {control} */
    PHRASE_ARE,
    PHRASE_WHO_HOLDS, /* {regions}: that it is not known */
    PHRASE_STANDS,    /* {regions}, {control}: where the control is a clause of its own */
    PHRASE_ACCORDING, /* {side}: whose word it is, where the project does not say how */
    PHRASE_STOP,      /* the end of a sentence */
    PHRASE_ABOUT,     /* {value}: an area or a date */
    PHRASE_EITHER,    /* {first}, {last}: two days of which one is meant */
    PHRASE_SOME_DAY,  /* {first}, {last} */
    PHRASE_UNCERTAIN, /* {value}: a date in doubt */
    PHRASE_KM2,       /* {value} */
    PHRASE_AS_OF,     /* notes */
    PHRASE_LATEST_SOURCE,
    PHRASE_AS_KNOWN,
    PHRASE_LATEST_DAY,
    PHRASE_EARLIEST_DAY,
    PHRASE_MEANS_BAND,           /* what the strip along a change means */
    PHRASE_MEANS_BAND_CONTESTED, /* and that some has none */
    PHRASE_MEANS_PEACEKEEPING,   /* what a status means */
    PHRASE_MEANS_CONTESTED,
    PHRASE_MEANS_ADVANCE,
    PHRASE_MEANS_CLAIMED,
    PHRASE_MEANS_TRANSITION,
    PHRASE_MEANS_UNKNOWN,
    PHRASE_ANNOUNCED,       /* captions: {holder} says that it holds {places} */
    PHRASE_CONFIRMED,       /* captions: that {holder} holds {places} is confirmed */
    PHRASE_PLACE_ANNOUNCED, /* legend: {holder} */
    PHRASE_PLACE_CONFIRMED, /* legend: {holder} */
    PHRASE_NO_CHANGE,       /* captions: {date}: of the last */
    PHRASE_OUTSIDE,         /* {caption}: of what is not in the view */
    PHRASE_THIS_CHANGE,     /* {sources} */
    PHRASE_MAP_LICENCE,     /* {credits}, {licence} */
    PHRASE_KM,              /* units of the scale bar */
    PHRASE_MILES,
    PHRASE_NORTH, /* letters of the compass: at an arrow, behind degrees */
    PHRASE_SOUTH,
    PHRASE_EAST,
    PHRASE_WEST,
    PHRASE_SECOND_TIME,      /* {count}: ground that changed hands before in the phase */
    PHRASE_CORRECTED,        /* {date}, {text} */
    PHRASE_MAP_OF,           /* {view}, {date}: the alternative text */
    PHRASE_UNDER_KM2,        /* {value} */
    PHRASE_DIFF_TITLE,       /* {first}, {last}: of a map of what changed between two days */
    PHRASE_DIFF_TITLE_SHORT, /* {first}, {last} */
    PHRASE_DIFF_MAP_OF,      /* {view}, {first}, {last}: the alternative text */
    PHRASE_DIFF_NOTHING,
    PHRASE_DIFF_LAST_BEFORE,       /* {date} */
    PHRASE_DIFF_PASSED,            /* {holder}: what happened to ground */
    PHRASE_DIFF_PASSED_FROM,       /* {holder}, {other} */
    PHRASE_DIFF_PASSED_UNDER,      /* {under} */
    PHRASE_DIFF_PASSED_UNDER_FROM, /* {under}, {other} */
    PHRASE_DIFF_CAME_UNDER,        /* {holder}: peacekeepers alone */
    PHRASE_DIFF_NEWLY,             /* {control}: contested, claimed, passing */
    PHRASE_DIFF_NEW,               /* {control} */
    PHRASE_DIFF_SETTLED,           /* {holder} */
    PHRASE_DIFF_CERTAIN,           /* {holder} */
    PHRASE_DIFF_GUARDED,           /* {holder}, {other} */
    PHRASE_DIFF_UNGUARDED,         /* {holder}, {other} */
    PHRASE_DIFF_RETURNED,          /* {holder} */
    PHRASE_DIFF_AS_BEFORE,
    PHRASE_DIFF_BOTH,     /* {control} */
    PHRASE_DIFF_AREA,     /* {what}, {area}: in the legend */
    PHRASE_DIFF_CONTACT,  /* {date}: lines, in the legend */
    PHRASE_DIFF_FRONT,    /* {date} */
    PHRASE_DIFF_WHEN,     /* the heading of a list of names with dates */
    PHRASE_DIFF_SOURCES,  /* {sources} */
    PHRASE_CHRONICLE_ONE, /* {subject}: the title of a chart of who held it when */
    PHRASE_CHRONICLE_MANY,
    PHRASE_CHRONICLE_SHARES,  /* of an area, in the chart */
    PHRASE_CHRONICLE_SOURCES, /* {sources} */
    PHRASE_PAGE_SKIP,         /* of the page around a series: its links and buttons */
    PHRASE_PAGE_CHOOSE,
    PHRASE_PAGE_DATE,
    PHRASE_PAGE_PREVIOUS,
    PHRASE_PAGE_NEXT,
    PHRASE_PAGE_PLAY,
    PHRASE_PAGE_PAUSE,
    PHRASE_PAGE_SPEED,
    PHRASE_PAGE_VIEW,
    PHRASE_PAGE_COMPARE,
    PHRASE_PAGE_COMPARE_WITH,
    PHRASE_PAGE_SOURCES,
    PHRASE_PAGE_DOWNLOAD,
    PHRASE_PAGE_PRINT,
    PHRASE_PAGE_ENLARGE, /* the link from a map to its file */
    PHRASE_PAGE_KEYS,
    PHRASE_PAGE_CHART,        /* above the curves of areas held */
    PHRASE_PAGE_CHART_GROUND, /* {area} */
    PHRASE_PAGE_CHART_PERIODS,
    PHRASE_PAGE_CHART_DAYS, /* {first}, {last}: what the curves show */
    PHRASE_PAGE_UNSETTLED,  /* ground that nobody holds for certain */
    PHRASE_PAGE_TABLE,
    PHRASES
};

/* The phrase with its slots filled: pairs of slot name and text, then NULL. English where the
 * language has none. The caller frees it. */
char *phrase_fill(enum phrase phrase, const char *language, ...) __attribute__((sentinel));

/* False for a language in which all phrases are English, though it is another. */
bool phrase_is_spoken(const char *language);

/* The phrase as it is; borrowed. The project's own words come first (own_words.h). */
const char *phrase_text(enum phrase phrase, const char *language);

/* The program's, whatever the project says. */
const char *phrase_plain(enum phrase phrase, const char *language);

#endif
