"""A setting that .env.example does not name is a failing test, and so is one that nothing reads."""

import re

from django.conf import settings

READ = re.compile(r"""env\.\w+\(\s*"([A-Z_]+)\"""")
DOCUMENTED = re.compile(r"^#? ?([A-Z_]+)=", re.MULTILINE)
READERS = ("settings.py", "reading.py")


def test_the_example_names_every_setting_that_is_read_and_no_other():
    here = settings.BASE_DIR
    sources = [(here / "metoo_wall" / name).read_text() for name in READERS]
    read = {name for source in sources for name in READ.findall(source)}

    documented = set(DOCUMENTED.findall((here / ".env.example").read_text()))

    assert documented == read


def test_the_example_holds_no_key():
    text = (settings.BASE_DIR / ".env.example").read_text()

    assert not re.search(r"(KEY|KEYS)=.", text)
