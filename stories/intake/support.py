"""A reader's word of support: counted for the author's eyes, once a day from each bucket, with nothing to read."""

from contextlib import suppress

from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from metoo_wall import throttle
from metoo_wall.cross_site import same_site_posts
from stories import turns
from stories.intake import pages
from stories.models.private import Support
from stories.models.public import GoneStory, Story
from stories.wall.choosing import Choice

ONE_MORE = """
    INSERT INTO stories_support (submission_id, word, count) SELECT id, %s, 1 FROM stories_submission WHERE public_id = %s
    ON CONFLICT (submission_id, word) DO UPDATE SET count = stories_support.count + 1
"""


@same_site_posts
@require_POST
def support(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answers alike whether it counted or not: the button that was pressed says nothing about who pressed before."""
    word = request.POST.get("word", "")
    page = reverse("wall:story", args=[public_id]) + Choice.read(request.GET).query()
    story = Story.objects.filter(public_id=public_id).only("takes_support").first()
    if story is None:
        if GoneStory.objects.filter(public_id=public_id).exists():
            return pages.go_to(request, page)
        raise Http404
    if word in Support.Word.values and story.takes_support and _is_first(request, public_id):
        count(public_id, word)
    return pages.go_to(request, page + "#said")


def count(public_id: str, word: str) -> None:
    """One more reader said this word; nothing where the story went meanwhile."""
    with suppress(IntegrityError), turns.taken(), connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [word, public_id])


def _is_first(request: HttpRequest, public_id: str) -> bool:
    return throttle.once(f"support {public_id}", throttle.bucket(request))
