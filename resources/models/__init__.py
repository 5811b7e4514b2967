from resources.models.helpline import (
    Channel,
    EmergencyNumber,
    Helpline,
    Source,
    Verification,
    WhoFor,
)
from resources.models.movement import (
    AllyAdvice,
    Criticism,
    Document,
    Milestone,
    MilestoneAccount,
    Purpose,
)

__all__ = [
    "AllyAdvice",
    "Channel",
    "Criticism",
    "Document",
    "EmergencyNumber",
    "Helpline",
    "Milestone",
    "MilestoneAccount",
    "Purpose",
    "Source",
    "Verification",
    "WhoFor",
]
