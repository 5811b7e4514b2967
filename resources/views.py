from textwrap import wrap

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from metoo_wall import throttle
from metoo_wall.cross_site import same_site_posts
from metoo_wall.languages import REVIEWED, SOURCE
from metoo_wall.ready import the_same_for_everybody, until_corrected
from metoo_wall.same_page import address_in
from resources import countries, finding
from resources.forms import HelplineChoice
from resources.models import EmergencyNumber, Helpline
from resources.plain_text import WIDTH, as_text
from resources.reports import note_that_it_did_not_work
from resources.wording import left_in_words, nothing_in_words


@require_safe
@the_same_for_everybody
@until_corrected
def helplines(request: HttpRequest) -> HttpResponse:
    form = read_choice(request)
    context = what_was_found(form) | {"was_told": "told" in request.GET}
    here = reverse("resources:helplines")
    context["open_now_url"] = here + form.query(open="now")
    context["without_speaking_url"] = here + form.query(way="without-speaking")
    if not form.country_code:
        context["letters"] = countries.by_letter(countries.index())
    status = 404 if "country" in form.errors else 200
    return render(request, "resources/helpline_list.html", context, status=status)


@require_safe
@the_same_for_everybody
@until_corrected
def pocket(request: HttpRequest) -> HttpResponse:
    """One page to print: every number of a country, and the date."""
    context = what_was_found(read_choice(request))
    return render(request, "resources/helpline_pocket.html", context)


@require_safe
@the_same_for_everybody
@until_corrected
def text(request: HttpRequest) -> HttpResponse:
    """The same as plain text, to copy into a message or a note."""
    form = read_choice(request)
    parts = [as_text(form.country_name, what_was_found(form)), *_not_checked(request)]
    return HttpResponse("\n".join(parts), content_type="text/plain; charset=utf-8")


def _not_checked(request: HttpRequest) -> list[str]:
    """What _unchecked.html says on the other pages."""
    if get_language() in REVIEWED:
        return []
    said = _("Nobody who grew up with this language has checked this translation yet.")
    english = request.build_absolute_uri(address_in(request, SOURCE))
    return ["\n".join([*wrap(said, WIDTH), f"In English: {english}"]) + "\n"]


@same_site_posts
@require_POST
def did_not_work(request: HttpRequest, slug: str) -> HttpResponse:
    """One press, no account; counted once a day for each bucket, and nothing else is kept."""
    line = get_object_or_404(Helpline.objects.published(), slug=slug)
    if throttle.once(f"did-not-work:{line.pk}", throttle.bucket(request)):
        note_that_it_did_not_work(line)
    form = HelplineChoice(request.GET.dict() | {"country": line.country})
    address = reverse("resources:helplines") + form.query(told="1")
    if "application/json" in request.headers.get(
        "Accept", ""
    ):  # our script, which replaces the page
        return JsonResponse({"location": address})
    answer = redirect(address)
    answer.status_code = 303
    return answer


def read_choice(request: HttpRequest) -> HelplineChoice:
    return HelplineChoice({"country": settings.DEFAULT_COUNTRY, **request.GET.dict()})


def what_was_found(form: HelplineChoice) -> dict:
    """What the page, the pocket page and the text show of a choice."""
    country, found, wish = form.country_code, form.found, form.wish
    emergency = EmergencyNumber.objects.filter(country=country) if country else []
    return {
        "form": form,
        "country": country,
        "country_name": form.country_name,
        "choice": form.query(),
        "is_filtered": bool(wish),
        "today": timezone.localdate(),
        "emergency_numbers": list(emergency),
        "helplines": finding.chosen(found.here, wish),
        "anywhere": found.anywhere,
        "left_note": left_in_words(found.left, form.country_name),
        "nothing_note": nothing_in_words(found.left, form.country_name),
        "hours_unknown": finding.hours_unknown(found.here, wish) if wish.is_open else 0,
        "heading": _("Helplines"),
    }
