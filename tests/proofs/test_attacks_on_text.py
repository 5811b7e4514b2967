"""Texts that attack, from the form through preview and review to the wall: they stay text, and break nothing.

The witness of tests/journeys/ fails each test on a script error, a complaint of the console (the content security
policy's among them) or a request to another host.
"""

from collections.abc import Iterator

import pytest

from tests.proofs.staying_text import Way, walked

MARKUP = [
    "<script>alert(1)</script>",
    "</p></div></textarea></title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)><math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    '"><iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    "<a href=javascript:alert(1)>press</a> https://attack.example/ //attack.example/x.js",
    "<style>*{display:none}</style><link rel=stylesheet href=//attack.example/>",
    "<base href=https://attack.example/><meta http-equiv=refresh content=0;url=//attack.example/>",
    "<form action=//attack.example/><input name=receipt></form><details open ontoggle=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src='--><img src=x onerror=alert(1)//'> <![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#x3C;script&#x3E; &#0; &nbsp;",
    "<p dir=ltr>mine</p><br><P><BR/><p/onclick=alert(1)>",
    "＜script＞alert(1)＜/script＞ ‹script› \u2028<b>\u2029</b>",
]
TEMPLATES = [
    "{{ 7|add:7 }} {% include 'base.html' %} {% debug %} {# gone #} {% endblock %}",
    "{{ settings.SECRET_KEY }} ${7*7} #{7*7} <%= 7*7 %> {{constructor.constructor('alert(1)')()}}",
    "%s %d %(name)s %n %x {0} {name} {0.__class__} $HOME `id` $(id)",
]
QUERIES = [
    "'; DROP TABLE stories_story; -- \" OR 1=1 /* */ \\' \\\\ \\x00 \\u0000 \\n",
    "=cmd|'/c calc'!A1 +1 -1 @SUM(1) ; | & > < ../../etc/passwd",
    "x\r\nSet-Cookie: a=b\r\n\r\n<h1>split</h1>",
]
DIRECTIONS = [
    "\u202eesrever\u202c \u202dforced\u202c \u2066isolated\u2069 \u2067\u2068open",
    "left \u200eLRM\u200f RLM \u061cALM مرحبا left שלום (123) «أ» [b] 12:30",
    "\u202e" * 60 + "stack" + "\u2069" * 60,
    "بی‌نام می‌خواهم 👩‍👩‍👧 ශ්‍රී",
]
MARKS = [
    "Z" + "\u0334\u0335\u0336\u0337\u0338" * 40 + "algo",
    "".join(
        letter + "\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" for letter in "marks"
    ),
    "e\u0301 é \u1112\u1161\u11ab ﬁ Å \u0344 क्षि ก็",
    "\u0301begins with a mark",
]
CONTROLS = [
    "b\x01c\x07d\x08e\x0bf\x0cg\x1bh\x1b[2Ji\x7fj\x85k\x9bl",
    "a\u00adb\u2060c\ufeffd\u200be\u180ef\ufff9g\ufffah\ufffb \ufdd0\ufffe\U0001ffff",
    "hidden \U000e0068\U000e0069 tags \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\t tab \t\t spaces    \u3000wide\u2003 \u00a0 \u2800 \u3164 \u115f end",
    "a\r\nb\rc\u2028d\u2029e\n\n\n\n\n\n\nf \n \n \n g",
]
LONG = ["W" * 3000, "\u202f".join(["no"] * 500), "長" * 1500, "ا" * 1500, "https://" + "a." * 500]
CORPUS = {
    "markup": MARKUP,
    "templates": TEMPLATES,
    "queries": QUERIES,
    "directions": DIRECTIONS,
    "marks": MARKS,
    "controls": CONTROLS,
    "long": LONG,
    "emoji": ["😀" * 10_000],
    "nul": ["a\x00b"],
    "families": ["👩‍👩‍👧‍👦" * 1400],
    "paragraphs": [f"part {number}" for number in range(500)],
}
NAMES = {
    "markup": "<img src=x onerror=alert(1)>",
    "templates": "{{ 7|add:7 }}{% debug %}%s",
    "directions": "\u202eesrever\u202c",
    "marks": "Z" + "\u0334\u0335\u0336\u0337\u0338" * 6,
    "long": "W" * 40,
}


@pytest.fixture(params=list(CORPUS))
def attack(request) -> str:
    return request.param


@pytest.fixture
def way(server, open_context, desk) -> Iterator[Way]:
    with walked(server, open_context, desk) as way:
        yield way


def test_it_stays_text_on_every_page(attack, way, report):
    text = "\n\n".join(CORPUS[attack])
    way.walk(text, NAMES.get(attack, ""))
    report.append(f"{len(CORPUS[attack])} texts, {len(text)} code points")
