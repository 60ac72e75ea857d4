#include "geom/inner_band.h"

#include "geom/geos_library.h"
#include <math.h>
#include <stdbool.h>

/* Segments of a quarter circle at a corner: on a strip of a few points none is seen. */
#define QUADRANT_SEGMENTS 3

/* Corners of the page lie on whole numbers: GEOS snaps to these what it cuts. */
#define PAGE_UNIT 1.0

static GEOSGeometry *ring_line(GEOSContextHandle_t geos, const struct pagept *points, size_t count)
{
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(geos, (unsigned)count + 1, 2);
    for (size_t i = 0; i <= count; i++)
        GEOSCoordSeq_setXY_r(geos, sequence, (unsigned)i, points[i % count].x, points[i % count].y);
    return GEOSGeom_createLineString_r(geos, sequence);
}

/* The area of rings by the even-odd rule. */
static GEOSGeometry *area_of(GEOSContextHandle_t geos, const struct pagept *points,
                             const size_t *counts, size_t rings)
{
    g_autofree GEOSGeometry **lines = g_new(GEOSGeometry *, rings + 1);
    unsigned count = 0;
    for (size_t r = 0; r < rings; points += counts[r++])
        if (counts[r] > 2)
            lines[count++] = ring_line(geos, points, counts[r]);
    GEOSGeometry *all = GEOSGeom_createCollection_r(geos, GEOS_MULTILINESTRING, lines, count);
    GEOSGeometry *noded = GEOSNode_r(geos, all);
    GEOSGeometry *area = noded ? GEOSBuildArea_r(geos, noded) : NULL;
    GEOSGeom_destroy_r(geos, noded);
    GEOSGeom_destroy_r(geos, all);
    return area;
}

static void append_ring(GEOSContextHandle_t geos, const GEOSGeometry *ring, GArray *out,
                        GArray *out_counts)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, ring);
    unsigned count = 0;
    GEOSCoordSeq_getSize_r(geos, sequence, &count);
    size_t before = out->len;
    for (unsigned i = 0; i + 1 < count; i++) {
        double x, y;
        GEOSCoordSeq_getXY_r(geos, sequence, i, &x, &y);
        struct pagept at = {(int32_t)lrint(x), (int32_t)lrint(y)};
        const struct pagept *last =
            out->len > before ? &g_array_index(out, struct pagept, out->len - 1) : NULL;
        if (!last || last->x != at.x || last->y != at.y)
            g_array_append_val(out, at);
    }
    size_t added = out->len - before;
    if (added > 2)
        g_array_append_val(out_counts, added);
    else
        g_array_set_size(out, (guint)before);
}

static void append_polygons(GEOSContextHandle_t geos, const GEOSGeometry *geometry, GArray *out,
                            GArray *out_counts)
{
    for (int i = 0; i < GEOSGetNumGeometries_r(geos, geometry); i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(geos, geometry, i);
        if (GEOSGeomTypeId_r(geos, part) != GEOS_POLYGON || GEOSisEmpty_r(geos, part))
            continue;
        append_ring(geos, GEOSGetExteriorRing_r(geos, part), out, out_counts);
        for (int hole = 0; hole < GEOSGetNumInteriorRings_r(geos, part); hole++)
            append_ring(geos, GEOSGetInteriorRingN_r(geos, part, hole), out, out_counts);
    }
}

static void append_rings(const struct pagept *points, const size_t *counts, size_t rings,
                         GArray *out, GArray *out_counts)
{
    for (size_t r = 0; r < rings; points += counts[r++]) {
        if (counts[r] <= 2)
            continue;
        g_array_append_vals(out, points, (guint)counts[r]);
        g_array_append_val(out_counts, counts[r]);
    }
}

double inner_band(const struct pagept *points, const size_t *counts, size_t rings, double width_pt,
                  GArray *out, GArray *out_counts)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry *area = area_of(geos, points, counts, rings);
    GEOSGeometry *core =
        area ? GEOSBuffer_r(geos, area, -width_pt * PAGE_UNITS_PER_PT, QUADRANT_SEGMENTS) : NULL;
    double whole = 0, inside = 0;
    bool is_area =
        core && GEOSArea_r(geos, area, &whole) && whole > 0 && GEOSArea_r(geos, core, &inside);
    if (is_area) {
        append_rings(points, counts, rings, out, out_counts);
        append_polygons(geos, core, out, out_counts);
    }
    GEOSGeom_destroy_r(geos, core);
    GEOSGeom_destroy_r(geos, area);
    GEOS_finish_r(geos);
    return is_area ? (whole - inside) / whole : 0;
}

static GEOSGeometry *area_of_lists(GEOSContextHandle_t geos, const GArray *points,
                                   const GArray *counts)
{
    return area_of(geos, (const struct pagept *)(const void *)points->data,
                   (const size_t *)(const void *)counts->data, counts->len);
}

void inner_band_keep(GArray *band, GArray *band_counts, const GArray *points, const GArray *counts)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSGeometry *strip = area_of_lists(geos, band, band_counts);
    GEOSGeometry *within = area_of_lists(geos, points, counts);
    GEOSGeometry *kept =
        strip && within ? GEOSIntersectionPrec_r(geos, strip, within, PAGE_UNIT) : NULL;
    g_array_set_size(band, 0);
    g_array_set_size(band_counts, 0);
    if (kept)
        append_polygons(geos, kept, band, band_counts);
    GEOSGeom_destroy_r(geos, kept);
    GEOSGeom_destroy_r(geos, within);
    GEOSGeom_destroy_r(geos, strip);
    GEOS_finish_r(geos);
}
