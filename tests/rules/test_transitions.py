import pytest

from stories.desk import moderation
from stories.desk.moderation import TRANSITIONS
from stories.models.private import State
from tests.factories import make_moderator, make_reason, make_waiting


def test_every_state_is_reached_and_every_state_but_withdrawn_is_left():
    entered = {t.after for t in TRANSITIONS.values() if t.after} | {State.WAITING, State.HELD}
    left = {state for t in TRANSITIONS.values() for state in t.before}

    assert entered == set(State)
    assert left == set(State) - {State.WITHDRAWN}


def test_the_author_can_withdraw_from_every_state():
    assert set(TRANSITIONS["withdraw"].before) == set(State) - {State.WITHDRAWN}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [s for s in State if s not in TRANSITIONS["decline"].before])
def test_a_verb_that_does_not_fit_the_state_is_refused(state):
    submission, robin, reason = make_waiting(), make_moderator(), make_reason()
    submission.state = state

    with pytest.raises(moderation.ForbiddenTransition):
        moderation.decline(submission, by=robin, reason=reason)


def test_the_diagram_in_the_docs_is_the_table(settings):
    drawn = (settings.BASE_DIR / "docs" / "architecture.md").read_text()
    lines = {
        f"    {before} --> {move.after or before} : {verb}"
        for verb, move in TRANSITIONS.items()
        for before in move.before
    }

    assert lines <= set(drawn.splitlines())
    assert drawn.count(" --> ") == len(lines)
