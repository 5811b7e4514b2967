"""The desk: records that only the verbs write, and words that staff may edit. `stories/admin.py` registers them."""

from modeltranslation.admin import TranslationAdmin

from stories.desk.submission_admin import ReadOnlyAdmin


class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["decided_at", "verb", "submission_id", "before", "after", "reason", "by_name"]
    list_display_links = None
    list_filter = ["verb"]


class StoryAdmin(ReadOnlyAdmin):
    """What stands on the wall, for looking up; taking down happens in review."""

    list_display = ["public_id", "kind", "phrase", "language", "month"]
    list_filter = ["kind"]
    search_fields = ["public_id"]
    show_full_result_count = False
    fields = ["public_id", "kind", "phrase", "detail", "language", "month"]


class PhraseAdmin(TranslationAdmin):
    list_display = ["tag", "language", "is_offered", "position"]


class ContentWarningAdmin(TranslationAdmin):
    list_display = ["name", "short", "is_heavy", "position"]


class GuidelineAdmin(TranslationAdmin):
    list_display = ["title", "position"]


class ReasonAdmin(TranslationAdmin):
    list_display = ["label", "kind", "guideline"]
    list_filter = ["kind"]


class RedactionRoleAdmin(ReadOnlyAdmin, TranslationAdmin):
    """Seeds alone write them: whoever could, alone, could put words of their own into somebody's story."""

    list_display = ["label", "position"]
