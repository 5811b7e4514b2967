"""Bytes on the disk for each bare post on the public side, all indexes in: a million of them in a database of its own.

VAR_DIR=… [DATABASE_URL=postgres://…] python -m bench.disk     # prepared before, empty, not to be kept
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo_wall.settings")
NUMBER = 1_000_000
SIZES = {
    "sqlite": "SELECT name, SUM(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = 'stories_story') GROUP BY name",
    "postgresql": "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relname = 'stories_story' OR oid IN "
    "(SELECT indexrelid FROM pg_index WHERE indrelid = 'stories_story'::regclass)",
}


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from stories.models import Phrase, Story
    from stories.models.public import Kind, new_public_id

    phrases = list(Phrase.objects.values_list("id", flat=True))
    number = int(sys.argv[1]) if sys.argv[1:] else NUMBER
    for begin in range(0, number, 10_000):
        Story.objects.bulk_create(
            Story(
                public_id=new_public_id(),
                kind=Kind.BARE,
                phrase_id=phrases[n % len(phrases)],
                month=202606 + n % 6,
            )
            for n in range(begin, begin + 10_000)
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint")
        cursor.execute(SIZES[connection.vendor])
        sizes = cursor.fetchall()
    for name, size in sorted(sizes, key=lambda pair: -pair[1]):
        print(f"{name}: {size / number:.1f} bytes")
    print(f"together: {sum(size for _name, size in sizes) / number:.1f} bytes")


if __name__ == "__main__":
    main()
