"""The verbs on a helpline. Nobody else writes what readers see of it.

propose → confirm, by two people; `settle` where one person is alone; `drop`; `check` and `take_off`, by one. A
change of state is a compare-and-set, and is written down with who, when and how in the same transaction.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from metoo_wall import ready
from metoo_wall.models import StaffAccount
from resources import people, records
from resources.dates import due_again
from resources.models import Change, Channel, Helpline, Source, Verification
from resources.models.checking import WAITED
from resources.models.two_people import as_agreed
from resources.numbers import numbers_digest
from resources.records import Record
from resources.twins import Twins

ALONE_WAITS = timedelta(hours=72)
BY_A_PERSON = (Verification.How.CALLED, Verification.How.PAGE, Verification.How.LETTER)


class SamePerson(Exception):
    """Who proposed a change cannot confirm it, from no session and no device."""


class ChangedMeanwhile(Exception):
    """The record or the change is no longer what this person saw."""


class NotChecked(Exception):
    """Who confirms says how they checked it: called, operator's page or letter."""


def propose(record: Record, *, by: StaffAccount, how: str) -> Change:
    """A draft that another person can confirm; alone, it happens by itself after 72 hours.

    Raises ValidationError by field, NotAnEditor, NotChecked, ChangedMeanwhile (an open change stands there).
    """
    people.refuse_strangers(by)
    _refuse_unchecked(how)
    if record.get("is_published"):
        record = {**record, "confidence": Helpline.Confidence.CONFIRMED.value}  # by two people
    found = records.errors_of(record)
    if found:
        raise ValidationError(found)
    record = records.complete(record)
    _refuse_a_twin(record)
    waits = timezone.now() + ALONE_WAITS if people.is_alone(by) else None
    return open_change(record, by.get_username(), how, first_account=by, waits_until=waits)


def open_change(record: Record, first_by: str, how: str, **more) -> Change:
    """Writes the draft down. `record` is complete and without errors; a second one at a time is refused."""
    waits = ChangedMeanwhile(_("Another change waits for this record: confirm or drop it first."))
    if Change.objects.filter(slug=record["slug"], state=Change.State.OPEN).exists():
        raise waits
    helpline = _line(record["slug"])
    before = records.record_of(helpline) if helpline else {}
    said = {"first_by": first_by, "first_how": how, **more}
    try:
        with transaction.atomic():
            return Change.objects.create(
                helpline=helpline, slug=record["slug"], record=record, before=before, **said
            )
    except IntegrityError:  # of two at once, the database lets one in
        raise waits from None


def replace_own_change(slug: str, first_by: str) -> None:
    """Drops what waits under the same name, for whoever proposed it and now proposes better."""
    decided = {"second_by": first_by, "second_at": timezone.now(), "state": Change.State.DROPPED}
    with as_agreed():
        waiting = Change.objects.filter(slug=slug, first_by=first_by, state=Change.State.OPEN)
        waiting.update(**decided)


def confirm(change: Change, *, by: StaffAccount, how: str) -> Change:
    """Carries it out. Its own proposer, alone, only starts the 72 hours; with others there, SamePerson."""
    people.refuse_strangers(by)
    _refuse_unchecked(how)
    if not is_first(change, by):
        return _carry_out(change, second_by=by.get_username(), how=how)
    if not people.is_alone(by):
        raise SamePerson
    waits = change.waits_until or timezone.now() + ALONE_WAITS
    _move(change, {"waits_until": waits})
    return change


def settle() -> int:
    """Carries out what waited its 72 hours, where its proposer is still an editor and still alone; how many."""
    waited = Change.objects.filter(state=Change.State.OPEN, waits_until__lte=timezone.now())
    return sum(_settle_one(change) for change in waited.select_related("first_account"))


def drop(change: Change, *, by: StaffAccount) -> None:
    """Any editor, its proposer included."""
    people.refuse_strangers(by)
    decided = {"second_by": by.get_username(), "second_at": timezone.now()}
    _move(change, {"state": Change.State.DROPPED, **decided})


@transaction.atomic
def check(helpline: Helpline, *, by: StaffAccount, how: str) -> Verification:
    """One person looked, and it is right as it stands: the dates move, and what readers reported is settled."""
    people.refuse_strangers(by)
    _refuse_unchecked(how)
    return _note_check(helpline, by.get_username(), how)


