"""The organizations: all invented, but for the two sister associations, of which only the name is real."""

from __future__ import annotations

from dataclasses import dataclass, field

S, L, E, C = "settlement", "language", "employment", "community-connections"
SPO, LIP, RIF, TOWN, SCHOOL = "service-provider", "lip", "rif", "municipality", "school-or-college"
SISTER, FUNDER, PARTNER = "sister-association", "funder", "other-partner"


@dataclass(frozen=True)
class Invented:
    """An organization: names and one sentence in French and in English, and its facts."""

    key: str
    kind: str
    town: str
    names: tuple[str, str]
    sentence: tuple[str, str]
    services: tuple[str, ...] = ()
    languages: str = "english"
    is_member: bool = False
    is_funded: bool = False
    serves: str = ""
    branches: tuple[tuple[str, str, str], ...] = ()
    """Further places: town, name in French, name in English."""
    visibility: dict[str, str] = field(default_factory=dict)
    membership: str = "current"
    """current, due, overdue or none: what the report of renewals says of a member."""
    is_stale: bool = False
    is_trusted: bool = False
    has_logo: bool = False


NETWORK: tuple[Invented, ...] = (
    Invented(
        "brooks-welcome-house", SPO, "brooks",
        ("Maison d’accueil de Brooks", "Brooks Welcome House"),
        ("Une équipe de six personnes accompagne les familles qui arrivent pour travailler dans la région.",
         "A team of six walks alongside families who come to work in the region."),
        (S, L, C), "english french somali oromo amharic tagalog", True, True, "medicine-hat drumheller",
        (("medicine-hat", "Point de service de Medicine Hat", "Medicine Hat office"),),
        {"contact_person": "members", "hours": "public"}, has_logo=True,
    ),
    Invented(
        "chinook-newcomer-centre", SPO, "lethbridge",
        ("Centre Chinook pour nouveaux arrivants", "Chinook Newcomer Centre"),
        ("Établissement, cours de langue et recherche d’emploi sous un même toit, près de la gare d’autobus.",
         "Settlement, language classes and job search under one roof, beside the bus station."),
        (S, L, E, C), "english french arabic swahili spanish tigrinya", True, True, "high-river",
        (("lethbridge", "École du soir", "Evening school"),), has_logo=True, is_trusted=True,
    ),
    Invented(
        "old-man-river-families", SPO, "lethbridge",
        ("Familles de la rivière Oldman", "Oldman River Families"),
        ("Ateliers pour parents, halte-garderie et jumelage avec des familles d’ici.",
         "Workshops for parents, child minding, and matches with local families."),
        (S, C), "english arabic spanish", True, False, membership="due",
    ),
    Invented(
        "parkland-settlement", SPO, "red-deer",
        ("Services d’établissement de la Prairie-Parc", "Parkland Settlement Services"),
        ("Le plus grand fournisseur entre Calgary et Edmonton, avec une équipe qui se déplace.",
         "The largest provider between Calgary and Edmonton, with a team that travels."),
        (S, L, E, C), "english french tagalog ukrainian arabic spanish dari", True, True, "olds camrose drumheller",
        (("olds", "Bureau d’Olds", "Olds office"), ("camrose", "Bureau de Camrose", "Camrose office")), has_logo=True,
    ),
    Invented(
        "central-language-circle", SPO, "red-deer",
        ("Cercle de langues du Centre", "Central Language Circle"),
        ("Des bénévoles animent des conversations en anglais et en français cinq soirs par semaine.",
         "Volunteers host conversations in English and in French five evenings a week."),
        (L, C), "english french", False, True, is_stale=True,
    ),
    Invented(
        "peace-country-welcome", SPO, "grande-prairie",
        ("Accueil du pays de la Paix", "Peace Country Welcome"),
        ("Premier arrêt des familles qui s’installent dans le Nord-Ouest, jusqu’à trois heures de route.",
         "The first stop for families who settle in the Northwest, up to three hours away by road."),
        (S, L, C), "english french tagalog punjabi ukrainian", True, True, "hinton",
        (("grande-prairie", "Centre du quartier Sud", "South side centre"),), has_logo=True,
    ),
    Invented(
        "northern-trades-bridge", SPO, "grande-prairie",
        ("Passerelle des métiers du Nord", "Northern Trades Bridge"),
        ("Reconnaissance des acquis et stages pour gens de métier formés à l’étranger.",
         "Recognition of skills and placements for tradespeople trained abroad."),
        (E,), "english spanish punjabi", True, False, visibility={"email": "members", "phone": "members"},
    ),
    Invented(
        "wood-buffalo-newcomers", SPO, "fort-mcmurray",
        ("Nouveaux arrivants de Wood Buffalo", "Wood Buffalo Newcomers"),
        ("Accueil, orientation et groupe de femmes, avec des heures pensées pour le travail par quarts.",
         "Welcome, orientation and a women’s group, at hours made for shift work."),
        (S, L, E, C), "english french arabic tagalog urdu hindi", True, True, has_logo=True,
    ),
    Invented(
        "athabasca-francophone-welcome", SPO, "fort-mcmurray",
        ("Accueil francophone de l’Athabasca", "Athabasca Francophone Welcome"),
        ("Services en français, de l’aéroport au premier emploi.",
         "Services in French, from the airport to the first job."),
        (S, E, C), "french english arabic", True, True, membership="overdue",
    ),
    Invented(
        "gas-city-settlement", SPO, "medicine-hat",
        ("Établissement Medicine Hat et région", "Medicine Hat and Area Settlement"),
        ("Une petite équipe, beaucoup de bénévoles, et une cuisine où l’on apprend l’anglais.",
         "A small team, many volunteers, and a kitchen where English is learned."),
        (S, L, C), "english spanish dari pashto ukrainian", True, True, "brooks",
    ),
    Invented(
        "border-city-connections", SPO, "lloydminster",
        ("Liens de la ville frontière", "Border City Connections"),
        ("Au service des deux côtés de la frontière provinciale, avec un seul formulaire.",
         "Serving both sides of the provincial border with a single form."),
        (S, L, E), "english tagalog french ukrainian", True, True, "bonnyville cold-lake", has_logo=True,
    ),
    Invented(
        "camrose-open-door", SPO, "camrose",
        ("La porte ouverte de Camrose", "Camrose Open Door"),
        ("Établissement et jumelage, dans les locaux de la bibliothèque.",
         "Settlement and matching, in the library’s rooms."),
        (S, C), "english tagalog spanish", True, False, visibility={"phone": "hidden", "contact_person": "hidden"},
    ),
    Invented(
        "foothills-newcomer-network", SPO, "high-river",
        ("Réseau des nouveaux arrivants des contreforts", "Foothills Newcomer Network"),
        ("Un point de service ouvert trois jours par semaine et des visites à domicile.",
         "An office open three days a week, and home visits."),
        (S, C), "english tagalog punjabi", True, True, "lethbridge",
    ),
    Invented(
        "bow-valley-settlement", SPO, "canmore",
        ("Établissement de la vallée de la Bow", "Bow Valley Settlement"),
        ("Accompagne celles et ceux qui font tourner l’hôtellerie des montagnes, et leurs familles.",
         "Supports the people who keep the mountain hotels running, and their families."),
        (S, L, C), "english french tagalog spanish korean", True, True, "banff",
        (("banff", "Bureau de Banff", "Banff office"),), has_logo=True,
    ),
    Invented(
        "banff-workers-welcome", SPO, "banff",
        ("Accueil des travailleurs de Banff", "Banff Workers’ Welcome"),
        ("Droits au travail, logement et premières démarches, le soir et en fin de semaine.",
         "Rights at work, housing and first steps, evenings and weekends."),
        (S, E), "english french tagalog portuguese", False, False, is_stale=True,
    ),
    Invented(
        "lakeland-newcomers", SPO, "cold-lake",
        ("Nouveaux arrivants du Lakeland", "Lakeland Newcomers"),
        ("Services bilingues pour les familles militaires et les autres.",
         "Bilingual services for military families and for everyone else."),
        (S, L, C), "english french", True, True, "bonnyville", membership="none",
    ),
    Invented(
        "bonnyville-francophone-centre", SPO, "bonnyville",
        ("Centre francophone de Bonnyville", "Bonnyville Francophone Centre"),
        ("Un lieu de vie en français qui accueille, oriente et présente les gens les uns aux autres.",
         "A place to live in French that welcomes, guides and introduces people to each other."),
        (S, C), "french english", True, False, "cold-lake",
    ),
    Invented(
        "yellowhead-settlement", SPO, "hinton",
        ("Établissement Yellowhead", "Yellowhead Settlement"),
        ("Une intervenante, une camionnette et trois villes le long de la route.",
         "One settlement worker, one van and three towns along the highway."),
        (S, C), "english tagalog ukrainian", True, True, "jasper",
        (("jasper", "Permanence de Jasper", "Jasper drop-in"),), membership="due",
    ),
    Invented(
        "jasper-multicultural-table", SPO, "jasper",
        ("Table multiculturelle de Jasper", "Jasper Multicultural Table"),
        ("Repas partagés, cours d’anglais et aide pour les formulaires.",
         "Shared meals, English classes and help with forms."),
        (L, C), "english french tagalog korean", True, False,
    ),
    Invented(
        "olds-welcome-circle", SPO, "olds",
        ("Cercle d’accueil d’Olds", "Olds Welcome Circle"),
        ("Des gens d’ici et d’ailleurs autour d’une table, et quelqu’un qui connaît les démarches.",
         "People from here and elsewhere around a table, and somebody who knows the paperwork."),
        (S, C), "english ukrainian german", False, False,
    ),
    Invented(
        "badlands-newcomer-support", SPO, "drumheller",
        ("Soutien aux nouveaux arrivants des Badlands", "Badlands Newcomer Support"),
        ("Service mobile offert deux jours par semaine depuis le centre communautaire.",
         "A travelling service, two days a week, from the community centre."),
        (S,), "english tagalog", True, False, visibility={"address": "members", "email": "hidden"},
    ),
    Invented(
        "bow-river-immigrant-services", SPO, "calgary",
        ("Services aux immigrants de la rivière Bow", "Bow River Immigrant Services"),
        ("Un guichet pour toute la ville, et du soutien à distance aux petits centres.",
         "One desk for the whole city, and remote support for small centres."),
        (S, L, E, C), "english french arabic cantonese mandarin punjabi urdu vietnamese spanish", True, True,
        branches=(("calgary", "Bureau du Nord-Est", "Northeast office"),
                  ("calgary", "Bureau du Sud-Ouest", "Southwest office")),
        has_logo=True,
    ),
    Invented(
        "calgary-francophone-settlement", SPO, "calgary",
        ("Établissement francophone de Calgary", "Calgary Francophone Settlement"),
        ("Du premier appartement à la première école, en français.",
         "From the first apartment to the first school, in French."),
        (S, E, C), "french english arabic swahili", True, True,
    ),
    Invented(
        "elbow-women-at-work", SPO, "calgary",
        ("Femmes au travail de l’Elbow", "Elbow Women at Work"),
        ("Mentorat et formation pour femmes nouvellement arrivées.",
         "Mentoring and training for newcomer women."),
        (E,), "english arabic dari persian", False, True,
    ),
    Invented(
        "north-saskatchewan-newcomers", SPO, "edmonton",
        ("Nouveaux arrivants de la Saskatchewan Nord", "North Saskatchewan Newcomers"),
        ("Établissement, langue et emploi dans douze langues.",
         "Settlement, language and employment in twelve languages."),
        (S, L, E, C), "english french arabic somali tigrinya amharic mandarin ukrainian punjabi tagalog", True, True,
        branches=(("edmonton", "Maison des familles", "Family house"),), has_logo=True,
    ),
    Invented(
        "mill-woods-language-school", SCHOOL, "edmonton",
        ("École de langues Mill Woods", "Mill Woods Language School"),
        ("Cours d’anglais de jour et de soir, garde d’enfants comprise.",
         "English classes by day and by evening, with child care."),
        (L,), "english punjabi hindi", True, True, membership="overdue",
    ),
    Invented(
        "lethbridge-lip", LIP, "lethbridge",
        ("Partenariat local en matière d’immigration de Lethbridge", "Lethbridge Local Immigration Partnership"),
        ("Réunit la ville, les écoles, les employeurs et les fournisseurs de services.",
         "Brings together the city, schools, employers and service providers."),
        (C,), "english french", False, True, has_logo=True,
    ),
    Invented(
        "red-deer-lip", LIP, "red-deer",
        ("Partenariat local en matière d’immigration du Centre", "Central Alberta Local Immigration Partnership"),
        ("Une table de concertation, un plan de trois ans, un bilan chaque printemps.",
         "One planning table, a three-year plan, a report each spring."),
        (C,), "english", True, True,
    ),
    Invented(
        "wood-buffalo-lip", LIP, "fort-mcmurray",
        ("Partenariat local en matière d’immigration de Wood Buffalo", "Wood Buffalo Local Immigration Partnership"),
        ("Relie les services d’une région grande comme un pays.",
         "Links the services of a region the size of a country."),
        (C,), "english french", False, True, is_stale=True,
    ),
    Invented(
        "bow-valley-lip", LIP, "canmore",
        ("Partenariat local en matière d’immigration de la vallée de la Bow", "Bow Valley Immigration Partnership"),
        ("Des municipalités de montagne qui planifient l’accueil ensemble.",
         "Mountain municipalities that plan their welcome together."),
        (C,), "english french", False, True, "banff",
    ),
    Invented(
        "medicine-hat-lip", LIP, "medicine-hat",
        ("Partenariat local en matière d’immigration du Sud-Est", "Southeast Local Immigration Partnership"),
        ("Recense les besoins et partage les bonnes idées entre trois villes.",
         "Takes stock of needs and shares good ideas among three towns."),
        (C,), "english", False, True, "brooks",
    ),
    Invented(
        "rif-alberta-demo", RIF, "edmonton",
        ("Réseau en immigration francophone (fiche de démonstration)", "Francophone Immigration Network (demo entry)"),
        ("Concerte les communautés francophones qui accueillent, partout dans la province.",
         "Brings together the Francophone communities that welcome, across the province."),
        (C,), "french english", False, True, "grande-prairie fort-mcmurray bonnyville lethbridge",
    ),
    Invented(
        "city-of-brooks-welcome", TOWN, "brooks",
        ("Bureau d’accueil municipal de Brooks", "Brooks Municipal Welcome Office"),
        ("Renseigne sur les services de la ville, en personne et en sept langues par téléphone.",
         "Explains the city’s services, in person and in seven languages by telephone."),
        (C,), "english",
    ),
    Invented(
        "grande-prairie-inclusion-office", TOWN, "grande-prairie",
        ("Bureau de l’inclusion de Grande Prairie", "Grande Prairie Inclusion Office"),
        ("Met en œuvre le plan municipal d’accueil et d’inclusion.",
         "Carries out the municipal plan for welcome and inclusion."),
        (C,), "english french",
    ),
    Invented(
        "prairie-winds-college", SCHOOL, "lethbridge",
        ("Collège des vents de la prairie", "Prairie Winds College"),
        ("Formation linguistique et programmes courts pour adultes nouvellement arrivés.",
         "Language training and short programs for newcomer adults."),
        (L, E), "english french",
    ),
    Invented(
        "saisia", SISTER, "",
        ("SAISIA, association sœur de la Saskatchewan (fiche de démonstration)",
         "SAISIA, sister association in Saskatchewan (demo entry)"),
        ("L’association des organismes d’établissement de la Saskatchewan.",
         "The association of settlement organizations in Saskatchewan."),
        (C,), "english french",
    ),
    Invented(
        "manso", SISTER, "",
        ("MANSO, association sœur du Manitoba (fiche de démonstration)",
         "MANSO, sister association in Manitoba (demo entry)"),
        ("L’association des organismes d’établissement du Manitoba.",
         "The association of settlement organizations in Manitoba."),
        (C,), "english french",
    ),
    Invented(
        "settlement-fund-demo", FUNDER, "edmonton",
        ("Bailleur de fonds (fiche de démonstration)", "Funder (demo entry)"),
        ("Finance des programmes d’établissement et d’intégration.",
         "Funds settlement and integration programs."),
        (), "english french", visibility={"phone": "members", "email": "members"},
    ),
    Invented(
        "library-network-demo", PARTNER, "camrose",
        ("Réseau des bibliothèques accueillantes", "Welcoming Libraries Network"),
        ("Des bibliothèques qui prêtent des livres, des salles et du temps.",
         "Libraries that lend books, rooms and time."),
        (C,), "english french", serves="camrose olds drumheller",
    ),
    Invented(
        "mountain-housing-society", PARTNER, "banff",
        ("Société de logement des montagnes", "Mountain Housing Society"),
        ("Aide à trouver un logement là où il y en a peu.",
         "Helps people find a home where there are few."),
        (S,), "english tagalog", serves="banff canmore jasper", is_stale=True,
    ),
)  # fmt: skip
