from django import forms
from django.contrib import admin
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from resources import models


class HelplineForm(forms.ModelForm):
    who_for = forms.MultipleChoiceField(
        label=models.Helpline._meta.get_field("who_for").verbose_name,
        choices=models.WhoFor,
        widget=forms.CheckboxSelectMultiple,
    )


class ChannelInline(admin.TabularInline):
    model = models.Channel
    extra = 0


class SourceInline(admin.TabularInline):
    model = models.Source
    extra = 0


class VerificationInline(admin.TabularInline):
    model = models.Verification
    fields = ["verified_on", "how", "by"]
    readonly_fields = ["by"]
    extra = 0
    can_delete = False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(models.Helpline)
class HelplineAdmin(TranslationAdmin):
    form = HelplineForm
    list_display = [
        "name_en",
        "country",
        "is_published",
        "confidence",
        "verified_on",
        "next_due_on",
    ]
    list_filter = ["is_published", "confidence", "next_due_on", "country"]
    search_fields = ["name", "name_en", "channels__value", "channels__display"]
    ordering = ["next_due_on", "country"]
    readonly_fields = ["verified_on", "next_due_on"]
    inlines = [ChannelInline, SourceInline, VerificationInline]

    def save_formset(self, request, form, formset, change):
        for added in formset.save(commit=False):
            if isinstance(added, models.Verification):
                added.by = request.user.get_username()
        formset.save()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.remember_last_verification()


@admin.register(models.EmergencyNumber)
class EmergencyNumberAdmin(admin.ModelAdmin):
    list_display = ["country", "number", "position"]
    search_fields = ["country", "number"]


@admin.register(models.Document)
class DocumentAdmin(TranslationAdmin):
    list_display = ["title", "publisher", "dated"]


class StatementAdmin(TranslationAdmin):
    list_display = ["slug", "is_published", "position"]
    list_filter = ["is_published"]
    filter_horizontal = ["documents"]


admin.site.register([models.Purpose, models.Criticism, models.AllyAdvice], StatementAdmin)


class MilestoneAccountInline(TranslationStackedInline):
    model = models.MilestoneAccount
    extra = 0


@admin.register(models.Milestone)
class MilestoneAdmin(StatementAdmin):
    list_display = ["slug", "when", "sort_key", "is_published"]
    inlines = [MilestoneAccountInline]
