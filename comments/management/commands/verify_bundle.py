"""`manage.py verify_bundle record.zip`: check a public-records bundle. Needs no database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.exports import verifying


class Command(BaseCommand):
    help = "Check that a public-records bundle is whole and unchanged."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.", returncode=2)
        report = verifying.verify(file)
        for problem in report.problems:
            self.stdout.write(f"WRONG  {problem}")
        if not report.is_sound:
            raise CommandError(f"{file} is not whole and unchanged.")
        self.stdout.write(f"{file} is whole and unchanged.")
        self.stdout.write(f"{report.files} files, {report.size:,} bytes unpacked.")
        self.stdout.write(f"Checksum of the whole: {report.whole}")
