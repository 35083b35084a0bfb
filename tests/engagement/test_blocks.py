"""The blocks that editors compose from: what they demand, and what they show."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images.models import Image

from engagement.blocks import (
    AccordionBlock,
    ContactBlock,
    ContentBlocks,
    FigureBlock,
    StepsBlock,
    VideoBlock,
)
from engagement.tables import TableBlock
from plaza.demo.samples import BLOCKS

VIDEO = {
    "title": "How charging works",
    "url": "https://www.youtube.com/watch?v=1",
    "duration": "4:35",
    "transcript": "<p>A truck drives up.</p>",
}
TABLE = {
    "caption": "Chargers",
    "columns": [{"type": "text", "heading": "Port"}, {"type": "number", "heading": "2027"}],
    "rows": [{"values": ["Long Beach", "120"]}, {"values": ["Los Angeles", None]}],
}


@pytest.fixture
def photograph(db):
    content = io.BytesIO()
    Picture.new("RGB", (1300, 650), "#2a6f97").save(content, "PNG")
    return Image.objects.create(title="harbor", file=ImageFile(content, name="harbor.png"))


def cleaned(block, value):
    return block.clean(block.normalize(value))


def refused(block, value) -> str:
    """All that the editor is told about a value that is not accepted."""
    with pytest.raises(ValidationError) as error:
        cleaned(block, value)
    return str(error.value.as_json_data())


def shown(name: str, value) -> str:
    """The HTML of a block of this kind."""
    [child] = ContentBlocks().normalize([(name, value)])
    return child.render()


# Picture


def test_a_picture_comes_in_modern_formats_with_its_size_and_its_words(photograph):
    html = shown("figure", {"image": photograph, "alt": "A blue sea", "credit": "Ana Ruiz"})
    assert 'type="image/avif"' in html
    assert 'type="image/webp"' in html
    assert 'alt="A blue sea"' in html
    assert 'width="400"' in html
    assert 'height="200"' in html
    assert "sizes=" in html
    assert "Picture: Ana Ruiz" in html


@pytest.mark.parametrize("alt", ["", "   ", "harbor.png", "Harbor", "IMG_2041.JPG"])
def test_a_picture_without_words_of_its_own_is_refused(photograph, alt):
    value = {"image": photograph.pk, "alt": alt}
    assert refused(FigureBlock(), FigureBlock().to_python(value))


def test_a_picture_described_in_words_is_accepted(photograph):
    value = FigureBlock().to_python({"image": photograph.pk, "alt": "Cranes in the harbor"})
    assert cleaned(FigureBlock(), value)["alt"] == "Cranes in the harbor"


# Video


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"transcript": ""}, "required"),
        ({"url": "http://www.youtube.com/watch?v=1"}, "https://"),
        ({"duration": "4 min"}, "12:05"),
    ],
)
def test_a_video_needs_its_length_its_transcript_and_a_safe_address(change, message):
    block = VideoBlock()
    assert message in refused(block, block.to_python(VIDEO | change))


def test_a_video_is_a_link_and_nothing_of_another_host_is_loaded():
    html = shown("video", VIDEO)
    assert "Opens at youtube.com" in html
    assert "Video, 4:35" in html
    assert "<iframe" not in html
    assert "<script" not in html
    assert "A truck drives up." in html


# Table


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"caption": " "}, "Write a caption"),
        ({"rows": []}, "at least two columns and one row"),
        (
            {"columns": [{"type": "text", "heading": ""}, {"type": "number", "heading": "2027"}]},
            "heading above each column",
        ),
        (
            {"columns": [{"type": "text", "heading": "x"}] * 9, "rows": [{"values": ["1"] * 9}]},
            "at most 8 columns",
        ),
    ],
)
def test_a_table_needs_its_caption_and_its_headings(change, message):
    assert message in refused(TableBlock(), TABLE | change)


def test_a_table_names_rows_and_columns_and_can_be_scrolled_with_the_keyboard():
    html = shown("table", TABLE)
    assert '<div class="table-scroll" role="region" aria-label="Chargers" tabindex="0">' in html
    assert "<caption>Chargers</caption>" in html
    assert '<th scope="col">Port</th>' in html
    assert '<th scope="row">Long Beach</th>' in html
    assert '<td class="is-number"></td>' in html


# The others


def test_a_contact_can_be_reached():
    value = {"name": "Rosa Delgado", "role": "", "phone": "", "email": ""}
    block = ContactBlock()
    assert "telephone number or an e-mail" in refused(block, block.to_python(value))
    assert "telephone number" in refused(block, block.to_python(value | {"phone": "call me"}))
    html = shown("contact", value | {"phone": "(909) 396-2000"})
    assert 'href="tel:9093962000"' in html


def test_one_step_is_no_process_and_an_empty_part_no_accordion():
    step = {"heading": "Read", "text": ""}
    assert refused(StepsBlock(), StepsBlock().to_python({"steps": [step]}))
    part = {"heading": "", "text": ""}
    assert refused(AccordionBlock(), AccordionBlock().to_python({"parts": [part]}))


def test_an_accordion_opens_without_script():
    html = shown("accordion", {"parts": [{"heading": "Who?", "text": "<p>All.</p>"}]})
    assert "<summary>Who?</summary>" in html
    assert "All." in html


def test_steps_and_events_are_ordered_lists():
    steps = [{"heading": "Read", "text": ""}, {"heading": "Write", "text": "<p>Now.</p>"}]
    assert shown("steps", {"steps": steps}).strip().startswith('<ol class="steps">')
    events = [{"when": "2025", "heading": "Talks", "text": ""}] * 2
    assert shown("timeline", {"events": events}).count("<li>") == 2


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_examples_of_the_page_of_components_are_themselves_valid(photograph, language):
    values = [
        (name, value | {"image": photograph} if name == "figure" else value)
        for name, value in BLOCKS[language]
    ]
    stream = ContentBlocks().normalize(values)
    ContentBlocks().clean(stream)
    assert {child.block_type for child in stream} == set(ContentBlocks().child_blocks)
