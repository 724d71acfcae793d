"""Alberta as it is drawn."""

from __future__ import annotations

from decimal import Decimal

from members.bench import COMMUNITIES
from members.directory.geography import BORDER, HEIGHT, WIDTH, place, spots
from members.models import Community


def towns() -> list[Community]:
    return [
        Community(
            pk=number,
            name_fr=name,
            name_en=name,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
            population=population,
        )
        for number, (name, latitude, longitude, population, _region, _tier) in enumerate(COMMUNITIES)
    ]


def test_the_province_fills_the_drawing_north_up() -> None:
    points = [place(*point) for point in BORDER]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    north, south = place(60, -115), place(49, -112)
    assert north[1] < place(53.55, -113.47)[1] < south[1]
    assert place(55, -119)[0] < place(55, -111)[0]


def test_what_lies_elsewhere_is_drawn_at_the_edge() -> None:
    for latitude, longitude in ((0.0, 0.0), (90.0, 180.0), (-90.0, -180.0)):
        x, y = place(latitude, longitude)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_towns_close_together_are_one_dot_under_the_name_of_the_largest() -> None:
    found = spots(towns())
    assert sum(len(spot.communities) for spot in found) == len(COMMUNITIES)
    several = {tuple(town.name_en for town in spot.communities) for spot in found if len(spot.communities) > 1}
    assert several == {("Canmore", "Banff"), ("Cold Lake", "Bonnyville")}
    assert spots([]) == []
