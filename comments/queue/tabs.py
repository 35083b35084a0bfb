"""The views of the queue: what waits for whom. Each is a tab above the list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import Attachment, Comment, Mention, Team, Translation
from comments.review.moves import DONE, OPEN
from comments.review.overdue import overdue

PARAMETER = "view"
"""The query parameter that names the view; it is combined with the filters."""

COUNTED = 1000
"""Up to here a tab counts; beyond, it says that there are more."""

State = Comment.State


@dataclass(frozen=True)
class Tab:
    """One view: `choose` narrows the comments to those that it shows to a person."""

    key: str
    label: str | Promise
    choose: Callable[[QuerySet[Comment], object], QuerySet[Comment]]


def _open(comments, user):
    return comments.filter(state__in=OPEN)


def _of_my_teams(comments, user):
    return _open(comments, user).filter(team__in=Team.objects.filter(members=user).values("pk"))


def _awaiting_scan(comments, user):
    waiting = Attachment.objects.filter(scan=Attachment.Scan.WAITING)
    return comments.filter(pk__in=waiting.order_by().values("comment"))


def _unverified(comments, user):
    unread = Translation.objects.filter(verified_at=None)
    return comments.filter(pk__in=unread.order_by().values("comment"))


def _mentions(comments, user):
    unread = Mention.objects.filter(user=user, read_at=None)
    return comments.filter(pk__in=unread.order_by().values("event__comment"))


TABS = (
    Tab("open", pgettext_lazy("view of the review queue", "Open"), _open),
    Tab(
        "unassigned",
        pgettext_lazy("view of the review queue", "Unassigned"),
        lambda comments, user: _open(comments, user).filter(assigned_to=None),
    ),
    Tab(
        "mine",
        pgettext_lazy("view of the review queue", "Mine"),
        lambda comments, user: _open(comments, user).filter(assigned_to=user),
    ),
    Tab("team", _("My team’s"), _of_my_teams),
    Tab(
        "overdue",
        pgettext_lazy("view of the review queue", "Overdue"),
        lambda comments, user: overdue(comments),
    ),
    Tab(
        "redaction",
        _("Redaction needed"),
        lambda comments, user: comments.filter(state=State.REDACTION),
    ),
    Tab("scan", _("Attachments awaiting scan"), _awaiting_scan),
    Tab("translations", _("Unverified translations"), _unverified),
    Tab("mentions", _("Mentions of me"), _mentions),
    Tab(
        "done",
        pgettext_lazy("view of the review queue", "Done"),
        lambda comments, user: comments.filter(state__in=(*DONE, State.WITHDRAWN)),
    ),
    Tab(
        "all",
        pgettext_lazy("view of the review queue", "All"),
        lambda comments, user: comments,
    ),
)
"""In the order in which they stand above the list. An address that names none shows all."""

_BY_KEY = {tab.key: tab for tab in TABS}


def tab_named(key: str) -> Tab:
    """The view of that name; the whole list when there is none such."""
    return _BY_KEY.get(key, _BY_KEY["all"])


class _CappedCount(Subquery):
    """How many rows, up to the limit of the query."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def counts(comments: QuerySet[Comment], user, tabs: Iterable[Tab] = TABS) -> dict[str, int]:
    """For each view how many of the comments it has, at most COUNTED + 1. Two queries in all."""
    counted = {
        tab.key: _CappedCount(tab.choose(comments.order_by(), user).values("pk")[: COUNTED + 1])
        for tab in tabs
    }
    # The row of the person stands for the one row that the counts need.
    return get_user_model().objects.filter(pk=user.pk).values(**counted).get()
