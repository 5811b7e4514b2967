"""The queue as a page of the admin: what is known of each post, in the order in which they are read, never a text."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import listed
from stories.desk import bulk, care, concerns, handbook, plotting, queue, review, roles, waits
from stories.models.private import Flag, Lane, State, Submission
from stories.models.public import Kind


class ReadOnlyAdmin(admin.ModelAdmin):
    """For what only the verbs may write."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class StateFilter(admin.SimpleListFilter):
    """The queue first; everything else on a press."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(s.value, s.label) for s in State if s != State.WITHDRAWN]

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            yield {
                "selected": (self.value() or State.WAITING) == value,
                "query_string": changelist.get_query_string({"state": value}),
                "display": label,
            }

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value() or State.WAITING)


def is_on_the_wall(request: HttpRequest) -> bool:
    return request.GET.get(StateFilter.parameter_name) == State.PUBLISHED


class CappedPaginator(Paginator):
    """Counts to a thousand and no further: a long queue costs no more than a short one."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[: queue.MOST_COUNTED].count()


class SubmissionAdmin(ReadOnlyAdmin):
    list_display = [
        "review_link", "kind", "why_here", "speaks_of", "detail", "length", "language", "since",
    ]  # fmt: skip
    list_display_links = None
    list_filter = [StateFilter, "lane", "kind"]
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = [bulk.take_down_chosen]

    def get_actions(self, request: HttpRequest) -> dict:
        """Many at a time are only bare posts: nothing in them has to be read first."""
        bare = request.GET.get("kind__exact") == Kind.BARE and is_on_the_wall(request)
        return super().get_actions(request) if bare and roles.may_moderate(request.user) else {}

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """What waits: as it is read. What stands: the newest first."""
        return ["-id"] if is_on_the_wall(request) else ["lane", "id"]

    def changelist_view(self, request: HttpRequest, extra_context=None):
        counted = queue.counts()
        desk = {
            "title": _now("The queue"),
            "lanes": [(lane.label, counted[lane], queue.MOST_COUNTED) for lane in Lane],
            "usual_wait": waits.usual(),
            "plot": plotting.waits_by_week(waits.by_week()),
            "is_moderator": roles.may_moderate(request.user),
            "lone_moderator_warning": care.lone_moderator_warning(),
            "stories_of_concern": concerns.count_of_stories(),
        }
        return super().changelist_view(request, desk | (extra_context or {}))

    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request).prefetch_related("warnings")
        return rows.defer("sealed_words", "sealed_redaction", "receipt_digest")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        mine = [
            path("next/", wrap(self.next_view), name="stories_submission_next"),
            path("handbook/", wrap(self.handbook_view), name="stories_submission_handbook"),
            path("<int:pk>/review/", wrap(self.review_view), name="stories_submission_review"),
        ]
        return [*mine, *super().get_urls()]

    def review_view(self, request: HttpRequest, pk: int):
        return review.review(request, pk, self.admin_site)

    def handbook_view(self, request: HttpRequest):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return handbook.handbook(request, self.admin_site)

    def next_view(self, request: HttpRequest):
        """The next one for this moderator, claimed; its facts first."""
        if not roles.may_moderate(request.user):
            raise PermissionDenied
        if request.method == "POST" and care.suggestion(request.user):
            return redirect("admin:stories_care_changelist")
        submission = queue.claim_next(request.user) if request.method == "POST" else None
        if submission is None:
            if request.method == "POST":
                messages.info(request, _("Nothing waits for you just now."))
            return redirect(review.QUEUE)
        return redirect(review.REVIEW, pk=submission.pk)

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None):
        if not object_id.isdecimal():
            raise Http404
        return redirect(review.REVIEW, pk=int(object_id))

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return roles.may_moderate(request.user) or super().has_view_permission(request, obj)

    @admin.display(description=_("post"))
    def review_link(self, submission: Submission) -> str:
        address = reverse(review.REVIEW, args=[submission.pk])
        what = _("Change to a story") if submission.revises_id else _("Review")
        return format_html('<a href="{}">{} {}</a>', address, what, submission.pk)

    @admin.display(description=_("lane"))
    def why_here(self, submission: Submission) -> str:
        notes = [Flag(code).label for code in submission.flags]
        notes += [_("a version waits for a second moderator")] if submission.proposed_at else []
        notes += [_("appeal")] if submission.appealed_on else []
        notes += [_("being read")] if self._is_claimed(submission) else []
        return "; ".join(str(note) for note in notes) or "–"

    def _is_claimed(self, submission: Submission) -> bool:
        claimed = submission.claimed_at
        return claimed is not None and timezone.now() - claimed < queue.CLAIM_LASTS

    @admin.display(description=_("speaks of"))
    def speaks_of(self, submission: Submission) -> str:
        return listed(w.short for w in submission.warnings.all()) or "–"

    @admin.display(description=_("waiting"), ordering="id")
    def since(self, submission: Submission) -> str:
        """In whole hours: nothing finer is kept."""
        if submission.received_at is None:
            return "–"
        if timezone.now() - submission.received_at < timedelta(hours=2):
            return _("under two hours")
        return timesince(submission.received_at, timezone.now(), depth=1)
