"""Coming back with a receipt. It travels in bodies only; every answer is a 303 to a sealed page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from metoo_wall.cross_site import same_site_posts
from stories.intake import own, own_acts, pages, tries
from stories.intake.own_forms import ReceiptForm


@same_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "stories/yours.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return pages.show_next(request, "yours", fields=pages.fields_of(request.POST, form.fields))
    receipt = form.cleaned_data["receipt"]
    submission = own.find(receipt)
    if submission is None:
        wait = tries.wait_after_unknown(request)
        typed = pages.fields_of(request.POST, form.fields) if wait else []
        after = request.POST.get("act", "")
        return pages.show_next(request, "yours-unknown", fields=typed, wait=wait, after=after)
    act = own_acts.ACTS.get(request.POST.get("act", ""), own_acts.look)
    return act(request, submission, receipt)
