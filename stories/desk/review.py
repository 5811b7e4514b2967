"""Review inside the admin: what is known first, the text on a press, then one verb.

The text opens only for who has claimed it. A verb counts for the version that its page showed (`Desk.seen`). Where it is
refused, or the post is another by now, the form comes back with every word in it, by a redirect to a sealed page: a POST
that is answered with a page would write the story to the moderator's disk.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_list_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stories import screened, sealed
from stories.desk import care, concerns, contacts, moderation, pairs, queue, roles
from stories.desk.forms import PublishForm, ReasonForm, ResumeForm
from stories.models.private import UNDECIDED, Decision, Reason, Submission
from stories.words import Words

QUEUE = "admin:stories_submission_changelist"
REVIEW = "admin:stories_submission_review"
SAID = {
    "published": lambda: _("Published. It is on the wall now."),
    "offered": lambda: _("The author asked to see it first: it waits for their OK."),
    "asked": lambda: _("Your question waits for the author."),
    "declined": lambda: _("Declined. The author will read the reason."),
    "taken_down": lambda: _("Taken down. It is off the wall, and its words are erased."),
    "paused": lambda: _("Off the wall until you decide. Nothing is erased."),
    "waiting": lambda: _("Noted. It waits for a second moderator."),
    "hidden": lambda: _("Done. Its author has it off the wall; it comes back as you left it."),
}
MOST_QUOTED = 5  # contacts in one message
STALE = (moderation.ForbiddenTransition, moderation.SubmissionChangedMeanwhile)


@dataclass
class Desk:
    """One submission as one moderator has it before them."""

    submission: Submission
    moderator: object
    post: QueryDict | None = None  # what was pressed, or typed and refused

    def __post_init__(self) -> None:
        self.seen = moderation.version_of(self.submission)
        self.words = self.submission.words
        self.shown = self._shown()
        self.publish_form = self._publish_form(self.post if self.verb == "publish" else None)
        self.reasons = {
            kind.value: ReasonForm(self.post if self.verb == kind.value else None, kind=kind)
            for kind in (Reason.Kind.ASK, Reason.Kind.DECLINE, Reason.Kind.TAKE_DOWN)
        }
        self.concerns = concerns.about(self.submission)
        self.reasons["resume"] = ResumeForm(
            self.post if self.verb == "resume" else None,
            kind=Reason.Kind.SETTLE,
            initial={"up_to": self.concerns.last if self.concerns else 0},
        )

    @property
    def form(self) -> PublishForm | ReasonForm | None:
        """The form of the verb that was pressed; some verbs have none."""
        return self.publish_form if self.verb == "publish" else self.reasons.get(self.verb)

    @property
    def is_stale(self) -> bool:
        """What was pressed stood on a page about another version, or on none."""
        return self.post.get("seen") != self.seen

    @property
    def typed(self) -> list[str]:
        """Words that were typed for a verb that does not fit any more: they are its moderator's still."""
        if self.form is None or self.verb in fitting(self.submission):
            return []
        names = ("text", self.form.add_prefix("note"))
        return [words for name in names if (words := self.post.get(name))]

    @property
    def verb(self) -> str:
        """What was pressed: its form is shown with what was typed, open or not."""
        return self.post["verb"] if self.post else ""

    @property
    def may_open(self) -> bool:
        """Nobody has to decide, or this moderator has claimed it."""
        is_claimed = self.submission.claimed_by_id == self.moderator.pk
        return is_claimed or self.submission.state not in UNDECIDED

    def _shown(self) -> Words:
        """What a second moderator begins with: the version that the first one proposed."""
        proposed = self.submission.redaction if self.submission.proposed_at else None
        return self.words if proposed is None else proposed

    def _warnings(self) -> list:
        """The author's own; for a change also those that stand with the story: a moderator may have added them."""
        warnings = set(self.submission.warnings.all())
        story = self.submission.revises
        return [*warnings, *(set(story.warnings.all()) - warnings if story else ())]

    def _publish_form(self, data) -> PublishForm:
        initial = {
            "text": self.shown.text,
            "warnings": self._warnings(),
            "drop_name": bool(self.words.name) and not self.shown.name,
        }
        text = self.shown.text if data is None else data.get("text", "")
        standing = Words(text, self.words.name)
        may_see = data is not None or self.may_open
        hints = contacts.found(standing, self.submission.country) if may_see else []
        return PublishForm(data, initial=initial, hints=hints)


