"""The facts of a comment as the columns of a spreadsheet, in the reader's language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comments.exports.facts import Reader
from comments.models import Comment

Cell = str | int | datetime | None

_LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Column:
    """One column. `cell` reads its value from the facts of a comment (facts.facts_of).

    `is_time`: its values are moments, shown on the agency's clock, which the heading names.
    """

    heading: str
    cell: Callable[[dict], Cell]
    is_time: bool = False
    needs_address: bool = False

    def title(self) -> str:
        if not self.is_time:
            return str(self.heading)
        return _("%(heading)s (%(zone)s)") % {"heading": self.heading, "zone": settings.TIME_ZONE}


def _plain(key: str) -> Callable[[dict], Cell]:
    return lambda facts: facts[key]


def _yes_or_no(key: str) -> Callable[[dict], str]:
    return lambda facts: _("Yes") if facts[key] else _("No")


def _of_last_move(key: str) -> Callable[[dict], Cell]:
    return lambda facts: facts["last_move"][key] if facts["last_move"] else None


def _state(value: str | None) -> str:
    return str(Comment.State(value).label) if value else ""


def _remarks(facts: dict) -> str:
    return "\n\n".join(
        "\n".join(
            filter(
                None,
                (row["section"], f"“{row['quote']}”" if row["quote"] else "", row["text"]),
            )
        )
        for row in facts["remarks"]
    )


def _translations(facts: dict) -> str:
    return "; ".join(
        (_("%(language)s, verified") if row["verified"] else _("%(language)s, not verified"))
        % {"language": _language(row["language"])}
        for row in facts["translations"]
    )


def _language(code: str) -> str:
    return _(_LANGUAGES.get(code, code))


COLUMNS = (
    Column(gettext_lazy("Number"), _plain("number")),
    Column(gettext_lazy("Docket"), _plain("docket")),
    Column(gettext_lazy("State"), lambda facts: _state(facts["state"])),
    Column(gettext_lazy("Received"), _plain("received_at"), is_time=True),
    Column(gettext_lazy("Late"), _yes_or_no("late")),
    Column(gettext_lazy("Channel"), lambda facts: str(Comment.Channel(facts["channel"]).label)),
    Column(gettext_lazy("Language"), lambda facts: _language(facts["language"])),
    Column(gettext_lazy("Asks to stay anonymous"), _yes_or_no("anonymous")),
    Column(gettext_lazy("Name"), _plain("name")),
    Column(gettext_lazy("Affiliation"), _plain("affiliation")),
    Column(gettext_lazy("E-mail (never published)"), _plain("email"), needs_address=True),
    Column(gettext_lazy("Comment"), _plain("text")),
    Column(gettext_lazy("Remarks"), _remarks),
    Column(
        gettext_lazy("Additions"),
        lambda facts: "\n\n".join(row["text"] for row in facts["additions"]),
    ),
    Column(
        gettext_lazy("Files"), lambda facts: "; ".join(row["name"] for row in facts["attachments"])
    ),
    Column(gettext_lazy("Topics"), lambda facts: "; ".join(facts["topics"])),
    Column(gettext_lazy("Assigned to"), _plain("assigned_to")),
    Column(gettext_lazy("Team"), _plain("team")),
    Column(gettext_lazy("Campaign"), _plain("campaign")),
    Column(gettext_lazy("Words of its own"), _plain("own_words")),
    Column(gettext_lazy("Duplicate of"), _plain("duplicate_of")),
    Column(gettext_lazy("Redactions"), _plain("redactions")),
    Column(gettext_lazy("Translations"), _translations),
    Column(gettext_lazy("Looks automated"), _yes_or_no("looks_automated")),
    Column(pgettext_lazy("when a comment was posted", "Posted"), _plain("posted_at"), is_time=True),
    Column(gettext_lazy("Legal reason"), _plain("legal_reason")),
    Column(gettext_lazy("Last moved"), _of_last_move("at"), is_time=True),
    Column(gettext_lazy("Moved by"), _of_last_move("by")),
    Column(gettext_lazy("Moved from"), lambda facts: _state(_of_last_move("from")(facts))),
    Column(gettext_lazy("Reason of the move"), _of_last_move("reason")),
)


def columns_for(reader: Reader) -> list[Column]:
    """Those that this person may read."""
    return [column for column in COLUMNS if reader.sees_address or not column.needs_address]


def cells(facts: dict, columns: list[Column]) -> Iterator[Cell]:
    """One row. Moments are on the agency's clock and without a zone, as spreadsheets have them."""
    for column in columns:
        value = column.cell(facts)
        yield agency_clock(value) if isinstance(value, datetime) else value


def agency_clock(moment: datetime) -> datetime:
    """To the minute, on the agency's clock."""
    local = timezone.make_naive(moment, timezone.get_default_timezone())
    return local.replace(second=0, microsecond=0)
