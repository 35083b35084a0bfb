"""The home page, and the record of what changed on public pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.models import Page

from engagement.models.pages import BilingualPage, language_tab


class HomePage(BilingualPage):
    """What is happening now: next meetings, open comment periods, latest documents."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["engagement.InitiativeIndexPage", "engagement.StandardPage"]
    template = "plaza/home_page.html"
    edit_handler = TabbedInterface(
        [
            language_tab("en", _("English"), ["headline", "summary"]),
            language_tab("es", _("Spanish"), ["headline", "summary"]),
            ObjectList(Page.promote_panels, heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from plaza.home import happening_now

        return {**super().get_context(request, *args, **kwargs), **happening_now()}


class ContentChange(models.Model):
    """That a transaction changed something public pages may show (see plaza.content_version).

    A trigger writes it: one row for each transaction, added up and replaced by one from time to
    time.
    """

    transaction_id = models.BigIntegerField(primary_key=True)
    changes = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.transaction_id}: {self.changes}"
