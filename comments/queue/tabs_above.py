"""What stands above the list: the views with their counts, and the saved filters."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format

from comments.models import Comment
from comments.queue.listing import Listing, list_query
from comments.queue.saved_filters import visible_to
from comments.queue.tabs import COUNTED, PARAMETER, TABS, counts
from comments.teams import name_of


def tabs_above(listing: Listing) -> list[dict]:
    """Each view with the link to it, which keeps the filters, and how many comments it has.

    Counts are of all comments, or of those of the docket that is chosen; with other filters
    nothing is counted, for that would read the whole queue once for each view.
    """
    counted = _counts(listing)
    return [
        {
            "key": tab.key,
            "label": tab.label,
            "url": _address(listing.query, tab.key),
            "is_current": tab is listing.tab,
            "count": count_in_words(counted.get(tab.key)),
        }
        for tab in TABS
    ]


def saved_above(listing: Listing) -> list[dict]:
    """One's own saved filters, and those that colleagues share."""
    index, present = reverse("review:index"), list_query(listing.query)
    return [
        {
            "name": saved.name,
            "url": f"{index}?{saved.query}",
            "is_current": saved.query == present,
            "of": "" if saved.owner_id == listing.user.pk else name_of(saved.owner),
        }
        for saved in visible_to(listing.user)
    ]


def _address(query: QueryDict, key: str) -> str:
    there = query.copy()
    there[PARAMETER] = key
    return f"{reverse('review:index')}?{list_query(there)}"


def _counts(listing: Listing) -> dict[str, int]:
    if listing.words or not listing.filters.is_valid():
        return {}
    changed = set(listing.filters.form.changed_data)
    if changed - {"docket"}:
        return {}
    comments = Comment.objects.all()
    if changed:
        comments = comments.filter(docket=listing.filters.form.cleaned_data["docket"])
    return counts(comments, listing.user)


def count_in_words(count: int | None) -> str:
    """“340”, or “1,000+” where nobody counted further."""
    if count is None:
        return ""
    number = number_format(min(count, COUNTED), use_l10n=True, force_grouping=True)
    return f"{number}+" if count > COUNTED else number
