"""Fills a wall's public side by SQL: of ten pieces nine are a phrase, one a letter.

    VAR_DIR=… python -m bench.seeds 1000000

The database is the one of the environment, prepared before, and not to be kept. Letters come from a pool of 80 texts
(`bench/texts.py`), as publication renders them; six of ten have one to three warnings. A tenth of phrases name a country.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo_wall.settings")
BATCH = 250_000
SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) {insert} FROM s {join}",
    "postgresql": "{insert} FROM generate_series(CAST({first} AS bigint), {last}) AS s(n) {join}",
}
PIECES = """
    INSERT INTO stories_story (id, public_id, kind, phrase_id, name, text, html, opening, reading_minutes, detail, language, country,
    month, afterword, afterword_html, takes_support)
    SELECT n, REPLACE(REPLACE(CAST(200000000000 + (n * 7919) % 99999999977 AS text), '0', 'b'), '1', 'c'),
    CASE WHEN p.place IS NULL THEN 'bare' ELSE 'story' END, t.phrase, '', COALESCE(p.text, ''), COALESCE(p.html, ''), COALESCE(p.opening, ''),
    COALESCE(p.minutes, 0), CASE WHEN p.place IS NULL THEN '' ELSE 'some' END, COALESCE(p.language, ''),
    CASE WHEN n % 10 = 3 THEN 'FR' ELSE '' END, 202606 + n % 6, '', '', {yes}
"""
PIECES_JOIN = """
    JOIN bench_phrase t ON t.place = (CASE WHEN n % 10 = 0 THEN n / 10 ELSE n END) % {phrases}
    LEFT JOIN bench_letter p ON n % 10 = 0 AND p.place = (n / 10 * 7) % {letters}
"""
WARNED = """
    INSERT INTO stories_story_warnings (story_id, contentwarning_id)
    SELECT n * 10, w.warning
"""
WARNED_JOIN = """
    JOIN bench_warning w ON w.place = (n * 31 + {nth}) % {warnings} WHERE n % 10 < {share}
"""
HASTE = {"sqlite": "PRAGMA synchronous = OFF", "postgresql": "SET synchronous_commit = off"}


def fill(number: int, first: int = 1) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(HASTE[connection.vendor])
        given = _pools(cursor) | {"yes": "true" if connection.vendor == "postgresql" else "1"}
        last = first + number - 1
        for begin in range(first, last + 1, BATCH):
            _insert(cursor, PIECES, PIECES_JOIN, begin, min(last, begin + BATCH - 1), given)
        letters = (first + 9) // 10, last // 10
        for nth, share in enumerate((6, 3, 1)) if letters[1] >= letters[0] else ():
            _insert(cursor, WARNED, WARNED_JOIN, *letters, given | {"nth": nth * 5, "share": share})
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('stories_story', 'id'), %s)", [last]
            )
        cursor.execute("ANALYZE")


def _insert(cursor, insert: str, join: str, first: int, last: int, given: dict) -> None:
    from django.db import connection

    filled = insert.format(**given), join.format(**{"nth": 0, "share": 0} | given)
    series = SERIES[connection.vendor]
    cursor.execute(series.format(first=first, last=last, insert=filled[0], join=filled[1]))


def _pools(cursor) -> dict[str, int]:
    """Temporary tables to draw from; how many rows each has."""
    from bench.texts import letters
    from stories.models import ContentWarning, Phrase
    from stories.text import render

    phrases = list(Phrase.objects.values_list("id", flat=True))
    warnings = list(ContentWarning.objects.values_list("id", flat=True))
    cursor.execute("CREATE TEMPORARY TABLE bench_phrase (place integer, phrase integer)")
    cursor.executemany("INSERT INTO bench_phrase VALUES (%s, %s)", list(enumerate(phrases)))
    cursor.execute("CREATE TEMPORARY TABLE bench_warning (place integer, warning integer)")
    cursor.executemany("INSERT INTO bench_warning VALUES (%s, %s)", list(enumerate(warnings)))
    cursor.execute(
        "CREATE TEMPORARY TABLE bench_letter (place integer, language text, text text, html text, opening text, minutes integer)"
    )
    rows = [
        (n, language, text, render.render(text), render.opening(text), render.reading_minutes(text))
        for n, (language, text) in enumerate(letters())
    ]
    cursor.executemany("INSERT INTO bench_letter VALUES (%s, %s, %s, %s, %s, %s)", rows)
    return {"phrases": len(phrases), "warnings": len(warnings), "letters": len(rows)}


def main() -> None:
    import django

    django.setup()
    begin = time.monotonic()
    fill(int(sys.argv[1]))
    print(f"{sys.argv[1]} pieces in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main()
