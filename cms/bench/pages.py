"""The pages that are measured, each with its target. A part of the portal adds its own at the end."""

from dataclasses import dataclass

BARE_PATH = "/bench/bare/"  # the constant string behind Django's usual middleware
SIGN_IN_PATH = "/bench/sign-in/"  # signs in the account that the query names; the benchmark's server alone has it
MOST_GROWTH = 1.5


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    cpu_ratio: float
    """At most so many times the bare view's CPU time."""
    queries: int
    """At most so many queries."""
    status: int = 200
    cache: str = "none"
    """What may be stored between requests: none, or the name of a cache that is measured on purpose."""
    account: str = ""
    """E-mail address of the account for which the page is asked; empty: nobody is signed in."""
    median_ratio: float = 0
    """One client's median at most so many times the bare view's; 0: no target."""
    revalidates: bool = False
    """Asked for by somebody who has it already, and says so."""
    grows: bool = False
    """Measured with a tenth of the resources and events too; it may cost at most MOST_GROWTH times that."""


PAGES = [
    Page("home", "/fr/", cpu_ratio=25, queries=12),
    Page("strategy page", "/fr/strategie/ecouter/", cpu_ratio=25, queries=12),
    Page("directory", "/fr/membres/?service=settlement&service=employment&tier=small-cities", cpu_ratio=35, queries=12),
    *(
        Page(name, path, cpu_ratio=ratio, queries=12, median_ratio=40, grows=True)
        for name, path, ratio in (
            ("toolkit", "/fr/boite-a-outils/", 35),
            ("toolkit, two filters", "/fr/boite-a-outils/?topic=housing&topic=health&setting=small-centre", 35),
            ("toolkit, page 40", "/fr/boite-a-outils/?page=40", 35),
            ("toolkit, last page", "/fr/boite-a-outils/?page=400", 35),
            ("toolkit search", "/fr/boite-a-outils/?q=logement&topic=housing&setting=small-centre", 40),
            ("toolkit search, one word", "/fr/boite-a-outils/?q=logement", 40),
            ("preset listing", "/fr/boite-a-outils/selections/banc/", 35),
            ("resource", "/fr/boite-a-outils/banc-5/", 25),
            ("site search", "/fr/recherche/?q=logement", 40),
            ("typeahead", "/fr/recherche/suggestions/?q=log", 8),
        )
    ),
    *(
        Page(name, path, cpu_ratio=ratio, queries=12, median_ratio=40, grows=True)
        for name, path, ratio in (
            ("events", "/fr/evenements/", 35),
            ("events, two filters", "/fr/evenements/?topic=housing&topic=health&format=virtual", 35),
            ("events, past, last page", "/fr/evenements/?when=past&page=400", 35),
            ("events, search", "/fr/evenements/?q=logement&when=all&topic=housing", 40),
            ("events, month", "/fr/evenements/?view=month", 35),
            ("events, by place", "/fr/evenements/?view=places", 45),
            ("events, preset listing", "/fr/evenements/selections/banc/", 35),
        )
    ),
    Page("event", "/fr/evenements/banc-5/", cpu_ratio=25, queries=12),
    Page("events, public calendar", "/ics/fr/public.ics", cpu_ratio=40, queries=12),
    Page("events, public calendar again", "/ics/fr/public.ics", cpu_ratio=4, queries=2, status=304, revalidates=True),
    Page("dashboard", "/fr/espace/", cpu_ratio=35, queries=20, account="bench-person-2001@example.org"),
    Page("404", "/fr/cette-page-n-existe-pas/", cpu_ratio=12, queries=12, status=404),
    Page("sign-in", "/fr/compte/connexion/", cpu_ratio=12, queries=12),
]
