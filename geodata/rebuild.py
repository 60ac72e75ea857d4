"""Makes the shapefiles of this folder from unpacked sources; geodata/rebuild calls it.

    rebuild.py SOURCES FOLDER
    rebuild.py FOLDER            only roads, lines and areas, which need no sources

SOURCES holds build.json (Natural Earth's admin-1 file as GeoJSON), world_map.gpkg (Natural Earth's
disputed lines), lakes.txt and rivers.txt (gmt coast -M). FOLDER is geodata/, with the tables that
belong to the project: corrections, names of units, roads, lines and areas.

The idea: a unit is a set of directed edges with its ground on the left. Coordinates are rounded
once, to 1e-7 degrees, when they are read; from then on they are only copied. Moving a border adds
a closed chain of edges to one unit and takes it from the other; dissolving adds up units. Opposite
edges cancel, so that neighbours keep the very same vertices and no overlay can open a gap.
"""
import csv
import json
import math
import os
import sys

from osgeo import gdal, ogr

gdal.UseExceptions()
ogr.UseExceptions()

DBF_DATE = "2024-01-01"  # any fixed day: the same bytes on every day
BOX = (40.0, 36.0, 54.0, 44.0)  # far more than the widest view shows
WGS84 = ('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
         'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')

# The former oblast is whole units of today and parts of three. Natural Earth's line of the oblast
# strays up to 6 km from the units' borders where it means the same thing; see README.md.
OBLAST_WHOLE = ["AZE-1737", "AZE-1739", "AZE-4838", "AZE-5565"]
# Cuts follow Natural Earth's line between two vertices that it shares with the unit's border; the
# part with the point named first belongs to the oblast.
OBLAST_CUTS = {
    "AZE-1682": ((46.50, 40.12), [((46.45833, 39.96152), (46.35694, 40.27155))]),  # Kalbajar
    "AZE-1738": ((46.82, 40.21), [((46.80855, 40.40896), (46.93302, 40.22160))]),  # Tartar
    "AZE-1734": ((47.03, 39.52), [((46.68664, 39.52220), (46.75584, 39.46662)),  # Khojavend
                                  ((46.75788, 39.45222), (46.76337, 39.40724))]),
}

# These points of the line would put the border 0.2 km from Tartar, which never belonged to the oblast.
OBLAST_DROPPED = [(46.92259, 40.34017), (46.93655, 40.33940), (46.94750, 40.33475),
                  (46.94285, 40.32457)]

NEIGHBOURS = {
    "GEO": ("Georgia", "Gürcüstan", "Վրաստան", "Грузия"),
    "IRN": ("Iran", "İran", "Իրան", "Иран"),
    "RUS": ("Russia", "Rusiya", "Ռուսաստան", "Россия"),
    "TUR": ("Türkiye", "Türkiyə", "Թուրքիա", "Турция"),
}

# A point in each, and its names in English, Azerbaijani, Armenian and Russian.
LAKES = {
    (45.3, 40.35): ("Lake Sevan", "Göyçə gölü", "Սևանա լիճ", "Севан"),
    (46.61, 40.91): ("Mingachevir Reservoir", "Mingəçevir su anbarı", "Մինգեչաուրի ջրամբար",
                    "Мингечевирское водохранилище"),
    (45.3, 37.7): ("Lake Urmia", "Urmiya gölü", "Ուրմիա լիճ", "Урмия"),
    (42.9, 38.6): ("Lake Van", "Van gölü", "Վանա լիճ", "Ван"),
    (43.24, 41.04): ("Lake Çıldır", "Çıldır gölü", "Չըլդըր լիճ", "Чылдыр"),
}

KURA = ("Kura", "Kür", "Կուր", "Кура")
KURA_POINTS = [(45.5, 41.17), (48.0, 40.1), (49.0, 39.6)]  # the river passes within 10 km of each
ARAZ = ("Araz", "Araz", "Արաքս", "Аракс")
ARAZ_WEST, ARAZ_NORTH, ARAZ_EAST = 43.6, 40.12, 47.99  # where it is the international border
# The source lets the lower Araz reach the Caspian on its own; it joins the Kura.
FALSE_RIVER = (48.70, 39.58)
BORDER_KM = 2.0  # a river nearer to a border than this, for longer than a crossing takes ...
CROSSING_KM = 12.0  # ... is the same river as the border, drawn from another survey
REST_KM = 40.0  # what such a cut leaves over is not worth drawing below this length

