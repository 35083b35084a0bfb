"""What an export was narrowed to, in words, for the record of exports."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comments.queue import tabs
from comments.queue.filters import QueueFilterSet


def words_of(query: str) -> str:
    """The view, the search and the filters that a query names, in the reader's language.

    Choices are said by their labels, and what was typed as it was. Of a docket, a topic or a person
    only the filter is named: its row may be gone, and a list of records asks nothing for each.
    """
    given = QueryDict(query)
    said = []
    if tabs.PARAMETER in given:
        view = pgettext("of the review queue", "View")
        said.append(f"{view}: {tabs.tab_named(given[tabs.PARAMETER]).label}")
    if given.get("q"):
        said.append(f"{_('Search')}: {given['q']}")
    for name, field in QueueFilterSet.base_filters.items():
        values = [value for key in _names(name) for value in given.getlist(key) if value]
        if values:
            said.append(_filter_words(field, values))
    return "; ".join(said)


def _names(name: str) -> tuple[str, ...]:
    """The parameters of a filter: a range of days has two."""
    return (name, f"{name}_from", f"{name}_to")


def _filter_words(field, values: list[str]) -> str:
    choices = dict(field.extra.get("choices") or {"true": _("Yes"), "false": _("No")})
    if "queryset" in field.extra:
        return str(field.label)
    return f"{field.label}: {', '.join(str(choices.get(value, value)) for value in values)}"
