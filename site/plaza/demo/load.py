"""Load the demo: once, whole or not at all."""

from django.db import transaction
from django.utils import translation

from comments.models import Docket
from engagement import subscriptions
from plaza.models import HomePage
from plaza.roles import sync_roles


def load() -> bool:
    """Load the demo content. Returns False, and changes nothing, when a home page is there."""
    if HomePage.objects.exists():
        return False
    # Imported here: a second call, at every start of the site, need not read the texts.
    from plaza.demo import (
        accounts,
        answers,
        dockets,
        documents,
        meetings,
        pages,
        review_queue,
        standard_pages,
    )

    with translation.override("en"), transaction.atomic():
        sync_roles()
        people = accounts.create()
        editor = people["editor"]
        pages.agency()
        index = pages.home_and_index(by=editor)
        standard_pages.create(below=index.get_parent(), by=editor)
        initiative = pages.cooperative_agreement(below=index, by=editor)
        meetings.create(initiative, by=people["clerk"])
        documents.create(initiative, by=editor)
        docket = dockets.create(
            initiative, editor=editor, clerk=people["intake"], reviewer=people["reviewer"]
        )
        review_queue.create(
            docket,
            reviewer=people["reviewer"],
            redactor=people["redactor"],
            manager=people["manager"],
        )
        answers.create(
            Docket.objects.exclude(pk=docket.pk).get(),
            author=people["author"],
            approver=people["approver"],
            manager=people["manager"],
        )
        subscriptions.request_subscription(
            initiative=initiative, email="vecina@example.com", language="es"
        )
    return True
