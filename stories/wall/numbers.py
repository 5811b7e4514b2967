"""Makes the figures that the page of numbers shows: a job of the timer. What it does not publish is in no published row."""

from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from stories.models.public import Kind
from stories.models.tallies import Cell, Counted, CountryFigure, Figures
from stories.wall.withholding import SMALLEST, kept_back, moved, withheld

# Of each table the column that it counts by, and whom it counts: a phrase alone has no language but its own.
TABLES = {
    "month": ("month", Q()),
    "kind": ("kind", Q()),
    "phrase": ("phrase_number", Q()),
    "language": ("language", Q(kind=Kind.STORY)),
}


@transaction.atomic
def publish(today: date | None = None) -> None:
    """Figures as of today; those of countries at the first run of a month, and at no other time."""
    today = today or timezone.now().date()
    counted = Counted.hold(wait=False)
    if counted is None:
        return
    figures = Figures.objects.filter(pk=1).first() or Figures(pk=1)
    figures.as_of = today
    figures.total = counted.total if counted.total >= SMALLEST else None
    figures.tables = {name: _table(name) for name in TABLES}
    if (today.year, today.month) > (figures.countries_as_of.year, figures.countries_as_of.month):
        figures.countries_as_of = today
        _publish_countries()
    figures.save()


def _table(name: str) -> list[tuple[str | int, int | None]]:
    return sorted(withheld(_sums(*TABLES[name])).items())


def _sums(column: str, whom: Q) -> dict:
    rows = Cell.objects.filter(whom).order_by().values_list(column).annotate(n=Sum("count"))
    return dict(rows)


def _publish_countries() -> None:
    """Who said no country has no figure. What is not shown keeps its figure, from which it moves."""
    now = Counter(_sums("country", Q()))
    said = {country: count for country, count in now.items() if country}
    published = moved(dict(CountryFigure.objects.values_list("country", "count")), said)
    hidden = kept_back(published, now)
    CountryFigure.objects.all().delete()
    CountryFigure.objects.bulk_create(
        CountryFigure(country=country, count=figure, is_shown=country not in hidden)
        for country, figure in published.items()
    )
