from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from metoo_wall.places import country_name
from resources.finding import chosen
from resources.forms import HelplineChoice
from resources.models import AllyAdvice, Criticism, EmergencyNumber, Helpline, Milestone, Purpose


@require_safe
def helplines(request):
    form = HelplineChoice({"country": settings.DEFAULT_COUNTRY, **request.GET.dict()})
    form.is_valid()
    country, who, way = (form.chosen(name) for name in ("country", "who", "way"))
    found = Helpline.objects.listed().with_ways()
    context = {
        "form": form,
        "country": country,
        "country_name": country_name(country, get_language()),
        "is_filtered": bool(who or way),
        "emergency_numbers": EmergencyNumber.objects.filter(country=country) if country else [],
        "helplines": chosen(found.filter(country=country), who, way) if country else [],
        "anywhere": found.filter(country=""),
    }
    status = 404 if "country" in form.errors else 200
    return render(request, "resources/helpline_list.html", context, status=status)


@require_safe
def purposes(request):
    return render(request, "resources/purpose_list.html", {"purposes": Purpose.objects.listed()})


@require_safe
def movement(request):
    context = {
        "milestones": Milestone.objects.listed(),
        "criticisms": Criticism.objects.listed(),
    }
    return render(request, "resources/milestone_list.html", context)


@require_safe
def allies(request):
    return render(
        request, "resources/ally_advice_list.html", {"advice": AllyAdvice.objects.listed()}
    )
