"""Resource editors: who they are, and whether one of them is alone."""

from metoo_wall.models import StaffAccount

MAY_EDIT = "resources.change_helpline"


class NotAnEditor(Exception):
    """Only an active account with the role of resource editor proposes, checks or confirms."""


def editors():
    """Accounts that may act as a first or second person now."""
    app, codename = MAY_EDIT.split(".")
    return StaffAccount.objects.filter(
        is_active=True,
        is_staff=True,
        groups__permissions__codename=codename,
        groups__permissions__content_type__app_label=app,
    ).distinct()


def refuse_strangers(account: StaffAccount) -> None:
    if not editors().filter(pk=account.pk).exists():
        raise NotAnEditor(account.get_username())


def is_alone(account: StaffAccount) -> bool:
    return not editors().exclude(pk=account.pk).exists()
