"""A quilt of sixty blocks, as a community hall might hang on its wall."""

from __future__ import annotations

import math

from home.demo.canvas import (
    BRAND,
    BRICK,
    CANOLA,
    DEEP,
    HAZE,
    INK,
    LINK,
    MINT,
    PANEL,
    PAPER,
    SAGE,
    Canvas,
    house,
    mix,
)


def community_quilt() -> Canvas:
    """A quilt of sixty blocks, as a community hall might hang on its wall."""
    canvas = Canvas()
    canvas.box(0, 0, 1600, 1000, DEEP)
    canvas.box(30, 30, 1540, 940, CANOLA)
    canvas.box(46, 46, 1508, 908, BRAND)
    size = 148
    colours = (PAPER, MINT, CANOLA, HAZE, SAGE, PANEL, BRICK, LINK)
    left, top = (1600 - 10 * size) / 2, (1000 - 6 * size) / 2
    for row in range(6):
        for column in range(10):
            x, y = left + column * size, top + row * size
            first = colours[(row * 3 + column * 5) % 8]
            second = colours[(row * 5 + column * 3 + 2) % 8]
            if first == second:
                second = DEEP
            canvas.box(x + 3, y + 3, size - 6, size - 6, first)
            _PATCHES[(row * 2 + column) % len(_PATCHES)](canvas, x + 3, y + 3, size - 6, second)
            for corner in ((x + 12, y + 12), (x + size - 12, y + size - 12)):
                canvas.circle(*corner, 2.4, mix(first, INK, 0.35))
    return canvas


def _star(canvas: Canvas, x: float, y: float, size: float, fill: str) -> None:
    half, inner = size / 2, size * 0.19
    points = []
    for number in range(16):
        reach = half * 0.92 if number % 2 == 0 else inner * 1.3
        angle = math.pi * number / 8
        points.append((x + half + reach * math.sin(angle), y + half - reach * math.cos(angle)))
    canvas.polygon(points, fill)
    canvas.circle(x + half, y + half, inner * 0.6, DEEP)


def _pinwheel(canvas: Canvas, x: float, y: float, size: float, fill: str) -> None:
    half = size / 2
    centre = (x + half, y + half)
    for first, second in (
        ((x, y), (x + half, y)),
        ((x + size, y), (x + size, y + half)),
        ((x + size, y + size), (x + half, y + size)),
        ((x, y + size), (x, y + half)),
    ):
        canvas.polygon([first, second, centre], fill)


def _houses(canvas: Canvas, x: float, y: float, size: float, fill: str) -> None:
    house(canvas, x + size * 0.22, y + size * 0.88, size * 0.56, fill, DEEP)


def _leaf(canvas: Canvas, x: float, y: float, size: float, fill: str) -> None:
    half = size / 2
    for turn in range(4):
        angle = math.pi / 2 * turn + math.pi / 4
        for reach, radius in ((0.2, 0.15), (0.33, 0.12)):
            canvas.circle(
                x + half + size * reach * math.cos(angle),
                y + half + size * reach * math.sin(angle),
                size * radius,
                fill,
            )
    canvas.circle(x + half, y + half, size * 0.11, DEEP)


_PATCHES = (_star, _pinwheel, _houses, _leaf, _pinwheel, _star, _leaf)
