"""Which helplines fit whom: the reader's choice on the helplines page, the warnings on a story's page."""

from collections.abc import Iterable
from dataclasses import dataclass

from resources.models import Channel, Helpline, WhoFor
from resources.models.helpline import PEOPLE

ON_A_STORY = 3
ANYWHERE = ""

FOR_WARNING = {
    "rape-or-sexual-assault": [WhoFor.SEXUAL_VIOLENCE],
    "child-sexual-abuse": [WhoFor.CHILDREN, WhoFor.SEXUAL_VIOLENCE],
    "sexual-harassment": [WhoFor.WORKPLACE, WhoFor.SEXUAL_VIOLENCE],
    "image-based-abuse": [WhoFor.SEXUAL_VIOLENCE],
    "stalking": [WhoFor.DOMESTIC_ABUSE],
    "partner-abuse": [WhoFor.DOMESTIC_ABUSE],
    "coercion-or-drugging": [WhoFor.SEXUAL_VIOLENCE, WhoFor.DOMESTIC_ABUSE],
    "family-violence": [WhoFor.DOMESTIC_ABUSE, WhoFor.CHILDREN],
    "injury": [WhoFor.DOMESTIC_ABUSE, WhoFor.SEXUAL_VIOLENCE],
    "self-harm": [WhoFor.CRISIS],
    "suicide": [WhoFor.CRISIS],
    "pregnancy-loss-or-abortion": [WhoFor.WOMEN],
    "eating-distress": [WhoFor.CRISIS],
    "hate-or-discrimination": [WhoFor.LGBTQ, WhoFor.WORKPLACE],
}


@dataclass(frozen=True)
class Wish:
    """What a reader looks for; "" is anything."""

    who: str = ""
    way: str = ""
    language: str = ""
    is_open: bool = False

    def __bool__(self) -> bool:
        return any((self.who, self.way, self.language, self.is_open))


@dataclass(frozen=True)
class Found:
    """The helplines of a country and those from anywhere, and what had to leave the list."""

    here: list[Helpline]
    anywhere: list[Helpline]
    left: list[Helpline]


def find(country: str) -> Found:
    """What two people agreed to and nobody forgot to check. Costs the same queries for any number of lines."""
    rows = Helpline.objects.published().filter(country__in={country, ANYWHERE})
    rows = rows.with_ways().prefetch_related("sources")
    agreed = [line for line in rows if line.is_as_agreed()]
    listed = [line for line in agreed if not line.has_left()]
    return Found(
        here=[line for line in listed if country and line.country == country],
        anywhere=sorted((line for line in listed if line.country == ANYWHERE), key=_order),
        left=[line for line in agreed if line.has_left() and country and line.country == country],
    )


def chosen(helplines: Iterable[Helpline], wish: Wish) -> list[Helpline]:
    """Those that fit, best fit first: made for these people, checked in time, open now, nationwide, for most."""
    fitting = [line for line in helplines if _fits(line, wish)]
    return sorted(fitting, key=lambda line: (wish.who not in line.who_for, *_order(line)))


def hours_unknown(helplines: Iterable[Helpline], wish: Wish) -> int:
    """How many would fit, were it known when they are open."""
    asked = Wish(wish.who, wish.way, wish.language)
    return sum(_fits(line, asked) and line.is_open_now() is None for line in helplines)


def matched(country: str, warnings: Iterable[str]) -> list[Helpline]:
    """The few of a country that fit the warnings best; where none fits, anybody to talk to."""
    rows = Helpline.objects.listed().with_ways().filter(country=country)
    wanted = {tag for slug in warnings for tag in FOR_WARNING.get(slug, ())}
    wanted = wanted or {WhoFor.SEXUAL_VIOLENCE}
    agreed = [line for line in rows if line.is_as_agreed()]
    ranked = sorted(agreed, key=lambda line: (-len(wanted & set(line.who_for)), *_order(line)))
    return ranked[:ON_A_STORY]


def _order(helpline: Helpline) -> tuple[bool, ...]:
    tags, closed = helpline.who_for, helpline.is_open_now() is False
    of_others = WhoFor.SEXUAL_VIOLENCE not in tags
    return (
        helpline.is_overdue(),
        closed,
        of_others,
        bool(helpline.region),
        WhoFor.ANYONE not in tags,
    )


def _fits(line: Helpline, wish: Wish) -> bool:
    return (
        _is_for(line, wish.who)
        and _has_way(line, wish.way)
        and _speaks(line, wish.language)
        and (not wish.is_open or line.is_open_now() is True)
    )


def _is_for(helpline: Helpline, who: str) -> bool:
    if not who or who in helpline.who_for:
        return True
    return who in PEOPLE and WhoFor.ANYONE in helpline.who_for


def _has_way(helpline: Helpline, way: str) -> bool:
    if not way:
        return True
    kinds = Channel.WITHOUT_SPEAKING if way == "without-speaking" else {way}
    return any(channel.kind in kinds for channel in helpline.channels.all())


def _speaks(helpline: Helpline, language: str) -> bool:
    return not language or any(base(tag) == language for tag in helpline.languages)


def base(tag: str) -> str:
    """The language of a tag: "zh" of "zh-Hant-HK"."""
    return tag.partition("-")[0]
