"""What residents of the demo say. All of them are made up, and so is what they write."""

from dataclasses import dataclass

from comments.models import Comment

State = Comment.State


@dataclass(frozen=True)
class Letter:
    """One comment, and how far the demo's reviewer has come with it."""

    language: str
    text: str
    name: str = ""
    affiliation: str = ""
    email: str = ""
    is_anonymous: bool = False
    section: int | None = None
    """The place of its section in the draft; None is the whole draft."""
    topics: tuple[str, ...] = ()
    """The English names of its topics, among those of its docket."""
    attachment: str = ""
    """A text to attach as a file."""
    state: str = State.RECEIVED
    reason: str = ""
    """What the reviewer wrote down when withholding it or calling it spam."""


ON_THE_DRAFT = (
    Letter(
        "en",
        "The thirty-minute limit at the gates is the best line in this draft. Please measure the "
        "wait from the street and not from the gate, because the line begins outside.",
        name="Dorothea Plumfield",
        affiliation="Harbor Lane Neighbors (invented)",
        email="dorothea@example.com",
        section=2,
        topics=("Trucks and gates",),
        state=State.POSTED,
    ),
    Letter(
        "es",
        "Vivo a dos cuadras del patio de trenes y mi hija tiene asma. Pido que el trabajo nocturno "
        "se mueva este año y no dentro de tres. También pido que las reuniones sean los sábados.",
        name="Imelda Rosas Quintanar",
        email="imelda@example.com",
        section=3,
        topics=("Air quality", "Noise and night work"),
        state=State.POSTED,
    ),
    Letter(
        "en",
        "A tenth of the diesel equipment each year means that the last machine leaves in ten "
        "years. Our members can install chargers faster than that. We ask for a fifth.",
        name="Gus Abernathy-Cole",
        affiliation="Electrical Workers of Port Alder (invented)",
        section=1,
        topics=("Jobs and training",),
        state=State.POSTED,
    ),
    Letter(
        "es",
        "Soy chofer y tengo un solo camión. El fondo debe pagar antes de comprar y no después, "
        "porque el banco no espera. Si piden la solicitud solo por internet, muchos compañeros se "
        "van a quedar fuera.",
        name="Evaristo Montiel Luna",
        affiliation="Camioneros independientes (grupo inventado)",
        section=2,
        topics=("Jobs and training", "Trucks and gates"),
        state=State.POSTED,
    ),
    Letter(
        "en",
        "Put a monitor at the library on Alder Street. Children walk past it to three schools.",
        is_anonymous=True,
        section=5,
        topics=("Air quality",),
        state=State.POSTED,
    ),
    Letter(
        "en",
        "Our comments are in the attached letter, which the members approved at their meeting.",
        name="Winifred Okonjo-Hale",
        affiliation="Clean Docks Society (invented)",
        section=4,
        attachment=(
            "Clean Docks Society (an invented group)\n\n"
            "1. Slow arrival should be a rule. Lower fees alone have not changed enough.\n"
            "2. When shore power fails, the ship should leave the berth to one that can wait.\n"
            "3. Tugboats should report the hours for which they took shore power.\n"
        ),
        state=State.POSTED,
    ),
    Letter(
        "en",
        "My neighbor at 12 Larkspur Court told me he will report the terminal. You can call him.",
        name="Barnaby Finch-Tully",
        state=State.WITHHELD,
        reason="Gives the home address of another person. The writer was asked for a new text.",
    ),
    Letter(
        "en",
        "Cheap watches cheap watches cheap watches, visit our shop today.",
        name="Best Offers",
        state=State.SPAM,
        reason="Advertising that says nothing about the draft.",
    ),
    Letter(
        "es",
        "¿Por qué no aparece el ruido en el borrador? Las alarmas de reversa no dejan dormir a "
        "nadie. Los equipos eléctricos deberían traer alarmas más suaves.",
        name="Nélida Arroyo Paz",
        section=1,
        state=State.IN_REVIEW,
    ),
    Letter(
        "en",
        "We support battery locomotives in the two yards. Three years is realistic if the orders "
        "are placed this year; the draft should say who places them.",
        name="Leopold Vance-Marin",
        affiliation="Short Line Institute (invented)",
        section=3,
        state=State.IN_REVIEW,
    ),
    Letter(
        "en",
        "Child care at the meetings is a good idea. Please also end them before the last bus.",
        name="Tamsin Holloway",
        section=5,
    ),
    Letter(
        "es",
        "Quisiera que el informe trimestral de las terminales se publique en español y en una "
        "sola página que se entienda.",
        is_anonymous=True,
        section=1,
    ),
    Letter(
        "en",
        "Please say in the draft how much each measure would cut. Without numbers nobody can "
        "compare them.",
        name="Ignatius Bell-Romero",
    ),
)

ON_THE_AGREEMENT = (
    Letter(
        "en",
        "Write the dates into the agreement itself. A plan that may come later never comes.",
        name="Clementine Ashby",
        state=State.POSTED,
    ),
    Letter(
        "es",
        "Las multas deben quedarse en los barrios junto a los puertos, y los vecinos deben decidir "
        "en qué se usan.",
        name="Porfirio Salas Negrete",
        affiliation="Comité de la calle Aliso (grupo inventado)",
        state=State.POSTED,
    ),
    Letter(
        "en",
        "An exit with 45 days' notice is too easy. Ask for six months and a public hearing.",
        name="Harriet Lindqvist-Moya",
        state=State.POSTED,
    ),
    Letter(
        "en",
        "Terminals need to know where the power will come from before they order machines. Begin "
        "with the plan for the power lines.",
        name="Desmond Farrow",
        affiliation="Terminal Operators' Table (invented)",
        state=State.POSTED,
    ),
    Letter(
        "es",
        "Gracias por la interpretación en la reunión de agosto. Fue la primera vez que pude "
        "preguntar en mi idioma.",
        is_anonymous=True,
        state=State.POSTED,
    ),
)
