"""Every English sentence that an author or a reader can meet, page by page, read out of the templates and the code that make it."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings

ROOT = settings.BASE_DIR
TEMPLATES = ROOT / "templates"
TRANSLATE = re.compile(r"""\{%\s*translate\s+(["'])(.*?)\1""")
BLOCK = re.compile(r"\{%\s*blocktranslate\b.*?%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.S)
MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.S)
INCLUDE = re.compile(r"""\{%\s*include\s+"([^"]+)\"""")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
FILLED = re.compile(r"\{\{.*?\}\}|%\(\w+\)\w")

# Pages as people meet them: the template, and the modules whose labels and messages it shows.
OF_HELPLINES = ("resources/forms.py", "resources/hours.py", "resources/wording.py")
PAGES = {
    "home": ("stories/home.html", ()),
    "guidelines": ("stories/guidelines.html", ()),
    "share": ("stories/share.html", ("stories/intake/forms.py",)),
    "preview": ("stories/preview.html", ("stories/intake/hints.py",)),
    "receipt": ("stories/receipt.html", ()),
    "receipt kept": ("stories/receipt_kept.html", ()),
    "come back": ("stories/yours.html", ()),
    "unknown number": ("stories/yours_unknown.html", ()),
    "too many numbers": ("stories/yours_later.html", ()),
    "own page": ("stories/own.html", ("stories/intake/own_forms.py",)),
    "change": ("stories/own_edit.html", ()),
    "preview of a change": ("stories/own_preview.html", ()),
    "taken back": ("stories/withdrawn.html", ()),
    "closed page": ("stories/sealed_gone.html", ()),
    "gone piece": ("stories/gone.html", ()),
    "words given back": ("stories/share_kept.html", ()),
    "concern": ("stories/concern.html", ()),
    "concern sent": ("stories/concern_sent.html", ()),
    "safety": ("stories/safety.html", ()),
    "what we hold": ("what_we_hold.html", ("metoo_wall/holdings.py",)),
    "every page": (("base.html", "_unchecked.html"), ()),
    "wall": (("stories/wall.html", "stories/_piece.html"), ()),
    "choice": ("stories/choose.html", ("stories/wall/choosing.py",)),
    "letter": ("stories/story.html", ()),
    "place to rest": ("stories/rest.html", ()),
    "numbers": ("stories/numbers.html", ("stories/wall/numbers_views.py",)),
    "feed": ((), ("stories/wall/feed.py",)),
    "helplines": ("resources/helpline_list.html", OF_HELPLINES),
    "helplines to carry": ("resources/helpline_pocket.html", ("resources/plain_text.py",)),
    "options": ("resources/option_list.html", ()),
    "purposes": ("resources/purpose_list.html", ()),
    "movement": ("resources/milestone_list.html", ()),
    "allies": ("resources/ally_advice_list.html", ()),
    "notices": ("_error_summary.html", ("stories/intake/pages.py",)),
    "errors": (
        ("400.html", "403_cross_site.html", "403.html", "404.html", "405.html", "410.html",
         "413.html", "500.html", "503.html", "503_no_room.html", "away_altogether.html", "sunset.html"), (),
    ),
}  # fmt: skip
OF_STAFF = {"admin", "staff", "django_otp_webauthn"}
MORE_CODE = (
    "stories/desk/waits.py",
    "stories/models/private/readers.py",
    "stories/wall/choosing.py",
)
SEEDS = {"reasons": ("text_en",), "guidelines": ("title_en", "text_en")}
# What we wrote ourselves of a page's own content; what others stated is quoted in their words.
SEEDED = {
    "guidelines": {"guidelines": ("title_en", "text_en")},
    "options": {"options": ("title_en", "text_en")},
    "movement": {"milestones": ("what_en", "text_en"), "criticisms": ("text_en", "answer_en")},
    "allies": {"ally_advice": ("text_en",)},
    "share": {"content_warnings": ("description_en",)},
}


def pages() -> dict[str, list[str]]:
    """The English copy of each page, as a list of sentences, labels and buttons."""
    read = {name: [*_of_page(*parts)] for name, parts in PAGES.items()}
    read["reasons and questions"] = [*_of_seed("reasons", SEEDS["reasons"])]
    for page, seeds in SEEDED.items():
        read[page] += [said for seed, fields in seeds.items() for said in _of_seed(seed, fields)]
    return {name: [*dict.fromkeys(sentences)] for name, sentences in read.items()}


def everything() -> dict[str, list[str]]:
    """The same by file: every public template, every module of the author's side, every reason and guideline."""
    public = [path for path in TEMPLATES.rglob("*.html") if not OF_STAFF & set(path.parts)]
    code = [*(ROOT / "stories" / "intake").glob("*.py"), *(ROOT / path for path in MORE_CODE)]
    read = {str(path): of_template(path.read_text()) for path in public}
    read |= {str(path): of_code(path.read_text()) for path in code}
    return read | {name: [*_of_seed(name, SEEDS[name])] for name in SEEDS}


def of_template(source: str) -> list[str]:
    """What a template's source says, without its includes; words that nobody can translate, too."""
    blocks = [part for text in BLOCK.findall(source) for part in re.split(r"\{%.*?%\}", text)]
    bare = MARKUP.sub("\n", TRANSLATE.sub("", BLOCK.sub("", source))).splitlines()
    said = [text for _quote, text in TRANSLATE.findall(source)] + blocks + bare
    return [_plain(text) for text in said if re.search(r"\w", text)]


def of_code(source: str) -> list[str]:
    """What a module hands to gettext."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    said = [call.args for call in calls if getattr(call.func, "id", "") in GETTEXT]
    words = [arg.value for args in said for arg in args if isinstance(arg, ast.Constant)]
    return [_plain(text) for text in words if isinstance(text, str)]


def _of_page(templates: str | tuple[str, ...], modules: tuple[str, ...]) -> Iterator[str]:
    for name in (templates,) if isinstance(templates, str) else templates:
        yield from _of_template(name)
    for path in modules:
        yield from of_code((ROOT / path).read_text())


@cache
def _of_template(name: str) -> list[str]:
    """A template and whatever of ours it includes."""
    source = (TEMPLATES / name).read_text()
    return [
        *of_template(source),
        *(said for part in INCLUDE.findall(source) for said in _of_template(part)),
    ]


def _of_seed(name: str, fields: tuple[str, ...]) -> list[str]:
    records = json.loads((ROOT / "seeds" / f"{name}.json").read_text())
    return [record[field] for record in records for field in fields if record.get(field)]


def _plain(text: str) -> str:
    return " ".join(FILLED.sub("3", text).split())
