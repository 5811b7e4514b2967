"""How other machines learn that something left the wall: a count in the database, changed with what leaves."""

from django.db import connection

# No read before the write: of two at once, both are counted.
COUNT_ONE = """
    INSERT INTO metoo_wall_departures (id, count) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET count = metoo_wall_departures.count + 1
"""


def count_one() -> None:
    """In the transaction that takes it off, so that a copy has both or neither."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE)
