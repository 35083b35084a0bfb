"""What the agency answers in a generated docket, in both languages, sentence by sentence."""

OPENINGS = (
    (
        "Thank you for this comment on {topic}.",
        "Gracias por este comentario sobre {topic}.",
    ),
    (
        "The agency has looked into this question of {topic}.",
        "La agencia ha examinado esta cuestión sobre {topic}.",
    ),
    (
        "This comment concerns {topic}, which the draft treats in its third section.",
        "Este comentario se refiere a {topic}, que el borrador trata en su tercera sección.",
    ),
    (
        "The commenter asks for more detail about {topic}.",
        "La persona que comenta pide más detalles sobre {topic}.",
    ),
    (
        "Staff have read the figures given here about {topic} with care.",
        "El personal ha leído con atención las cifras que aquí se dan sobre {topic}.",
    ),
)

FINDINGS = (
    (
        "The measurements of the last {count} days do not show what the comment describes, but "
        "they were taken on one side of the street alone.",
        "Las mediciones de los últimos {count} días no muestran lo que describe el comentario, "
        "pero se hicieron en un solo lado de la calle.",
    ),
    (
        "The table on page {count} counted the night shift twice; it has been corrected.",
        "La tabla de la página {count} contaba dos veces el turno de noche; se ha corregido.",
    ),
    (
        "The agreement already asks each terminal for a report every {few} months.",
        "El acuerdo ya pide a cada terminal un informe cada {few} meses.",
    ),
    (
        "Of the {count} machines named in the inventory, {few} have been replaced since.",
        "De las {count} máquinas que nombra el inventario, {few} se han sustituido desde entonces.",
    ),
    (
        "No data were available for the streets behind the second gate when the draft was written.",
        "Cuando se redactó el borrador no había datos de las calles que están detrás del segundo "
        "acceso.",
    ),
    (
        "The figure in the draft includes the trains, which is why it is higher than the one given "
        "here.",
        "La cifra del borrador incluye los trenes; por eso es más alta que la que aquí se da.",
    ),
)

ACTIONS = (
    (
        "The second draft adds a paragraph that says who measures, when, and where to find it.",
        "El segundo borrador añade un párrafo que dice quién mide, cuándo y dónde se consulta.",
    ),
    (
        "No change to the draft was made on this account.",
        "Por esta razón no se ha cambiado nada en el borrador.",
    ),
    (
        "The date has been moved forward by {few} months.",
        "La fecha se ha adelantado {few} meses.",
    ),
    (
        "The proposal goes to the board as an option, with its cost.",
        "La propuesta se presenta a la junta como una opción, con su costo.",
    ),
    (
        "The agency will report on this at its next public meeting.",
        "La agencia informará de esto en su próxima reunión pública.",
    ),
    (
        "The sentence in question has been struck from the draft.",
        "La frase en cuestión se ha suprimido del borrador.",
    ),
)

MASTER_TITLES = (
    ("How {topic} was measured", "Cómo se midió lo relativo a {topic}"),
    ("What the agreement can ask about {topic}", "Qué puede pedir el acuerdo sobre {topic}"),
    ("When measures on {topic} begin", "Cuándo empiezan las medidas sobre {topic}"),
    ("Who pays for {topic}", "Quién paga lo relativo a {topic}"),
    ("What was left out about {topic}, and why", "Qué quedó fuera sobre {topic} y por qué"),
    ("How {topic} is reported to the public", "Cómo se informa al público sobre {topic}"),
)

LETTER_NAMES = {
    "en": ("Harbor Lane Neighbors", "Short Line Institute", "Nurses of the Harbor"),
    "es": ("Comité de la calle Aliso", "Madres por el aire limpio", "Camioneros independientes"),
}
LETTER_HEADINGS = {"en": "Section {number}", "es": "Sección {number}"}
