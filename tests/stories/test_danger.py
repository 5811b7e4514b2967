import pytest

from stories.text.danger import speaks_of_danger

DANGER = [
    "I want to die", "i dont want to be alive anymore", "I keep hurting myself", "He’s going to kill me",
    "they threatened to kill my sister", "I am scared to go home", "it's still happening every week",
    "quiero morirme", "me va a matar", "no quiero vivir", "tengo miedo de volver", "lo sigue haciendo",
    "je veux mourir", "il va me tuer", "j'ai reçu des menaces de mort", "je ne veux plus vivre", "peur de rentrer",
    "أريد أن أموت", "راح يقتلني", "يهددني بالقتل", "بدي موت", "أخاف أن يقتلني",
]  # fmt: skip
CALM = [
    "It happened in 2009 and I am well now.", "He killed the mood.", "I nearly died of shame.",
    "Fue hace años y hoy estoy bien.", "Me mataba la vergüenza.", "C'était il y a dix ans.", "Il me tue de travail.",
    "حدث هذا قبل سنوات وأنا بخير الآن", "I cut my hair.", "He is here in this town, years ago.",
]  # fmt: skip


@pytest.mark.parametrize("line", DANGER)
def test_danger_now_is_noticed(line):
    assert speaks_of_danger(line)


@pytest.mark.parametrize("line", CALM)
def test_what_is_over_is_not(line):
    assert not speaks_of_danger(line)
