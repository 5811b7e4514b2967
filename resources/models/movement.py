"""What the movement states about itself, what is said against it, and what others can do.

Every statement names the documents it stands in; where documents disagree, a milestone carries an
account for each.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.models.history import Recorded, RecordedQuerySet


class Page(models.TextChoices):
    """Where a reader can see it: names of addresses."""

    SHARE = "intake:share", _("Share")
    WALL = "wall:stories", _("The wall")
    GUIDELINES = "wall:guidelines", _("What is published")
    SAFETY = "safety", _("Leaving, and what it hides")
    HELPLINES = "resources:helplines", _("Find help")
    PURPOSES = "resources:purposes", _("Purposes")
    ALLIES = "resources:allies", _("What allies can do")
    OPTIONS = "resources:options", _("What can I do now")


class Document(Recorded):
    slug = models.SlugField(_("short name"), unique=True)
    title = models.CharField(_("title"), max_length=200, help_text=_("As printed."))
    publisher = models.CharField(_("publisher"), max_length=200)
    dated = models.CharField(_("date"), max_length=120, help_text=_("In words, or “undated”."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class StatementQuerySet(RecordedQuerySet):
    def listed(self) -> "StatementQuerySet":
        return self.filter(is_published=True).prefetch_related("documents")


class Statement(Recorded):
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    documents = models.ManyToManyField(Document, related_name="+", verbose_name=_("documents"))
    is_published = models.BooleanField(_("published"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = StatementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.slug


class Purpose(Statement):
    text = models.TextField(_("text"))
    stated_by = models.CharField(_("stated by"), max_length=160)

    class Meta(Statement.Meta):
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")


class MilestoneQuerySet(StatementQuerySet):
    def listed(self) -> "MilestoneQuerySet":
        return super().listed().prefetch_related("accounts__document")


class Milestone(Statement):
    when = models.CharField(_("when"), max_length=120, help_text=_("In words."))
    sort_key = models.CharField(
        _("sort key"), max_length=20, help_text=_("Such as 2017-10-15-2: orders the page.")
    )
    what = models.TextField(_("what happened"))

    objects = MilestoneQuerySet.as_manager()

    class Meta(Statement.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sort_key"], name="milestone_has_its_own_place")
        ]


class MilestoneAccount(Recorded):
    """How one document tells it, where documents disagree."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="accounts")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    text = models.TextField(_("what this document says"))

    objects = RecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["document__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "document"], name="milestone_account_is_one_per_document"
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.document}"


class Criticism(Statement):
    text = models.TextField(_("criticism"))
    answer = models.TextField(_("what the wall does about it"))
    link_name = models.CharField(_("seen on"), max_length=40, choices=Page, blank=True)

    class Meta(Statement.Meta):
        verbose_name = _("criticism")
        verbose_name_plural = _("criticisms")


class AllyAdvice(Statement):
    text = models.TextField(_("advice"))

    class Meta(Statement.Meta):
        verbose_name = _("advice for allies")
        verbose_name_plural = _("advice for allies")


class Option(Statement):
    """Something that one can do after being harmed, in general terms. None comes before another."""

    class Kind(models.TextChoices):
        FEELING = "feeling", _("For how you feel")
        BODY = "body", _("For your body")
        LAW = "law", _("For your rights")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    link_name = models.CharField(_("leads to"), max_length=40, choices=Page, blank=True)
    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=160,
        blank=True,
        help_text=_("A doctor, lawyer or counsellor, by profession: shown to everybody."),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta(Statement.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.CheckConstraint(
                name="option_review_has_who_and_when",
                condition=Q(reviewed_by="", reviewed_on=None)
                | (~Q(reviewed_by="") & Q(reviewed_on__isnull=False)),
                violation_error_message=_("Say who reviewed it and when, or neither."),
            ),
            models.CheckConstraint(
                name="option_kind_is_a_known_word",
                condition=Q(kind__in=["feeling", "body", "law"]),
            ),
        ]
