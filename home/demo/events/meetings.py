"""The demo's other events: series, committees, caucuses, gatherings; some of them suspended, moved or called off."""

from __future__ import annotations

from dataclasses import replace

from cms import access
from home.demo.events.days import FRIDAY, THURSDAY, TUESDAY, WEDNESDAY, At
from home.demo.events.plan import EventSpec, Pair, PaperSpec

QUARTERLY, COORDINATORS = "quarterly-updates", "coordinators-meetings"
#: Series: titles, and the rule by which they come again.
SERIES: dict[str, tuple[Pair, str]] = {
    QUARTERLY: (("Mises à jour trimestrielles", "Quarterly updates"), "FREQ=WEEKLY;INTERVAL=13;BYDAY=TU;COUNT=12"),
    COORDINATORS: (
        ("Rencontres des coordonnatrices et coordonnateurs", "Coordinators’ meetings"),
        "FREQ=WEEKLY;INTERVAL=4;BYDAY=TH;COUNT=14",
    ),
}
_SAID: tuple[Pair, ...] = (
    (
        "Au menu : ce que disent les bailleurs de fonds, ce que les membres ont demandé, ce qui s’en vient.",
        "On the table: what funders say, what members have asked for, what is coming.",
    ),
    (
        "Gardez dix minutes pour les questions : elles font souvent la moitié de la rencontre.",
        "Keep ten minutes for questions: they often make half of the meeting.",
    ),
)
_QUARTERS = (-90, -77, -64, -51, -38, -25, -12, 1, 14, 27)
_MONTHS = (-27, -23, -19, -15, -11, -7, -3, 1, 5, 9, 13)


def _quarterly(number: int, week: int) -> EventSpec:
    starts = At(week, TUESDAY, "13:00")
    return EventSpec(
        f"quarterly-update-{number}",
        "quarterly-update",
        starts,
        starts.at("14:30"),
        ("Mise à jour trimestrielle : {month_fr}", "Quarterly update: {month_en}"),
        (
            "Quatre fois l’an, l’essentiel en 90 minutes : financement, données, travaux de l’Association.",
            "Four times a year, the essentials in 90 minutes: funding, data, the Association’s work.",
        ),
        body=_SAID,
        series=QUARTERLY,
        status="closed" if week < 0 else "open" if week < 14 else "planned",
        topics=("governance-and-hr",),
        audiences=("senior-leaders", "lips"),
        level="managers",
        interpretation=("Interprétation simultanée.", "Simultaneous interpretation."),
        mode="open",
        papers=(
            PaperSpec(
                f"mise-a-jour-{number}-quarterly-update",
                ("Ce qui a été dit, en une page", "What was said, on one page"),
                "both",
                (
                    "# Mise à jour trimestrielle / Quarterly update",
                    "- Les demandes se font en ligne / Applications are made online",
                    "- Le sondage annuel part au printemps / The yearly survey goes out in spring",
                ),
                "after",
            ),
        )
        if week == -12
        else (),
    )


def _coordinators(number: int, week: int) -> EventSpec:
    starts = At(week, THURSDAY, "09:00")
    return EventSpec(
        f"coordinators-meeting-{number}",
        "coordinators-meeting",
        starts,
        starts.at("10:00"),
        ("Rencontre des coordonnatrices et coordonnateurs", "Coordinators’ meeting"),
        (
            "Une heure par mois entre personnes qui coordonnent des équipes : un cas, une décision, un partage.",
            "An hour a month among people who coordinate teams: a case, a decision, something to share.",
        ),
        series=COORDINATORS,
        status="closed" if week < 0 else "open",
        notice=(
            (
                "Reportée à cause d’une tempête; une nouvelle date suivra.",
                "Postponed because of a storm; a new date will follow.",
            )
            if week == -7
            else ("", "")
        ),
        topics=("governance-and-hr",),
        level="managers",
        audiences=("senior-leaders",),
        access=access.MEMBERS,
    )


def _of_series() -> tuple[EventSpec, ...]:
    meetings = [_coordinators(number, week) for number, week in enumerate(_MONTHS, start=1)]
    meetings = [replace(spec, status="postponed") if spec.notice[0] else spec for spec in meetings]
    return (*(_quarterly(number, week) for number, week in enumerate(_QUARTERS, start=1)), *meetings)


