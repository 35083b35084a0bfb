"""The agency, the home page and the initiative of the reference page."""

from datetime import date

from wagtail.models import Page, Site

from engagement.models import AgencySettings, InitiativeIndexPage, InitiativePage, Milestone
from plaza.demo import picture
from plaza.demo.making import both, publish_page
from plaza.models import HomePage

ABOUT_EN = """
<p>On November 7, 2025, the Governing Board of South Coast AQMD approved the Cooperative
Agreement with the Ports of Long Beach and Los Angeles. The Long Beach Board of Harbor
Commissioners approved it on November 10, 2025, and the Los Angeles Board of Harbor Commissioners
on November 20, 2025.</p>
<p>The agreement puts zero-emission infrastructure at the ports first, the subject that Proposed
Rule 2304 had as well. Cargo-handling equipment, harbor craft, trucks, trains and ocean-going
vessels can only stop polluting where they can be charged or fueled, so this is the first critical
step toward clean air in the region.</p>
<h3>What the agreement contains</h3>
<ul>
<li>The ports write complete zero-emission Infrastructure Plans in three phases: by the end of
2027, of 2028 and of 2029.</li>
<li>Every plan names planning targets and key milestones, and the public takes part in it.</li>
<li>South Coast AQMD checks the progress with annual reports, and reports regularly to its
Governing Board.</li>
<li>Enforcement begins when the ports miss the deadline of a plan, or do not complete a project
milestone that is within their control.</li>
<li>Each default costs between $50,000 and $200,000. The money goes to projects that benefit
communities near the ports.</li>
<li>Either party can leave the agreement with 45 days' notice.</li>
</ul>
"""
ABOUT_ES = """
<p>El 7 de noviembre de 2025, la Junta de Gobierno de South Coast AQMD aprobó el Acuerdo de
Cooperación con los puertos de Long Beach y Los Ángeles. La Junta de Comisionados del Puerto de
Long Beach lo aprobó el 10 de noviembre de 2025 y la Junta de Comisionados del Puerto de Los
Ángeles, el 20 de noviembre de 2025.</p>
<p>El acuerdo da prioridad a la infraestructura de cero emisiones en los puertos, que era también
el tema del proyecto de la Regla 2304. Los equipos de manejo de carga, las embarcaciones del
puerto, los camiones, los trenes y los buques solo pueden dejar de contaminar donde haya cómo
cargarlos o abastecerlos. Por eso, este es el primer paso decisivo hacia el aire limpio en la
región.</p>
<h3>Qué contiene el acuerdo</h3>
<ul>
<li>Los puertos elaboran Planes de Infraestructura completos, de cero emisiones, en tres fases: a
más tardar a fines de 2027, de 2028 y de 2029.</li>
<li>Cada plan fija metas de planificación y etapas clave, y el público participa en él.</li>
<li>South Coast AQMD comprueba el avance con informes anuales e informa con regularidad a su Junta
de Gobierno.</li>
<li>Se toman medidas de cumplimiento cuando los puertos no respetan la fecha límite de un plan o
no terminan una etapa de un proyecto que depende de ellos.</li>
<li>Cada incumplimiento cuesta entre $50,000 y $200,000. El dinero se destina a proyectos que
benefician a las comunidades cercanas a los puertos.</li>
<li>Cualquiera de las partes puede retirarse del acuerdo con un aviso de 45 días.</li>
</ul>
"""
NEXT_EN = """
<p>Negotiations go on about further measures for single sources of emissions, such as terminal
equipment, trains, trucks and marine vessels. The goal is to bring these measures to the Board for
consideration in spring 2026. The negotiations look at actions for the next five years, at
emission reductions on the way, and at steps that make larger reductions possible later.</p>
<p>Staff keeps asking the public for its views while the measures take shape, through:</p>
<ul>
<li>more working group and community meetings;</li>
<li>office hours;</li>
<li>meetings of the AB 617 Community Steering Committee;</li>
<li>draft documents released for public comment; and</li>
<li>regular updates to the Mobile Source Committee.</li>
</ul>
"""
NEXT_ES = """
<p>Siguen las negociaciones sobre otras medidas para fuentes específicas de emisiones, como los
equipos de las terminales, los trenes, los camiones y los buques. La meta es presentar estas
medidas a la Junta en la primavera de 2026. Las negociaciones tratan de las acciones para los
próximos cinco años, de las reducciones intermedias de emisiones y de los pasos que harán posibles
reducciones mayores a largo plazo.</p>
<p>Mientras se preparan las medidas, el personal sigue pidiendo la opinión del público por medio
de:</p>
<ul>
<li>más reuniones comunitarias y del grupo de trabajo;</li>
<li>horas de consulta;</li>
<li>reuniones del Comité Directivo Comunitario de la ley AB 617;</li>
<li>borradores de documentos que se publican para recibir comentarios; e</li>
<li>informes periódicos al Comité de Fuentes Móviles.</li>
</ul>
"""
CALLOUT_EN = {
    "heading": "You do not need to be an expert",
    "text": "<p>Tell us what you see, hear and breathe near the ports. You can write in English "
    "or in Spanish, and interpretation is available at every meeting if you ask for it.</p>",
}
CALLOUT_ES = {
    "heading": "No hace falta ser especialista",
    "text": "<p>Cuéntenos lo que usted ve, oye y respira cerca de los puertos. Puede escribir en "
    "inglés o en español, y en todas las reuniones hay interpretación si usted la pide.</p>",
}
FIGURE_EN = {
    "alt": "A container ship lies at a quay with two orange cranes, which lower containers.",
    "caption": "Cranes like these can run on electricity where the quay has the power lines.",
    "credit": "drawing by Plaza",
}
FIGURE_ES = {
    "alt": "Un buque portacontenedores está en un muelle con dos grúas anaranjadas, que "
    "bajan contenedores.",
    "caption": "Grúas como estas pueden funcionar con electricidad si el muelle tiene las líneas.",
    "credit": "dibujo de Plaza",
}


