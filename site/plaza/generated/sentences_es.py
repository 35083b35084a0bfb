"""What people say in Spanish, sentence by sentence. Words in braces are filled in by letters.py."""

OPENINGS = (
    "Vivo en {street} desde hace {years} años.",
    "Mi familia llegó a {place} hace {years} años.",
    "Trabajo en el turno de {shift} en un almacén cerca de {place}.",
    "Trabajo en {trade} y paso por {place} todos los días.",
    "Tenemos una tienda pequeña en {street}.",
    "Doy clases en la escuela que está junto a {place}.",
    "Crecí cerca de {place} y volví después de {years} años.",
    "Mi {relative} trabajó en los muelles durante {years} años.",
    "Leí el borrador en la biblioteca de {street}.",
    "Fui a la reunión sobre el borrador y quiero agregar algo.",
    "Hablo en nombre de {count} hogares que rodean {place}.",
    "Escribo por lo que pasa en {place}.",
)

CONCERNS = (
    "Entre {hour} y el mediodía conté {count} camiones en {street}.",
    "El olor a diésel entra por las ventanas cuando cambia el viento en {place}.",
    "Mi {relative} tiene asma y estuvo en el hospital {few} veces el año pasado.",
    "En {street} los carros amanecen cubiertos de polvo negro cada {weekday}.",
    "Nadie contesta cuando llamamos por el ruido de {place}.",
    "El borrador menciona una sola vez {machine}, aunque se usan {count}.",
    "La tabla de la página {few} no cuadra.",
    "Los buques esperan frente a {place} con los motores en marcha durante {few} días.",
    "El tren que pasa {at_hour} hace temblar los platos de nuestra cocina.",
    "No encontré cuánto costaría la medida sobre {machine}.",
    "El verano pasado el monitor de {place} estuvo {few} semanas sin funcionar.",
    "No hay sombra ni cruce de peatones entre {place} y {street}.",
    "Las luces nuevas de {place} alumbran los cuartos toda la noche.",
    "El pavimento de {street} se rompe cada invierno por el peso de los camiones.",
    "Tenemos las ventanas cerradas desde {hour} hasta la noche.",
    "La última encuesta preguntó a {count} personas y ninguna vive cerca de {place}.",
    "Mi {relative} tose por las noches cuando el viento viene de {place}.",
    "Las entregas llegan con {few} horas de retraso porque {street} está bloqueada.",
    "La cerca de {place} tiene un hueco por donde pasa la gente hacia las vías.",
    "En el carril de entrada a {place} caben {few} camiones y llegan {count}.",
)

REQUESTS = (
    "Pongan un monitor en la esquina de {street} y muestren allí sus datos.",
    "Cierren {street} a los camiones pesados antes de {hour}.",
    "El fondo debe pagar {few} décimas partes del precio.",
    "Pido que {place} reciba los primeros cargadores.",
    "El límite debe valer para {machine}, también cuando son de alquiler.",
    "Hagan la próxima reunión un {weekday} por la tarde cerca de {place}.",
    "Capaciten en {trade} a la gente de este barrio.",
    "Planten árboles a lo largo de {street} y riéguenlos.",
    "Entreguen un filtro de aire a cada hogar que esté a menos de {few} cuadras de {place}.",
    "Empiecen por {machine}, que son lo más antiguo.",
    "Informen cada trimestre qué se hizo en {place} y qué no se hizo.",
    "Que ningún motor siga encendido más de {few} minutos en {place}.",
    "Traduzcan también las tablas y no solo el resumen.",
    "Multen a quienes rebasen el límite en {place} y usen ese dinero en {street}.",
    "Expliquen por qué {place} quedó fuera.",
    "Laven {street} una vez por semana mientras pasen los camiones.",
    "Conecten los buques de {place} a la electricidad del muelle.",
    "No aprueben nada hasta que se publique el estudio de {place}.",
)

CLOSINGS = (
    "Gracias por leer esta carta.",
    "Ojalá vengan a verlo con sus propios ojos.",
    "Con gusto les muestro el lugar cualquier {weekday}.",
    "En lo demás apoyo el borrador.",
    "En lo demás no estoy de acuerdo con el borrador.",
    "Espero una respuesta por escrito.",
    "Llevamos {years} años de paciencia.",
    "La gente de {street} piensa lo mismo.",
)

