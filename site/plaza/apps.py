from django.apps import AppConfig


class PlazaConfig(AppConfig):
    """The shell: home, search, the demo; the only app that knows all the others."""

    name = "plaza"
    verbose_name = "Plaza"

    def ready(self):
        from plaza import redirects

        redirects.connect()
