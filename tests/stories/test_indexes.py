"""What a post costs on the disk, beside its row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stories.wall.rows import Wish, rows

pytestmark = pytest.mark.django_db
NAMES = {
    "sqlite": "SELECT name, COALESCE(sql, '') FROM sqlite_master WHERE type = 'index' AND tbl_name = %s",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s",
}


@pytest.mark.parametrize("table", ["stories_story", "stories_gonestory", "stories_submission"])
def test_no_index_is_for_patterns_of_a_public_id(table):
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor], [table])
        indexes = cursor.fetchall()

    assert indexes
    assert not [name for name, sql in indexes if name.endswith("_like") or "pattern_ops" in sql]


def test_a_phrase_in_a_language_is_found_by_an_index():
    """Among a few rows PostgreSQL would read all of them: it is told not to."""
    with CaptureQueriesContext(connection) as asked:
        rows(Wish(language="fr", phrase_id=1), "", 37)

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{how} {asked[0]['sql']}")
        plan = str(cursor.fetchall())

    assert "story_by_phrase_and_language" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
