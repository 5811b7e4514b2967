"""The states of a submission; `stories/desk/moderation/life.py` says how one leads to another."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ASKED = "asked", _("a question is open")
    OFFERED = "offered", _("awaiting the author's OK")
    HELD = "held", _("held back in a flood")
    PUBLISHED = "published", _("published")
    PAUSED = "paused", _("off the wall while a concern is looked at")
    HIDDEN = "hidden", _("off the wall, as its author wishes")
    DECLINED = "declined", _("declined")
    TAKEN_DOWN = "taken_down", _("taken down")
    WITHDRAWN = "withdrawn", _("withdrawn by the author")


UNDECIDED = (State.WAITING, State.ASKED, State.OFFERED, State.HELD)
STANDING = (State.PUBLISHED, State.PAUSED, State.HIDDEN)  # published once, and can be again
ON_RECORD = (*STANDING, State.TAKEN_DOWN)
REVISING = (State.WAITING, State.ASKED, State.OFFERED, State.DECLINED)


class Part(models.TextChoices):
    """What of a story a submission's text is."""

    LETTER = "letter", _("the letter")
    AFTERWORD = "afterword", _("where I am now")
