"""Fifteen letters that groups ask their members to send: the sentences of each, by paragraph."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CampaignLetter:
    """The letter as the group wrote it. `share` says how many send it, beside the others."""

    language: str
    share: int
    topic: int
    greeting: str
    paragraphs: tuple[tuple[str, ...], ...]
    closing: str

    @property
    def text(self) -> str:
        body = [" ".join(sentences) for sentences in self.paragraphs]
        return "\n\n".join([self.greeting, *body, self.closing])


LETTERS = (
    CampaignLetter(
        "en",
        30,
        0,
        "Dear members of the board:",
        (
            (
                "I am writing because the air beside the ports makes our families ill.",
                "The draft sets goals for ten years from now, and our children breathe today.",
                "One in five pupils at the schools along the freight road carries an inhaler.",
            ),
            (
                "Please make the first chargers stand where homes and schools are closest.",
                "Please publish what the monitors measure every hour, in words that everyone can "
                "read.",
                "And please stop the idling of engines at the gates this year, not in three.",
            ),
            ("Clean air is not a favor to the neighbors of a port; it is owed to them.",),
        ),
        "Sincerely,",
    ),
    CampaignLetter(
        "en",
        22,
        1,
        "To the governing board:",
        (
            (
                "I support good jobs at the ports, and I ask you to protect them in this draft.",
                "Every new machine needs people who install it, repair it and know how to work "
                "safely beside it.",
            ),
            (
                "Write into the measure that training is paid and takes place during the shift.",
                "Write down that no position is lost because a diesel machine is replaced.",
                "The fund should pay for apprenticeships in the cities around the harbor first.",
            ),
            (
                "Cleaner docks and steady wages belong together.",
                "We have waited for both long enough.",
            ),
        ),
        "Respectfully,",
    ),
    CampaignLetter(
        "en",
        18,
        3,
        "Dear board members,",
        (
            (
                "I drive a truck for a living and I own it myself.",
                "The appointment rules in the draft are written for large fleets.",
                "When a terminal changes my hour at noon, I lose the whole day and still pay for "
                "the fuel.",
            ),
            (
                "A truck that arrives within its hour should never wait longer than thirty "
                "minutes.",
                "If it does, the terminal should pay the driver for the time that is lost.",
                "The fund for new trucks has to pay before the purchase, because the bank does "
                "not wait.",
            ),
            ("Ask drivers before you decide; we know where the lines begin.",),
        ),
        "Thank you,",
    ),
    CampaignLetter(
        "en",
        14,
        2,
        "To whom it may concern:",
        (
            (
                "Nobody on our street has slept through a night since the rail yard added its "
                "late shift.",
                "The reversing alarms begin at eleven and the couplings wake the baby at three.",
            ),
            (
                "Move the night work to the yards that are farthest from bedrooms.",
                "Require alarms that sound softer when the neighborhood is quiet.",
                "Put a telephone number on the fence that somebody answers at night.",
                "And report every month how often the limits were broken.",
            ),
            ("Noise makes people ill as surely as smoke does.",),
        ),
        "Yours truly,",
    ),
    CampaignLetter(
        "en",
        12,
        0,
        "Dear Chair and members of the board,",
        (
            (
                "As a nurse I see what this draft is about every winter.",
                "Older patients from the harbor side come in weeks earlier than those from the "
                "hills.",
                "They describe the same thing: a film on the window sill and a cough that stays.",
            ),
            (
                "I urge you to adopt shore power for all vessels at berth without exceptions for "
                "old ships.",
                "When a connection fails, the vessel should leave the berth to one that can plug "
                "in.",
                "Hospitals would gladly share their admission figures so that progress is seen.",
            ),
            ("Prevention costs less than any bed we have.",),
        ),
        "With respect,",
    ),
    CampaignLetter(
        "en",
        10,
        1,
        "Members of the board:",
        (
            (
                "Our business depends on cargo that moves on time.",
                "We ask the agency to keep the dates in this draft within reach of the machines "
                "that can be bought.",
            ),
            (
                "Order books for electric top handlers are full for the next two years.",
                "The utility has told us that the new line to the east basin takes four.",
                "A rule that nobody can follow only sends ships to other harbors.",
                "Begin with the power supply, set milestones for it, and let the equipment come "
                "after.",
            ),
            ("We want to do our part and we need a plan that adds up.",),
        ),
        "Kind regards,",
    ),
    CampaignLetter(
        "en",
        8,
        0,
        "Dear Port Alder board,",
        (
            (
                "My class measured soot on the windows of our school for six weeks.",
                "The dirtiest window faced the road to the container terminal and the cleanest "
                "one faced the park.",
            ),
            (
                "We think trucks should not pass a school while children arrive.",
                "We would also like a monitor on our roof and a screen in the hall that shows "
                "its numbers.",
                "Somebody from the agency could come to explain them to us once a term.",
            ),
            ("We are the ones who will live with what you decide.",),
        ),
        "From a student,",
    ),
    CampaignLetter(
        "en",
        7,
        0,
        "Dear decision makers:",
        (
            (
                "The bay belongs to the herons as much as to the cranes.",
                "Diesel that is not burned at the quay is diesel that does not settle on the "
                "mudflats.",
            ),
            (
                "Please add tugboats and ferries to the measures; they are missing from the "
                "table of equipment.",
                "Please count what falls into the water as well as what rises into the sky.",
                "Slow arrival should become a rule, for it saves fuel and the lives of whales.",
            ),
            (
                "A healthy harbor is one in which people swim.",
                "Let this be the plan that brings it back.",
            ),
        ),
        "In hope,",
    ),
    CampaignLetter(
        "en",
        6,
        3,
        "Dear planning staff,",
        (
            (
                "Warehouses have come within forty feet of our back fences.",
                "The trucks that serve them take the residential streets because the map in "
                "their telephones tells them to.",
            ),
            (
                "The draft should name the streets on which heavy vehicles may drive and those "
                "on which they may not.",
                "Signs alone do nothing; the delivery contracts have to name the route.",
                "Trees and walls between loading docks and gardens should be paid by those who "
                "build.",
            ),
            ("We were here before the first pallet.",),
        ),
        "Your neighbors,",
    ),
    CampaignLetter(
        "en",
        5,
        1,
        "Honorable members,",
        (
            (
                "The measures before you cost every household in the region money.",
                "I ask for a plain table of what each of them costs and what each of them saves.",
            ),
            (
                "Charging stations should be paid by the companies that use them.",
                "Grants should end when a company moves its work elsewhere.",
                "An independent auditor should report once a year, in a public session.",
            ),
            (
                "I am in favor of clean air and against blank checks.",
                "Both can stand in one plan.",
            ),
        ),
        "A taxpayer,",
    ),
    CampaignLetter(
        "es",
        20,
        0,
        "Estimados miembros de la junta:",
        (
            (
                "Les escribo porque el aire junto a los puertos enferma a nuestras familias.",
                "En mi cuadra hay cuatro niños con asma y todos usan inhalador.",
                "El borrador habla de metas para dentro de diez años, pero respiramos hoy.",
            ),
            (
                "Pido que los primeros cargadores se instalen donde las casas y las escuelas están "
                "más cerca.",
                "Pido también que los datos de los monitores se publiquen en español y cada hora.",
                "Y pido que los motores se apaguen en las entradas desde este año.",
            ),
            ("El aire limpio no es un favor: es un derecho de quienes vivimos aquí.",),
        ),
        "Atentamente,",
    ),
    CampaignLetter(
        "es",
        12,
        3,
        "A quien corresponda:",
        (
            (
                "Manejo un camión de acarreo y de ese trabajo vive mi familia.",
                "Las citas que propone el borrador están pensadas para las empresas grandes.",
            ),
            (
                "Cuando la terminal cambia la hora, se pierde el día y el diésel lo pagamos "
                "nosotros.",
                "El fondo debe entregar el dinero antes de la compra y no después.",
                "La solicitud debe poder llenarse en papel y con ayuda de una persona.",
                "Quien espere más de treinta minutos debe recibir un pago por ese tiempo.",
            ),
            ("Pregunten a los choferes antes de decidir.",),
        ),
        "Gracias por su atención,",
    ),
    CampaignLetter(
        "es",
        9,
        2,
        "Señoras y señores:",
        (
            (
                "Desde que el patio de trenes trabaja de noche, en mi calle nadie duerme.",
                "Las alarmas de reversa empiezan a las once y los golpes de los vagones siguen "
                "hasta la madrugada.",
            ),
            (
                "Solicito que el trabajo nocturno pase a los patios más alejados de las casas.",
                "Solicito alarmas que suenen más bajo cuando el barrio está en silencio.",
                "También hace falta un teléfono que alguien conteste durante la noche.",
            ),
            (
                "El ruido también enferma.",
                "Queremos descansar para poder trabajar y estudiar.",
            ),
        ),
        "Con respeto,",
    ),
    CampaignLetter(
        "es",
        7,
        1,
        "Estimada junta directiva:",
        (
            (
                "Apoyo los empleos dignos en los puertos y pido que este borrador los proteja.",
                "Las máquinas nuevas necesitan personas que sepan instalarlas y repararlas.",
            ),
            (
                "La capacitación debe pagarse y debe darse dentro del horario de trabajo.",
                "Las becas deben llegar primero a la juventud de las ciudades vecinas.",
                "Que quede por escrito que ningún puesto se pierde al cambiar una máquina de "
                "diésel.",
            ),
            ("Muelles limpios y salarios justos van de la mano.",),
        ),
        "Respetuosamente,",
    ),
    CampaignLetter(
        "es",
        5,
        2,
        "Estimadas autoridades del puerto:",
        (
            (
                "Soy madre de familia y camino con mis hijos a la escuela todos los días.",
                "A esa hora pasan por la avenida más de cien camiones.",
            ),
            (
                "Les pido que los camiones no circulen frente a las escuelas a la hora de entrada.",
                "Les pido árboles y un muro verde entre la avenida y el patio de juegos.",
                "Las reuniones deben ser en sábado, con intérprete y con cuidado de niños.",
            ),
            ("Escuchen a las familias antes de aprobar el plan.",),
        ),
        "Muchas gracias,",
    ),
)
