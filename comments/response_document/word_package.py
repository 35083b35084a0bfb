"""The parts of a Word file beside its body (Open Packaging Conventions, ECMA-376 part 2)."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from comments.response_document.renderer import Frame
from comments.response_document.word_styles import DECLARATION, NAMESPACE, numbering, styles
from comments.response_document.word_xml import attribute, clean, field, locale, paragraph, run

DOCUMENT = "word/document.xml"

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o644
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class _Part(NamedTuple):
    """A part that the document refers to: its name in word/, its kind, its relationship's id."""

    name: str
    kind: str
    key: str


_PARTS = (
    _Part("styles", "styles", "rId1"),
    _Part("numbering", "numbering", "rId2"),
    _Part("settings", "settings", "rId3"),
    _Part("header1", "header", "rId4"),
    _Part("footer1", "footer", "rId5"),
)

DOCUMENT_START = f'{DECLARATION}<w:document {NAMESPACE} xmlns:r="{_OFFICE}"><w:body>\n'
DOCUMENT_END = (
    # US letter, an inch around.
    '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
    '<w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="12240" w:h="15840"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" '
    'w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>'
)


def write_package(target: Path, frame: Frame, body: Iterable[bytes], *, size: int) -> None:
    """Write the file. `body` is word/document.xml in pieces, of about `size` bytes in all."""
    with ZipFile(target, "w") as package:
        for name, content in _small_parts(frame):
            package.writestr(_entry(name), content.encode())
        document = _entry(DOCUMENT)
        # zipfile takes ZIP64, which older Word distrusts, only for what needs it.
        document.file_size = size
        with package.open(document, "w") as member:
            for piece in body:
                member.write(piece)


def _entry(name: str) -> ZipInfo:
    info = ZipInfo(name, _EPOCH)
    info.create_system = _UNIX
    info.external_attr = _MODE << 16
    info.compress_type = ZIP_DEFLATED
    return info


def _small_parts(frame: Frame) -> Iterable[tuple[str, str]]:
    yield "[Content_Types].xml", _content_types()
    yield "_rels/.rels", _package_relationships()
    yield "docProps/core.xml", _core_properties(frame)
    yield "word/_rels/document.xml.rels", _document_relationships()
    yield "word/styles.xml", styles(frame.language)
    yield "word/numbering.xml", numbering()
    yield "word/settings.xml", _settings(frame.language)
    yield "word/header1.xml", _header(frame)
    yield "word/footer1.xml", _footer(frame)


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{part.name}.xml" ContentType="{_WORD}.{part.kind}+xml"/>'
        for part in _PARTS
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{DOCUMENT}" ContentType="{_WORD}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{parts}</Types>"
    )


def _relationships(inner: str) -> str:
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _package_relationships() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return _relationships(
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="{DOCUMENT}"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/>'
    )


def _document_relationships() -> str:
    return _relationships(
        "".join(
            f'<Relationship Id="{part.key}" Type="{_OFFICE}/{part.kind}" Target="{part.name}.xml"/>'
            for part in _PARTS
        )
    )


def _core_properties(frame: Frame) -> str:
    made = frame.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    dublin_core = (
        ("title", f"{frame.front['title']}, {frame.front['docket_number']}"),
        ("subject", frame.front["headline"]),
        ("creator", frame.front["agency"]),
        ("language", locale(frame.language)),
    )
    named = "".join(f"<dc:{name}>{_escaped(text)}</dc:{name}>" for name, text in dublin_core)
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{named}'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _settings(language: str) -> str:
    # Page numbers are not known here: the word processor fills them in when it opens the file.
    return (
        f'{DECLARATION}<w:settings {NAMESPACE}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:updateFields w:val="true"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"<w:themeFontLang w:val={attribute(locale(language))}/></w:settings>"
    )


def _header(frame: Frame) -> str:
    front = frame.front
    words = f"{frame.words['docket']} {front['docket_number']}\t{front['title']}"
    return f"{DECLARATION}<w:hdr {NAMESPACE}>{paragraph(run(words), style='Header')}</w:hdr>"


def _footer(frame: Frame) -> str:
    number = run(f"{frame.words['page']} ") + field("PAGE", run("1"))
    return f"{DECLARATION}<w:ftr {NAMESPACE}>{paragraph(number, style='Footer')}</w:ftr>"


def _escaped(text: str) -> str:
    return escape(clean(text))
