"""The pages that are measured, each with its target. A part of the portal adds its own at the end."""

from dataclasses import dataclass

BARE_PATH = "/bench/bare/"  # the constant string behind Django's usual middleware
SIGN_IN_PATH = "/bench/sign-in/"  # signs in the account that the query names; the benchmark's server alone has it


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


PAGES = [
    Page("home", "/fr/", cpu_ratio=25, queries=12),
    Page("strategy page", "/fr/strategie/ecouter/", cpu_ratio=25, queries=12),
    Page("directory", "/fr/membres/?service=settlement&service=employment&tier=small-cities", cpu_ratio=35, queries=12),
    Page("dashboard", "/fr/espace/", cpu_ratio=35, queries=20, account="bench-person-2001@example.org"),
    Page("404", "/fr/cette-page-n-existe-pas/", cpu_ratio=12, queries=12, status=404),
    Page("sign-in", "/fr/compte/connexion/", cpu_ratio=12, queries=12),
]
