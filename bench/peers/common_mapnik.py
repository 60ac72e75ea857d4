"""The common job with Mapnik.

    common_mapnik.py DATA OUT png|svg [FIRST LAST]      numbers of dates, 0 to 35

Mapnik cannot dissolve: DATA/dissolved.shp is made before (../contestants.py). PNG: zlib's level 1.
"""
import csv
import sys

import mapnik

DATA, OUT, FORMAT = sys.argv[1:4]
FIRST, LAST = (int(k) for k in sys.argv[4:6]) if len(sys.argv) > 4 else (0, 35)
LCC = "+proj=lcc +lat_1=39.2 +lat_2=40.5 +lat_0=39.85 +lon_0=46.2 +datum=WGS84 +units=m +no_defs"
LONLAT = "+proj=longlat +datum=WGS84 +no_defs"
COLOURS = {"AZE": "#7fb2d9", "ARM": "#e9a36b", "NK": "#c9746b", "PK": "#9bbf85"}
NOTO = "/usr/share/fonts/truetype/noto"
TEXT = 'fill="#111111" halo-fill="#ffffff" halo-radius="2" placement="point"'


def style(name, *rules):
    return f'<Style name="{name}">{"".join(f"<Rule>{rule}</Rule>" for rule in rules)}</Style>'


def layer(name, source, srs=LONLAT):
    return (f'<Layer name="{name}" srs="{srs}"><StyleName>{name}</StyleName>'
            f'<Datasource>{source}</Datasource></Layer>')


def shape(name):
    return (f'<Parameter name="type">shape</Parameter>'
            f'<Parameter name="file">{DATA}/{name}.shp</Parameter>')


def points(text):
    return f'<Parameter name="type">csv</Parameter><Parameter name="inline">{text}</Parameter>'


def map_of(k, date):
    of_date = f"<Filter>[k]={k}</Filter>"
    fills = [f"<Filter>[k]={k} and [holder]='{holder}'</Filter>"
             f'<PolygonSymbolizer fill="{colour}" clip="true"/>' for holder, colour in COLOURS.items()]
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Map srs="{LCC}" background-color="#f7f5ef">
{style("neighbours", '<PolygonSymbolizer fill="#d9d9d9" clip="true"/>'
                     '<LineSymbolizer stroke="#9a9a9a" stroke-width="0.8" clip="true"/>')}
{style("holders", *fills)}
{style("districts", '<LineSymbolizer stroke="#555555" stroke-width="0.5" stroke-opacity="0.5"'
                    ' stroke-linejoin="round" clip="true"/>')}
{style("outline", of_date + '<LineSymbolizer stroke="#222222" stroke-width="2"'
                            ' stroke-linejoin="round" clip="true"/>')}
{style("disputed", '<LineSymbolizer stroke="#aa0000" stroke-width="1.5" stroke-dasharray="6,4"/>')}
{style("dots", '<MarkersSymbolizer width="6" height="6" fill="#111111" stroke="#ffffff"'
               ' stroke-width="1" allow-overlap="true" ignore-placement="true"/>')}
{style("names", '<TextSymbolizer face-name="Noto Sans Regular" size="14" placement-type="simple"'
                f' placements="E,NE,SE,W,NW,SW,N,S,14" dx="6" dy="6" {TEXT}>[name]</TextSymbolizer>')}
{style("caption", '<TextSymbolizer face-name="Noto Sans Bold" size="28" horizontal-alignment="right"'
                  f' allow-overlap="true" {TEXT}>[t]</TextSymbolizer>')}
{layer("neighbours", shape("neighbours"))}
{layer("holders", shape("dissolved"))}
{layer("districts", shape("districts"))}
{layer("outline", shape("dissolved"))}
{layer("disputed", shape("disputed"))}
{layer("dots", shape("places"))}
{layer("names", shape("places"))}
{layer("caption", points(chr(10).join(["x,y,t", f"-164500,115000,{date}"])), LCC)}
</Map>"""


with open(f"{DATA}/dates.csv", encoding="utf-8") as file:
    dates = [row["date"] for row in csv.DictReader(file)]
for font in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
    mapnik.FontEngine.register_font(f"{NOTO}/{font}")
for k in range(FIRST, LAST + 1):
    drawn = mapnik.Map(1600, 1200)
    mapnik.load_map_from_string(drawn, map_of(k, dates[k]).encode())
    drawn.zoom_to_box(mapnik.Box2d(-171000, -128250, 171000, 128250))
    if FORMAT == "svg":
        mapnik.render_to_file(drawn, f"{OUT}/{k:02d}.svg", "svg")
    else:
        image = mapnik.Image(1600, 1200)
        mapnik.render(drawn, image)
        image.save(f"{OUT}/{k:02d}.png", "png32:z=1")