ROADS = {  # id: name, from, until
    "old": ("Goris–Stepanakert road", "", "2022-08-30"),
    "new": ("Goris–Stepanakert road by the Hakari bridge", "2022-08-30", ""),
}


def stop(message):
    sys.exit("geodata/rebuild: " + message)


def point(lon, lat):
    return (round(float(lon), 7), round(float(lat), 7))


def table(folder, name):
    """The rows of a table, none where it does not exist yet."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chains(rows, key):
    """Rows with seq, lon and lat as lists of points, in order of the key's first appearance."""
    found = {}
    for row in sorted(rows, key=lambda row: int(row["seq"])):
        found.setdefault(row[key], []).append(point(row["lon"], row["lat"]))
    order = list(dict.fromkeys(row[key] for row in rows))
    return {name: found[name] for name in order}


# Rings and edges


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1])) / 2


def without_repeats(points):
    kept = []
    for p in points:
        if not kept or p != kept[-1]:
            kept.append(p)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def edges_of(polygons):
    """Directed edges, the inside on the left."""
    edges = set()
    for polygon in polygons:
        for index, ring in enumerate(polygon):
            ring = without_repeats([point(*p[:2]) for p in ring])
            if (signed_area(ring) > 0) != (index == 0):
                ring.reverse()
            add(edges, zip(ring, ring[1:] + ring[:1]))
    return edges


def add(edges, more):
    for a, b in more:
        if (b, a) in edges:
            edges.remove((b, a))
        elif (a, b) in edges:
            stop(f"edge {a} {b} would stand twice: the source is not a partition")
        else:
            edges.add((a, b))


def total(edge_sets):
    sum_of_all = set()
    for edges in edge_sets:
        add(sum_of_all, edges)
    return sum_of_all


def rings_of(edges):
    """Simple rings; where several touch at a point the sharpest left turn keeps them apart."""
    leaving = {}
    for a, b in sorted(edges):
        leaving.setdefault(a, []).append(b)
    rings = []
    while leaving:
        start = min(leaving)
        ring, here, before = [], start, None
        while True:
            ring.append(here)
            choices = leaving[here]
            if before is None or len(choices) == 1:
                after = choices[0]
            else:
                back = math.atan2(before[1] - here[1], before[0] - here[0])
                after = min(choices, key=lambda c: (
                    back - math.atan2(c[1] - here[1], c[0] - here[0])) % (2 * math.pi))
            choices.remove(after)
            if not choices:
                del leaving[here]
            before, here = here, after
            if here == start:
                break
        rings.append(ring)
    return rings


def inside(p, ring):
    odd = False
    for a, b in zip(ring, ring[1:] + ring[:1]):
        if (a[1] > p[1]) != (b[1] > p[1]):
            if p[0] < a[0] + (p[1] - a[1]) * (b[0] - a[0]) / (b[1] - a[1]):
                odd = not odd
    return odd


def polygons_of(edges):
    """Polygons (outer ring first), each ring from its least vertex on, in a fixed order."""
    rings = [ring[ring.index(min(ring)):] + ring[:ring.index(min(ring))] for ring in rings_of(edges)]
    shells = sorted((r for r in rings if signed_area(r) > 0), key=lambda r: (-signed_area(r), r[0]))
    polygons = [[shell] for shell in shells]
    for hole in sorted(r for r in rings if signed_area(r) < 0):
        midpoint = ((hole[0][0] + hole[1][0]) / 2, (hole[0][1] + hole[1][1]) / 2)
        owners = [p for p in polygons if inside(midpoint, p[0])]
        owners[-1].append(hole)
    return polygons


def nearest(p, points):
    best = min(points, key=lambda v: (math.dist(p, v), v))
    if math.dist(p, best) > 1e-4:
        stop(f"no vertex within 10 m of {p}")
    return best


def ways_round(ring, a, b):
    """Both ways along a ring from a to b."""
    i, j = ring.index(a), ring.index(b)
    turned = ring[i:] + ring[:i]
    k = (j - i) % len(ring)
    return turned[:k + 1], [turned[0]] + turned[:k - 1:-1]


# Steps


