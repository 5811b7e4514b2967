from stories.desk.moderation import Draft
from stories.models.public import ContentWarning, Kind, Phrase, Story
from stories.text import render


def story(draft: Draft, warnings: list[ContentWarning]) -> Story:
    """The story as publication would make it; nothing is saved."""
    text = draft.words.text
    shown = Story(
        kind=Kind.STORY if text else Kind.BARE,
        phrase=Phrase.objects.filter(pk=draft.phrase_id).first(),
        name=draft.words.name,
        text=text,
        html=render.render(text),
        opening=render.opening(text),
        reading_minutes=render.reading_minutes(text),
        detail=draft.detail,
        language=draft.language,
    )
    shown.speaks_of = [warning for warning in warnings if warning.id in draft.warnings]
    return shown
