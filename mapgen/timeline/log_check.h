/* What is doubtful in an event log, though it can be replayed. For `check`; each finding is about
 * an event, by its id.
 *
 * no-source     A row names no source, or not whose it is.
 * unknown-side  A row's source is of a side that the project does not have.
 * one-sided     An event rests on one party alone (timeline/attribution.h); its captions say
 *               "according to ...". Rows of status claimed are one party's word by what they show.
 * no-change     A row gives its ground, or its place, the control that this has already.
 * disagree      Two events give the same ground, or the same place, different controls on one day.
 * overlap       Two rows of one event do. In the state before everything, where a country is given
 *               first and what is not its own is taken out by the rows behind, only ground that
 *               neither row's region holds whole: there, the order of the lines decides unseen.
 * outside       A row names a place that does not lie in its region.
 * contradicts   A place row says for certain who holds the place, and on some day until the next
 *               place row the ground that is drawn there is another holder's, also for certain. */
#ifndef MAPGEN_TIMELINE_LOG_CHECK_H
#define MAPGEN_TIMELINE_LOG_CHECK_H

#include "timeline/timeline.h"

/* Adds a warning for each. */
void log_check(const timeline *timeline, report *report);

#endif