def read_units(path):
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    units = {}
    for feature in features:
        country = feature["properties"]["adm0_a3"]
        if country in ("AZE", "ARM") or country in NEIGHBOURS:
            geometry = feature["geometry"]
            polygons = geometry["coordinates"]
            if geometry["type"] == "Polygon":
                polygons = [polygons]
            code = feature["properties"]["adm1_code"]
            if code in units:
                stop(f"{code} stands twice in {path}")
            units[code] = (country, edges_of(polygons))
    return units


def read_oblast_line(path):
    """Natural Earth's chains of the former oblast, nearest ends joined, as one ring."""
    source = ogr.Open(path)
    open_chains = []
    for feature in source.GetLayer("disputed_borders"):
        if feature.GetField("name") == "Former USSR oblast in 1991":
            lines = feature.GetGeometryRef()
            for i in range(lines.GetGeometryCount()):
                line = lines.GetGeometryRef(i)
                open_chains.append([point(*p[:2]) for p in line.GetPoints()])
    open_chains.sort()
    ring = open_chains.pop(0)
    while open_chains:
        _, i, is_end = min((math.dist(ring[-1], chain[0 if not end else -1]), i, end)
                           for i, chain in enumerate(open_chains) for end in (False, True))
        chain = open_chains.pop(i)
        ring += chain[::-1] if is_end else chain
    dropped = [nearest(p, ring) for p in OBLAST_DROPPED]
    return [p for p in without_repeats(ring) if p not in dropped]


def move_borders(units, rows):
    """Gives the ground between a listed chain and the old border from one unit to the other."""
    owners = {row["correction"]: (row["from"], row["to"]) for row in rows}
    for name, chain in chains(rows, "correction").items():
        losing, gaining = (units[code][1] for code in owners[name])
        first, last = chain[0], chain[-1]
        ring = next((r for r in rings_of(losing)
                     if min(math.dist(first, v) for v in r) < 1e-4
                     and min(math.dist(last, v) for v in r) < 1e-4), None)
        if ring is None:
            stop(f"correction {name}: its ends are not on one ring of {owners[name][0]}")
        chain = [nearest(first, ring)] + chain[1:-1] + [nearest(last, ring)]
        old = min(ways_round(ring, chain[-1], chain[0]),
                  key=lambda way: abs(signed_area(chain[:-1] + way[:-1])))
        cycle = chain[:-1] + old[:-1]
        if signed_area(cycle) < 0:
            cycle.reverse()
        edges = list(zip(cycle, cycle[1:] + cycle[:1]))
        add(gaining, edges)
        add(losing, [(b, a) for a, b in edges])


def build_oblast(units, line):
    parts = [units[code][1] for code in OBLAST_WHOLE]
    for code, (within, cuts) in OBLAST_CUTS.items():
        ring = max(rings_of(units[code][1]), key=signed_area)
        for start, end in cuts:
            a, b = nearest(start, ring), nearest(end, ring)
            cut = min(ways_round(line, nearest(start, line), nearest(end, line)), key=len)
            halves = [[a] + cut[1:-1] + way[:-1] for way in ways_round(ring, b, a)]
            ring = next(half for half in halves if inside(within, half))
        parts.append(edges_of([[ring]]))
    return total(parts)


def clip(edges):
    """Cut to BOX. What lies inside it keeps its vertices."""
    west, south, east, north = BOX
    box = ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")
    cut = geometry_of(polygons_of(edges)).Intersection(box)
    parts = [cut] if cut.GetGeometryName() == "POLYGON" else [
        cut.GetGeometryRef(i) for i in range(cut.GetGeometryCount())]
    return edges_of([[part.GetGeometryRef(i).GetPoints() for i in range(part.GetGeometryCount())]
                     for part in parts if part.GetGeometryName() == "POLYGON"])


def read_segments(path):
    """The multi-segment text that GMT writes, as (level, points)."""
    segments = []
    with open(path, encoding="ascii") as file:
        for text in file:
            if text.startswith(">"):
                segments.append((int(text.split("Level")[1]), []))
            elif text.strip() and not text.startswith("#"):
                segments[-1][1].append(point(*text.split()[:2]))
    segments = [(level, without_repeats_open(points)) for level, points in segments]
    return [(level, points) for level, points in segments if len(points) > 1]


def without_repeats_open(points):
    return [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]


