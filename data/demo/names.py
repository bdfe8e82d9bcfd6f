"""Invented names: people, companies, web addresses. Any likeness is chance; addresses end in ``.example``."""

from __future__ import annotations

import re
import unicodedata
from random import Random

TEAM: tuple[str, ...] = (
    "Hana Novak", "Ana Ruiz", "Ben Okafor", "Emeka Eze", "Grace Lindqvist", "Chloé Martin", "David Stein",
    "Farah Aziz", "Ivo Petrov", "Jin Park", "Karin Wolff", "Liam Byrne", "Mei Tanaka", "Noor Haddad", "Oskar Berg",
    "Priya Nair", "Quentin Roux", "Rosa Ferri", "Sven Dahl", "Tara Singh", "Uma Rao", "Viktor Hahn", "Wanda Kowal",
    "Xavier Costa", "Yara Cohen", "Zoë Janssen", "Arjun Mehta", "Bianca Greco", "Carlos Vega", "Dilan Kaya",
    "Elif Demir", "Freya Nolan", "Gil Amar", "Hugo Blanc", "Ines Duarte", "Jonas Keller", "Kofi Mensah",
    "Lena Fischer", "Mateo Silva", "Nadia Popov", "Omar Farouk", "Paula Reyes", "Rafael Lima", "Sofia Conti",
    "Tomas Urban", "Ulla Strand", "Vera Molnár", "Will Archer", "Yusuf Bello", "Zara Khan",
)  # fmt: skip
"""Fifty people whose given names differ, so that ``owner:ana`` finds one of them."""

_GIVEN = (
    "Adele", "Aiko", "Alan", "Alba", "Amara", "Anders", "Andrea", "Anya", "Aoife", "Asha", "Bashir", "Beatriz",
    "Bruno", "Camila", "Cem", "Clara", "Dario", "Deepa", "Diego", "Dunja", "Edda", "Eero", "Elena", "Emil", "Enzo",
    "Esther", "Felix", "Fiona", "Gabriel", "Georg", "Greta", "Haruto", "Helena", "Iman", "Irina", "Isak", "Ivana",
    "Jamal", "Jelena", "Joana", "Johan", "Julia", "Kenji", "Kiran", "Lara", "Leila", "Luca", "Luis", "Magda",
    "Malik", "Marek", "Marta", "Mina", "Mirko", "Nina", "Noé", "Olga", "Pablo", "Pia", "Ravi", "Renée", "Rui",
    "Samir", "Selma", "Siân", "Simon", "Stella", "Tariq", "Thea", "Tobias", "Ursula", "Valeria", "Xenia", "Yuki",
)  # fmt: skip
_SURNAMES = (
    "Abbott", "Aguilar", "Almeida", "Andersen", "Bakker", "Baptiste", "Barros", "Bauer", "Becker", "Bianchi",
    "Castillo", "Chaudhry", "Christensen", "Cruz", "Devi", "Díaz", "Dubois", "Dvořák", "Ekström", "Fernando",
    "Fontaine", "Fraser", "Gallagher", "García", "Georgiou", "Haas", "Hansen", "Hashimoto", "Horvat", "Ito",
    "Ivanova", "Jansen", "Kaplan", "Kaur", "Kimura", "Koch", "Kovács", "Kumar", "Larsen", "Leclerc", "Lopes",
    "Maier", "Marino", "McKenna", "Mendes", "Mokoena", "Moreau", "Müller", "Murphy", "Ngata", "Nguyen", "Nilsson",
    "Oliveira", "Osei", "Özkan", "Papadakis", "Park", "Patel", "Pereira", "Quinn", "Rossi", "Sandoval", "Santos",
    "Sato", "Schäfer", "Shah", "Suzuki", "Takács", "Torres", "Vasquez", "Visser", "Weiss", "Yılmaz", "Zeman",
)  # fmt: skip

