from django.db import models
from django.utils.translation import gettext_lazy as _


class Lane(models.IntegerChoices):
    """Which of the waiting posts are read first. The number is the order."""

    DANGER = 0, _("may be in danger")
    FLAGGED = 1, _("flagged")
    REST = 2, _("the rest")


class Flag(models.TextChoices):
    """Why a post is in its lane; codes, never words of the text."""

    DANGER = "danger", _("speaks of danger now")
    CONTACT = "contact", _("may hold a contact")
    SECOND = "second", _("a moderator asked for a second reader")
    CONCERN = "concern", _("a reader had a concern")
