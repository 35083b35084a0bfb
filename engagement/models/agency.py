"""Who the agency is: shown in the header and footer of every page and in every mail."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from engagement import colors
from engagement.contacts import PhoneBlock, SocialBlock
from engagement.panels import side_by_side


@register_setting(icon="home")
class AgencySettings(BaseGenericSetting):
    """The agency's identity, edited under Settings in the admin.

    One row holds it all, lists too: every page needs it, and reads it with one query.
    """

    class AlertLevel(models.TextChoices):
        INFO = "info", _("Information")
        WARNING = "warning", _("Warning")
        EMERGENCY = "emergency", _("Emergency")

    select_related = ["logo"]

    name = models.CharField(
        _("name"),
        max_length=200,
        default="Our agency",
        help_text=_("The full name. It stands at the top and the foot of every page."),
    )
    short_name = models.CharField(
        _("short name"), max_length=60, blank=True, help_text=_("Shown on narrow screens.")
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands left of the name. It is shown 48 pixels high; a square fits best."),
    )
    logo_alt = models.CharField(
        _("description of the logo"),
        max_length=120,
        blank=True,
        help_text=_("For people who cannot see it, for example “Seal of the district”."),
    )
    primary_color = models.CharField(
        _("main color"),
        max_length=7,
        blank=True,
        validators=[colors.check_color],
        help_text=_("Headings and the footer. For example #162e51. Empty: the theme's dark blue."),
    )
    accent_color = models.CharField(
        _("color of links and buttons"),
        max_length=7,
        blank=True,
        validators=[colors.check_color],
        help_text=_("For example #005ea2. Empty: the theme's blue."),
    )
    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    city_line = models.CharField(_("city, state and ZIP code"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phones = StreamField(
        [("phone", PhoneBlock())],
        verbose_name=_("telephones"),
        blank=True,
        max_num=6,
        help_text=_("The first one is also named in e-mails."),
    )
    social_links = StreamField(
        [("link", SocialBlock())], verbose_name=_("social networks"), blank=True, max_num=8
    )
    footer_text = models.TextField(
        _("text in the footer"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences at the foot of every page, such as your mission."),
    )
    alert_level = models.CharField(
        _("kind"),
        max_length=10,
        choices=AlertLevel,
        default=AlertLevel.INFO,
        help_text=_("“Emergency” is for danger to people: it is red and cannot be overlooked."),
    )
    alert_text = models.TextField(
        _("text of the alert"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: what happened, and what people should do."),
    )
    alert_link_text = models.CharField(
        _("words of the link"),
        max_length=80,
        blank=True,
        help_text=_("Where the link leads, for example “Air quality today”."),
    )
    alert_link_url = models.CharField(
        _("address of the link"),
        max_length=300,
        blank=True,
        help_text=_("A whole address that begins with https://, or a page here: /en/meetings/"),
    )
    alert_starts_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    alert_ends_at = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("It disappears by itself then. Nobody has to remember to remove it."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [*side_by_side(["name"]), FieldPanel("short_name")], heading=_("Name")
                    ),
                    MultiFieldPanel(
                        [FieldPanel("logo"), *side_by_side(["logo_alt"])], heading=_("Logo")
                    ),
                    MultiFieldPanel(
                        [
                            HelpPanel(
                                _(
                                    "Text must be readable for people who see poorly, so a color "
                                    "that is too pale is not saved; the message says by how much."
                                )
                            ),
                            FieldRowPanel(
                                [FieldPanel("primary_color"), FieldPanel("accent_color")]
                            ),
                        ],
                        heading=_("Colors"),
                    ),
                ],
                heading=_("Name and look"),
            ),
            ObjectList(
                [
                    FieldPanel("street_address"),
                    FieldPanel("city_line"),
                    FieldPanel("email"),
                    FieldPanel("phones"),
                    FieldPanel("social_links"),
                    *side_by_side(["footer_text"]),
                ],
                heading=_("Contact and footer"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        _(
                            "An alert stands at the top of every page between the two times "
                            "below, which are in the agency's own time zone. Leave its text "
                            "empty for none."
                        )
                    ),
                    FieldPanel("alert_level"),
                    *side_by_side(["alert_text", "alert_link_text", "alert_link_url"]),
                    FieldRowPanel([FieldPanel("alert_starts_at"), FieldPanel("alert_ends_at")]),
                ],
                heading=_("Alert"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("Agency")

    def __str__(self) -> str:
        return self.name

    @property
    def phone(self) -> str:
        """The number to name where there is room for one, or nothing."""
        return self.phones[0].value["number"] if self.phones else ""

    @property
    def theme_css(self) -> str:
        """The style sheet of the agency's own colors; empty where it keeps the theme's."""
        return colors.stylesheet(primary=self.primary_color, accent=self.accent_color)

    @property
    def theme_version(self) -> str:
        """The part of the style sheet's address that changes with the colors, or nothing."""
        css = self.theme_css
        return colors.version(css) if css else ""

    @property
    def alert_is_shown(self) -> bool:
        """Whether every page shows the alert at this moment."""
        return self.shows_alert_at(timezone.now())

    def shows_alert_at(self, moment: datetime) -> bool:
        """Whether the alert stands on every page at `moment`; the end itself is excluded."""
        if not (self.alert_text_en and self.alert_starts_at and self.alert_ends_at):
            return False
        return self.alert_starts_at <= moment < self.alert_ends_at

    def clean(self):
        super().clean()
        errors = self._missing_in_a_language()
        if self.alert_text_en:
            for field in ("alert_starts_at", "alert_ends_at"):
                if not getattr(self, field):
                    errors[field] = _("Say from when until when the alert is shown.")
        if (
            self.alert_starts_at
            and self.alert_ends_at
            and self.alert_ends_at <= self.alert_starts_at
        ):
            errors["alert_ends_at"] = _("The end must be after the start.")
        errors |= self._wrong_links()
        if errors:
            raise ValidationError(errors)

    def _missing_in_a_language(self) -> dict:
        """An alert, its link and a logo must reach the readers of each language."""
        groups = {
            ("logo_alt",): bool(self.logo),
            ("alert_text",): self._any("alert_text", "alert_link_text", "alert_link_url"),
            ("alert_link_text", "alert_link_url"): self._any("alert_link_text", "alert_link_url"),
        }
        return {
            f"{field}_{language}": _("Write this in both languages.")
            for fields, needed in groups.items()
            for field in fields
            for language in ("en", "es")
            if needed and not getattr(self, f"{field}_{language}")
        }

    def _any(self, *fields: str) -> bool:
        return any(getattr(self, f"{field}_{code}") for field in fields for code in ("en", "es"))

    def _wrong_links(self) -> dict:
        links = {
            field: getattr(self, field) for field in ("alert_link_url_en", "alert_link_url_es")
        }
        return {
            field: _("Begin with https://, or with / for a page of this site.")
            for field, url in links.items()
            if url and not url.startswith("https://") and not _is_path(url)
        }


def _is_path(url: str) -> bool:
    # Browsers read //host and /\host as another host.
    return url.startswith("/") and not url.startswith(("//", "/\\"))
