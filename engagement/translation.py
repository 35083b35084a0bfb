"""The fields that exist in each language (read by django-modeltranslation at start-up)."""

from modeltranslation.translator import TranslationOptions, register

from engagement.models import (
    AgencySettings,
    Document,
    InitiativeIndexPage,
    InitiativePage,
    Milestone,
    StandardPage,
)

ENGLISH_FIRST = {"en": ("headline",)}


@register(AgencySettings)
class AgencySettingsTranslation(TranslationOptions):
    fields = (
        "name",
        "logo_alt",
        "footer_text",
        "alert_text",
        "alert_link_text",
        "alert_link_url",
    )
    required_languages = {"en": ("name",)}


@register(InitiativeIndexPage)
class InitiativeIndexPageTranslation(TranslationOptions):
    fields = ("headline", "summary")
    required_languages = ENGLISH_FIRST


@register(InitiativePage)
class InitiativePageTranslation(TranslationOptions):
    fields = ("headline", "summary", "about", "next_steps")
    required_languages = ENGLISH_FIRST


@register(StandardPage)
class StandardPageTranslation(TranslationOptions):
    fields = ("headline", "summary", "body")
    required_languages = ENGLISH_FIRST


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("headline", "description")
    required_languages = ENGLISH_FIRST


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("headline", "summary")
    required_languages = ENGLISH_FIRST
