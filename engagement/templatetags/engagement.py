"""Filters of every public template."""

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from engagement import formatting, translation_state

register = template.Library()

register.filter("file_size", formatting.file_size)
register.filter("file_facts", formatting.file_facts)
register.filter("zone", formatting.zone_abbreviation)
register.filter("long_date", formatting.long_date)
register.filter("until", formatting.time_span)
register.filter("date_and_time", formatting.date_and_time)
register.filter("clock_time", formatting.clock_time)
register.filter("days_left", formatting.days_left)
register.filter("tel", formatting.telephone_url)
register.filter("lack_language", translation_state.lacks_language)


@register.filter
def lang_attribute(instance, field: str) -> SafeString | str:
    """` lang="en"` where a text is shown in another language than the page's, else nothing."""
    shown = translation_state.shown_language(instance, field)
    return "" if shown == translation.get_language() else format_html(' lang="{}"', shown)


@register.filter
def in_its_language(instance, field: str) -> SafeString | str:
    """A text to stand within a sentence: marked where it is not in the page's language."""
    attribute, text = lang_attribute(instance, field), getattr(instance, field)
    return format_html("<span{}>{}</span>", attribute, text) if attribute else text


@register.filter
def is_translated(instance, field: str) -> bool:
    """Whether a text is shown in the language the reader chose."""
    return translation_state.is_translated(instance, field)


@register.filter
def shown_in(instance, field: str) -> str:
    """The name, as within a sentence, of the language in which a text is shown."""
    return language_name(translation_state.shown_language(instance, field))


@register.filter
def language_name(code: str) -> str:
    """What a language is called within a sentence of the reader's own: English, inglés."""
    return dict(settings.LANGUAGES)[code]
