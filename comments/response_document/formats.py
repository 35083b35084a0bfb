"""The formats of the document, each made by its renderer."""

from django.utils.module_loading import import_string

from comments.response_document.renderer import Renderer

_HERE = "comments.response_document"

RENDERERS = {
    "html": f"{_HERE}.html.HtmlRenderer",
    "docx": f"{_HERE}.word.WordRenderer",
    "pdf": f"{_HERE}.pdf.PdfRenderer",
}
"""By format (DocumentFile.Format): where its renderer is. Read where a format is made, so that the
web server does not load what only the worker needs."""


def renderer_of(name: str) -> Renderer:
    return import_string(RENDERERS[name])()
