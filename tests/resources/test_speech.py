import pytest

from resources.speech import digit_by_digit


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("116 016", "1 1 6, 0 1 6"),
        ("+49 800 5", "plus 4 9, 8 0 0, 5"),
        ("(02) 8532-6690", "0 2, 8 5 3 2, 6 6 9 0"),
        ("#8891", "hash 8 8 9 1"),
        ("*120*7867#", "star 1 2 0 star 7 8 6 7 hash"),
        ("1202 (women)", "1 2 0 2, women"),
        ("HOPE to 64673", "HOPE to 6 4 6 7 3"),
        ("800-656-HOPE (4673)", "8 0 0, 6 5 6, HOPE, 4 6 7 3"),
    ],
)
def test_a_number_is_read_digit_by_digit(shown, said):
    assert digit_by_digit(shown) == said
