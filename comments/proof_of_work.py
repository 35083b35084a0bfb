"""A little work that a browser does unseen while a person types; in bulk it costs a program time.

No puzzle, no button, no third party, nothing to see or to hear. The challenge is made of the
key of the form (comments.pending), which becomes the comment's own: so an answer serves one
comment and no other, expires with the form, and nothing needs to be remembered. It is hashcash
(Back, 2002) with SHA-256: a number that, written after the challenge, gives a digest that begins
with BITS zero bits.

Without JavaScript, or on an old telephone, there is no answer. That refuses nothing: see
comments.suspicion. (django-altcha was looked at: its widget sets inline style, which our
Content-Security-Policy forbids, and asks people to press it.)
"""

import hashlib
import re
import uuid

from django.utils.crypto import salted_hmac

BITS = 16
"""65,536 hashes on average: a second or two on an old telephone."""


def challenge_of(form_key: uuid.UUID) -> str:
    """What a form's page asks to work on: always the same for one form, and known to us alone."""
    return salted_hmac("comments.proof_of_work", form_key.hex, algorithm="sha256").hexdigest()


def is_done(*, challenge: str, answer: str) -> bool:
    """Whether `answer` is the work for `challenge`, which the caller knows to be one of ours."""
    if not re.fullmatch("[0-9]{1,15}", answer or "", re.ASCII):
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - BITS) == 0


def solve(challenge: str) -> str:
    """Do the work, as comments/static/comments/proof_of_work.js does it in the browser."""
    answer = 0
    while not is_done(challenge=challenge, answer=str(answer)):
        answer += 1
    return str(answer)
