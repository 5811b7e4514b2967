from resources.models.channel import Channel, Source
from resources.models.checking import (
    Change,
    DidNotWork,
    LinkCheck,
    Verification,
)
from resources.models.emergency import EmergencyNumber
from resources.models.helpline import Helpline, WhoFor
from resources.models.history import Edit
from resources.models.movement import (
    AllyAdvice,
    Criticism,
    Document,
    Milestone,
    MilestoneAccount,
    Option,
    Purpose,
)

__all__ = [
    "AllyAdvice",
    "Change",
    "Channel",
    "Criticism",
    "DidNotWork",
    "Document",
    "Edit",
    "EmergencyNumber",
    "Helpline",
    "LinkCheck",
    "Milestone",
    "MilestoneAccount",
    "Option",
    "Purpose",
    "Source",
    "Verification",
    "WhoFor",
]
