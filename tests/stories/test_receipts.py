import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.intake import receipts

RECEIPT = receipts.derive("form", "post")


def test_a_receipt_is_24_digits_and_the_same_for_the_same_post():
    assert len(RECEIPT) == 24
    assert RECEIPT.isdigit()
    assert receipts.derive("form", "post") == RECEIPT


def test_other_words_or_another_form_give_another_receipt():
    assert len({RECEIPT, receipts.derive("form", "other"), receipts.derive("other", "post")}) == 3


def test_receipts_do_not_repeat():
    assert len({receipts.derive(f"{n}", "post") for n in range(5000)}) == 5000


@pytest.mark.parametrize("digit", "٠०０")
def test_typed_with_spaces_dashes_and_digits_of_any_script(digit):
    zero = ord(digit)
    typed = " - ".join(chr(zero + int(d)) for d in RECEIPT)

    assert receipts.parse(typed) == RECEIPT


def test_shown_in_groups_of_four():
    assert receipts.grouped(RECEIPT).replace(" ", "") == RECEIPT
    assert [len(group) for group in receipts.grouped(RECEIPT).split()] == [4] * 6


@pytest.mark.parametrize(
    "typed", ["", "12", RECEIPT[:-1], RECEIPT + "0", "a" * 24, RECEIPT[:-1] + "x"]
)
def test_a_receipt_of_the_wrong_shape_is_mistyped(typed):
    with pytest.raises(receipts.MistypedReceipt):
        receipts.parse(typed)


@given(st.integers(0, 23), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(place, shift):
    wrong = str((int(RECEIPT[place]) + shift) % 10)

    with pytest.raises(receipts.MistypedReceipt):
        receipts.parse(RECEIPT[:place] + wrong + RECEIPT[place + 1 :])


def test_a_digest_names_its_key_and_older_keys_still_find_it(settings):
    old = receipts.digest(RECEIPT)
    settings.RECEIPT_KEYS = {"k2": b"n" * 32, **settings.RECEIPT_KEYS}

    assert receipts.digest(RECEIPT).key == "k2"
    assert old in receipts.digests(RECEIPT)