PRIVATE = (
    "Pueden llamarme al {phone} después de {hour}.",
    "Mi número de teléfono es {phone}.",
    "Por favor escríbanme a {address}.",
    "Vivo en {address} y aquí tengo las fotografías.",
    "La señora que vive en {address} les dirá lo mismo.",
    "Mi correo electrónico es {email}.",
    "Mi número de Seguro Social es {identity}, por si hace falta para el fondo.",
    "A mi hija {girl}, de {age} años, se la llevaron al hospital desde la escuela.",
    "Mi hijo {boy} ({age} años) no corre en el patio desde la primavera.",
)

OWN_PARAGRAPHS = (
    "Quiero agregar algo más. {concern} {request}",
    "Para mí es un asunto personal. {opening} {concern}",
    "Una cosa que la carta no dice: {request}",
    "{opening} {concern} Por eso envío esta carta.",
)

POSTSCRIPTS = (
    "P. D.: {request}",
    "Posdata: {concern}",
    "P. D.: Es la primera vez que escribo a una junta.",
)

GREETINGS = (
    *("Estimada junta:", "Buenos días:", "A las autoridades del puerto:"),
    "Reciban un cordial saludo.",
)
INTRODUCTION = "Me llamo {name} y vivo cerca de {place}."
SPAM = (
    "Relojes baratos desde {count} dólares, visite nuestra tienda.",
    "Gane {count} dólares al día desde su casa.",
)
ADDITIONS = (
    "Olvidé decir algo. {request}",
    "Por favor agreguen esto a mi comentario. {concern} {request}",
)

# What somebody saw: when, what, and what came of it. Put together, few saw the same.
DETAIL = "{when} {event}, {outcome}."
WHENS = (
    "El {weekday} pasado a {hour}",
    "El {weekday} antes de las fiestas",
    "Cuando volví a casa a {hour}",
    "Durante la ola de calor de agosto",
    "Mientras esperaba el autobús en {street}",
    "El {weekday} en que llovió tanto",
    "Hace unas {few} semanas",
    "Dos veces desde el {weekday}",
)
EVENTS = (
    "me tocó estar detrás de {count} camiones cerca de {place}",
    "mi {relative} tuvo que cerrar las ventanas que dan hacia {place}",
    "vimos trabajar {machine} durante {few} horas sin nadie encima",
    "un chofer dio la vuelta en nuestra entrada de {street}",
    "el polvo que viene de {place} cubrió otra vez la mesa",
    "una persona que trabaja en {trade} me mostró un motor viejo",
    "alguien dejó {few} remolques sobre la acera de {street}",
    "la clase contó {machine} desde la ventana de la escuela",
)
OUTCOMES = (
    "y nadie contestó el teléfono",
    "y mi {relative} todavía habla de eso",
    "y lo anoté con la hora y la placa",
    "así que nos fuimos a casa de mi {relative} por {few} días",
    "y la inspección llegó {few} días después",
    "como pueden contarles en {street}",
    "y tengo fotos si quieren verlas",
    "y por eso les contesto",
)
STREETS = (
    *("la calle Aliso", "la avenida del Canal", "la calle Ancla", "la calle Tercera"),
    *("la avenida Magnolia", "la calle Larkspur", "la calle del Muelle"),
    *("la avenida Pacífico", "la calle Fundición", "la calle del Depósito"),
)
PLACES = (
    *("la dársena este", "la entrada norte", "la terminal de contenedores", "la vieja enlatadora"),
    *("la terminal de cruceros", "la zona de almacenes", "la estación de combustible"),
    *("la entrada oeste", "la zona de carga", "la terminal de transbordadores"),
)
MACHINES = (
    *("los tractores de patio", "los montacargas", "las grúas apiladoras", "los remolcadores"),
    *("los camiones de acarreo", "las locomotoras de maniobras", "los generadores"),
)
TRADES = (
    *("electricidad", "soldadura", "mecánica", "transporte", "limpieza"),
    *("enfermería", "manejo de grúas"),
)
RELATIVES = ("padre", "madre", "nieto", "hermana", "tío", "hermano", "sobrina", "abuela")
SHIFTS = ("mañana", "tarde", "noche")
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
HOURS = ("las cinco de la mañana", "las seis", "las siete", "las ocho y media", "las diez")
