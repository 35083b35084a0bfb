"""Finding the campaigns of a docket, and the members of those that are known.

A run never takes apart what is together: it gives comments that are in no campaign to one. What a
person decided stays: a comment that somebody put into a campaign or took out of one is never
grouped by comparison again. Run twice, the second finds nothing; two at once are one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from comments.campaigns import clusters, similarity
from comments.campaigns.own_words import Letter
from comments.models import Campaign, Comment, CommentEvent, CommentSignature, Docket

BATCH = 500
_LOCK = 7_051
"""Names, with the docket's key, the advisory lock under which one run at a time compares."""
_NEVER = (Comment.State.SPAM, Comment.State.WITHDRAWN)

Tell = Callable[[str, int, int], None]
"""Told how far a long run is: the step, how many are done, of how many."""


@dataclass
class Found:
    """What a run did: new campaigns, comments given to one, comments compared."""

    campaigns: int = 0
    grouped: int = 0
    compared: int = 0


def find(docket: Docket, *, tell: Tell = lambda step, done, total: None) -> Found | None:
    """Group the near-identical comments of a docket. None when another run is at it."""
    with _alone(docket) as is_alone:
        if not is_alone:
            return None
        found = Found(compared=sign(docket, tell=tell))
        _group(docket, found, tell)
        count_own_words(docket, tell=tell)
        return found


def sign(docket: Docket, *, tell: Tell = lambda step, done, total: None) -> int:
    """Write the signatures that are missing or made in another way; returns how many."""
    rows = uncompared(Comment.objects.filter(docket=docket))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for done, batch in _batches(keys):
        with transaction.atomic():
            # Locked, so that words added meanwhile are not left out of a signature made of less.
            list(_locked(Comment.objects.filter(pk__in=batch)))
            CommentSignature.objects.bulk_create(
                (
                    CommentSignature(
                        comment_id=key, minhash=similarity.minhash(runs), method=similarity.METHOD
                    )
                    for key, runs in _runs_of(batch).items()
                ),
                update_conflicts=True,
                unique_fields=["comment"],
                update_fields=["minhash", "method"],
            )
        tell("compare", done, len(keys))
    return len(keys)


def uncompared(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those of some comments that no run has looked at yet."""
    made = CommentSignature.objects.filter(comment=OuterRef("pk"), method=similarity.METHOD)
    return rows.filter(~Exists(made)).exclude(state__in=_NEVER)


def count_own_words(docket: Docket, *, tell: Tell = lambda step, done, total: None) -> None:
    """Count what members add and leave out, wherever that is not known."""
    unknown = Comment.objects.filter(docket=docket, campaign__isnull=False, own_words=None)
    by_campaign = defaultdict(list)
    for key, campaign in unknown.order_by("pk").values_list("pk", "campaign_id"):
        by_campaign[campaign].append(key)
    total, counted = sum(map(len, by_campaign.values())), 0
    for campaign in Campaign.objects.filter(pk__in=by_campaign):
        letter = _letter(campaign.lead_id)
        for done, batch in _batches(by_campaign[campaign.pk]):
            with transaction.atomic():
                rows = _locked(Comment.objects.filter(pk__in=batch, campaign=campaign))
                _write(rows, letter)
            tell("words", counted + done, total)
        counted += len(by_campaign[campaign.pk])


@contextmanager
def _alone(docket: Docket) -> Iterator[bool]:
    """Whether no other run compares this docket; a lost connection gives the lock back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, docket.pk])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, docket.pk])


def _group(docket: Docket, found: Found, tell: Tell) -> None:
    free = set(_free(docket).values_list("pk", flat=True))
    if not free:
        return
    letters = _Letters(docket, free)
    groups = clusters.find(letters.signatures, letters.copies, letters.runs)
    # What only its own copies are like is a group as well.
    alone = set(range(len(letters.copies))).difference(*map(np.ndarray.tolist, groups))
    groups += [np.array([place]) for place in sorted(alone)]
    for done, places in enumerate(groups, start=1):
        places = _join_known(places, letters, found)
        _begin_new(docket, places, letters, found)
        if done % BATCH == 0 or done == len(groups):
            tell("group", done, len(groups))


def _free(docket: Docket) -> QuerySet[Comment]:
    """Comments in no campaign, of which no person has said otherwise."""
    said = CommentEvent.objects.filter(
        Q(detail__has_key="campaign") | Q(detail__has_key="campaign_id"),
        comment=OuterRef("pk"),
        actor__isnull=False,
    )
    rows = Comment.objects.filter(~Exists(said), docket=docket, campaign=None)
    return rows.exclude(state__in=_NEVER)


