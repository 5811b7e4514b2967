from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from stories.models.public import GoneStory, Guideline, Phrase, Story
from stories.wall.choosing import Choice, ChooseForm, gentler_letter, next_letter

ON_HOME = 12
ON_A_PAGE = 48
TALLY_SECONDS = 30
NOT_FOR_MACHINES = "noindex, noarchive, nosnippet"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "tally": tally(),
        "stories": Story.objects.listed()[:ON_HOME],
        "phrase": Phrase.objects.filter(is_offered=True).first(),
        "onward": "",
    }
    return render(request, "stories/home.html", context)


def tally() -> int:
    """How many stand on the wall, as it was at most 30 seconds ago; counted anew where the cache is away."""
    try:
        return cache.get_or_set("tally", Story.objects.count, TALLY_SECONDS)
    except (OSError, RedisError):
        return Story.objects.count()


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    choice = Choice.read(request.GET)
    wanted = choice.of(Story.objects.listed())
    after = request.GET.get("after", "").replace("\0", "")
    shown = list((wanted.after(after) if after else wanted)[: ON_A_PAGE + 1])
    here = reverse("wall:stories")
    has_older = len(shown) > ON_A_PAGE
    shown = shown[:ON_A_PAGE]
    context = {
        "stories": shown,
        "older_url": here + choice.query(after=shown[-1].public_id) if has_older else None,
        "newest_url": here + choice.query() if after else None,
        "choose": ChooseForm(choice),
        "chosen": choice.is_made,
        "onward": choice.query(),
        "country": choice.country,
    }
    return render(request, "stories/wall.html", context)


@require_safe
def story(request: HttpRequest, public_id: str) -> HttpResponse:
    choice = Choice.read(request.GET)
    shown = Story.objects.select_related("phrase").filter(public_id=public_id).first()
    if shown is None:
        return _gone(request, public_id, choice)
    following, gentler = next_letter(shown, choice), gentler_letter(shown)
    context = {
        "story": shown,
        "country": choice.country,
        "onward": choice.query(),
        "wall_url": reverse("wall:stories") + choice.query(),
        "next_url": following.get_absolute_url() + choice.query() if following else None,
        "gentler_url": gentler.get_absolute_url() + choice.query() if gentler else None,
    }
    answer = render(request, "stories/story.html", context)
    answer["X-Robots-Tag"] = NOT_FOR_MACHINES
    return answer


def _gone(request: HttpRequest, public_id: str, choice: Choice) -> HttpResponse:
    if not GoneStory.objects.filter(public_id=public_id).exists():
        raise Http404
    context = {"next_url": reverse("wall:stories") + choice.query(after=public_id)}
    return render(request, "stories/gone.html", context, status=410)


@require_safe
def guidelines(request: HttpRequest) -> HttpResponse:
    return render(request, "stories/guidelines.html", {"guidelines": Guideline.objects.all()})
