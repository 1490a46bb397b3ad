"""How pages, charts and reports look: a theme as a set of NL Design System tokens, and whether it can be read.

The components of the municipality of The Hague take all their colours from a few ramps of five steps
(`--denhaag-color-green-1` is the palest, 5 the darkest). A theme gives other values to the ramp of the house colour and
to that of links; what the colours of a status mean is the same in every theme.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
WHITE, INK = "#ffffff", "#2e2e2e"
OCHER_FOCUS, OCHER_MARK, WARM_GREY = "#ffeb85", "#f8d62a", "#f9f8f6"
TEXT, PART = 4.5, 3.0  # the least contrast of text, and of a part that tells something (WCAG 2.2: 1.4.3 and 1.4.11)


@dataclass(frozen=True)
class Theme:
    """The house colour and the colour of links, each from pale to dark in five steps."""

    name: str
    label: str
    house: tuple[str, str, str, str, str]
    links: tuple[str, str, str, str, str]

    @property
    def tokens(self) -> Mapping[str, str]:
        """The colours by the name of their token."""
        house = {f"--denhaag-color-green-{step}": colour for step, colour in enumerate(self.house, start=1)}
        return house | {f"--denhaag-color-blue-{step}": colour for step, colour in enumerate(self.links, start=1)}

    @property
    def css(self) -> str:
        """The style sheet that gives the tokens their values."""
        return ":root {\n" + "".join(f"  {name}: {colour};\n" for name, colour in self.tokens.items()) + "}\n"

    @property
    def report_colors(self) -> dict[str, str]:
        """The colours of the report on paper and in Word, by the names that its own style sheet has for them."""
        pale, soft, _, dark, darkest = self.house
        named = {"green": dark, "green-dark": mixed(dark, darkest, 0.5), "green-light": pale}
        return named | {"green-pale": mixed(pale, WHITE, 0.65), "green-soft": soft}

    @property
    def report_css(self) -> str:
        """The style sheet that gives the report its colours."""
        return ":root {" + " ".join(f"--{name}: {colour};" for name, colour in self.report_colors.items()) + "}\n"


DEN_HAAG = Theme(
    "den-haag",
    "Gemeente Den Haag",
    house=("#d5e7d5", "#7eb67c", "#238541", "#1e6c35", "#002e0f"),
    links=("#dbecfa", "#abcced", "#1260a1", "#094b81", "#032d4f"),
)
THEMES = (
    DEN_HAAG,
    Theme(
        "rijk-neutraal",
        "Neutraal (overheid)",
        house=("#d6e3f0", "#7fa6cc", "#1f5c99", "#154273", "#071f38"),
        links=("#d9e8f5", "#a8cbe8", "#01689b", "#014f77", "#012c43"),
    ),
    Theme(
        "voorbeeld",
        "Voorbeeldthema van NL Design System",
        # Colours of @nl-design-system-unstable/voorbeeld-design-tokens 7.4.1 (EUPL-1.2): violet, and blue for links.
        house=("#e7deff", "#cfbdff", "#5115ef", "#3b0fb0", "#1d0857"),
        links=("#e3f3fd", "#8ecef6", "#006fb3", "#00568b", "#001e30"),
    ),
)
BY_NAME = {theme.name: theme for theme in THEMES}


class UnreadableColorError(ValueError):
    """A colour with which pages cannot be read. Its text is Dutch."""


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as #1e6c35, from 0 (black) to 1 (white), as WCAG reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share (0 to 1) of another one in it."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def unreadable(theme: Theme) -> Iterator[tuple[str, float]]:
    """Yield each pair of the theme's colours that stand on each other with too little contrast, in words."""
    pale, soft, house, dark, darkest = theme.house
    pairs = (
        ("witte letters op de kleur van knoppen", WHITE, house, TEXT),
        ("witte letters op de balk bovenaan", WHITE, dark, TEXT),
        ("witte letters op de donkerste kleur", WHITE, darkest, TEXT),
        ("letters in de kleur van het huis op wit", dark, WHITE, TEXT),
        ("letters in de kleur van het huis op warm grijs", dark, WARM_GREY, TEXT),
        ("donkere letters op de lichtste kleur", INK, pale, TEXT),
        ("letters in de kleur van het huis op de lichtste kleur", dark, pale, TEXT),
        ("het merk van de pagina waar men is", OCHER_MARK, dark, PART),
        ("de rand van wat de aandacht heeft", OCHER_FOCUS, dark, PART),
        ("de lijn onder een keuze", soft, dark, 1.5),
        ("links op wit", theme.links[2], WHITE, TEXT),
        ("links op warm grijs", theme.links[2], WARM_GREY, TEXT),
        ("links waar men op wijst", theme.links[3], WHITE, TEXT),
        ("een mededeling in blauw", theme.links[3], theme.links[0], TEXT),
    )
    for told, one, other, least in pairs:
        found = contrast(one, other)
        if found < least:
            yield told, round(found, 2)


def in_own_color(theme: Theme, colour: str) -> Theme:
    """The theme with the house colour of a deal's own, its other steps made from it. Raises UnreadableColorError."""
    if not HEX.fullmatch(colour.lower()):
        raise UnreadableColorError("Schrijf de kleur als # met zes tekens, zoals #1e6c35.")
    own = colour.lower()
    steps = (mixed(own, WHITE, 0.84), mixed(own, WHITE, 0.42), own, mixed(own, "#000000", 0.2))
    made = Theme(theme.name, theme.label, (*steps, mixed(own, "#000000", 0.6)), theme.links)
    for told, found in unreadable(made):
        raise UnreadableColorError(
            f"Met deze kleur zijn {told} niet goed te lezen: het contrast is {f'{found:.1f}'.replace('.', ',')}. "
            "Kies een donkerder kleur."
        )
    return made


def theme_of(name: str, colour: str = "") -> Theme:
    """The theme by its name, in a colour of one's own where there is one; the first theme for a name that is none."""
    theme = BY_NAME.get(name, DEN_HAAG)
    if not colour:
        return theme
    try:
        return in_own_color(theme, colour)
    except UnreadableColorError:
        return theme