def review(request: HttpRequest, pk: int, admin_site) -> HttpResponse:
    """GET shows what is known; the text comes with `?open=1` only. POST carries one act or verb."""
    if not roles.may_moderate(request.user):
        raise PermissionDenied
    submission = Submission.objects.select_related("phrase", "revises").filter(pk=pk).first()
    if submission is None:
        return _gone(request, pk)
    if request.method != "POST":
        return _page(request, submission, admin_site)
    if request.POST.get("act") in ACTS:
        return ACTS[request.POST["act"]](request, submission)
    if request.POST.get("verb") in VERBS:
        return _decide(request, Desk(submission, request.user, request.POST))
    return redirect(REVIEW, pk=pk)


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """It was here: its author took it back, or a change of it took its place. Else 404."""
    get_list_or_404(Decision, submission=pk)
    messages.warning(
        request, _("This post is not here any more. Its author may have taken it back.")
    )
    return redirect(QUEUE)


def _page(request: HttpRequest, submission: Submission, admin_site) -> HttpResponse:
    desk = _kept(request, submission) or Desk(submission, request.user)
    is_open = desk.may_open and (desk.post is not None or "open" in request.GET)
    if is_open and desk.words:
        care.opened(request.user, submission)
    context = {
        **admin_site.each_context(request),
        "title": _("Review"),
        "desk": desk,
        "submission": submission,
        "facts": submission.warnings.all(),
        "is_open": is_open,
        "marked": _marked(desk.shown.text, submission.country) if is_open else [],
        "read_by_another": queue.is_read_by_another(submission, request.user),
        "may_confirm": pairs.may_confirm(submission, request.user),
        "needs_two": pairs.needs_two(submission),
        "may": fitting(submission),
        "decisions": submission.decisions.select_related("note"),
        "concerns": desk.concerns,
        "roles": moderation.redaction_marks(submission.language),
    }
    status = 422 if desk.post else 200
    return TemplateResponse(request, "admin/stories/submission/review.html", context, status=status)


def _marked(text: str, country: str) -> list[screened.Stretch]:
    return screened.marked(text, screened.find(text, country))


def fitting(submission: Submission) -> set[str]:
    """The verbs that may happen in its state."""
    return {verb for verb, t in moderation.TRANSITIONS.items() if submission.state in t.before}


def _open(request: HttpRequest, submission: Submission) -> HttpResponse:
    address = reverse(REVIEW, args=[submission.pk])
    if submission.state in UNDECIDED:
        try:
            queue.claim(submission, request.user)
        except queue.ClaimedBySomebodyElse:
            messages.warning(request, _("A colleague is reading this one. Please take another."))
            return redirect(address)
    kept = request.GET.get("kept", "")
    return redirect(f"{address}?{urlencode({'open': 1} | ({'kept': kept} if kept else {}))}")


def _release(request: HttpRequest, submission: Submission) -> HttpResponse:
    queue.release(submission, request.user)
    return redirect(QUEUE)


