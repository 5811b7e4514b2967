"""A paper that names a file names one that exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PATH = re.compile(
    r"`((?:metoo_wall|stories|resources|templates|tests|seeds|docs|deploy|bench)/[\w./-]+\.\w+)`"
)
LINK = re.compile(r"\]\((?!http|#)([^)#]+)")
PAPERS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_the_threat_model_names_code_and_tests():
    named = PATH.findall((ROOT / "docs" / "threat-model.md").read_text())

    assert sum(path.startswith("tests/") for path in named) > 15


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_path_in_a_paper_exists(paper):
    text = paper.read_text()
    named = {ROOT / path for path in PATH.findall(text)}
    linked = {paper.parent / Path(link) for link in LINK.findall(text)}

    assert [str(path) for path in named | linked if not path.exists()] == []
