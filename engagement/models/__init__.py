"""What the agency says. One module for each concept."""

from .agency import AgencySettings
from .documents import Document, DocumentFile
from .files import FileText, LibraryFile, PublicFile
from .mail import OutgoingMail
from .pages import BilingualPage, InitiativeIndexPage, InitiativePage, Milestone, StandardPage
from .search import SearchEntry
from .subscriptions import Subscription

__all__ = [
    "AgencySettings",
    "BilingualPage",
    "Document",
    "DocumentFile",
    "FileText",
    "InitiativeIndexPage",
    "InitiativePage",
    "LibraryFile",
    "Milestone",
    "OutgoingMail",
    "PublicFile",
    "SearchEntry",
    "StandardPage",
    "Subscription",
]
