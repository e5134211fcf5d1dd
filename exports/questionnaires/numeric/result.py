"""The sheet of results: eligibility before any score, gates, mandatory requirements, score, bonus and grade, each apart
and live; then groups or values, and what has to be known about them.
"""

from openpyxl.worksheet.worksheet import Worksheet

from maturity.offline.numeric_texts import AS_TEXT, MISTAKES, unit_beside
from maturity.offline.texts import ANSWERED, OPEN
from maturity.questionnaire import Text
from maturity.questionnaire.asked import Computed, Table
from maturity.questionnaire.caveats import caveats
from maturity.questionnaire.naming import NOT_APPLICABLE
from maturity.questionnaire.numeric.references import unit_of
from maturity.questionnaire.parts import Hint
from maturity.scoring.evaluation import COUNTING
from maturity.scoring.statements import number

from ..style import height, lay_out, protect, quoted, set_formula, set_value, sheet_reference
from .calculation import Calculation
from .draft import ColumnCells, compared
from .formulas import any_of, translated, zero_tests
from .references import reference_of
from .rollup import Totals
from .values import LACKS_REFERENCE, STATE

_WIDTHS = (34, 16, 16, 14, 14, 16)
_WIDE = sum(_WIDTHS)


def add_result(found: Calculation, totals: Totals, name: str, title: str) -> None:
    """Add the sheet of results."""
    sheet: Worksheet = found.draft.book.create_sheet(name)
    set_value(sheet, 1, 1, name, "title")
    set_value(sheet, 2, 1, title, "lead")
    sheet.row_dimensions[1].height = 32
    writer = _Result(found, totals, sheet)
    writer.lines()
    writer.table()
    writer.notices()
    lay_out(sheet, _WIDTHS)
    protect(sheet)


