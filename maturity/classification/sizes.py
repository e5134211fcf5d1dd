"""Size classes of industrial enterprises, rule of the National Bureau of Statistics of 2017 （国统字〔2017〕213号）."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ..errors import Place, refuse
from ..questionnaire import Text

EDITION = "NBS 2017 （国统字〔2017〕213号）"
AS_OF = date(2017, 12, 28)  # date of issue

SIZES: Mapping[str, Text] = {
    "large": Text("大型", "Large"),
    "medium": Text("中型", "Medium"),
    "small": Text("小型", "Small"),
    "micro": Text("微型", "Micro"),
}
#: Lower limits of a size: persons employed, and operating revenue in 10,000 yuan. Micro is what is left.
FLOORS: Mapping[str, tuple[int, int]] = {"large": (1000, 40_000), "medium": (300, 2_000), "small": (20, 300)}


def size_of(headcount: int, revenue_10k: Decimal | int, place: Place | None = None) -> str:
    """The size class of an industrial enterprise: the largest whose two floors both hold, else "micro".

    `revenue_10k` is in 10,000 yuan. Refuses negative or infinite figures.
    """
    revenue = Decimal(revenue_10k)
    if headcount < 0 or not revenue.is_finite() or revenue < 0:
        raise refuse("class-size-figures", place or Place(), headcount=headcount, revenue=revenue_10k)
    for size, (persons, yuan) in FLOORS.items():
        if headcount >= persons and revenue >= yuan:
            return size
    return "micro"
