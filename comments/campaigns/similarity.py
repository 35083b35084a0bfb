"""What comments are compared by: runs of three words, exactly or by a MinHash of them.

A. Broder, "On the resemblance and containment of documents" (1997): two letters are alike when
they share most of their runs of words (resemblance), and one contains the other when nearly all
of its runs are in it (containment), in whatever order the sentences stand.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from datasketch import MinHash
from django.db.models import Prefetch, QuerySet

from comments.models import Addition, Attachment, Comment, CommentSignature, DraftSection, Remark

RUN = 3
"""Words in a run: short enough that a changed name spoils few, long enough to be no accident."""
BANDS, ROWS = 42, 3
"""Two letters that share 40 % of their runs meet in a band 94 times in 100, 50 %: 99.6."""
PERMUTATIONS = BANDS * ROWS
METHOD = f"words{RUN}-affine32-{PERMUTATIONS}"
"""Names how a signature was made. Change it with anything here that changes signatures."""
SHORTEST = 12
"""Words of a letter; what is shorter, many may write who never heard of one another."""
COVER_NOTE = 40
"""Words: somebody who wrote fewer and attached a file is compared by that file as well."""
LONGEST = 3000
"""Words that are compared, the first ones: a form letter is shorter, a study attached is not."""
ALIKE = 0.7
"""The share of all their runs from which on two letters are one, however short."""
CONTAINED, ENOUGH = 0.6, 40
"""The share of the shorter letter's runs, and their number, from which on the longer contains it.

A few sentences in common are no form letter: neighbors tell the same of the same street.
"""

# An emoji can say what no word says.
WORD = re.compile("[^\\W_]+|[\u2600-\u27bf\U0001f300-\U0001faff]")


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Without capitals and accents."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))


def words(text: str) -> list[str]:
    """The words of a text, without capitals, accents and punctuation."""
    return [fold_word(word) for word in WORD.findall(unicodedata.normalize("NFC", text))]


@dataclass(frozen=True)
class Texts:
    """What a comment says: what its author wrote (text, remarks, additions), what files say."""

    name: str
    written: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [*self.written, *self.files]


def texts_of(keys: list[int]) -> dict[int, Texts]:
    """The texts of comments by their keys, as comments.letter has them, in four queries.

    Without the rows themselves: there may be 100,000.
    """
    found = {}
    rows = Comment.objects.filter(pk__in=keys).order_by()
    for key, name, text in rows.values_list("pk", "name", "text"):
        found[key] = Texts(name, [text] if text else [])
    for model in (Remark, Addition, Attachment):
        rows = model.objects.filter(comment__in=keys).exclude(text="")
        for key, text in rows.order_by(*model._meta.ordering).values_list("comment_id", "text"):
            texts = found[key]
            (texts.files if model is Attachment else texts.written).append(text)
    return found


def with_parts(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Rows of a page with all parts that comments.letter reads, in four queries."""
    headings = DraftSection.objects.only("heading_en", "heading_es", "draft_id", "key")
    return rows.prefetch_related(
        "remarks", Prefetch("remarks__section", headings), "additions", "attachments"
    )


def compared_words(texts: Texts) -> list[str]:
    """What stands for a comment: its words; those of its files too when it is a cover note."""
    written = [word for text in texts.written for word in words(text)]
    if len(written) < COVER_NOTE:
        written += [word for text in texts.files for word in words(text)]
    return written[:LONGEST]


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return zlib.crc32(word.encode())


def runs(found: list[str]) -> np.ndarray:
    """The runs of three words as sorted numbers of 32 bits; empty for what is too short."""
    if len(found) < SHORTEST:
        return np.empty(0, dtype=np.uint32)
    numbers = np.fromiter(map(_number, found), dtype=np.uint32, count=len(found))
    # Odd factors keep the order of the three words in the number; overflow is meant.
    mixed = numbers[:-2] * np.uint32(0x9E3779B1)
    mixed = (mixed + numbers[1:-1]) * np.uint32(0x85EBCA6B)
    return np.unique(mixed + numbers[2:])


_PERMUTATIONS = MinHash(num_perm=PERMUTATIONS).permutations


def minhash(found: np.ndarray) -> bytes:
    """The signature of a set of runs; empty where nothing can be compared."""
    if not found.size:
        return b""
    made = MinHash(
        num_perm=PERMUTATIONS, hashfunc=int, permutations=_PERMUTATIONS, scheme="affine32"
    )
    made.update_batch(found.tolist())
    return made.hashvalues.astype("<u4").tobytes()


def is_same_letter(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two sets of runs are of one letter: alike, or one inside the other."""
    small, large = sorted((one, other), key=len)
    if not small.size:
        return False
    places = np.searchsorted(large, small)
    places[places == large.size] = 0
    common = int(np.count_nonzero(large[places] == small))
    if common >= CONTAINED * small.size and common >= ENOUGH:
        return True
    return common >= ALIKE * (small.size + large.size - common)


def forget(comment: Comment) -> None:
    """Compare a comment anew: it says more than before. What it adds of its own is counted anew."""
    CommentSignature.objects.filter(comment=comment).delete()
    Comment.objects.filter(pk=comment.pk, campaign__isnull=False).update(own_words=None)
