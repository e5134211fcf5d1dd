"""What is asked as a number: its unit, the units it can be entered in, its limits; and what was entered."""

from dataclasses import dataclass
from fractions import Fraction

from ..errors import Place, Refusal, refuse
from ..text.plain import one_line
from .reading import NOWHERE, read_number, shown
from .units import Unit, spelled, unit


@dataclass(frozen=True, slots=True)
class Entered:
    """A number as it was entered: its text, the id of the unit it was meant in, and its exact value in the unit asked.

    `text` is on one line, otherwise as typed.
    """

    text: str
    unit: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is asked for in `unit`, and can be entered in any of `accepts` (the first is `unit`).

    `minimum` and `maximum` are limits that may be reached, `above` is one that may not; None for no limit.
    """

    unit: Unit
    accepts: tuple[Unit, ...]
    minimum: Fraction | None = None
    above: Fraction | None = None
    maximum: Fraction | None = None

    def read(self, text: str, words: str = "", place: Place = NOWHERE, *, kept: bool = False) -> Entered | None:
        """The number in `text`, in the unit that `words` or the text itself names, else in `unit`; None if blank.

        A bare number up to 1 where per cent are asked is refused: a spreadsheet keeps 45% as 0.45. So is one with 万
        or 亿 in a unit that has them too, as 3.1 亿 in 万元 can be that many yuan; not one that is `kept` since before
        that was asked.
        Raises Refusal quantity-… at `place` for what is no number, a unit that does not fit, a value beyond a limit.
        """
        written = read_number(text, place)
        if written is None:
            return None
        meant = self._meant(written.unit, words, place)
        if meant.id == "%" and not (written.unit or one_line(words)) and 0 < abs(written.value) <= 1:
            raise refuse("quantity-share", place, found=one_line(text), share=shown(written.value * 100))
        if written.times and meant.id.startswith("1e") and not kept:
            names = {"unit_zh": meant.name("zh"), "unit_en": meant.name("en")}
            raise refuse("quantity-times-twice", place, found=one_line(text), times=written.times, **names)
        value = written.value * meant.to(self.unit)
        self._check(value, place)
        return Entered(one_line(text), meant.id, value)

    def _meant(self, written: str, words: str, place: Place) -> Unit:
        named = [self.named(one, place) for one in (written, one_line(words)) if one]
        if len(named) == 2 and named[0] != named[1]:
            zh, en = (named[1].name(language) or named[1].id for language in ("zh", "en"))
            raise refuse("quantity-two-units", place, first=written, second_zh=zh, second_en=en)
        return named[0] if named else self.unit

    def named(self, words: str, place: Place = NOWHERE) -> Unit:
        """The unit that `words` name, one of `accepts`. Raises Refusal quantity-unit-unknown, quantity-unit-unfit."""
        id = spelled(words)
        found = next((one for one in self.accepts if one.id == id), None)
        if found is None and id is not None and unit(id).dimension == () == self.unit.dimension:
            found = unit(id)  # a share can always be written in per cent
        if found is None:
            code = "quantity-unit-unknown" if id is None else "quantity-unit-unfit"
            allowed = ", ".join(one.id for one in self.accepts)
            raise refuse(code, place, found=words[:40], allowed=allowed)
        return found

    def _check(self, value: Fraction, place: Place) -> None:
        if self.minimum is not None and value < self.minimum:
            raise self._beyond("quantity-below", value, self.minimum, place)
        if self.above is not None and value <= self.above:
            raise self._beyond("quantity-not-above", value, self.above, place)
        if self.maximum is not None and value > self.maximum:
            raise self._beyond("quantity-over", value, self.maximum, place)

    def _beyond(self, code: str, value: Fraction, limit: Fraction, place: Place) -> Refusal:
        values = {
            f"{name}_{language}": f"{shown(number)} {self.unit.after(number, language)}".strip()
            for name, number in (("read", value), ("limit", limit))
            for language in ("zh", "en")
        }
        return refuse(code, place, **values)
