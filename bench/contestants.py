"""Who takes part in the comparison, and the commands by which each does a job.

A job is done by several contestants, of which mapgen is the first. A contestant's steps are whole
processes, run one after the other in an empty folder, and all of them count: who cannot dissolve
pays for the program that does.
"""
import os
import shutil
import subprocess
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = f"{HERE}/peers"
BUILD = f"{os.path.dirname(HERE)}/build/bench"
DATA = f"{BUILD}/data"
COMMON = f"{BUILD}/projects/common/common.yaml"
WORLD = f"{BUILD}/projects/world/world.yaml"
FULL = f"{BUILD}/projects/full/world.yaml"
STATES = f"{BUILD}/projects/world/states.shp"
FLOOR = f"{BUILD}/floor"
PYTHON = "/usr/bin/python3"  # Debian's, the one that the peers' modules belong to

K, DATE = 17, "1993-06-01"  # of the jobs that are one map: a date on which something changes
FIRST, LAST = "1992-01-01", "1994-12-31"
BARE = ["--layout", "bare", "--size", "1600x1200"]
WHOLE = ["--layout", "bare", "--size", "4000x2000", "--date", "2020-01-01"]
PIXELS = ["--scale", "1"]
NO_FONT = ["--profile", "wikimedia"]  # the peers embed no font either

# The areas of each holder on each date, for those that cannot make them.
UNION = ["ogr2ogr", "-q", "-lco", "ENCODING=UTF-8", "-nlt", "MULTIPOLYGON", "-dialect", "SQLite",
         "-sql", "SELECT CAST(h.k AS INTEGER) AS k, substr(h.holder, 1, 3) AS holder, "
         "ST_Union(d.geometry) AS geometry FROM districts d "
         f"JOIN '{DATA}/holders.csv'.holders h ON h.did = d.did "
         "GROUP BY h.k, h.holder ORDER BY 1, 2",
         "-overwrite", f"{DATA}/dissolved.shp", f"{DATA}/districts.shp"]


@dataclass
class Contestant:
    """`steps` are argument lists; '@' in one stands for the folder that the maps go to."""
    name: str
    steps: list
    rounds: int = 0  # at most; 0: as many as the others


@dataclass
class Job:
    """`goal` is the most that mapgen may take of the time of `rival`, the peer that it is set by."""
    key: str
    title: str
    contestants: list
    rival: str = ""
    goal: float = 0
    stretch: float = 0


@dataclass
class Peers:
    """The peers that are there, and a line about each that is not."""
    present: set = field(default_factory=set)
    missing: list = field(default_factory=list)


def find_peers():
    imports = {"Mapnik": "mapnik", "MapServer": "mapscript", "QGIS": "qgis.core"}
    peers = Peers()

    def note(name, is_there, what):
        if is_there:
            peers.present.add(name)
        else:
            peers.missing.append(f"{name} is left out: {what} is missing")

    for name, module in imports.items():
        run = subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True, check=False)
        note(name, run.returncode == 0, f"Python's {module}")
    note("map2img", shutil.which("map2img"), "the program map2img")
    for name, module in (("d3", "d3-geo"), ("mapshaper", "mapshaper"), ("resvg", "@resvg/resvg-js")):
        note(name, shutil.which("node") and os.path.isdir(f"{BUILD}/node_modules/{module}"),
             f"npm's {module}")
    note("floor", os.path.exists(FLOOR), "bench/floor.c as a program")
    return peers


def python(script, *words):
    return [PYTHON, f"{PEERS}/{script}", *words]


def node(script, *words):
    return ["node", f"{PEERS}/{script}", *words]


def series(mapgen, *options, jobs=2, last=LAST):
    return [mapgen, "series", COMMON, "--dates", "monthly", "--from", FIRST, "--to", last,
            "--no-viewer", "-j", str(jobs), *BARE, *options, "-o", "@"]


def one(mapgen, *options):
    return [mapgen, "render", COMMON, "--date", DATE, *BARE, *options]


def series_jobs(mapgen):
    resvg = node("resvg.js", "@")
    return [
        Job("png36", "36 PNG", [
            Contestant("mapgen", [series(mapgen, "--format", "png", *PIXELS)]),
            Contestant("mapgen -j 1", [series(mapgen, "--format", "png", *PIXELS, jobs=1)]),
            Contestant("MapServer", [UNION, python("common_mapserver.py", DATA, "@", "png")]),
            Contestant("Mapnik", [UNION, python("common_mapnik.py", DATA, "@", "png")]),
            Contestant("d3 + resvg", [node("common_d3.js", DATA, "@"), resvg], rounds=3),
            Contestant("mapshaper + resvg", [node("common_mapshaper.js", DATA, "@"), resvg], rounds=3),
            Contestant("floor", [[FLOOR, DATA, "@", "png"]]),
        ], "MapServer", 1 / 3),
        Job("svg36", "36 SVG", [
            Contestant("mapgen", [series(mapgen, *NO_FONT)]),
            Contestant("mapgen -j 1", [series(mapgen, *NO_FONT, jobs=1)]),
            Contestant("mapgen, fonts embedded", [series(mapgen)]),
            Contestant("d3", [node("common_d3.js", DATA, "@")]),
            Contestant("mapshaper", [node("common_mapshaper.js", DATA, "@")]),
            Contestant("MapServer", [UNION, python("common_mapserver.py", DATA, "@", "svg")]),
            Contestant("Mapnik", [UNION, python("common_mapnik.py", DATA, "@", "svg")]),
            Contestant("floor", [[FLOOR, DATA, "@", "svg"]]),
        ], "d3", 1 / 2),
    ]


