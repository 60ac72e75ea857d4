/* GEOS, loaded at run time, for not every map needs it. To be included in the place of its header.
 */
#ifndef MAPGEN_GEOM_GEOS_LIBRARY_H
#define MAPGEN_GEOM_GEOS_LIBRARY_H

#include "base/library.h"
#include <geos_c.h>

#define GEOS_FUNCTIONS(F)                                                                          \
    F(GEOS_finish_r)                                                                               \
    F(GEOS_init_r)                                                                                 \
    F(GEOSArea_r)                                                                                  \
    F(GEOSBuffer_r)                                                                                \
    F(GEOSBuildArea_r)                                                                             \
    F(GEOSContext_setErrorMessageHandler_r)                                                        \
    F(GEOSCoordSeq_create_r)                                                                       \
    F(GEOSCoordSeq_getSize_r)                                                                      \
    F(GEOSCoordSeq_getXY_r)                                                                        \
    F(GEOSCoordSeq_setXY_r)                                                                        \
    F(GEOSGeom_createCollection_r)                                                                 \
    F(GEOSGeom_createLinearRing_r)                                                                 \
    F(GEOSGeom_createLineString_r)                                                                 \
    F(GEOSGeom_createPoint_r)                                                                      \
    F(GEOSGeom_createPolygon_r)                                                                    \
    F(GEOSGeom_destroy_r)                                                                          \
    F(GEOSGeom_getCoordSeq_r)                                                                      \
    F(GEOSGeom_getXMax_r)                                                                          \
    F(GEOSGeom_getXMin_r)                                                                          \
    F(GEOSGeom_getYMax_r)                                                                          \
    F(GEOSGeom_getYMin_r)                                                                          \
    F(GEOSGeomTypeId_r)                                                                            \
    F(GEOSGetExteriorRing_r)                                                                       \
    F(GEOSGetGeometryN_r)                                                                          \
    F(GEOSGetInteriorRingN_r)                                                                      \
    F(GEOSGetNumGeometries_r)                                                                      \
    F(GEOSGetNumInteriorRings_r)                                                                   \
    F(GEOSIntersectionPrec_r)                                                                      \
    F(GEOSisEmpty_r)                                                                               \
    F(GEOSLength_r)                                                                                \
    F(GEOSMaximumInscribedCircle_r)                                                                \
    F(GEOSNode_r)                                                                                  \
    F(GEOSVoronoiDiagram_r)

#define GEOS_MEMBER(name) __typeof__(name) *name;
struct geos_functions {
    GEOS_FUNCTIONS(GEOS_MEMBER)
};
#undef GEOS_MEMBER

extern struct library library_geos;

/* Its functions, when it is loaded. From any thread. */
const struct geos_functions *geos_library(void);

#define GEOS_finish_r (geos_library()->GEOS_finish_r)
#define GEOS_init_r (geos_library()->GEOS_init_r)
#define GEOSArea_r (geos_library()->GEOSArea_r)
#define GEOSBuffer_r (geos_library()->GEOSBuffer_r)
#define GEOSBuildArea_r (geos_library()->GEOSBuildArea_r)
#define GEOSContext_setErrorMessageHandler_r (geos_library()->GEOSContext_setErrorMessageHandler_r)
#define GEOSCoordSeq_create_r (geos_library()->GEOSCoordSeq_create_r)
#define GEOSCoordSeq_getSize_r (geos_library()->GEOSCoordSeq_getSize_r)
#define GEOSCoordSeq_getXY_r (geos_library()->GEOSCoordSeq_getXY_r)
#define GEOSCoordSeq_setXY_r (geos_library()->GEOSCoordSeq_setXY_r)
#define GEOSGeom_createCollection_r (geos_library()->GEOSGeom_createCollection_r)
#define GEOSGeom_createLinearRing_r (geos_library()->GEOSGeom_createLinearRing_r)
#define GEOSGeom_createLineString_r (geos_library()->GEOSGeom_createLineString_r)
#define GEOSGeom_createPoint_r (geos_library()->GEOSGeom_createPoint_r)
#define GEOSGeom_createPolygon_r (geos_library()->GEOSGeom_createPolygon_r)
#define GEOSGeom_destroy_r (geos_library()->GEOSGeom_destroy_r)
#define GEOSGeom_getCoordSeq_r (geos_library()->GEOSGeom_getCoordSeq_r)
#define GEOSGeom_getXMax_r (geos_library()->GEOSGeom_getXMax_r)
#define GEOSGeom_getXMin_r (geos_library()->GEOSGeom_getXMin_r)
#define GEOSGeom_getYMax_r (geos_library()->GEOSGeom_getYMax_r)
#define GEOSGeom_getYMin_r (geos_library()->GEOSGeom_getYMin_r)
#define GEOSGeomTypeId_r (geos_library()->GEOSGeomTypeId_r)
#define GEOSGetExteriorRing_r (geos_library()->GEOSGetExteriorRing_r)
#define GEOSGetGeometryN_r (geos_library()->GEOSGetGeometryN_r)
#define GEOSGetInteriorRingN_r (geos_library()->GEOSGetInteriorRingN_r)
#define GEOSGetNumGeometries_r (geos_library()->GEOSGetNumGeometries_r)
#define GEOSGetNumInteriorRings_r (geos_library()->GEOSGetNumInteriorRings_r)
#define GEOSIntersectionPrec_r (geos_library()->GEOSIntersectionPrec_r)
#define GEOSisEmpty_r (geos_library()->GEOSisEmpty_r)
#define GEOSLength_r (geos_library()->GEOSLength_r)
#define GEOSMaximumInscribedCircle_r (geos_library()->GEOSMaximumInscribedCircle_r)
#define GEOSNode_r (geos_library()->GEOSNode_r)
#define GEOSVoronoiDiagram_r (geos_library()->GEOSVoronoiDiagram_r)

#endif
