"""The demo's summits: last year's, with what it left, and the next one, copied from it and written anew."""

from __future__ import annotations

from dataclasses import replace

from home.demo.events.days import TUESDAY, At
from home.demo.events.plan import EventSpec, Pair, PaperSpec, SessionSpec

GREAT_HALL: Pair = ("Grande salle", "Great hall")
NORTH: Pair = ("Salle Nord", "North room")
SOUTH: Pair = ("Salle Sud", "South room")
LEADING: Pair = ("Diriger", "Leading")
FUNDING: Pair = ("Financer", "Funding")
LUNCH: Pair = ("Dîner", "Lunch")
BREAK: Pair = ("Pause", "Break")

S = SessionSpec
PROGRAMME: tuple[SessionSpec, ...] = (
    S(0, "08:30", "09:00", ("Accueil et café", "Welcome and coffee"), "break", room=GREAT_HALL),
    S(
        0,
        "09:00",
        "10:00",
        ("Reconnaissance du territoire et ouverture", "Land acknowledgement and opening"),
        "keynote",
        (
            "Une marche courte, puis des mots. Habillez-vous pour dehors.",
            "A short walk, then words. Dress for outdoors.",
        ),
        room=GREAT_HALL,
        language="en",
        is_interpreted=True,
        speakers=("walter-redcrow", "mireille-gagnon"),
    ),
    S(0, "10:00", "10:20", BREAK, "break"),
    S(
        0,
        "10:20",
        "11:30",
        ("Préparer la relève quand on est trois", "Succession when you are three"),
        "workshop",
        ("Un plan d’une page, écrit en séance.", "A plan of one page, written in the session."),
        LEADING,
        NORTH,
        "fr",
        True,
        ("mireille-gagnon",),
    ),
    S(
        0,
        "10:20",
        "11:30",
        ("Ce que les bailleurs lisent vraiment", "What funders really read"),
        "panel",
        ("Les trois phrases qui décident d’un rapport.", "The three sentences that decide a report."),
        FUNDING,
        SOUTH,
        "en",
        True,
        ("ruth-abebe", "joseph-tran"),
    ),
    S(0, "11:30", "13:00", LUNCH, "break", room=GREAT_HALL),
    S(
        0,
        "13:00",
        "14:15",
        ("Rester ou partir : ce que disent les familles", "Staying or leaving: what families say"),
        "keynote",
        ("Résultats d’une étude menée dans neuf villes.", "Findings of a study in nine towns."),
        room=GREAT_HALL,
        language="fr",
        is_interpreted=True,
        speakers=("claire-beaulieu",),
    ),
    S(
        0,
        "14:30",
        "15:45",
        ("Conseil d’administration : la première année", "Board of directors: the first year"),
        "workshop",
        ("Rôles, conflits d’intérêts, ordre du jour.", "Roles, conflicts of interest, agendas."),
        LEADING,
        NORTH,
        "en",
        False,
        ("joseph-tran",),
    ),
    S(
        0,
        "14:30",
        "15:45",
        ("Partager une paie entre deux organismes", "Sharing a payroll between two organizations"),
        "round-table",
        ("Deux équipes racontent leur entente.", "Two teams tell of their agreement."),
        FUNDING,
        SOUTH,
        "en",
        False,
        ("samuel-okafor", "amrit-dhillon"),
    ),
    S(
        1,
        "09:00",
        "10:15",
        ("Tenir : la santé des équipes", "Holding on: the health of teams"),
        "keynote",
        ("Ce qu’une direction peut changer dès lundi.", "What a director can change by Monday."),
        room=GREAT_HALL,
        language="fr",
        is_interpreted=True,
        speakers=("ines-haddad",),
    ),
    S(
        1,
        "10:30",
        "11:45",
        ("Logement : parler à la municipalité", "Housing: talking with the municipality"),
        "workshop",
        ("Apportez le plan de votre ville.", "Bring your town’s plan."),
        LEADING,
        NORTH,
        "en",
        True,
        ("amrit-dhillon",),
    ),
    S(
        1,
        "10:30",
        "11:45",
        ("Un budget qui raconte", "A budget that tells a story"),
        "workshop",
        ("Avec calculatrice.", "With a calculator."),
        FUNDING,
        SOUTH,
        "fr",
        False,
        ("joseph-tran",),
    ),
    S(1, "11:45", "12:45", LUNCH, "break", room=GREAT_HALL),
    S(
        1,
        "12:45",
        "14:00",
        ("Ce que nous décidons ensemble", "What we decide together"),
        "round-table",
        ("Trois priorités pour l’année, votées à main levée.", "Three priorities for the year, by a show of hands."),
        room=GREAT_HALL,
        speakers=("mireille-gagnon", "ruth-abebe"),
    ),
)

