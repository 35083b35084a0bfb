import logging

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from plaza.demo import accounts
from plaza.demo.load import load


class Command(BaseCommand):
    help = "Loads the demo content, once, and prints the demo's staff accounts."
    requires_system_checks = []  # migrate has made them a moment before

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("This is not a demo: its passwords are public. Set PLAZA_DEMO=1.")
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # not a line for each page
        if load():
            self.stdout.write(self.style.SUCCESS("Loaded the demo content."))
        self.stdout.write("\nStaff accounts of the demo, for /admin/:\n")
        self.stdout.write(accounts.table())
