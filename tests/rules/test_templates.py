"""The Content-Security-Policy forbids what is inline; so nobody writes it, and nothing is marked safe by hand."""

import re

import pytest
from django.conf import settings

TEMPLATES = sorted(
    path for folder in ("templates", "metoo_wall", "stories", "resources")
    for path in (settings.BASE_DIR / folder).rglob("*.html")
)  # fmt: skip
FORBIDDEN = {
    "an inline style": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\ssrc=)",
    "an event handler": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "text marked safe": r"\|\s*safe(seq)?\b|\{%\s*autoescape off",
    "another host's file": r"<(script|link|img|source|iframe)\b[^>]*\s(src|href)=\"(https?:)?//",
    "a tag for previews elsewhere": r"property=\"og:|name=\"twitter:|rel=\"manifest\"",
}


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)

    assert [path.name for path in TEMPLATES if pattern.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("what", "sample"),
    [
        ("an inline style", '<p class="a"\n style="color: red">'),
        ("a style element", "<style>"),
        ("an inline script", "<script>"),
        ("an inline script", '<script type="module">'),
        ("an event handler", '<a href="/" onclick="go()">'),
        ("a javascript: address", '<a href="javascript:go()">'),
        ("text marked safe", "{{ text|safe }}"),
        ("another host's file", '<img alt="" src="https://elsewhere.example/a.png">'),
        ("a tag for previews elsewhere", '<meta property="og:title" content="">'),
    ],
)
def test_the_rule_finds_what_it_looks_for(what, sample):
    assert re.search(FORBIDDEN[what], sample, re.IGNORECASE)
