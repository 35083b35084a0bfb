"""The draft that is out for comment, section by section, in both languages."""

from plaza.demo.making import both

HEADLINE = both(
    "headline",
    "Draft Near-Term Measures for Port Emissions",
    "Borrador de medidas a corto plazo para las emisiones de los puertos",
)
SUMMARY = both(
    "summary",
    "What terminals, trucks, trains and ships could do in the next five years to cut emissions "
    "at the ports. Nothing in it is decided: tell us what to change.",
    "Lo que las terminales, los camiones, los trenes y los buques podrían hacer en los próximos "
    "cinco años para reducir las emisiones en los puertos. Nada está decidido: díganos qué "
    "cambiar.",
)
NOTE = {
    "en": "Version {number}. An invented text for this demonstration.",
    "es": "Versión {number}. Texto inventado para esta demostración.",
}

SECTIONS = (
    both("heading", "What this draft is for", "Para qué sirve este borrador")
    | both(
        "text",
        """
<p>The Cooperative Agreement fixes when the ports must finish their plans for zero-emission
infrastructure.<sup>1</sup> Chargers and power lines take years to build. This draft is about the
time before that: measures that can begin within the next five years and that people near the
ports can notice.</p>
<p>The draft is meant for discussion. Each section describes a measure, says what it could achieve,
and ends with questions to which we have no answer yet. You can comment on one section or on the
whole draft.</p>
""",
        """
<p>El Acuerdo de Cooperación fija cuándo deben terminar los puertos sus planes de infraestructura
de cero emisiones.<sup>1</sup> Los cargadores y las líneas eléctricas tardan años en construirse.
Este borrador trata del tiempo anterior: medidas que pueden empezar en los próximos cinco años y
que la gente que vive cerca de los puertos puede notar.</p>
<p>El borrador es para conversar. Cada sección describe una medida, dice qué podría lograr y termina
con preguntas para las que todavía no tenemos respuesta. Usted puede comentar una sección o todo el
borrador.</p>
""",
    ),
    both("heading", "Equipment of the terminals", "Equipos de las terminales")
    | both(
        "text",
        """
<p>Yard tractors, top handlers and forklifts work around the clock. Many run on diesel, and many
idle while they wait for a crane.</p>
<p>Terminals would:</p>
<ul>
<li>replace the oldest tenth of their diesel equipment each year with zero-emission machines;</li>
<li>switch engines off after five minutes of idling; and</li>
<li>publish each quarter how many machines of each kind they use.</li>
</ul>
<h3>Questions</h3>
<p>Is a tenth each year too slow or too fast? Where should the first chargers stand, so that the
streets closest to homes and schools benefit first?</p>
""",
        """
<p>Los tractores de patio, las grúas apiladoras y los montacargas trabajan día y noche. Muchos
funcionan con diésel y muchos se quedan en marcha mientras esperan una grúa.</p>
<p>Las terminales:</p>
<ul>
<li>sustituirían cada año la décima parte más antigua de sus equipos de diésel por máquinas de cero
emisiones;</li>
<li>apagarían los motores después de cinco minutos en marcha sin trabajar; y</li>
<li>publicarían cada trimestre cuántas máquinas de cada tipo utilizan.</li>
</ul>
<h3>Preguntas</h3>
<p>¿Una décima parte al año es muy poco o demasiado? ¿Dónde deben instalarse los primeros
cargadores para que se beneficien antes las calles más cercanas a las casas y las escuelas?</p>
""",
    ),
    both("heading", "Drayage trucks", "Camiones de acarreo")
    | both(
        "text",
        """
<p>Trucks carry containers between the docks and the warehouses. Long lines at the gates mean
engines that run for nothing next to homes.</p>
<p>The measure combines appointments at the gates, faster lanes for zero-emission trucks, and a
fund that helps owner-operators with the price of a new truck. A truck that comes within its hour
would wait no longer than thirty minutes.</p>
<h3>Questions</h3>
<p>What do drivers need so that appointments work for them and not only for the terminals? How
should the fund reach people who own a single truck?</p>
""",
        """
<p>Los camiones llevan contenedores entre los muelles y los almacenes. Las filas largas en las
entradas significan motores que funcionan en vano al lado de las casas.</p>
<p>La medida combina citas en las entradas, carriles más rápidos para los camiones de cero
emisiones y un fondo que ayuda a los camioneros independientes a pagar un camión nuevo. El camión
que llegue dentro de su hora no esperaría más de treinta minutos.</p>
<h3>Preguntas</h3>
<p>¿Qué necesitan los choferes para que las citas les sirvan a ellos y no solo a las terminales?
¿Cómo debe llegar el fondo a quienes tienen un solo camión?</p>
""",
    ),
    both("heading", "Trains", "Trenes")
    | both(
        "text",
        """
<p>Switcher locomotives put trains together in the yards. Some of them are more than thirty years
old, and they stand close to homes.</p>
<p>Railroads would use battery locomotives in the two yards nearest to homes within three years, and
would stop the idling of all others by automatic shut-off. Work at night would move to the yards
that are farthest from homes.</p>
<h3>Questions</h3>
<p>Which yards are the loudest and smokiest for you, and at what time of the day?</p>
""",
        """
<p>Las locomotoras de maniobras arman los trenes en los patios. Algunas tienen más de treinta años
y trabajan cerca de las casas.</p>
<p>Los ferrocarriles usarían locomotoras de batería en los dos patios más cercanos a las casas en
un plazo de tres años, y un apagado automático evitaría que las demás queden en marcha sin trabajar.
El trabajo nocturno pasaría a los patios más alejados de las casas.</p>
<h3>Preguntas</h3>
<p>¿Qué patios son para usted los que más ruido y humo causan, y a qué hora del día?</p>
""",
    ),
    both("heading", "Ships and harbor craft", "Buques y embarcaciones del puerto")
    | both(
        "text",
        """
<p>A ship at berth needs power for its pumps, lights and cooled containers. Where it cannot plug in,
its engines run day and night.</p>
<p>The ports would give the first berth to ships that plug in or use a capture system, lower the
fees of those that slow down on their way in, and let tugboats take shore power whenever they are
moored.</p>
<h3>Questions</h3>
<p>Are lower fees enough, or should slow arrival be a rule? What should happen when shore power
fails?</p>
""",
        """
<p>Un buque atracado necesita energía para sus bombas, sus luces y sus contenedores refrigerados.
Donde no puede conectarse, sus motores funcionan día y noche.</p>
<p>Los puertos darían el primer lugar de atraque a los buques que se conectan o usan un sistema de
captura, bajarían las tarifas a los que llegan más despacio y permitirían que los remolcadores
tomen energía de tierra siempre que estén amarrados.</p>
<h3>Preguntas</h3>
<p>¿Bastan las tarifas más bajas o debe ser obligatorio llegar despacio? ¿Qué debe hacerse cuando
falla la energía de tierra?</p>
""",
    ),
    both(
        "heading",
        "The communities near the ports",
        "Las comunidades cercanas a los puertos",
    )
    | both(
        "text",
        """
<p>Measures count when people can check them. Monitors at six schools and parks would show the
readings of the last hour in English and in Spanish.</p>
<p>Every three months staff would meet residents in their own neighborhood, in the evening, with
interpretation and child care, and report what was done with the money from penalties.</p>
<h3>Questions</h3>
<p>Where should the monitors be? Which places and times make it easy for you to come?</p>
""",
        """
<p>Las medidas cuentan cuando la gente puede comprobarlas. Los monitores de seis escuelas y parques
mostrarían las lecturas de la última hora en español y en inglés.</p>
<p>Cada tres meses, el personal se reuniría con los vecinos en su propio barrio, por la tarde, con
interpretación y cuidado de niños, e informaría de lo que se hizo con el dinero de las multas.</p>
<h3>Preguntas</h3>
<p>¿Dónde deben estar los monitores? ¿Qué lugares y horarios le facilitan a usted asistir?</p>
""",
    ),
)

