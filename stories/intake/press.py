"""The one press: a phrase alone, without the form that holds every language and country of the world.

On a viral day nearly all posts are one. tests/stories/test_press.py compares each with what `ShareForm` makes of it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from stories.desk.moderation import Draft
from stories.intake import form_ids, lanes
from stories.intake.form_ids import FormId
from stories.intake.lanes import Slow
from stories.models.public import Phrase
from stories.words import Words

FIELDS = {"phrase", "form_id", "step", "website_address"}  # of the form on the home page
# In the environment of a request, where no header of a visitor's can stand:
TOKEN = "metoo_wall.token"  # noqa: S105  (asks for the answer with this token in it, and for nothing else)
BEGUN = "metoo_wall.begun"


@dataclass(frozen=True)
class Begun:
    """A press that `stories.intake.at_once` has counted and then left to Django: it is not to count twice."""

    form_id: FormId
    slow: Slow


def is_one(post: QueryDict) -> bool:
    is_sent = post.get("step") == "send" and FIELDS.issuperset(post)
    return is_sent and not post.get("website_address")


def slug_of(post: QueryDict) -> str:
    return post.get("phrase", "").strip()


def draft_of(post: QueryDict) -> Draft | None:
    """The draft of a press on "Me too"; None for everything else, which is for `ShareForm` to read."""
    if not is_one(post):
        return None
    offered, slug = Phrase.objects.filter(is_offered=True), slug_of(post)
    chosen = (offered.filter(slug=slug) if slug else offered).values_list("id", flat=True).first()
    return None if chosen is None else draft(chosen)


def draft(phrase_id: int) -> Draft:
    return Draft(words=Words(), phrase_id=phrase_id)


def form_id_of(request: HttpRequest) -> FormId:
    begun = request.META.get(BEGUN)
    return begun.form_id if begun else form_ids.read(request.POST.get("form_id", ""))


def lane_of(request: HttpRequest, draft: Draft) -> Slow:
    begun = request.META.get(BEGUN)
    return begun.slow if begun else lanes.choose(request, draft)
