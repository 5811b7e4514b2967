"""The movement's pages: what it is for, how it began, what is said against it, what anybody can do."""

from itertools import groupby

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metoo_wall.ready import the_same_for_everybody, until_corrected
from resources.models import (
    AllyAdvice,
    Criticism,
    Document,
    EmergencyNumber,
    Milestone,
    Option,
    Purpose,
)
from resources.timeline import moments


@require_safe
@the_same_for_everybody
@until_corrected
def purposes(request):
    listed = list(Purpose.objects.listed())
    first = {speaker: number for number, speaker in reversed(list(enumerate(_speakers(listed))))}
    by_speaker = sorted(listed, key=lambda purpose: first[purpose.stated_by])
    speakers = [(s, list(group)) for s, group in groupby(by_speaker, key=lambda p: p.stated_by)]
    return render(request, "resources/purpose_list.html", {"speakers": speakers})


@require_safe
@the_same_for_everybody
@until_corrected
def movement(request):
    milestones, criticisms = list(Milestone.objects.listed()), list(Criticism.objects.listed())
    context = {
        "moments": moments(milestones),
        "criticisms": criticisms,
        "documents": _documents_of([*milestones, *criticisms]),
    }
    return render(request, "resources/milestone_list.html", context)


@require_safe
@the_same_for_everybody
@until_corrected
def allies(request):
    return render(
        request, "resources/ally_advice_list.html", {"advice": AllyAdvice.objects.listed()}
    )


@require_safe
@the_same_for_everybody
@until_corrected
def options(request):
    """What one can do after being harmed: options, in no order that counts."""
    listed = list(Option.objects.listed())
    country = settings.DEFAULT_COUNTRY
    context = {
        "kinds": [(kind, [o for o in listed if o.kind == kind]) for kind in Option.Kind],
        "is_reviewed": bool(listed) and all(option.reviewed_by for option in listed),
        "emergency_numbers": list(EmergencyNumber.objects.filter(country=country))
        if country
        else [],
    }
    return render(request, "resources/option_list.html", context)


def _speakers(purposes: list[Purpose]) -> list[str]:
    return [purpose.stated_by for purpose in purposes]


def _documents_of(statements: list) -> list[Document]:
    """Each document that one of them names, once."""
    named = {document for statement in statements for document in statement.documents.all()}
    return sorted(named, key=lambda document: document.position)
