"""The demo's virtual sessions: twelve that were held, with their recordings, and three to come."""

from __future__ import annotations

from home.demo.events.days import THURSDAY, TUESDAY, WEDNESDAY, At
from home.demo.events.plan import EventSpec, Pair

LINK: Pair = (
    "Le lien de connexion se trouve dans votre confirmation et, une fois la place obtenue, sur cette page.",
    "The joining link is in your confirmation and, once you have a seat, on this page.",
)
BOTH: Pair = ("Interprétation simultanée dans les deux langues.", "Simultaneous interpretation in both languages.")
TO_ENGLISH: Pair = ("En français, avec interprétation vers l’anglais.", "In French, interpreted into English.")
TO_FRENCH: Pair = ("En anglais, avec interprétation vers le français.", "In English, interpreted into French.")
FRONT = ("front-line-staff",)


def _held(week: int, key: str, title: Pair, summary: Pair, **more: object) -> EventSpec:
    """A session that was held at noon, for an hour and a quarter."""
    starts = At(week, WEDNESDAY, "12:00")
    facts: dict[str, object] = {"level": "front-line", "audiences": FRONT, "status": "closed", "mode": "open"}
    return EventSpec(key, "virtual-session", starts, starts.at("13:15"), title, summary, **(facts | more))  # type: ignore[arg-type]


