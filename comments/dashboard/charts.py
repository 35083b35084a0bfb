"""Where the bars of a chart are, in the units of its picture; a template draws them as SVG.

Each chart has the table of its numbers: the picture shows nothing that the table does not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format

WIDTH = 720
_BAR, _GAP = 20, 8
_LABEL = 190
"""Room for the words beside a bar."""
_VALUE = 70
_HEIGHT = 200
"""Of the columns of a chart over time."""
_FOOT = 24


@dataclass(frozen=True)
class Box:
    """A rectangle; `kind` says which series it is of, and so how it looks."""

    x: float
    y: float
    width: float
    height: float
    kind: str = "first"


@dataclass(frozen=True)
class Words:
    """A text in the picture; it ends at `x` where `anchor` is "end"."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Chart:
    """One picture with its table. `legend` are the series as (kind, name), when several."""

    key: str
    title: str
    summary: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    height: float
    boxes: Sequence[Box] = ()
    words: Sequence[Words] = ()
    legend: Sequence[tuple[str, str]] = ()
    line: float | None = None
    width: int = WIDTH
    is_empty: bool = field(default=False)


def bars(key: str, title: str, summary: str, headers, rows: Sequence[tuple[str, int]]) -> Chart:
    """Bars one below the other, each with its words and its number."""
    return grouped(key, title, summary, headers, [(label, [value]) for label, value in rows], ())


def grouped(key, title, summary, headers, rows, legend: Sequence[tuple[str, str]]) -> Chart:
    """The same, with a bar for each series in each row."""
    kinds = [kind for kind, _name in legend] or ["first"]
    most = max((value for _label, values in rows for value in values), default=0)
    room = WIDTH - _LABEL - _VALUE
    boxes, words, y = [], [], 0.0
    for label, values in rows:
        words.append(Words(_LABEL - 10, y + _BAR * 0.7, _short(label), "end"))
        for kind, value in zip(kinds, values, strict=True):
            width = round(room * value / most, 1) if most else 0
            boxes.append(Box(_LABEL, y, width, _BAR - 2, kind))
            words.append(Words(_LABEL + width + 6, y + _BAR * 0.7, shown(value)))
            y += _BAR
        y += _GAP
    table = [(label, *values) for label, values in rows]
    return Chart(
        key, title, summary, headers, table, max(y, 1), boxes, words, legend, is_empty=not most
    )


def columns(
    key, title, summary, headers, days, series, *, legend=(), marked=None, mark_text="", ends=()
) -> Chart:
    """Columns side by side, one for each day; several series of a day stand on one another.

    `marked` is the place of a day at whose end a line stands, with `mark_text`. `ends` are the
    words below the first and the last column.
    """
    kinds = [kind for kind, _name in legend] or ["first"]
    most = max((sum(values) for values in series), default=0)
    step = WIDTH / max(len(series), 1)
    top = 18.0
    boxes = []
    for place, values in enumerate(series):
        y = top + _HEIGHT
        for kind, value in zip(kinds, values, strict=True):
            height = round(_HEIGHT * value / most, 1) if most else 0
            y -= height
            if height:
                boxes.append(
                    Box(round(place * step, 1), round(y, 1), round(step * 0.86, 1), height, kind)
                )
    foot = top + _HEIGHT + 16
    words = [Words(0, 12, shown(most))] if most else []
    if ends:
        words += [Words(0, foot, ends[0]), Words(WIDTH, foot, ends[1], "end")]
    line = None
    if marked is not None:
        line = round((marked + 1) * step, 1)
        anchor = "end" if line > WIDTH / 2 else "start"
        words.append(Words(line + (-6 if anchor == "end" else 6), 12, mark_text, anchor))
    table = [(day, *values) for day, values in zip(days, series, strict=True)]
    return Chart(
        key,
        title,
        summary,
        headers,
        table,
        top + _HEIGHT + _FOOT,
        boxes,
        words,
        legend,
        line,
        is_empty=not most,
    )


def _short(label: str) -> str:
    return label if len(label) <= 28 else f"{label[:27]}…"


def shown(value: int) -> str:
    """A number as people of the active language write it."""
    return number_format(value, use_l10n=True, force_grouping=True)
