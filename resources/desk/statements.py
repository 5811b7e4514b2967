"""The movement's pages in the admin: every save is written down with who, when, and what it was before."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField
from django.forms import CheckboxSelectMultiple
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from resources import models
from resources.desk.helplines import EditorAdmin, ReadOnlyAdmin
from resources.models.history import note_edit, written_by


class RecordedAdmin(EditorAdmin, TranslationAdmin):
    def changeform_view(self, request, *args, **options):
        with written_by(request.user.get_username()):
            return super().changeform_view(request, *args, **options)

    def delete_view(self, request, *args, **options):
        with written_by(request.user.get_username()):
            return super().delete_view(request, *args, **options)

    def changelist_view(self, request, *args, **options):
        with written_by(request.user.get_username()):
            return super().changelist_view(request, *args, **options)

    def delete_queryset(self, request, queryset):
        for row in queryset:
            row.delete()

    def history_view(self, request, object_id, extra_context=None):
        """Ours instead of Django's: with what changed, and it stays when an account goes."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=unquote(object_id))
        edits = models.Edit.objects.filter(model=self.model._meta.model_name, key=row.slug)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": row},
            "edits": edits,
            "row": row,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/resources/history.html", context)


class DocumentAdmin(RecordedAdmin):
    list_display = ["title", "publisher", "dated"]


class StatementAdmin(RecordedAdmin):
    list_display = ["slug", "is_published", "position"]
    list_filter = ["is_published"]
    # Django's two lists side by side have labels that screen readers skip (axe-core: aria-prohibited-attr) and pale ones.
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}

    def save_related(self, request, form, formsets, change):
        before = _documents_of(form.instance)
        super().save_related(request, form, formsets, change)
        act = models.Edit.Act.CHANGED
        note_edit(form.instance, act, before, _documents_of(form.instance))


class OptionAdmin(StatementAdmin):
    list_display = ["slug", "kind", "is_published", "reviewed_by", "reviewed_on"]


class MilestoneAccountInline(TranslationStackedInline):
    model = models.MilestoneAccount
    extra = 0


class MilestoneAdmin(StatementAdmin):
    list_display = ["slug", "when", "sort_key", "is_published"]
    inlines = [MilestoneAccountInline]


class EditAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "act", "model", "key"]
    list_filter = ["act", "model"]
    search_fields = ["key", "by"]


def _documents_of(statement) -> dict[str, str]:
    slugs = statement.documents.values_list("slug", flat=True) if statement.pk else []
    return {"documents": ", ".join(sorted(slugs))}
