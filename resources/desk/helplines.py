"""The resource editor's pages: the worklist, one record, a proposal, and the second person's decision."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resources import changing, people
from resources.cells import difference, to_cells
from resources.desk.forms import HowForm, RecordForm
from resources.models import Change, Helpline
from resources.records import complete, record_of
from resources.reports import times_it_did_not_work
from resources.worklist import worklist

WORKLIST = "admin:resources_helpline_worklist"
RECORD = "admin:resources_helpline_change"
DECIDE = "admin:resources_change_change"
REFUSED = {
    changing.SamePerson: gettext_lazy(
        "You proposed this, so another person confirms it. You can drop it."
    ),
    changing.NotChecked: gettext_lazy("Say how you checked it: called, operator's page or letter."),
    people.NotAnEditor: gettext_lazy("Only an active resource editor can do this."),
}


class EditorAdmin(admin.ModelAdmin):
    """One right opens all of it: who may edit helplines is a resource editor."""

    def has_module_permission(self, request):
        return request.user.has_perm(people.MAY_EDIT)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(people.MAY_EDIT)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


class ReadOnlyAdmin(EditorAdmin):
    actions = None

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class CountryFilter(admin.AllValuesFieldListFilter):
    """With a name for services that know no borders: a link without one cannot be heard."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or _("From anywhere")}


class HelplineAdmin(ReadOnlyAdmin):
    list_display = [
        "name_en",
        "country",
        "is_published",
        "confidence",
        "verified_on",
        "next_due_on",
    ]
    list_filter = ["is_published", "confidence", "next_due_on", ("country", CountryFilter)]
    search_fields = ["name", "name_en", "channels__value", "channels__display"]
    ordering = ["next_due_on", "country"]
    change_list_template = "admin/resources/helpline/list.html"

    def has_add_permission(self, request):
        return request.user.has_perm(people.MAY_EDIT)

    def get_urls(self):
        guard = self.admin_site.admin_view
        name = "resources_helpline"
        return [
            path("worklist/", guard(self.worklist_view), name=f"{name}_worklist"),
            path("<int:pk>/propose/", guard(self.propose_view), name=f"{name}_propose"),
            *super().get_urls(),
        ]

    def worklist_view(self, request: HttpRequest) -> HttpResponse:
        self._refuse_strangers(request)
        changing.settle()
        context = {"title": _("Worklist"), "tasks": worklist()}
        return self._page(request, "worklist", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One record: what it says, who checked it, and what one person can do."""
        self._refuse_strangers(request)
        line = get_object_or_404(Helpline, pk=int(object_id) if object_id.isdecimal() else 0)
        form = HowForm(request.POST if request.POST.get("verb") == "check" else None)
        if request.method == "POST" and self._act(request, line, form):
            return redirect(RECORD, line.pk)
        context = {
            "title": line.name_en,
            "line": line,
            "how_form": form,
            "reports": times_it_did_not_work(line),
            "changes": line.changes.all(),
        }
        return self._page(request, "record", context)

    def add_view(self, request, form_url="", extra_context=None):
        return self._propose(request, complete({"is_published": True, "slug": ""}))

    def propose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = get_object_or_404(Helpline, pk=pk)
        return self._propose(request, record_of(line))

    def _propose(self, request: HttpRequest, record: dict) -> HttpResponse:
        self._refuse_strangers(request)
        form = RecordForm(request.POST or None, initial=to_cells(record))
        if request.method == "POST" and form.is_valid():
            change = _try(request, lambda: _proposal(form, request.user))
            if change:
                return redirect(DECIDE, change.pk)
        context = {"title": _("Propose"), "form": form, "is_alone": people.is_alone(request.user)}
        return self._page(request, "propose", context)

    def _act(self, request: HttpRequest, line: Helpline, form: HowForm) -> bool:
        verb = request.POST.get("verb")
        if verb == "take_off":
            changing_it = lambda: changing.take_off(line, by=request.user) or True  # noqa: E731
        elif verb == "check" and form.is_valid():
            how = form.cleaned_data["how"]
            changing_it = lambda: changing.check(line, by=request.user, how=how)  # noqa: E731
        else:
            return False
        return bool(_try(request, changing_it))

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not request.user.has_perm(people.MAY_EDIT):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, context: dict) -> HttpResponse:
        status = 422 if request.method == "POST" else 200
        full = {**self.admin_site.each_context(request), **context}
        template = f"admin/resources/helpline/{name}.html"
        return TemplateResponse(request, template, full, status=status)


class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["slug", "state", "first_by", "first_at", "second_by", "second_at"]
    list_filter = ["state"]
    search_fields = ["slug"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not request.user.has_perm(people.MAY_EDIT):
            raise PermissionDenied
        change = get_object_or_404(Change, pk=int(object_id) if object_id.isdecimal() else 0)
        form = HowForm(request.POST if request.POST.get("verb") == "confirm" else None)
        if request.method == "POST" and self._decide(request, change, form):
            return redirect(reverse(WORKLIST))
        context = {
            **self.admin_site.each_context(request),
            "title": _("A proposed change"),
            "change": change,
            "difference": difference(change.before, change.record),
            "record": to_cells(complete(change.record)),
            "is_first": changing.is_first(change, request.user),
            "is_alone": people.is_alone(request.user),
            "how_form": form,
        }
        status = 422 if request.method == "POST" else 200
        template = "admin/resources/change/decide.html"
        return TemplateResponse(request, template, context, status=status)

    def _decide(self, request: HttpRequest, change: Change, form: HowForm) -> bool:
        verb = request.POST.get("verb")
        if verb == "drop":
            return bool(_try(request, lambda: changing.drop(change, by=request.user) or True))
        if verb != "confirm" or not form.is_valid():
            return False
        how = form.cleaned_data["how"]
        return bool(_try(request, lambda: changing.confirm(change, by=request.user, how=how)))


class EmergencyNumberAdmin(ReadOnlyAdmin):
    """They come with the reviewed data, so that no slip here takes a country's number away."""

    list_display = ["country", "number", "position"]
    search_fields = ["country", "number"]


def _proposal(form: RecordForm, by) -> Change | None:
    """None where the record itself is refused: the form says why."""
    try:
        return changing.propose(form.record, by=by, how=form.cleaned_data["how"])
    except ValidationError as error:
        for name, said in error.message_dict.items():
            form.add_error(name if name in form.fields else None, said)
        return None


def _try(request: HttpRequest, act):
    """Does it and says so; a refusal is said too, and gives None."""
    try:
        done = act()
    except (*REFUSED, changing.ChangedMeanwhile) as refused:
        messages.error(request, REFUSED.get(type(refused)) or str(refused))
        return None
    if done:
        messages.success(request, _("Done, and written down."))
    return done
