"""How long form letters take to find, in how much memory, and how many are found rightly.

Generated comments (plaza.generated.letters) of known campaigns are stored, and grouped as a run
of `manage.py find_campaigns` groups them. Precision and recall are of pairs: of all pairs put into
one campaign, how many truly are of one; of all pairs that truly are, how many were put together.
Large campaigns outweigh small ones in both, so campaigns are judged one by one as well: "mixed"
are those found in which not all members are truly of one campaign.

CAMPAIGN_SIZES  how many comments, one docket for each (10000,100000)
"""

import os
import resource
import time
import uuid
from collections import Counter
from datetime import timedelta
from itertools import islice

SIZES = [int(size) for size in os.environ.get("CAMPAIGN_SIZES", "10000,100000").split(",")]
SEED = 7


def main() -> None:
    heads = ("comments", "seconds", "of CPU", "peak MB", "campaigns", "mixed")
    heads += ("precision", "recall")
    print("".join(f"{head:>11}" for head in heads))
    for size in SIZES:
        docket, truth = store(size)
        from comments.campaigns import grouping

        began, worked = time.monotonic(), time.process_time()
        found = grouping.find(docket)
        took, worked = time.monotonic() - began, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        given = dict(docket.comments.values_list("sequence", "campaign_id"))
        precision, recall = pairs(given, truth)
        print(
            f"{size:11}{took:11.1f}{worked:11.1f}{peak:11.0f}"
            f"{found.campaigns:11}{mixed(given, truth):11}{precision:11.4f}{recall:11.4f}",
            flush=True,
        )
        for name, (right, all_) in sorted(by_edit(given, truth).items()):
            print(f"{'':12}{name:28}{right / all_:8.4f} of {all_} found")
        began = time.monotonic()
        grouping.find(docket)
        print(f"{'':12}again, with nothing new      {time.monotonic() - began:8.1f} s", flush=True)


def store(size: int):
    """A docket with that many letters; the true campaign and the edits of each, by its number."""
    from django.utils import timezone

    from comments.models import Comment, Docket, Remark
    from engagement.models import InitiativePage
    from plaza.generated.letters import letters

    now = timezone.now()
    docket = Docket.objects.create(
        number=f"CB-{now:%Y}-{Docket.objects.count():03}",
        initiative=InitiativePage.objects.first(),
        headline_en=f"{size} comments",
        opens_at=now - timedelta(days=30),
        closes_at=now,
    )
    truth = {}
    numbered = enumerate((each for each in letters(SEED, size) if not each.is_spam), start=1)
    while batch := list(islice(numbered, 2000)):
        rows = Comment.objects.bulk_create(
            Comment(
                docket=docket,
                sequence=number,
                key=uuid.uuid4(),
                text=letter.text,
                name=letter.name,
                language=letter.language,
                received_at=now,
            )
            for number, letter in batch
        )
        Remark.objects.bulk_create(
            Remark(comment=row, text=text, order=order)
            for row, (_number, letter) in zip(rows, batch, strict=True)
            for order, (_section, text) in enumerate(letter.remarks)
        )
        for number, letter in batch:
            truth[number] = letter.campaign, tuple(str(edit) for edit in letter.edits)
    return docket, truth


def pairs(given: dict, truth: dict) -> tuple[float, float]:
    """Precision and recall of pairs; letters of no campaign are in none."""
    both = Counter(
        (given[number], campaign)
        for number, (campaign, _edits) in truth.items()
        if given[number] and campaign is not None
    )
    together = Counter(campaign for campaign in given.values() if campaign)
    true = Counter(campaign for campaign, _edits in truth.values() if campaign is not None)
    right = _pairs(both)
    return right / (_pairs(together) or 1), right / (_pairs(true) or 1)


def mixed(given: dict, truth: dict) -> int:
    """How many campaigns were found whose members are not all truly of one campaign."""
    members: dict[int, set[int | None]] = {}
    for number, campaign in given.items():
        if campaign:
            members.setdefault(campaign, set()).add(truth[number][0])
    return sum(len(true) > 1 or None in true for true in members.values())


def _pairs(counts: Counter) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def by_edit(given: dict, truth: dict) -> dict:
    """Of the letters with each edit, how many are where most of their campaign are."""
    votes: dict[int, Counter] = {}
    for number, (campaign, _edits) in truth.items():
        if campaign is not None and given[number]:
            votes.setdefault(campaign, Counter())[given[number]] += 1
    home = {campaign: counts.most_common(1)[0][0] for campaign, counts in votes.items()}
    found: dict[str, tuple[int, int]] = {}
    for number, (campaign, edits) in truth.items():
        if campaign is not None:
            for edit in edits or ("as it was",):
                right, all_ = found.get(edit, (0, 0))
                found[edit] = right + (given[number] == home.get(campaign)), all_ + 1
    return found
