"""Filters of every public template."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from engagement import formatting, translation_state

register = template.Library()


@register.filter
def file_size(size) -> str:
    """1.96 MB, formatted for the language."""
    return formatting.file_size(size)


@register.filter
def zone(moment) -> str:
    """The zone's abbreviation at that moment: PST."""
    return formatting.zone_abbreviation(moment)


@register.filter
def lang_attribute(instance, field: str) -> SafeString | str:
    """` lang="en"` where a text is shown in another language than the page's, else nothing."""
    shown = translation_state.shown_language(instance, field)
    return "" if shown == get_language() else format_html(' lang="{}"', shown)


@register.filter
def is_translated(instance, field: str) -> bool:
    """Whether a text is shown in the language the reader chose."""
    return translation_state.is_translated(instance, field)
