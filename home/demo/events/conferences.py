"""The demo's conferences: the one two years ago that was held online, and the next one, in person."""

from __future__ import annotations

from dataclasses import replace

from home.demo.events.days import WEDNESDAY, At
from home.demo.events.plan import EventSpec, Pair, SessionSpec

HALL: Pair = ("Gymnase", "Gymnasium")
LIBRARY: Pair = ("Bibliothèque", "Library")
MUSIC: Pair = ("Salle de musique", "Music room")
KITCHEN: Pair = ("Cuisine-école", "Teaching kitchen")
HOMES: Pair = ("Se loger", "Homes")
WORK: Pair = ("Travailler", "Work")
WELL: Pair = ("Aller bien", "Being well")
LUNCH: Pair = ("Dîner", "Lunch")

S = SessionSpec
PROGRAMME: tuple[SessionSpec, ...] = (
    S(
        0,
        "09:00",
        "10:00",
        ("Ouverture : la porte d’à côté", "Opening: the door next door"),
        "keynote",
        ("Ce qu’un bon accueil change, vingt ans plus tard.", "What a good welcome changes, twenty years on."),
        room=HALL,
        language="fr",
        is_interpreted=True,
        speakers=("pascal-ntumba", "samuel-okafor"),
    ),
    S(
        0,
        "10:30",
        "12:00",
        ("Visiter un logement avec une famille", "Viewing a home with a family"),
        "workshop",
        ("Avec la fiche de visite, dans un vrai appartement.", "With the viewing sheet, in a real apartment."),
        HOMES,
        LIBRARY,
        "en",
        True,
        ("amrit-dhillon",),
    ),
    S(
        0,
        "10:30",
        "12:00",
        ("Un CV qui passe à l’usine", "A résumé that works at the plant"),
        "workshop",
        ("On écrit sur place, à deux.", "We write there and then, in pairs."),
        WORK,
        MUSIC,
        "en",
        False,
        ("hanna-kovalenko",),
    ),
    S(
        0,
        "10:30",
        "12:00",
        ("Écouter sans tout porter", "Listening without carrying it all"),
        "workshop",
        ("Gestes simples pour la fin de la journée.", "Small habits for the end of the day."),
        WELL,
        KITCHEN,
        "fr",
        True,
        ("ines-haddad",),
    ),
    S(0, "12:00", "13:15", LUNCH, "break", room=HALL),
    S(
        0,
        "13:15",
        "14:30",
        ("Parler de loyer avec un propriétaire", "Talking rent with a landlord"),
        "panel",
        ("Trois propriétaires, trois familles, une animatrice.", "Three landlords, three families, one host."),
        HOMES,
        LIBRARY,
        "en",
        False,
        ("mireille-gagnon",),
    ),
    S(
        0,
        "13:15",
        "14:30",
        ("Métiers : du titre à l’établi", "Trades: from papers to the bench"),
        "session",
        ("Le chemin d’un soudeur, pas à pas.", "A welder’s way, step by step."),
        WORK,
        MUSIC,
        "en",
        True,
        ("hanna-kovalenko",),
    ),
    S(
        0,
        "13:15",
        "14:30",
        ("Travailler avec une interprète", "Working with an interpreter"),
        "workshop",
        ("Mises en situation en dari, en arabe et en tigrigna.", "Practice in Dari, Arabic and Tigrinya."),
        WELL,
        KITCHEN,
        "en",
        False,
        ("leila-amiri",),
    ),
    S(
        1,
        "09:00",
        "10:15",
        ("Jeunes : ce qu’ils disent quand on demande", "Youth: what they say when asked"),
        "keynote",
        ("Huit jeunes sur scène, aucun diaporama.", "Eight young people on stage, no slides."),
        room=HALL,
        language="en",
        is_interpreted=True,
        speakers=("david-paquin-lee",),
    ),
    S(
        1,
        "10:45",
        "12:00",
        ("Quand le chauffage lâche", "When the heat goes out"),
        "session",
        ("Droits, numéros, gestes d’urgence.", "Rights, numbers, what to do first."),
        HOMES,
        LIBRARY,
        "fr",
        False,
        ("pascal-ntumba",),
    ),
    S(
        1,
        "10:45",
        "12:00",
        ("Premiers jours sur un quart de nuit", "First days on a night shift"),
        "round-table",
        ("Avec des personnes qui y travaillent.", "With people who work there."),
        WORK,
        MUSIC,
        "en",
        False,
        ("samuel-okafor",),
    ),
    S(
        1,
        "10:45",
        "12:00",
        ("Marcher le territoire", "Walking the land"),
        "workshop",
        ("Dehors, par tous les temps.", "Outdoors, in any weather."),
        WELL,
        ("Dehors", "Outdoors"),
        "en",
        False,
        ("walter-redcrow",),
    ),
    S(1, "12:00", "13:00", LUNCH, "break", room=HALL),
    S(
        1,
        "13:00",
        "14:30",
        ("Foire aux outils : dix minutes, dix tables", "Tool fair: ten minutes, ten tables"),
        "session",
        ("Apportez un outil que vous aimez.", "Bring a tool that you love."),
        room=HALL,
        speakers=("leila-amiri", "claire-beaulieu"),
    ),
)

