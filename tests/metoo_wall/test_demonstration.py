import pytest
from django.core.management import CommandError, call_command

from metoo_wall.preparing import DEMO_MARKER, mark_a_demonstration


def database(name, engine="sqlite3"):
    return {"ENGINE": f"django.db.backends.{engine}", "NAME": str(name)}


def test_a_fresh_folder_becomes_a_demonstration_and_stays_one(tmp_path):
    own = tmp_path / "wall.sqlite3"

    mark_a_demonstration(database(own), tmp_path)
    own.touch()
    mark_a_demonstration(database(own), tmp_path)

    assert (tmp_path / DEMO_MARKER).exists()


def test_a_wall_that_was_there_before_is_refused(tmp_path):
    own = tmp_path / "wall.sqlite3"
    own.touch()

    with pytest.raises(CommandError, match="no demonstration"):
        mark_a_demonstration(database(own), tmp_path)

    assert not (tmp_path / DEMO_MARKER).exists()


@pytest.mark.parametrize(
    "elsewhere", [database("wall", "postgresql"), database("/srv/wall.sqlite3")]
)
def test_a_database_elsewhere_is_refused(tmp_path, elsewhere):
    with pytest.raises(CommandError, match="DATABASE_URL"):
        mark_a_demonstration(elsewhere, tmp_path)

    assert not (tmp_path / DEMO_MARKER).exists()


@pytest.mark.django_db
def test_prepare_asks_before_it_writes(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path

    with pytest.raises(CommandError, match="DATABASE_URL"):
        call_command("prepare")

    assert list(tmp_path.iterdir()) == []


def test_the_examples_need_the_marker(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path

    with pytest.raises(CommandError, match="make demo"):
        call_command("demo")


INVENTED = "A demonstration: every post here is an invented example."


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/stories/", "/feed/", "/numbers/", "/numbers.json", "/numbers.csv"]
)
def test_a_demonstration_says_so_in_each_file_and_on_each_page(client, settings, path):
    plain = client.get(path).content.decode()
    settings.DEMO = True

    told = client.get(path).content.decode()

    assert INVENTED in told
    assert INVENTED not in plain
    assert INVENTED not in client.get(f"/fr{path}").content.decode()  # there in French
