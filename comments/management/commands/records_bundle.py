"""`manage.py records_bundle PA-2026-01 record.zip`: write a docket's public-records bundle."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.exports import bundle, verifying
from comments.models import Docket


class Command(BaseCommand):
    help = "Write the public-records bundle of a docket, and check it."

    def add_arguments(self, parser):
        parser.add_argument("docket", help="its number, for example PA-2026-01")
        parser.add_argument("file", type=Path, help="a file that does not exist yet")

    def handle(self, *, docket, file, **options):
        found = Docket.objects.select_related("initiative").filter(number=docket).first()
        if found is None:
            raise CommandError(f"There is no docket {docket}.")
        try:
            with file.open("xb") as out:
                for piece in bundle.for_server(docket=found).body:
                    out.write(piece)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        report = verifying.verify(file)
        if not report.is_sound:
            raise CommandError("\n".join(report.problems))
        self.stdout.write(f"{file}: {report.files} files, {report.size:,} bytes unpacked.")
        self.stdout.write(f"Checksum of the whole: {report.whole}")
