"""What a screen reader says: roles and names of what people use most, in both languages."""

import pytest
from playwright.sync_api import expect

HEADERS = {
    "en": """
        - banner:
          - link "South Coast Air Quality Management District"
          - navigation "Language":
            - list:
              - listitem:
                - link "English"
              - listitem:
                - link "Español"
          - navigation "Main":
            - list:
              - listitem:
                - link "Home"
              - listitem:
                - link "Initiatives"
              - listitem:
                - link "Meetings"
              - listitem:
                - link "Search"
    """,
    "es": """
        - banner:
          - link "Distrito de Administración de la Calidad del Aire de la Costa Sur"
          - navigation "Idioma":
            - list:
              - listitem:
                - link "English"
              - listitem:
                - link "Español"
          - navigation "Principal":
            - list:
              - listitem:
                - link "Inicio"
              - listitem:
                - link "Iniciativas"
              - listitem:
                - link "Reuniones"
              - listitem:
                - link "Buscar"
    """,
}
COMMENT_FORMS = {
    "en": """
        - textbox "Your comment"
        - group "Remarks on parts of the draft":
          - button "Add a remark on one part"
        - button "Files"
        - button "Continue"
    """,
    "es": """
        - textbox "Su comentario"
        - group "Observaciones sobre partes del borrador":
          - button "Añadir una observación sobre una parte"
        - button "Archivos"
        - button "Continuar"
    """,
}
# The links say of which meeting: somebody who reads only the links of a page knows where to.
MEETING_CARDS = {
    "en": """
        - article:
          - paragraph: Office hours
          - heading "Virtual Office Hours" [level=3]:
            - link "Virtual Office Hours"
          - paragraph:
            - time
          - term: Join online
          - definition:
            - link /zoomgov/
          - link /Register.*Virtual Office Hours/
          - link /Add to calendar.*Virtual Office Hours/
    """,
    "es": """
        - article:
          - paragraph: Horas de consulta
          - heading "Horas de consulta en línea" [level=3]:
            - link "Horas de consulta en línea"
          - paragraph:
            - time
          - term: Participar en línea
          - definition:
            - link /zoomgov/
          - link /Inscribirse.*Horas de consulta en línea/
          - link /Agregar al calendario.*Horas de consulta en línea/
    """,
}
PARTS = {
    "header": ("home", "header", HEADERS),
    "comment form": ("comment-form", "main form.comment-form", COMMENT_FORMS),
    "meeting card": ("meetings", "main article", MEETING_CARDS),
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_its_role_and_name(page, paths, base_url, part, language):
    name, selector, expected = PARTS[part]
    page.goto(base_url + paths[f"{name}-{language}"])
    expect(page.locator(selector).first).to_match_aria_snapshot(expected[language])