class _Result:
    """Writes the sheet of results of one workbook."""

    def __init__(self, found: Calculation, totals: Totals, sheet: Worksheet) -> None:
        self.found, self.totals, self.sheet, self.draft = found, totals, sheet, found.draft
        self.response = found.draft.content.response
        self.row = 3
        self.counts: dict[str, str] = {}  # by state, the cell of how many items have it

    def _line(self, formula: str, style: str = "strong", points: float = 20) -> None:
        self.row += 1
        set_formula(self.sheet, self.row, 1, formula, style)
        self.sheet.row_dimensions[self.row].height = points

    def lines(self) -> None:
        """The verdicts, score, bonus and grade, and how much is answered."""
        draft = self.draft
        if self.totals.verdicts:
            self._line(self._eligibility(), "verdict", 40)
        for role, zh, en in (("gate", "一票否决项", "Gates"), ("mandatory", "必选要求", "Mandatory requirements")):
            if role in self.totals.verdicts:
                self._line(self._verdict(role, draft.say(f"{zh}：", f"{en}: ")))
        if self.totals.score:
            best = number(self.response.questionnaire.scoring.total)
            words = draft.say(f"（满分 {best}）", f" (of {best})")
            self._line(f"{quoted(draft.say('得分：', 'Score: '))}&{_span(*self.totals.score)}&{quoted(words)}")
        if self.totals.bonus:
            words = draft.say("加分（另计）：", "Bonus (apart): ")
            self._line(f"{quoted(words)}&{_span(*self.totals.bonus)}")
        grade = self._grade()
        if grade:
            self._line(grade)
        self._line(self._progress(), "lead")
        self._line(self._mistakes(), "lead")

    def _eligibility(self) -> str:
        say = self.draft.say
        missed = "+".join(cell for _, _, cell in self.totals.verdicts.values())
        met = "+".join(cell for _, cell, _ in self.totals.verdicts.values())
        count = sum(count for count, _, _ in self.totals.verdicts.values())
        no = say("申报条件：不具备", "Not eligible")
        open_ = say("申报条件：尚不能判定", "Eligible: undecided")
        return f"IF({missed}>0,{quoted(no)},IF({met}<{count},{quoted(open_)},{self._met()}))"

    def _met(self) -> str:
        """The formula of eligibility where all requirements are met: undecided while the score is for want of reference
        values.
        """
        say, calculation = self.draft.say, self.found
        counting = (item for area in self.response.areas for item in area.items if item.role in COUNTING)
        rows = [calculation.rows[item.id] for item in counting if self.found.references.lacks(item)]
        yes = quoted(say("申报条件：具备", "Eligible: yes"))
        if not rows or self.totals.score is None:
            return yes
        cells = (sheet_reference(calculation.sheet, f"${STATE}${row}") for row in rows)
        missing = f"({'+'.join(f'({cell}={LACKS_REFERENCE})' for cell in cells)})"
        zh = "申报条件：要求均已满足，得分尚不能判定（", " 条缺参考值）"
        en = "Eligible: undecided by score (all requirements met; items without a reference value: ", ")"
        start, end = (quoted(say(*words)) for words in zip(zh, en, strict=True))
        low, high = self.totals.score
        return f"IF(AND({missing}>0,{low}<{high}),{start}&{missing}&{end},{yes})"

    def _verdict(self, role: str, start: str) -> str:
        say, (count, met, missed) = self.draft.say, self.totals.verdicts[role]
        unknown = f"({count}-{met}-{missed})"
        of = say(f"{count} 条中 ", ""), say(" 条", f" of {count}")
        whole = quoted(start + say(f"全部满足（{count} 条）", f"all {count} met"))
        no = quoted(start + say("未满足：", "not met: ") + of[0]) + f"&{missed}&" + quoted(of[1])
        rest = say("，另有 ", ", undecided: "), say(" 条尚不能判定", "")
        more = f'IF({unknown}>0,{quoted(rest[0])}&{unknown}&{quoted(rest[1])},"")'
        open_ = quoted(start + say("尚不能判定：", "undecided: ") + of[0]) + f"&{unknown}&" + quoted(of[1])
        return f"IF({missed}>0,{no}&{more},IF({unknown}>0,{open_},{whole}))"

    def _grade(self) -> str:
        """The formula of the grade; "" where there is none."""
        content = self.draft.content
        grading = next((one for one in content.questionnaire.grading if one.fits(content.codes)), None)
        if grading is None or self.totals.score is None:
            return ""
        name = self.draft.word(grading.name)
        if not grading.verified:
            name += self.draft.say("，未核实", ", not verified")
        bands = []
        for score in self.totals.score:
            band = quoted(self.draft.say("无", "none"))
            for one in grading.bands:
                band = f"IF(ROUND({score},9)>={compared(one.start)},{quoted(self.draft.word(one.name))},{band})"
            bands.append(band)
        low, high = bands
        start = quoted(self.draft.say(f"等次（{name}）：", f"Grade ({name}): "))
        to = quoted(self.draft.say("至", " to "))
        return f"{start}&IF({low}={high},{low},{low}&{to}&{high})"

    def _states(self, *states: Text) -> str:
        """A formula for how many items have one of the states; each is counted once, below the calculations."""
        return "(" + "+".join(self._count(self.draft.word(state)) for state in states) + ")"

    def _count(self, word: str) -> str:
        if word not in self.counts:
            sheet, row = self.found.sheet, self.found.sheet.max_row + 1
            sheets = dict.fromkeys(cell.sheet for cell in self.draft.items.values())
            areas = (sheet_reference(one, f"$H$5:$H${one.max_row}") for one in sheets)
            set_value(sheet, row, 1, word, "name-1")
            set_formula(sheet, row, 2, "+".join(f"COUNTIF({cells},{quoted(word)})" for cells in areas), "count")
            self.counts[word] = sheet_reference(sheet, f"$B${row}")
        return self.counts[word]

    def _progress(self) -> str:
        done, aside = self._states(ANSWERED, AS_TEXT, NOT_APPLICABLE), self._states(NOT_APPLICABLE)
        open_, asked = self._states(OPEN), len(self.response.items)
        if self.draft.language == "zh":
            return f'"已答 "&{done}&" 条（其中不适用 "&{aside}&" 条），未答 "&{open_}&" 条，共 {asked} 条"'
        return f'{done}&" answered ("&{aside}&" of them not applicable), "&{open_}&" open, {asked} in all"'

    def _mistakes(self) -> str:
        wrong, text = self._states(*MISTAKES), self._states(AS_TEXT)
        if self.draft.language == "zh":
            mend, read = ("有 ", " 条标为红色，须改正后才能导入。"), ("有 ", " 个数写成文字，导入时才读取。")
        else:
            mend = "Marked red, to be mended before it goes back: ", ". "
            read = "Numbers written as text, read on return: ", "."
        return "&".join(
            f'IF({count}>0,{quoted(start)}&{count}&{quoted(end)},"")'
            for count, (start, end) in ((wrong, mend), (text, read))
        )

    def _heads(self, *titles: str) -> None:
        self.row += 2
        for column, title in enumerate(titles, start=1):
            set_value(self.sheet, self.row, column, title, "head" if column == 1 else "head-number")
        self.sheet.row_dimensions[self.row].height = 34

    def table(self) -> None:
        """Blocks with their scores, or groups with their points; of a questionnaire without a total its values."""
        if self.totals.blocks:
            self._blocks()
        elif self.totals.groups:
            self._groups()
        values = [item for area in self.response.areas for item in area.items if isinstance(item.asks, Computed)]
        if self.totals.score is None and values:
            say = self.draft.say
            self._heads(say("数值", "Value"), say("结果", "Result"), say("单位", "Unit"))
            for item in values:
                self.row += 1
                cell = sheet_reference(self.found.sheet, f"$C${self.found.rows[item.id]}")
                text = self.draft.word(item.text)
                set_value(self.sheet, self.row, 1, text, "text")
                set_formula(self.sheet, self.row, 2, cell, "value")
                set_value(self.sheet, self.row, 3, unit_beside(unit_of(item).id, self.draft.language), "unit")
                self.sheet.row_dimensions[self.row].height = height((text, _WIDTHS[0]))

    def _blocks(self) -> None:
        say = self.draft.say
        tier = self.draft.word(self.response.questionnaire.tiers[0].name)
        must, best = say("必选满足", "Mandatory met"), say("满分", "Maximum")
        optional = say("可选完成", "Optional earned")
        self._heads(tier, must, optional, best, say("最低得分", "Lowest score"), say("最高得分", "Highest score"))
        for group, row in self.totals.blocks:
            self.row += 1
            at = {letter: sheet_reference(self.found.sheet, f"${letter}${row}") for letter in "BCEGJKL"}
            set_value(self.sheet, self.row, 1, self.draft.word(group.name), "strong")
            set_formula(self.sheet, self.row, 2, f'{at["C"]}&" / "&{at["B"]}', "count")
            set_formula(self.sheet, self.row, 3, f'IF({at["G"]}=0,"",{at["E"]}/{at["G"]})', "share")
            for column, letter in ((4, "J"), (5, "K"), (6, "L")):
                set_formula(self.sheet, self.row, column, at[letter], "figure")

    def _groups(self) -> None:
        say = self.draft.say
        tier = self.draft.word(self.response.questionnaire.tiers[0].name)
        reach = say("可得", "In reach")
        self._heads(tier, reach, say("最低", "Lowest"), say("最高", "Highest"))
        for group, *cells in self.totals.groups:
            self.row += 1
            set_value(self.sheet, self.row, 1, self.draft.word(group.name), "strong")
            for column, cell in enumerate(cells, start=2):
                set_formula(self.sheet, self.row, column, cell, "figure")

    def notices(self) -> None:
        """What has to be known: what is not verified, and relations that the numbers do not keep."""
        self.row += 1
        for words in self._told():
            self.row += 1
            set_value(self.sheet, self.row, 1, words, "note")
            self.sheet.merge_cells(f"A{self.row}:F{self.row}")
            self.sheet.row_dimensions[self.row].height = height((words, _WIDE))
        for hint in self.response.questionnaire.hints:
            self.row += 1
            set_formula(self.sheet, self.row, 1, hint_formula(self.found, hint), "note")
            self.sheet.merge_cells(f"A{self.row}:F{self.row}")

    def _told(self) -> list[str]:
        asked, say = self.response.questionnaire, self.draft.say
        told = [self.draft.word(text) for text in caveats(asked, self.response.profile)]
        used = [reference_of(self.draft, item) for area in self.response.areas for item in area.items]
        doubtful = len({one.indicator for one in used if one and not one.verified})
        missing = sum(self.found.references.lacks(item) for area in self.response.areas for item in area.items)
        if missing:
            told.append(
                say(f"{missing} 条缺参考值，不计分。", f"Items without a reference value, not scored: {missing}.")
            )
        if doubtful:
            told.append(say(f"{doubtful} 个参考值未经核实。", f"Reference values that are not verified: {doubtful}."))
        for area in self.response.areas:
            for item in area.items:
                if isinstance(item.asks, Table) and item.asks.factors:
                    name = self.draft.tables[item.id].sheet.title
                    zh = f"折标准煤系数未经核实的，在“{name}”表里注明。"
                    told.append(say(zh, f"Conversion factors not verified are named on '{name}'."))
        return told


def hint_formula(found: Calculation, hint: Hint) -> str:
    """The text of a relation where the numbers do not keep it, else ""."""
    sides = (hint.left.root, hint.right.root)
    names = dict.fromkeys((*hint.left.names, *hint.right.names))
    status = ",".join(found.known[name].status for name in names)
    tests = [test for side in sides for test in zero_tests(side, found.known, _no_rows)]
    left, right = (translated(side, found.known, _no_rows) for side in sides)
    near = f"1E-12*MAX(ABS({left}),ABS({right}))"
    broken = f"{left}<{right}-{near}" if hint.sign == ">=" else f"{left}>{right}+{near}"
    text = quoted(found.draft.word(hint.text))
    return f'IF(MAX(0,{status})>0,"",IF({any_of(tests)},"",IF({broken},{text},"")))'


def _no_rows(term: object) -> ColumnCells:
    raise TypeError(term)


def _span(low: str, high: str) -> str:
    """A formula for a score, or two where something is open, rounded half up to two decimals."""
    first, second = (f"ROUND(ROUND({one},9),2)" for one in (low, high))
    return f'IF({first}={second},{first}&"",{first}&"–"&{second})'
