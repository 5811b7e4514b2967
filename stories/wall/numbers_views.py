"""How many, by month, phrase, language and country: a page with plots, JSON and CSV (docs/numbers.md)."""

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from metoo_wall.context import demonstration
from metoo_wall.places import country_name, language_name
from metoo_wall.ready import the_same_for_everybody
from stories.wall.plots import STRIPS, Plot, sew
from stories.wall.tables import Numbers, Row, Table, read
from stories.wall.withholding import SMALLEST

SCHEMA = "metoo-wall-numbers/1"
COLUMNS = ("table", "key", "tag", "count", "as_of")
# A spreadsheet runs cells that begin so; an apostrophe before them says that they are text (OWASP, CSV injection).
RUNS = ("=", "+", "-", "@", "\t", "\r")
FIRST_STRONG, END_OF_IT = "\u2068", "\u2069"  # what <bdi> is in HTML


@dataclass(frozen=True)
class Line:
    label: str
    row: Row


@dataclass(frozen=True)
class Shown:
    name: str
    heading: str
    column: str
    about: str
    lines: list[Line]
    plot: Plot | None
    has_more: bool  # than are drawn


@require_safe
@the_same_for_everybody
def numbers(request: HttpRequest) -> HttpResponse:
    published = read()
    here = (get_language() or "en").split("-")[0]
    context = {"numbers": published, "tables": [_shown(t, here) for t in published.tables]}
    return render(request, "stories/numbers.html", context)


@require_safe
@the_same_for_everybody
def numbers_json(request: HttpRequest) -> JsonResponse:
    published = read()
    tables = {table.name: _plain(table) for table in published.tables}
    demo = {"demonstration": demonstration()} if demonstration() else {}
    told = demo | {"as_of": published.as_of, "total": published.total, "tables": tables}
    answer = JsonResponse({"schema": SCHEMA, "smallest": SMALLEST, **told})
    return _not_for_machines(answer)


@require_safe
@the_same_for_everybody
def numbers_csv(request: HttpRequest) -> HttpResponse:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in line] for line in _lines_of(read()))
    return _not_for_machines(HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8"))


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RUNS) else cell


def _lines_of(published: Numbers) -> list[list[str]]:
    rows = [(table, row) for table in published.tables for row in table.rows]
    demo = [["demonstration", "", demonstration(), "", ""]] if demonstration() else []
    total = [["total", "", "", _written(published.total), _written(published.as_of)]]
    return (
        demo
        + total
        + [
            [table.name, row.key, row.tag, _written(row.count), _written(table.as_of)]
            for table, row in rows
        ]
    )


def _written(value: date | int | None) -> str:
    return "" if value is None else str(value)


def _plain(table: Table) -> dict[str, Any]:
    rows = [
        {"key": row.key, "count": row.count} | ({"tag": row.tag} if table.name == "phrase" else {})
        for row in table.rows
    ]
    return {"as_of": table.as_of, "rows": rows}


def _not_for_machines(answer: Any) -> Any:
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _shown(table: Table, here: str) -> Shown:
    lines = [Line(_label(table.name, row, here), row) for row in table.rows]
    known = [line for line in lines if line.row.count is not None]
    drawn = known[-STRIPS:] if table.name == "month" else known[:STRIPS]
    rows = [(_fitting(line.label), line.row.language, line.row.count) for line in drawn]
    plot = sew(rows, mirrored=get_language_bidi())
    return Shown(table.name, *_headings(table.name), lines, plot, len(known) > len(drawn))


def _fitting(label: str) -> str:
    """Short enough for a small screen (the table has all of it), and in the direction of its own first letter."""
    short = label if len(label) <= 32 else label[:31].rstrip() + "…"
    return f"{FIRST_STRONG}{short}{END_OF_IT}"


def _headings(name: str) -> tuple[str, str, str]:
    """Of the part, of its first column, and what is counted."""
    return {
        "month": (_("By month"), _("Month"), _("A piece says its month, and nothing finer.")),
        "kind": (_("Phrases and letters"), _("Piece"), _("A phrase alone is a whole post.")),
        "phrase": (_("By phrase"), _("Phrase"), _("The phrase that a piece carries.")),
        "language": (
            _("Letters by language"),
            _("Language"),
            _("As whoever wrote the letter named it."),
        ),
        "country": (
            _("By country"),
            _("Country"),
            _(
                "Where people chose to say it. No page shows the country of a piece. So that nobody can work it out, "
                "these figures are in tens, change once a month, and move by ten or more or not at all. A country "
                "that is not named here has too few to count, or none."
            ),
        ),
    }[name]


def _label(name: str, row: Row, here: str) -> str:
    if name == "month":
        year, month = row.key.split("-")
        return date_format(date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")
    if name == "kind":
        return _("Phrases") if row.key == "bare" else _("Letters")
    if not row.key:
        return _("No phrase") if name == "phrase" else pgettext("language", "Not said")
    if name == "phrase":
        return row.tag
    return (language_name if name == "language" else country_name)(row.key, here)
