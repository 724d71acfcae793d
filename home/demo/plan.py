"""Which pages the demo has, where they stand, and what stands once for both languages.

The order is that of the tree. Pages written in French come first; those written in English may link to them, not the
other way round, because a page that is linked to must exist.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class PageSpec:
    """One page; `key` names its content files and finds it again at the next load."""

    key: str
    model: str  # of the home app, or "members.PrivatePage"
    parent: str = ""
    source: str = "fr"
    languages: tuple[str, ...] = LANGUAGES
    fields: dict[str, Any] = field(default_factory=dict)  # columns that both languages share
    audience: str = ""  # key of the Audience term
    social_image: str = ""
    delivered_by: tuple[str, ...] = ()
    access: str = ""  # code of the access group that may read it; empty: everyone
    scheduled_in: int = 0  # days from the load until it is published

    @property
    def is_translated(self) -> bool:
        return len(self.languages) == len(LANGUAGES)

    @property
    def target(self) -> str:
        return "en" if self.source == "fr" else "fr"


def _part(year: int, number: int, *delivered_by: str) -> PageSpec:
    fields = {"number": str(number)}
    return PageSpec(
        f"strategy-{year}-{number}", "StrategyPage", f"strategy-{year}", fields=fields, delivered_by=delivered_by
    )


def _standard(key: str, parent: str, **more: Any) -> PageSpec:
    return PageSpec(key, "StandardPage", parent, **more)


def _audience(key: str, audience: str, **more: Any) -> PageSpec:
    return PageSpec(key, "AudiencePage", "home", audience=audience, **more)


def _private(key: str, parent: str = "spaces", **more: Any) -> PageSpec:
    return PageSpec(key, "members.PrivatePage", parent, **more)


REVIEWED_YEARLY = {"review_on": datetime.date(2027, 9, 1)}

PAGES: tuple[PageSpec, ...] = (
    PageSpec("home", "HomePage", social_image="horizon"),
    PageSpec(
        "strategy-2020",
        "StrategyIndexPage",
        "home",
        social_image="grain-elevator",
        fields={"version_year": 2020, **REVIEWED_YEARLY},
    ),
    _part(2020, 1),
    _part(2020, 2, "activity-pei", "activity-quarterly", "activity-visits"),
    _part(2020, 3, "activity-toolkit", "activity-events"),
    _part(2020, 4, "activity-survey", "activity-visits"),
    _part(2020, 5, "activity-pnt", "activity-pei"),
    _part(2020, 6, "activity-loop", "activity-survey"),
    PageSpec("strategy-2018", "StrategyIndexPage", "strategy-2020", fields={"version_year": 2018}),
    _part(2018, 1),
    _part(2018, 2, "activity-toolkit"),
    _part(2018, 3, "activity-quarterly"),
    _standard("activities", "home", social_image="river-valley", fields=REVIEWED_YEARLY),
    _standard("activity-pei", "activities", social_image="community-quilt"),
    _standard("activity-quarterly", "activities"),
    _standard("activity-toolkit", "activities"),
    _standard("activity-survey", "activities"),
    _standard("activity-visits", "activities", social_image="winter-road"),
    _standard("activity-pnt", "activities"),
    _standard("activity-events", "activities"),
    _standard("activity-loop", "activities"),
    _audience("audience-frontline", "front-line-staff", social_image="canola-field"),
    _audience("audience-leaders", "senior-leaders"),
    _audience("audience-partners", "municipalities-and-community-partners"),
    _audience("audience-public", "the-public"),
    _standard("about", "home"),
    PageSpec("contact", "ContactPage", "home"),
    _standard("privacy", "home", fields=REVIEWED_YEARLY),
    _standard("members-only", "home", access="members"),
    _standard("french-words", "about", languages=("fr",)),
    _standard("year-in-review", "about", scheduled_in=60),
    _private("space-members", access="members"),
    _private("space-members-renewal", "space-members"),
    _private("space-pnt", access="sister-associations"),
    _private("space-pnt-trends", "space-pnt"),
    _private("space-funders", access="funders"),
    _private("space-lips", access="lips-rifs"),
    # Written in English first.
    _standard("activity-caucuses", "activities", source="en"),
    _standard("accessibility", "home", source="en", fields=REVIEWED_YEARLY),
    _standard("acronyms", "about", source="en", languages=("en",)),
)

PAGE_KEYS = frozenset(spec.key for spec in PAGES)


@dataclass(frozen=True)
class MenuEntry:
    """A link of a menu; without a label it bears the page's title."""

    key: str
    """Of a page of the plan, or of `INDEX_PAGES`."""
    label_fr: str = ""
    label_en: str = ""


#: Pages that migrations make, by the names under which menus and texts lead to them.
INDEX_PAGES = {"directory": "members.MemberIndexPage", "toolkit": "resources.ResourceIndexPage"}
MENU = (
    MenuEntry("strategy-2020", "Stratégie", "Strategy"),
    MenuEntry("activities", "Activités", "What we do"),
    MenuEntry("toolkit", "Boîte à outils", "Toolkit"),
    MenuEntry("directory", "Organismes", "Organizations"),
    MenuEntry("audience-frontline", "Première ligne", "Front line"),
    MenuEntry("audience-leaders", "Direction", "Leaders"),
    MenuEntry("audience-partners", "Partenaires", "Partners"),
    MenuEntry("about", "À propos", "About"),
)
FOOTER = (
    MenuEntry("contact"),
    MenuEntry("audience-public", "Grand public", "For the public"),
    MenuEntry("accessibility"),
    MenuEntry("privacy"),
    MenuEntry("members-only"),
)
