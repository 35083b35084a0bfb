"""The posted comments of one docket: which of them a reader asked for."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Lower

from comments.models import Comment, Docket, Remark
from engagement import search
from engagement.search_words import fold

PER_PAGE = 20
NEWEST = "newest"

# As Comment.public_affiliation: nobody finds a comment by what was redacted.
_PUBLIC_AFFILIATION = Coalesce("redacted_affiliation", "affiliation", output_field=TextField())
_ACCENTS = "áàâäéèêëíìîïóòôöúùûüñç", "aaaaeeeeiiiioooouuuunc"


@dataclass(frozen=True)
class Listing:
    """What the docket's page shows of its comments.

    `chosen` are the filters that are valid (docket_filters); an empty one chooses all.
    `language` is the reader's.
    """

    docket: Docket
    language: str
    chosen: dict
    page: str | int | None = 1

    @cached_property
    def comments(self) -> Page:
        """One page of them, by number unless the newest were asked for first."""
        paginator = Paginator(self._found(), PER_PAGE)
        if not self.is_filtered:
            # Known already.
            paginator.count = self.posted_count
        return paginator.get_page(self.page)

    @property
    def found_count(self) -> int:
        return self.comments.paginator.count

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self.chosen.items() if name != "order")

    @cached_property
    def received_by_channel(self) -> list[tuple[str, int]]:
        """How many comments came on each way, in the order of the ways; spam does not count."""
        counts = {row["channel"]: row["received"] for row in self._counts if row["received"]}
        return [
            (label, counts[value]) for value, label in Comment.Channel.choices if value in counts
        ]

    @property
    def received_count(self) -> int:
        return sum(row["received"] for row in self._counts)

    @property
    def posted_count(self) -> int:
        return sum(row["posted"] for row in self._counts)

    @cached_property
    def _counts(self) -> list[dict]:
        state = Comment.State
        # Not docket.comments: the preview shows dockets that are not stored yet.
        return list(
            Comment.objects.filter(docket_id=self.docket.pk)
            .order_by()
            .values("channel")
            .annotate(
                received=Count("pk", filter=~Q(state=state.SPAM)),
                posted=Count("pk", filter=Q(state=state.POSTED)),
            )
        )

    def _found(self) -> QuerySet[Comment]:
        found = Comment.objects.posted().filter(docket_id=self.docket.pk)
        if words := self.chosen.get("words"):
            found = found.filter(pk__in=search.keys_of(Comment, words, language=self.language))
        if topic := self.chosen.get("topic"):
            found = found.filter(topics=topic)
        if section := self.chosen.get("section"):
            about = Remark.objects.filter(comment=OuterRef("pk"), section__key=section.key)
            found = found.filter(Exists(about))
        if affiliation := self.chosen.get("affiliation"):
            wanted = fold(affiliation, "en").lower()
            found = found.filter(is_anonymous=False).annotate(folded=_folded(_PUBLIC_AFFILIATION))
            found = found.filter(folded__contains=wanted)
        order = "-sequence" if self.chosen.get("order") == NEWEST else "sequence"
        return found.order_by(order).for_lists()


def _folded(text) -> Func:
    """In small letters without accents: the embedded PostgreSQL has no unaccent."""
    accents = map(Value, _ACCENTS)
    return Func(Lower(text), *accents, function="translate", output_field=TextField())
