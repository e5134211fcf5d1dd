"""Numbers with units as people write them, exact, and formulas over them.

:mod:`.reading` reads numbers, :mod:`.units` the units, :mod:`.quantity` checks both against what is asked,
:mod:`.formula` parses and evaluates formulas, :mod:`.dimensions` checks their units, :mod:`.factors` holds conversion
factors with their sources.
"""

from .formula import Formula, FormulaError, Undefined, name_of
from .quantity import Entered, Quantity
from .reading import Written, decimal_text, read_number, shown
from .units import Unit, UnknownUnit, spelled, unit

__all__ = [
    "Entered",
    "Formula",
    "FormulaError",
    "Quantity",
    "Undefined",
    "Unit",
    "UnknownUnit",
    "Written",
    "decimal_text",
    "name_of",
    "read_number",
    "shown",
    "spelled",
    "unit",
]
