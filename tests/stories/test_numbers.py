"""What is published tells of nobody; page, JSON and CSV say it alike."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from random import Random

import pytest

from stories.desk import moderation
from stories.models import Cell, Counted, CountryFigure, Figures, Phrase, Story, tallies
from stories.wall import numbers
from tests.factories import make_moderator, make_phrase, make_published, make_warning
from tests.stories.counting import NOVEMBER, post, publish, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("people", [0, 1, 7, 9])
def test_no_figure_stands_on_the_page_of_a_small_wall(client, people):
    make_phrase()
    post(people, country="IS")
    publish()

    page = client.get("/numbers/").content.decode()

    assert "too few pieces" in page
    assert "<svg" not in page
    assert json.loads(client.get("/numbers.json").content)["total"] is None


def test_the_page_says_how_many_by_month_phrase_language_and_country(client):
    make_phrase()
    robin = make_moderator()
    post(30, country="FR")
    post(10)
    for n in range(12):
        make_published(f"Letter {n}.", language="fr", by=robin)
    publish()

    page = client.get("/numbers/").content.decode()

    assert "52 times" in page
    for said in ("#MeToo", "French", "France", "Each piece stands for", "As of Nov. 23, 2026"):
        assert said in page
    assert table(client, "language") == {"fr": 12}
    assert table(client, "kind") == {"bare": 40, "story": 12}
    assert table(client, "phrase") == {"metoo": 52}


def test_figures_under_ten_are_kept_back_and_a_second_one_with_them(client):
    make_phrase()
    other = make_phrase(slug="yotambien", tag="#YoTambién", seams="#Yo|También", language="es")
    third = make_phrase(slug="moiaussi", tag="#MoiAussi", seams="#Moi|Aussi", language="fr")
    post(40)
    post(3, phrase_id=other.id)
    post(12, phrase_id=third.id)
    publish()

    assert table(client, "phrase") == {"metoo": 40, "moiaussi": None, "yotambien": None}
    assert b",3," not in client.get("/numbers.csv").content
    assert client.get("/numbers/").content.decode().count("kept back</span>") == 2


def test_successive_months_give_no_figure_under_ten_away(client):
    make_phrase()
    chance = Random(5)
    months = [201711, 201712, 201801, 201802]
    for month in months:
        post(chance.choice((4, 12, 9)))
        Story.objects.filter(month=202611).update(month=month)
        Story.objects.exclude(month__in=months).update(month=month)
        Cell.objects.all().delete()
        Counted.objects.all().delete()
        publish()
        shown = table(client, "month")
        total = json.loads(client.get("/numbers.json").content)["total"]

        rest = (total or 0) - sum(n or 0 for n in shown.values())
        assert rest == 0 or rest >= 10 or total is None
        assert all(n is None or n >= 10 for n in shown.values())


def test_what_nobody_said_has_no_row(client):
    make_phrase()
    post(20)
    Story.objects.update(month=201712)
    post(20)
    Story.objects.filter(month__gt=201712).update(month=201802)
    publish()

    assert table(client, "month") == {"2017-12": 20, "2018-02": 20}
    assert table(client, "kind") == {"bare": 40}


# Countries


def countries(client) -> dict[str, int | None]:
    return table(client, "country")


def test_whoever_watches_day_by_day_sees_no_country_move(client):
    make_phrase()
    post(35, country="IS")
    post(60, country="FR")
    publish(date(2026, 11, 1))
    first = countries(client)
    chance, mine = Random(3), []

    for day in range(1, 30):
        mine += post(country=chance.choice(["IS", "FR", "MT"]))
        if day % 3 == 0:
            moderation.withdraw(mine.pop(0))
        publish(date(2026, 11, 1) + timedelta(days=day))
        assert countries(client) == first

    assert first


def test_from_month_to_month_a_country_moves_by_ten_or_more_or_stays(client):
    make_phrase()
    before = {}
    for month in range(1, 13):
        post(month, country="IS")
        post(14 if month % 2 else 0, country="FR")
        publish(date(2026, month, 1))
        now = countries(client)
        for country in ("IS", "FR"):
            step = abs((now.get(country) or 0) - (before.get(country) or 0))
            assert step == 0 or step >= 10
        assert all(figure >= 10 for figure in now.values())
        before = now

    assert before


@pytest.mark.parametrize("seed", range(5))
def test_months_held_against_each_other_tell_of_nobody(client, seed):
    """A wall that grows and shrinks for two years: whoever keeps each month's figures and subtracts learns no step under
    ten, and those that a figure does not name are ten or more, whatever the total."""
    chance, now, before = Random(seed), dict.fromkeys(("", "IS", "FR", "MT", "US"), 0), {}
    for month in range(24):
        now = {c: max(0, n + chance.randrange(-9, 15)) for c, n in now.items()}
        _stand(now)
        numbers.publish(date(2026 + month // 12, month % 12 + 1, 1))
        shown = countries(client)

        for country in {*shown, *before} - {""}:
            step = abs(shown.get(country, 0) - before.get(country, 0))
            assert step == 0 or step >= 10
        rest = sum(now.values()) - sum(now[country] for country in shown)
        assert not shown or rest >= 10
        before = shown


def _stand(now: dict[str, int]) -> None:
    """As if so many pieces of each country stood on the wall, and had been counted."""
    Cell.objects.all().delete()
    one = {"month": 202611, "phrase_number": 1, "language": "", "kind": "bare"}
    Cell.objects.bulk_create(Cell(country=c, count=n, **one) for c, n in now.items() if n)
    Counted.objects.update_or_create(pk=1, defaults={"total": sum(now.values())})


def test_a_country_with_few_is_not_named(client):
    make_phrase()
    post(9, country="IS")
    post(40)
    publish()

    assert countries(client) == {}
    assert "Iceland" not in client.get("/numbers/").content.decode()
    assert "IS" not in client.get("/numbers.csv").content.decode().split(",")


def test_where_the_rest_would_give_a_country_away_a_second_one_is_kept_back(client):
    make_phrase()
    post(4, country="IS")
    post(30, country="FR")
    post(90, country="US")
    publish()

    assert set(countries(client)) == {"US"}
    assert set(CountryFigure.objects.values_list("country", flat=True)) == {"FR", "US"}


def test_no_page_of_a_piece_and_no_filter_knows_its_country(client):
    make_phrase()
    (bare,), letter = post(country="IS"), make_published("Words.", country="IS")
    post(30, country="FR")
    publish()

    everything = client.get("/stories/")
    chosen = client.get("/stories/?country=IS&kind=bare")

    assert len(chosen.context["stories"]) == 31
    assert "Iceland" not in everything.content.decode()
    assert "country" not in client.get("/stories/choose/").context["choose"].fields
    for one in (bare, letter):
        page = client.get(f"/stories/{one.public_id}/").content.decode()
        main = page.split("<form")[0]
        assert "Iceland" not in main
    assert "Iceland" not in client.get("/feed/").content.decode()


# Page, JSON, CSV


@pytest.fixture
def _ten_million(db):
    phrase = make_phrase()
    make_phrase(
        slug="ana-aydan", tag="#أنا_أيضا", seams="#أنا_|أيضا", language="ar", direction="rtl"
    )
    rows = [(202610, phrase.id, "", "US", "bare", 7_000_000), (202611, 0, "fr", "", "story", 12)]
    rows += [(202611, Phrase.objects.last().id, "", "EG", "bare", 3_000_000)]
    Cell.objects.bulk_create(
        Cell(**dict(zip((*tallies.COLUMNS, "count"), row, strict=True))) for row in rows
    )
    Counted.objects.create(pk=1, total=10_000_012)
    numbers.publish(NOVEMBER)


@pytest.mark.usefixtures("_ten_million")
def test_ten_million_are_drawn_in_strips_that_fit(client):
    page = client.get("/numbers/").content.decode()

    assert "10,000,012" in page
    assert "Each piece stands for 500,000 on the wall" in page
    assert len(page) < 45_000


@pytest.mark.usefixtures("_ten_million")
def test_each_plot_has_a_title_a_description_and_its_table(client):
    page = client.get("/numbers/").content.decode()

    plots = page.count('<svg role="img"')
    assert plots == page.count("<title id=") == page.count("<desc id=") == 5
    assert page.count("<caption") == plots
    assert page.count('scope="row"') >= plots
    for name in ("month", "kind", "phrase", "language", "country"):
        assert f'aria-labelledby="plot-{name} plot-{name}-about"' in page


@pytest.mark.usefixtures("_ten_million")
def test_odd_queries_cost_what_the_plain_page_costs(client, django_assert_num_queries):
    odd = "?month=0&country=IS&after=x&format=%00&" + "q=" + "9" * 10_000

    for address in ("/numbers/", "/numbers.json", "/numbers.csv"):
        with django_assert_num_queries(3):
            assert client.get(address).status_code == 200
        with django_assert_num_queries(3):
            assert client.get(address + odd).status_code == 200


@pytest.mark.usefixtures("_ten_million")
def test_json_says_its_schema_and_the_day_and_nothing_finer(client):
    told = json.loads(client.get("/numbers.json").content)

    assert set(told) == {"schema", "smallest", "as_of", "total", "tables"}
    assert told["schema"] == "metoo-wall-numbers/1"
    assert told["as_of"] == "2026-11-23"
    assert {name: rows["as_of"] for name, rows in told["tables"].items()} == dict.fromkeys(
        ("month", "kind", "phrase", "language", "country"), "2026-11-23"
    )


@pytest.mark.usefixtures("_ten_million")
def test_csv_has_the_same_figures_and_no_cell_that_runs(client):
    Phrase.objects.filter(slug="metoo").update(tag="=1+1")
    told = json.loads(client.get("/numbers.json").content)

    answer = client.get("/numbers.csv")

    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert rows[0] == {
        "table": "total",
        "key": "",
        "tag": "",
        "count": "10000012",
        "as_of": "2026-11-23",
    }
    assert {(r["table"], r["key"], r["count"]) for r in rows[1:]} == {
        (name, row["key"], str(row["count"] or ""))
        for name, told_table in told["tables"].items()
        for row in told_table["rows"]
    }
    assert "'=1+1" in {row["tag"] for row in rows}


def test_what_is_published_holds_no_small_figure(client):
    make_phrase()
    make_warning()
    post(25, country="IS")
    make_published("One.", language="fr", country="FR")
    publish()

    kept = [n for rows in Figures.objects.get().tables.values() for _key, n in rows]

    assert all(n is None or n >= 10 for n in kept)
    assert not CountryFigure.objects.filter(count__lt=10).exists()
