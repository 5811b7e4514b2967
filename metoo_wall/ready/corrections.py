"""How a page about help knows that it is late: a count in the database, which its own triggers change with every change of a
resource (resources/migrations/0005), whoever makes it and however.
"""

from django.db import connections

from metoo_wall.copies import nearby
from metoo_wall.ready.standing import while_it_says_the_same

COUNT = "SELECT COALESCE((SELECT count FROM metoo_wall_corrections), 0)"


def count() -> int:
    """Inside of `nearby.read`, of the database that the page would be read from."""
    with connections[nearby.alias(is_help=True)].cursor() as cursor:
        cursor.execute(COUNT)
        return cursor.fetchone()[0]


# For a page that says nothing but what resources say.
until_corrected = while_it_says_the_same(count)
