"""The old addresses of pages keep leading to them, in each language.

Wagtail records where a page was when its slug changes or it is moved, in the one language that
is active, which is the one its editor works in. Here it does so in the others.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from wagtail.contrib.redirects import signal_handlers
from wagtail.signals import page_slug_changed, post_page_move


def slug_changed(sender, **kwargs) -> None:
    """Receives Wagtail's signal that a page was published under another slug."""
    _in_each_language(signal_handlers.autocreate_redirects_on_slug_change, kwargs)


def page_moved(sender, **kwargs) -> None:
    """Receives Wagtail's signal that a page, and all below it, stands elsewhere in the tree."""
    _in_each_language(signal_handlers.autocreate_redirects_on_page_move, kwargs)


def connect() -> None:
    """Receive the signals; Wagtail says of a changed address in no other way."""
    page_slug_changed.connect(slug_changed, dispatch_uid="plaza.redirects")
    post_page_move.connect(page_moved, dispatch_uid="plaza.redirects")


def _in_each_language(record: Callable[..., None], facts: dict) -> None:
    # Recording the same redirect twice is recording it once.
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            record(**facts)
