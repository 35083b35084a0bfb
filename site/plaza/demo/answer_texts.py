"""What the demo's agency answers to the comments on the agreement."""

from dataclasses import dataclass

DATES, NIGHT = 0, 1
"""The places of the master responses in MASTERS."""


@dataclass(frozen=True)
class Answer:
    """A point: whose letter it is in, its words, its topic, and what is answered.

    `masters` are places in MASTERS; without `english` there is no response of its own.
    """

    name: str
    words: str
    topic: str
    masters: tuple[int, ...] = ()
    english: str = ""
    spanish: str = ""
    inside: str = ""
    """The words of the point that it lies inside of."""


TOPICS = (
    ("Dates and plans", "Fechas y planes"),
    ("Fines and enforcement", "Multas y cumplimiento"),
    ("Power for new machines", "Electricidad para las máquinas nuevas"),
    ("Trucks, noise and air", "Camiones, ruido y aire"),
)

MASTERS = (
    {
        "title": {
            "en": "Dates that stand in the agreement",
            "es": "Fechas que están en el acuerdo",
        },
        "texts": {
            "en": (
                "<p>Several letters ask that <b>dates stand in the agreement</b> and not in plans "
                "that come later. The agreement names a date for each plan, says who approves it, "
                "and says what follows when a date is missed:</p>"
                "<ul><li>the port has thirty days to explain itself in public;</li>"
                "<li>the board then hears the matter at its next meeting.</li></ul>"
                "<p>What a plan contains is decided with the people who live beside the ports, "
                "in working groups that anybody may join.</p>"
            ),
            "es": (
                "<p>Varias cartas piden que <b>las fechas estén en el acuerdo</b> y no en planes "
                "posteriores. El acuerdo fija una fecha para cada plan, dice quién lo aprueba y "
                "qué ocurre si no se cumple:</p>"
                "<ul><li>el puerto tiene treinta días para explicarse en público;</li>"
                "<li>después, la junta trata el asunto en su siguiente reunión.</li></ul>"
                "<p>El contenido de cada plan se decide con quienes viven junto a los puertos, en "
                "grupos de trabajo abiertos a todas las personas.</p>"
            ),
        },
    },
    {
        "title": {
            "en": "Trucks and horns beside homes",
            "es": "Camiones y bocinas junto a las viviendas",
        },
        "texts": {
            "en": (
                "<p>The agency sets rules for the air. It cannot forbid a horn, but the agreement "
                "obliges each port to name a person who answers the telephone at all hours and to "
                "publish every quarter what was reported and what was done.</p>"
            ),
            "es": (
                "<p>La agencia dicta normas sobre el aire. No puede prohibir una bocina, pero el "
                "acuerdo obliga a cada puerto a nombrar a una persona que conteste el teléfono a "
                "cualquier hora y a publicar cada trimestre qué se denunció y qué se hizo.</p>"
            ),
        },
    },
)

ANSWERS = (
    Answer(
        "Clementine Ashby",
        "Write the dates into the agreement itself.",
        "Dates and plans",
        masters=(DATES,),
    ),
    Answer(
        "Clementine Ashby",
        "A plan that may come later never comes.",
        "Dates and plans",
        masters=(DATES,),
        english=(
            "<p>We share this concern. The plan for the equipment is due first, six months after "
            "the agreement is signed.</p>"
        ),
        spanish=(
            "<p>Compartimos esta preocupación. El primer plan es el de los equipos y debe "
            "presentarse seis meses después de la firma.</p>"
        ),
    ),
    Answer(
        "Porfirio Salas Negrete",
        "Las multas deben quedarse en los barrios junto a los puertos, y los vecinos deben decidir "
        "en qué se usan.",
        "Fines and enforcement",
        english=(
            "<p>What the ports pay when they miss a date goes into a fund for projects beside the "
            "ports. A committee with residents proposes how it is used.</p>"
        ),
        spanish=(
            "<p>Lo que paguen los puertos por no cumplir una fecha va a un fondo para proyectos "
            "junto a los puertos. Un comité en el que participan vecinos propone su uso.</p>"
        ),
    ),
    Answer(
        "Porfirio Salas Negrete",
        "los vecinos deben decidir en qué se usan",
        "Fines and enforcement",
        english=(
            "<p>The committee proposes and the board decides, because the law gives that decision "
            "to the board. Its meetings are public and have interpretation.</p>"
        ),
        spanish=(
            "<p>El comité propone y la junta decide, porque la ley le asigna a la junta esa "
            "decisión. Sus reuniones son públicas y tienen interpretación.</p>"
        ),
        inside=(
            "Las multas deben quedarse en los barrios junto a los puertos, y los vecinos deben "
            "decidir en qué se usan."
        ),
    ),
    Answer(
        "Harriet Lindqvist-Moya",
        "An exit with 45 days' notice is too easy. Ask for six months and a public hearing.",
        "Fines and enforcement",
        english=(
            "<p>The notice stays at <i>45 days</i>. A public hearing has been added: no party "
            "leaves before it was held.</p>"
        ),
    ),
    Answer(
        "Desmond Farrow",
        "Begin with the plan for the power lines.",
        "Power for new machines",
        masters=(DATES,),
        english=(
            "<p>The order of the plans has been changed. The plan for the power lines now comes "
            "before the plan for the machines.</p>"
        ),
        spanish=(
            "<p>Se ha cambiado el orden de los planes. El plan de las líneas eléctricas va ahora "
            "antes que el de las máquinas.</p>"
        ),
    ),
    Answer(
        "Pastor Ellsworth",
        "We ask that somebody answers the telephone at two in the morning, when the horns begin.",
        "Trucks, noise and air",
        masters=(NIGHT,),
    ),
    Answer(
        "Doña Chela",
        "Pongan una parada con techo lejos del humo.",
        "Trucks, noise and air",
        masters=(NIGHT,),
        english=(
            "<p>Bus stops are the city's. We have sent this request to the city, and its answer "
            "will be on this page.</p>"
        ),
        spanish=(
            "<p>Las paradas de autobús son de la ciudad. Le hemos enviado esta petición y su "
            "respuesta estará en esta página.</p>"
        ),
    ),
)