_NEXT = EventSpec(
    "conference-next",
    "conference",
    At(24, WEDNESDAY, "09:00"),
    At(24, WEDNESDAY + 1, "14:30"),
    ("Conférence sur l’établissement et l’intégration {year}", "Settlement and Integration Conference {year}"),
    (
        "Deux jours pour le personnel de première ligne : logement, travail, santé, et beaucoup de pratique.",
        "Two days for front-line staff: housing, work, health, and a lot of practice.",
    ),
    body=(
        (
            (
                "La Conférence est faite par celles et ceux qui sont au comptoir. On y essaie des outils, on se"
                " trompe sans"
                " témoin, et l’on rencontre la personne qu’on appellera en janvier."
            ),
            (
                "The Conference is made by those at the counter. One tries tools, makes mistakes without witnesses,"
                " and meets"
                " the person to call in January."
            ),
        ),
        (
            "Les organismes de cinq personnes et moins ont deux places réservées jusqu’à un mois avant.",
            "Organizations of five people or fewer have two seats held until a month before.",
        ),
    ),
    practical=(
        (
            "Le lieu est une école : prévoyez des souliers d’intérieur. La bibliothèque sert de salle calme.",
            "The place is a school: bring indoor shoes. The library is the quiet room.",
        ),
        (
            "Aide au déplacement : au-delà de 300 km, une partie de l’essence est remboursée.",
            "Help with travel: beyond 300 km, part of the gas is paid back.",
        ),
    ),
    format="in-person",
    status="planned",
    town="camrose",
    venue=("École des Bouleaux (inventée)", "Birch School (invented)"),
    street="6205, 48 Avenue",
    accessibility=(
        "De plain-pied, toilette accessible près du gymnase, micro pour toutes les questions.",
        "All on one level, accessible washroom by the gymnasium, a microphone for every question.",
    ),
    hosts=("camrose-open-door", "saisia"),
    topics=("housing", "employment", "mental-health"),
    audiences=("front-line-staff", "volunteers"),
    level="front-line",
    interpretation=(
        "Les plénières et les ateliers marqués sont interprétés.",
        "Plenary sessions and the workshops so marked are interpreted.",
    ),
    capacity=200,
    certificate_hours="9",
    resources=("tenancy-viewing-checklist", "plant-floor-english", "trauma-informed-webinar"),
    sessions=PROGRAMME,
    sponsors=((("Coopérative des trois rivières (inventée)", "Three Rivers Co-op (invented)"), ("Repas", "Meals")),),
)
LAST = replace(
    _NEXT,
    key="conference-last",
    starts=At(-70, WEDNESDAY, "09:00"),
    ends=At(-70, WEDNESDAY + 1, "14:30"),
    status="moved-online",
    notice=(
        "Une tempête a fermé les routes : toute la Conférence s’est tenue en ligne.",
        "A storm closed the roads: the whole Conference was held online.",
    ),
    transcript=(
        "Welcome, from my kitchen. The roads are closed, and two hundred of us are here all the same.",
        "Tell us in the chat from where you join and what the thermometer says.",
        "We begin with the door next door: a neighbour, a pot of soup, and what came of it twenty years later.",
    ),
)
CONFERENCES = (LAST, _NEXT)
