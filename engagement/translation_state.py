"""Whether a text exists in the reader's language, or is shown in another one."""

from django.conf import settings
from django.utils import translation


def shown_language(instance, field: str) -> str:
    """The language in which `instance.field` is shown now: the active one, or its fallback.

    WCAG 2.2 SC 3.1.2: a passage in another language says so.
    """
    active = translation.get_language() or settings.LANGUAGE_CODE
    for language in (active, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        if getattr(instance, f"{field}_{language}", None):
            return language
    return active


def lacks_language(files) -> bool:
    """Whether there are files of a PublicFile model, and none in the language of the reader."""
    languages = {file.language for file in files}
    return bool(languages) and translation.get_language() not in languages


def is_translated(instance, field: str) -> bool:
    """Whether readers see `instance.field` in the language they chose."""
    return shown_language(instance, field) == (translation.get_language() or "")
