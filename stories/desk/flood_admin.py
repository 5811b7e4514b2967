"""Floods and the switch inside the admin: one row for many posts, and no word of them without a press."""

import time

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metoo_wall.staff_accounts.freshness import LARGE, ask_again, is_fresh
from stories.desk import care, floods, queue, roles, switch, verdict_words, verdicts
from stories.desk.admin import ReadOnlyAdmin
from stories.models.private import (
    Flood,
    FloodPost,
    FloodVerdict,
    IntakeSwitch,
    Reason,
    Why,
)

LIST = "admin:stories_flood_changelist"
RECORD = 10  # verdicts on the page
USUAL_REASON = "decline-repeated"
ONLY_SAME = "decline-same"  # only those that say just what was opened
Verb = FloodVerdict.Verb


class VerdictForm(forms.Form):
    """A press. `up_to` and `specimen` say what its page showed."""

    verb = forms.ChoiceField(choices=[*Verb.choices, (ONLY_SAME, "")], widget=forms.HiddenInput)
    flood = forms.ModelMultipleChoiceField(
        queryset=Flood.objects.none(),
        error_messages={
            "required": gettext_lazy("Please tick at least one row."),
            "invalid_choice": gettext_lazy("A row has changed meanwhile. Please look again."),
        },
    )
    up_to = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    specimen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.ModelChoiceField(
        label=gettext_lazy("Reason, if you decline"),
        help_text=gettext_lazy("Each author reads it."),
        queryset=Reason.objects.filter(kind=Reason.Kind.DECLINE),
        to_field_name="slug",
        required=False,
        empty_label=None,
    )

    def __init__(self, *args, moderator, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.moderator = moderator
        self.fields["flood"].queryset = floods.on_the_desk()

    def clean(self) -> dict:
        said = super().clean()
        said["is_exact"] = said.get("verb") in (ONLY_SAME, Verb.PUBLISH)
        if said.get("verb") == ONLY_SAME:
            said["verb"] = Verb.DECLINE
        if said.get("verb") == Verb.DECLINE and not said.get("reason"):
            self.add_error("reason", _("Please choose a reason: each author will read it."))
        self._find_specimen(said)
        words = [f for f in said.get("flood", ()) if f.why == Why.ALIKE]
        if words and said["is_exact"] and said["only"] is None:
            raise forms.ValidationError(_("Open one first: only what was read is let through."))
        if any(flood.is_few for flood in words) and said["only"] is None:
            raise forms.ValidationError(_("Open one first: its words are few."))
        return said

    def _find_specimen(self, said: dict) -> None:
        """`only`: which posts are meant, where one was opened; None where none was."""
        said["only"] = None
        if not said.get("specimen") or "flood" not in said:
            return
        pk = floods.opened_by(said["specimen"], self.moderator)
        shown = FloodPost.objects.filter(pk=pk, flood__in=said["flood"]).first()
        if shown is None:
            raise forms.ValidationError(
                _("The one that you opened has changed meanwhile. Nothing was decided.")
            )
        said["only"] = _alike(shown, said)


class FloodAdmin(ReadOnlyAdmin):
    def changelist_view(self, request: HttpRequest, extra_context=None):
        if not roles.may_moderate(request.user):
            raise PermissionDenied
        form = VerdictForm(
            request.POST or None, initial={"reason": USUAL_REASON}, moderator=request.user
        )
        if request.method == "POST":
            answer = _decide(request, form)
            if answer:
                return answer
        rows = floods.rows()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Floods"),
            "form": form,
            "alike": [row for row in rows if row.flood.why == Why.ALIKE],
            "held": [row for row in rows if row.flood.why != Why.ALIKE],
            "up_to": floods.latest(),
            "verdicts": [verdict_words.told(v) for v in FloodVerdict.objects.all()[:RECORD]],
        }
        status = 422 if request.method == "POST" else 200
        template = "admin/stories/flood/floods.html"
        return TemplateResponse(request, template, context, status=status)

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None):
        """What is known of one flood; the words of one post with `?open=1` only."""
        if not roles.may_moderate(request.user):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        flood = get_object_or_404(floods.on_the_desk(), pk=int(object_id))
        shown = floods.specimen(flood, request.user)
        is_open = "open" in request.GET and flood.why == Why.ALIKE
        if shown is None or (is_open and not _open(request, shown)):
            messages.warning(request, _("Colleagues are reading these. Please look again later."))
            return redirect(LIST)
        up_to = floods.latest()
        posts = flood.posts.filter(pk__lte=up_to)
        context = {
            **self.admin_site.each_context(request),
            "title": _("A flood"),
            "flood": flood,
            "size": posts.count(),
            "same": posts.filter(same=shown.same).count(),
            "verbatim": posts.filter(verbatim=shown.verbatim).count(),
            "shown": shown,
            "facts": shown.submission.warnings.all(),
            "is_open": is_open,
            "opened": floods.opened(shown, request.user) if is_open else "",
            "up_to": up_to,
            "form": VerdictForm(initial={"reason": USUAL_REASON}, moderator=request.user),
        }
        return TemplateResponse(request, "admin/stories/flood/flood.html", context)


