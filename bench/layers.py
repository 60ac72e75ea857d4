"""Makes the layers and tables of the comparison; bench/prepare calls it.

    layers.py committed WORLD.gpkg FOLDER      the three layers of the common job
    layers.py common WORLD.gpkg COMMON DATA    what the peers read: COMMON is the project's folder
    layers.py world SOURCE TEMPLATE FOLDER     a world project; SOURCE is the GeoPackage, or the
                                               GeoJSON file with every detail

Everything is Natural Earth's 1:10m. The table of holders follows from the project's timeline, so
that there is one such table.
"""
import csv
import os
import sys

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()

DBF_DATE = "2024-01-01"  # any fixed day: the same bytes on every day
MONTHS = [f"{1992 + k // 12}-{1 + k % 12:02d}-01" for k in range(36)]

DISTRICTS = ("SELECT 'D' || fid AS did, name, adm0_a3, geom FROM states_provinces "
             "WHERE adm0_a3 IN ('AZE', 'ARM') ORDER BY fid")
NEIGHBOURS = ("SELECT ISO_A3, NAME, geom FROM countries "
              "WHERE ISO_A3 IN ('GEO', 'RUS', 'IRN', 'TUR')")
DISPUTED = ("SELECT name, geom FROM disputed_borders WHERE ST_MaxX(geom) > 44 "
            "AND ST_MinX(geom) < 48.5 AND ST_MaxY(geom) > 38.5 AND ST_MinY(geom) < 41.2")
# One of seven colours for each country, from its letters.
CLASS = ("CAST(((unicode(adm0_a3) * 31 + unicode(substr(adm0_a3, 2, 1))) * 31 "
         "+ unicode(substr(adm0_a3, 3, 1))) % 7 AS INTEGER) AS c")
STATES = {
    ".gpkg": f"SELECT 'S' || fid AS id, name, adm0_a3, {CLASS}, geom FROM states_provinces",
    ".json": f"SELECT adm1_code AS id, name, adm0_a3, {CLASS}, geometry FROM build "
             "WHERE adm0_a3 IS NOT NULL",
}
NEAR = [40, 37, 52, 43.5]  # the committed neighbours end here, outside every map of the job


def write_layer(source, query, path, kind, clip=None):
    """Writes what a query finds as a shapefile; `clip` is west, south, east, north."""
    gdal.VectorTranslate(path, source, format="ESRI Shapefile", SQLStatement=query,
                         SQLDialect="SQLite", geometryType=kind,
                         options=["-clipsrc", *map(str, clip)] if clip else [],
                         layerCreationOptions=["ENCODING=UTF-8", f"DBF_DATE_LAST_UPDATE={DBF_DATE}"])


def committed(source, folder):
    write_layer(source, DISTRICTS, f"{folder}/districts.shp", "MULTIPOLYGON")
    write_layer(source, NEIGHBOURS, f"{folder}/neighbours.shp", "MULTIPOLYGON", NEAR)
    write_layer(source, DISPUTED, f"{folder}/disputed.shp", "MULTILINESTRING")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def holders_by_month(timeline, did, country):
    """Who holds a district in each month. A region of the timeline is a country or a district."""
    holders = []
    for month in MONTHS:
        said = [row for row in timeline if row["region"] in (country.lower(), did.lower())
                and (row["date"] == ".." or row["date"] <= month)]
        holders.append(max(said, key=lambda row: "" if row["date"] == ".." else row["date"])["holder"])
    return holders


def make_layer(path, kind, columns):
    """An empty shapefile with text columns: the data source, to be kept, and its layer."""
    source = ogr.GetDriverByName("ESRI Shapefile").CreateDataSource(path)
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    layer = source.CreateLayer(os.path.basename(path)[:-4], wgs84, kind, ["ENCODING=UTF-8"])
    for name, width in columns:
        field = ogr.FieldDefn(name, ogr.OFTString)
        field.SetWidth(width)
        layer.CreateField(field)
    return source, layer


def add_feature(layer, geometry, values):
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(geometry)
    for name, value in values.items():
        feature.SetField(name, value)
    layer.CreateFeature(feature)


def write_districts(common, data):
    """The districts with a column for each month, h00 to h35, and the same as a long table."""
    timeline = rows(f"{common}/timeline.csv")
    source = ogr.Open(f"{common}/districts.shp")
    months = [f"h{k:02d}" for k in range(len(MONTHS))]
    target, districts = make_layer(f"{data}/districts.shp", ogr.wkbMultiPolygon, [
        ("did", 6), ("name", 44), ("adm0_a3", 3)] + [(month, 3) for month in months])
    with open(f"{data}/holders.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["did", "k", "holder"])
        for feature in source.GetLayer():
            values = {name: feature[name] for name in ("did", "name", "adm0_a3")}
            holders = holders_by_month(timeline, values["did"], values["adm0_a3"])
            add_feature(districts, feature.GetGeometryRef(), values | dict(zip(months, holders)))
            table.writerows([values["did"], k, holder] for k, holder in enumerate(holders))


def write_places(common, data):
    target, places = make_layer(f"{data}/places.shp", ogr.wkbPoint, [("name", 40), ("rank", 1)])
    for place in rows(f"{common}/places.csv"):
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(float(place["lon"]), float(place["lat"]))
        add_feature(places, point, {"name": place["name_en"], "rank": place["rank"]})


def common_job(source, common, data):
    write_districts(common, data)
    write_places(common, data)
    write_layer(source, NEIGHBOURS, f"{data}/neighbours.shp", "MULTIPOLYGON")
    write_layer(f"{common}/disputed.shp", "SELECT * FROM disputed", f"{data}/disputed.shp",
                "MULTILINESTRING")
    with open(f"{data}/dates.csv", "w", encoding="utf-8") as file:
        file.write("k,date\n" + "".join(f"{k},{month}\n" for k, month in enumerate(MONTHS)))


def world(source, template, folder):
    write_layer(source, STATES[os.path.splitext(source)[1]], f"{folder}/states.shp", "MULTIPOLYGON")
    states = ogr.Open(f"{folder}/states.shp")
    countries = sorted({(state["adm0_a3"], state["c"]) for state in states.GetLayer()})
    regions = "\n".join(f"  {code.lower()}: states[adm0_a3={code}]" for code, _ in countries)
    holders = "\n".join(f"  {code}: {{side: one, role: tone-{c}, name: {code}, tones: false}}"
                        for code, c in countries)
    with open(template, encoding="utf-8") as file:
        text = file.read().replace("@REGIONS@", regions).replace("@HOLDERS@", holders)
    with open(f"{folder}/world.yaml", "w", encoding="utf-8") as file:
        file.write(text)
    with open(f"{folder}/places.csv", "w", encoding="utf-8") as file:
        file.write("id,lon,lat,kind,rank,name_en\n")
    with open(f"{folder}/timeline.csv", "w", encoding="utf-8") as file:
        file.write("id,kind,date,region,holder,status,other,certainty,"
                   "source_title,source_date,source_side,note\n")
        for code, _ in countries:
            file.write(f"{code},control,..,{code.lower()},{code},control,,high,Natural Earth,,third,\n")


if __name__ == "__main__":
    {"committed": committed, "common": common_job, "world": world}[sys.argv[1]](*sys.argv[2:])
