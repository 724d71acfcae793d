"""Alberta as the directory's map draws it: outline, towns, and towns too close together to stand alone.

A Lambert conformal conic projection, as maps of the province use, on a drawing of WIDTH units. The outline is
generalised: three straight borders, and the divide of the Rockies through its passes and peaks in the southwest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from members.models import Community

WIDTH, MARGIN = 400.0, 14.0
#: South, north, meridian in the middle: degrees.
_SOUTH, _NORTH, _MIDDLE = math.radians(50), math.radians(58.5), math.radians(-115)
#: The divide between Alberta and British Columbia from the 49th parallel to the 120th meridian (latitude, longitude).
DIVIDE = (
    (49.00, -114.07),
    (49.20, -114.30),
    (49.37, -114.58),
    (49.64, -114.69),
    (49.98, -114.64),
    (50.30, -114.76),
    (50.57, -115.08),
    (50.80, -115.45),
    (51.02, -115.77),
    (51.23, -116.05),
    (51.45, -116.28),
    (51.80, -116.76),
    (52.18, -117.33),
    (52.38, -118.05),
    (52.66, -118.30),
    (52.88, -118.45),
    (53.05, -118.75),
    (53.20, -119.10),
    (53.52, -119.70),
    (53.80, -120.00),
)
CLOSE = 26.0  # units: towns nearer than this are drawn as one
LABEL = 13.0  # units: height of a letter


def _steps(first: float, last: float, count: int = 8) -> list[float]:
    return [first + (last - first) * number / count for number in range(count + 1)]


BORDER = (
    *DIVIDE,
    *((latitude, -120.0) for latitude in _steps(53.80, 60.0)),
    *((60.0, longitude) for longitude in _steps(-120.0, -110.0)),
    *((latitude, -110.0) for latitude in _steps(60.0, 49.0)),
    *((49.0, longitude) for longitude in _steps(-110.0, -114.07)),
)


def _cone() -> tuple[float, float]:
    n = math.log(math.cos(_SOUTH) / math.cos(_NORTH)) / math.log(
        math.tan(math.pi / 4 + _NORTH / 2) / math.tan(math.pi / 4 + _SOUTH / 2)
    )
    return n, math.cos(_SOUTH) * math.tan(math.pi / 4 + _SOUTH / 2) ** n / n


_N, _F = _cone()


def _flat(latitude: float, longitude: float) -> tuple[float, float]:
    """Return x to the east and y to the south, in radii of the earth."""
    distance = _F / math.tan(math.pi / 4 + math.radians(latitude) / 2) ** _N
    angle = _N * (math.radians(longitude) - _MIDDLE)
    return distance * math.sin(angle), distance * math.cos(angle)


_FLAT = [_flat(*point) for point in BORDER]
_LEFT, _TOP = min(x for x, _y in _FLAT), min(y for _x, y in _FLAT)
_SCALE = (WIDTH - 2 * MARGIN) / (max(x for x, _y in _FLAT) - _LEFT)
HEIGHT = round((max(y for _x, y in _FLAT) - _TOP) * _SCALE + 2 * MARGIN)


def place(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a point of the earth lies on the drawing; one far outside of Alberta lies at its edge."""
    x, y = _flat(min(max(latitude, -85.0), 85.0), longitude)
    x, y = (x - _LEFT) * _SCALE + MARGIN, (y - _TOP) * _SCALE + MARGIN
    return round(min(max(x, MARGIN), WIDTH - MARGIN), 1), round(min(max(y, MARGIN), HEIGHT - MARGIN), 1)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in (place(*point) for point in points))


OUTLINE, RIDGE = _path(BORDER), _path(DIVIDE)


@dataclass(frozen=True)
class Spot:
    """A dot of the map: one community, or several that are close together, the most populous first."""

    communities: tuple[Community, ...]
    x: float
    y: float
    is_left: bool  # its label stands to the left
    is_named: bool  # there is room for its label beside it; otherwise it shows on focus and under the pointer

    @property
    def name(self) -> str:
        return str(self.communities[0].name)


def spots(communities: Sequence[Community]) -> list[Spot]:
    """Return the dots for `communities`: those close together as one, labels where they cross nothing."""
    ordered = sorted(communities, key=lambda town: (-(town.population or 0), town.pk))
    clusters: list[tuple[float, float, list[Community]]] = []
    for town in ordered:
        x, y = place(float(town.latitude), float(town.longitude))
        near = next((cluster for cluster in clusters if math.dist((x, y), cluster[:2]) < CLOSE), None)
        if near:
            near[2].append(town)
        else:
            clusters.append((x, y, [town]))
    taken = [(x - 12, y - 12, x + 12, y + 12) for x, y, _towns in clusters]
    found = []
    for x, y, towns in clusters:
        length = LABEL * 0.6 * max(len(towns[0].name_fr), len(towns[0].name_en)) + (LABEL * 2 if len(towns) > 1 else 0)
        is_left, is_named = x + 24 + length > WIDTH, False
        for side in (is_left, not is_left):
            box = (x - 14 - length, y - 8, x - 13, y + 8) if side else (x + 13, y - 8, x + 14 + length, y + 8)
            if box[0] >= 0 and box[2] <= WIDTH and not any(_cross(box, other) for other in taken):
                is_left, is_named = side, True
                taken.append(box)
                break
        found.append(Spot(tuple(towns), x, y, is_left, is_named))
    return sorted(found, key=lambda spot: (spot.y, spot.x))


def _cross(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
