"""The fields that exist in each language (read by django-modeltranslation at start-up)."""

from modeltranslation.translator import TranslationOptions, register

from comments.models import (
    Docket,
    Draft,
    DraftFile,
    DraftSection,
    Erratum,
    PeriodChange,
    Response,
    Topic,
)


@register(Docket)
class DocketTranslation(TranslationOptions):
    fields = ("headline", "summary")
    required_languages = {"en": ("headline",)}


@register(Draft)
class DraftTranslation(TranslationOptions):
    fields = ("headline", "summary", "what_changed")
    required_languages = {"en": ("headline",)}


@register(DraftSection)
class DraftSectionTranslation(TranslationOptions):
    fields = ("heading", "body")
    required_languages = {"en": ("heading", "body")}


@register(DraftFile)
class DraftFileTranslation(TranslationOptions):
    fields = ("headline",)


@register(PeriodChange)
class PeriodChangeTranslation(TranslationOptions):
    fields = ("reason",)
    required_languages = {"en": ("reason",)}


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"en": ("name",)}


@register(Response)
class ResponseTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Erratum)
class ErratumTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = {"en": ("text",)}
