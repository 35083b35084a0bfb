"""Filters of the pages of meetings."""

from django import template
from django.utils.safestring import SafeString

from engagement import structured_data
from meetings import materials, subscribing
from meetings.structured_data import event

register = template.Library()

register.filter("missing_versions", materials.missing_versions)
register.filter("leave_to_ask_for", materials.leave_to_ask_for)
register.filter("webcal", subscribing.webcal)


@register.filter
def event_data(meeting, agency) -> SafeString:
    """The meeting's facts for search engines and calendars."""
    return structured_data.block(event(meeting, agency))
