"""The common job with MapServer's mapscript, and map files for its program map2img.

    common_mapserver.py DATA OUT png|svg [FIRST LAST]   numbers of dates, 0 to 35
    common_mapserver.py --map K DATA FILE               the map file of one date; fonts.list stands beside it
    common_mapserver.py --world FOLDER FILE             the map file of the world; FOLDER has states.shp

MapServer cannot dissolve: DATA/dissolved.shp is made before (../contestants.py). PNG: zlib's level 1.
"""
import csv
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOTO = "/usr/share/fonts/truetype/noto"
CAPTION = """LAYER NAME "caption" TYPE POINT STATUS DEFAULT TRANSFORM FALSE
    FEATURE POINTS 30 45 END TEXT "{date}" END
    CLASS LABEL TYPE TRUETYPE FONT "bold" SIZE 21 COLOR "#111111" OUTLINECOLOR "#ffffff"
    OUTLINEWIDTH 2 POSITION CR FORCE TRUE END END END"""


def filled(name, **words):
    with open(f"{HERE}/{name}", encoding="utf-8") as file:
        text = file.read()
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def dates_of(data):
    with open(f"{data}/dates.csv", encoding="utf-8") as file:
        return [row["date"] for row in csv.DictReader(file)]


def common_map(k, data, folder):
    with open(f"{folder}/fonts.list", "w", encoding="utf-8") as file:
        file.write(f"regular {NOTO}/NotoSans-Regular.ttf\nbold {NOTO}/NotoSans-Bold.ttf\n")
    return filled("common.map.in", DATA=data, OUT=folder, K=str(k),
                  CAPTION=CAPTION.format(date=dates_of(data)[k]))


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def draw_series(data, folder, form, first=0, last=35):
    import mapscript
    drawn = mapscript.fromstring(common_map(int(first), data, folder))
    drawn.selectOutputFormat(form)
    for k in range(int(first), int(last) + 1):
        for name in ("holders", "outline"):
            drawn.getLayerByName(name).setFilter(f"([k]={k})")
        drawn.removeLayer(drawn.getLayerByName("caption").index)
        drawn.insertLayer(mapscript.fromstring(CAPTION.format(date=dates_of(data)[k])))
        drawn.draw().save(f"{folder}/{k:02d}.{form}")


if sys.argv[1] == "--map":
    write(sys.argv[4], common_map(int(sys.argv[2]), sys.argv[3], os.path.dirname(sys.argv[4])))
elif sys.argv[1] == "--world":
    write(sys.argv[3], filled("world.map.in", DATA=sys.argv[2]))
else:
    draw_series(*sys.argv[1:])
