from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """What people say back: drafts, comment periods, dockets, intake and review."""

    name = "comments"
    verbose_name = _("Comments")
