"""The presentations of the two past meetings, in both languages."""

from plaza.demo.pdfs import Deck

_NOTE_EN = "Sample readings, made up for this demonstration."
_NOTE_ES = "Lecturas de ejemplo, inventadas para esta demostración."
_TITLE_EN = "Public Update: Potential Cooperative Agreement with the Ports"
_TITLE_ES = "Información pública: posible Acuerdo de Cooperación con los puertos"

AUGUST_EN = Deck(
    language="en",
    title=_TITLE_EN,
    subtitle="Remote meeting, Thursday, August 28, 2025",
    slides=(
        (
            "Why we are here",
            (
                "The ports are the largest fixed source of smog-forming emissions in the region.",
                "Most of it comes from ships, trucks, trains, harbor craft and cargo equipment.",
                "People who live near the ports breathe it first.",
            ),
        ),
        (
            "What an agreement could do",
            (
                "Put the infrastructure for zero-emission equipment first.",
                "Fix dates for plans, and consequences when a date is missed.",
                "Report progress to the public every year.",
            ),
        ),
        (
            "How you can take part",
            (
                "Ask your questions today, in English or in Spanish.",
                "Come to the office hours and to the next community meeting.",
                "Subscribe to the newsletter of this initiative.",
            ),
        ),
    ),
    data_note=_NOTE_EN,
)
AUGUST_ES = Deck(
    language="es",
    title=_TITLE_ES,
    subtitle="Reunión remota, jueves 28 de agosto de 2025",
    slides=(
        (
            "Por qué estamos aquí",
            (
                "Los puertos son la mayor fuente fija de emisiones que forman smog en la región.",
                "Casi todo proviene de buques, camiones, trenes, embarcaciones y equipos de carga.",
                "Quienes viven cerca de los puertos son los primeros en respirarlo.",
            ),
        ),
        (
            "Qué podría lograr un acuerdo",
            (
                "Dar prioridad a la infraestructura para equipos de cero emisiones.",
                "Fijar fechas para los planes y consecuencias si no se cumplen.",
                "Informar al público del avance cada año.",
            ),
        ),
        (
            "Cómo puede participar usted",
            (
                "Haga hoy sus preguntas, en español o en inglés.",
                "Venga a las horas de consulta y a la próxima reunión comunitaria.",
                "Suscríbase al boletín de esta iniciativa.",
            ),
        ),
    ),
    data_note=_NOTE_ES,
)
OCTOBER_EN = Deck(
    language="en",
    title=_TITLE_EN,
    subtitle="Hybrid meeting, Wednesday, October 15, 2025",
    slides=(
        (
            "What we heard in August",
            (
                "Dates must be firm, and missing one must cost something.",
                "Penalties should help the communities near the ports.",
                "Residents want to see the plans before they are final.",
            ),
        ),
        (
            "Three phases of plans",
            (
                "By the end of 2027: container terminals and drayage trucks.",
                "By the end of 2028: other terminals, switcher locomotives, harbor craft.",
                "By the end of 2029: ocean-going vessels.",
            ),
        ),
        (
            "How it is enforced",
            (
                "South Coast AQMD verifies progress with annual reports.",
                "Penalties range from $50,000 to $200,000 for each default.",
                "Either party can leave with 45 days' notice.",
            ),
        ),
        (
            "What happens next",
            (
                "The Governing Board considers the agreement.",
                "Office hours go on, and draft measures come out for comment.",
                "Write to us at any time.",
            ),
        ),
    ),
    data_note=_NOTE_EN,
)
OCTOBER_ES = Deck(
    language="es",
    title=_TITLE_ES,
    subtitle="Reunión híbrida, miércoles 15 de octubre de 2025",
    slides=(
        (
            "Lo que escuchamos en agosto",
            (
                "Las fechas deben ser firmes, y no cumplirlas debe tener un costo.",
                "Las multas deben ayudar a las comunidades cercanas a los puertos.",
                "Los vecinos quieren ver los planes antes de que sean definitivos.",
            ),
        ),
        (
            "Tres fases de planes",
            (
                "Para fines de 2027: terminales de contenedores y camiones de acarreo.",
                "Para fines de 2028: otras terminales, locomotoras y embarcaciones del puerto.",
                "Para fines de 2029: buques transoceánicos.",
            ),
        ),
        (
            "Cómo se hace cumplir",
            (
                "South Coast AQMD comprueba el avance con informes anuales.",
                "Las multas van de $50,000 a $200,000 por cada incumplimiento.",
                "Cualquiera de las partes puede retirarse con un aviso de 45 días.",
            ),
        ),
        (
            "Qué sigue",
            (
                "La Junta de Gobierno considera el acuerdo.",
                "Siguen las horas de consulta y se publican borradores para comentarios.",
                "Escríbanos cuando usted quiera.",
            ),
        ),
    ),
    data_note=_NOTE_ES,
)
