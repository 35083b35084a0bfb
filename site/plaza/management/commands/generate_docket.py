import gc
import logging
from collections import Counter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plaza.generated.answers import NobodyAnswers, answer
from plaza.generated.docket import DocketExists, NoInitiative, Report, generate


class Command(BaseCommand):
    help = (
        "Makes a docket with thousands of generated comments, the same ones for a seed, to try "
        "review with. Only with PLAZA_DEMO or DEBUG: the trail of comments can never be deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--comments", type=int, default=12_000, help="How many (12000).")
        parser.add_argument("--seed", type=int, default=7, help="Names the content (7).")
        parser.add_argument("--number", help="The docket's number (PA-<this year>-90).")
        parser.add_argument(
            "--with-files", action="store_true", help="Three of a hundred have a file attached."
        )

        parser.add_argument(
            "--letters", type=int, default=0, help="Letters of forty pages among them (0)."
        )
        parser.add_argument(
            "--points",
            type=int,
            default=0,
            help="Points, each answered and approved; everything that waits is posted (0).",
        )
        parser.add_argument("--masters", type=int, default=0, help="Master responses (0).")

    def handle(self, *, comments, seed, number, with_files, letters, points, masters, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("Generated comments are no record. Set PLAZA_DEMO=1 or DEBUG=1.")
        if comments - letters < 1:
            raise CommandError("--comments must be 1 or more, and more than --letters.")
        number = number or f"PA-{timezone.localdate().year}-90"
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # not a line for each page
        gc.freeze()  # of all that is loaded nothing can go: each batch would look at it again
        try:
            report = generate(
                comments=comments - letters,
                seed=seed,
                number=number,
                with_files=with_files,
                progress=lambda done: self.stderr.write(f"{done:,} comments", ending="\r"),
            )
            if letters or points or masters:
                made = answer(
                    docket=report.docket,
                    seed=seed,
                    long_letters=letters,
                    points=points,
                    masters=masters,
                    progress=lambda step: self.stderr.write(f"{step} …"),
                )
                report.counts["response to comments"] = Counter(made)
        except NobodyAnswers:
            raise CommandError(
                "Two people must have roles: one to write responses, another to approve them."
            ) from None
        except DocketExists:
            raise CommandError(f"There is a docket {number}. Give another --number.") from None
        except NoInitiative:
            raise CommandError("Publish an initiative first, or load the demo.") from None
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        finally:
            gc.unfreeze()
        self.stdout.write(_table(report))


def _table(report: Report) -> str:
    lines = [f"Docket {report.docket.number}, made in {report.seconds:.1f} s"]
    for name, counts in report.counts.items():
        lines.append(f"{name}:")
        lines += [f"  {value:20}{count:9,}" for value, count in counts.most_common()]
    return "\n".join(lines)
