"""Texts that staff edit exist in every language; names, numbers and titles in one."""

from modeltranslation.translator import TranslationOptions, register

from resources import models


@register(models.Helpline)
class HelplineTranslation(TranslationOptions):
    fields = ("caution",)


@register(models.Document)
class DocumentTranslation(TranslationOptions):
    fields = ("publisher", "dated")


@register(models.Purpose)
class PurposeTranslation(TranslationOptions):
    fields = ("text", "stated_by")


@register(models.Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("when", "what")


@register(models.MilestoneAccount)
class MilestoneAccountTranslation(TranslationOptions):
    fields = ("text",)


@register(models.Criticism)
class CriticismTranslation(TranslationOptions):
    fields = ("text", "answer")


@register(models.AllyAdvice)
class AllyAdviceTranslation(TranslationOptions):
    fields = ("text",)


@register(models.Option)
class OptionTranslation(TranslationOptions):
    fields = ("title", "text")
