"""What stands on the wall. A row in `Story` is public by definition: nothing else is ever in that table."""

import secrets
from datetime import date

from django.db import models
from django.db.models import Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import language_name

# No vowels, so that no word appears; 12 of 28 are 57 random bits.
PUBLIC_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12
CLOTHS = 12
BEHIND_ALL = 2**63 - 1  # no id is as large
_DIGITS = str.maketrans(PUBLIC_ID_ALPHABET, "0123456789abcdefghijklmnopqr")


def new_public_id() -> str:
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _i in range(PUBLIC_ID_LENGTH))


class Detail(models.TextChoices):
    NONE = "none", _("not described")
    SOME = "some", _("in some detail")
    GRAPHIC = "graphic", _("in full detail")


class Kind(models.TextChoices):
    BARE = "bare", _("a phrase")
    STORY = "story", _("a story")


class Phrase(models.Model):
    """A form of "me too", such as #MeToo or its local alternatives."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    tag = models.CharField(_("tag"), max_length=60)
    seams = models.CharField(
        _("seams"), max_length=70, help_text=_("The tag with | where a line may break: #Me|Too")
    )
    language = models.CharField(_("language"), max_length=12)
    direction = models.CharField(
        _("direction"),
        max_length=3,
        choices=[("ltr", _("left to right")), ("rtl", _("right to left"))],
    )
    meaning = models.CharField(_("meaning"), max_length=120, blank=True)
    is_offered = models.BooleanField(_("can be chosen"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=["ltr", "rtl"]), name="phrase_direction_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.tag

    @property
    def pieces(self) -> list[str]:
        return self.seams.split("|")


class ContentWarning(models.Model):
    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    short = models.CharField(_("short label"), max_length=30, help_text=_("For a small card."))
    description = models.CharField(_("description"), max_length=240, blank=True)
    is_heavy = models.BooleanField(_("heavy"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("content warning")
        verbose_name_plural = _("content warnings")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


class Guideline(models.Model):
    """What is published, redacted and declined, in words for everybody."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


def _literally(condition: str) -> RawSQL:
    """A condition that partial indexes have: SQLite takes them only where the query says the same, without a parameter."""
    return RawSQL(condition, (), output_field=models.BooleanField())  # noqa: S611


class StoryQuerySet(models.QuerySet):
    def listed(self) -> "StoryQuerySet":
        """What a list needs, newest first: never the letters themselves."""
        return (
            self.select_related("phrase")
            .prefetch_related("warnings")
            .defer("text", "html", "afterword", "afterword_html")
            .order_by("-id")
        )

    def after(self, public_id: str) -> "StoryQuerySet":
        """Everything older than this story, even where it is gone; all, where it never was."""
        return self.filter(id__lt=place_of(public_id))

    def of_kind(self, kind: str) -> "StoryQuerySet":
        return self.filter(_literally(f"stories_story.kind = '{Kind(kind).value}'"))

    def in_language(self, language: str) -> "StoryQuerySet":
        return self.filter(_literally("NOT stories_story.language = ''"), language=language)

    def without(self, warnings: list[str]) -> "StoryQuerySet":
        if not warnings:
            return self
        spoken = self.model.warnings.through.objects.filter(
            story_id=models.OuterRef("pk"), contentwarning__slug__in=warnings
        )
        return self.filter(~models.Exists(spoken))


