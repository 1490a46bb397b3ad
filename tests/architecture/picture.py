"""Draws the topics as docs/pictures/topics.svg, from the order that import-linter holds.

`python -m tests.architecture.picture` writes it anew.
"""

import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "pictures" / "topics.svg"
BANDS = (  # the beginning of the names of the topics, what the band says of itself, and its two colours
    ("reporting.", "reporting", "what is told to whom", "#eef4ee", "#2f6b3a"),
    ("finance.", "finance", "what it costs", "#fbf3e4", "#8a5a00"),
    ("pillars.", "pillars", "what is promised, and what happened", "#f3eef7", "#5f3d84"),
    ("regiodeal.covenant.", "regiodeal/covenant", "what the Parties agreed", "#e9f1f8", "#1d5486"),
    ("regiodeal.", "regiodeal", "what every topic stands on", "#f0f0f0", "#444444"),
)
COLUMNS, BOX, GAP, HEADING, MARGIN = 6, (138, 34), 10, 52, 24
WIDTH = 2 * MARGIN + COLUMNS * (BOX[0] + GAP) + GAP
FONT = "Open Sans, Segoe UI, Helvetica, Arial, sans-serif"


def topics() -> list[str]:
    """Return the topics that are a folder, a topic before those that it may import."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "topics")
    names = [name.strip() for layer in layers for name in layer.split("|")]
    folders = [name for name in names if ROOT.joinpath(*name.split("."), "__init__.py").exists()]
    return [name for name in folders if not name.endswith(".templatetags")]


def drawn() -> str:
    """Return the picture as SVG."""
    left = topics()
    bands, top = [], MARGIN
    for beginning, title, says, fill, line in BANDS:
        own = [name.removeprefix(beginning) for name in left if name.startswith(beginning)]
        left = [name for name in left if not name.startswith(beginning)]
        height = HEADING + -(-len(own) // COLUMNS) * (BOX[1] + GAP) + GAP // 2
        bands += _band(top, height, (title, says), own, (fill, line))
        top += height + 2 * GAP
    height = top + 2 * GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="{FONT}">',
            "<title>The topics of the portal</title>",
            "<desc>Five bands of topics. A topic imports only what stands to its right or below it.</desc>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *bands,
            _legend(top + GAP),
            "</svg>\n",
        ]
    )


def _legend(y: int) -> str:
    says = "Each box is a folder. It imports only what stands to its right or below it."
    return f'<text x="{MARGIN}" y="{y}" font-size="13" fill="#444444">{says}</text>'


def _band(top: int, height: int, words: tuple[str, str], names: list[str], colours: tuple[str, str]) -> list[str]:
    (title, says), (fill, line) = words, colours
    heading = f'<tspan font-weight="bold">{escape(title)}</tspan><tspan dx="12" font-size="14">{escape(says)}</tspan>'
    parts = [
        f'<rect x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="{height}" rx="8" fill="{fill}"/>',
        f'<text x="{MARGIN + GAP}" y="{top + 32}" font-size="18" fill="{line}">{heading}</text>',
    ]
    for number, name in enumerate(names):
        row, column = divmod(number, COLUMNS)
        x, y = MARGIN + GAP + column * (BOX[0] + GAP), top + HEADING + row * (BOX[1] + GAP)
        middle = f'x="{x + BOX[0] // 2}" y="{y + 22}" font-size="14" text-anchor="middle" fill="#222222"'
        parts += [
            f'<rect x="{x}" y="{y}" width="{BOX[0]}" height="{BOX[1]}" rx="5" fill="#ffffff" stroke="{line}"/>',
            f"<text {middle}>{escape(name)}</text>",
        ]
    return parts


if __name__ == "__main__":
    PICTURE.write_text(drawn())
