"""Sets one slice as tagged PDF, in a process of its own: `python pdf_typesetting FOLDER`.

The folder holds `content.json` (comments.response_document.pdf_nodes says what is in it). The
program leaves `set.pdf` there, and `marks.json`: where the words of each point begin and end.

Typst keeps what it has laid out for as long as its process lives; the memory comes back when this
one ends. It has no settings and no network, imports nothing of Plaza, takes no font of the machine
and reads no clock: the same content makes the same bytes anywhere. No word of the content is ever
read as markup, because the template gets it as data.
"""

import json
import sys
from pathlib import Path

import pikepdf
import typst
from shown import FOLDERS, Shown

TEMPLATE = Path(__file__).parent / "document.typ"


def main() -> int:
    folder = Path(sys.argv[1])
    source = folder / "content.json"
    main_file = folder / "main.typ"
    main_file.write_bytes(TEMPLATE.read_bytes())
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=FOLDERS
    )
    content = Shown().all_of(json.loads(source.read_text())) | {"fonts": fonts.families()}
    source.write_text(json.dumps(content))
    compiler = typst.Compiler(main_file, root=folder, font_paths=fonts, ignore_system_fonts=True)
    compiler.compile(
        output=folder / "set.pdf",
        format="pdf",
        pdf_standards="ua-1",
        timestamp=content["made_at"],
    )
    (folder / "marks.json").write_text(compiler.query("<mark>", field="value"))
    (folder / "places.json").write_text(json.dumps(_places(folder / "set.pdf")))
    return 0


def _places(path: Path) -> dict:
    with pikepdf.open(path) as pdf:
        pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
        names = pikepdf.NameTree(pdf.Root.Names.Dests) if "/Names" in pdf.Root else {}
        return {
            "pages": len(pages),
            "places": {
                str(name): [pages[target[0].objgen], float(target[3])]
                for name, target in names.items()
            },
        }


if __name__ == "__main__":
    sys.exit(main())
