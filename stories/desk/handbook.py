"""The handbook as a page of the desk: the same text as docs/moderation.md, so that there is one."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

PAPER = settings.BASE_DIR / "docs" / "moderation.md"


@cache
def as_html() -> SafeString:
    """Its tables and headings; HTML inside it would be shown as text. Links between papers lead nowhere here."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("link")
    _title, _line, text = PAPER.read_text(encoding="utf-8").partition("\n")
    return mark_safe(parser.render(text))  # noqa: S308  (our own paper, and no HTML in it)


def handbook(request: HttpRequest, admin_site) -> HttpResponse:
    context = {
        **admin_site.each_context(request),
        "title": _("Moderation: a short handbook"),
        "handbook": as_html(),
    }
    return TemplateResponse(request, "admin/stories/submission/handbook.html", context)