def joined(segments):
    """Lines that meet end to end, and nowhere else, become one."""
    lines = [list(s) for s in sorted(segments)]
    while True:
        ends = {}
        for i, line in enumerate(lines):
            for p in (line[0], line[-1]):
                ends.setdefault(p, []).append(i)
        pair = next((sorted(set(ids)) for p, ids in sorted(ends.items())
                     if len(ids) == 2 and ids[0] != ids[1]), None)
        if pair is None:
            return sorted(lines)
        b, a = lines.pop(pair[1]), lines.pop(pair[0])
        if a[-1] in (b[0], b[-1]):
            line = a + (b[1:] if a[-1] == b[0] else b[-2::-1])
        else:
            line = a[::-1] + (b[1:] if a[0] == b[0] else b[-2::-1])
        lines.append(line)


def km_between(a, b):
    return math.hypot((a[0] - b[0]) * 111.2 * math.cos(math.radians((a[1] + b[1]) / 2)),
                      (a[1] - b[1]) * 111.2)


def km_to_edge(p, edge):
    scale = math.cos(math.radians(p[1]))
    ax, ay, bx, by = (v for q in edge for v in ((q[0] - p[0]) * scale, q[1] - p[1]))
    dx, dy = bx - ax, by - ay
    t = max(0, min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy)))
    return 111.2 * math.hypot(ax + t * dx, ay + t * dy)


def length_km(line):
    return sum(km_between(a, b) for a, b in zip(line, line[1:]))


def off_borders(line, borders):
    """The stretches of a line that do not run along a border; a mere crossing stays."""
    near = [any(abs(a[0] - p[0]) < 0.4 and abs(a[1] - p[1]) < 0.4
                and km_to_edge(p, (a, b)) < BORDER_KM for a, b in borders) for p in line]
    runs, start = [], 0
    for i in range(1, len(line) + 1):
        if i == len(line) or near[i] != near[start]:
            runs.append((near[start], start, i))
            start = i
    kept = []
    for is_near, start, end in runs:
        stretch = line[max(start - 1, 0):end]
        if is_near and length_km(stretch) > CROSSING_KM:
            kept.append([])
        elif kept and kept[-1]:
            kept[-1] += line[start:end]
        else:
            kept.append(line[start:end])
    return [line] if kept == [line] else [rest for rest in kept if length_km(rest) > REST_KM]


# Files


def geometry_of(polygons):
    geometry = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in polygons:
        part = ogr.Geometry(ogr.wkbPolygon)
        for ring in polygon:
            line = ogr.Geometry(ogr.wkbLinearRing)
            for p in ring + ring[:1]:
                line.AddPoint_2D(*p)
            part.AddGeometry(line)
        geometry.AddGeometry(part)
    return geometry


def line_geometry(points):
    line = ogr.Geometry(ogr.wkbLineString)
    for p in points:
        line.AddPoint_2D(*p)
    return line


def write(folder, name, kind, fields, features):
    """A shapefile: features are (values, geometry), in the order in which they are given."""
    driver = ogr.GetDriverByName("ESRI Shapefile")
    path = os.path.join(folder, name + ".shp")
    if os.path.exists(path):
        driver.DeleteDataSource(path)
    source = driver.CreateDataSource(path)
    layer = source.CreateLayer(name, None, kind,
                               ["ENCODING=UTF-8", "DBF_DATE_LAST_UPDATE=" + DBF_DATE])
    for i, field in enumerate(fields):
        definition = ogr.FieldDefn(field, ogr.OFTString)
        definition.SetWidth(max([1] + [len(values[i].encode()) for values, _ in features]))
        layer.CreateField(definition)
    for values, geometry in features:
        if not geometry.IsValid():
            stop(f"{name}.shp: {values[0]}: the geometry crosses itself")
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in zip(fields, values):
            feature.SetField(field, value)
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)
    source = layer = None
    with open(os.path.join(folder, name + ".prj"), "w", encoding="ascii") as file:
        file.write(WGS84)
    with open(os.path.join(folder, name + ".cpg"), "w", encoding="ascii") as file:
        file.write("UTF-8\n")


def write_districts(folder, units):
    names = {row["code"]: row for row in table(folder, "unit-names.csv")}
    features = []
    for code, (country, edges) in sorted(units.items()):
        if country in ("AZE", "ARM"):
            if code not in names:
                stop(f"unit-names.csv: no row for {code}")
            row = names[code]
            features.append(((code, row["name"], row["name_az"], row["name_hy"], row["name_ru"],
                              country), geometry_of(polygons_of(edges))))
    if len(features) != 89:
        stop(f"{len(features)} units of Azerbaijan and Armenia instead of 89")
    write(folder, "districts", ogr.wkbPolygon,
          ["code", "name", "name_az", "name_hy", "name_ru", "country"], features)


