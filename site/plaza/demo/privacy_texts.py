"""The demo's privacy notice: what is kept of whom, for how long, and what is public."""

_TYPES_EN = {
    "columns": [
        {"type": "text", "heading": "What you do"},
        {"type": "text", "heading": "What we keep"},
        {"type": "text", "heading": "For how long"},
    ],
    "rows": [
        {
            "values": [
                "Register for a meeting",
                "Name, e-mail address, and what else you told us for the meeting",
                "90 days after the meeting",
            ]
        },
        {
            "values": [
                "Comment on a draft",
                "Your comment and files, and name, affiliation and e-mail address if you gave them",
                "Permanently: comments are part of the public record of a decision",
            ]
        },
        {
            "values": [
                "Subscribe to a newsletter",
                "E-mail address and language",
                "Until you leave; an address that was never confirmed, 30 days",
            ]
        },
        {
            "values": [
                "Read this site",
                "The address of your connection and the pages you asked for, in the server's log",
                "30 days",
            ]
        },
    ],
    "caption": "What we keep, and for how long",
}
_TYPES_ES = {
    "columns": [
        {"type": "text", "heading": "Lo que usted hace"},
        {"type": "text", "heading": "Lo que guardamos"},
        {"type": "text", "heading": "Por cuánto tiempo"},
    ],
    "rows": [
        {
            "values": [
                "Inscribirse en una reunión",
                "Nombre, correo electrónico y lo demás que nos haya dicho para la reunión",
                "90 días después de la reunión",
            ]
        },
        {
            "values": [
                "Comentar un borrador",
                "Su comentario y sus archivos, y el nombre, la organización y el correo "
                "electrónico si los dio",
                "De forma permanente: los comentarios son parte del expediente público de una "
                "decisión",
            ]
        },
        {
            "values": [
                "Suscribirse a un boletín",
                "Correo electrónico e idioma",
                "Hasta que usted cancele; una dirección que nunca se confirmó, 30 días",
            ]
        },
        {
            "values": [
                "Leer este sitio",
                "La dirección de su conexión y las páginas que pidió, en el registro del servidor",
                "30 días",
            ]
        },
    ],
    "caption": "Lo que guardamos y por cuánto tiempo",
}

PRIVACY_EN = [
    (
        "In short",
        [
            (
                "text",
                "<p>You can read everything here without telling us who you are. We ask only for "
                "what a step needs, use it only for that, and never sell it. No other company's "
                "program runs on our pages: no advertising, no tracking, no counting of visitors "
                "by somebody else.</p>",
            ),
        ],
    ),
    ("What we keep", [("table", _TYPES_EN)]),
    (
        "What is public",
        [
            (
                "text",
                "<p>When you comment, we publish your words and your files in the docket, and "
                "your name and affiliation unless you ask to stay anonymous. Your e-mail address "
                "is never published. Please do not write anything about yourself or others that "
                "should not be public.</p><p>Who registered for a meeting is not public. Staff "
                "who prepare the meeting see the list.</p>",
            ),
        ],
    ),
    (
        "Requests under public records law",
        [
            (
                "text",
                "<p>The law may oblige us to hand out records to people who ask for them. "
                "Before we do, we remove private addresses and telephone numbers as far as the "
                "law allows.</p>",
            ),
        ],
    ),
    (
        "Cookies",
        [
            (
                "text",
                "<p>This site sets one cookie, which remembers the language you chose, and for "
                "staff one that keeps them signed in. There is no other.</p>",
            ),
        ],
    ),
    (
        "Your choices",
        [
            (
                "text",
                "<p>Every e-mail from us has a link to cancel a registration or to leave a "
                "newsletter. To see what we keep about you, to correct it or to have it deleted, "
                "call <a href='tel:9093962000'>909-396-2000</a>. We answer within ten working "
                "days. A comment that is already part of the record stays in it, but tell us if "
                "it shows something private: we can black it out.</p>",
            ),
        ],
    ),
]

PRIVACY_ES = [
    (
        "En pocas palabras",
        [
            (
                "text",
                "<p>Usted puede leer todo este sitio sin decirnos quién es. Pedimos solo lo que "
                "cada trámite necesita, lo usamos solo para eso y nunca lo vendemos. En nuestras "
                "páginas no funciona ningún programa de otra empresa: no hay publicidad, "
                "seguimiento ni conteo de visitas por parte de terceros.</p>",
            ),
        ],
    ),
    ("Lo que guardamos", [("table", _TYPES_ES)]),
    (
        "Lo que se publica",
        [
            (
                "text",
                "<p>Cuando usted comenta, publicamos en el expediente sus palabras y sus "
                "archivos, y también su nombre y su organización, salvo que pida el anonimato. Su "
                "correo electrónico nunca se publica. No escriba nada sobre usted ni sobre otras "
                "personas que no deba ser público.</p><p>La lista de quienes se inscriben en una "
                "reunión no es pública. La ve el personal que prepara la reunión.</p>",
            ),
        ],
    ),
    (
        "Solicitudes de acceso a registros públicos",
        [
            (
                "text",
                "<p>La ley puede obligarnos a entregar documentos a quien los solicite. Antes de "
                "hacerlo quitamos los domicilios y teléfonos particulares, hasta donde la ley lo "
                "permite.</p>",
            ),
        ],
    ),
    (
        "Cookies",
        [
            (
                "text",
                "<p>Este sitio usa una sola cookie, que recuerda el idioma que usted eligió, y "
                "para el personal otra que mantiene abierta su sesión. No hay ninguna más.</p>",
            ),
        ],
    ),
    (
        "Usted decide",
        [
            (
                "text",
                "<p>Todos nuestros correos tienen un enlace para cancelar una inscripción o dejar "
                "un boletín. Para saber qué guardamos sobre usted, corregirlo o pedir que se "
                "elimine, llame al <a href='tel:9093962000'>909-396-2000</a>. Respondemos en un "
                "plazo de diez días hábiles. Un comentario que ya es parte del expediente "
                "permanece en él, pero avísenos si muestra algo privado: podemos ocultarlo.</p>",
            ),
        ],
    ),
]
