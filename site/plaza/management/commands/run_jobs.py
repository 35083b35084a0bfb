import itertools
import signal
import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from plaza.jobs import run_due

MINUTE = 60


class Command(BaseCommand):
    help = "Runs the scheduled jobs once a minute until it is stopped (see plaza.jobs)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Run every job once and end.")

    def handle(self, *, once, **options):
        if once:
            if failed := run_due(minute=0):
                raise CommandError("Failed: " + ", ".join(failed))
            return
        # Ending by an exception rolls back what a job has not finished.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_args: sys.exit(0))
        for minute in itertools.count():
            started = time.monotonic()
            run_due(minute=minute)
            # The next round connects anew, also when the database was restarted meanwhile.
            connections.close_all()
            time.sleep(max(MINUTE - (time.monotonic() - started), 0))
