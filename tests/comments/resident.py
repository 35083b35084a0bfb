"""Somebody who comments by the web form, step by step."""

import re
from urllib.parse import urlsplit

from django.test import Client

from comments import intake
from comments.models import Comment


class Resident:
    """Somebody who goes through the form, one page after the other."""

    def __init__(self, docket, language="en", client=None):
        self.client = client or Client(enforce_csrf_checks=True)
        self.start = docket.comment_url.replace("/en/", f"/{language}/")
        self.page = self.client.get(self.start)
        self.url = self._form_url()

    def _form_url(self) -> str:
        found = re.search(r'<form class="comment-form"[^>]* action="([^"]+)"', self.page.text)
        return found.group(1) if found else ""

    def press(self, action="continue", url=None, **fields):
        """Send the form of the page, and follow to the next page."""
        fields.setdefault("action", action)
        self.page = self.client.post(url or self.url, fields, follow=True)
        self.url = self._form_url()
        return self.page

    def writes(self, text="Please plug in the ships.", **fields):
        return self.press(text=text, **fields)

    def says_who(self, **fields):
        return self.press(**fields)

    def submits(self):
        reviewed = re.search(r'name="reviewed" value="(\w+)"', self.page.text)
        return self.press(reviewed=reviewed.group(1) if reviewed else "")

    def goes_through(self, text="Please plug in the ships.", **person):
        self.writes(text)
        self.says_who(**person)
        return self.submits()

    @property
    def token(self) -> str:
        return self.url.split("/comment/")[1].split("/")[0]


def of_receipt(address) -> Comment:
    return intake.from_token(urlsplit(address).path.split("/")[3])


def remark(number=0, **fields):
    named = {f"remarks-{number}-{name}": value for name, value in fields.items()}
    return named | {"remarks-TOTAL_FORMS": number + 1}
