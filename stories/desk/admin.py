"""The desk: lists that never show a text, and words that staff may edit. `stories/admin.py` registers them."""

from datetime import timedelta

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin

from stories.desk import review, roles
from stories.models.private import State, Submission


class Desk(admin.SimpleListFilter):
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


class ReadOnlyAdmin(admin.ModelAdmin):
    """For what only the verbs may write."""

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ["review_link", "kind", "speaks_of", "detail", "length", "language", "since"]
    list_display_links = None
    list_filter = [Desk, "kind"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context=None):
        return super().changelist_view(request, {"title": _("The queue"), **(extra_context or {})})

    def get_queryset(self, request: HttpRequest):
        waiting = super().get_queryset(request).prefetch_related("warnings").order_by("id")
        return waiting.defer("sealed_words", "sealed_redaction", "receipt_digest")

    def get_urls(self):
        return [
            path(
                "<int:pk>/review/",
                self.admin_site.admin_view(self.review_view),
                name="stories_submission_review",
            ),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, pk: int):
        return review.review(request, pk, self.admin_site)

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None):
        if not object_id.isdecimal():
            raise Http404
        return redirect("admin:stories_submission_review", pk=int(object_id))

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return roles.may_moderate(request.user) or super().has_view_permission(request, obj)

    @admin.display(description=_("post"))
    def review_link(self, submission: Submission) -> str:
        address = reverse("admin:stories_submission_review", args=[submission.pk])
        return format_html('<a href="{}">{} {}</a>', address, _("Review"), submission.pk)

    @admin.display(description=_("speaks of"))
    def speaks_of(self, submission: Submission) -> str:
        return ", ".join(w.short for w in submission.warnings.all()) or "–"

    @admin.display(description=_("waiting"), ordering="id")
    def since(self, submission: Submission) -> str:
        """In whole hours: nothing finer is kept."""
        if submission.received_at is None:
            return "–"
        if timezone.now() - submission.received_at < timedelta(hours=2):
            return _("under two hours")
        return timesince(submission.received_at, timezone.now(), depth=1)


class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["decided_at", "verb", "submission_id", "before", "after", "reason", "by_name"]
    list_display_links = None
    list_filter = ["verb"]


class ConcernAdmin(ReadOnlyAdmin):
    list_display = ["review_link", "reason", "received_at", "settled_at"]
    list_display_links = None
    list_filter = ["reason"]
    list_select_related = ["submission"]

    @admin.display(description=_("post"))
    def review_link(self, concern) -> str:
        address = reverse("admin:stories_submission_review", args=[concern.submission_id])
        return format_html('<a href="{}">{} {}</a>', address, _("Review"), concern.submission_id)


class StoryAdmin(ReadOnlyAdmin):
    """What stands on the wall, for looking up; taking down happens in review."""

    list_display = ["public_id", "kind", "phrase", "language", "month"]
    list_filter = ["kind"]
    search_fields = ["public_id"]
    show_full_result_count = False
    fields = ["public_id", "kind", "phrase", "detail", "language", "month"]


class PhraseAdmin(TabbedTranslationAdmin):
    list_display = ["tag", "language", "is_offered", "position"]


class ContentWarningAdmin(TabbedTranslationAdmin):
    list_display = ["name", "short", "is_heavy", "position"]


class GuidelineAdmin(TabbedTranslationAdmin):
    list_display = ["title", "position"]


class ReasonAdmin(TabbedTranslationAdmin):
    list_display = ["label", "kind", "guideline"]
    list_filter = ["kind"]


class RedactionRoleAdmin(TabbedTranslationAdmin):
    list_display = ["label", "position"]