def single_jobs(mapgen):
    k = str(K)
    resvg = node("resvg.js", "@")
    return [
        Job("png1", "one PNG, cold", [
            Contestant("mapgen", [one(mapgen, *PIXELS, "-o", f"@/{k}.png")]),
            Contestant("map2img", [["map2img", "-m", f"{DATA}/{k}.map", "-o", f"@/{k}.png"]]),
            Contestant("Mapnik", [python("common_mapnik.py", DATA, "@", "png", k, k)]),
            Contestant("d3 + resvg", [node("common_d3.js", DATA, "@", k, k), resvg]),
            Contestant("mapshaper + resvg", [node("common_mapshaper.js", DATA, "@", k, k), resvg]),
            Contestant("QGIS", [python("common_qgis.py", DATA, k, f"@/{k}.png")], rounds=3),
            Contestant("floor", [[FLOOR, DATA, "@", "png", k, k]]),
        ], "map2img", 2 / 3, 1 / 2),
        Job("svg1", "one SVG, cold", [
            Contestant("mapgen", [one(mapgen, *NO_FONT, "-o", f"@/{k}.svg")]),
            Contestant("mapgen, fonts embedded", [one(mapgen, "-o", f"@/{k}.svg")]),
            Contestant("map2img", [["map2img", "-m", f"{DATA}/{k}.map", "-i", "svg", "-o", f"@/{k}.svg"]]),
            Contestant("Mapnik", [python("common_mapnik.py", DATA, "@", "svg", k, k)]),
            Contestant("d3", [node("common_d3.js", DATA, "@", k, k)]),
            Contestant("mapshaper", [node("common_mapshaper.js", DATA, "@", k, k)]),
            Contestant("QGIS", [python("common_qgis.py", DATA, k, f"@/{k}.svg")], rounds=3),
            Contestant("floor", [[FLOOR, DATA, "@", "svg", k, k]]),
        ], "map2img", 1 / 2, 1 / 3),
    ]


def mapshaper_countries():
    colours = '["#8dd3c7","#ffffb3","#bebada","#fb8072","#80b1d3","#fdb462","#b3de69"][c]'
    return [f"{BUILD}/node_modules/.bin/mapshaper", "-quiet", "-i", STATES, "encoding=utf8",
            "-proj", "eqearth", "-dissolve", "adm0_a3", "copy-fields=c",
            "-style", "stroke=#555555", "stroke-width=0.5", f"fill={colours}",
            "-o", "@/world.svg", "svg-bbox=-17243959,-8621980,17243959,8621980", "width=4000",
            "height=2000", "margin=0", "id-field=adm0_a3"]


def world_jobs(mapgen):
    svg = [mapgen, "render", WORLD, *WHOLE, *NO_FONT, "-o", "@/world.svg"]
    jobs = [
        Job("world-png", "world, PNG", [
            Contestant("mapgen", [[mapgen, "render", WORLD, *WHOLE, *PIXELS, "-o", "@/world.png"]]),
            Contestant("map2img", [["map2img", "-m", f"{DATA}/world.map", "-o", "@/world.png"]]),
            Contestant("Mapnik", [python("world_mapnik.py", STATES, "@/world.png")]),
            Contestant("d3 + resvg", [node("world_d3.js", STATES, "@/world.svg"),
                                      node("resvg.js", "@")], rounds=3),
        ], "map2img", 1),
        Job("world-svg", "world: topology, dissolve, SVG", [
            Contestant("mapgen", [svg]),
            Contestant("mapshaper", [mapshaper_countries()]),
            Contestant("d3", [node("world_d3.js", STATES, "@/world.svg", "dissolve")]),
        ], "mapshaper", 1 / 2),
    ]
    if os.path.exists(FULL):
        full = [mapgen, "render", FULL, *WHOLE, *NO_FONT, "-o", "@/world.svg"]
        jobs.append(Job("world-full", "world at full detail", [
            Contestant("mapgen", [full]), Contestant("mapgen, fewer points", [svg])],
            "mapgen, fewer points", 1.5))
    return jobs


def growth_jobs(mapgen):
    """What a series of all dates takes beyond one of the first date, or of the first four."""
    return [
        Job("further", "36 SVG, -j 1", [
            Contestant("mapgen", [series(mapgen, *NO_FONT, jobs=1)]),
            Contestant("mapgen, one date", [series(mapgen, *NO_FONT, jobs=1, last=FIRST)])]),
        Job("memory", "36 PNG, -j 2", [
            Contestant("mapgen", [series(mapgen, "--format", "png", *PIXELS)]),
            Contestant("mapgen, four dates", [
                series(mapgen, "--format", "png", *PIXELS, last="1992-04-30")])]),
    ]


def has_peers(contestant, present):
    """Whether the programs that its name tells are all there."""
    words = contestant.name.split(",")[0].split(" -")[0].split(" + ")
    return all(word == "mapgen" or word in present for word in words)


def prepare_peers(peers):
    """What the peers' single maps need beforehand: map files, and the areas."""
    subprocess.run(UNION, check=True)
    if "map2img" in peers.present:
        subprocess.run(python("common_mapserver.py", "--map", str(K), DATA, f"{DATA}/{K}.map"),
                       check=True)
        subprocess.run(python("common_mapserver.py", "--world", os.path.dirname(STATES),
                              f"{DATA}/world.map"), check=True)


def all_jobs(mapgen, peers):
    jobs = series_jobs(mapgen) + single_jobs(mapgen) + world_jobs(mapgen) + growth_jobs(mapgen)
    for job in jobs:
        job.contestants = [c for c in job.contestants if has_peers(c, peers.present)]
    return jobs
