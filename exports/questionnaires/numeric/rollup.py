"""What areas, blocks and the whole earn, as formulas below the items on the sheet of calculations.

The same rules as :mod:`maturity.scoring.points` and :mod:`maturity.scoring.values`: parts, picks, and the policy for
what does not apply.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from maturity.questionnaire import Group, Item, Text

from ..style import set_formula, set_value, sheet_reference
from .calculation import Calculation
from .draft import literal
from .figures import APPLIES, COUNTED, MET, MISSED

_ROLE, _BLOCK, _AREA, _PICK_LOW, _PICK_HIGH = "UVWXY"
_AREA_HEADS = (
    Text("组", "Group"),
    Text("不适用的分值", "Points not applicable"),
    Text("可得分值", "Points in reach"),
    Text("最低得分", "Lowest points"),
    Text("最高得分", "Highest points"),
)
_BLOCK_HEADS = (
    Text("板块", "Block"),
    Text("必选适用", "Mandatory that apply"),
    Text("必选满足", "Mandatory met"),
    Text("必选未满足", "Mandatory not met"),
    Text("可选最低", "Optional, lowest"),
    Text("可选最高", "Optional, highest"),
    Text("可选可得", "Optional in reach"),
    Text("最低完成", "Lowest share"),
    Text("最高完成", "Highest share"),
    Text("满分", "Maximum"),
    Text("最低得分", "Lowest score"),
    Text("最高得分", "Highest score"),
)


@dataclass(slots=True)
class Totals:
    """References to the results: `score` the lowest and the highest, `bonus` the same, `verdicts` of "gate" and
    "mandatory" how many there are, and the cells of how many are met and missed; `blocks` each block with the row of
    its score, `groups` each outermost group with what its optional items earn and can earn.
    """

    score: tuple[str, str] | None = None
    bonus: tuple[str, str] | None = None
    verdicts: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    blocks: list[tuple[Group, int]] = field(default_factory=list)
    groups: list[tuple[Group, str, str, str]] = field(default_factory=list)
    areas: dict[str, int] = field(default_factory=dict)


def add_totals(found: Calculation) -> Totals:
    """Write the sums below the items; returns where the results are."""
    return _Sums(found).all()


class _Sums:
    """Writes the sums of one workbook."""

    def __init__(self, found: Calculation) -> None:
        self.found, self.draft, self.sheet = found, found.draft, found.sheet
        self.response = found.draft.content.response
        self.scoring = self.response.questionnaire.scoring
        self.items = [item for area in self.response.areas for item in area.items]
        self.row, self.totals = found.row, Totals()
        self.index = self.scoring.method == "index"
        by_parts = self.scoring.method == "points" and self.scoring.mandatory is not None
        self.roles = ("optional",) if by_parts else ("mandatory", "optional")

    def all(self) -> Totals:
        """Everything that the method has."""
        roles = ("gate",) if self.index else ("gate", "mandatory")
        for role in roles:
            self._verdict(role)
        if self.scoring.method in ("points", "index"):
            self._areas()
            if self.scoring.method == "points" and self.scoring.mandatory is not None:
                self._blocks()
            else:
                self._added()
            self._bonus()
        self._groups()
        return self.totals

    def of_role(self, column: str, role: str, block: int | None = None, area: int | None = None) -> str:
        """A formula that sums a column over the items of a role, in a block or an area."""
        cells = self.found.cells
        tests = f'{cells(_ROLE)},"{role}"'
        tests += "" if block is None else f",{cells(_BLOCK)},{block}"
        tests += "" if area is None else f",{cells(_AREA)},{area}"
        return f"SUMIFS({cells(column)},{tests})"

    def _heads(self, heads: tuple[Text, ...], columns: str) -> None:
        self.row += 2
        for letter, head in zip(columns, heads, strict=True):
            set_value(
                self.sheet,
                self.row,
                ord(letter) - 64,
                self.draft.word(head),
                "head" if letter == "A" else "head-number",
            )
        self.sheet.row_dimensions[self.row].height = 32

    def _put(self, letter: str, formula: str, style: str = "figure") -> None:
        set_formula(self.sheet, self.row, ord(letter) - 64, formula, style)

    def _line(self, name: str, *cells: tuple[str, str]) -> None:
        self.row += 1
        set_value(self.sheet, self.row, 1, name, "name-1")
        for letter, formula in cells:
            self._put(letter, formula)

    def _at(self, letter: str) -> str:
        return sheet_reference(self.sheet, f"${letter}${self.row}")

    def _verdict(self, role: str) -> None:
        count = sum(item.role == role for item in self.items)
        if count:
            title = {"gate": ("否决项：满足、未满足", "Gates: met, not met"),
                     "mandatory": ("必选要求：满足、未满足", "Mandatory: met, not met")}[role]  # fmt: skip
            self.row += 1
            self._line(self.draft.say(*title), ("B", self.of_role(MET, role)), ("C", self.of_role(MISSED, role)))
            self.totals.verdicts[role] = count, self._at("B"), self._at("C")

    def _worth(self, item: Item) -> Fraction:
        points = self.response.profile.points.get(item.id, item.points)
        return Fraction(1) if self.index else points

    def _areas(self) -> None:
        """Write a row for each area with items that count in the score."""
        self._heads(_AREA_HEADS, "ADGHI")
        for number, area in enumerate(self.response.areas):
            items = [item for item in area.items if item.role in self.roles]
            if not items:
                continue
            self.row += 1
            set_value(self.sheet, self.row, 1, self.draft.word(area.name), "name-1")
            self.totals.areas[area.id] = self.row
            if area.pick:
                self._pick(area, items)
            else:
                low, high, counted = ("E", "F", APPLIES) if self.index else ("H", "I", COUNTED)
                for letter, column in (("H", low), ("I", high), ("G", counted)):
                    self._put(letter, "+".join(self.of_role(column, role, area=number) for role in self.roles))
                whole = sum((self._worth(item) for item in items), start=Fraction(0))
                self._put("D", f"{literal(whole)}-G{self.row}")

    def _pick(self, area: Group, items: list[Item]) -> None:
        """Write what the best items of an area earn, those of the highest degrees."""
        rows = [self.found.rows[item.id] for item in items]
        for item_row in rows:
            for letter, degree in ((_PICK_LOW, "E"), (_PICK_HIGH, "F")):
                cell = f"{degree}{item_row}"
                set_formula(self.sheet, item_row, ord(letter) - 64, f'IF({cell}="","",{cell})', "figure")
        first, last, worth = min(rows), max(rows), literal(self._worth(items[0]))
        for letter, column in (("H", _PICK_LOW), ("I", _PICK_HIGH)):
            cells = f"${column}${first}:${column}${last}"
            best = "+".join(f"IFERROR(LARGE({cells},{place}),0)" for place in range(1, area.pick + 1))
            self._put(letter, f"({best})*{worth}")
        self._put("G", f"MIN({area.pick},COUNT(${_PICK_LOW}${first}:${_PICK_LOW}${last}))*{worth}")
        self._put("D", f"{area.pick}*{worth}-G{self.row}")

    def _sum_of_areas(self, letter: str, group: Group | None = None) -> str:
        rows = [row for id, row in self.totals.areas.items() if group is None or id in {one.id for one in group.areas}]
        return "+".join(f"{letter}{row}" for row in rows) or "0"

    def _closed(self, low: str, high: str, gone: str) -> None:
        """Write the score after the policy for what does not apply, into the columns K and L."""
        policy, whole = self.scoring.na_policy, literal(self.scoring.total)
        if policy == "full":
            low, high = f"({low})+{gone}", f"({high})+{gone}"
        elif policy == "renormalise":
            factor = f"IF({gone}<{whole},{whole}/({whole}-{gone}),1)"
            low, high = f"({low})*{factor}", f"({high})*{factor}"
        self._put("K", low, "figure-strong")
        self._put("L", high, "figure-strong")
        self.totals.score = self._at("K"), self._at("L")

    def _added(self) -> None:
        """The points of all areas, or 100 times the mean of all degrees."""
        low, high, gone, count = (self._sum_of_areas(letter) for letter in "HIDG")
        self._line(self.draft.say("得分", "Score"))
        if not self.index:
            self._put("J", gone)
            self._closed(low, high, f"J{self.row}")
            return
        number = count if self.scoring.na_policy == "renormalise" else f"{count}+{gone}"
        self._put("J", number)
        for letter, part in (("K", low), ("L", high)):
            self._put(letter, f"IF(J{self.row}=0,0,100*({part})/J{self.row})", "figure-strong")
        self.totals.score = self._at("K"), self._at("L")

    def _blocks(self) -> None:
        """Write a row for each block with its parts, and the score."""
        self._heads(_BLOCK_HEADS, "ABCDEFGHIJKL")
        for number, group in enumerate(self.response.questionnaire.groups):
            weight = self.response.profile.weights.get(group.key)
            if weight is None:
                continue
            self.row += 1
            set_value(self.sheet, self.row, 1, self.draft.word(group.name), "strong")
            self.totals.blocks.append((group, self.row))
            self._block(group, number, weight.share * self.scoring.total)
        rows = [row for _, row in self.totals.blocks]
        low, high = ("+".join(f"{letter}{row}" for row in rows) for letter in "KL")
        empty = "+".join(f"IF(B{row}+G{row}=0,J{row},0)" for row in rows)
        self._line(self.draft.say("得分", "Score"), ("J", empty))
        self._closed(low, high, f"J{self.row}")

    def _block(self, group: Group, number: int, maximum: Fraction) -> None:
        row, policy = self.row, self.scoring.na_policy
        mandatory = sum(item.role == "mandatory" for area in group.areas for item in area.items if item in self.items)
        gone = self._sum_of_areas("D", group)
        extra = f"+{gone}" if policy == "full" else ""
        self._put("B", self.of_role(APPLIES, "mandatory", block=number), "count")
        self._put("C", f"{self.of_role(MET, 'mandatory', block=number)}-({mandatory}-B{row})", "count")
        self._put("D", self.of_role(MISSED, "mandatory", block=number), "count")
        self._put("E", self._sum_of_areas("H", group) + extra)
        self._put("F", self._sum_of_areas("I", group) + extra)
        self._put("G", self._sum_of_areas("G", group) + ("" if policy == "renormalise" else f"+{gone}"))
        share = literal(self.scoring.mandatory or Fraction(0))
        for letter, met, optional in (("H", f"C{row}", f"E{row}"), ("I", f"(B{row}-D{row})", f"F{row}")):
            part = f"IF({met}=B{row},1,0)" if self.scoring.all_or_nothing else f"{met}/MAX(1,B{row})"
            earned = f"IF(G{row}=0,0,{optional}/IF(G{row}=0,1,G{row}))"
            both = f"({part})*{share}+{earned}*(1-{share})"
            self._put(letter, f"IF(G{row}=0,IF(B{row}=0,0,{part}),IF(B{row}=0,{earned},{both}))")
        self._put("J", literal(maximum))
        self._put("K", f"H{row}*J{row}")
        self._put("L", f"I{row}*J{row}")

    def _bonus(self) -> None:
        if any(item.role == "bonus" for item in self.items):
            low, high = self.of_role("H", "bonus"), self.of_role("I", "bonus")
            if self.scoring.bonus_most is not None:
                low, high = (f"MIN({literal(self.scoring.bonus_most)},{part})" for part in (low, high))
            self._line(self.draft.say("加分", "Bonus"), ("K", low), ("L", high))
            self.totals.bonus = self._at("K"), self._at("L")

    def _groups(self) -> None:
        """Note what each outermost group earns of its points, for the sheet of results."""
        if not self.totals.areas or self.totals.blocks:
            return
        self._heads(_AREA_HEADS, "ADGHI")
        for group in self.response.questionnaire.groups:
            if any(area.id in self.totals.areas for area in group.areas):
                self._line(self.draft.word(group.name), *((one, self._sum_of_areas(one, group)) for one in "DGHI"))
                self.totals.groups.append((group, self._at("G"), self._at("H"), self._at("I")))
