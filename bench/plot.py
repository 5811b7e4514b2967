"""Draws what `bench/mix.py` found, p50 and p99 over the rate, as one SVG:

python -m bench.plot bench/results/…-mix.json … > docs/pictures/viral-mix.svg
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path

WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 64, 44, 24, 52
LEAST, MOST = 1.0, 100_000.0  # ms, on a scale of powers of ten
WANTED_MS, WANTED_RATE = 100, 1390
COLOURS = ("#7a1f4b", "#1f5f7a", "#8a6d1a")
STYLE = "font:13px system-ui,sans-serif;background:#fffdf8"


class Axes:
    def __init__(self, fastest: int) -> None:
        self.fastest = max(fastest, WANTED_RATE) * 1.05

    def x(self, rate: float) -> float:
        return round(LEFT + rate / self.fastest * (WIDE - LEFT - RIGHT), 1)

    def y(self, ms: float) -> float:
        share = math.log(min(max(ms, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
        return round(HIGH - BOTTOM - share * (HIGH - TOP - BOTTOM), 1)


def text(x: float, y: float, said: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" fill="#2b2522" {more}>{said}</text>'


def grid(axes: Axes) -> Iterator[str]:
    for ms, name in ((1, "1 ms"), (10, "10 ms"), (100, "100 ms"), (1000, "1 s"), (10_000, "10 s")):
        width = 2 if ms == WANTED_MS else 1
        dash = 'stroke-dasharray="6 4"' if ms == WANTED_MS else ""
        yield f'<path d="M{LEFT} {axes.y(ms)}H{WIDE - RIGHT}" stroke="#b9aea4" stroke-width="{width}" {dash}/>'
        yield text(LEFT - 8, axes.y(ms) + 4, name, 'text-anchor="end"')
    for rate in range(0, int(axes.fastest) + 1, 200):
        yield f'<path d="M{axes.x(rate)} {HIGH - BOTTOM}v5" stroke="#2b2522"/>'
        yield text(axes.x(rate), HIGH - BOTTOM + 20, f"{rate:,}", 'text-anchor="middle"')
    wanted = axes.x(WANTED_RATE)
    yield f'<path d="M{wanted} {TOP}V{HIGH - BOTTOM}" stroke="#b9aea4" stroke-width="2" stroke-dasharray="6 4"/>'
    yield text(wanted - 6, TOP + 14, "wanted: 1,390", 'text-anchor="end"')
    yield text(WIDE / 2, HIGH - 10, "requests a second, arriving by chance", 'text-anchor="middle"')


def line(axes: Axes, runs: list[dict], share: str, colour: str) -> Iterator[str]:
    points = [(axes.x(run["rate"]), axes.y(run["all"][share])) for run in runs]
    path = "L".join(f"{x} {y}" for x, y in points)
    dash = 'stroke-dasharray="2 4"' if share == "p50" else ""
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5" {dash}/>'
    yield from (f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in points)


def by_subject(found: list[dict]) -> dict[str, list[dict]]:
    """Runs of several files stand in one line where they asked the same thing."""
    subjects: dict[str, list[dict]] = {}
    for each in found:
        name = each["database"] + (
            ", nginx, TLS" if each["asked"]["nginx"] else ", nothing before it"
        )
        subjects.setdefault(name, []).extend(each["runs"])
    return subjects


def drawn(found: list[dict]) -> str:
    axes = Axes(max(run["rate"] for each in found for run in each["runs"]))
    parts = list(grid(axes))
    for place, (name, runs) in enumerate(by_subject(found).items()):
        colour = COLOURS[place]
        runs.sort(key=lambda run: run["rate"])
        parts += [*line(axes, runs, "p50", colour), *line(axes, runs, "p99", colour)]
        parts.append(
            f'<path d="M{LEFT + place * 300} 22h26" stroke="{colour}" stroke-width="2.5"/>'
        )
        parts.append(text(LEFT + 34 + place * 300, 26, f"{name}: p99, dotted p50"))
    title = "<title>The viral mix: how long answers take, by how many are asked a second</title>"
    size = f'viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" style="{STYLE}">'
    return "\n".join([head, title, *parts, "</svg>"])


def main() -> None:
    print(drawn([json.loads(Path(name).read_text()) for name in sys.argv[1:]]))


if __name__ == "__main__":
    main()
