from stories.models.private import (
    Concern,
    Decision,
    Note,
    Reason,
    RedactionRole,
    SealedPage,
    Submission,
    Tombstone,
)
from stories.models.public import ContentWarning, GoneStory, Guideline, Phrase, Story

__all__ = [
    "Concern",
    "ContentWarning",
    "Decision",
    "GoneStory",
    "Guideline",
    "Note",
    "Phrase",
    "Reason",
    "RedactionRole",
    "SealedPage",
    "Story",
    "Submission",
    "Tombstone",
]