HELD = (
    _held(
        -94,
        "intake-that-does-no-harm",
        ("Un premier accueil qui ne blesse pas", "A first intake that does no harm"),
        (
            "Ce qu’on demande, ce qu’on laisse pour plus tard, et comment le dire à deux avec une interprète.",
            "What to ask, what to leave for later, and how to say it when there are three of you in the room.",
        ),
        topics=("mental-health", "refugee-claimants"),
        language="fr",
        interpretation=TO_ENGLISH,
        resources=("trauma-informed-intake", "working-with-interpreters"),
        transcript=(
            (
                "Bonjour à toutes et à tous. On commence par une règle simple : personne n’a à raconter son"
                " histoire pour"
                " obtenir un rendez-vous."
            ),
            (
                "Trois questions suffisent le premier jour : de quoi avez-vous besoin cette semaine, qui peut"
                " vous aider,"
                " et comment vous joindre sans danger."
            ),
            (
                "Le reste attend. Si la personne raconte quand même, on écoute, on remercie, et on n’écrit que"
                " l’essentiel."
            ),
            "Avec une interprète, parlez à la personne, pas à l’interprète, et gardez cinq minutes à la fin pour elle.",
        ),
    ),
    _held(
        -88,
        "rents-in-small-towns",
        ("Se loger quand il n’y a rien à louer", "Finding a home when there is nothing to rent"),
        (
            "Trois petites villes racontent ce qui a marché : chambres chez l’habitant, motels, propriétaires fidèles.",
            "Three small towns tell what worked: rooms in family homes, motels, landlords who come back.",
        ),
        topics=("housing",),
        language="en",
        interpretation=TO_FRENCH,
        resources=("housing-search-small-town", "tenancy-viewing-checklist"),
        transcript=(
            "Welcome. In our town there were four listings last month, and two of them were the same basement.",
            "So we stopped searching listings and started visiting: the hardware store, the church, the rink.",
            "A landlord who has had one good year with a family calls us before the next tenant leaves.",
            "Write down what you promised. A landlord remembers it longer than you do.",
        ),
    ),
    _held(
        -81,
        "youth-after-school",
        ("Après l’école : ce qui retient les jeunes", "After school: what keeps young people coming"),
        (
            "Sport, devoirs, musique : ce qui remplit une salle un mardi de janvier, et ce que cela coûte.",
            "Sport, homework, music: what fills a room on a Tuesday in January, and what it costs.",
        ),
        topics=("children-and-youth", "education"),
        language="en",
        interpretation=TO_FRENCH,
        resources=("youth-sport-fees", "youth-summer-program"),
        transcript=(
            "I will start with the bus, because every youth program in a small town is really a bus program.",
            "We moved the start to twenty minutes after the last bell, and attendance doubled.",
            "Ask for one thing only: come twice. After the second time they bring a friend.",
        ),
    ),
    _held(
        -75,
        "credentials-step-by-step",
        ("Faire reconnaître un titre, pas à pas", "Having a credential recognized, step by step"),
        (
            "Le chemin le plus court pour une infirmière, un électricien et une enseignante, avec les délais réels.",
            "The shortest way for a nurse, an electrician and a teacher, with the waits as they really are.",
        ),
        topics=("employment", "education"),
        resources=("credential-recognition-map", "trades-path"),
        interpretation=BOTH,
        language="en",
        transcript=(
            "Nobody told me that the first letter decides the second year. So today we write that first letter.",
            "Order the transcripts before anything else: that is the wait you cannot shorten.",
            "Meanwhile, take the bridging course that starts soonest, not the one that sounds best.",
        ),
    ),
    _held(
        -66,
        "accueil-en-francais",
        (
            "Offrir ses services en français, même seul au bureau",
            "Offering service in French, even alone in the office",
        ),
        (
            "L’offre active quand une seule personne parle français : accueil, renvois et petits gestes qui comptent.",
            "Active offer when one person speaks French: the greeting, the referral, and small things that count.",
        ),
        topics=("francophone-newcomers",),
        language="fr",
        interpretation=TO_ENGLISH,
        resources=("active-offer-in-french", "lexique-sante-francais"),
        transcript=(
            "Le mot le plus important de la journée, c’est « bonjour », dit avant qu’on nous le demande.",
            "Une affiche, un message d’accueil, un nom à appeler : voilà l’offre active quand on est seule.",
            "Et si vous ne parlez pas français, apprenez la phrase qui mène à quelqu’un qui le parle.",
        ),
    ),
    _held(
        -57,
        "treaty-neighbours",
        ("Voisins par traité", "Neighbours by treaty"),
        (
            "Comment parler des traités avec des personnes qui viennent d’arriver, sans raccourci et sans gêne.",
            "How to talk about the treaties with people who have just come, without shortcuts and without unease.",
        ),
        topics=("indigenous-newcomer-relations", "welcoming-communities"),
        level="everyone",
        language="en",
        interpretation=TO_FRENCH,
        resources=("treaty-conversations", "land-walk"),
        transcript=(
            "Before we talk about paper, I invite you to name the river that you drink from.",
            "A newcomer once asked me: whose guests are we? That is the question, and a good beginning.",
            "Do not read a statement. Tell what you learned and from whom, and what you will do next.",
        ),
    ),
    _held(
        -49,
        "seniors-by-phone",
        ("Rompre l’isolement des personnes aînées par téléphone", "Seniors: breaking isolation by phone"),
        (
            "Un cercle de six personnes, une heure par semaine, aucun écran : le mode d’emploi complet.",
            "A circle of six, one hour a week, no screen: everything that is needed to run one.",
        ),
        topics=("seniors", "health"),
        language="fr",
        interpretation=TO_ENGLISH,
        resources=("seniors-phone-circle", "seniors-benefits-table"),
        transcript=(
            "On ouvre toujours par la météo. C’est banal, et c’est exactement pour cela que tout le monde répond.",
            "Six personnes, pas sept : à sept, quelqu’un se tait toute l’heure.",
            "La bénévole rappelle la veille. La moitié du travail, c’est ce rappel.",
        ),
    ),
    _held(
        -40,
        "wildfire-season",
        (
            "Avant la saison des feux : prévenir dans toutes les langues",
            "Before fire season: warning in every language",
        ),
        (
            "Listes d’appel, points de rencontre et messages courts : le plan d’une ville qui a été évacuée.",
            "Call lists, meeting points and short messages: the plan of a town that was evacuated.",
        ),
        topics=("welcoming-communities", "health"),
        level="everyone",
        audiences=("front-line-staff", "municipalities-and-community-partners"),
        language="en",
        interpretation=BOTH,
        resources=("wildfire-evacuation",),
        transcript=(
            "The alert came at six. Our first call went out at six-forty, and that is forty minutes too late.",
            "Now each language has two callers and a paper list, because the tower may be the first thing to go.",
            "One message, eleven words: where to go, what to bring, who will be there.",
        ),
    ),
    _held(
        -31,
        "women-and-evening-work",
        ("Femmes, horaires de nuit et garde d’enfants", "Women, night shifts and child care"),
        (
            "Des solutions à hauteur d’usine : co-voiturage, garde entre voisines, rencontres à 15 h.",
            "Answers at the scale of a plant: shared rides, care among neighbours, meetings at three in the afternoon.",
        ),
        topics=("women", "employment"),
        language="en",
        interpretation=TO_FRENCH,
        resources=("night-shift-parents", "women-evening-group"),
        transcript=(
            "We kept inviting women to an evening group, and they kept working evenings.",
            "At three o’clock the day shift ends and the night shift is awake. That is our hour.",
            "The rides came first, the group came second, and the advice came last.",
        ),
    ),
    _held(
        -22,
        "school-doors",
        ("Ouvrir les portes de l’école aux parents", "Opening the school doors to parents"),
        (
            "Bulletins, rencontres, applications : ce que les parents n’osent pas demander et que l’école oublie.",
            "Report cards, interviews, apps: what parents do not dare to ask and what schools forget to say.",
        ),
        topics=("education", "children-and-youth"),
        language="fr",
        interpretation=TO_ENGLISH,
        resources=("school-registration", "ecole-francophone-inscription"),
        transcript=(
            "Un bulletin, c’est une lettre écrite dans une langue que même les parents d’ici lisent mal.",
            "On a donc lu un bulletin ensemble, à voix haute, un samedi matin, avec du café.",
            "La question la plus posée : est-ce que j’ai le droit d’appeler? Oui. Et voici le numéro.",
        ),
    ),
    _held(
        -13,
        "hate-incidents",
        ("Après un incident haineux : les 48 premières heures", "After a hate incident: the first 48 hours"),
        (
            "Qui appeler, quoi noter, comment entourer la personne et l’équipe, et ce qu’il vaut mieux ne pas publier.",
            "Whom to call, what to note, how to hold the person and the team, and what is better not posted.",
        ),
        topics=("anti-racism", "mental-health"),
        level="managers",
        language="en",
        interpretation=BOTH,
        resources=("hate-incident-report", "incident-response"),
        transcript=(
            "The person decides. That is the first line of our plan, and the hardest one to keep.",
            "Write down what was said and seen, the hour, the place; leave the reasons for later.",
            "Then look after the colleague who took the call. They went home with it too.",
        ),
    ),
    _held(
        -5,
        "budget-in-an-hour",
        ("Lire un budget en une heure", "Reading a budget in an hour"),
        (
            (
                "Pour les conseils et les équipes : quatre lignes à regarder, trois questions à poser, une erreur à"
                " éviter."
            ),
            "For boards and teams: four lines to look at, three questions to ask, one mistake to avoid.",
        ),
        topics=("governance-and-hr",),
        level="senior-leaders",
        audiences=("senior-leaders", "volunteers"),
        language="fr",
        interpretation=TO_ENGLISH,
        resources=("lire-un-budget", "board-first-year"),
        transcript=(
            "Un budget, c’est une histoire avec des chiffres. Ce soir, on cherche le personnage principal.",
            "Quatre lignes : les salaires, le loyer, ce qui vient d’un seul bailleur, et ce qui reste en décembre.",
            "L’erreur à éviter : croire que la subvention de l’an prochain est déjà là.",
        ),
    ),
)

