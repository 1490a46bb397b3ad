"""The picture on the cover: a quiet row of houses in the colours of the deal, drawn so that each deal has its own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string

from regiodeal.base.themes import Theme, mixed

WIDTH, HEIGHT = 210, 40  # millimetres: the foot of the field on the cover
GABLE, FLAT, STEPPED = range(3)


@dataclass(frozen=True)
class House:
    """An outline in millimetres, as the points of a path, with the windows that are lit."""

    path: str
    windows: tuple[tuple[float, float], ...] = ()


def cover_picture(theme: Theme, name: str) -> str:
    """The picture as SVG, in the colours of a theme: the same name gives the same houses."""
    colors = theme.report_colors
    house, dark = colors["green"], colors["green-dark"]
    chance = iter(hashlib.shake_256(name.encode()).digest(400))
    context = {
        "width": WIDTH,
        "height": HEIGHT,
        "far": list(_row(chance, low=18, high=38)),
        "far_paint": mixed(house, dark, 0.45),
        "near": list(_row(chance, low=8, high=24)),
        "near_paint": dark,
        "light": colors["green-soft"],
    }
    return render_to_string("reporting/content/cover.svg", context)


def _row(chance: Iterator[int], *, low: int, high: int) -> Iterator[House]:
    """Houses side by side, over the whole width; `chance` gives numbers of 0 up to 255."""
    left = 0
    while left < WIDTH:
        wide, tall = 12 + next(chance) % 9, low + next(chance) % (high - low)
        roof = next(chance) % 3
        yield House(_outline(left, wide, tall, roof), tuple(_windows(chance, left, wide, tall, roof)))
        left += wide


def _outline(left: int, wide: int, tall: int, roof: int) -> str:
    top, right = HEIGHT - tall, left + wide
    eaves = top + (5 if roof == GABLE else 3 if roof == STEPPED else 0)
    over = {GABLE: f"L{left + wide / 2} {top}", STEPPED: f"H{left + 3}V{top}H{right - 3}V{eaves}"}.get(roof, "")
    return f"M{left} {HEIGHT}V{eaves}{over}L{right} {eaves}V{HEIGHT}Z"


def _windows(chance: Iterator[int], left: int, wide: int, tall: int, roof: int) -> Iterator[tuple[float, float]]:
    """One or two lit windows in every third house or so."""
    if next(chance) % 3 or tall < 12:
        return
    for place in range(1 + next(chance) % 2):
        yield round(left + wide / 3 * (1 + place) - 1, 1), HEIGHT - tall + (7 if roof != FLAT else 4)
