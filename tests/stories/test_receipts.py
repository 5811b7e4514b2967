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


def test_a_hundred_thousand_receipts_do_not_repeat():
    assert len({receipts.derive(f"{n}", "post") for n in range(100_000)}) == 100_000


def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught_in_any_receipt():
    """A receipt checks when it is 1 modulo 97; no such slip changes it by a multiple of 97."""
    wrong = [digit * 10**place % 97 for digit in range(1, 10) for place in range(24)]
    swapped = [
        (digit * 10 - digit) * 10**place % 97 for digit in range(1, 10) for place in range(23)
    ]

    assert all(wrong)
    assert all(swapped)


def slips(receipt: str) -> set[str]:
    """Every receipt with one digit wrong, or two neighbours swapped."""
    wrong = {
        receipt[:at] + other + receipt[at + 1 :]
        for at in range(24)
        for other in "0123456789"
        if other != receipt[at]
    }
    swapped = {receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2 :] for at in range(23)}
    return (wrong | swapped) - {receipt}


def test_the_slips_of_a_hundred_receipts_are_all_told():
    caught = tried = 0
    for number in range(100):
        for typed in slips(receipts.derive(f"{number}", "post")):
            tried += 1
            try:
                receipts.parse(typed)
            except receipts.MistypedReceipt:
                caught += 1

    assert tried > 20_000
    assert caught == tried


@pytest.mark.parametrize(
    "inside",
    [RECEIPT, receipts.grouped(RECEIPT), "-".join(RECEIPT), f"1{RECEIPT}", f"{RECEIPT}99",
     RECEIPT.translate({48 + n: 0x660 + n for n in range(10)})],
)  # fmt: skip
def test_a_receipt_is_found_inside_a_text(inside):
    assert receipts.is_inside(f"I keep {inside} with me.")


@pytest.mark.parametrize("size", [1, 2, 3, 4, 6, 8, 12, 24])
@pytest.mark.parametrize("between", [" ", "-", " - ", ".", "\n", "\n\n", "; ", "#", "&", ", "])
def test_a_receipt_is_found_in_any_groups(size, between):
    inside = between.join(RECEIPT[at : at + size] for at in range(0, 24, size))

    assert receipts.is_inside(f"&#{inside}; &#39;")


def test_letters_in_code_are_no_receipt():
    """Of the Big List of Naughty Strings; its 44 digits hold a row of 24 that checks."""
    codes = (106, 97, 118, 97, 115, 99, 114, 105, 112, 116, 58, 97, 108, 101, 114, 116, 40, 39)
    codes += (88, 83, 83, 39, 41)
    text = "<IMG SRC=" + "".join(f"&#{code};" for code in codes) + ">"

    assert not receipts.is_inside(text)
    assert receipts.is_inside(text.replace("&#", " "))


@pytest.mark.parametrize("text", ["", "In 2019, at 4, 22 of us.", RECEIPT[:-1], "1 " * 23, "24 12"])
def test_other_numbers_are_no_receipt(text):
    assert not receipts.is_inside(text)


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