TO_COME = (
    EventSpec(
        "winter-on-the-road",
        "virtual-session",
        At(2, WEDNESDAY, "12:00"),
        At(2, WEDNESDAY, "13:15"),
        ("L’hiver sur la route : préparer ses clients", "Winter on the road: preparing the people you serve"),
        (
            "Pneus, trousse, téléphone : un atelier prêt à donner, avec un plan de deux pages.",
            "Tires, kit, phone: a workshop that is ready to give, with a plan of two pages.",
        ),
        body=(
            (
                (
                    "Chaque hiver, quelqu’un reste pris entre deux villes. Cette séance donne tout ce qu’il faut"
                    " pour animer"
                    " l’atelier chez vous : le déroulement, les cartes, la liste de la trousse."
                ),
                (
                    "Every winter somebody gets stuck between two towns. This session gives you all it takes to run the"
                    " workshop at your place: how it goes, the cards, what is in the kit."
                ),
            ),
            LINK,
        ),
        topics=("welcoming-communities",),
        audiences=FRONT,
        level="front-line",
        interpretation=BOTH,
        mode="open",
        capacity=60,
        certificate_hours="1.2",
        resources=("winter-driving",),
        questions=((("Combien de personnes forme votre équipe?", "How many people does your team train?"), "line"),),
    ),
    EventSpec(
        "interpreters-as-colleagues",
        "virtual-session",
        At(4, TUESDAY, "10:00"),
        At(4, TUESDAY, "11:30"),
        ("Travailler à trois : l’interprète comme collègue", "Working as three: the interpreter as a colleague"),
        (
            "Avant, pendant, après : comment préparer une rencontre interprétée. Petit groupe, mises en situation.",
            "Before, during, after: how to prepare an interpreted meeting. A small group that practises.",
        ),
        body=(
            (
                (
                    "Le groupe est petit pour que chaque personne essaie. Quand il est complet, la liste"
                    " d’attente avance"
                    " toute seule : qui reçoit une place a deux jours pour l’accepter."
                ),
                (
                    "The group is small so that everyone tries it. When it is full the waiting list moves by itself:"
                    " whoever"
                    " is offered a seat has two days to accept it."
                ),
            ),
            LINK,
        ),
        topics=("health", "refugee-claimants"),
        audiences=FRONT,
        level="front-line",
        language="en",
        interpretation=TO_FRENCH,
        capacity=4,
        certificate_hours="1.5",
        resources=("working-with-interpreters",),
    ),
    EventSpec(
        "cafe-des-francophones",
        "virtual-session",
        At(6, THURSDAY, "15:00"),
        At(6, THURSDAY, "16:00"),
        ("Café des équipes francophones", ""),
        ("Une heure entre collègues qui servent en français : un cas, une question, une bonne nouvelle.", ""),
        body=(
            (
                "Pas de présentation : chacune et chacun apporte un cas. Le café est animé en français seulement.",
                "",
            ),
        ),
        topics=("francophone-newcomers",),
        audiences=FRONT,
        level="front-line",
        language="fr",
        status="planned",
        only="fr",
    ),
)
SESSIONS = (*HELD, *TO_COME)