class _Letters:
    """The distinct signatures of a docket, and which comments have each, the earliest first.

    `free` are the comments that may be grouped; beside them stand the letters of the campaigns
    that are known (`leads`, by place).
    """

    def __init__(self, docket: Docket, free: set[int]):
        leads = {
            campaign.lead_id: campaign
            for campaign in Campaign.objects.filter(docket=docket).order_by("number")
        }
        rows = CommentSignature.objects.filter(comment__docket=docket, method=similarity.METHOD)
        rows = rows.exclude(minhash=b"").order_by("comment__sequence")
        places: dict[bytes, int] = {}
        self._comments: list[list[int]] = []
        self._first: list[int] = []
        self.leads: dict[int, list[Campaign]] = defaultdict(list)
        for comment, signature in rows.values_list("comment_id", "minhash").iterator():
            if comment not in free and comment not in leads:
                continue
            signature = bytes(signature)
            place = places.setdefault(signature, len(places))
            if place == len(self._comments):
                self._comments.append([])
                self._first.append(comment)
            if comment in free:
                self._comments[place].append(comment)
            if comment in leads:
                self.leads[place].append(leads[comment])
        joined = np.frombuffer(b"".join(places), dtype="<u4")
        self.signatures = joined.reshape(-1, similarity.PERMUTATIONS)
        self.copies = np.array([len(comments) for comments in self._comments], dtype=np.int64)
        self.runs = clusters.Runs(self._read)

    def comments(self, places: Iterable[int]) -> list[int]:
        """The comments of these letters that may be grouped."""
        return [comment for place in places for comment in self._comments[place]]

    def first(self, place: int) -> int:
        """The earliest comment that may be grouped of a letter."""
        return self._comments[place][0]

    def _read(self, places: list[int]) -> dict[int, np.ndarray]:
        by_comment = {self._first[place]: place for place in places}
        return {
            by_comment[key]: runs
            for _done, batch in _batches(list(by_comment))
            for key, runs in _runs_of(batch).items()
        }


def _runs_of(keys: list[int]) -> dict[int, np.ndarray]:
    texts = similarity.texts_of(keys)
    return {key: similarity.runs(similarity.compared_words(texts[key])) for key in texts}


def _join_known(places: np.ndarray, letters: _Letters, found: Found) -> np.ndarray:
    """Give to the known campaigns of a group what is of their letter; returns the places left."""
    known = [(place, campaign) for place in places.tolist() for campaign in letters.leads[place]]
    rest = [place for place in places.tolist() if letters.copies[place]]
    for lead, campaign in known:
        are_same = clusters.same_letters(((place, lead) for place in rest), letters.runs)
        same = {place for place, is_same in zip(rest, are_same, strict=True) if is_same}
        found.grouped += _put(campaign, letters.comments(sorted(same)))
        rest = [place for place in rest if place not in same]
    return np.array(rest, dtype=np.int64)


def _begin_new(docket: Docket, places: np.ndarray, letters: _Letters, found: Found) -> None:
    """Make campaigns of what is left of a group, the most typical letter's first."""
    if letters.copies[places].sum() < settings.CAMPAIGN_MIN_MEMBERS:
        return
    typical = clusters.by_typicality(places, letters.signatures, letters.copies)
    while letters.copies[typical].sum() >= settings.CAMPAIGN_MIN_MEMBERS:
        lead, places = int(typical[0]), typical[1:]
        like = places[clusters.may_be_same(lead, places, letters.signatures)]
        pairs = [(place, lead) for place in like.tolist()]
        same = like[np.fromiter(clusters.same_letters(pairs, letters.runs), bool, len(pairs))]
        members = letters.comments([lead, *same.tolist()])
        if len(members) >= settings.CAMPAIGN_MIN_MEMBERS:
            campaign = _begin(docket, letters.first(lead))
            if campaign:
                found.campaigns += 1
                found.grouped += 1 + _put(campaign, members)
        typical = places[~np.isin(places, same)]


@transaction.atomic
def _begin(docket: Docket, lead: int) -> Campaign | None:
    """A campaign with its letter; None when that was grouped by somebody in the meantime."""
    # Numbers of campaigns are given with the docket's row locked, and before any comment's.
    Docket.objects.select_for_update().get(pk=docket.pk)
    row = _locked(_free(docket).filter(pk=lead)).first()
    if row is None:
        return None
    last = docket.campaigns.order_by("number").values_list("number", flat=True).last()
    campaign = Campaign.objects.create(docket=docket, number=(last or 0) + 1, lead=row)
    _write([row], _letter(lead), campaign)
    return campaign


def _put(campaign: Campaign, keys: list[int]) -> int:
    """Give comments to a campaign, each with an entry in its trail; returns how many."""
    keys = [key for key in keys if key != campaign.lead_id]
    if not keys:
        return 0
    letter, count = _letter(campaign.lead_id), 0
    for _done, batch in _batches(sorted(keys)):
        with transaction.atomic():
            rows = _locked(_free(campaign.docket).filter(pk__in=batch))
            count += _write(rows, letter, campaign)
    return count


def _write(rows: Iterable[Comment], letter: Letter, campaign: Campaign | None = None) -> int:
    """Count the words of locked rows; with `campaign` they join it, and their trail says so."""
    rows = list(rows)
    texts = similarity.texts_of([row.pk for row in rows])
    counted = {row.pk: letter.count(texts[row.pk]) for row in rows}
    same = defaultdict(list)
    for key, counts in counted.items():
        same[counts].append(key)
    joining = {"campaign": campaign, "version": F("version") + 1} if campaign else {}
    for (own, left_out), keys in same.items():
        Comment.objects.filter(pk__in=keys).update(own_words=own, left_out=left_out, **joining)
    if campaign:
        at = timezone.now()
        CommentEvent.objects.bulk_create(
            CommentEvent(
                comment=row,
                at=at,
                kind=CommentEvent.Kind.GROUPED,
                version=row.version + 1,
                detail={"campaign": [None, campaign.pk], "own_words": [None, counted[row.pk][0]]},
            )
            for row in rows
        )
    return len(rows)


def _letter(lead: int) -> Letter:
    return Letter(similarity.texts_of([lead])[lead])


def _locked(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """In the order of their keys, as every act on many takes them."""
    return rows.only("version").select_for_update(of=("self",)).order_by("pk")


def _batches(keys: list[int]) -> Iterator[tuple[int, list[int]]]:
    for start in range(0, len(keys), BATCH):
        yield min(start + BATCH, len(keys)), keys[start : start + BATCH]
