"""What people change in a letter that a group asked them to send."""

from collections.abc import Callable
from enum import StrEnum
from random import Random

from plaza.generated.campaign_letters import CampaignLetter


class Edit(StrEnum):
    """One kind of change. A letter with none is sent as it was, with the sender's name below."""

    INTRODUCTION = "introduction"  # "My name is … and I live near …" before the first sentence
    PARAGRAPH = "paragraph"  # one of their own
    ORDER = "order"  # sentences in another order
    GREETING = "greeting"  # another one, also one in the other language
    POSTSCRIPT = "postscript"
    OMISSION = "omission"  # a sentence left out
    WORDS = "words"  # single words replaced
    TYPOGRAPHY = "typography"  # capitals, quotes, line ends


OWN_WORDS = (Edit.INTRODUCTION, Edit.PARAGRAPH, Edit.POSTSCRIPT)
"""Edits by which a letter says something that the group's does not."""

_WEIGHTS = {
    Edit.INTRODUCTION: 6,
    Edit.PARAGRAPH: 7,
    Edit.ORDER: 4,
    Edit.GREETING: 5,
    Edit.POSTSCRIPT: 3,
    Edit.OMISSION: 4,
    Edit.WORDS: 4,
    Edit.TYPOGRAPHY: 3,
}
_UNCHANGED = 0.4
_OTHER_LANGUAGE = {
    "en": ("Estimados miembros de la junta:", "Buenos días, señoras y señores:", "Muy estimados:"),
    "es": ("Dear members of the board:", "Good morning,"),
}
_WORDS = {
    "en": (
        *(("Please ", "Kindly "), ("should", "must"), ("children", "kids"), ("ask", "request")),
        *(("people", "folks"), ("draft", "proposal"), ("trucks", "lorries"), ("homes", "houses")),
    ),
    "es": (
        *(("borrador", "documento"), ("Pido", "Solicito"), ("debe ", "tiene que ")),
        *(("casas", "viviendas"), ("niños", "pequeños"), ("también", "además")),
    ),
}


def edited(
    random: Random,
    letter: CampaignLetter,
    *,
    person: str,
    say: Callable[[str], str],
    greetings: tuple[str, ...],
) -> tuple[str, tuple[Edit, ...]]:
    """The letter as one person sends it, and what was changed in it.

    `say` words a kind of sentence of their own: "introduction", "paragraph", "postscript".
    """
    edits = _chosen(random)
    paragraphs = [list(sentences) for sentences in letter.paragraphs]
    greeting, ending = letter.greeting, [letter.closing, person]
    if Edit.ORDER in edits:
        random.shuffle(paragraphs[1])
        if random.random() < 0.5:
            paragraphs[0], paragraphs[1] = paragraphs[1], paragraphs[0]
    if Edit.OMISSION in edits:
        place = random.choice([n for n, several in enumerate(paragraphs) if len(several) > 1])
        paragraphs[place].pop(random.randrange(len(paragraphs[place])))
    if Edit.GREETING in edits:
        greeting = random.choice(greetings + 2 * _OTHER_LANGUAGE[letter.language])
    if Edit.INTRODUCTION in edits:
        paragraphs[0].insert(0, say("introduction"))
    if Edit.PARAGRAPH in edits:
        paragraphs.insert(random.randrange(1, len(paragraphs) + 1), [say("paragraph")])
    if Edit.POSTSCRIPT in edits:
        ending.append(say("postscript"))
    text = "\n\n".join(
        [greeting, *(" ".join(several) for several in paragraphs), "\n".join(ending)]
    )
    if Edit.WORDS in edits:
        for before, after in random.sample(_WORDS[letter.language], 3):
            text = text.replace(before, after)
    if Edit.TYPOGRAPHY in edits:
        text = _typed_otherwise(random, text)
    return text, edits


def _chosen(random: Random) -> tuple[Edit, ...]:
    if random.random() < _UNCHANGED:
        return ()
    several = random.choices((1, 2, 3), (60, 30, 10))[0]
    found = random.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=several)
    return tuple(dict.fromkeys(found))


def _typed_otherwise(random: Random, text: str) -> str:
    match random.randrange(4):
        case 0:
            return text.upper()
        case 1:
            return text.replace("\n\n", "\n").replace(". ", ".  ")
        case 2:
            return text.replace(",", " ,").replace("'", "’")
        case _:
            return text.lower()
