"""The columns of classes, and of how the scores under two questionnaires go together."""

from fractions import Fraction
from functools import partial

from ...questionnaire import Text
from ...regions.association import DRAWN, EXACT, SEED
from ..breakdowns import Breakdowns
from ..confidentiality.tally import ENTERPRISES, NANO, POINTS, Figure, Tally
from ..signs import Status
from ..table import TOTAL, Cell, Column
from .names import CLASS_FROM, DRAWN_OF_MANY, MANY, RHO_DECIMALS


def class_from(by: Breakdowns) -> Figure:
    """The column of the lowest score of a class."""
    zh, en = by.words.score.zh, by.words.score.en
    definition = Text(
        f"本档企业中最低的{zh}：达到它的都在本档或更高的档。最低一档没有门槛。",
        f"The lowest of {en} in the class: whoever reaches it is in the class or a higher one. The last has none.",
    )
    label = Text("本档最低得分", "Score from which")
    column = Column(CLASS_FROM, label, "number", POINTS, by.decimals, definition, CLASS_FROM, notes=("score",))

    def cell(tally: Tally) -> Cell:
        return Status.NOT_APPLICABLE if tally.lowest is None else Fraction(tally.lowest, NANO)

    return Figure(column, cell)


def association_figures(by: Breakdowns) -> tuple[Figure, ...]:
    """The columns of an association: enterprises with both scores, Spearman's rho, and its p."""
    other = by.joined.words.score if by.joined else Text("", "")
    both = Text("两项得分都有的企业", "Enterprises with both scores")
    n = Text(f"{both.zh}，未加权。", f"{both.en}, unweighted.")
    rho = Text(
        f"{by.words.score.zh}与{other.zh}的名次相关系数，同分取平均名次；一同升降不说明谁引起谁。",
        f"Correlation of the ranks of {by.words.score.en} and {other.en}, ties sharing the mean of theirs. That both "
        "go together says nothing of causes.",
    )
    p = Text(
        f"双侧置换检验：凭偶然得到至少像所印 ρ 这样大的机会。企业不超过 {EXACT} 家时穷举，否则随机置换 {DRAWN:,} 次"
        f"（{MANY:,} 家起 {DRAWN_OF_MANY} 次），随机种子 {SEED}。",
        f"Two-sided permutation test: how often chance alone gives a rho as far from 0 as that printed. All "
        "permutations for up to "
        f"{EXACT} enterprises, else {DRAWN:,} ({DRAWN_OF_MANY} from {MANY:,} enterprises on) drawn with the seed "
        f"{SEED}.",
    )
    none, notes = Text("", ""), ("joined",)
    named = Text("Spearman ρ", "Spearman's rho")
    columns = {
        "n": Column("joint_n", both, "count", ENTERPRISES, 0, n, "joint", TOTAL),
        "rho": Column("joint_rho", named, "number", none, RHO_DECIMALS, rho, "rho", notes=notes),
        "p": Column("joint_p", Text("p 值", "p"), "number", none, 4, p, "p_value", notes=notes),
    }
    return tuple(Figure(column, partial(_of, name)) for name, column in columns.items())


def _of(name: str, tally: Tally) -> Cell:
    value = None if tally.joint is None else getattr(tally.joint, name)
    return Status.NOT_APPLICABLE if value is None else value if isinstance(value, int) else Fraction(value)
