"""A small drawing board: flat shapes in the portal's colours, smooth because they are drawn larger and reduced."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from itertools import pairwise

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1600, 1000


def colour(value: str) -> Colour:
    """Read `#RRGGBB`."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Return the colour that lies `share` (0 to 1) of the way from `first` to `second`."""
    pairs = zip(colour(first), colour(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


# The tokens of the portal's stylesheet, and tints of them for sky and distance.
PAPER, PANEL, INK = "#FBF8F2", "#F2ECDF", "#1B2827"
BRAND, DEEP, MINT = "#1F5148", "#12332E", "#8BD3C0"
CANOLA, GOLD, SAGE, HAZE = "#F2B705", "#D99A06", "#8BB39A", "#9DB9C6"
LINK, BRICK, LINE = "#175A86", "#97351F", "#CFC6B4"
DAWN, SKY, SNOW = "#F8E4B0", "#D6E4E6", "#F4F6F4"


class Canvas:
    """A picture in the making. Coordinates are those of the finished picture; y grows downward."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT, scale: int = 2) -> None:
        self.width, self.height, self.scale = width, height, scale
        self.image = Image.new("RGB", (width * scale, height * scale), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def sky(self, *stops: str, bottom: float | None = None) -> None:
        """Fill from the top to `bottom` with the colours in `stops`, one running into the next."""
        height = round((bottom or self.height) * self.scale)
        column = Image.new("RGB", (1, height))
        steps = len(stops) - 1
        for y in range(height):
            place = y / max(1, height - 1) * steps
            number = min(int(place), steps - 1)
            column.putpixel((0, y), colour(mix(stops[number], stops[number + 1], place - number)))
        self.image.paste(column.resize((self.image.width, height)), (0, 0))

    def polygon(self, points: Iterable[Point], fill: str) -> None:
        self.draw.polygon(self._at(points), fill=fill)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], fill)

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        self.ellipse(x, y, radius, radius, fill)

    def ellipse(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        corners = self._at([(x - across, y - down), (x + across, y + down)])
        self.draw.ellipse([*corners[0], *corners[1]], fill=fill)

    def line(self, points: Iterable[Point], fill: str, width: float) -> None:
        self.draw.line(self._at(points), fill=fill, width=max(1, round(width * self.scale)), joint="curve")

    def land(self, edge: Callable[[float], float], fill: str) -> None:
        """Fill everything under the line `y = edge(x)`."""
        top = [(x, edge(x)) for x in range(-8, self.width + 9, 4)]
        self.polygon([*top, (self.width + 8, self.height), (-8, self.height)], fill)

    def veil(self, shape: Callable[[ImageDraw.ImageDraw, int], None], fill: str, strength: float) -> None:
        """Lay a colour over the shape that is drawn on a mask; `strength` is from 0 to 1."""
        mask = Image.new("L", self.image.size, 0)
        shape(ImageDraw.Draw(mask), round(255 * strength))
        self.image.paste(Image.new("RGB", self.image.size, fill), (0, 0), mask)

    def finished(self) -> Image.Image:
        return self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)


def waves(level: float, *swings: tuple[float, float, float]) -> Callable[[float], float]:
    """A rolling line around `level`; each swing is (height, length, start)."""

    def edge(x: float) -> float:
        return level + sum(height * math.sin(2 * math.pi * (x - start) / length) for height, length, start in swings)

    return edge


def ridge(level: float, peaks: Iterable[Point]) -> Callable[[float], float]:
    """A jagged line through `peaks`, (x, height above `level`), straight between them."""
    points = sorted(peaks)

    def edge(x: float) -> float:
        for (left, low), (right, high) in pairwise(points):
            if left <= x <= right:
                return level - (low + (high - low) * (x - left) / (right - left))
        return level - (points[0][1] if x < points[0][0] else points[-1][1])

    return edge


def spruce(canvas: Canvas, x: float, foot: float, height: float, fill: str) -> None:
    """A conifer of three tiers standing on `foot`."""
    half = height * 0.2
    canvas.box(x - height * 0.02, foot - height * 0.12, height * 0.04, height * 0.12, fill)
    for tier, (wide, low, high) in enumerate(((1.0, 0.08, 0.55), (0.78, 0.34, 0.78), (0.52, 0.6, 1.0))):
        spread = half * wide
        canvas.polygon(
            [(x - spread, foot - height * low), (x, foot - height * high), (x + spread, foot - height * low)],
            fill if tier != 1 else mix(fill, MINT, 0.06),
        )


def house(canvas: Canvas, x: float, foot: float, width: float, walls: str, roof: str, *, lit: bool = True) -> None:
    """A small house with a gable, a door and a window."""
    height = width * 0.62
    canvas.box(x, foot - height, width, height, walls)
    eaves, top = width * 0.08, foot - height - width * 0.42
    canvas.polygon([(x - eaves, foot - height), (x + width / 2, top), (x + width + eaves, foot - height)], roof)
    canvas.box(x + width * 0.14, foot - height * 0.62, width * 0.24, height * 0.62, roof)
    canvas.box(x + width * 0.56, foot - height * 0.66, width * 0.26, height * 0.34, CANOLA if lit else SKY)


def scattered(seed: int, count: int) -> Iterable[tuple[random.Random, int]]:
    """Yield a source of chance that is the same at every run, `count` times."""
    chance = random.Random(seed)  # noqa: S311 - it places flowers, it guards nothing
    for number in range(count):
        yield chance, number
