"""How many stand on the wall, counted once as they come, and never all over again.

Posting touches nothing here: a row that every post changes would make everybody wait for everybody. A job of the timer
counts what came since; what leaves the wall, comes back or changes is put right in its own transaction. Both hold
the one row of `Counted`, so each story is in the cells exactly once or not at all. Country is in the cells, and on no page
but as `stories.wall.numbers` publishes it.
"""

from datetime import date

from django.db import connection, models, transaction
from django.db.models import F, Func, Q, Subquery
from django.utils.translation import gettext_lazy as _

from stories.models.public import Kind, Story

STEP = 50_000  # ids in one transaction: about a tenth of a second, so that nobody waits long
COLUMNS = ("month", "phrase_number", "language", "country", "kind")
# `id > last AND id <= upto` also tells SQLite's parser that ON belongs to the conflict.
COUNT = """
    INSERT INTO stories_cell (month, phrase_number, language, country, kind, count)
    SELECT month, COALESCE(phrase_id, 0), language, country, kind, COUNT(*) FROM stories_story
    WHERE id > %s AND id <= %s GROUP BY month, COALESCE(phrase_id, 0), language, country, kind
    ON CONFLICT (month, phrase_number, language, country, kind)
    DO UPDATE SET count = stories_cell.count + excluded.count
"""
# Whoever has begun to write to the table, and not ended. PostgreSQL locks it before it gives out an id.
WRITERS = """
    SELECT virtualtransaction FROM pg_locks WHERE relation = 'stories_story'::regclass AND mode = 'RowExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid IS DISTINCT FROM pg_backend_pid()
"""


class Cell(models.Model):
    """How many of the counted stories share all of this."""

    month = models.PositiveIntegerField(_("month"))
    phrase_number = models.PositiveBigIntegerField(_("phrase"), help_text=_("Its id; 0: none."))
    language = models.CharField(_("language"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    count = models.PositiveBigIntegerField(_("how many"))

    class Meta:
        verbose_name = _("cell")
        verbose_name_plural = _("cells")
        constraints = [
            models.UniqueConstraint(fields=COLUMNS, name="cell_is_there_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="cell_holds_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.month}: {self.count}"


class Counted(models.Model):
    """The one row that says up to where the cells count, and how many that is."""

    last_id = models.BigIntegerField(_("counted up to"), default=0)
    horizon = models.BigIntegerField(_("to be counted next, up to"), default=0)
    writers = models.JSONField(
        _("who was writing then"), default=list, help_text=_("Transactions of PostgreSQL.")
    )
    total = models.PositiveBigIntegerField(_("how many"), default=0)

    class Meta:
        verbose_name = _("how far was counted")
        verbose_name_plural = _("how far was counted")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="counted_is_one_row"),
            models.CheckConstraint(
                condition=Q(horizon__gte=F("last_id")), name="counted_ends_at_its_horizon"
            ),
        ]

    def __str__(self) -> str:
        return str(self.total)

    @classmethod
    def hold(cls, *, wait: bool = True) -> "Counted | None":
        """The row, held to the end of the transaction. Without `wait`, None where somebody else holds it.

        Held after the row of a submission, and for one submission in a transaction: nobody waits in a circle.
        """
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update(skip_locked=not wait).filter(pk=1).first()

    def change(self, story: Story, by: int) -> None:
        """`by` is 1 for a story that stands again, -1 for one that leaves; nothing where it was not counted yet.

        Never refuses: a figure that is wrong must not keep anybody from taking their words back.
        """
        if story.id > self.last_id:
            return
        (_put_in if by > 0 else _take_out)(story)
        self.total = max(0, self.total + by)
        self.save(update_fields=["total"])


class Figures(models.Model):
    """What the page of numbers says: one row, made by `stories.wall.numbers`. No figure under ten stands in it."""

    as_of = models.DateField(_("as of"))
    total = models.PositiveBigIntegerField(_("how many"), null=True)
    tables = models.JSONField(_("tables"), default=dict)
    countries_as_of = models.DateField(_("countries as of"), default=date.min)

    class Meta:
        verbose_name = _("published figures")
        verbose_name_plural = _("published figures")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="figures_are_one_row"),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__gte=10), name="figures_have_no_small_total"
            ),
        ]

    def __str__(self) -> str:
        return str(self.as_of)


class CountryFigure(models.Model):
    """How many said a country, as last published: in tens, and only ever changed at the turn of a month."""

    country = models.CharField(_("country"), max_length=2, unique=True)
    count = models.PositiveBigIntegerField(_("how many, about"))
    is_shown = models.BooleanField(_("is shown"), default=True)

    class Meta:
        verbose_name = _("country's figure")
        verbose_name_plural = _("countries' figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=10), name="country_figure_is_no_small_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.count}"


def tally() -> int:
    """How many stand on the wall, exactly: what was counted, and the few that came since.

    The second query holds for the row that the first one read, or is asked again. In one, PostgreSQL would not know how
    few come behind the id, and read the whole table.
    """
    for _attempt in range(5):
        last_id = Counted.objects.filter(pk=1).values_list("last_id", flat=True).first()
        tail = Story.objects.filter(id__gt=last_id or 0).order_by()
        came = Subquery(
            tail.annotate(n=Func(F("pk"), function="COUNT")).values("n"),
            output_field=models.BigIntegerField(),
        )
        known = Counted.objects.filter(pk=1, last_id=last_id).values_list(F("total") + came)
        if last_id is not None and (row := known.first()):
            return row[0]
    return Story.objects.count()


def count_new() -> None:
    """Counts what came since the last time; a job of the timer, in as many workers as there are."""
    until = _newest()
    while (reached := _count_a_step()) is not None and reached < until:
        pass


@transaction.atomic
def _count_a_step() -> int | None:
    """Up to where it is counted now; None where that must wait.

    PostgreSQL hands out ids before commits: a lower one may appear after a higher one. What a look saw as the newest is
    counted once everybody who was writing at that look has ended. The newest is read first, so no writer is missed.
    """
    counted = Counted.hold(wait=False)
    if counted is None:
        return None
    if counted.last_id == counted.horizon:
        counted.horizon = max(_newest(), counted.last_id)  # the newest may have left
        counted.writers = _writers()
    counted.writers = sorted({*counted.writers} & {*_writers()})
    if not counted.writers and counted.last_id < counted.horizon:
        _count_up_to(counted, min(counted.horizon, counted.last_id + STEP))
    counted.save()
    return None if counted.writers else counted.last_id


def _newest() -> int:
    return Story.objects.aggregate(newest=models.Max("id"))["newest"] or 0


def _writers() -> list[str]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return [writer for (writer,) in cursor.fetchall()]


def _count_up_to(counted: Counted, upto: int) -> None:
    between = Story.objects.filter(id__gt=counted.last_id, id__lte=upto)
    counted.total += between.count()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [counted.last_id, upto])
    counted.last_id = upto


def _put_in(story: Story) -> None:
    cell = _cell_of(story)
    if not Cell.objects.filter(**cell).update(count=F("count") + 1):
        Cell.objects.create(**cell, count=1)


def _take_out(story: Story) -> None:
    """The last one leaves no cell behind."""
    cell = Cell.objects.filter(**_cell_of(story))
    if not cell.filter(count__gt=1).update(count=F("count") - 1):
        cell.delete()


def _cell_of(story: Story) -> dict[str, object]:
    named = {name: getattr(story, name) for name in COLUMNS if name != "phrase_number"}
    return {**named, "phrase_number": story.phrase_id or 0}