OTHERS = (
    EventSpec(
        "lips-caucus",
        "caucus",
        At(3, WEDNESDAY, "13:30"),
        At(3, WEDNESDAY, "15:00"),
        ("Caucus des PLI et des RIF", "Caucus of LIPs and RIFs"),
        (
            "Les partenariats comparent leurs plans locaux et préparent une position commune.",
            "The partnerships compare their local plans and prepare a common position.",
        ),
        topics=("welcoming-communities",),
        audiences=("lips",),
        access=access.LIPS_AND_RIFS,
        mode="invitation",
        resources=("lip-settlement-plan", "plan-annuel-rif"),
    ),
    EventSpec(
        "toolkit-committee",
        "committee-meeting",
        At(5, FRIDAY, "10:00"),
        At(5, FRIDAY, "11:30"),
        ("Comité de la boîte à outils", "Toolkit committee"),
        (
            "Le comité choisit les ressources à revoir et répond aux demandes des membres.",
            "The committee chooses which resources to review and answers what members asked for.",
        ),
        access=access.MEMBERS,
        level="managers",
        mode="none",
    ),
    EventSpec(
        "southern-gathering",
        "gathering",
        At(7, THURSDAY, "10:00"),
        At(7, THURSDAY, "15:30"),
        ("Rencontre du Sud : accueillir en petite ville", "Southern gathering: welcoming in a small town"),
        (
            "Une journée en personne à Brooks : visite, dîner partagé, trois ateliers.",
            "A day in person in Brooks: a visit, a shared lunch, three workshops.",
        ),
        body=(
            (
                "On arrive à 10 h, on repart avant la noirceur. Le covoiturage s’organise avec l’inscription.",
                "We arrive at ten and leave before dark. Rides are shared when you register.",
            ),
        ),
        format="in-person",
        town="brooks",
        venue=("Salle du Patrimoine", "Heritage Hall"),
        street="12, 2nd Street West",
        accessibility=(
            "Entrée de plain-pied par le stationnement, toilette accessible, boucle magnétique dans la grande salle.",
            "Step-free entrance from the parking lot, accessible washroom, hearing loop in the main room.",
        ),
        hosts=("brooks-welcome-house",),
        topics=("welcoming-communities", "housing"),
        audiences=("front-line-staff", "municipalities-and-community-partners"),
        capacity=45,
        mode="open",
        resources=("welcoming-community-scan", "moving-from-the-city"),
    ),
    EventSpec(
        "northern-gathering",
        "gathering",
        At(2, THURSDAY, "09:30"),
        At(2, THURSDAY, "15:00"),
        ("Rencontre du Nord", "Northern gathering"),
        (
            "La rencontre en personne de Grande Prairie, déplacée en ligne.",
            "The in-person gathering in Grande Prairie, moved online.",
        ),
        format="in-person",
        status="moved-online",
        notice=(
            "Un avertissement de grand froid couvre toute la région. Même horaire, en ligne; le repas n’est pas servi.",
            "An extreme cold warning covers the whole area. Same hours, online; lunch is not served.",
        ),
        town="grande-prairie",
        venue=("Bibliothèque municipale", "Public library"),
        hosts=("peace-country-welcome",),
        topics=("welcoming-communities",),
        audiences=("front-line-staff",),
        mode="open",
    ),
    EventSpec(
        "museum-evening",
        "gathering",
        At(9, FRIDAY, "17:00"),
        At(9, FRIDAY, "20:00"),
        ("Soirée au musée : mots d’ici, mots d’ailleurs", "Museum evening: words from here, words from away"),
        (
            "Une soirée de contes en plusieurs langues à Drumheller.",
            "An evening of stories in several languages in Drumheller.",
        ),
        format="in-person",
        status="cancelled",
        notice=(
            "Le musée ferme pour travaux. Nous vous proposerons une autre soirée l’an prochain.",
            "The museum closes for repairs. We will propose another evening next year.",
        ),
        town="drumheller",
        venue=("Musée des badlands (inventé)", "Badlands museum (invented)"),
        topics=("welcoming-communities",),
        audiences=("the-public",),
        mode="open",
        capacity=80,
    ),
    EventSpec(
        "employers-breakfast",
        "gathering",
        At(-18, TUESDAY, "07:30"),
        At(-18, TUESDAY, "09:00"),
        ("Déjeuner des employeurs", "Employers’ breakfast"),
        (
            "Des employeurs de Red Deer et des organismes d’établissement autour d’une même table.",
            "Employers of Red Deer and settlement organizations around one table.",
        ),
        format="in-person",
        status="suspended",
        notice=(
            "Suspendu le temps de trouver une salle accessible.",
            "Suspended until an accessible room is found.",
        ),
        town="red-deer",
        topics=("employment",),
        audiences=("municipalities-and-community-partners",),
        mode="open",
        resources=("employer-welcome-kit",),
    ),
    EventSpec(
        "rural-roundtable",
        "gathering",
        At(11, WEDNESDAY, "13:00"),
        At(11, WEDNESDAY, "16:00"),
        ("", "Rural transit round table"),
        ("", "Three hours on buses, rides and distances with municipal staff. Held in English only."),
        format="hybrid",
        status="suspended",
        notice=("", "Suspended until the bus survey is out."),
        town="camrose",
        venue=("", "City hall"),
        language="en",
        only="en",
        topics=("welcoming-communities",),
        audiences=("municipalities-and-community-partners",),
        hosts=("camrose-open-door",),
        resources=("municipal-brief-transit",),
    ),
)
EVENTS = (*_of_series(), *OTHERS)
