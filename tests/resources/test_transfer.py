"""Import and export: all or nothing, each error by row and field. Issue 6, point 5 and "Bad input"."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from resources.cells import COLUMNS, from_cells, guard, to_cells, unguard
from resources.models import Change, Helpline
from resources.models.two_people import as_agreed
from resources.records import complete
from resources.seeding import seed_resources
from tests.resources.factories import make_editor, make_helpline, make_record

pytestmark = pytest.mark.django_db


def write(path: Path, records: list) -> Path:
    if path.suffix == ".json":
        path.write_text(json.dumps(records), encoding="utf-8")
        return path
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for record in records:
            cells = to_cells(complete(record))
            writer.writerow(cells[name] for name in COLUMNS)
    return path


def run(*args) -> tuple[str, str, str]:
    """What was printed, what was complained of, and how it ended."""
    out, err, end = io.StringIO(), io.StringIO(), ""
    try:
        call_command("helplines", *args, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        end = str(error)
    return out.getvalue(), err.getvalue(), end


@pytest.fixture(params=["json", "csv"])
def path(request, tmp_path) -> Path:
    return tmp_path / f"lines.{request.param}"


def test_an_export_is_imported_as_it_is(path):
    seed_resources()
    with as_agreed():
        Change.objects.all().delete()

    run("export", str(path))
    out, err, end = run("import", str(path), "--dry-run")

    assert "New: 0. Changed: 0. As they are: 158. Wrong: 0." in out
    assert (err, end) == ("", "")


def test_an_import_proposes_and_readers_see_nothing_of_it(path):
    make_editor()
    write(path, [make_record(slug="one"), make_record(slug="two")])

    out, _err, end = run("import", str(path), "--by", "robin", "--how", "page")

    assert end == ""
    assert "Proposed: 2." in out
    assert not Helpline.objects.exists()
    assert set(Change.objects.values_list("slug", "state", "first_by")) == {
        ("one", "open", "robin"),
        ("two", "open", "robin"),
    }


def test_an_import_of_somebody_alone_waits_72_hours(path):
    make_editor()
    write(path, [make_record()])

    run("import", str(path), "--by", "robin", "--how", "page")

    assert Change.objects.get().waits_until is not None


def test_a_dry_run_says_what_would_change_and_changes_nothing(path):
    line = make_helpline(slug="known", name="Known")
    record = {"slug": "known", "cost": "free"}
    write(path, [make_record(slug="new", name="New Line")])
    if path.suffix == ".json":
        path.write_text(json.dumps([record, make_record(slug="new", name="New Line")]))

    out, _err, _end = run("import", str(path), "--dry-run")

    assert "+ new  New Line (DE)" in out
    if path.suffix == ".json":
        assert "~ known\n    cost: – → free\n" in out
    assert not Change.objects.exists()
    assert Helpline.objects.get() == line


def test_a_sheet_with_some_columns_keeps_the_others(tmp_path):
    make_helpline(slug="known", who_for=["women"])
    sheet = tmp_path / "some.csv"
    sheet.write_text("slug,cost\nknown,free\n", encoding="utf-8")

    out, _err, end = run("import", str(sheet), "--dry-run")

    assert end == ""
    assert "~ known\n    cost: – → free\n" in out
    assert "who_for" not in out


WRONG = [
    ({"channels": [{"kind": "phone", "value": "+490000", "display": "0"}]}, "channels", "No such number"),
    ({"country": "FR"}, "channels", "belongs to DE"),
    ({"country": "", "channels": [{"kind": "phone", "value": "112", "display": "112"}]}, "channels", "A short code needs a country"),
    ({"sources": [{"where": "a page", "seen": "it", "date": "yesterday"}]}, "sources", "Write a year"),
    ({"languages": ["german"]}, "languages", "list of language codes"),
    ({"who_for": []}, "who_for", "cannot be blank"),
    ({"week": {"mon": ["08:00-12:00"]}}, "timezone", "by whose clock"),
    ({"cost": "cheap"}, "cost", "not a valid choice"),
    ({"slug": ""}, "slug", "cannot be blank"),
    ({"channels": []}, "channels", "at least one"),
    ({"confidence": "single"}, "is_published", "Only a confirmed"),
    ({"channels": [{"kind": "phone", "value": "116016", "display": "116 006"}]}, "channels", "not the number that is dialled"),
    ({"channels": [{"kind": "phone", "value": "555", "display": "555"}], "country": ""}, "channels", "needs a country"),
    ({"name": "Lantern\x07"}, "name", "a character that nobody can see"),
    ({"notes": "\u202e110"}, "notes", "a character that nobody can see"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "field", "advice"), WRONG)
def test_a_wrong_row_is_named_with_its_field_and_nothing_is_loaded(path, given, field, advice):
    make_editor()
    write(path, [make_record(), make_record() | given])

    _out, err, end = run("import", str(path), "--by", "robin", "--how", "page")

    row = 2 if path.suffix == ".json" else 3
    assert f"Row {row} (" in err
    assert f"field {field}: " in err
    assert advice in err
    assert end == "Rows to correct: 1. Nothing was proposed."
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 5),
        ("name", ["x"]),
        ("notes", None),
        ("slug", {}),
        ("country", True),
        ("is_published", "false"),
        ("is_published", 1),
        ("anonymous", "yes"),
        ("languages", "de"),
        ("week", []),
        ("channels", "116016"),
        ("channels", [{"kind": "phone", "value": 116016, "display": "116016"}]),
        ("sources", [{"where": ["x"], "seen": "x", "date": "2026"}]),
        ("sources", [{"where": "x", "seen": "x", "date": 2026}]),
        ("name", "half a \ud800 character"),
        ("notes", "\x00"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_row_and_field(tmp_path, field, value):
    file = write(tmp_path / "x.json", [make_record() | {field: value}])
    make_editor()

    _out, err, end = run("import", str(file), "--by", "robin", "--how", "page")

    assert "Row 1 (" in err
    assert f"field {field}: " in err
    assert end == "Rows to correct: 1. Nothing was proposed."


@pytest.mark.parametrize(
    ("column", "cell", "advice"),
    [
        ("week", "fri 22:00-06:00", "crosses midnight"),
        ("week", "mon 08:00-12:00 11:00-13:00", "overlap"),
        ("sources", "a page | the number | ", "has no date"),
        ("sources", "a page | the number", "write where | seen | date"),
        ("anonymous", "perhaps", "yes, no, or nothing"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_field(tmp_path, column, cell, advice):
    sheet = tmp_path / "wrong.csv"
    cells = to_cells(complete(make_record())) | {column: cell}
    with sheet.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerow(cells)

    _out, err, end = run("import", str(sheet), "--dry-run")

    assert f"field {column}: " in err
    assert "Row 2 (record-" in err
    assert advice in err
    assert end


def test_the_same_helpline_twice_in_a_file_or_beside_ours_is_refused(path):
    make_helpline(slug="ours", name="Ours")
    one = make_record(slug="one", name="One")
    write(path, [one, one, make_record(slug="two", name="one"), make_record(name="OURS")])

    _out, err, _end = run("import", str(path), "--dry-run")

    assert "“one” stands in an earlier row: keep one." in err
    assert err.count("“one” is the same helpline: change that one.") == 1
    assert "“ours” is the same helpline: change that one." in err


def test_a_record_with_an_open_change_is_refused(path):
    make_editor()
    write(path, [make_record(slug="one")])
    run("import", str(path), "--by", "robin", "--how", "page")

    _out, err, _end = run("import", str(path), "--by", "robin", "--how", "page")

    assert "Another change waits for this record" in err
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.json", b"{}", "no list of records"),
        ("x.json", b"[{}, ", "Row 2 (-), field -: cannot be read"),
        ("x.json", b'["x"]', "Row 1 (-), field -: Write each helpline as a record"),
        ("x.json", b"", "no list of records"),
        ("x.json", b'[{"slug": "\xff"}]', "cannot be read"),
        ("x.json", b"[" * 100_000, "cannot be read"),
        ("x.csv", b"slug,colour\nx,blue\n", "field colour: There is no such column."),
        ("x.csv", b"name\nx\n", "The first line names the columns"),
        ("x.csv", b"slug,name\nx\n", "Row 2 (-), field -: 1 cells for 2 columns"),
        ("x.csv", b'slug,name\n"x', "Row 2 (-), field -: cannot be read"),
        ("x.csv", b"slug,name\nx,\xff\n", "cannot be read"),
        ("x.csv", b"slug,name\nx," + b"y" * 70_000, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)

    _out, err, end = run("import", str(tmp_path / name), "--dry-run")

    assert said in err
    assert end


@pytest.mark.parametrize("name", ["missing.json", "list.txt"])
def test_another_file_is_refused(tmp_path, name):
    (tmp_path / "list.txt").write_text("x")

    _out, _err, end = run("import", str(tmp_path / name), "--dry-run")

    assert name in end


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--how", "page"), "--by"),
        (("--by", "robin"), "--how"),
        (("--by", "nobody", "--how", "page"), "no account named nobody"),
        (("--by", "lou", "--how", "page"), "no active resource editor"),
    ],
)
def test_an_import_needs_a_person(path, args, said):
    make_editor("lou").groups.clear()
    write(path, [make_record()])

    _out, _err, end = run("import", str(path), *args)

    assert said in end
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49", "-1", "@x", "\tx", "\rx", "\nx", "＝x", "'=x", "''-x"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back(cell):
    assert guard(cell).startswith("'")
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("cell", ["", "x", "'s Hertogenbosch", "0800", "phone | +49 | 1"])
def test_any_other_cell_stays_as_it_is(cell):
    assert guard(cell) == cell
    assert unguard(cell) == cell


def test_an_export_guards_its_cells_and_the_import_takes_them_back(tmp_path):
    make_helpline(slug="line", notes="=HYPERLINK(1)", name="@home")
    sheet = tmp_path / "all.csv"

    run("export", str(sheet))

    assert "'=HYPERLINK(1)" in sheet.read_text()
    assert "'@home" in sheet.read_text()
    out, _err, _end = run("import", str(sheet), "--dry-run")
    assert "As they are: 1." in out


def test_an_export_without_a_file_goes_to_the_screen():
    make_helpline(slug="line")

    out, _err, _end = run("export")

    assert [record["slug"] for record in json.loads(out)] == ["line"]


def test_cells_hold_every_field():
    record = complete(make_record(week={"mon": ["08:00-12:00"]}, timezone="Europe/Berlin"))

    again, errors = from_cells(to_cells(record))

    assert errors == {}
    assert complete(again) == record


def test_many_rows_half_of_them_broken_are_refused_whole(path):
    write(path, [make_record(country="ZZ" if n % 2 else "DE") for n in range(600)])

    out, err, end = run("import", str(path), "--dry-run")

    assert end == "Rows to correct: 300. Nothing was proposed."
    assert err.count("field country: Write the country's two letters") == 300
    assert "New: 300." in out
