"""Which helplines fit whom: the reader's choice on the helplines page, the warnings on a story's page."""

from collections.abc import Iterable

from resources.models import Channel, Helpline, WhoFor
from resources.models.helpline import PEOPLE

ON_A_STORY = 3

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


def chosen(helplines: Iterable[Helpline], who: str = "", way: str = "") -> list[Helpline]:
    """Those that fit, best fit first: made for these people, checked in time, for most, nationwide."""
    fitting = [h for h in helplines if _is_for(h, who) and _has_way(h, way)]
    return sorted(fitting, key=lambda h: (who not in h.who_for, *_order(h)))


def matched(helplines: Iterable[Helpline], warnings: Iterable[str]) -> list[Helpline]:
    """The few that fit the warnings best; where none fits, anybody to talk to."""
    wanted = {tag for slug in warnings for tag in FOR_WARNING.get(slug, ())}
    wanted = wanted or {WhoFor.SEXUAL_VIOLENCE}
    ranked = sorted(helplines, key=lambda h: (-len(wanted & set(h.who_for)), *_order(h)))
    return ranked[:ON_A_STORY]


def _order(helpline: Helpline) -> tuple[bool, ...]:
    tags = helpline.who_for
    narrow = (WhoFor.SEXUAL_VIOLENCE not in tags, WhoFor.ANYONE not in tags)
    return (helpline.is_overdue(), *narrow, bool(helpline.region))


def _is_for(helpline: Helpline, who: str) -> bool:
    if not who or who in helpline.who_for:
        return True
    return who in PEOPLE and WhoFor.ANYONE in helpline.who_for


def _has_way(helpline: Helpline, way: str) -> bool:
    if way != "without-speaking":
        return True
    return any(channel.kind in Channel.WITHOUT_SPEAKING for channel in helpline.channels.all())
