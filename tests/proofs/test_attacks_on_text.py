"""Texts that attack, from the form through preview and review to the wall: they stay text, and break nothing.

The witness of tests/journeys/ fails each test on a script error, a complaint of the console (the content security
policy's among them) or a request to another host.
"""

import pytest
from playwright.sync_api import Page, expect

from stories.text.normalise import normalise, one_line
from tests.journeys.walking import (
    is_wider_than_the_screen,
    open_review,
    open_text,
    press,
    take_time,
    words,
)

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
    "paragraphs": [str(number) for number in range(500)],
}
NAMES = {
    "markup": "<img src=x onerror=alert(1)>",
    "templates": "{{ 7|add:7 }}{% debug %}%s",
    "directions": "\u202eesrever\u202c",
    "marks": "Z" + "\u0334\u0335\u0336\u0337\u0338" * 6,
    "long": "W" * 40,
}
PARAGRAPHS = """letter => [...letter.querySelectorAll(':scope > p[dir=auto]')].map(p => [...p.childNodes].map(
    node => node.nodeName === 'BR' ? '\\n' : node.data).join(''))"""
ELEMENTS = "letter => [...new Set([...letter.querySelectorAll('*')].map(each => each.localName))]"
FOREIGN = "main :is(script, style, link, base, meta, img, svg, math, iframe, noscript, [onclick])"
KNOWN = {"p", "br", "bdi", "span", "wbr"}  # ours: the paragraphs, and who it is from
PHONE = {"width": 320, "height": 640}


@pytest.fixture(params=list(CORPUS))
def attack(request) -> str:
    return request.param


@pytest.fixture
def page(open_context) -> Page:
    page = open_context(viewport=PHONE).new_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    return page


def test_it_stays_text_on_every_page(attack, page, desk, report):
    text, name = "\n\n".join(CORPUS[attack]), NAMES.get(attack, "")
    page.goto("/share/")
    words(page).fill(text)
    page.get_by_label("A name to show").fill(name)
    take_time(page)
    press(page, "See it before it goes")
    _is_the_letter(page, text, name)
    press(page, "Send it")
    expect(page.locator("output[name=receipt]")).to_be_visible()

    address = _publish(desk, text)

    for shown in ("/", "/stories/", address):
        page.goto(shown)
        assert not is_wider_than_the_screen(page), shown
    _is_the_letter(page, text, name)
    report.append(f"{len(CORPUS[attack])} texts, {len(text)} code points")


def _publish(desk: Page, text: str) -> str:
    desk.on("dialog", lambda dialog: pytest.fail(dialog.message))
    open_review(desk)
    expect(open_text(desk)).to_have_value(normalise(text))
    assert not is_wider_than_the_screen(desk)
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_text("It is on the wall now.")).to_be_visible()
    desk.goto("/stories/?kind=story")
    return desk.locator(".quilt a").first.get_attribute("href")


def _is_the_letter(page: Page, text: str, name: str) -> None:
    letter = page.locator("div.letter")
    shown = letter.evaluate(PARAGRAPHS)
    written = [part.strip() for part in normalise(text).split("\n\n")]
    if len(written) > len(
        shown
    ):  # a letter has at most 400 paragraphs; the rest is joined, and nothing lost
        shown, written = ["\n".join(shown)], ["\n".join(written)]
    assert shown == [part for part in written if part]
    assert set(letter.evaluate(ELEMENTS)) <= KNOWN
    if name:
        expect(letter.locator(".letter-from bdi")).to_have_text(one_line(name))
    expect(page.locator(FOREIGN)).to_have_count(0)
    assert not is_wider_than_the_screen(page)
