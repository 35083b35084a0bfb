"""Panels shared by the admin's editors: one tab for each language."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

LANGUAGE_TABS = (("en", _("English")), ("es", _("Spanish")))

FILE_PANELS = [
    FieldPanel("file"),
    FieldRowPanel([FieldPanel("language"), FieldPanel("released_on")]),
]
"""What an editor says of a published file; its size and kind come from the file itself."""


def language_tabs(fields: list[str]) -> list[ObjectList]:
    """A tab for each language, holding that language's version of `fields`."""
    return [
        ObjectList([FieldPanel(f"{field}_{code}") for field in fields], heading=heading)
        for code, heading in LANGUAGE_TABS
    ]


def side_by_side(fields: list[str]) -> list[FieldPanel]:
    """Both languages' versions of `fields`, one after the other, for rows inside a tab."""
    return [FieldPanel(f"{field}_{code}") for field in fields for code, _heading in LANGUAGE_TABS]
