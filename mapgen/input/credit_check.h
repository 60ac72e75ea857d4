/* Whether the data of a project say whose they are. For `check`; each finding is of the kind
 * no-licence: of the project, when it does not say under what licence its maps are; of a layer
 * without a credit, where the project lists none either; of a place whose row has no source or no
 * licence. A column that is empty in all rows is one finding, of the project. */
#ifndef MAPGEN_INPUT_CREDIT_CHECK_H
#define MAPGEN_INPUT_CREDIT_CHECK_H

#include "input/sources.h"

/* Adds a warning for each. */
void credit_check(const struct sources *sources, report *report);

#endif
