"""The demo's contact page. The person is made up; the address is the reference page's."""

CONTACT_EN = [
    (
        "Ask us",
        [
            (
                "contact",
                {
                    "name": "Public participation office",
                    "role": "Questions about meetings, drafts and this site, in English or "
                    "Spanish. Monday to Friday, 8 a.m. to 5 p.m.",
                    "phone": "909-396-2000",
                    "email": "",
                },
            ),
        ],
    ),
    (
        "Visit us",
        [
            (
                "text",
                "<p>21865 Copley Dr<br/>Diamond Bar, CA 91765</p><p>The entrance is level with "
                "the street, and parking spaces for people with disabilities are beside it.</p>",
            ),
        ],
    ),
    (
        "Often asked",
        [
            (
                "accordion",
                {
                    "parts": [
                        {
                            "heading": "How do I comment on a draft?",
                            "text": "<p>Open the comment period on our home page and choose "
                            "“Comment”. You may write, attach files, or both. You can also send a "
                            "letter or call us.</p>",
                        },
                        {
                            "heading": "Can I get interpretation at a meeting?",
                            "text": "<p>Yes, free of charge. Ask for it when you register, or by "
                            "telephone, if possible three working days before the meeting.</p>",
                        },
                        {
                            "heading": "I did not get the confirmation. What now?",
                            "text": "<p>Look into the folder for unwanted mail first. If it is "
                            "not there after an hour, call us; we can see whether you are on the "
                            "list.</p>",
                        },
                    ]
                },
            ),
        ],
    ),
]

CONTACT_ES = [
    (
        "Pregúntenos",
        [
            (
                "contact",
                {
                    "name": "Oficina de participación pública",
                    "role": "Preguntas sobre reuniones, borradores y este sitio, en inglés o en "
                    "español. De lunes a viernes, de 8 a. m. a 5 p. m.",
                    "phone": "909-396-2000",
                    "email": "",
                },
            ),
        ],
    ),
    (
        "Visítenos",
        [
            (
                "text",
                "<p>21865 Copley Dr<br/>Diamond Bar, CA 91765</p><p>La entrada está a nivel de la "
                "calle, y a su lado hay estacionamiento para personas con discapacidad.</p>",
            ),
        ],
    ),
    (
        "Preguntas frecuentes",
        [
            (
                "accordion",
                {
                    "parts": [
                        {
                            "heading": "¿Cómo comento un borrador?",
                            "text": "<p>Abra el período de comentarios en nuestra página de "
                            "inicio y elija “Comentar”. Puede escribir, adjuntar archivos o las "
                            "dos cosas. También puede enviar una carta o llamarnos.</p>",
                        },
                        {
                            "heading": "¿Puedo tener interpretación en una reunión?",
                            "text": "<p>Sí, sin costo. Pídala al inscribirse o por teléfono, de "
                            "ser posible tres días hábiles antes de la reunión.</p>",
                        },
                        {
                            "heading": "No recibí la confirmación. ¿Qué hago?",
                            "text": "<p>Busque primero en la carpeta de correo no deseado. Si no "
                            "llega en una hora, llámenos; podemos ver si usted está en la "
                            "lista.</p>",
                        },
                    ]
                },
            ),
        ],
    ),
]
