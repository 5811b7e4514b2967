"""Pages that outlast their second: as long as what they say is the same, and never past their minute.

Such a page is kept beside what its `says` found before it was rendered. In each later second `says` is asked again, for the
price of a question or two, and the page is made anew only where it finds something else. To the end of the minute only,
since a page may follow the clock: whether a line is open now, and whether its check is overdue, are true to the minute.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

MINUTE = 60  # seconds
Says = Callable[[], object]  # what it finds is compared by ==
View = Callable[..., HttpResponse]


class Standing(NamedTuple):
    says: Says
    said: object
    minute: int


def minute() -> int:
    return int(time.time()) // MINUTE


def while_it_says_the_same(says: Says) -> Callable[[View], View]:
    """Marks a page that depends on nothing but its address and what `says` finds; inside of `the_same_for_everybody`."""

    def mark(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            standing = Standing(says, says(), minute())
            answer = view(request, *args, **kwargs)
            answer.standing = standing
            return answer

        return marked

    return mark
