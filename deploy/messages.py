"""`make messages`: bring locale/*/LC_MESSAGES/django.po up to date with the code.

With --check nothing is written; it names each string that is missing, fuzzy, forgotten, or
whose placeholders differ. Babel does the work, so that nobody needs gettext; templates go
through Django's own preparation for it. Then as in makemessages: translate what is empty,
review what is marked fuzzy.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from deploy.environment import APPS, in_virtual_environment
from deploy.places import ROOT
from deploy.progress import Failure, main

LANGUAGES = ("es",)  # into which the English of the code is translated
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
POSITIONAL = {"%s", "%d", "%i", "%f", "{}"}


def messages() -> None:
    """Update the catalogues or, with --check, only judge them."""
    in_virtual_environment("deploy.messages")
    template = extract(ROOT, APPS)
    problems = []
    for language in LANGUAGES:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        catalogue = read(path, language)
        if "--check" in sys.argv[1:]:
            problems += [f"{path.relative_to(ROOT)}: {line}" for line in judge(catalogue, template)]
        else:
            update(catalogue, template)
            write(catalogue, path)
            print(f"{path.relative_to(ROOT)}: {_summary(catalogue)}")
    if problems:
        raise Failure(
            f"{len(problems)} messages need work.",
            "Run make messages, then correct the entries in the file.",
            detail="\n".join(problems),
        )


def extract(root: Path, folders: Iterable[Path]):
    """All strings of the Python files and templates that are marked for translation."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract as find

    template = Catalog()
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = path.read_bytes()
        elif path.suffix in (".html", ".txt", ".xml") and "templates" in path.parts:
            source = _as_python(path)
        else:
            continue
        name = path.relative_to(root).as_posix()
        found = find("python", BytesIO(source), KEYWORDS, comment_tags=["Translators:"])
        for line, string, comments, context in found:
            template.add(string, None, [(name, line)], auto_comments=comments, context=context)
    return template


def _as_python(path: Path) -> bytes:
    from django.utils.translation.template import templatize

    calls = templatize(path.read_text(), origin=str(path))
    # A template's indentation would be an error in Python.
    lines = (line.strip() for line in calls.splitlines())
    return "\n".join(lines).encode()


def read(path: Path, language: str):
    """The catalogue of a language; a new one when there is none yet."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, read_po

    if not path.exists():
        new = Catalog(locale=language, project="Plaza", header_comment="", fuzzy=False)
        # Git knows who translated; given as arguments, empty ones would become “FULL NAME” …
        new.version = new.last_translator = new.language_team = new.msgid_bugs_address = ""
        return new
    try:
        return read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    except PoFileError as error:
        raise Failure(f"{path} cannot be read: {error}", f"Correct line {error.lineno}.") from None


def update(catalogue, template) -> None:
    """Add what is new, drop what is gone; a changed string keeps its translation, as fuzzy."""
    written = catalogue.creation_date
    catalogue.update(template)
    catalogue.obsolete.clear()
    catalogue.creation_date = written  # else each call would change the file


def write(catalogue, path: Path) -> None:
    """Write a catalogue: no line numbers, which would change with every edit."""
    from babel.messages.pofile import write_po

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)


def judge(catalogue, template) -> Iterator[str]:
    """What is wrong with a catalogue, a line for each entry."""
    for entry in _entries(template):
        if not _same(entry, catalogue):
            yield f"forgotten: {_show(entry)}"
    for entry in _entries(catalogue):
        if not _same(entry, template):
            yield f"no longer in the code: {_show(entry)}"
        elif not all(_strings(entry.string)):
            yield f"missing: {_show(entry)}"
        elif entry.fuzzy:
            yield f"fuzzy: {_show(entry)}"
        elif wrong := _wrong_placeholders(entry):
            yield f"placeholders ({wrong}): {_show(entry)}"


def _same(entry, other) -> bool:
    """Is this entry in the other catalogue, also with the same plural?"""
    match = other.get(_strings(entry.id)[0], entry.context)
    return match is not None and _strings(match.id) == _strings(entry.id)


def _wrong_placeholders(entry) -> str:
    """The placeholders that the translation has too many or too few of."""
    expected = _placeholders(_strings(entry.id)[-1])
    wrong = Counter()
    for number, string in enumerate(_strings(entry.string)):
        used = _placeholders(string)
        wrong += used - expected
        if number or not entry.pluralizable:  # “one seat” may be without its number
            wrong += expected - used
    return ", ".join(sorted(wrong))


def _placeholders(text: str) -> Counter:
    """Those with a name may be used more than once; the others are counted."""
    found = Counter(PLACEHOLDER.findall(text.replace("%%", "")))
    return Counter({one: count if one in POSITIONAL else 1 for one, count in found.items()})


def _entries(catalogue) -> Iterator:
    return (entry for entry in catalogue if entry.id)  # without the header


def _strings(value: str | tuple | list | None) -> list[str]:
    return [value or ""] if value is None or isinstance(value, str) else list(value)


def _show(entry) -> str:
    where = ", ".join(sorted({name for name, _ in entry.locations}))
    context = f"[{entry.context}] " if entry.context else ""
    return f"{context}{' / '.join(map(repr, _strings(entry.id)))} ({where})"


def _summary(catalogue) -> str:
    entries = list(_entries(catalogue))
    empty = sum(not all(_strings(entry.string)) for entry in entries)
    fuzzy = sum(entry.fuzzy for entry in entries)
    return f"{len(entries)} messages, {empty} to translate, {fuzzy} fuzzy"


if __name__ == "__main__":
    main(messages)
