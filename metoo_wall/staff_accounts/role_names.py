"""What people read for a role. A group is named for it in English, in every language (stories/desk/roles.py)."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "moderator": _("moderator"),
    "lead": _("lead"),
    "resource editor": _("resource editor"),
    "administrator": _("administrator"),
}
