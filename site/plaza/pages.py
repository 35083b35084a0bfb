"""Wagtail's pages, found with few queries: the one asked for, and those every page leads to."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, StrIndex
from wagtail.models import Page, Site, get_page_models
from wagtail.models.pages import RouteResult
from wagtail.views import serve as wagtail_serve

from engagement.models import InitiativeIndexPage, StandardPage


def serve(request, path):
    """Serve a page as Wagtail does, but find it at any depth with one query.

    Wagtail asks for the site, its home page, twice for each level, and for restrictions.
    """
    page = find(path)
    # Where Page.route_for_request keeps what it found, and looks first.
    request._wagtail_route_for_request = RouteResult(page) if page else None
    return wagtail_serve(request, path)


def find(path: str) -> Page | None:
    """The live page at `path` below the home page, of its own class; None when there is none."""
    home = Site.objects.filter(is_default_site=True).values("root_page__url_path")[:1]
    # What restricts a page above holds below it too, and an alias has it from another page.
    restricted = (
        Page.objects.annotate(at=StrIndex(OuterRef("path"), F("path")))
        .filter(at=1)
        .filter(Q(view_restrictions__isnull=False) | Q(alias_of__isnull=False))
    )
    page = (
        Page.objects.live()
        .filter(url_path=Concat(Subquery(home), Value(path)))
        .annotate(restricted=Exists(restricted))
        .select_related(*_accessors().values())
        .first()
    )
    if page is None:
        return None
    specific = getattr(page, _accessors()[page.cached_content_type.model_class()])
    specific.is_restricted = page.restricted
    return specific


@dataclass(frozen=True)
class Around:
    """The pages that every page's header and footer lead to."""

    initiatives: InitiativeIndexPage | None
    footer: list[StandardPage]

    @property
    def initiatives_url(self) -> str:
        return self.initiatives.get_url() if self.initiatives else ""


def around_every_page() -> Around:
    """The list of initiatives and the pages of the footer, in the order of the tree: one query."""
    index, standard = _accessors()[InitiativeIndexPage], _accessors()[StandardPage]
    found = (
        Page.objects.live()
        .filter(Q(**{f"{index}__isnull": False}) | Q(**{f"{standard}__show_in_footer": True}))
        .select_related(index, standard)
        .order_by("path")
    )
    initiatives, footer = None, []
    for page in found:
        if hasattr(page, standard):
            footer.append(getattr(page, standard))
        else:
            initiatives = initiatives or getattr(page, index)
    return Around(initiatives, footer)


@cache
def _accessors() -> dict[type[Page], str]:
    """How a row of Page names its other half, for each class of page."""
    return {
        model: model._meta.pk.remote_field.get_accessor_name()
        for model in get_page_models()
        if model is not Page
    }
