/* What QGIS keeps beside a layer's file, under the same name: how it is drawn (.qml) and what it is
 * (.qmd).
 *
 * How QGIS draws a table of features may stand in the table layer_styles of a GeoPackage as well.
 * Features are classified by the table's look field; fills, outlines, dashes and hatches are those
 * of the looks' paint, lengths in points. Where the table has a field for the start and one for the
 * end, the layer is temporal: a feature shows from its first day to the day before its end.
 *
 * Source: styles saved by QGIS 3.22, written with <Option> (QGIS 3.20 and later) and <prop> (before
 * it). */
#ifndef MAPGEN_OUTPUT_QML_H
#define MAPGEN_OUTPUT_QML_H

#include "scene/features.h"

/* The whole file; NULL when the table has no looks. The caller frees it. With `has_short_names` the
 * fields are called as in a .dbf. */
char *qml_encode(const features *features, bool has_short_names);

/* Title, licence and credits as QGIS's description of a layer. The caller frees it. */
char *qmd_encode(const features *features);

#endif
