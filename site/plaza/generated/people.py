"""Who writes: names, groups, addresses. All invented; numbers that nobody has.

Telephone numbers are of the range kept for fiction (909-555-01xx), the Social Security numbers
were withdrawn or printed in advertisements, e-mail addresses end in example.org (RFC 2606).
"""

import unicodedata
from random import Random

_FIRST = {
    "en": (
        *("Dorothea", "Gus", "Winifred", "Barnaby", "Leopold", "Tamsin", "Ignatius", "Clementine"),
        *("Harriet", "Desmond", "Agnes", "Wallace", "Beatrix", "Cyrus", "Edith", "Franklin"),
        *("Greta", "Hollis", "Ivy", "Jasper", "Keziah", "Lionel", "Mabel", "Nathaniel"),
        *("Opal", "Percival", "Quincy", "Rosalind", "Silas", "Thea", "Ulric", "Violet"),
        *("Linh", "Amara", "Kwame", "Sunita", "Arjun", "Mei", "Tevita", "Leilani"),
    ),
    "es": (
        *("Imelda", "Evaristo", "Nélida", "Porfirio", "Rosalía", "Fermín", "Amparo", "Baltasar"),
        *("Consuelo", "Demetrio", "Eulalia", "Fausto", "Graciela", "Heriberto", "Inés", "Jacinto"),
        *("Leonor", "Macario", "Noemí", "Octavio", "Pilar", "Quirino", "Remedios", "Saturnino"),
        *("Tomasa", "Ulises", "Verónica", "Wenceslao", "Ximena", "Yolanda", "Zenón", "Belén"),
    ),
}
_LAST = {
    "en": (
        *("Plumfield", "Abernathy", "Okonjo", "Finch", "Vance", "Holloway", "Bell", "Ashby"),
        *("Lindqvist", "Farrow", "Whitlow", "Ashdown", "Brockway", "Tully", "Marin", "Hale"),
        *("Nguyen", "Osei", "Patel", "Kim", "Tuiasosopo", "Kealoha", "Petrov", "Sandoval"),
        *("Merriweather", "Thistlewood", "Greenhalgh", "Oakden", "Pemberton", "Rusk", "Stroud"),
    ),
    "es": (
        *("Rosas", "Montiel", "Arroyo", "Salas", "Quintanar", "Luna", "Paz", "Negrete"),
        *("Barragán", "Castellanos", "Echeverría", "Figueroa", "Gallardo", "Huerta", "Ibáñez"),
        *("Jáuregui", "Lozano", "Maldonado", "Núñez", "Ocampo", "Peralta", "Quiroga", "Rentería"),
        *("Sepúlveda", "Tovar", "Urrutia", "Velarde", "Zamudio"),
    ),
}
_AFFILIATIONS = (
    *("Harbor Lane Neighbors", "Clean Docks Society", "Electrical Workers of Port Alder"),
    *("Short Line Institute", "Terminal Operators' Table", "Nurses of the Harbor"),
    *("Comité de la calle Aliso", "Camioneros independientes", "Madres por el aire limpio"),
    *("Alder Bay Rowing Club", "Port Alder Chamber of Shops", "Pupils of Third Street School"),
)
_HOME_STREETS = (
    "Larkspur Court",
    "Juniper Avenue",
    "Magnolia Avenue",
    "Depot Street",
    "Mission Rd",
)
_IDENTITIES = ("078-05-1120", "219-09-9999", "457-55-5462")
_GIRLS = ("Lucía", "Hazel", "Camila", "Renata")
_BOYS = ("Mateo", "Oliver", "Theo", "Noah")


def name(random: Random, language: str) -> str:
    """A whole name; in Spanish letters with two family names."""
    last = _LAST[language]
    given = random.choice(_FIRST[language])
    if language == "es":
        return f"{given} {random.choice(last)} {random.choice(last)}"
    if random.random() < 0.2:
        return f"{given} {random.choice(last)}-{random.choice(last)}"
    return f"{given} {random.choice(last)}"


def email_of(random: Random, person: str) -> str:
    """An address made of the name, as many people have it."""
    bare = unicodedata.normalize("NFKD", person.lower()).encode("ascii", "ignore").decode()
    words = bare.replace("-", " ").split()
    return f"{words[0]}.{words[-1]}{random.randrange(1, 1000)}@example.org"


def affiliation(random: Random) -> str:
    return f"{random.choice(_AFFILIATIONS)} (invented)"


def private(random: Random, person: str) -> dict[str, str]:
    """What a letter may give away, by its place in the sentence."""
    street = random.choice(_HOME_STREETS)
    apartment = f", Apt {random.randrange(1, 40)}" if random.random() < 0.4 else ""
    return {
        "phone": random.choice(("909-555-01{:02}", "(909) 555-01{:02}", "909.555.01{:02}")).format(
            random.randrange(100)
        ),
        "address": f"{random.randrange(100, 9900)} {street}{apartment}",
        "email": email_of(random, person),
        "identity": random.choice(_IDENTITIES),
        "girl": random.choice(_GIRLS),
        "boy": random.choice(_BOYS),
        "child": random.choice(_GIRLS + _BOYS),
        "age": str(random.randrange(5, 15)),
    }
