"""The demo's picture: a harbor, drawn when loaded, so that no photograph is kept in the clone."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as Canvas
from PIL import ImageDraw
from wagtail.images.models import Image

SIZE = (1600, 900)
TITLE = "Harbor with an electric crane"
SKY, LOW_SKY, SEA, HULL, QUAY = "#a9d1e8", "#fbe3c2", "#2a6f97", "#12355b", "#5f6b73"
CONTAINERS = ("#c8553d", "#e0a458", "#588157", "#3d5a80", "#9c6644")


def create(*, by) -> Image:
    """The picture in the library."""
    content = BytesIO()
    _draw().save(content, "PNG", optimize=True)
    content.seek(0)
    return Image.objects.create(
        title=TITLE, file=ImageFile(content, name="harbor.png"), uploaded_by_user=by
    )


def _draw() -> Canvas.Image:
    width, height = SIZE
    picture = Canvas.linear_gradient("L").resize(SIZE)
    picture = Canvas.composite(
        Canvas.new("RGB", SIZE, LOW_SKY), Canvas.new("RGB", SIZE, SKY), picture
    )
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 640, width, height], fill=SEA)
    for row in range(6):
        draw.line([0, 690 + 38 * row, width, 690 + 38 * row], fill="#3b82ab", width=4)
    _ship(draw)
    draw.rectangle([1000, 610, width, height], fill=QUAY)
    for left in (1060, 1330):
        _crane(draw, left)
    return picture


def _ship(draw) -> None:
    draw.polygon([(110, 560), (980, 560), (930, 690), (190, 690)], fill=HULL)
    for column in range(8):
        for row in range(1 + (column * 2) % 4):
            left, top = 260 + 80 * column, 522 - 40 * row
            color = CONTAINERS[(column + 2 * row) % len(CONTAINERS)]
            draw.rectangle([left, top, left + 74, top + 36], fill=color)
    draw.rectangle([150, 430, 230, 560], fill="#f4f1ea")
    draw.rectangle([150, 450, 230, 470], fill=HULL)


def _crane(draw, left: int) -> None:
    steel = "#e4572e"
    for x in (left, left + 120):
        draw.rectangle([x, 250, x + 18, 610], fill=steel)
    draw.rectangle([left - 260, 240, left + 190, 262], fill=steel)
    draw.line([left + 60, 130, left - 250, 245], fill=steel, width=8)
    draw.line([left + 60, 130, left + 180, 245], fill=steel, width=8)
    draw.rectangle([left + 52, 130, left + 68, 245], fill=steel)
    draw.line([left - 150, 262, left - 150, 400], fill="#333333", width=4)
    draw.rectangle([left - 187, 400, left - 113, 436], fill=CONTAINERS[1])
