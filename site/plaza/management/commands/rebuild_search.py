from django.core.management.base import BaseCommand

from engagement.search import rebuild


class Command(BaseCommand):
    help = "Writes the search index anew, from what is published."

    def handle(self, **options):
        self.stdout.write(f"Entries written: {rebuild()}")
