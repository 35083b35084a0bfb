from django.core.management.base import BaseCommand

from plaza.public_pages import public_pages


class Command(BaseCommand):
    help = "Prints the name and the path of an example of every public page, tab between them."
    requires_system_checks = []

    def handle(self, **options):
        for page in public_pages():
            self.stdout.write(f"{page.name}\t{page.path}")
