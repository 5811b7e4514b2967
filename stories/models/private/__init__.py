"""What was sent, and what was decided about it. No page that readers see touches these tables."""

from stories.models.private.care import Care, Day, OwnCare
from stories.models.private.decisions import Decision, Note, Reason, RedactionRole
from stories.models.private.floods import (
    Flood,
    FloodBand,
    FloodPost,
    FloodVerdict,
    IntakeSwitch,
    Why,
)
from stories.models.private.holds import LegalHold
from stories.models.private.lanes import Flag, Lane
from stories.models.private.pages import SealedPage
from stories.models.private.readers import Concern, ConcernPolicy, Support
from stories.models.private.seals import Checkpoint, Log, Seal
from stories.models.private.states import ON_RECORD, REVISING, STANDING, UNDECIDED, Part, State
from stories.models.private.submission import Submission, SubmissionQuerySet, Tombstone
from stories.models.private.waits import Wait

__all__ = [
    "ON_RECORD",
    "REVISING",
    "STANDING",
    "UNDECIDED",
    "Care",
    "Checkpoint",
    "Concern",
    "ConcernPolicy",
    "Day",
    "Decision",
    "Flag",
    "Flood",
    "FloodBand",
    "FloodPost",
    "FloodVerdict",
    "IntakeSwitch",
    "Lane",
    "LegalHold",
    "Log",
    "Note",
    "OwnCare",
    "Part",
    "Reason",
    "RedactionRole",
    "Seal",
    "SealedPage",
    "State",
    "Submission",
    "SubmissionQuerySet",
    "Support",
    "Tombstone",
    "Wait",
    "Why",
]