def write_neighbours(folder, units):
    features = []
    for code, names in sorted(NEIGHBOURS.items()):
        edges = clip(total(e for country, e in units.values() if country == code))
        features.append(((code, *names), geometry_of(polygons_of(edges))))
    write(folder, "neighbours", ogr.wkbPolygon,
          ["code", "name", "name_az", "name_hy", "name_ru"], features)


def write_lakes(folder, path):
    features = []
    for ring in joined([points for level, points in read_segments(path) if level == 2]):
        if ring[0] == ring[-1]:  # the Caspian is cut by the box and left out
            edges = edges_of([[ring[:-1]]])
            polygons = polygons_of(edges)
            features += [(names, geometry_of(polygons)) for p, names in LAKES.items()
                         if inside(p, polygons[0][0])]
    found = {values for values, _ in features}
    for names in LAKES.values():
        if names not in found:
            stop(f"lakes: no {names[0]} in the source")
    write(folder, "lakes", ogr.wkbPolygon, ["name", "name_az", "name_hy", "name_ru"], features)


def write_rivers(folder, path, units):
    home = total(e for country, e in units.values() if country in ("AZE", "ARM"))
    foreign = [total(e for country, e in units.values() if country == code) for code in NEIGHBOURS]
    borders = sorted((a, b) for a, b in home if any((b, a) in edges for edges in foreign))
    azerbaijan = total(e for country, e in units.values() if country == "AZE")
    armenia = total(e for country, e in units.values() if country == "ARM")
    borders += sorted((a, b) for a, b in armenia if (b, a) in azerbaijan)
    lines = []
    for line in joined([points for _, points in read_segments(path)]):
        if min(km_between(FALSE_RIVER, p) for p in line) < 10:
            continue
        is_kura = any(min(km_between(q, p) for p in line) < 10 for q in KURA_POINTS)
        lines += [(KURA if is_kura else ("",) * 4, stretch)
                  for stretch in off_borders(line, borders)]
    araz = [(a, b) for a, b in borders if all(
        ARAZ_WEST < p[0] < ARAZ_EAST and 38 < p[1] < ARAZ_NORTH for p in (a, b))
        and ((b, a) in foreign[list(NEIGHBOURS).index("IRN")]
             or (b, a) in foreign[list(NEIGHBOURS).index("TUR")])]
    lines += [(ARAZ, line) for line in joined([list(edge) for edge in araz])]
    write(folder, "rivers", ogr.wkbLineString, ["name", "name_az", "name_hy", "name_ru"],
          [(names, line_geometry(line)) for names, line in sorted(lines)])


def write_roads(folder):
    features = []
    for id, points in chains(table(folder, "roads.csv"), "road").items():
        features.append(((id, *ROADS[id]), line_geometry(points)))
    write(folder, "roads", ogr.wkbLineString, ["id", "name", "from", "until"], features)


def write_drawn(folder):
    """The lines and areas that the project draws itself; their tables give a reason per point."""
    lines = chains(table(folder, "lines.csv"), "line")
    if lines:
        write(folder, "lines", ogr.wkbLineString, ["id"],
              [((id,), line_geometry(points)) for id, points in lines.items()])
    areas = chains(table(folder, "areas.csv"), "area")
    if areas:
        write(folder, "areas", ogr.wkbPolygon, ["id"],
              [((id,), geometry_of(polygons_of(edges_of([[points]])))) for id, points in areas.items()])


def main():
    *sources, folder = sys.argv[1:]
    write_roads(folder)
    write_drawn(folder)
    if not sources:
        return
    sources = sources[0]
    units = read_units(os.path.join(sources, "build.json"))
    move_borders(units, table(folder, "corrections.csv"))
    write_districts(folder, units)
    write_neighbours(folder, units)
    oblast = build_oblast(units, read_oblast_line(os.path.join(sources, "world_map.gpkg")))
    write(folder, "oblast", ogr.wkbPolygon, ["id"], [(("oblast",), geometry_of(polygons_of(oblast)))])
    write_lakes(folder, os.path.join(sources, "lakes.txt"))
    write_rivers(folder, os.path.join(sources, "rivers.txt"), units)


if __name__ == "__main__":
    main()
