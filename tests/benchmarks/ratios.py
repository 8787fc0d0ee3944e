"""Compares the ratios of benchmarks with those of the last release. Started by ./ratios."""

import argparse
import csv
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FILE = HERE / "ratios.tsv"
COLUMNS = ["release", "row", "side", "ratio"]
FLOOR = 0.85  # of the ratio at the last release
QUIET = 0.10  # of the processors may be used by others while a benchmark runs
WAIT = 600  # seconds for others to end before a benchmark starts

# What is run: the words of each benchmark. All of these record ratios.
BENCHMARKS = {
    "start": ["start"],
    "convert": ["convert"],
    "conversion": ["conversion"],
    "scale": ["scale"],
    "train": ["train", "--peers"],
    "predict": ["predict"],
}


def release():
    """Returns the version that pom.xml is about."""
    version = re.search(r"<version>([^<]+)</version>", (ROOT / "pom.xml").read_text(encoding="utf-8"))
    return version.group(1).removesuffix("-SNAPSHOT")


def stored(path):
    """Returns the rows of each release, in the file's order."""
    releases = {}
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        if rows.fieldnames != COLUMNS:
            sys.exit(f"{path}: expected the columns {COLUMNS}, received {rows.fieldnames}")
        for row in rows:
            releases.setdefault(row["release"], {})[row["row"], row["side"]] = float(row["ratio"])
    return releases


def recorded(path):
    """Returns the ratios that benchmarks wrote; the median where a row is there several times."""
    found = {}
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        row, side, ratio = line.split("\t")
        found.setdefault((row, side), []).append(float(ratio))
    return {key: statistics.median(ratios) for key, ratios in found.items()}


def write(path, name, measured):
    """Adds the ratios of a release; those of its rows that are there already are replaced."""
    releases = stored(path)
    releases[name] = {**releases.pop(name, {}), **measured}
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(COLUMNS)
        for each, ratios in releases.items():
            for (row, side), ratio in ratios.items():
                rows.writerow([each, row, side, f"{ratio:.3f}"])


def verdicts(before, measured, busy=frozenset()):
    """Returns (key, ratio before, ratio now, verdict) of each row; a busy machine proves no fall."""
    rows = []
    for key in dict.fromkeys([*before, *measured]):
        old, new = before.get(key), measured.get(key)
        if new is None:
            verdict = "not measured"
        elif old is None:
            verdict = "new"
        elif new >= FLOOR * old:
            verdict = "ok"
        else:
            verdict = "BUSY" if key in busy else "FELL"
        rows.append((key, old, new, verdict))
    return rows


def check():
    """Fails unless a fallen ratio fails."""
    a, b = ("dense: one epoch", "keras"), ("dense: one epoch", "pytorch")

    def of(before, measured, busy=frozenset()):
        return [verdict for *_, verdict in verdicts(before, measured, busy)]

    assert of({a: 2.0, b: 1.0}, {a: 1.71, b: 0.84}) == ["ok", "FELL"]
    assert of({a: 2.0}, {a: 1.69}) == ["FELL"]
    assert of({a: 2.0}, {a: 1.69}, {a}) == ["BUSY"]
    assert of({a: 2.0}, {}) == ["not measured"]
    assert of({}, {a: 2.0}) == ["new"]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "ratios.tsv"
        path.write_text("\t".join(COLUMNS) + "\n", encoding="utf-8")
        write(path, "1.0", {a: 2.0, b: 1.0})
        write(path, "1.1", {a: 3.0})
        write(path, "1.1", {a: 2.5})
        assert stored(path) == {"1.0": {a: 2.0, b: 1.0}, "1.1": {a: 2.5}}
        measured = pathlib.Path(folder) / "measured"
        for ratio, status in ((2.5, 0), (2.2, 0), (2.1, 1)):
            measured.write_text(f"{a[0]}\t{a[1]}\t{ratio}\n", encoding="utf-8")
            command = [sys.executable, __file__, "--file", str(path), "--compare", str(measured)]
            assert subprocess.run(command, capture_output=True).returncode == status, ratio
    print("ratios: a ratio under 0.85 of the last release's fails")


def busy_seconds():
    """Returns the seconds that all processors have worked for anybody; None where the system does not say."""
    try:
        fields = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    except OSError:
        return None
    user, nice, system, _, _, irq, soft, steal = map(int, fields)
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


class Others:
    """The share of the processors that others use."""

    def __init__(self):
        self.start, self.busy, self.own = time.monotonic(), busy_seconds(), self.used()

    @staticmethod
    def used():
        return sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))

    def share(self):
        if self.busy is None:
            return 0.0
        all_ = (time.monotonic() - self.start) * os.cpu_count()
        return max(0.0, (busy_seconds() - self.busy - (self.used() - self.own)) / all_)


