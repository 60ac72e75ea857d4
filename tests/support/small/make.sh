#!/bin/sh
# Makes districts.shp from districts.geojson, four squares around one corner:
#
#     40.4  ┌────┬────┐
#           │ NW │ NE │
#     40.0  ├────┼────┤
#           │ SW │ SE │
#     39.6  └────┴────┘
#          46   46.5  47
set -eu
cd "$(dirname "$0")"
rm -f districts.shp districts.shx districts.dbf districts.prj districts.cpg
OGR_CURRENT_DATE=2024-01-01 ogr2ogr -f "ESRI Shapefile" -lco ENCODING=UTF-8 \
    -lco DBF_DATE_LAST_UPDATE=2024-01-01 districts.shp districts.geojson
