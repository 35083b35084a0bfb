"""The queue's button that leads to its export."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button

from comments import permissions

NOT_FILTERS = ("p", "ordering", "export", "_w_filter_fragment")
"""What an address of the queue has beside its filters."""


def export_button(request) -> list[Button]:
    """To the export with the queue's filters, for those who may export."""
    if not permissions.can_export(request.user):
        return []
    query = filters_of(request.GET)
    url = reverse("export_comments")
    address = f"{url}?{query}" if query else url
    return [Button(_("Export…"), url=address, icon_name="download", priority=90)]


def filters_of(given: QueryDict) -> str:
    """The filters and the search of the queue, as a query."""
    query = given.copy()
    for name in NOT_FILTERS:
        query.pop(name, None)
    return query.urlencode()
