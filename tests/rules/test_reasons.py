"""The reasons and questions that a new wall starts with: kind, complete in every language, each about a guideline."""

import pytest

from metoo_wall.languages import SHIPPED
from metoo_wall.seeding import read

REASONS = read("reasons")
GUIDELINES = {record["slug"]: record for record in read("guidelines")}
KINDS = {"ask", "decline", "take_down", "settle"}


def test_there_are_reasons_of_every_kind():
    assert {record["kind"] for record in REASONS} == KINDS


@pytest.mark.parametrize("record", REASONS, ids=lambda record: record["slug"])
def test_a_reason_is_complete_in_every_language_and_linked_to_its_guideline(record):
    written = [record[f"{field}_{code}"].strip() for field in ("label", "text") for code in SHIPPED]
    guideline = GUIDELINES[record["guideline"]]

    assert all(written)
    assert len(set(written)) == len(written)  # none is left in another language
    assert all(guideline[f"title_{code}"].strip() for code in SHIPPED)
