"""The tables of a comparison: goals first, then everything that was measured; and as JSON."""
import json
import os
import subprocess

from contestants import BUILD
from timing import median, median_peak_mib, paired_ratio

MIB_GOAL, MIB_STRETCH = 64, 40
PNG_GOAL = 240_000
SVG_GOAL, PACKED_GOAL = 24_000, 8_000
FURTHER_GOAL = 0.03
# "Flat in the number of dates": the allocator's arenas alone move the peak by a twentieth.
FLAT_GOAL = 1.05
HEAD = ["job", "mapgen", "peer", "ratio", "goal", "", "ratio of CPU"]


def table(head, rows):
    """A Markdown table with its columns in line."""
    lines = [head] + rows
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
                     for line in [head, rule] + rows)


def verdict(value, goal, stretch=0):
    if value > goal:
        return "missed"
    return "met, stretch too" if stretch and value <= stretch else "met"


def as_time(seconds):
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def kilo(count):
    return "" if count is None else f"{count / 1000:.1f} KB"


def ratio_row(job, taken):
    """None where the peer that the goal is set by is missing."""
    if job.rival not in taken:
        return None
    own, rival = taken["mapgen"], taken[job.rival]
    ratio = paired_ratio(own, rival)
    goal = f"{job.goal:.2f}" + (f" ({job.stretch:.2f})" if job.stretch else "")
    return [job.title, as_time(median(own, "wall_s")),
            f"{job.rival} {as_time(median(rival, 'wall_s'))}", f"{ratio:.2f}", goal,
            verdict(ratio, job.goal, job.stretch), f"{paired_ratio(own, rival, 'cpu_s'):.2f}"]


def full_row(job, taken):
    """The world at full detail, beside its share, by vertices, of the world with fewer."""
    share = vertices("full") / vertices("world")
    own, fewer = taken["mapgen"], taken[job.rival]
    ratio = paired_ratio(own, fewer) / share
    return [job.title, as_time(median(own, "wall_s")),
            f"its share {as_time(median(fewer, 'wall_s') * share)}", f"{ratio:.2f}",
            f"{job.goal:.2f}", verdict(ratio, job.goal),
            f"{paired_ratio(own, fewer, 'cpu_s') / share:.2f}"]


def vertices(project):
    """How many points the districts of a world project have; a point takes 16 bytes of its file,
    and the rest of a record is small beside them."""
    return os.path.getsize(f"{BUILD}/projects/{project}/states.shp") / 16


def further_row(taken):
    def share(what):
        return (paired_ratio(taken["mapgen"], taken["mapgen, one date"], what) - 1) / 35

    wall = share("wall_s")
    return ["a further date of a series, SVG written", f"{wall:.1%} of the first", "", f"{wall:.3f}",
            f"{FURTHER_GOAL}", verdict(wall, FURTHER_GOAL), f"{share('cpu_s'):.3f}"]


def memory_rows(job, taken, flat):
    own = median_peak_mib(taken["mapgen"])
    peers = {name: median_peak_mib(runs) for name, runs in taken.items()
             if not name.startswith(("mapgen", "floor"))}
    least = min(peers, key=peers.get, default="")
    rows = [[f"peak memory, {job.title}, -j 2", f"{own:.0f} MiB",
             f"{least} {peers[least]:.0f} MiB" if least else "",
             f"{own / peers[least]:.2f}" if least else "", f"{MIB_GOAL} ({MIB_STRETCH}) MiB",
             verdict(own, MIB_GOAL, MIB_STRETCH), ""]]
    if flat:
        four = median_peak_mib(flat["mapgen, four dates"])
        rows.append(["the same, beside four dates", f"{own:.0f} MiB", f"mapgen {four:.0f} MiB",
                     f"{own / four:.2f}", f"{FLAT_GOAL}", verdict(own / four, FLAT_GOAL),
                     ""])
    return rows


