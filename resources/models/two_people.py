"""A number that readers see changes by two people, whoever asks: the admin, a command or a shell.

`resources/changing.py` carries a change out once two have agreed to it, inside `as_agreed()`. Anybody else who
writes is refused here. What goes past this file altogether (raw SQL) is not shown: see `Helpline.is_as_agreed`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.utils.translation import gettext_lazy as _

_agreed: ContextVar[bool] = ContextVar("agreed", default=False)


class TwoPeopleNeeded(Exception):
    """Propose the change (`resources.changing.propose`), and have another person confirm it."""

    def __init__(self) -> None:
        super().__init__(_("What readers see of a helpline changes by two people: propose it."))


@contextmanager
def as_agreed() -> Iterator[None]:
    token = _agreed.set(True)
    try:
        yield
    finally:
        _agreed.reset(token)


def refuse_unless_agreed() -> None:
    if not _agreed.get():
        raise TwoPeopleNeeded


def is_agreed() -> bool:
    return _agreed.get()


class GuardedQuerySet(models.QuerySet):
    """Refuses what would go past `save()` and `delete()`, where the rule stands."""

    open_fields: frozenset[str] = frozenset()

    def update(self, **values):
        if set(values) - self.open_fields:
            refuse_unless_agreed()
        return super().update(**values)

    update.alters_data = True

    def bulk_create(self, *args, **options):
        refuse_unless_agreed()
        return super().bulk_create(*args, **options)

    def bulk_update(self, *args, **options):
        refuse_unless_agreed()
        return super().bulk_update(*args, **options)

    def delete(self):
        refuse_unless_agreed()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True
