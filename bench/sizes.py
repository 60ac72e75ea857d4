"""What one map weighs, as written by each: PNG, SVG, and SVG as gzip -9 leaves it."""
import gzip
import os
import re

from contestants import COMMON, DATE, BARE, NO_FONT, PIXELS, Contestant, Job, series, single_jobs
from contestants import has_peers
from timing import folder_of, run_job

FONT_FACE = re.compile(rb"@font-face\{[^}]*\}")


def weights(png, svg):
    """Bytes of a PNG, an SVG and the SVG packed; None for what there is not."""
    return [png and len(png), svg and len(svg), svg and len(gzip.compress(svg, 9, mtime=0))]


def read_maps(folder, ending):
    paths = sorted(os.path.join(base, name) for base, _, names in os.walk(folder) for name in names
                   if name.endswith(ending))
    return [open(path, "rb").read() for path in paths]


def mapgen_svgs(mapgen, peers, out):
    """The SVG of one date in mapgen's ways of writing it, and the largest of the whole series."""
    def render(*options):
        return [mapgen, "render", COMMON, "--date", DATE, *BARE, *options, "-o", "@/map.svg"]

    job = Job("sizes", "one SVG", [
        Contestant("wikimedia", [render(*NO_FONT)]),
        Contestant("inline", [render("--profile", "inline")]),
        Contestant("web", [render()]),
        Contestant("series", [series(mapgen, *NO_FONT)]),
    ])
    run_job(job, 0, out, peers.missing)
    maps = {c.name: read_maps(folder_of(job, c, out), ".svg") for c in job.contestants}
    web = maps["web"][0]
    return {
        "mapgen, profile wikimedia": maps["wikimedia"][0],
        "mapgen, profile wikimedia, largest of 36": max(maps["series"], key=len),
        "mapgen, profile inline": maps["inline"][0],
        "mapgen, profile web, fonts taken out": FONT_FACE.sub(b"", web),
        "mapgen, profile web": web,
    }


def measure_sizes(mapgen, peers, out):
    """Rows of a name and its weights."""
    jobs = single_jobs(mapgen)
    bytes_of = {}
    for job, ending in zip(jobs, (".png", ".svg")):
        job.key = f"sizes-{job.key}"
        job.contestants = [c for c in job.contestants if has_peers(c, peers.present)]
        run_job(job, 0, out, peers.missing)
        for contestant in job.contestants:
            name = contestant.name.split(" + ")[0]
            files = read_maps(folder_of(job, contestant, out), ending)
            bytes_of.setdefault(name, {})[ending] = files[0]
    rows = [[name, *weights(None, svg)] for name, svg in mapgen_svgs(mapgen, peers, out).items()]
    rows[0][1] = len(bytes_of["mapgen"][".png"])
    return rows + [[name, *weights(files.get(".png"), files.get(".svg"))]
                   for name, files in bytes_of.items() if not name.startswith("mapgen")]


def largest_png(mapgen, peers, out):
    job = Job("sizes-png36", "36 PNG", [
        Contestant("mapgen", [series(mapgen, "--format", "png", *PIXELS)])])
    run_job(job, 0, out, peers.missing)
    return max(map(len, read_maps(folder_of(job, job.contestants[0], out), ".png")))
