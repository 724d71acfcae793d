"""The demo's pictures, drawn in the portal's colours: prairie, mountains, river, winter. None holds any text."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from home.demo.canvas import (
    BRAND,
    BRICK,
    CANOLA,
    DAWN,
    DEEP,
    GOLD,
    HAZE,
    INK,
    LINE,
    LINK,
    MINT,
    PANEL,
    PAPER,
    SAGE,
    SKY,
    SNOW,
    Canvas,
    house,
    mix,
    ridge,
    scattered,
    spruce,
    waves,
)
from home.demo.quilt import community_quilt

QUALITY = 86


def horizon() -> Canvas:
    """Sun over layered hills and a strip of canola."""
    canvas = Canvas()
    canvas.sky(SKY, PAPER, DAWN, bottom=700)
    canvas.circle(1130, 470, 118, CANOLA)
    peaks = [
        (0, 60),
        (120, 150),
        (215, 90),
        (360, 190),
        (470, 110),
        (620, 200),
        (760, 90),
        (900, 150),
        (1060, 70),
        (1240, 140),
        (1420, 80),
        (1600, 120),
    ]
    canvas.land(ridge(640, peaks), HAZE)
    canvas.land(waves(640, (26, 1500, 200), (10, 520, 0)), mix(HAZE, SAGE, 0.6))
    canvas.land(waves(712, (30, 1250, 700)), SAGE)
    canvas.land(waves(770, (22, 1500, 100)), CANOLA)
    canvas.land(waves(812, (18, 1700, 500)), GOLD)
    canvas.land(waves(858, (26, 1300, 900)), BRAND)
    canvas.land(waves(930, (18, 1600, 200)), DEEP)
    for x, height in ((150, 96), (196, 130), (240, 84), (1390, 120), (1436, 88)):
        spruce(canvas, x, 880, height, DEEP)
    return canvas


def canola_field() -> Canvas:
    """Rows of canola in bloom running to the horizon under a wide sky."""
    canvas = Canvas()
    canvas.sky(HAZE, SKY, PAPER, bottom=480)
    for x, y, size in ((300, 170, 1.0), (1120, 120, 1.3), (760, 270, 0.7)):
        for dx, dy, radius in ((-90, 12, 42), (-30, -14, 60), (46, -4, 52), (104, 16, 36)):
            canvas.ellipse(x + dx * size, y + dy * size, radius * size * 1.3, radius * size * 0.62, PAPER)
    canvas.land(waves(470, (8, 900, 100)), SAGE)
    canvas.box(0, 486, 1600, 514, CANOLA)
    vanish_x, vanish_y = 980, 486
    for number in range(-16, 30, 2):
        left, right = number * 150 - 400, number * 150 - 320
        canvas.polygon([(vanish_x, vanish_y), (left, 1000), (right, 1000)], GOLD)
    canvas.polygon([(vanish_x - 3, vanish_y), (vanish_x + 3, vanish_y), (880, 1000), (640, 1000)], BRAND)
    canvas.polygon([(vanish_x, vanish_y), (790, 1000), (725, 1000)], SAGE)
    for chance, _ in scattered(7, 560):
        depth = chance.random() ** 0.6
        flower = chance.uniform(-20, 1620), 500 + depth * 500
        centre = vanish_x + (760 - vanish_x) * (flower[1] - 486) / 514
        if abs(flower[0] - centre) < 20 + depth * 150:
            continue
        canvas.circle(*flower, 1.6 + depth * 7, mix(CANOLA, PAPER, chance.choice((0.25, 0.5, 0.65))))
    for x, height in ((250, 54), (285, 74), (320, 50), (1330, 62), (1368, 46)):
        spruce(canvas, x, 486, height, BRAND)
    return canvas


def grain_elevator() -> Canvas:
    """A wooden grain elevator beside the track, in the evening."""
    canvas = Canvas()
    canvas.sky(HAZE, DAWN, "#F5CF7A", bottom=760)
    canvas.circle(360, 650, 96, CANOLA)
    canvas.land(waves(700, (12, 1600, 300)), SAGE)
    canvas.land(waves(742, (14, 1300, 0)), CANOLA)
    shade = mix(BRICK, INK, 0.28)
    canvas.polygon([(850, 800), (850, 330), (1130, 330), (1130, 800)], BRICK)
    canvas.polygon([(1130, 800), (1130, 318), (1220, 364), (1220, 800)], shade)
    canvas.polygon([(828, 336), (920, 236), (1060, 236), (1152, 336)], DEEP)
    canvas.polygon([(1060, 236), (1152, 336), (1240, 386), (1150, 286)], INK)
    canvas.box(920, 150, 140, 92, BRICK)
    canvas.polygon([(1060, 142), (1060, 242), (1110, 268), (1110, 166)], shade)
    canvas.polygon([(904, 154), (990, 96), (1076, 154)], DEEP)
    canvas.polygon([(1076, 154), (990, 96), (1040, 122), (1124, 182)], INK)
    canvas.box(966, 176, 48, 44, CANOLA)
    for y in range(380, 800, 42):
        canvas.line([(850, y), (1130, y)], mix(BRICK, INK, 0.12), 2)
    canvas.polygon([(640, 800), (640, 640), (850, 590), (850, 800)], mix(BRICK, PANEL, 0.18))
    canvas.polygon([(616, 650), (850, 590), (850, 560), (616, 622)], DEEP)
    canvas.box(690, 700, 96, 100, DEEP)
    canvas.land(waves(800, (5, 1600, 0)), BRAND)
    canvas.polygon([(0, 912), (1600, 868), (1600, 890), (0, 938)], LINE)
    for number in range(34):
        tie, top = number * 50, 916 - number * 50 * 44 / 1600
        canvas.polygon([(tie, top), (tie + 14, top), (tie + 8, top + 28), (tie - 6, top + 28)], mix(BRICK, DEEP, 0.6))
    for shift in (4, 18):
        canvas.line([(0, 912 + shift), (1600, 868 + shift)], PANEL, 3)
    for chance, _ in scattered(3, 150):
        left, foot = chance.uniform(0, 1600), chance.uniform(945, 998)
        canvas.line([(left, foot), (left + chance.uniform(-7, 7), foot - chance.uniform(16, 40))], SAGE, 2.4)
    return canvas


def rockies() -> Canvas:
    """Snow-capped ranges mirrored in a lake."""
    canvas = Canvas()
    canvas.sky(SKY, PAPER, bottom=640)
    far = [
        (0, 150),
        (160, 260),
        (270, 190),
        (430, 320),
        (560, 210),
        (720, 300),
        (900, 170),
        (1080, 280),
        (1230, 190),
        (1400, 300),
        (1600, 180),
    ]
    canvas.land(ridge(620, far), mix(HAZE, PAPER, 0.35))
    for left, top, right, face in (
        ((-160, 640), (240, 190), (660, 640), HAZE),
        ((380, 640), (800, 110), (1240, 640), mix(HAZE, LINK, 0.22)),
        ((960, 640), (1370, 230), (1800, 640), HAZE),
    ):
        _mountain(canvas, left, top, right, face)
    canvas.land(waves(602, (14, 700, 100), (6, 190, 0)), BRAND)
    for chance, number in scattered(11, 74):
        x = number * 22 + chance.uniform(-10, 10)
        spruce(canvas, x, 648 + chance.uniform(-8, 8), chance.uniform(46, 104), mix(BRAND, DEEP, chance.random()))
    water = canvas.image.crop((0, 300 * 2, 1600 * 2, 650 * 2)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = water.resize((3200, 700)).filter(ImageFilter.BoxBlur(5))
    canvas.image.paste(water, (0, 1300))
    canvas.veil(lambda draw, ink: draw.rectangle([0, 1300, 3200, 2000], fill=ink), MINT, 0.42)
    for chance, _ in scattered(5, 46):
        x, y = chance.uniform(-60, 1600), chance.uniform(670, 990)
        half = chance.uniform(30, 150) * (y - 600) / 400
        canvas.line([(x - half, y), (x + half, y)], mix(MINT, PAPER, 0.6), 2 + (y - 650) / 130)
    canvas.land(waves(972, (16, 1100, 700)), DEEP)
    return canvas


def _mountain(
    canvas: Canvas, left: tuple[float, float], top: tuple[float, float], right: tuple[float, float], face: str
) -> None:
    canvas.polygon([left, top, right], face)
    fold = (top[0] + 46, (top[1] + left[1]) / 2)
    canvas.polygon([top, fold, (top[0] - 40, left[1]), right], mix(face, DEEP, 0.28))
    slope = (right[0] - top[0]) / (right[1] - top[1])
    down = 150
    snow = [top, (top[0] - down * 0.86, top[1] + down * 0.92)]
    for step, drop in ((-84, 112), (-46, 168), (-6, 116), (34, 186), (70, 128), (96, 160)):
        snow.append((top[0] + step, top[1] + drop))
    snow.append((top[0] + slope * down, top[1] + down))
    canvas.polygon(snow, SNOW)
    canvas.polygon([top, (top[0] + 34, top[1] + 186), *snow[-3:]], mix(SNOW, HAZE, 0.45))


def river_valley() -> Canvas:
    """A small town above the bend of a river."""
    canvas = Canvas()
    canvas.sky(SKY, PAPER, bottom=520)
    canvas.circle(300, 240, 74, CANOLA)
    canvas.land(waves(420, (24, 1300, 300)), mix(SAGE, PAPER, 0.35))
    canvas.land(waves(480, (26, 1500, 900)), SAGE)
    walls = (PAPER, PANEL, BRICK, HAZE, PAPER, CANOLA, PANEL, MINT)
    edge = waves(520, (20, 1600, 200))
    canvas.land(edge, mix(SAGE, BRAND, 0.3))
    for chance, number in scattered(21, 12):
        x = 440 + number * 84 + chance.uniform(-14, 14)
        house(canvas, x, edge(x) + 6, chance.uniform(62, 80), walls[number % 8], DEEP, lit=number % 3 != 0)
    canvas.polygon([(930, 540), (930, 380), (962, 300), (994, 380), (994, 540)], PAPER)  # the church
    canvas.polygon([(922, 384), (962, 282), (1002, 384)], BRAND)
    canvas.box(1180, 402, 20, 150, HAZE)  # the water tower
    canvas.ellipse(1190, 382, 62, 40, LINK)
    canvas.box(1128, 380, 124, 10, DEEP)
    for chance, number in scattered(22, 13):
        x = 390 + number * 86 + chance.uniform(-16, 16)
        lit = number % 4 != 0
        house(canvas, x, edge(x) + 62, chance.uniform(76, 98), walls[(number + 3) % 8], DEEP, lit=lit)
    canvas.land(waves(640, (24, 1500, 600)), BRAND)
    bank = [(x, 700 + 96 * math.sin((x - 120) / 330) + x * 0.03) for x in range(-20, 1641, 10)]
    lower = [(x, y + 92 + 46 * math.sin(x / 410 + 1) + x * 0.04) for x, y in reversed(bank)]
    canvas.polygon([*bank, *lower], LINK)
    for chance, _ in scattered(2, 54):
        x = chance.uniform(0, 1600)
        y = 700 + 96 * math.sin((x - 120) / 330) + x * 0.03 + chance.uniform(22, 84)
        canvas.line([(x, y), (x + chance.uniform(24, 80), y + 2)], mix(LINK, PAPER, 0.45), 3)
    for chance, number in scattered(17, 46):
        x = number * 36 + chance.uniform(-14, 14)
        spruce(canvas, x, 960 + chance.uniform(-26, 40), chance.uniform(90, 170), mix(BRAND, DEEP, chance.random()))
    canvas.land(waves(976, (10, 900, 0)), DEEP)
    return canvas


def winter_road() -> Canvas:
    """A road through snow towards a lit house at dusk."""
    canvas = Canvas()
    canvas.sky(LINK, HAZE, DAWN, bottom=560)
    canvas.circle(1260, 180, 46, PAPER)
    canvas.land(waves(520, (12, 1200, 300)), mix(HAZE, SNOW, 0.4))
    for chance, number in scattered(31, 60):
        x = number * 28 + chance.uniform(-10, 10)
        spruce(canvas, x, 560 + chance.uniform(-6, 10), chance.uniform(40, 96), mix(BRAND, DEEP, chance.random()))
    canvas.land(waves(556, (10, 1600, 100)), SNOW)
    house(canvas, 640, 596, 112, BRICK, DEEP)
    canvas.box(716, 478, 14, 40, DEEP)
    for x, y, radius in ((726, 462, 9), (734, 440, 13), (730, 412, 17)):
        canvas.circle(x, y, radius, mix(HAZE, PAPER, 0.55))
    bends = [(place / 40, 758 + 130 * math.sin(place / 40 * 4.2) * place / 40) for place in range(43)]
    middle = [(x, 592 + 420 * place**1.7, 7 + 215 * place**1.9) for place, x in bends]
    edges = [(x - half, y) for x, y, half in middle], [(x + half, y) for x, y, half in reversed(middle)]
    canvas.polygon([*edges[0], *edges[1]], mix(HAZE, LINE, 0.5))
    for first, second in zip(middle[6::4], middle[8::4], strict=False):
        canvas.line([first[:2], second[:2]], CANOLA, 1 + first[2] / 22)
    for x, height in ((120, 330), (230, 420), (330, 260), (1360, 380), (1470, 300), (1560, 440)):
        foot = 930 if x < 800 else 900
        spruce(canvas, x, foot, height, DEEP)
        canvas.ellipse(x, foot, height * 0.2, 12, mix(SNOW, HAZE, 0.3))
        for down, across in ((0.86, 0.05), (0.66, 0.09), (0.42, 0.12)):
            centre = foot - height * down
            canvas.polygon(
                [(x - height * across, centre + 12), (x, centre - 26), (x + height * across * 0.4, centre + 4)], SNOW
            )
    for chance, _ in scattered(41, 170):
        canvas.circle(chance.uniform(0, 1600), chance.uniform(0, 1000), chance.uniform(1.4, 4), PAPER)
    return canvas


def northern_lights(phase: float = 0.0, *, width: int = 1600, height: int = 1000, scale: int = 2) -> Canvas:
    """Curtains of light over a dark ridge; `phase` (0 to 1) moves them, and 1 is where 0 was."""
    canvas = Canvas(width, height, scale)
    unit = width / 1600
    canvas.sky("#0A1A1E", "#103038", BRAND)
    for chance, _ in scattered(51, 150):
        x, y, radius = chance.uniform(0, 1600), chance.uniform(0, 620), chance.uniform(0.8, 2.6)
        canvas.circle(x * unit, y * unit, radius * unit, mix(HAZE, PAPER, chance.random()))
    turn = 2 * math.pi * phase
    for level, tall, tint, strength, speed in (
        (470, 400, MINT, 0.95, 1),
        (350, 300, SAGE, 0.8, -1),
        (540, 220, CANOLA, 0.4, 1),
        (300, 220, LINK, 0.6, -1),
    ):
        _curtain(canvas, level * unit, tall * unit, tint, strength, speed * turn, unit)
    canvas.land(
        _scaled(
            ridge(
                800,
                [
                    (0, 60),
                    (170, 140),
                    (330, 70),
                    (560, 170),
                    (800, 60),
                    (1040, 150),
                    (1260, 80),
                    (1450, 160),
                    (1600, 90),
                ],
            ),
            unit,
        ),
        "#0C2422",
    )
    canvas.land(_scaled(waves(850, (20, 1300, 200)), unit), "#081816")
    for chance, number in scattered(61, 52):
        x = number * 32 + chance.uniform(-12, 12)
        spruce(canvas, x * unit, 890 * unit, chance.uniform(50, 130) * unit, "#081816")
    house(canvas, 1080 * unit, 890 * unit, 92 * unit, "#13302D", "#050E0D")
    return canvas


def _scaled(edge: Callable[[float], float], unit: float) -> Callable[[float], float]:
    return lambda x: edge(x / unit) * unit


def _curtain(canvas: Canvas, level: float, tall: float, tint: str, strength: float, turn: float, unit: float) -> None:
    scale = canvas.scale

    def shape(draw: ImageDraw.ImageDraw, ink: int) -> None:
        step = max(3, round(6 * unit))
        for x in range(0, canvas.width, step):
            place = x / unit
            foot = level + 60 * unit * math.sin(place / 260 + turn) + 26 * unit * math.sin(place / 90 - turn)
            glow = 0.55 + 0.45 * math.sin(place / 47 + 2 * turn) * math.sin(place / 150 - turn)
            top = foot - tall * (0.6 + 0.4 * glow)
            pieces = 16
            for piece in range(pieces):
                low = foot + (top - foot) * piece / pieces
                high = foot + (top - foot) * (piece + 1) / pieces
                fade = (1 - piece / pieces) ** 1.4 * min(1.0, (piece + 1) / 3)
                draw.rectangle(
                    [x * scale, high * scale, (x + step) * scale - 1, low * scale], fill=int(ink * fade * glow)
                )

    canvas.veil(shape, tint, strength)


#: name → the function that draws it.
DRAWINGS: dict[str, Callable[[], Canvas]] = {
    "horizon": horizon,
    "canola-field": canola_field,
    "grain-elevator": grain_elevator,
    "rockies": rockies,
    "river-valley": river_valley,
    "winter-road": winter_road,
    "northern-lights": northern_lights,
    "community-quilt": community_quilt,
}


def drawn(name: str) -> bytes:
    """Return the picture `name` as a WebP file."""
    out = io.BytesIO()
    DRAWINGS[name]().finished().save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
