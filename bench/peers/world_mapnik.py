"""The world with Mapnik: every district.

    world_mapnik.py STATES.shp OUT.png|OUT.svg

PNG: zlib's level 1.
"""
import sys

import mapnik

STATES, OUT = sys.argv[1:3]
COLOURS = "#8dd3c7 #ffffb3 #bebada #fb8072 #80b1d3 #fdb462 #b3de69".split()
RULES = "".join(
    f'<Rule><Filter>[c]={c}</Filter><PolygonSymbolizer fill="{colour}"/>'
    '<LineSymbolizer stroke="#555555" stroke-width="0.5"/></Rule>' for c, colour in enumerate(COLOURS))

drawn = mapnik.Map(4000, 2000)
mapnik.load_map_from_string(drawn, f"""<?xml version="1.0" encoding="utf-8"?>
<Map srs="+proj=eqearth +datum=WGS84 +units=m +no_defs" background-color="#ffffff">
<Style name="states">{RULES}</Style>
<Layer name="states" srs="+proj=longlat +datum=WGS84 +no_defs"><StyleName>states</StyleName>
<Datasource><Parameter name="type">shape</Parameter><Parameter name="file">{STATES}</Parameter></Datasource>
</Layer></Map>""".encode())
drawn.zoom_to_box(mapnik.Box2d(-17243959, -8621980, 17243959, 8621980))
mapnik.render_to_file(drawn, OUT, "svg" if OUT.endswith("svg") else "png32:z=1")
