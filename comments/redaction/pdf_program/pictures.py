"""Pictures that people send: shown, and blacked out in a copy made of their pixels alone.

A picture is one page. Its boxes are in pixels from the lower left corner of the picture as it is
seen, turned as its camera says.
"""

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps
from refusal import DAMAGED, NO_PAGE, TOO_LARGE, Refusal

MAX_PIXELS = 100_000_000
MAX_SHOWN_PIXELS = 4_000_000
_QUALITY = 90


def opened(file: Path) -> Image.Image:
    """The picture, upright, its pixels and nothing else. Raises Refusal."""
    try:
        import pillow_heif

        pillow_heif.register_heif_opener()
        with Image.open(file, formats=("JPEG", "PNG", "HEIF")) as found:
            if found.width * found.height > MAX_PIXELS:
                raise Refusal(TOO_LARGE)
            upright = ImageOps.exif_transpose(found)
            flat = Image.new("RGB", upright.size, "white")
            upright = upright.convert("RGBA") if _has_alpha(upright) else upright.convert("RGB")
            flat.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal(DAMAGED) from error
    return flat


def _has_alpha(image: Image.Image) -> bool:
    return image.has_transparency_data


def painted(image: Image.Image, boxes: list[list], width: float, height: float) -> None:
    """Paint boxes black in a picture of a page that is `width` by `height`."""
    draw = ImageDraw.Draw(image)
    across, down = image.width / width, image.height / height
    for left, bottom, right, top in boxes:
        corner = math.floor(left * across), math.floor((height - top) * down)
        opposite = math.ceil(right * across), math.ceil((height - bottom) * down)
        draw.rectangle([corner, opposite], fill="black")


def picture(file: Path, result: Path, task: dict) -> dict:
    """The picture as a PNG, no larger than a screen shows."""
    if task["page"] != 1:
        raise Refusal(NO_PAGE)
    image = opened(file)
    scale = math.sqrt(MAX_SHOWN_PIXELS / (image.width * image.height)) * task["dpi"] / 192
    if scale < 1:
        image.thumbnail((max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    image.save(result, "PNG")
    return {}


def words(file: Path, result: Path, task: dict) -> dict:
    """One page of that size; nobody reads the words of a picture."""
    image = opened(file)
    page = {"width": image.width, "height": image.height, "words": []}
    return {"count": 1, "pages": {1: page}}


def redact(file: Path, result: Path, task: dict) -> dict:
    """Write a copy with the boxes painted black: JPEG, or PNG where the task says so."""
    image = opened(file)
    painted(image, task["boxes"].get("1", []), image.width, image.height)
    if task["format"] == "PNG":
        image.save(result, "PNG")
    else:
        image.save(result, "JPEG", quality=_QUALITY)
    return {"pages": 1}
