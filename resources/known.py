"""What the directory's own ways are called by: a story that names a helpline gives nobody away."""

from resources.models import Channel


def numbers() -> frozenset[str]:
    """Every channel's value, of helplines on the page and of those not checked yet: `+448085002222`, `016`."""
    return frozenset(Channel.objects.values_list("value", flat=True))
