"""The towns and cities of the demo, and the languages of service."""

from __future__ import annotations

from typing import NamedTuple


class Town(NamedTuple):
    """A real town: place and population are those of GeoNames (CC BY 4.0), tier and region are the demo's."""

    name: str
    latitude: str
    longitude: str
    population: int
    tier: int
    region: str


TOWNS: dict[str, Town] = {
    "lethbridge": Town("Lethbridge", "49.700", "-112.819", 103197, 3, "southwest"),
    "red-deer": Town("Red Deer", "52.267", "-113.802", 100844, 3, "central"),
    "grande-prairie": Town("Grande Prairie", "55.167", "-118.803", 70385, 3, "northwest"),
    "fort-mcmurray": Town("Fort McMurray", "56.727", "-111.381", 66573, 3, "northeast"),
    "medicine-hat": Town("Medicine Hat", "50.039", "-110.677", 63138, 3, "southeast"),
    "lloydminster": Town("Lloydminster", "53.272", "-110.023", 31582, 2, "northeast"),
    "camrose": Town("Camrose", "53.017", "-112.835", 20405, 2, "central"),
    "brooks": Town("Brooks", "50.583", "-111.885", 14451, 2, "southeast"),
    "high-river": Town("High River", "50.583", "-113.869", 14324, 2, "southwest"),
    "canmore": Town("Canmore", "51.083", "-115.352", 13992, 1, "mountain-parks"),
    "cold-lake": Town("Cold Lake", "54.465", "-110.182", 11595, 2, "northeast"),
    "hinton": Town("Hinton", "53.400", "-117.586", 9889, 1, "northwest"),
    "olds": Town("Olds", "51.783", "-114.102", 9209, 1, "central"),
    "drumheller": Town("Drumheller", "51.462", "-112.710", 8430, 1, "central"),
    "banff": Town("Banff", "51.176", "-115.570", 8305, 1, "mountain-parks"),
    "bonnyville": Town("Bonnyville", "54.267", "-110.735", 5975, 1, "northeast"),
    "jasper": Town("Jasper", "52.879", "-118.080", 3948, 1, "mountain-parks"),
    "calgary": Town("Calgary", "51.050", "-114.085", 1306784, 4, "calgary-area"),
    "edmonton": Town("Edmonton", "53.550", "-113.469", 1010899, 4, "edmonton-area"),
}
CITIES = frozenset({"calgary", "edmonton"})
"""Anywhere else is a small centre (DOMAIN.md)."""

#: (key, French, English), in the order in which lists show them.
SERVICE_LANGUAGES: tuple[tuple[str, str, str], ...] = (
    ("english", "Anglais", "English"),
    ("french", "Français", "French"),
    ("amharic", "Amharique", "Amharic"),
    ("arabic", "Arabe", "Arabic"),
    ("cantonese", "Cantonais", "Cantonese"),
    ("dari", "Dari", "Dari"),
    ("german", "Allemand", "German"),
    ("hindi", "Hindi", "Hindi"),
    ("korean", "Coréen", "Korean"),
    ("mandarin", "Mandarin", "Mandarin"),
    ("oromo", "Oromo", "Oromo"),
    ("pashto", "Pachto", "Pashto"),
    ("persian", "Persan", "Persian"),
    ("portuguese", "Portugais", "Portuguese"),
    ("punjabi", "Pendjabi", "Punjabi"),
    ("somali", "Somali", "Somali"),
    ("spanish", "Espagnol", "Spanish"),
    ("swahili", "Swahili", "Swahili"),
    ("tagalog", "Tagalog", "Tagalog"),
    ("tigrinya", "Tigrigna", "Tigrinya"),
    ("ukrainian", "Ukrainien", "Ukrainian"),
    ("urdu", "Ourdou", "Urdu"),
    ("vietnamese", "Vietnamien", "Vietnamese"),
)
