"""What residents write, as many letters as are asked for, the same ones for a seed.

Sixty of a hundred are letters of a campaign, most of them edited; the true campaign of each is
known, so that what finds campaigns can be measured. A letter of one's own has a detail put
together of several pieces: of stock sentences alone, hundreds in 40,000 would truly be the same.
Memory does not grow with their number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from types import ModuleType

from comments.models import Comment
from plaza.generated import people, sentences_en, sentences_es
from plaza.generated.campaign_letters import LETTERS, CampaignLetter
from plaza.generated.edits import Edit, edited

Channel = Comment.Channel

_SENTENCES = {"en": sentences_en, "es": sentences_es}
_IN_CAMPAIGNS = 0.6
_SPANISH = 0.3
_WITH_PRIVATE = 0.03
_SPAM = 0.006
_CHANNELS = {Channel.WEB: 82, Channel.EMAIL: 9, Channel.PAPER: 7, Channel.VOICE: 2}
_SLOT = re.compile(r"{(\w+)}")
_KINDS = {
    "opening": "OPENINGS",
    "concern": "CONCERNS",
    "request": "REQUESTS",
    "closing": "CLOSINGS",
    "when": "WHENS",
    "event": "EVENTS",
    "outcome": "OUTCOMES",
    "paragraph": "OWN_PARAGRAPHS",
    "postscript": "POSTSCRIPTS",
    "street": "STREETS",
    "place": "PLACES",
    "machine": "MACHINES",
    "one_machine": "ONE_MACHINE",
    "trade": "TRADES",
    "relative": "RELATIVES",
    "shift": "SHIFTS",
    "weekday": "WEEKDAYS",
    "hour": "HOURS",
}


@dataclass(frozen=True)
class GeneratedLetter:
    """One letter, and the truth about it.

    `campaign` is the place of its letter in campaign_letters.LETTERS, None for a letter of one's
    own; `edits` is what its sender changed. A letter with `remarks` (section, words) has no other
    text. `topics` are places among the docket's; `gives_away` says that a redactor should look.
    """

    language: str
    text: str
    campaign: int | None = None
    edits: tuple[Edit, ...] = ()
    name: str = ""
    email: str = ""
    affiliation: str = ""
    is_anonymous: bool = False
    channel: str = Channel.WEB
    remarks: tuple[tuple[int, str], ...] = ()
    addition: str = ""
    topics: tuple[int, ...] = ()
    gives_away: bool = False
    is_spam: bool = False


def letters(seed: int, count: int, *, sections: int = 6, topics: int = 4) -> Iterator:
    """Yield `count` GeneratedLetters in the order in which they arrive.

    A campaign has its days: most of its letters come together. `sections` and `topics` are how
    many the docket has.
    """
    random = Random(f"letters {seed}")  # noqa: S311 - nothing here is a secret
    weeks = _campaigns_by_time(random)
    for number in range(count):
        campaign = None
        if random.random() < _IN_CAMPAIGNS:
            campaign = random.choices(range(len(LETTERS)), weeks[len(weeks) * number // count])[0]
        yield _Writer(random, campaign, sections, topics).letter()


def _campaigns_by_time(random: Random, steps: int = 20) -> list[list[float]]:
    """How likely each campaign is in each twentieth of the period."""
    peaks = [random.randrange(steps) for _letter in LETTERS]
    return [
        [
            letter.share * (1.0 if abs(step - peak) <= 2 else 0.15)
            for letter, peak in zip(LETTERS, peaks, strict=True)
        ]
        for step in range(steps)
    ]


class _Writer:
    """One person who writes one letter."""

    def __init__(self, random: Random, campaign: int | None, sections: int, topics: int):
        self.random, self.campaign = random, campaign
        self.sections, self.topics = sections, topics
        if campaign is None:
            self.language = "es" if random.random() < _SPANISH else "en"
        else:
            self.language = LETTERS[campaign].language
        self.words: ModuleType = _SENTENCES[self.language]
        self.person = people.name(random, self.language)

    def letter(self) -> GeneratedLetter:
        random = self.random
        if self.campaign is None and random.random() < _SPAM:
            return GeneratedLetter(
                self.language,
                " ".join(self.fill(random.choice(self.words.SPAM)) for _twice in range(2)),
                name="Best Offers",
                email=people.email_of(random, "Best Offers"),
                is_spam=True,
            )
        text, edits, remarks = "", (), ()
        if self.campaign is not None:
            text, edits = self._of_campaign(LETTERS[self.campaign])
        elif random.random() < 0.25:
            remarks = self._remarks()
        else:
            text = self._own()
        gives_away = random.random() < _WITH_PRIVATE
        if gives_away:
            private = self.fill(random.choice(self.words.PRIVATE))
            text, remarks = _with(private, text, remarks)
        channel = random.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
        is_anonymous = self.campaign is None and random.random() < 0.1
        has_email = channel == Channel.EMAIL or (channel == Channel.WEB and random.random() < 0.7)
        return GeneratedLetter(
            self.language,
            text,
            campaign=self.campaign,
            edits=edits,
            name="" if is_anonymous else self.person,
            email=people.email_of(random, self.person) if has_email else "",
            affiliation=people.affiliation(random)
            if not is_anonymous and random.random() < 0.12
            else "",
            is_anonymous=is_anonymous,
            channel=channel,
            remarks=remarks,
            addition=self.fill(random.choice(self.words.ADDITIONS))
            if random.random() < 0.01
            else "",
            topics=self._topics(),
            gives_away=gives_away,
        )

    def say(self, kind: str) -> str:
        """A sentence, or a word, of that kind."""
        if kind == "introduction":
            return self.fill(self.words.INTRODUCTION)
        if kind == "detail":
            return self.fill(self.words.DETAIL)
        return self.fill(self.random.choice(getattr(self.words, _KINDS[kind])))

    def fill(self, sentence: str) -> str:
        """The sentence with its words in braces replaced, and theirs in turn."""
        return _SLOT.sub(lambda slot: self._slot(slot[1]), sentence)

    def _slot(self, kind: str) -> str:
        if kind in _KINDS:
            return self.say(kind)
        random = self.random
        match kind:
            case "name":
                return self.person
            case "years":
                return str(random.randrange(2, 50))
            case "count":
                return str(random.randrange(20, 900))
            case "few":
                return str(random.randrange(2, 10))
            case "at_hour":
                return f"a {random.choice(self.words.HOURS)}"
            case _:
                return people.private(random, self.person)[kind]

    def _of_campaign(self, letter: CampaignLetter) -> tuple[str, tuple[Edit, ...]]:
        return edited(
            self.random,
            letter,
            person=self.person,
            say=self.say,
            greetings=self.words.GREETINGS,
        )

    def _own(self) -> str:
        random = self.random
        concerns = self._different("concern", random.choices((1, 2, 3, 4), (30, 35, 25, 10))[0])
        requests = self._different("request", random.choices((1, 2, 3), (45, 35, 20))[0])
        first = [self.say("opening"), *concerns, self.say("detail")]
        second = [*requests, *([self.say("closing")] if random.random() < 0.6 else [])]
        if random.random() < 0.3:
            return " ".join([*first, *second])
        greeting = [random.choice(self.words.GREETINGS)] if random.random() < 0.5 else []
        return "\n\n".join([*greeting, " ".join(first), " ".join(second)])

    def _remarks(self) -> tuple[tuple[int, str], ...]:
        count = min(self.random.choices((1, 2, 3), (70, 22, 8))[0], self.sections)
        places = sorted(self.random.sample(range(self.sections), count))
        kinds = ("concern", "detail", "request")
        return tuple((place, " ".join(map(self.say, kinds))) for place in places)

    def _different(self, kind: str, count: int) -> list[str]:
        kinds = self.random.sample(getattr(self.words, _KINDS[kind]), count)
        return [self.fill(sentence) for sentence in kinds]

    def _topics(self) -> tuple[int, ...]:
        if self.campaign is not None:
            return (LETTERS[self.campaign].topic % self.topics,)
        return tuple(sorted(self.random.sample(range(self.topics), self.random.choice((1, 1, 2)))))


def _with(private: str, text: str, remarks: tuple) -> tuple[str, tuple]:
    """The sentence at the end of the letter, or of its last remark."""
    if not remarks:
        return f"{text}\n\n{private}", remarks
    section, words = remarks[-1]
    return text, (*remarks[:-1], (section, f"{words} {private}"))
