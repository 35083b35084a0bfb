"""Two pictures of the same thing, compared as one sees them from afar.

Fonts are drawn a little differently on each machine, and dates change; a color, a gap or a
missing edge does not. So pictures are kept small and compared by the mean color of their tiles.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

SHRINK = 4
"""CSS pixels that become one in the kept picture."""
TILE = 8
"""Pixels of the kept picture on each side of a tile: 32 CSS pixels."""
MOST_IN_A_TILE = 60
MOST_ON_AVERAGE = 5
"""Of 255, in any of red, green and blue."""
HEIGHT = 0.04
"""Part by which the height may differ; half a tile at least."""


def shrunken(png: bytes) -> Image.Image:
    """A screenshot as it is kept."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    size = (max(1, picture.width // SHRINK), max(1, picture.height // SHRINK))
    return picture.resize(size, Image.Resampling.BOX)


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture with few colors: it need not be beautiful."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(32).save(path, optimize=True)


def difference(picture: Image.Image, path: Path) -> str:
    """What one would notice, in words; empty when the pictures are alike."""
    with Image.open(path) as file:
        kept = file.convert("RGB")
    height = abs(picture.height - kept.height)
    if picture.width != kept.width or height > max(TILE / 2, HEIGHT * kept.height):
        return f"its size was {kept.size} and is {picture.size}"
    # A line of text more or less at the end is no difference by itself.
    common = (0, 0, kept.width, min(kept.height, picture.height))
    change = ImageChops.difference(_tiles(kept.crop(common)), _tiles(picture.crop(common)))
    most = max(high for _low, high in change.getextrema())
    average = max(ImageStat.Stat(change).mean)
    if most > MOST_IN_A_TILE or average > MOST_ON_AVERAGE:
        return f"it differs by {most} of 255 in one place, by {average:.1f} on average"
    return ""


def _tiles(picture: Image.Image) -> Image.Image:
    size = (max(1, picture.width // TILE), max(1, picture.height // TILE))
    return picture.resize(size, Image.Resampling.BOX)
