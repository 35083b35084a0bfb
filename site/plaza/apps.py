from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlazaConfig(AppConfig):
    """The shell: home, search, the demo; the only app that knows all the others."""

    name = "plaza"
    verbose_name = "Plaza"

    def ready(self):
        from plaza import redirects
        from plaza.content_version import watch_tables

        # Django's own way to act on the tables of all apps once they exist.
        post_migrate.connect(watch_tables, sender=self)
        redirects.connect()