def wait_for_quiet():
    end = time.monotonic() + WAIT
    while True:
        others = Others()
        time.sleep(3)
        if others.share() <= QUIET:
            return
        if time.monotonic() > end:
            print(f"others have used this machine for {WAIT} s: measured all the same", file=sys.stderr)
            return


def run(name, more, collected):
    """Runs a benchmark; returns its ratios, and whether others disturbed it."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "ratios"
        path.touch()
        wait_for_quiet()
        others = Others()
        words = [str(HERE / BENCHMARKS[name][0]), *BENCHMARKS[name][1:], *more]
        print(f"\n{' '.join(words)}", file=sys.stderr, flush=True)
        status = subprocess.run(words, env=dict(os.environ, TENON_RATIOS=str(path))).returncode
        share = others.share()
        measured = recorded(path)
        if status not in (0, 1) or not measured:
            sys.exit(f"{name} ended with {status} and {len(measured)} ratios")
    if status == 1:
        print(f"{name} misses one of its own bounds, see above", file=sys.stderr)
    if share > QUIET:
        print(f"others used {share:.0%} of the processors while {name} ran: its falls prove nothing", file=sys.stderr)
    collected.update(measured)
    return measured, share > QUIET


def measure(chosen, more, before):
    """Runs the benchmarks, those with a fallen ratio twice; returns the ratios, and the keys of disturbed benchmarks."""
    ratios, busy = {}, set()
    for name in chosen:
        measured, disturbed = run(name, more, ratios)
        if any(verdict == "FELL" for *_, verdict in verdicts(before, measured)):
            print(f"{name} has a fallen ratio: measured once more", file=sys.stderr)
            again, still = run(name, more, {})
            measured = {key: max(ratio, again.get(key, ratio)) for key, ratio in measured.items()}
            disturbed = disturbed and still
            ratios.update(measured)
        if disturbed:
            busy.update(measured)
    return ratios, busy


def table(name, rows):
    print(f"\nratios against those of {name}; a row fails under {FLOOR} of its ratio then\n")
    print("| row | side | then | now | now / then | |\n| --- | --- | --- | --- | --- | --- |")
    for (row, side), old, new, verdict in rows:
        then, now = (f"{ratio:.2f}" if ratio is not None else "–" for ratio in (old, new))
        share = f"{new / old:.2f}" if old and new is not None else "–"
        print(f"| {row} | {side} | {then} | {now} | {share} | {verdict} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=BENCHMARKS, help="a benchmark; may be given several times")
    parser.add_argument("--runs", help="that of each benchmark: a try")
    parser.add_argument("--compare", metavar="FILE", help="what benchmarks wrote; runs nothing")
    parser.add_argument("--write", action="store_true", help="add what is measured as the release of pom.xml")
    parser.add_argument("--file", default=str(FILE), help="the ratios of the releases")
    parser.add_argument("--check", action="store_true", help="whether a fallen ratio fails")
    options = parser.parse_args()
    if options.check:
        return check()
    releases = stored(options.file)
    name = list(releases)[-1] if releases else None
    before = releases.get(name, {})
    if not releases and not options.write:
        print(f"{options.file} has no release: nothing to compare with; --write adds this one")
        return
    if options.compare:
        measured, busy = recorded(options.compare), set()
    else:
        more = ["--runs", options.runs] if options.runs else []
        measured, busy = measure(options.only or list(BENCHMARKS), more, before)
    rows = verdicts(before, measured, busy)
    table(name or "no release", rows)
    disturbed = sum(verdict == "BUSY" for *_, verdict in rows)
    fallen = [key for key, *_, verdict in rows if verdict == "FELL"]
    missing = [key for key, *_, verdict in rows if verdict == "not measured" and not (options.only or options.compare)]
    if disturbed:
        print(f"\nNOT JUDGED: {disturbed} rows fell while others used the machine; run them again on a quiet one")
    if fallen:
        print("\nFELL: " + "; ".join(f"{row} against {side}" for row, side in fallen))
    if missing:
        print(f"\nNOT MEASURED: {len(missing)} rows of {name}; a row with a new name gets it in {FILE.name}, too")
    if options.write and not fallen:
        if busy:
            sys.exit("not written: others used the machine")
        write(options.file, release(), measured)
        print(f"\nwritten as {release()}")
    sys.exit(1 if fallen or missing or disturbed else 0)


if __name__ == "__main__":
    main()
