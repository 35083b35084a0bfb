"""How a calendar program comes by a feed: the addresses that its maker and the others understand.

None of these is a promise of a standard: webcal:// is Apple's and was taken up by most, the
addresses of Google and Microsoft are those of their own "add a calendar" pages.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.http import urlencode

from meetings.feeds import FeedQuery


@dataclass(frozen=True)
class FeedAddresses:
    """Where one feed is and who takes it, with the host.

    In the language that is active when they are asked for: each language has its own feed.
    """

    query: FeedQuery

    @property
    def name(self) -> str:
        """What the calendar is called in the resident's program."""
        return self.query.name()

    @property
    def page(self) -> str:
        return settings.BASE_URL + self.query.address("meetings:subscribe")

    @property
    def feed(self) -> str:
        return settings.BASE_URL + self.query.address("meetings:feed")

    @property
    def atom(self) -> str:
        return settings.BASE_URL + self.query.address("meetings:atom")

    @property
    def webcal(self) -> str:
        """Opens the calendar program of the device, Apple's among them."""
        return webcal(self.feed)

    @property
    def google(self) -> str:
        """Google subscribes, where it would else import once, when the address says webcal."""
        return _with("https://calendar.google.com/calendar/r", cid=self.webcal)

    @property
    def outlook(self) -> str:
        """Outlook.com, for private people."""
        return self._microsoft("outlook.live.com")

    @property
    def microsoft_365(self) -> str:
        """Outlook of people who have it from their work or school."""
        return self._microsoft("outlook.office.com")

    def _microsoft(self, host: str) -> str:
        return _with(f"https://{host}/calendar/0/addfromweb", url=self.feed, name=self.name)


def webcal(url: str) -> str:
    """The address at which a calendar program offers to subscribe instead of to download."""
    return "webcal://" + url.partition("://")[2]


def _with(address: str, **parameters: str) -> str:
    # A space as %20: Microsoft's page shows a plus sign as it is.
    return f"{address}?{urlencode(parameters).replace('+', '%20')}"