def _decide(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Does it and goes back to the queue; where it is refused, back to the form."""
    verb, form = desk.post["verb"], desk.form
    if desk.is_stale:
        return _stale(request, desk)
    if form is not None and not form.is_valid():
        return _again(request, desk)
    try:
        submission = VERBS[verb](desk.submission, form, request.user)
    except STALE:
        return _stale(request, desk)
    except (moderation.ModerationError, contacts.UnresolvedContacts) as refused:
        return _refuse(request, desk, refused)
    messages.success(request, SAID[submission.state]())
    return redirect(QUEUE)


def _again(request: HttpRequest, desk: Desk, **refused: str) -> HttpResponse:
    """To the form with every word in it: sealed, under an address that lives for minutes."""
    whose = {"review": desk.submission.pk, "by": request.user.pk}
    kept = whose | {"post": desk.post.urlencode(), "refused": refused}
    address = reverse(REVIEW, args=[desk.submission.pk])
    return redirect(f"{address}?open=1&kept={sealed.seal(kept)}")


def _kept(request: HttpRequest, submission: Submission) -> Desk | None:
    kept = sealed.unseal(request.GET.get("kept", ""))
    whose = (submission.pk, request.user.pk)
    if not kept or (kept.get("review"), kept.get("by")) != whose:
        return None
    desk = Desk(submission, request.user, QueryDict(kept["post"]))
    refused = kept["refused"]
    if desk.form is not None and desk.form.is_valid() and refused:
        desk.form.add_error(refused["field"] or None, refused["text"])
    return desk


def _stale(request: HttpRequest, desk: Desk) -> HttpResponse:
    """To the post as it is now, with what was typed; its author's words go where the author has taken them back."""
    messages.warning(
        request, _("This post has changed meanwhile. Nothing was decided; please look anew.")
    )
    if not Submission.objects.filter(pk=desk.submission.pk).exists():
        return redirect(QUEUE)
    if desk.form is None:
        return redirect(REVIEW, pk=desk.submission.pk)
    messages.info(request, _("What you typed is still here."))
    return _again(request, desk)


def _refuse(request: HttpRequest, desk: Desk, refused) -> HttpResponse:
    """Beside its field where there is a form, else above the page."""
    text = REFUSED[type(refused)](refused)
    if desk.form is None:
        messages.warning(request, text)
        return redirect(REVIEW, pk=desk.submission.pk)
    is_about_words = isinstance(refused, moderation.RedactionRefused | contacts.UnresolvedContacts)
    return _again(request, desk, field="text" if is_about_words else "", text=text)


REFUSED = {
    moderation.RedactionRefused: lambda refused: (
        _(
            "These are not the author's words: near “%(near)s”. Only take words out, leaving […], "
            "or put a role of the list in their place."
        )
        % {"near": refused.difference.near.replace("\n", " ")}
    ),
    contacts.UnresolvedContacts: lambda refused: (
        _("This still leads to somebody: “%(words)s”. Take it out, or say below why it can stand.")
        % {"words": "”, “".join(hint.words for hint in refused.hints[:MOST_QUOTED])}
    ),
    moderation.SomebodyElseReads: lambda refused: _(
        "A colleague has taken this one meanwhile. Nothing was changed."
    ),
    moderation.SomebodyElseConfirms: lambda refused: _(
        "You have proposed this version. Another moderator publishes it; where there is none, you can, an hour later."
    ),
    moderation.SomebodyElseJudges: lambda refused: _(
        "You declined this one. Another moderator looks at it now; where there is none, you can, after a week."
    ),
    moderation.NotAllowed: lambda refused: _("Your account may not decide about posts any more."),
}
ACTS = {"open": _open, "release": _release}
VERBS = {
    "publish": lambda s, form, by: moderation.publish(
        s,
        by=by,
        redacted=form.cleaned_data["text"],
        name="" if form.cleaned_data["drop_name"] else None,
        warnings=form.cleaned_data["warnings"],
        dismissed=form.dismissed,
    ),
    "flag": lambda s, form, by: moderation.flag(s, by=by),
    "pause": lambda s, form, by: moderation.pause(s, by=by),
    "resume": lambda s, form, by: moderation.resume(s, by=by, **form.said),
    "ask": lambda s, form, by: moderation.ask(
        s, by=by, question=form.said["reason"], note=form.said["note"]
    ),
    "decline": lambda s, form, by: moderation.decline(s, by=by, **form.said),
    "take_down": lambda s, form, by: moderation.take_down(s, by=by, **form.said),
}
