"""Public pages, rendered once and handed out as bytes before the framework wakes (docs/decisions/0017).

A page is handed out in the running second alone. Whatever leaves the wall ends all of them at once, in every worker of the
machine: `stories.desk.moderation.standing` says so through `leaving`. Other machines follow within the second.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from metoo_wall.copies import nearby
from metoo_wall.ready.corrections import until_corrected
from metoo_wall.ready.removals import leaving
from metoo_wall.ready.shelf import forget_old

__all__ = [
    "forget_old",
    "leaving",
    "the_same_for_everybody",
    "until_corrected",
]


def the_same_for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a page that depends on nothing but its address and the host asked for: no cookie, no header, no visitor."""

    @wraps(view)
    def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = nearby.read(view, request, *args, **kwargs)
        answer.is_the_same_for_everybody = True
        return answer

    marked.is_the_same_for_everybody = True
    return marked
