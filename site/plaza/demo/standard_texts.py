"""The texts of the demo's accessibility statement, privacy notice and contact page.

PAGES holds for each its slug, headline, summary, and the sections in English and in Spanish.
"""

from plaza.demo.contact_texts import CONTACT_EN, CONTACT_ES
from plaza.demo.privacy_texts import PRIVACY_EN, PRIVACY_ES

ACCESSIBILITY_EN = [
    (
        "Our aim",
        [
            (
                "text",
                "<p>Everybody should be able to use this site: to read it, to register for a "
                "meeting and to comment, on any device and with any ability. We hold it to the "
                "Web Content Accessibility Guidelines (WCAG) 2.2, level AA, the international "
                "standard for accessible websites.</p>",
            ),
        ],
    ),
    (
        "What you can count on",
        [
            (
                "text",
                "<ul><li>Every page works with the keyboard alone, and you can see where you "
                "are.</li><li>Every page can be enlarged to 400 percent and is read on a small "
                "telephone without scrolling sideways.</li><li>Screen readers find headings, "
                "names of fields and error messages.</li><li>Pictures are described in words, "
                "and videos come with a transcript.</li><li>Every page exists in English and "
                "Spanish. Where a part is not translated yet, the page says so.</li><li>Nothing "
                "depends on JavaScript, and no puzzle asks you to prove that you are human."
                "</li></ul>",
            ),
        ],
    ),
    (
        "What is not accessible yet",
        [
            (
                "text",
                "<p>We know of two gaps. Some presentations and older documents are PDF files "
                "that were not made for screen readers. Files that residents attach to their "
                "comments are published as they were sent to us. If you need one of these in "
                "another form, such as large print, plain text or read aloud, ask us and we will "
                "send it within five working days, free of charge.</p>",
            ),
        ],
    ),
    (
        "Tell us about a problem",
        [
            (
                "text",
                "<p>If something on this site keeps you from what you came to do, call "
                "<a href='tel:9093962000'>909-396-2000</a>. Tell us which page it was, what you "
                "wanted to do and what happened. We answer within two working days. You can do "
                "everything by telephone or on paper as well: register for a meeting, comment on "
                "a draft, or receive a document.</p>",
            ),
            (
                "callout",
                {
                    "heading": "A comment period ends soon and you cannot use the form?",
                    "text": "<p>Call before the deadline. We write down what you say and give "
                    "you a docket number at once.</p>",
                },
            ),
        ],
    ),
    (
        "At our meetings",
        [
            (
                "text",
                "<p>Our rooms can be reached by wheelchair. Ask for interpretation into Spanish "
                "or American Sign Language, for live captions or for anything else you need when "
                "you register, if possible three working days before the meeting.</p>",
            ),
        ],
    ),
    (
        "How we check",
        [
            (
                "text",
                "<p>Each kind of page is tested automatically, in both languages, whenever the "
                "site is changed. In addition, people test the most important steps with the "
                "keyboard and with screen readers.</p>",
            ),
        ],
    ),
]

ACCESSIBILITY_ES = [
    (
        "Nuestro propósito",
        [
            (
                "text",
                "<p>Todas las personas deben poder usar este sitio: leerlo, inscribirse en una "
                "reunión y enviar comentarios, con cualquier aparato y con cualquier capacidad. "
                "El sitio debe cumplir las Pautas de Accesibilidad para el Contenido Web (WCAG) "
                "2.2, nivel AA, la norma internacional de los sitios accesibles.</p>",
            ),
        ],
    ),
    (
        "Con qué puede contar usted",
        [
            (
                "text",
                "<ul><li>Todas las páginas funcionan solo con el teclado, y siempre se ve en qué "
                "lugar está usted.</li><li>Todas las páginas se pueden ampliar al 400 por ciento "
                "y se leen en un teléfono pequeño sin desplazarse hacia los lados.</li><li>Los "
                "lectores de pantalla encuentran los títulos, los nombres de los campos y los "
                "mensajes de error.</li><li>Las imágenes se describen con palabras y los videos "
                "tienen transcripción.</li><li>Todas las páginas existen en inglés y en español. "
                "Si una parte aún no está traducida, la página lo indica.</li><li>Nada depende de "
                "JavaScript, y ningún acertijo le pide demostrar que usted es una persona."
                "</li></ul>",
            ),
        ],
    ),
    (
        "Qué no es accesible todavía",
        [
            (
                "text",
                "<p>Conocemos dos deficiencias. Algunas presentaciones y documentos antiguos son "
                "archivos PDF que no se prepararon para lectores de pantalla. Los archivos que el "
                "público adjunta a sus comentarios se publican tal como los recibimos. Si necesita "
                "uno de ellos en otra forma, como letra grande, texto sencillo o lectura en voz "
                "alta, pídalo y se lo enviaremos sin costo en un plazo de cinco días hábiles.</p>",
            ),
        ],
    ),
    (
        "Avísenos de un problema",
        [
            (
                "text",
                "<p>Si algo en este sitio le impide hacer lo que necesita, llame al "
                "<a href='tel:9093962000'>909-396-2000</a>. Díganos en qué página estaba, qué "
                "quería hacer y qué ocurrió. Respondemos en un plazo de dos días hábiles. Todo se "
                "puede hacer también por teléfono o en papel: inscribirse en una reunión, "
                "comentar un borrador o recibir un documento.</p>",
            ),
            (
                "callout",
                {
                    "heading": "¿Está por terminar un período de comentarios y no puede usar el "
                    "formulario?",
                    "text": "<p>Llame antes de la fecha límite. Anotaremos lo que usted diga y le "
                    "daremos de inmediato un número de comentario.</p>",
                },
            ),
        ],
    ),
    (
        "En nuestras reuniones",
        [
            (
                "text",
                "<p>Se puede llegar a nuestras salas en silla de ruedas. Al inscribirse, pida "
                "interpretación al español o a la lengua de señas americana, subtítulos en vivo o "
                "lo que necesite, de ser posible tres días hábiles antes de la reunión.</p>",
            ),
        ],
    ),
    (
        "Cómo lo comprobamos",
        [
            (
                "text",
                "<p>Cada tipo de página se comprueba de manera automática, en los dos idiomas, "
                "cada vez que cambia el sitio. Además, hay personas que prueban los pasos más "
                "importantes con el teclado y con lectores de pantalla.</p>",
            ),
        ],
    ),
]

PAGES = [
    (
        "accessibility",
        ("Accessibility", "Accesibilidad"),
        (
            "How this site works for everyone, where it does not yet, and how to get help.",
            "Cómo funciona este sitio para todas las personas, en qué falla todavía y cómo pedir "
            "ayuda.",
        ),
        ACCESSIBILITY_EN,
        ACCESSIBILITY_ES,
    ),
    (
        "privacy",
        ("Privacy", "Privacidad"),
        (
            "What we keep when you register, comment or subscribe, for how long, and what is "
            "public.",
            "Qué guardamos cuando usted se inscribe, comenta o se suscribe, por cuánto tiempo y "
            "qué se publica.",
        ),
        PRIVACY_EN,
        PRIVACY_ES,
    ),
    (
        "contact",
        ("Contact us", "Contacto"),
        (
            "Call, write or visit us. We answer in English and in Spanish.",
            "Llámenos, escríbanos o visítenos. Respondemos en inglés y en español.",
        ),
        CONTACT_EN,
        CONTACT_ES,
    ),
]
