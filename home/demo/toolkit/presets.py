"""The demo's preset listings: what audience pages show first of the toolkit."""

from __future__ import annotations

from dataclasses import dataclass

from cms.bilingual import LANGUAGES
from cms.models import Audience, ResourceType, Topic
from resources.models import PresetListing, Setting

Order = PresetListing.Order


@dataclass(frozen=True)
class Preset:
    """A preset listing: titles and introductions in French and in English, and what it chooses."""

    titles: tuple[str, str]
    introductions: tuple[str, str]
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    setting: str = ""
    file_language: str = ""
    since_year: int | None = None
    order: str = Order.NEWEST


PRESETS: dict[str, Preset] = {
    "front-line-small-centres": Preset(
        ("Pour le personnel de première ligne des petits centres", "For front-line staff in small centres"),
        (
            (
                "Ce qui sert tout de suite, quand on est deux et que la ville est à deux heures de route :"
                " des listes, des modèles, des fiches à remettre."
            ),
            (
                "What helps right away when your team is two people and the city is two hours off: checklists,"
                " templates, sheets to hand out."
            ),
        ),
        audiences=("front-line-staff",),
        setting=Setting.SMALL_CENTRE,
        order=Order.MOST_USED,
    ),
    "senior-leaders": Preset(
        ("Pour les cadres supérieurs", "For senior leaders"),
        (
            "Gouverner, embaucher, garder son monde, convaincre : de quoi tenir la barre.",
            "Governing, hiring, keeping people and making the case: tools for those at the helm.",
        ),
        audiences=("senior-leaders",),
    ),
    "lips": Preset(
        ("Pour les PLI", "For LIPs"),
        (
            "De la première table de concertation au bilan annuel : plans, enquêtes, exemples d’autres partenariats.",
            "From the first planning table to the yearly report: plans, scans, examples from other partnerships.",
        ),
        audiences=("lips",),
    ),
    "francophone-newcomers": Preset(
        ("Accueillir en français", "Welcoming Francophone newcomers"),
        (
            (
                "Pour que les personnes qui vivent en français trouvent des services, une école et des voisins, même"
                " loin des grandes villes."
            ),
            "So that people who live in French find services, a school and neighbours, even far from big cities.",
        ),
        topics=("francophone-newcomers",),
    ),
    "municipalities": Preset(
        ("Pour les municipalités", "For municipalities"),
        (
            (
                "Une ville accueille par ses règlements, ses autobus et ses comptoirs autant que par ses discours."
                " Par où commencer?"
            ),
            "A town welcomes through its bylaws, buses and counters as much as through its speeches. Where to begin?",
        ),
        audiences=("municipalities-and-community-partners",),
        since_year=2020,
    ),
}


def make_preset(preset: Preset) -> PresetListing:
    """Make a preset listing; terms that are no longer there are left out."""
    introductions = {"fr": preset.introductions[0].replace(" :", "\u00a0:"), "en": preset.introductions[1]}
    row = PresetListing.objects.create(
        setting=preset.setting,
        file_language=preset.file_language,
        since_year=preset.since_year,
        order=preset.order,
        **{f"title_{language}": title for language, title in zip(LANGUAGES, preset.titles, strict=True)},
        **{f"introduction_{language}": words for language, words in introductions.items()},
    )
    row.topics.set(Topic.objects.filter(key__in=preset.topics))
    row.resource_types.set(ResourceType.objects.filter(key__in=preset.types))
    row.audiences.set(Audience.objects.filter(key__in=preset.audiences))
    return row
