"""Which comments look automated: a small stated rule, and a person decides.

A suspicious comment is received, numbered and receipted like any other, and its author is not
told; reviewers can put them aside and read them later. The signs:

TRAP       a field that people do not see was filled in. Enough by itself.
NETWORK    more than COMMENTS_PER_NETWORK comments came from its network within an hour.
ADDRESS    more than COMMENTS_PER_ADDRESS came with its e-mail address within an hour.
NO_PROOF   the browser did no work (comments.proof_of_work). No sign by itself, for people
           without JavaScript; it is added to the others, and counts when the form was also
           sent sooner than anybody reads it.

A school class that writes from one classroom has NETWORK, is read a little later, and that is
all that happens to it.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from comments import networks, proof_of_work
from comments.models import Comment

WINDOW = timedelta(hours=1)
QUICK = timedelta(seconds=10)
"""Nobody opens the form, writes, and goes through its steps in less."""

Sign = Comment.Suspicion


def judge(
    request,
    *,
    form_key: uuid.UUID,
    started_at: datetime,
    received_at: datetime,
    email: str = "",
    trap: str = "",
    proof: str = "",
) -> dict:
    """The fields `suspicions` and `network` of a comment sent by the web form.

    `form_key` is that of the form (comments.pending), signed by us; `trap` what stands in the
    field nobody sees; `proof` the answer of the browser. Counts outside any lock: of comments
    sent in the same instant a few more may pass, and nothing hangs on it.
    """
    network = networks.of_request(request)
    suspicions = signs(
        trapped=bool(trap),
        proven=proof_of_work.is_done(challenge=proof_of_work.challenge_of(form_key), answer=proof),
        took=received_at - started_at,
        of_network=_count(received_at, network=network) if network else 0,
        of_address=_count(received_at, email__iexact=email) if email else 0,
    )
    return {"suspicions": suspicions, "network": network}


def signs(
    *, trapped: bool, proven: bool, took: timedelta, of_network: int, of_address: int
) -> Sequence[str]:
    """The rule itself. `of_network` and `of_address` are those that came before this one."""
    found = []
    if trapped:
        found.append(Sign.TRAP)
    if of_network >= settings.COMMENTS_PER_NETWORK:
        found.append(Sign.NETWORK)
    if of_address >= settings.COMMENTS_PER_ADDRESS:
        found.append(Sign.ADDRESS)
    if not proven and (found or took < QUICK):
        found.append(Sign.NO_PROOF)
    return found


def in_words(comment: Comment) -> list[str]:
    """Why a comment looks automated, for those who decide."""
    return [str(Sign(sign).label) for sign in comment.suspicions]


def _count(received_at: datetime, **same) -> int:
    return Comment.objects.filter(
        received_at__gt=received_at - WINDOW, channel=Comment.Channel.WEB, **same
    ).count()
