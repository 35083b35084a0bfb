"""The fields that exist in each language (read by django-modeltranslation at start-up)."""

from modeltranslation.translator import TranslationOptions, register

from meetings.models import Meeting, MeetingSeries, Tombstone


@register(Meeting)
class MeetingTranslation(TranslationOptions):
    fields = ("headline", "summary")
    required_languages = {"en": ("headline",)}


@register(MeetingSeries)
class MeetingSeriesTranslation(TranslationOptions):
    fields = ("headline",)


@register(Tombstone)
class TombstoneTranslation(TranslationOptions):
    fields = ("headline",)