class Story(models.Model):
    """A bare post or a story as published; it knows its month and nothing finer."""

    public_id = models.CharField(
        _("public id"), max_length=12, unique=True, default=new_public_id, editable=False
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    phrase = models.ForeignKey(
        Phrase, models.PROTECT, null=True, blank=True, verbose_name=_("phrase")
    )
    name = models.CharField(_("shown name"), max_length=40, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("rendered text"), blank=True, editable=False)
    opening = models.CharField(_("opening words"), max_length=200, blank=True, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=0)
    warnings = models.ManyToManyField(ContentWarning, blank=True, verbose_name=_("warnings"))
    detail = models.CharField(_("detail"), max_length=7, choices=Detail, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    month = models.PositiveIntegerField(_("month"), help_text=_("Year and month: 202611"))
    afterword = models.TextField(_("where the author is now"), blank=True)
    afterword_html = models.TextField(_("the same, rendered"), blank=True, editable=False)
    afterword_month = models.PositiveIntegerField(_("month of it"), null=True, blank=True)
    takes_support = models.BooleanField(_("takes support"), default=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-id"]
        # Nine of ten rows are a phrase that says no language: they stand in none of these.
        indexes = [
            models.Index(fields=["kind", "id"], condition=Q(kind="story"), name="story_letters"),
            models.Index(
                fields=["phrase", "id"], condition=Q(kind="story"), name="story_letters_by_phrase"
            ),
            models.Index(
                fields=["language", "id"], condition=~Q(language=""), name="story_by_language"
            ),
            models.Index(
                fields=["language", "id"],
                condition=Q(kind="bare") & ~Q(language=""),
                name="story_phrases_by_language",
            ),
            models.Index(
                fields=["phrase", "language", "id"],
                condition=~Q(language=""),
                name="story_by_phrase_and_language",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(phrase__isnull=False) | ~Q(text=""), name="story_has_text_or_phrase"
            ),
            models.CheckConstraint(
                condition=Q(kind="bare", text="", html="", opening="")
                | (Q(kind="story") & ~Q(text="")),
                name="story_kind_says_whether_it_has_text",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=201701, month__lte=299912), name="story_month_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(detail__in=["", *Detail.values]), name="story_detail_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("wall:story", args=[self.public_id])

    @property
    def body(self) -> SafeString:
        """The letter as HTML: made by text.render at publication, cleaned by bleach."""
        return mark_safe(self.html)  # noqa: S308

    @property
    def afterword_body(self) -> SafeString:
        return mark_safe(self.afterword_html)  # noqa: S308

    @cached_property
    def speaks_of(self) -> list[ContentWarning]:
        return list(self.warnings.all())

    @property
    def warning_slugs(self) -> list[str]:
        return [warning.slug for warning in self.speaks_of]

    @property
    def is_heavy(self) -> bool:
        """Speaks of something heavy, or in full detail: after three of these in a row readers are offered a rest."""
        return self.detail == Detail.GRAPHIC or any(w.is_heavy for w in self.speaks_of)

    @property
    def shown_name(self) -> str:
        return self.name or str(_("Anonymous"))

    @property
    def month_name(self) -> str:
        return month_name_of(self.month)

    @property
    def afterword_month_name(self) -> str:
        return month_name_of(self.afterword_month) if self.afterword_month else ""

    @property
    def language_note(self) -> str:
        return "" if self.kind == Kind.BARE else note_of(self.language)

    @property
    def number(self) -> int:
        return number_of(self.public_id)

    @property
    def cloth(self) -> int:
        return self.number % CLOTHS + 1

    @property
    def grain(self) -> int:
        return self.number // CLOTHS % 4 == 0

    @property
    def cut(self) -> str:
        return cut_of(self.public_id)


def number_of(public_id: str) -> int:
    """The public id as a number: what its cloth is cut by, for life."""
    return int(public_id.translate(_DIGITS), len(PUBLIC_ID_ALPHABET))


# One in four lies across the grain.
_CUTS = tuple(
    f"cloth-{cloth + 1}{grain}" for grain in (" cross-grain", "", "", "") for cloth in range(CLOTHS)
)


def cut_of(public_id: str) -> str:
    """A piece's cloth, and whether it lies across the grain: names of the style sheet."""
    return _CUTS[number_of(public_id) % len(_CUTS)]


def note_of(language: str) -> str:
    """The name of a letter's language, where it is not the one of the page."""
    here = (get_language() or "en").split("-")[0]
    return "" if language.split("-")[0] in ("", here) else language_name(language, here)


def month_name_of(month: int) -> str:
    return date_format(date(month // 100, month % 100, 1), "YEAR_MONTH_FORMAT")


class GoneStory(models.Model):
    """Where a story stood: lets its address answer 410, and a page continue after it."""

    public_id = models.CharField(_("public id"), max_length=12, unique=True)
    place = models.BigIntegerField(_("place"))

    class Meta:
        verbose_name = _("gone story")
        verbose_name_plural = _("gone stories")

    def __str__(self) -> str:
        return self.public_id


def place_of(public_id: str) -> Coalesce:
    """Where a story stands or stood, for the database to find in the question that asks; behind all where it never was."""
    standing = Story.objects.filter(public_id=public_id).order_by().values("id")
    gone = GoneStory.objects.filter(public_id=public_id).order_by().values("place")
    return Coalesce(Subquery(standing), Subquery(gone), BEHIND_ALL)
