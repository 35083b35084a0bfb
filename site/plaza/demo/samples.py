"""An example of each block that editors have, in both languages, for the page of components."""

from wagtail.images.models import Image

from engagement.blocks import ContentBlocks
from plaza.demo import picture
from plaza.demo.pages import CALLOUT_EN, CALLOUT_ES, FIGURE_EN, FIGURE_ES

VIDEO = "https://www.youtube.com/@agency"

BLOCKS = {
    "en": [
        (
            "text",
            "<p>A paragraph of the agency's own words, with a <a href='/en/'>link</a> and "
            "<b>bold</b> words.</p><h3>A subheading</h3><ul><li>One thing</li><li>Another thing"
            "</li></ul><ol><li>First</li><li>Second</li></ol>",
        ),
        ("callout", CALLOUT_EN),
        (
            "steps",
            {
                "steps": [
                    {"heading": "Read the draft", "text": "<p>It has nine sections.</p>"},
                    {"heading": "Write your comment", "text": "<p>In your own words.</p>"},
                    {"heading": "Keep your number", "text": "<p>It proves that we have it.</p>"},
                ]
            },
        ),
        (
            "timeline",
            {
                "events": [
                    {"when": "Spring 2025", "heading": "First talks", "text": "<p>In public.</p>"},
                    {"when": "November 7, 2025", "heading": "The Board agrees", "text": ""},
                ]
            },
        ),
        ("figure", FIGURE_EN),
        (
            "video",
            {
                "title": "How charging at the ports works",
                "url": VIDEO,
                "duration": "4:35",
                "transcript": "<p>A truck drives up to a charger. The driver plugs it in.</p>",
            },
        ),
        (
            "contact",
            {
                "name": "Rosa Delgado",
                "role": "Engineer, port infrastructure",
                "phone": "909-396-2000",
                "email": "ports@agency.example",
            },
        ),
        (
            "accordion",
            {
                "parts": [
                    {"heading": "Who may comment?", "text": "<p>Everybody.</p>"},
                    {"heading": "Until when?", "text": "<p>Until the stated hour.</p>"},
                ]
            },
        ),
        (
            "table",
            {
                "caption": "Chargers planned at the two ports",
                "columns": [
                    {"type": "text", "heading": "Port"},
                    {"type": "number", "heading": "By 2027"},
                    {"type": "number", "heading": "By 2029"},
                    {"type": "text", "heading": "For whom"},
                ],
                "rows": [
                    {"values": ["Long Beach", "120", "410", "Trucks and terminal equipment"]},
                    {"values": ["Los Angeles", "95", "380", "Trucks and harbor craft"]},
                ],
            },
        ),
    ],
    "es": [
        (
            "text",
            "<p>Un párrafo con las palabras de la agencia, con un <a href='/es/'>enlace</a> y "
            "palabras en <b>negrita</b>.</p><h3>Un subtítulo</h3><ul><li>Una cosa</li><li>Otra "
            "cosa</li></ul><ol><li>Primero</li><li>Después</li></ol>",
        ),
        ("callout", CALLOUT_ES),
        (
            "steps",
            {
                "steps": [
                    {"heading": "Lea el borrador", "text": "<p>Tiene nueve secciones.</p>"},
                    {"heading": "Escriba su comentario", "text": "<p>Con sus palabras.</p>"},
                    {"heading": "Guarde su número", "text": "<p>Prueba que lo recibimos.</p>"},
                ]
            },
        ),
        (
            "timeline",
            {
                "events": [
                    {
                        "when": "Primavera de 2025",
                        "heading": "Primeras conversaciones",
                        "text": "<p>Abiertas al público.</p>",
                    },
                    {"when": "7 de noviembre de 2025", "heading": "La Junta aprueba", "text": ""},
                ]
            },
        ),
        ("figure", FIGURE_ES),
        (
            "video",
            {
                "title": "Cómo funciona la carga eléctrica en los puertos",
                "url": VIDEO,
                "duration": "4:35",
                "transcript": "<p>Un camión llega a un cargador. La conductora lo enchufa.</p>",
            },
        ),
        (
            "contact",
            {
                "name": "Rosa Delgado",
                "role": "Ingeniera, infraestructura portuaria",
                "phone": "909-396-2000",
                "email": "ports@agency.example",
            },
        ),
        (
            "accordion",
            {
                "parts": [
                    {"heading": "¿Quién puede comentar?", "text": "<p>Todas las personas.</p>"},
                    {"heading": "¿Hasta cuándo?", "text": "<p>Hasta la hora indicada.</p>"},
                ]
            },
        ),
        (
            "table",
            {
                "caption": "Cargadores previstos en los dos puertos",
                "columns": [
                    {"type": "text", "heading": "Puerto"},
                    {"type": "number", "heading": "Para 2027"},
                    {"type": "number", "heading": "Para 2029"},
                    {"type": "text", "heading": "Para quién"},
                ],
                "rows": [
                    {"values": ["Long Beach", "120", "410", "Camiones y equipos de terminal"]},
                    {"values": ["Los Ángeles", "95", "380", "Camiones y embarcaciones"]},
                ],
            },
        ),
    ],
}


def blocks(language: str):
    """The blocks of one language; without the figure where the demo's picture is missing."""
    drawing = Image.objects.filter(title=picture.TITLE).first()
    return ContentBlocks().normalize(
        [
            (name, value | {"image": drawing} if name == "figure" else value)
            for name, value in BLOCKS[language]
            if name != "figure" or drawing
        ]
    )
