"""What the head of every page says of itself."""

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.safestring import SafeString

from engagement import structured_data
from plaza import addresses
from plaza.language import without_language

register = template.Library()


@register.filter
def canonical_url(request) -> str:
    """The one address of this page, with its host."""
    return settings.BASE_URL + addresses.canonical(request)


@register.filter
def alternates(request) -> list[dict]:
    """The page's address in each language: `hreflang` and `url`."""
    return addresses.alternates(request)


@register.filter
def qr_url(request) -> str:
    """Where the QR code of this page is; empty in a preview of what has no address yet."""
    path = without_language(request.path).strip("/")
    return reverse("qr", args=[path]) if path else ""


@register.filter
def organization_data(agency) -> SafeString:
    """Who the agency is, for search engines."""
    return structured_data.block(structured_data.organization(agency))


@register.simple_tag(takes_context=True)
def again(context, name: str) -> SafeString:
    """The content of a block once more: a page says its title in three places, and once to us.

    Django renders a block only where it stands. Without `{{ block.super }}`.
    """
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    with context.push():
        return SafeString(" ".join(block.nodelist.render(context).split()))