class SwitchForm(forms.ModelForm):
    class Meta:
        model = IntakeSwitch
        fields = ["state", "bare_per_hour", "posts_per_minute"]
        widgets = {"state": forms.RadioSelect}


class IntakeSwitchAdmin(ReadOnlyAdmin):
    def changelist_view(self, request: HttpRequest, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = IntakeSwitch.objects.filter(pk=switch.ONLY).first() or IntakeSwitch(pk=switch.ONLY)
        may_turn = switch.may_turn(request.user)
        form = SwitchForm(request.POST or None, instance=now)
        if request.method == "POST":
            if not may_turn:
                raise PermissionDenied
            if form.is_valid():
                switch.turn(form.save(commit=False), by=request.user)
                messages.success(request, _("Kept. It holds for the next post."))
                return redirect("admin:stories_intakeswitch_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("New posts"),
            "form": form,
            "switch": now,
            "may_turn": may_turn,
            "turns": switch.turns(),
        }
        status = 422 if request.method == "POST" else 200
        template = "admin/stories/intakeswitch/switch.html"
        return TemplateResponse(request, template, context, status=status)

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None):
        return redirect("admin:stories_intakeswitch_changelist")


def _alike(shown: FloodPost, said: dict) -> dict[str, int]:
    """Nothing is published but what was read, letter by letter; declined are also those that differ in spaces."""
    if said.get("verb") == Verb.PUBLISH:
        known = shown.verbatim is not None
        return {"verbatim": shown.verbatim} if known else {"pk": shown.pk}
    return {"same": shown.same} if said["is_exact"] or shown.flood.is_few else {}


def _open(request: HttpRequest, shown: FloodPost) -> bool:
    """Claimed and counted like any other text; False where a colleague was faster."""
    try:
        queue.claim(shown.submission, request.user)
    except queue.ClaimedBySomebodyElse:
        return False
    care.opened(request.user, shown.submission)
    return True


def _decide(request: HttpRequest, form: VerdictForm) -> HttpResponse | None:
    """Does what was pressed, as far as a moderator waits, and goes back to the list; None where the form is wrong."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    if sum(flood.size for flood in said["flood"]) > LARGE and not is_fresh(request):
        return ask_again(request)
    verdict = verdicts.decide(
        [flood.pk for flood in said["flood"]],
        said["verb"],
        by=request.user,
        up_to=said["up_to"],
        reason=said["reason"] if said["verb"] == Verb.DECLINE else None,
        only=said["only"],
    )
    verdicts.carry_out(verdict, time.monotonic() + verdicts.BY_THE_PRESS)
    messages.success(request, verdict_words.told(verdict))
    return redirect(reverse(LIST))
