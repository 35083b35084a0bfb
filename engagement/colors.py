"""The agency's two colors: whether text in them can be read, and the style sheet that sets them.

Contrast as WCAG 2.2 defines it, SC 1.4.3: at least 4.5 : 1 for text. The theme uses both colors
as the ground of white text and as text on white and on its pale boxes.
"""

import hashlib
import re

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LEAST_CONTRAST = 4.5
WHITE = "#ffffff"
PALEST_BOX = "#d9e8f6"
"""The ground of callouts (primary-lighter of the theme), the darkest one that carries links."""
HOVER = 0.75
"""How much of its light a button keeps under the pointer."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors such as "#1a4480", from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_color(value: str) -> None:
    """Raises ValidationError where `value` is no #rrggbb, or too pale for the text of the site."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValidationError(
            _("Write the color as # and six digits or letters a to f, for example #1a4480.")
        )
    grounds = {WHITE: gettext("white"), PALEST_BOX: gettext("the pale blue of callouts")}
    ground = min(grounds, key=lambda color: contrast(value, color))
    ratio = contrast(value, ground)
    if ratio < LEAST_CONTRAST:
        message = _(
            "Too pale to be read: the contrast with %(ground)s is %(ratio)s to 1 and must be at "
            "least %(least)s to 1. Choose a darker color."
        )
        raise ValidationError(
            message,
            params={
                "ground": grounds[ground],
                # Cut, not rounded: 4.49 must not be reported as 4.5.
                "ratio": number_format(int(ratio * 10) / 10, 1),
                "least": number_format(LEAST_CONTRAST, 1),
            },
        )


def stylesheet(*, primary: str, accent: str) -> str:
    """The custom properties that the theme looks for; empty where the agency keeps its colors."""
    properties = {
        "--agency-primary": primary,
        "--agency-accent": accent,
        "--agency-accent-dark": _darker(accent) if accent else "",
    }
    lines = [f"{name}:{color.lower()}" for name, color in properties.items() if color]
    return ":root{" + ";".join(lines) + "}\n" if lines else ""


def version(css: str) -> str:
    """A short name of exactly this style sheet, for its address."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def _channels(color: str) -> list[int]:
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(color: str) -> float:
    parts = [channel / 255 for channel in _channels(color)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _darker(color: str) -> str:
    return "#" + "".join(f"{int(channel * HOVER):02x}" for channel in _channels(color))
