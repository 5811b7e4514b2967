from html import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from metoo_wall.kept import for_this_second
from metoo_wall.ready import the_same_for_everybody
from stories.models import tallies
from stories.models.public import GoneStory, Guideline, Phrase, Story
from stories.wall import at_once, chorus, room
from stories.wall.choosing import (
    HEAVY_IN_A_ROW,
    Choice,
    ChooseForm,
    gentler_address,
    left_out,
    names,
    next_piece,
    run_of_heavy,
    seen,
)
from stories.wall.padding import padded
from stories.wall.rows import ON_A_PAGE, ON_HOME

NOT_FOR_MACHINES = "noindex, noarchive, nosnippet"
NOT_TO_BE_KEPT = "noarchive, nosnippet"  # the first page: it can be found, and is not kept


@require_safe
@the_same_for_everybody
@for_this_second
def home(request: HttpRequest) -> HttpResponse:
    if said := request.META.get(at_once.HOLES):
        phrase = Phrase.objects.filter(is_offered=True).first()
        return _not_to_be_kept(render(request, "stories/home.html", said | {"phrase": phrase}))
    context = {
        "tally": tallies.tally(),
        "stories": Story.objects.listed()[:ON_HOME],
        "phrase": Phrase.objects.filter(is_offered=True).first(),
        "onward": "",
    }
    return _not_to_be_kept(render(request, "stories/home.html", context))


@require_safe
@the_same_for_everybody
@for_this_second
def stories(request: HttpRequest) -> HttpResponse:
    if said := request.META.get(at_once.HOLES):
        return _not_for_machines(render(request, "stories/wall.html", said))
    warnings, tags = known = names()
    choice = Choice.read(request.GET, known)
    wanted = choice.of(Story.objects.listed())
    after = request.GET.get("after", "").replace("\0", "")
    found = list((wanted.after(after) if after else wanted)[: ON_A_PAGE + 1])
    most = room.fitting(map(room.face_of, found), escape(choice.query()))
    made, has_older = chorus.page(found, most)
    here = reverse("wall:stories")
    shown = [story for band in made for story in band.stories]
    context = {
        "bands": made,
        "stories": shown,
        "has_open_place": not has_older and not choice.is_made,
        "older_url": here + choice.query(after=shown[-1].public_id) if has_older else None,
        "newest_url": here + choice.query() if after else None,
        "chosen": choice.is_made,
        "seen": seen(choice, tags),
        "left_out": left_out(choice, warnings),
        "everything_url": here + choice.help_query,
        **choice.onward(),
    }
    return _not_for_machines(render(request, "stories/wall.html", context))


@require_safe
@the_same_for_everybody
def choose(request: HttpRequest) -> HttpResponse:
    choice = Choice.read(request.GET)
    context = {
        "choose": ChooseForm(choice),
        "chosen": choice.is_made,
        "everything_url": reverse("wall:stories") + choice.help_query,
        **choice.onward(),
    }
    return _not_for_machines(render(request, "stories/choose.html", context))


@require_safe
@the_same_for_everybody
def story(request: HttpRequest, public_id: str) -> HttpResponse:
    if blank := request.META.get(at_once.HOLES):
        return _not_for_machines(render(request, "stories/story.html", blank))
    choice = Choice.read(request.GET)
    shown = Story.objects.select_related("phrase").filter(public_id=public_id).first()
    if shown is None:
        return _gone(request, public_id, choice)
    context = {
        "story": shown,
        "country": choice.country,
        "next_url": _next_url(shown, choice, run_of_heavy(request.GET) + 1),
        "gentler_url": gentler_address(shown, choice),
        **choice.onward(),
    }
    return _not_for_machines(padded(render(request, "stories/story.html", context)))


def _next_url(shown: Story, choice: Choice, heavy: int) -> str | None:
    """The next letter; after three heavy ones in a row a place to rest. The run lives in the address alone."""
    following = next_piece(shown, choice)
    if following is None:
        return None
    if not shown.is_heavy:
        return following.get_absolute_url() + choice.query()
    if heavy >= HEAVY_IN_A_ROW:
        return reverse("wall:rest", args=[shown.public_id]) + choice.query()
    return following.get_absolute_url() + choice.query(heavy=str(heavy))


@require_safe
@the_same_for_everybody
def rest(request: HttpRequest, public_id: str) -> HttpResponse:
    """A place between two letters. Nothing opens by itself."""
    choice = Choice.read(request.GET)
    left = Story.objects.filter(public_id=public_id).first()
    if left is None:
        return _gone(request, public_id, choice)
    following = next_piece(left, choice)
    context = {
        "next_url": following.get_absolute_url() + choice.query() if following else None,
        "gentler_url": gentler_address(left, choice),
        **choice.onward(),
    }
    return _not_for_machines(render(request, "stories/rest.html", context))


def _not_for_machines(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = NOT_FOR_MACHINES
    return answer


def _not_to_be_kept(answer: HttpResponse) -> HttpResponse:
    """Search engines may find this page, and show no copy and no words of it."""
    answer["X-Robots-Tag"] = NOT_TO_BE_KEPT
    return answer


def _gone(request: HttpRequest, public_id: str, choice: Choice) -> HttpResponse:
    if not GoneStory.objects.filter(public_id=public_id).exists():
        raise Http404
    next_url = reverse("wall:stories") + choice.query(after=public_id)
    context = {"next_url": next_url, **choice.onward()}
    return _not_for_machines(render(request, "stories/gone.html", context, status=410))


@require_safe
@the_same_for_everybody
def guidelines(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "stories/guidelines.html",
        {"guidelines": Guideline.objects.all(), "holds_bare": settings.HOLD_BARE_POSTS},
    )
