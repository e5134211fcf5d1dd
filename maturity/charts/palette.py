"""The colours of pages, charts, workbooks and print.

The levels are one hue from light to dark, so that their order is visible to the colour-blind and in greyscale.
"""

LEVEL_COLOURS = (  # levels 1 to 9
    *("#CFE4EA", "#97C6D3", "#5A9FB4", "#2A7690", "#0E4A60"),
    *("#0B3D50", "#083040", "#062330", "#041720"),
)
LEVEL_0_COLOUR = "#D4D7DA"  # below level 1: off the scale, therefore off the hue
ACCENT = "#0F5C78"
INK = "#1F2A33"
MUTED = "#5B6670"
RULE = "#C3CBD1"
HAIR = "#E4E8EB"
TINT = "#F4F6F7"
PAPER = "#FFFFFF"


def level_colour(level: int) -> str:
    """The colour of `level` (0 to 9) as "#RRGGBB". Raises IndexError for any other number."""
    if not 0 <= level <= len(LEVEL_COLOURS):
        raise IndexError(level)
    return LEVEL_COLOURS[level - 1] if level else LEVEL_0_COLOUR
