"""What a worker does, for processes that have nothing of the test's own but the server's memory."""

import os


def wrong_passwords(shared: str, tries: int) -> list[int]:
    """The counts that this process was told."""
    import django

    os.environ |= {"THROTTLE_MEMORY": shared, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    django.setup()
    from django.core.cache import caches

    counts = caches["sign_in"]
    return [1 if counts.add("axes-key", 1) else counts.incr("axes-key") for _try in range(tries)]
