"""Who the agency is: shown in the header and footer of every page and in every mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="home")
class AgencySettings(BaseGenericSetting):
    """The agency's identity, edited under Settings in the admin."""

    name = models.CharField(_("name"), max_length=200, default="Our agency")
    short_name = models.CharField(
        _("short name"), max_length=60, blank=True, help_text=_("Shown on narrow screens.")
    )
    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    city_line = models.CharField(_("city, state and ZIP code"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name_en"), FieldPanel("name_es"), FieldPanel("short_name")],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("street_address"),
                FieldPanel("city_line"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            ],
            heading=_("Contact"),
        ),
    ]

    class Meta:
        verbose_name = _("Agency")

    def __str__(self) -> str:
        return self.name