def goal_rows(measured):
    rows = []
    for key in ("png36", "svg36", "png1", "svg1", "world-png", "world-svg"):
        if key in measured:
            rows.append(ratio_row(*measured[key]))
    if "world-full" in measured:
        rows.append(full_row(*measured["world-full"]))
    if "further" in measured:
        rows.append(further_row(measured["further"][1]))
    if "png36" in measured:
        flat = measured["memory"][1] if "memory" in measured else None
        rows += memory_rows(*measured["png36"], flat)
    return [row for row in rows if row]


def size_rows(sizes, png):
    """The goals of weight, beside the lightest peer."""
    peers = [row for row in sizes if not row[0].startswith(("mapgen", "floor"))]

    def row(what, own, column, goal):
        least = min((peer for peer in peers if peer[column]), key=lambda peer: peer[column],
                    default=None)
        return [what, kilo(own), f"{least[0]} {kilo(least[column])}" if least else "",
                f"{own / least[column]:.2f}" if least else "", kilo(goal), verdict(own, goal), ""]

    largest = [r for r in sizes if "largest" in r[0]][0]
    return [row("one PNG, the largest of 36", png, 1, PNG_GOAL),
            row("one SVG", sizes[0][2], 2, SVG_GOAL),
            row("one SVG, gzip -9", sizes[0][3], 3, PACKED_GOAL),
            row("the largest SVG of 36", largest[2], 2, SVG_GOAL),
            row("the largest SVG of 36, gzip -9", largest[3], 3, PACKED_GOAL)]


def detail_rows(measured):
    rows = []
    for job, taken in measured.values():
        for name, runs in taken.items():
            ratio = "" if name == "mapgen" else f"{paired_ratio(taken['mapgen'], runs):.2f}"
            walls = [run.wall_s for run in runs]
            rows.append([job.title, name, as_time(median(runs, "wall_s")),
                         f"{as_time(min(walls))} to {as_time(max(walls))}", ratio,
                         as_time(median(runs, "cpu_s")), f"{median_peak_mib(runs):.0f} MiB"])
    return rows


def versions():
    """Of the peers, as their packages tell them."""
    packages = ["python3-mapnik", "mapserver-bin", "python3-qgis", "gdal-bin", "libcairo2"]
    lines = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\\n", *packages],
                           capture_output=True, text=True, check=False).stdout.splitlines()
    if os.path.exists(f"{BUILD}/npm-packages"):
        with open(f"{BUILD}/npm-packages", encoding="utf-8") as file:
            lines += file.read().split()
    return ", ".join(sorted(lines))


def write(folder, load, measured, sizes, png, peers):
    """Writes table.md and results.json; answers what table.md says."""
    goals = goal_rows(measured) + (size_rows(sizes, png) if sizes else [])
    columns = len(HEAD) if measured else len(HEAD) - 1
    parts = [table(HEAD[:columns], [row[:columns] for row in goals])] if goals else []
    if measured:
        parts.append(table(["job", "who", "median", "from to", "mapgen's share", "CPU", "peak"],
                           detail_rows(measured)))
    if sizes:
        parts.append(table(["one map", "PNG", "SVG", "SVG, gzip -9"],
                           [[row[0], *map(kilo, row[1:])] for row in sizes]))
    parts += peers.missing
    parts.append(f"{os.cpu_count()} processors, load before {load:.1f}; {versions()}")
    text = "\n\n".join(parts)
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/table.md", "w", encoding="utf-8") as file:
        file.write(text + "\n")
    with open(f"{folder}/results.json", "w", encoding="utf-8") as file:
        json.dump({"goals": goals, "sizes": sizes, "largest_png": png, "missing": peers.missing,
                   "wall_s_cpu_s_peak_kib": {key: taken for key, (_, taken) in measured.items()}},
                  file, indent=1, ensure_ascii=False)
        file.write("\n")
    return text
