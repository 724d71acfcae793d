"""A short silent film of northern lights as a WebM file: VP8 key frames, as Pillow writes them for WebP."""

from __future__ import annotations

import io
import struct

from home.demo.drawings import northern_lights

WIDTH, HEIGHT = 480, 300
FRAMES, PER_SECOND = 48, 8
QUALITY = 62


def film() -> bytes:
    """Return the film: six seconds that end where they began."""
    frames = [_vp8_frame(number / FRAMES) for number in range(FRAMES)]
    return _webm(frames)


def _vp8_frame(phase: float) -> bytes:
    out = io.BytesIO()
    picture = northern_lights(phase, width=WIDTH, height=HEIGHT, scale=1).finished()
    picture.save(out, "WEBP", quality=QUALITY, method=2)
    file = out.getvalue()
    if file[12:16] != b"VP8 ":
        raise ValueError("Pillow did not write a plain VP8 frame.")
    return file[20 : 20 + int.from_bytes(file[16:20], "little")]


# --- Matroska, as far as a film without sound needs it ----------------------------------------------


def _element(identifier: int, content: bytes) -> bytes:
    name = identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")
    return name + (len(content) | 1 << 56).to_bytes(8, "big") + content


def _number(identifier: int, value: int) -> bytes:
    return _element(identifier, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _webm(frames: list[bytes]) -> bytes:
    step = 1000 // PER_SECOND  # milliseconds
    duration = struct.pack(">d", float(len(frames) * step))
    header = _element(
        0x1A45DFA3,
        _number(0x4286, 1)
        + _number(0x42F7, 1)
        + _number(0x42F2, 4)
        + _number(0x42F3, 8)
        + _element(0x4282, b"webm")
        + _number(0x4287, 2)
        + _number(0x4285, 2),
    )
    maker = b"small-centres-portal"
    information = _element(
        0x1549A966,
        _number(0x2AD7B1, 1_000_000) + _element(0x4489, duration) + _element(0x4D80, maker) + _element(0x5741, maker),
    )
    size = _element(0xE0, _number(0xB0, WIDTH) + _number(0xBA, HEIGHT))
    track = _element(
        0xAE,
        _number(0xD7, 1)
        + _number(0x73C5, 1)
        + _number(0x9C, 0)
        + _element(0x86, b"V_VP8")
        + _number(0x83, 1)
        + _number(0x23E383, step * 1_000_000)
        + size,
    )
    tracks = _element(0x1654AE6B, track)
    blocks = b"".join(
        _element(0xA3, b"\x81" + (number * step).to_bytes(2, "big") + b"\x80" + frame)
        for number, frame in enumerate(frames)
    )
    cluster = _element(0x1F43B675, _number(0xE7, 0) + blocks)
    # The index of moments, so that a viewer can jump: every frame is a whole picture in the one cluster.
    cues_place = len(information) + len(tracks)
    cues = _element(
        0x1C53BB6B,
        _element(0xBB, _number(0xB3, 0) + _element(0xB7, _number(0xF7, 1) + _number(0xF1, cues_place))),
    )
    return header + _element(0x18538067, information + tracks + cluster + cues)
