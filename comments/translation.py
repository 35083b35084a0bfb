"""The fields that exist in each language (read by django-modeltranslation at start-up)."""

from modeltranslation.translator import TranslationOptions, register

from comments.models import Docket, Draft, DraftSection


@register(Docket)
class DocketTranslation(TranslationOptions):
    fields = ("headline", "summary")
    required_languages = {"en": ("headline",)}


@register(Draft)
class DraftTranslation(TranslationOptions):
    fields = ("headline", "summary")
    required_languages = {"en": ("headline",)}


@register(DraftSection)
class DraftSectionTranslation(TranslationOptions):
    fields = ("heading", "text")
    required_languages = {"en": ("heading", "text")}
