"""The wall as an Atom feed: phrases, warnings and links. No text of a story, and its month is all the time it knows.

So `updated` is the beginning of a month, for an entry and for the feed, and stays so while others come: a day would say
when somebody was at it. What is new is told by its id.
"""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from metoo_wall.context import demonstration
from metoo_wall.places import listed
from metoo_wall.ready import the_same_for_everybody
from stories.models.public import Kind, Story
from stories.wall.choosing import Choice

ENTRIES = 50


@require_safe
@the_same_for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    choice = Choice.read(request.GET)
    stories = list(choice.of(Story.objects.listed())[:ENTRIES])
    here = request.build_absolute_uri(reverse("wall:feed") + choice.query())
    atom = Atom1Feed(
        title=" · ".join(filter(None, [settings.SITE_NAME, demonstration()])),
        link=request.build_absolute_uri(reverse("wall:stories") + choice.query()),
        feed_url=here,
        description=None,
        subtitle=_("Phrases, and letters by what they speak of. No text stands in this feed."),
        language=get_language(),
        author_name=settings.SITE_NAME,  # RFC 4287 asks for one; nobody else is named
    )
    for story in stories:
        address = request.build_absolute_uri(story.get_absolute_url() + choice.query())
        atom.add_item(
            title=title_of(story),
            link=address,
            description=None,
            unique_id=request.build_absolute_uri(story.get_absolute_url()),
            updateddate=_beginning_of(story.month),
            categories=[warning.name for warning in story.speaks_of],
        )
    answer = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml")
    answer["X-Robots-Tag"] = "noindex, noarchive, nosnippet"
    return answer


def title_of(story: Story) -> str:
    """Never words of the story."""
    if story.kind == Kind.BARE:
        return story.phrase.tag
    if not story.speaks_of:
        return _("A letter")
    return _("A letter that speaks of: %(warnings)s") % {
        "warnings": listed(warning.name for warning in story.speaks_of)
    }


def _beginning_of(month: int) -> datetime:
    return datetime.combine(date(month // 100, month % 100, 1), time(), tzinfo=UTC)
