"""People of the demo's organizations, all invented. They have no password: only the demo's accounts sign in."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    first_name: str
    last_name: str
    organization: str
    position_fr: str
    position_en: str
    level: str
    language: str
    is_listed: bool = False
    is_administrator: bool = False


DIRECTOR = ("Directrice générale", "Executive director")
WORKER = ("Intervenante", "Settlement worker")
TUTOR = ("Tuteur", "Tutor")

PEOPLE: tuple[Person, ...] = (
    Person("Amina", "Diallo", "brooks-welcome-house", *DIRECTOR, "senior", "fr", True),
    Person("Tomasz", "Kowal", "brooks-welcome-house", "Agent d’emploi", "Job counsellor", "front-line", "en", True),
    Person("Grace", "Mensah", "chinook-newcomer-centre", *DIRECTOR, "senior", "en", True, True),
    Person("Yusuf", "Aden", "chinook-newcomer-centre", "Intervenant", "Settlement worker", "front-line", "en", True),
    Person("Elena", "Marquez", "chinook-newcomer-centre", "Enseignante", "Teacher", "front-line", "en"),
    Person("Hélène", "Beaudry", "parkland-settlement", *DIRECTOR, "senior", "fr", True, True),
    Person("Olena", "Shevchuk", "parkland-settlement", *WORKER, "front-line", "en", True),
    Person("Rahul", "Menon", "parkland-settlement", "Responsable de l’emploi", "Employment lead", "senior", "en"),
    Person("Sarah", "Whitford", "peace-country-welcome", *DIRECTOR, "senior", "en", True, True),
    Person("Jun", "Reyes", "peace-country-welcome", *WORKER, "front-line", "en", True),
    Person("Émile", "Gagnon", "athabasca-francophone-welcome", "Directeur", "Director", "senior", "fr", True, True),
    Person("Fatou", "Sarr", "athabasca-francophone-welcome", *WORKER, "front-line", "fr"),
    Person("Linh", "Tran", "wood-buffalo-newcomers", *DIRECTOR, "senior", "en", True, True),
    Person("Marta", "Oliveira", "gas-city-settlement", *DIRECTOR, "senior", "en", False, True),
    Person("Dmytro", "Bondar", "border-city-connections", "Directeur", "Director", "senior", "en", True, True),
    Person("Noor", "Haddad", "bow-valley-settlement", *DIRECTOR, "senior", "en", True, True),
    Person("Claire", "Fournier", "bonnyville-francophone-centre", *DIRECTOR, "senior", "fr", True, True),
    Person("Min-ji", "Park", "yellowhead-settlement", *WORKER, "front-line", "en", True, True),
    Person("Ravi", "Singh", "mill-woods-language-school", "Directeur", "Director", "senior", "en", False, True),
    Person("Selam", "Tesfay", "north-saskatchewan-newcomers", *DIRECTOR, "senior", "en", True, True),
    Person("Patrick", "Okafor", "bow-river-immigrant-services", *TUTOR, "front-line", "en"),
    Person("Julie", "Tremblay", "calgary-francophone-settlement", *DIRECTOR, "senior", "fr", True, True),
    Person("Karen", "Littlechild", "red-deer-lip", "Coordonnatrice", "Coordinator", "senior", "en", True, True),
    Person("Luc", "Arsenault", "rif-alberta-demo", "Coordonnateur", "Coordinator", "senior", "fr", True, True),
    Person("Zahra", "Rahimi", "banff-workers-welcome", *WORKER, "front-line", "en", True, True),
)  # fmt: skip
