"""The fixed words of the document: headings and labels, the same in each format."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

_WORDS = {
    "contents": _("Contents"),
    "errata": _("Errata"),
    "errata_about": _("Corrections made after the document was published."),
    "date": _("Date"),
    "correction": _("Correction"),
    "introduction": _("Introduction"),
    "commenters": _("List of commenters"),
    "letter_number": _("Letter"),
    "name": _("Name"),
    "affiliation": _("Affiliation"),
    "received": _("Received"),
    "senders": _("Senders"),
    "points": _("Points"),
    "master_responses": _("Master responses"),
    "master_response": _("Master Response %(number)s: %(title)s"),
    "referred_by": _("Points that refer to this response"),
    "letters": _("Comments and responses"),
    "letter": _("Letter %(number)s: %(name)s"),
    "letters_from_to": _("Letters %(first)s to %(last)s"),
    "same_letter": _("%(number)s people sent this letter."),
    "files": _("Files with this letter"),
    "response_to": _("Response to %(label)s"),
    "responses": _("Responses to letter %(number)s"),
    "see_master": _("See Master Response %(number)s, %(title)s."),
    "point": _("Point %(label)s"),
    "not_bracketed": _("Not bracketed"),
    "quoted": _("About this passage:"),
    "translation": _("Translation by the agency"),
    "topics": _("Topics"),
    "index": _("Index by topic"),
    "no_response": _("No response yet."),
    "nothing": _("None."),
    "page": _("Page"),
    "docket": _("Docket"),
    "skip": _("Skip to the main content"),
    "pages": _("Pages"),
    "previous": _("Previous page"),
    "next": _("Next page"),
    "end_of_point": _("end of point %(label)s"),
    "back_to_words": _("Back to the words of point %(label)s"),
    "permanent_address": _("Permanent address"),
}


def words_in(language: str) -> dict[str, str]:
    """The words in that language; some have places for values (%(number)s)."""
    with override(language):
        return {key: str(words) for key, words in _WORDS.items()}
