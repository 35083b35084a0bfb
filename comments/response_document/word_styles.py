"""The styles and lists of the Word document, by which staff restyle it and screen readers move."""

from comments.response_document.word_xml import attribute, locale

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_INK = "1B3A57"
_GRAY = "565C65"
_MARGIN = 1100
"""Twentieths of a point in which the labels of points stand, to the left of a letter's words."""


def styles(language: str) -> str:
    """word/styles.xml, in the document's language."""
    return (
        f"{DECLARATION}<w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val={attribute(locale(language))} '
        'w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        f"</w:docDefaults>{''.join(_styles())}</w:styles>"
    )


def numbering() -> str:
    """word/numbering.xml: list 1 has bullets, list 2 numbers.

    All numbered lists are list 2, since Word loses the numbers of the lists after about 2,000. It
    starts again by the rule that a level starts again after a higher one: an item that begins a
    list is the only one of level 0 and says "1."; the others are of level 1, from 2 on, and look
    the same.
    """
    indented = '<w:pPr><w:ind w:left="500" w:hanging="300"/></w:pPr>'
    bullet = _list_level(0, start=1, form="bullet", text="•", style="ListBullet")
    first = _list_level(0, start=1, form="decimal", text="1.", style="ListNumber")
    following = _list_level(1, start=2, form="decimal", text="%2.", style="")
    return (
        f"{DECLARATION}<w:numbering {NAMESPACE}>"
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        f"{bullet.format(indented)}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
        f"{first.format(indented)}{following.format(indented)}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def _list_level(level: int, *, start: int, form: str, text: str, style: str) -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{named}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{{}}</w:lvl>'
    )


def _styles():
    yield (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="90" w:type="dxa"/>'
        '<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    yield _style("BodyText", "Body Text")
    for level, size in enumerate((36, 28, 24, 22, 22), start=1):
        yield _heading(level, size)
    yield from _front_styles()
    yield from _contents_styles()
    yield from _letter_styles()
    yield _style("ListBullet", "List Bullet", _listed(1), based_on="BodyText")
    yield _style("ListNumber", "List Number", _listed(2), based_on="BodyText")
    yield _style(
        "TableText", "Table Text", _space(40, 40), '<w:sz w:val="19"/><w:szCs w:val="19"/>'
    )
    yield _style("TableHeading", "Table Heading", "<w:keepNext/>", _BOLD, based_on="TableText")
    yield _style("Header", "header", _tabs(), _small())
    yield _style("Footer", "footer", '<w:jc w:val="right"/>', _small())
    yield _character("Hyperlink", "Hyperlink", '<w:color w:val="005EA2"/><w:u w:val="single"/>')
    yield _character("PointLabel", "Point Label", f'{_BOLD}<w:color w:val="{_INK}"/>')
    yield (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8D9297"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="E6EBF0"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _front_styles():
    yield _style(
        "Title",
        "Title",
        f'{_space(240, 240, line="240")}<w:jc w:val="center"/>',
        f'{_BOLD}<w:color w:val="{_INK}"/><w:sz w:val="56"/><w:szCs w:val="56"/>',
    )
    yield _style(
        "Subtitle",
        "Subtitle",
        f'{_space(0, 360)}<w:jc w:val="center"/>',
        '<w:sz w:val="32"/><w:szCs w:val="32"/>',
    )
    yield _style("FrontFacts", "Front Facts", '<w:jc w:val="center"/>')
    # The first line of the title page, which it lowers.
    yield _style("FrontAgency", "Front Agency", _space(2400, 120), based_on="FrontFacts")


def _contents_styles():
    yield _style(
        "TOCHeading",
        "TOC Heading",
        f"<w:keepNext/><w:pageBreakBefore/>{_space(0, 240)}",
        f'{_BOLD}<w:color w:val="{_INK}"/><w:sz w:val="36"/><w:szCs w:val="36"/>',
    )
    for level in (1, 2):
        tab = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9350"/></w:tabs>'
        place = f'<w:ind w:left="{(level - 1) * 280}"/>'
        bold = _BOLD if level == 1 else ""
        yield _style(f"TOC{level}", f"toc {level}", f"{tab}{_space(0, 60)}{place}", bold)


def _letter_styles():
    yield _style("LetterFacts", "Letter Facts", "<w:keepNext/>", f'<w:color w:val="{_GRAY}"/>')
    yield _style("Lead", "Lead", f"<w:keepNext/>{_space(120, 60)}", _BOLD)
    yield _style("Quote", "Quote", '<w:ind w:left="720" w:right="720"/>', "<w:i/><w:iCs/>")
    yield _style("LetterText", "Letter Text", f'<w:ind w:left="{_MARGIN}"/>')
    for style, name, rule, size in (
        ("PointWords", "Point Words", "single", 18),
        ("PointWordsNested", "Point Words Nested", "double", 12),
        ("PointWordsDeep", "Point Words Deep", "triple", 8),
    ):
        yield _style(
            style,
            name,
            f'<w:pBdr><w:left w:val="{rule}" w:sz="{size}" w:space="6" w:color="{_INK}"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="left" w:pos="{_MARGIN}"/></w:tabs>'
            f'<w:ind w:left="{_MARGIN}" w:hanging="{_MARGIN}"/>',
        )


_BOLD = "<w:b/><w:bCs/>"


def _style(
    style: str, name: str, paragraph: str = "", run: str = "", *, based_on: str = "Normal"
) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, size: int) -> str:
    page = "<w:pageBreakBefore/>" if level == 1 else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:uiPriority w:val="9"/><w:qFormat/>'
        f"<w:pPr><w:keepNext/><w:keepLines/>{page}{_space(360 - 40 * level, 120)}"
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr>{_BOLD}<w:color w:val="{_INK}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _character(style: str, name: str, run: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{run}</w:rPr></w:style>'
    )


def _space(before: int, after: int, *, line: str = "264") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _listed(number: int) -> str:
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>{_space(0, 60)}'


def _tabs() -> str:
    return '<w:tabs><w:tab w:val="right" w:pos="9360"/></w:tabs>'


def _small() -> str:
    return f'<w:color w:val="{_GRAY}"/><w:sz w:val="18"/><w:szCs w:val="18"/>'
