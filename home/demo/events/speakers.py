"""Who speaks at the demo's events. Nobody of them exists."""

from __future__ import annotations

from home.demo.events.plan import SpeakerSpec

S = SpeakerSpec
SPEAKERS: dict[str, SpeakerSpec] = {
    "mireille-gagnon": S(
        "Mireille Gagnon",
        ("Directrice générale", "Executive director"),
        (
            (
                "Elle dirige une petite équipe depuis douze ans et a tout appris deux fois : une fois en ville,"
                " une fois"
                " là où le prochain bureau est à deux heures de route."
            ),
            (
                "She has led a small team for twelve years and learned everything twice: once in the city, and"
                " once where"
                " the next office is a two-hour drive away."
            ),
        ),
        "brooks-welcome-house",
    ),
    "samuel-okafor": S(
        "Samuel Okafor",
        ("Coordonnateur de l’établissement", "Settlement coordinator"),
        (
            "Arrivé lui-même par la porte d’une usine, il aide depuis neuf ans les familles qui font de même.",
            "He came in by the door of a plant himself, and for nine years has helped the families who do the same.",
        ),
        "chinook-newcomer-centre",
    ),
    "ines-haddad": S(
        "Inès Haddad",
        ("Travailleuse sociale", "Social worker"),
        (
            (
                "Elle forme des équipes de première ligne à écouter sans rouvrir les plaies, et à rentrer chez elles"
                " le soir sans tout emporter."
            ),
            (
                "She trains front-line teams to listen without reopening wounds, and to go home at night without taking"
                " it all along."
            ),
        ),
        affiliation=("Clinique des Prés (inventée)", "Meadow Clinic (invented)"),
    ),
    "walter-redcrow": S(
        "Walter Redcrow",
        ("Gardien du savoir", "Knowledge keeper"),
        (
            "Il accueille les nouveaux arrivants sur le territoire avec une marche, un repas et du temps.",
            "He welcomes newcomers to the land with a walk, a meal and time.",
        ),
        affiliation=("Cercle des traités (inventé)", "Treaty Circle (invented)"),
    ),
    "hanna-kovalenko": S(
        "Hanna Kovalenko",
        ("Conseillère en emploi", "Employment counsellor"),
        (
            "Ingénieure de formation, elle connaît de l’intérieur le chemin de la reconnaissance d’un titre.",
            "An engineer by training, she knows from the inside what it takes to have a credential recognized.",
        ),
        "northern-trades-bridge",
    ),
    "pascal-ntumba": S(
        "Pascal Ntumba",
        ("Agent de liaison francophone", "Francophone liaison officer"),
        (
            "Il relie les écoles, les cliniques et les paroisses de langue française, une tasse de café à la fois.",
            "He connects French-language schools, clinics and parishes, one cup of coffee at a time.",
        ),
        affiliation=("Réseau francophone du Sud (inventé)", "Southern Francophone Network (invented)"),
    ),
    "amrit-dhillon": S(
        "Amrit Dhillon",
        ("Urbaniste municipale", "Municipal planner"),
        (
            "Elle compte les logements, les autobus et les bancs publics, puis va voir sur place.",
            "She counts homes, buses and benches, and then goes to see for herself.",
        ),
        affiliation=("Ville de Camrose (personnage inventé)", "City of Camrose (invented person)"),
    ),
    "joseph-tran": S(
        "Joseph Tran",
        ("Comptable bénévole", "Volunteer accountant"),
        (
            "Il fait aimer les budgets aux conseils d’administration; c’est dire.",
            "He makes boards of directors like budgets, which says a lot.",
        ),
        affiliation=("Indépendant", "Independent"),
    ),
    "leila-amiri": S(
        "Leila Amiri",
        ("Interprète communautaire", "Community interpreter"),
        (
            "Elle interprète en dari et en farsi depuis quinze ans et enseigne comment travailler à trois.",
            "She has interpreted in Dari and Farsi for fifteen years and teaches how to work as three.",
        ),
        affiliation=("Voix partagées (inventé)", "Shared Voices (invented)"),
    ),
    "claire-beaulieu": S(
        "Claire Beaulieu",
        ("Chercheuse", "Researcher"),
        (
            "Elle étudie ce qui fait rester les familles dans les petites villes, et ce qui les fait partir.",
            "She studies what makes families stay in small towns, and what makes them leave.",
        ),
        "prairie-winds-college",
    ),
    "david-paquin-lee": S(
        "David Paquin-Lee",
        ("Animateur jeunesse", "Youth worker"),
        (
            "Il part du terrain de soccer et finit par parler d’école, de logement et d’avenir.",
            "He starts on the soccer field and ends up talking about school, housing and the future.",
        ),
        "old-man-river-families",
    ),
    "ruth-abebe": S(
        "Ruth Abebe",
        ("Chargée de programme", "Program officer"),
        (
            "Elle lit des rapports du lundi au vendredi et dit franchement lesquels servent.",
            "She reads reports from Monday to Friday and says frankly which of them are of use.",
        ),
        "settlement-fund-demo",
    ),
}
