"""Texts of a comment in templates."""

from django import template

from comments import translating

register = template.Library()

register.filter("is_translated", translating.is_translated)


@register.filter
def words_of(translation, row) -> str:
    """The public translation of a comment's, a remark's or an addition's text, if there is one."""
    return translation.of(row)


@register.filter
def quote_of(translation, remark) -> str:
    """The public translation of what a remark quotes, where no draft says it."""
    return translation.of(remark, "quote")


@register.filter
def with_label(words: str, label: str) -> str:
    """The label of a point in words that have a place for it: "Point %(label)s"."""
    return words % {"label": label}
