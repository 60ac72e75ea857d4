"""Times and peak memory of whole processes, measured in turns."""
import os
import shutil
import statistics
import subprocess
import time
from typing import NamedTuple

from contestants import BUILD


class Failed(Exception):
    """A contestant's process ended with a status that is not 0."""


class Taken(NamedTuple):
    """What a run took: wall and processor seconds of all its steps, the largest peak among them.

    The processor's seconds are those of all its cores: they tell of the work where others keep the
    machine busy, and the wall's do not. A peak is never less than this program's own, 20 MiB."""
    wall_s: float
    cpu_s: float
    peak_kib: int


# Node's packages, and QGIS without a screen.
ENVIRONMENT = os.environ | {"NODE_PATH": f"{BUILD}/node_modules", "QT_QPA_PLATFORM": "offscreen"}


def run_step(argv, log):
    start = time.perf_counter()
    process = subprocess.Popen(argv, stdout=log, stderr=log, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"'{' '.join(argv)}' ended with {process.returncode}; see {log.name}")
    return Taken(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def run_contestant(contestant, folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(f"{folder}.log", "w", encoding="utf-8") as log:
        steps = [run_step([folder if word == "@" else word.replace("@/", f"{folder}/")
                           for word in step], log) for step in contestant.steps]
    return Taken(sum(step.wall_s for step in steps), sum(step.cpu_s for step in steps),
                 max(step.peak_kib for step in steps))


def folder_of(job, contestant, out):
    name = contestant.name.replace(", ", "-").replace(" ", "-")
    return f"{out}/{job.key}/{name}"


def run_job(job, rounds, out, missing):
    """Runs a job's contestants in turns; a first round, which fills the caches, does not count.

    Answers for each name what its rounds took, in their order, so that runs of one round can be set
    side by side. A peer that fails at a job is taken out of it, and a line of `missing` says so.
    """
    for contestant in list(job.contestants):
        try:
            run_contestant(contestant, folder_of(job, contestant, out))
        except Failed as problem:
            if contestant.name.startswith("mapgen"):
                raise
            job.contestants.remove(contestant)
            missing.append(f"{contestant.name} is left out of '{job.title}': {problem}")
    taken = {contestant.name: [] for contestant in job.contestants}
    for turn in range(rounds):
        shift = turn % len(job.contestants)
        for contestant in job.contestants[shift:] + job.contestants[:shift]:
            if turn < (contestant.rounds or rounds):
                taken[contestant.name].append(
                    run_contestant(contestant, folder_of(job, contestant, out)))
    return taken


def median(runs, what):
    """Of one of the fields of what the runs took."""
    return statistics.median(getattr(run, what) for run in runs)


def median_peak_mib(runs):
    return median(runs, "peak_kib") / 1024


def paired_ratio(runs, others, what="wall_s"):
    """Median of the ratios within each round."""
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in zip(runs, others))