_NEXT = EventSpec(
    "summit-next",
    "summit",
    At(12, TUESDAY, "08:30"),
    At(12, TUESDAY + 1, "14:00"),
    ("Sommet sur l’établissement et l’intégration {year}", "Settlement and Integration Summit {year}"),
    (
        "Deux jours pour les cadres supérieurs : relève, financement, logement et santé des équipes.",
        "Two days for senior leaders: succession, funding, housing and the health of teams.",
    ),
    body=(
        (
            (
                "Le Sommet réunit une fois l’an les personnes qui dirigent un organisme d’établissement dans un"
                " petit centre."
                " On y vient pour réfléchir loin du téléphone, et pour repartir avec trois décisions."
            ),
            (
                "Once a year the Summit brings together those who lead a settlement organization in a small centre."
                " One comes"
                " to think away from the phone, and leaves with three decisions."
            ),
        ),
        (
            (
                "Toutes les séances plénières sont interprétées. Les ateliers se donnent dans une langue; le"
                " programme dit"
                " laquelle."
            ),
            "All plenary sessions are interpreted. Workshops are in one language; the programme says which.",
        ),
    ),
    practical=(
        (
            (
                "Hébergement : un bloc de chambres est réservé à l’hôtel d’en face jusqu’à trois semaines avant"
                " le Sommet."
                " Dites que vous venez pour le Sommet."
            ),
            (
                "Staying: a block of rooms is held at the hotel across the street until three weeks before the"
                " Summit. Say"
                " that you come for the Summit."
            ),
        ),
        (
            "Se rendre : la navette part de la gare d’autobus à 7 h 45 les deux matins. Le stationnement est gratuit.",
            "Getting there: the shuttle leaves the bus station at 7:45 on both mornings. Parking is free.",
        ),
        (
            (
                "Repas : tous les dîners sont offerts; indiquez vos besoins à l’inscription. Une halte-garderie"
                " est ouverte"
                " de 8 h à 16 h 30."
            ),
            (
                "Meals: all lunches are provided; tell us what you need when you register. Child minding is open"
                " from 8 to"
                " 4:30."
            ),
        ),
    ),
    format="hybrid",
    town="lethbridge",
    venue=("Centre des congrès des coulées (inventé)", "Coulees Convention Centre (invented)"),
    street="401, 4th Street South",
    accessibility=(
        (
            "Ascenseur à toutes les salles, toilettes accessibles à chaque étage, salle calme, places réservées près de"
            " l’entrée. Sous-titrage en direct des plénières."
        ),
        (
            "Elevator to all rooms, accessible washrooms on each floor, a quiet room, reserved parking by the"
            " door. Plenary"
            " sessions are captioned live."
        ),
    ),
    hosts=("saisia", "manso"),
    topics=("governance-and-hr", "housing"),
    audiences=("senior-leaders",),
    level="senior-leaders",
    interpretation=(
        "Interprétation simultanée des plénières; interprétation gestuelle sur demande.",
        "Plenary sessions are interpreted; sign language on request.",
    ),
    capacity=120,
    certificate_hours="9.5",
    resources=("succession-two-people", "board-skills-matrix", "salary-grid"),
    sessions=PROGRAMME,
    papers=(
        PaperSpec(
            "avant-le-sommet",
            ("Avant le Sommet : trois questions à votre équipe", "Before the Summit: three questions for your team"),
            "fr",
            (
                "# Avant le Sommet",
                "- Qui ferait quoi si vous étiez absente trois mois?",
                "- Quelle dépense vous inquiète le plus?",
                "- Quelle famille vous a appris quelque chose cette année?",
            ),
        ),
        PaperSpec(
            "before-the-summit",
            ("Before the Summit: three questions for your team", "Before the Summit: three questions for your team"),
            "en",
            (
                "# Before the Summit",
                "- Who would do what if you were away for three months?",
                "- Which expense worries you most?",
                "- Which family taught you something this year?",
            ),
        ),
    ),
    sponsors=(
        (
            ("Caisse des Prairies (inventée)", "Prairie Credit Union (invented)"),
            ("Partenaire principal", "Main partner"),
        ),
        (("Imprimerie du Coin (inventée)", "Corner Print Shop (invented)"), ("Partenaire", "Partner")),
    ),
    questions=(
        (("Quel atelier du premier jour choisissez-vous?", "Which workshop do you choose on the first day?"), "line"),
    ),
)
LAST = replace(
    _NEXT,
    key="summit-last",
    starts=At(-40, TUESDAY, "08:30"),
    ends=At(-40, TUESDAY + 1, "14:00"),
    status="closed",
    town="red-deer",
    venue=("Centre de la rivière (inventé)", "River Centre (invented)"),
    street="4800, 50 Avenue",
    questions=(),
    papers=(
        PaperSpec(
            "priorites-du-sommet",
            ("Les trois priorités retenues", "The three priorities (in French)"),
            "fr",
            ("# Priorités", "- La relève", "- Le logement des travailleurs", "- La santé des équipes"),
            "after",
        ),
    ),
    transcript=(
        "Ce que disent les familles tient en une phrase : on reste là où quelqu’un nous attend.",
        "Dans neuf villes, le premier motif de départ n’est pas le salaire, c’est l’absence de logement après un an.",
        "Le deuxième, c’est l’école. Le troisième, c’est de n’avoir personne à appeler un dimanche.",
    ),
)
SUMMITS = (LAST, _NEXT)
