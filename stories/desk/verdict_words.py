"""What is said of a verdict: how many became what, each told apart."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.models.private import FloodVerdict


def told(verdict: FloodVerdict) -> str:
    """ "198 declined, 2 had changed meanwhile." """
    if not verdict.total:
        return _("Nothing was left to decide.")
    said = ", ".join(_parts(verdict)) + "."
    if verdict.is_over:
        return said
    left = verdict.total - verdict.handled
    return f"{said} " + ngettext(
        "At most %(n)d more follows by itself within minutes; you can go on.",
        "At most %(n)d more follow by themselves within minutes; you can go on.",
        left,
    ) % {"n": left}


def _parts(verdict: FloodVerdict) -> list[str]:
    parts = [_done(verdict)]
    if verdict.offered:
        parts.append(
            ngettext(
                "%(n)d waits for its author’s OK",
                "%(n)d wait for their authors’ OK",
                verdict.offered,
            )
            % {"n": verdict.offered}
        )
    if verdict.kept:
        parts.append(
            ngettext(
                "%(n)d stays in the queue, to be read",
                "%(n)d stay in the queue, to be read",
                verdict.kept,
            )
            % {"n": verdict.kept}
        )
    if verdict.is_over and verdict.changed:
        parts.append(
            ngettext("%(n)d had changed meanwhile", "%(n)d had changed meanwhile", verdict.changed)
            % {"n": verdict.changed}
        )
    return parts


def _done(verdict: FloodVerdict) -> str:
    if verdict.verb == FloodVerdict.Verb.DECLINE:
        said = ngettext("%(n)d declined", "%(n)d declined", verdict.done)
    else:
        said = ngettext("%(n)d let through", "%(n)d let through", verdict.done)
    return said % {"n": verdict.done}
