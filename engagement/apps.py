from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    """What the agency says: initiatives, milestones, documents, newsletters."""

    name = "engagement"
    verbose_name = _("Engagement")

    def ready(self):
        from wagtail.signals import page_published, page_unpublished, published, unpublished

        from engagement.search import publication_changed

        autodiscover_modules("search_texts")
        for signal in (published, unpublished, page_published, page_unpublished):
            signal.connect(publication_changed, dispatch_uid="engagement.search")
