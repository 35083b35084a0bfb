from django.core.management.base import BaseCommand, CommandError

from comments.campaigns import grouping
from comments.models import Docket

STEPS = {
    "compare": "Comments compared",
    "group": "Groups of like letters looked at",
    "words": "Members whose own words were counted",
}


class Command(BaseCommand):
    help = "Groups the near-identical comments of a docket into campaigns."

    def add_arguments(self, parser):
        parser.add_argument("docket", help="The number of the docket, as PA-2026-01.")

    def handle(self, *, docket, verbosity, **options):
        found = Docket.objects.filter(number=docket).first()
        if found is None:
            raise CommandError(f"There is no docket {docket}.")
        done = grouping.find(found, tell=self._tell if verbosity > 1 else lambda *progress: None)
        if done is None:
            raise CommandError("Another run compares this docket. It does this one's work.")
        self.stdout.write(
            f"Compared: {done.compared}; new campaigns: {done.campaigns}; "
            f"put into a campaign: {done.grouped}"
        )

    def _tell(self, step, done, total):
        self.stdout.write(f"{STEPS[step]}: {done} of {total}")
