from modeltranslation.translator import TranslationOptions, register

from stories.models import ContentWarning, Guideline, Phrase, Reason, RedactionRole


@register(Phrase)
class PhraseTranslation(TranslationOptions):
    fields = ("meaning",)


@register(ContentWarning)
class ContentWarningTranslation(TranslationOptions):
    fields = ("name", "short", "description")


@register(Guideline)
class GuidelineTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Reason)
class ReasonTranslation(TranslationOptions):
    fields = ("label", "text")


@register(RedactionRole)
class RedactionRoleTranslation(TranslationOptions):
    fields = ("label",)
