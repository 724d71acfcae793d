"""People of the demo's organizations, all invented. They have no password: only the demo's accounts sign in."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    first_name: str
    last_name: str
    organization: str
    position_fr: str
    position_en: str
    language: str
    is_listed: bool = False
    is_administrator: bool = False


DIRECTOR = ("Directrice générale", "Executive director")
WORKER = ("Intervenante", "Settlement worker")
TUTOR = ("Tuteur", "Tutor")

PEOPLE: tuple[Person, ...] = (
    Person("Amina", "Diallo", "brooks-welcome-house", *DIRECTOR, "fr", True),
    Person("Tomasz", "Kowal", "brooks-welcome-house", "Agent d’emploi", "Job counsellor", "en", True),
    Person("Grace", "Mensah", "chinook-newcomer-centre", *DIRECTOR, "en", True, True),
    Person("Yusuf", "Aden", "chinook-newcomer-centre", "Intervenant", "Settlement worker", "en", True),
    Person("Elena", "Marquez", "chinook-newcomer-centre", "Enseignante", "Teacher", "en"),
    Person("Hélène", "Beaudry", "parkland-settlement", *DIRECTOR, "fr", True, True),
    Person("Olena", "Shevchuk", "parkland-settlement", *WORKER, "en", True),
    Person("Rahul", "Menon", "parkland-settlement", "Responsable de l’emploi", "Employment lead", "en"),
    Person("Sarah", "Whitford", "peace-country-welcome", *DIRECTOR, "en", True, True),
    Person("Jun", "Reyes", "peace-country-welcome", *WORKER, "en", True),
    Person("Émile", "Gagnon", "athabasca-francophone-welcome", "Directeur", "Director", "fr", True, True),
    Person("Fatou", "Sarr", "athabasca-francophone-welcome", *WORKER, "fr"),
    Person("Linh", "Tran", "wood-buffalo-newcomers", *DIRECTOR, "en", True, True),
    Person("Marta", "Oliveira", "gas-city-settlement", *DIRECTOR, "en", False, True),
    Person("Dmytro", "Bondar", "border-city-connections", "Directeur", "Director", "en", True, True),
    Person("Noor", "Haddad", "bow-valley-settlement", *DIRECTOR, "en", True, True),
    Person("Claire", "Fournier", "bonnyville-francophone-centre", *DIRECTOR, "fr", True, True),
    Person("Min-ji", "Park", "yellowhead-settlement", *WORKER, "en", True, True),
    Person("Ravi", "Singh", "mill-woods-language-school", "Directeur", "Director", "en", False, True),
    Person("Selam", "Tesfay", "north-saskatchewan-newcomers", *DIRECTOR, "en", True, True),
    Person("Patrick", "Okafor", "bow-river-immigrant-services", *TUTOR, "en"),
    Person("Julie", "Tremblay", "calgary-francophone-settlement", *DIRECTOR, "fr", True, True),
    Person("Karen", "Littlechild", "red-deer-lip", "Coordonnatrice", "Coordinator", "en", True, True),
    Person("Luc", "Arsenault", "rif-alberta-demo", "Coordonnateur", "Coordinator", "fr", True, True),
    Person("Zahra", "Rahimi", "banff-workers-welcome", *WORKER, "en", True, True),
)  # fmt: skip