def agency() -> None:
    """The agency of the reference page, as its footer names it."""
    settings = AgencySettings.load()
    settings.name_en = "South Coast Air Quality Management District"
    settings.name_es = "Distrito de Administración de la Calidad del Aire de la Costa Sur"
    settings.short_name = "South Coast AQMD"
    settings.street_address = "21865 Copley Dr"
    settings.city_line = "Diamond Bar, CA 91765"
    settings.phones = [
        (
            "phone",
            {
                **both("label", "Main office", "Oficina principal"),
                "number": "909-396-2000",
            },
        ),
    ]
    settings.footer_text_en = "We work for clean air, and decide in public how."
    settings.footer_text_es = "Trabajamos por un aire limpio y decidimos a la vista de todos cómo."
    settings.save()


def home_and_index(*, by) -> InitiativeIndexPage:
    """The site's root, in place of Wagtail's welcome page, and the list of initiatives."""
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    root.refresh_from_db()
    home = publish_page(
        HomePage(
            slug="home",
            **both("headline", "Take part in clean air", "Participe por un aire limpio"),
            **both(
                "summary",
                "See what we are working on near you, meet our staff, and tell us what you think.",
                "Vea en qué trabajamos cerca de usted, hable con nuestro personal y díganos qué "
                "piensa.",
            ),
        ),
        below=root,
        by=by,
    )
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", site_name="Plaza", root_page=home, is_default_site=True
    )
    return publish_page(
        InitiativeIndexPage(
            slug="initiatives",
            **both("headline", "Initiatives", "Iniciativas"),
            **both(
                "summary",
                "The rules, plans and agreements that we work on with residents.",
                "Las reglas, los planes y los acuerdos en los que trabajamos con la comunidad.",
            ),
        ),
        below=home,
        by=by,
    )


def cooperative_agreement(*, below: InitiativeIndexPage, by) -> InitiativePage:
    """The initiative of the reference page, its facts in sentences of our own."""
    drawing = picture.create(by=by)
    page = InitiativePage(
        slug="cooperative-agreement",
        **both(
            "headline",
            "Cooperative Agreement with the Ports of Long Beach and Los Angeles",
            "Acuerdo de Cooperación con los puertos de Long Beach y Los Ángeles",
        ),
        **both(
            "summary",
            "The two ports plan the chargers and fueling that zero-emission equipment, trucks, "
            "trains and ships need, and we check that the plans come on time.",
            "Los dos puertos planifican los cargadores y el abastecimiento que necesitan los "
            "equipos, camiones, trenes y buques de cero emisiones, y nosotros comprobamos que los "
            "planes lleguen a tiempo.",
        ),
        about_en=[("figure", FIGURE_EN | {"image": drawing}), ("text", ABOUT_EN)],
        about_es=[("figure", FIGURE_ES | {"image": drawing}), ("text", ABOUT_ES)],
        next_steps_en=[("text", NEXT_EN), ("callout", CALLOUT_EN)],
        next_steps_es=[("text", NEXT_ES), ("callout", CALLOUT_ES)],
    )
    page.milestones = _milestones()
    return publish_page(page, below=below, by=by)


def _milestones() -> list[Milestone]:
    """The phases of the Infrastructure Plans."""
    return [
        Milestone(
            due_on=date(2027, 12, 31),
            **both("headline", "Phase 1 of the plans", "Fase 1 de los planes"),
            **both(
                "description",
                "Cargo-handling equipment of container terminals, and drayage trucks.",
                "Equipos de manejo de carga de las terminales de contenedores y camiones de "
                "acarreo.",
            ),
        ),
        Milestone(
            due_on=date(2028, 12, 31),
            **both("headline", "Phase 2 of the plans", "Fase 2 de los planes"),
            **both(
                "description",
                "Cargo-handling equipment of other terminals, local switcher locomotives, and "
                "harbor craft.",
                "Equipos de manejo de carga de las demás terminales, locomotoras locales de "
                "maniobras y embarcaciones del puerto.",
            ),
        ),
        Milestone(
            due_on=date(2029, 12, 31),
            **both("headline", "Phase 3 of the plans", "Fase 3 de los planes"),
            **both("description", "Ocean-going vessels.", "Buques transoceánicos."),
        ),
    ]