_FIRST = (
    "Acorn", "Albion", "Alder", "Amber", "Anchor", "Apollo", "Aqua", "Arbor", "Argon", "Atlas", "Aurora", "Azure",
    "Basalt", "Beacon", "Birch", "Blue Heron", "Boreal", "Brass", "Bridge", "Bright", "Canyon", "Cardinal", "Cedar",
    "Chalk", "Cinder", "Citrus", "Clay", "Clover", "Cobalt", "Compass", "Copper", "Coral", "Cosmo", "Crane", "Cypress",
    "Delta", "Drift", "Dune", "Eastgate", "Ebony", "Echo", "Elm", "Ember", "Falcon", "Fern", "Fjord", "Flint",
    "Foxglove", "Garnet", "Glacier", "Granite", "Grove", "Gulf", "Halcyon", "Harbour", "Hazel", "Helio", "Heron",
    "Hollow", "Horizon", "Indigo", "Iris", "Ivory", "Jade", "Juniper", "Kestrel", "Keystone", "Lagoon", "Lantern",
    "Larch", "Laurel", "Ledger", "Lichen", "Linden", "Lotus", "Lumen", "Lyric", "Magnet", "Maple", "Marble",
    "Marsh", "Meadow", "Meridian", "Mistral", "Monsoon", "Mosaic", "Nectar", "Nimbus", "North Star", "Oak", "Ochre",
    "Onyx", "Opal", "Orchard", "Osprey", "Otter", "Papaya", "Pebble", "Pine", "Plume", "Polar", "Poplar", "Prairie",
    "Quarry", "Quartz", "Quill", "Raven", "Reed", "Ridge", "River", "Rowan", "Saffron", "Sable", "Sage", "Sequoia",
    "Shale", "Sierra", "Silver", "Slate", "Solstice", "Sparrow", "Spruce", "Sterling", "Summit", "Sycamore", "Tamarind",
    "Teal", "Thistle", "Tide", "Topaz", "Trellis", "Tundra", "Umber", "Vale", "Verdant", "Vesper", "Vineyard", "Violet",
    "Walnut", "Wharf", "Willow", "Winter", "Wren", "Yarrow", "Zephyr", "Zinc",
)  # fmt: skip
_SECOND: dict[str, tuple[str, ...]] = {
    "Software": ("Software", "Systems", "Cloud", "Apps", "Data", "Studio", "Digital", "Labs"),
    "Manufacturing": ("Robotics", "Works", "Precision", "Tools", "Motors", "Castings", "Components", "Packaging"),
    "Retail": ("Stores", "Market", "Outfitters", "Home", "Sports", "Trading", "Goods", "Department Stores"),
    "Healthcare": ("Health", "Clinics", "Diagnostics", "Care", "Pharma", "Dental", "Therapeutics", "Biotech"),
    "Finance": ("Bank", "Capital", "Insurance", "Credit Union", "Pay", "Mutual", "Leasing", "Wealth"),
    "Logistics": ("Freight", "Logistics", "Couriers", "Shipping", "Lines", "Rail", "Warehousing", "Fleet"),
    "Education": ("Academy", "Learning", "University", "Schools", "Institute", "College", "Press", "Tutors"),
    "Food": ("Foods", "Bakeries", "Dairy", "Coffee", "Farms", "Kitchen", "Brewing", "Provisions"),
    "Energy": ("Energy", "Solar", "Grid", "Wind", "Utilities", "Power", "Water", "Storage"),
    "Media": ("Media", "Publishing", "Pictures", "Radio", "Games", "Events", "Music", "Travel"),
}
_ENDINGS: dict[str, tuple[str, ...]] = {
    "AMER": ("", "", "", " Inc", " Group", " Partners", " do Brasil", " de México", " & Sons"),
    "EMEA": ("", "", "", " GmbH", " & Söhne", " Group", " Nordic", " S.A.", " Ltd"),
    "APAC": ("", "", "", " Pty", " Asia", " Group", " India", " Pacific", " Holdings"),
}
INDUSTRIES: tuple[str, ...] = tuple(_SECOND)
"""Industries of the demo's customers."""
BRANCHES: tuple[str, ...] = ("Iberia", "Nordics", "Services", "Online", "Benelux", "Labs", "Canada", "Wholesale")
"""What a child account adds to its parent's name."""
UNUSUAL: tuple[str, ...] = (
    "株式会社青葉システム",
    "شركة النخيل للتقنية",
    "Žitná & Syn Pekárny",
    "Société Lumière Bleue",
    "Smith [Holdings]",
    "Ørsund Fiskeri",
)
"""Names with accents, brackets, double-width and right-to-left letters: every screen meets them."""
ACME = "Acme Robotics"
"""The first customer of every demo book."""


def company(random: Random, industry: str, region: str, taken: set[str]) -> str:
    """A company name that is not in ``taken``, which then holds it."""
    while True:
        name = random.choice(_FIRST) + " " + random.choice(_SECOND[industry])
        if name in taken:
            name += random.choice(_ENDINGS[region])
        if name in taken:
            name = f"{random.choice(_SURNAMES)} {name}"
        if name not in taken:
            taken.add(name)
            return name


def person(random: Random) -> str:
    """The name of somebody at a customer."""
    return f"{random.choice(_GIVEN)} {random.choice(_SURNAMES)}"


def slug(name: str) -> str:
    """A name as part of an address: lower-case ASCII letters and digits joined by hyphens; empty if none are left."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("ı", "i"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def address(name: str) -> str:
    """A mail address of one of our people."""
    return slug(name).replace("-", ".") + "@northwind.example"
