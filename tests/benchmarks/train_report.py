"""The tables of ./train: what Tenon and the others took, and whether that is good enough."""

from measure import MISSED, judged, record
from train_limits import share

KERAS_ON_TENSORFLOW = ("keras", "keras jit", "keras map")
SHARED = "tenon, shared threads"
KEPT = 0.9  # of the memory after the third call of fit and after the last, at least


def seconds(value):
    return f"{value:.3f} s"


def megabytes(kilobytes):
    return f"{kilobytes / 1024:.0f} MB"


class Report:
    """Rows of ratios, and for each case what all sides took."""

    def __init__(self, limit, counts):
        self.limit, self.counts = limit, counts
        self.rows, self.sides, self.shares = [], [], []

    def row(self, what, mine, other, least, side, show, among=None):
        """Adds a ratio; among says of which sides the side is the best, where that may be another one next time."""
        ratio = other / mine
        record(what, among or side, ratio)
        self.rows.append((what, show(mine), show(other), side, f"{ratio:.2f}", *judged(ratio, least)))

    def failed(self, name, error):
        self.rows.append((f"{name}: {error}", "-", "-", "-", "-", "-", MISSED))

    def add(self, name, case, found):
        """Adds the rows of a case; found has the figures of each side by its name."""
        self.sides.append((name, found))
        found = dict(found)
        mine = found.pop("tenon")
        found.pop(SHARED, None)
        counted = self.counts[case.model]
        what, show = "one epoch" if case.epochs == 1 else f"{case.epochs} epochs", seconds
        if case.images:
            what, show = "images", lambda value: f"{case.images / value:.0f} a second"
        best = min(found, key=lambda side: found[side]["seconds"])
        self.row(f"{name}: {what} against the best peer", mine["seconds"], found[best]["seconds"], case.peer, best, show, "best peer")
        for side, figures in found.items():
            if side not in KERAS_ON_TENSORFLOW:
                self.row(f"{name}: {what}", mine["seconds"], figures["seconds"], None, side, show)
        kerases = {side: figures for side, figures in found.items() if side.startswith("keras")}
        settings = {side: figures for side, figures in kerases.items() if side in KERAS_ON_TENSORFLOW}
        better = min(settings, key=lambda side: settings[side]["seconds"])
        self.row(f"{name}: {what}", mine["seconds"], settings[better]["seconds"], case.keras, better, show, "keras")
        # Times of processors and starts, and memory, are compared with the least of all settings.
        for what, key, least, among, show in (
            ("the same, CPU", "cpu", None, settings, seconds),
            ("start to first step", "first", 1, settings, seconds),
            ("peak memory", "peak", 1, kerases, megabytes),
        ):
            least_side = min(among, key=lambda side: among[side][key])
            self.row(f"{name}: {what}", mine[key], among[least_side][key], least, least_side, show, "keras")
        if mine["kept"]:
            fits, third, last = mine["kept"]
            self.row(f"{name}: memory after 3 and after {fits} fits", last, third, KEPT, "itself", megabytes)
        if counted:
            self.shares.append((name, *share(case, counted, self.limit, mine["seconds"])))

    def print(self):
        print("| what | Tenon | other | side | times as good | at least | |\n| --- | --- | --- | --- | --- | --- | --- |")
        for cells in self.rows:
            print("| " + " | ".join(cells) + " |")
        columns = list(dict.fromkeys(side for _, found in self.sides for side in found))
        for title, text in (
            ("median seconds of one fit", lambda figures: f"{figures['seconds']:.3f}"),
            ("peak memory in MB", lambda figures: f"{figures['peak'] / 1024:.0f}"),
            ("last loss", lambda figures: f"{figures['loss']:.4f}"),
        ):
            print(f"\n| {title} | " + " | ".join(columns) + " |\n| --- |" + " --- |" * len(columns))
            for name, found in self.sides:
                print(f"| {name} | " + " | ".join(text(found[side]) if side in found else "-" for side in columns) + " |")
        limit = self.limit
        print(f"\nThis machine multiplies at {limit['operations'] / 1e9:.0f} GFLOP/s and copies at {limit['bytes'] / 1e9:.1f} GB/s.\n")
        print("| of one fit, at least | work | Tenon does | share of the machine |\n| --- | --- | --- | --- |")
        for cells in self.shares:
            print("| " + " | ".join(cells) + " |")

    def good(self):
        return all(row[-1] != MISSED for row in self.rows)
