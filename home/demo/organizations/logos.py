"""Simple logos: a shape or two in the portal's colours, the same for a name each time."""

from __future__ import annotations

import io
import zlib

from home.demo.canvas import BRAND, CANOLA, DEEP, HAZE, LINK, MINT, PAPER, SAGE, Canvas, house, spruce

SIZE = 320  # pixels
GROUNDS = (BRAND, DEEP, LINK, PAPER)
MARKS = (CANOLA, MINT, SAGE, HAZE)


def logo(name: str) -> bytes:
    """Return a WebP picture for the organization `name`."""
    seed = zlib.crc32(name.encode())
    ground, mark = GROUNDS[seed % len(GROUNDS)], MARKS[seed // 7 % len(MARKS)]
    canvas = Canvas(SIZE, SIZE)
    canvas.box(0, 0, SIZE, SIZE, ground)
    shape = seed // 31 % 4
    if shape == 0:
        canvas.circle(160, 140, 72, mark)
        canvas.land(lambda x: 210 + (x - 160) ** 2 / 900, DEEP if ground != DEEP else BRAND)
    elif shape == 1:
        house(canvas, 90, 250, 140, mark, DEEP if ground != DEEP else CANOLA)
    elif shape == 2:
        for x, height in ((90, 130), (160, 190), (230, 130)):
            spruce(canvas, x, 260, height, mark)
    else:
        for radius, fill in ((110, mark), (78, ground), (46, mark)):
            canvas.circle(160, 160, radius, fill)
    out = io.BytesIO()
    canvas.finished().save(out, "WEBP", quality=82)
    return out.getvalue()
