"""The published figures as tables: what page, JSON and CSV say alike."""

from dataclasses import dataclass, field
from datetime import date

from stories.models.public import Phrase
from stories.models.tallies import CountryFigure, Figures


@dataclass(frozen=True)
class Row:
    key: str  # of the table: 2026-11, bare, metoo, fr, IS; "" where none was said
    count: int | None  # None: kept back
    tag: str = ""  # a phrase, as it is written
    language: str = ""


@dataclass(frozen=True)
class Table:
    name: str  # month, kind, phrase, language, country
    as_of: date
    rows: list[Row]


@dataclass(frozen=True)
class Numbers:
    as_of: date | None = None  # None: nothing was published yet
    total: int | None = None  # None: under ten
    tables: list[Table] = field(default_factory=list)


def read() -> Numbers:
    """Three queries, whatever the size of the wall."""
    figures = Figures.objects.filter(pk=1).first()
    if figures is None:
        return Numbers()
    rows = {
        "month": [Row(_month(month), count) for month, count in figures.tables["month"]],
        "kind": [Row(kind, count) for kind, count in figures.tables["kind"]],
        "phrase": _by_size(_phrases(figures.tables["phrase"])),
        "language": _by_size([Row(code, count) for code, count in figures.tables["language"]]),
    }
    tables = [Table(name, figures.as_of, rows[name]) for name in rows]
    countries = Table("country", figures.countries_as_of, _by_size(_countries()))
    return Numbers(figures.as_of, figures.total, [*tables, countries])


def _month(month: int) -> str:
    return f"{month // 100}-{month % 100:02}"


def _phrases(cells: list[tuple[int, int | None]]) -> list[Row]:
    known = {phrase.pk: phrase for phrase in Phrase.objects.all()}
    return [
        Row(p.slug, count, p.tag, p.language) if (p := known.get(number)) else Row("", count)
        for number, count in cells
    ]


def _countries() -> list[Row]:
    shown = CountryFigure.objects.filter(is_shown=True)
    return [Row(country, count) for country, count in shown.values_list("country", "count")]


def _by_size(rows: list[Row]) -> list[Row]:
    """The largest first; what is kept back after them, by name, so that its place tells nothing; "none said" last."""
    return sorted(rows, key=lambda row: (not row.key, -(row.count or 0), row.key))
