"""Slows the trying of numbers: 10 an hour a bucket and 300 an hour in all, of numbers without a post.

A receipt has 22 random digits. At a thousand tries a second, a wall of a million posts would be met once in some
three hundred thousand years; nobody needs a limit to be safe. What it may not do is harm, so:

- Only what found nothing counts. A right number opens its post at any time, for everybody: an author behind the one
  address of a shelter, or on a day when somebody tries numbers by the thousand. Else anybody could keep all authors
  from taking their words back, with three hundred wrong numbers an hour.
- A mistyped number is told by its check digits before it gets here, and costs nothing.
- Whether a number is known was always told to who sends it. Over the limit, a number that was withdrawn and one that
  never was are still answered alike; so the limit tells a guesser nothing new.
- A wait to the second would tell one person of a household when another began to try. It is rounded up to ten minutes.
"""

from django.http import HttpRequest

from metoo_wall import throttle

EACH = ("10/hour",)
IN_ALL = ("300/hour",)
STEP = 600  # seconds


def wait_after_unknown(request: HttpRequest) -> int:
    """Counts a number that has no post; 0, or how many seconds to wait before another is tried."""
    wait = throttle.spend("unknown receipt", throttle.bucket(request), EACH)
    wait = wait or throttle.total("unknown receipt", IN_ALL)
    return -(-wait // STEP) * STEP