# What stood in the first version, and what stands in its place now.
EARLIER = {
    "en": (
        ("infrastructure. Chargers", "infrastructure.<sup>1</sup> Chargers"),
        ("replace the oldest twentieth of", "replace the oldest tenth of"),
        ("switch engines off after ten minutes", "switch engines off after five minutes"),
        ("Is a twentieth each year", "Is a tenth each year"),
        ("no longer than an hour", "no longer than thirty minutes"),
        ("within five years, and", "within three years, and"),
        (
            "Work at night would be limited.",
            "Work at night would move to the yards that are farthest from homes.",
        ),
    ),
    "es": (
        ("emisiones. Los cargadores", "emisiones.<sup>1</sup> Los cargadores"),
        ("la vigésima parte más antigua", "la décima parte más antigua"),
        ("después de diez minutos", "después de cinco minutos"),
        ("¿Una vigésima parte al año", "¿Una décima parte al año"),
        ("no esperaría más de una hora", "no esperaría más de treinta minutos"),
        ("un plazo de cinco años", "un plazo de tres años"),
        (
            "El trabajo nocturno se limitaría.",
            "El trabajo nocturno pasaría a los patios más alejados de las casas.",
        ),
    ),
}
WHAT_CHANGED = {
    "en": "After two community meetings, engines are to be switched off sooner, locomotives "
    "replaced earlier, and the wait at the gates is halved. The section about the communities "
    "near the ports is new.",
    "es": "Después de dos reuniones comunitarias, los motores deben apagarse antes, las "
    "locomotoras se sustituyen antes y la espera en las entradas se reduce a la mitad. La sección "
    "sobre las comunidades cercanas a los puertos es nueva.",
}
BLOCKS = {
    "en": {
        "footnote": {
            "mark": "1",
            "text": "<p>The Cooperative Agreement stands in the library of this initiative.</p>",
        },
        "table": {
            "caption": "Diesel equipment at the terminals, invented numbers",
            "columns": [
                {"type": "text", "heading": "Kind"},
                {"type": "number", "heading": "Machines"},
                {"type": "number", "heading": "Zero-emission"},
                {"type": "text", "heading": "First replaced"},
            ],
            "rows": [
                {"values": ["Yard tractors", 820, 40, "built before 2010"]},
                {"values": ["Top handlers", 215, 6, "built before 2008"]},
                {"values": ["Forklifts", 340, 130, "built before 2012"]},
            ],
        },
        "figure": {
            "alt": "Drawing of a container ship at berth below two cranes.",
            "caption": "A ship at berth needs power day and night",
        },
    },
    "es": {
        "footnote": {
            "mark": "1",
            "text": "<p>El Acuerdo de Cooperación está en la biblioteca de esta iniciativa.</p>",
        },
        "table": {
            "caption": "Equipos de diésel en las terminales, cifras inventadas",
            "columns": [
                {"type": "text", "heading": "Clase"},
                {"type": "number", "heading": "Máquinas"},
                {"type": "number", "heading": "Cero emisiones"},
                {"type": "text", "heading": "Las primeras"},
            ],
            "rows": [
                {"values": ["Tractores de patio", 820, 40, "anteriores a 2010"]},
                {"values": ["Grúas apiladoras", 215, 6, "anteriores a 2008"]},
                {"values": ["Montacargas", 340, 130, "anteriores a 2012"]},
            ],
        },
        "figure": {
            "alt": "Dibujo de un buque portacontenedores atracado debajo de dos grúas.",
            "caption": "Un buque atracado necesita energía día y noche",
        },
    },
}
SUPPORTING = both(
    "headline",
    "What we heard about version 1",
    "Lo que se dijo sobre la versión 1",
)
SUPPORTING_NOTE = {
    "en": "Notes of two community meetings. An invented text for this demonstration.",
    "es": "Notas de dos reuniones comunitarias. Texto inventado para esta demostración.",
}
SUPPORTING_PARTS = {
    "en": [
        ("Idling", "<p>Ten minutes are too long, said nearly everybody who lives near a gate.</p>"),
        ("Trains", "<p>Residents asked why battery locomotives should take five years.</p>"),
    ],
    "es": [
        (
            "Motores en marcha",
            "<p>Diez minutos son demasiados, dijo casi toda la gente que vive cerca de una "
            "entrada.</p>",
        ),
        (
            "Trenes",
            "<p>Los vecinos preguntaron por qué las locomotoras de batería tardarían cinco "
            "años.</p>",
        ),
    ],
}
