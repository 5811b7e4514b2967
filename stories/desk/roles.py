"""Who may do what. Groups are named for the roles; `ensure_groups` makes them, as often as it is called."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

MODERATE = "stories.moderate_submission"

ROLES: dict[str, tuple[str, ...]] = {
    "moderator": (
        "stories.moderate_submission",
        "stories.view_submission",
        "stories.view_decision",
        "stories.view_concern",
        "stories.view_story",
        "stories.view_reason",
        "stories.view_guideline",
        "stories.view_flood",
        "stories.view_intakeswitch",
    ),
    "lead": (
        "stories.view_submission",
        "stories.view_decision",
        "stories.see_readers",
        "stories.hold_submission",
        "stories.view_concernpolicy",
        "stories.change_concernpolicy",
        "stories.view_intakeswitch",
        "stories.turn_intakeswitch",
        "stories.view_redactionrole",
        *(
            f"stories.{act}_{noun}"
            for noun in ("reason", "guideline", "phrase", "contentwarning")
            for act in ("add", "change", "view")
        ),
    ),
    "resource editor": (
        *(
            f"resources.{act}_{noun}"
            for noun in (
                "helpline", "channel", "source", "document", "purpose",
                "milestone", "milestoneaccount", "criticism", "allyadvice", "emergencynumber",
            )
            for act in ("add", "change", "delete", "view")
        ),
        "resources.add_verification",
        "resources.view_verification",
    ),
    "administrator": (
        "metoo_wall.add_staffaccount",
        "metoo_wall.change_staffaccount",
        "metoo_wall.view_staffaccount",
        "auth.view_group",
    ),
}  # fmt: skip


def ensure_groups() -> None:
    everything = {
        f"{p.content_type.app_label}.{p.codename}": p
        for p in Permission.objects.select_related("content_type")
    }
    for role, names in ROLES.items():
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set([everything[name] for name in names if name in everything])


def may_moderate(account) -> bool:
    return account.is_active and account.has_perm(MODERATE)


def moderators():
    """Every active account whose role may moderate."""
    app, codename = MODERATE.split(".")
    permission = Permission.objects.filter(content_type__app_label=app, codename=codename)
    accounts = get_user_model().objects.filter(is_active=True)
    return accounts.filter(groups__permissions__in=permission).distinct()
