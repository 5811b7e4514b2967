"""What editors change in the movement's pages is written down: who, when, and each field before and after.

All of it is public text. Helplines have a history of their own (`Change`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NOBODY_SIGNED_IN = "the shell"
_by: ContextVar[str] = ContextVar("by", default=NOBODY_SIGNED_IN)


class HistoryStays(Exception):
    """The history of changes is added to, never changed."""


@contextmanager
def written_by(name: str) -> Iterator[None]:
    token = _by.set(name)
    try:
        yield
    finally:
        _by.reset(token)


class StayingQuerySet(models.QuerySet):
    def update(self, **values):
        raise HistoryStays

    def delete(self):
        raise HistoryStays

    delete.queryset_only = True


class Edit(models.Model):
    """One change of one record. `fields` is {name: [before, after]}."""

    class Act(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")

    model = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("record"), max_length=120)
    act = models.CharField(_("what happened"), max_length=8, choices=Act)
    fields = models.JSONField(_("fields"))
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = StayingQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model", "key"], name="edit_by_record")]

    def __str__(self) -> str:
        return f"{self.model} {self.key} {self.act}"

    def save(self, *args, **options) -> None:
        if self.pk:
            raise HistoryStays
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise HistoryStays


class RecordedQuerySet(models.QuerySet):
    """Writes through each record, so that none changes without its history."""

    def update(self, **values):
        for row in self:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        return len(self)

    update.alters_data = True

    def delete(self):
        counts = [row.delete()[0] for row in self]
        return sum(counts), {}

    delete.alters_data = True
    delete.queryset_only = True


class Recorded(models.Model):
    class Meta:
        abstract = True

    def save(self, *args, **options) -> None:
        kept = self._kept()
        with transaction.atomic():
            super().save(*args, **options)
            now = self._kept() or {}
            act = Edit.Act.ADDED if kept is None else Edit.Act.CHANGED
            note_edit(self, act, kept or {}, now)

    def delete(self, *args, **options):
        kept = self._kept() or {}
        with transaction.atomic():
            note_edit(self, Edit.Act.REMOVED, kept, {})
            return super().delete(*args, **options)

    def _kept(self) -> dict | None:
        rows = models.QuerySet(type(self)).filter(pk=self.pk) if self.pk else []
        return next((values_of(row) for row in rows), None)


def values_of(row: models.Model) -> dict[str, str]:
    """Every field as text, those of all languages too."""
    fields = (f for f in row._meta.concrete_fields if not f.primary_key)
    return {f.attname: str(row.__dict__.get(f.attname) or "") for f in fields}


def note_edit(row: models.Model, act: str, before: dict, after: dict) -> None:
    """Writes down what differs; nothing where nothing does."""
    names = {**before, **after}
    changed = {n: [before.get(n, ""), after.get(n, "")] for n in names}
    changed = {n: pair for n, pair in changed.items() if pair[0] != pair[1]}
    if changed:
        name = row._meta.model_name
        key = getattr(row, "slug", None) or str(row)
        Edit.objects.create(model=name, key=key[:120], act=act, fields=changed, by=_by.get())
