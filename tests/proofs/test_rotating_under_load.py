"""Keys rotate while people send letters and come back: no error, and every word is read, by the new key alone."""

import threading
from collections.abc import Iterator

import pytest

from tests.metoo_wall.walls import Wall, new_wall
from tests.proofs.authors import Author

PEOPLE = 4
SECONDS_AFTER = 5
READ = """
from stories.models import Submission
print(sorted(row.words.text for row in Submission.objects.exclude(sealed_words=None)) == sorted(%r))
"""


class Writer(Author):
    """Sends letters alone, and comes back to each; whatever goes wrong is remembered."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.errors: list[str] = []

    def write_until(self, ended: threading.Event) -> None:
        while not ended.is_set():
            form = self._new_form()
            if "text" not in form:
                continue
            try:
                self.forms.append(form)
                assert "It waits to be read" in self.come_back(self.send(form))
            except Exception as error:  # noqa: BLE001  (in a thread: the test judges it)
                self.errors.append(repr(error)[:300])


@pytest.fixture
def wall(tmp_path) -> Iterator[Wall]:
    with new_wall(tmp_path / "var") as wall:
        wall.start()
        yield wall


def test_nobody_notices_a_rotation(wall, report):
    ended = threading.Event()
    writers = [Writer(wall.port) for _person in range(PEOPLE)]
    threads = [threading.Thread(target=each.write_until, args=[ended]) for each in writers]
    for thread in threads:
        thread.start()
    try:
        said = wall.run("manage.py", "keys", "rotate", "--settled", "2")
        during = sum(len(each.forms) for each in writers)
        ended.wait(SECONDS_AFTER)
    finally:
        ended.set()
        for thread in threads:
            thread.join()

    assert [each.errors for each in writers] == [[]] * PEOPLE
    texts = [form["text"] for each in writers for form in each.forms]
    assert during > PEOPLE
    assert len(texts) > during
    assert "Sealed anew" in said
    assert "TEXT_KEYS: 1 taken out" in wall.run("manage.py", "keys", "forget")
    assert wall.shell(READ % texts).endswith("True")
    report.append(f"{len(texts)} letters, {during} of them before the rotation had ended")
