from django import template

from stories.desk import switch
from stories.models.private import IntakeSwitch

register = template.Library()
VIEW = "stories.view_intakeswitch"


@register.inclusion_tag("admin/stories/_intake.html", takes_context=True)
def intake_notice(context) -> dict:
    """On every page of those who moderate or lead: whether new posts are slowed or paused."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not (user.is_active and user.has_perm(VIEW)):
        return {"state": IntakeSwitch.State.OPEN}
    return {"state": switch.now().state}