@transaction.atomic
def take_off(helpline: Helpline, *, by: StaffAccount) -> None:
    """Off the list at once, by one person: a wrong number does harm. Back on it takes two."""
    people.refuse_strangers(by)
    before = records.record_of(helpline)
    with as_agreed():
        taken = Helpline.objects.filter(pk=helpline.pk, is_published=True)
        if not taken.update(is_published=False):
            raise ChangedMeanwhile(_("It is not on the list any more."))
    helpline.refresh_from_db()
    name, now = by.get_username(), timezone.now()
    Change.objects.create(
        helpline=helpline,
        slug=helpline.slug,
        record=records.record_of(helpline),
        before=before,
        state=Change.State.OFF,
        first_by=name,
        first_account=by,
        first_how=Verification.How.PAGE,
        second_by=name,
        second_at=now,
    )
    ready.leaving()


def is_first(change: Change, account: StaffAccount) -> bool:
    """Whether `account` proposed it: by the account itself, or by its name where the account is gone."""
    name = account.get_username().casefold()
    return change.first_account_id == account.pk or change.first_by.casefold() == name


def write(record: Record, first_by: str, second_by: str) -> Helpline:
    """Puts a complete record into the tables. Only for what two agreed to, and for the reviewed seeds."""
    digest = numbers_digest(
        record["country"], [(c["kind"], c["value"], c["display"]) for c in record["channels"]]
    )
    values = {name: record[name] for name in records.FIELDS}
    values |= {"first_by": first_by, "second_by": second_by, "agreed_numbers": digest}
    with as_agreed():
        helpline, _new = Helpline.objects.update_or_create(slug=record["slug"], defaults=values)
        helpline.channels.all().delete()
        for position, way in enumerate(record["channels"], start=1):
            Channel.objects.create(helpline=helpline, position=position, **way)
    helpline.sources.all().delete()
    Source.objects.bulk_create(Source(helpline=helpline, **source) for source in record["sources"])
    return helpline


@transaction.atomic
def _carry_out(change: Change, *, second_by: str, how: str, checked_by: str = "") -> Change:
    line = _line(change.slug, is_locked=True)
    now_there = records.record_of(line) if line else {}
    if now_there != change.before:
        raise ChangedMeanwhile(_("The record changed since this was proposed: propose it anew."))
    record = dict(change.record)
    twin = _twin_of(record)
    if twin:
        raise ChangedMeanwhile(
            _("“%(slug)s” is the same helpline: change that one.") % {"slug": twin}
        )
    if record["is_published"]:
        record["confidence"] = Helpline.Confidence.CONFIRMED.value  # a person has looked
    decided = {"second_by": second_by, "second_at": timezone.now(), "second_how": how}
    _move(change, {"state": Change.State.DONE, **decided})
    helpline = write(record, change.first_by, second_by)
    with as_agreed():
        Change.objects.filter(pk=change.pk).update(helpline=helpline, record=record)
    _note_check(helpline, checked_by or second_by, how)
    change.refresh_from_db()
    return change


def _settle_one(change: Change) -> bool:
    first = change.first_account
    if not first or not people.editors().filter(pk=first.pk).exists() or not people.is_alone(first):
        return False
    try:
        _carry_out(change, second_by=WAITED, how=change.first_how, checked_by=change.first_by)
    except ChangedMeanwhile:
        return False
    return True


def _note_check(helpline: Helpline, name: str, how: str) -> Verification:
    day = timezone.localdate()
    made = Verification.objects.create(helpline=helpline, by=name, how=how, verified_on=day)
    dates = {"verified_on": day, "next_due_on": due_again(day)}
    Helpline.objects.filter(pk=helpline.pk).update(**dates)
    helpline.did_not_work.all().delete()
    helpline.refresh_from_db()
    return made


def _move(change: Change, values: dict) -> None:
    """Compare-and-set from open; `change` follows."""
    with as_agreed():
        moved = Change.objects.filter(pk=change.pk, state=Change.State.OPEN).update(**values)
    if not moved:
        raise ChangedMeanwhile(_("Somebody else decided this change already."))
    change.refresh_from_db()


def _line(slug: str, *, is_locked: bool = False) -> Helpline | None:
    found = Helpline.objects.filter(slug=slug).prefetch_related("channels", "sources")
    return (found.select_for_update() if is_locked else found).first()


def _refuse_unchecked(how: str) -> None:
    if how not in BY_A_PERSON:
        raise NotChecked


def _refuse_a_twin(record: Record) -> None:
    twin = _twin_of(record)
    if twin:
        message = _("“%(slug)s” is the same helpline: change that record.") % {"slug": twin}
        raise ValidationError({"slug": [message]})


def _twin_of(record: Record) -> str | None:
    return Twins.of(Helpline.objects.filter(country=record["country"])).other(record)
