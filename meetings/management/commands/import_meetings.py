import logging
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from engagement.models import InitiativePage
from meetings.importing import CalendarRefused, Report, Wishes, import_calendar
from meetings.models import Meeting


class Command(BaseCommand):
    """Makes meetings of a calendar file (.ics) and says of each event what became of it."""

    help = (
        "Makes meetings of a calendar file (.ics) that Google, Outlook, Legistar or another "
        "program exported. A file can be imported again: events that are here are skipped. With "
        "--update, the file's time, place and Zoom address replace those here, and what it calls "
        "off is called off; published meetings are published again, so that everyone registered "
        "is told. Titles, descriptions and all else stay as staff have them. A damaged file is "
        "refused with the line, and nothing is imported."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.ics")
        parser.add_argument("--initiative", metavar="SLUG", help="the initiative they belong to")
        parser.add_argument(
            "--kind",
            choices=Meeting.Kind.values,
            default="",
            help="the kind of all of them; without it, the kind that each title names",
        )
        parser.add_argument(
            "--language",
            choices=["en", "es"],
            default="en",
            help="the language of the file; a title in Spanish stands in for the English one too",
        )
        parser.add_argument(
            "--address",
            default="",
            help="where people meet when an event names neither a place nor a Zoom address",
        )
        state = parser.add_mutually_exclusive_group()
        state.add_argument("--publish", action="store_true", help="publish the new meetings")
        state.add_argument(
            "--draft", action="store_true", help="leave the new ones as drafts (the default)"
        )
        parser.add_argument(
            "--update",
            action="store_true",
            help="bring meetings that are here already up to date with the file",
        )
        parser.add_argument(
            "--late-reason",
            metavar="TEXT",
            default="",
            help="why meetings are published with less notice than the rule asks for",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="print the same report and change nothing"
        )

    def handle(self, *, file, dry_run, **options):
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # not a line for each meeting
        wishes = Wishes(
            initiative=_initiative(options["initiative"]),
            **{
                name: options[name]
                for name in ("kind", "language", "address", "publish", "update", "late_reason")
            },
        )
        try:
            data = Path(file).read_bytes()
        except OSError as error:
            message = _("%(file)s cannot be read: %(why)s.")
            raise CommandError(message % {"file": file, "why": error.strerror}) from None
        try:
            report = import_calendar(data=data, wishes=wishes, dry_run=dry_run)
        except CalendarRefused as error:
            message = _("%(file)s, line %(line)d: %(why)s Nothing was imported.")
            parts = {"file": file, "line": error.line, "why": error.message}
            raise CommandError(message % parts) from None
        self._print(report, dry_run)

    def _print(self, report: Report, dry_run: bool) -> None:
        write = self.stdout.write
        for line, note in report.notes:
            write(_("Line %(line)d: %(why)s") % {"line": line, "why": note})
        for row in report.rows:
            write(_("Line %(line)d: %(why)s") % {"line": row.line, "why": row.title})
            if row.created:
                write("  " + _("created: %(count)d") % {"count": row.created})
            if row.updated:
                write("  " + _("updated: %(count)d") % {"count": row.updated})
            for reason, count in row.skipped.items():
                write("  " + _("skipped: %(count)d. %(why)s") % {"count": count, "why": reason})
            for note in row.notes:
                write(f"  {note}")
        totals = _("%(created)d created, %(updated)d updated, %(skipped)d skipped.") % {
            "created": report.created,
            "updated": report.updated,
            "skipped": report.skipped,
        }
        write(self.style.SUCCESS(totals))
        if dry_run:
            write(_("This was a dry run: nothing was changed."))


def _initiative(slug: str | None) -> InitiativePage | None:
    if not slug:
        return None
    found = InitiativePage.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(_("There is no initiative “%(slug)s”.") % {"slug": slug})
    return found
