"""How to reach the agency: its telephones and its places in social networks, as blocks."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# The networks we know, by name, each with the hosts of its profiles. Names are not translated.
NETWORKS = {
    "bluesky": ("Bluesky", ("bsky.app",)),
    "facebook": ("Facebook", ("facebook.com",)),
    "flickr": ("Flickr", ("flickr.com",)),
    "instagram": ("Instagram", ("instagram.com",)),
    "linkedin": ("LinkedIn", ("linkedin.com",)),
    "nextdoor": ("Nextdoor", ("nextdoor.com",)),
    "threads": ("Threads", ("threads.net", "threads.com")),
    "x": ("X", ("x.com", "twitter.com")),
    "youtube": ("YouTube", ("youtube.com",)),
}

check_phone = RegexValidator(
    r"^\+?[0-9(][0-9 ().-]{5,24}(\s?(x|ext\.?)\s?[0-9]{1,6})?$",
    _("Write a telephone number, for example 909-396-2000."),
)


def check_https(value: str) -> None:
    """Raises ValidationError unless `value` is the https address of a page."""
    address = urlsplit(value)
    if address.scheme != "https" or "." not in (address.hostname or ""):
        raise ValidationError(_("Copy the whole address; it must begin with https://"))


class PhoneValue(blocks.StructValue):
    @property
    def label(self) -> str:
        """What the number is for, in the reader's language."""
        return self.get(f"label_{translation.get_language()}") or self["label_en"]


class PhoneBlock(blocks.StructBlock):
    """One telephone number and what it is for."""

    label_en = blocks.CharBlock(
        label=_("What it is for, in English"),
        max_length=60,
        help_text=_("For example “Main office” or “To report smoke or odors”."),
    )
    label_es = blocks.CharBlock(label=_("What it is for, in Spanish"), max_length=60)
    number = blocks.CharBlock(label=_("Number"), max_length=40, validators=[check_phone])

    class Meta:
        icon = "mobile-alt"
        label = _("Telephone")
        value_class = PhoneValue


class SocialValue(blocks.StructValue):
    @property
    def name(self) -> str:
        """The network's own name."""
        return NETWORKS[self["network"]][0]


class SocialBlock(blocks.StructBlock):
    """The agency's page in a social network."""

    network = blocks.ChoiceBlock(
        label=_("Network"), choices=[(key, name) for key, (name, _hosts) in NETWORKS.items()]
    )
    url = blocks.URLBlock(
        label=_("Address"),
        validators=[check_https],
        help_text=_(
            "Open the agency's page there and copy its address, which begins with https://"
        ),
    )

    class Meta:
        icon = "group"
        label = _("Page in a social network")
        value_class = SocialValue

    def clean(self, value):
        cleaned = super().clean(value)
        name, hosts = NETWORKS[cleaned["network"]]
        host = urlsplit(cleaned["url"]).hostname or ""
        if not any(host == known or host.endswith(f".{known}") for known in hosts):
            error = ValidationError(
                _("This is not an address at %(network)s. Correct it or choose its network."),
                params={"network": name},
            )
            raise blocks.StructBlockValidationError({"url": error})
        return cleaned
