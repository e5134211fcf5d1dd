"""Which submission of an enterprise counts in a year, and how many that leaves out."""

from typing import NamedTuple

from .questionnaire import Text

RULE = Text(
    "每家企业取该年度、本问卷本版本中提交时间最晚的一次；暂定（有未答条目）和有裁剪的都计入，由各自的列标明。",
    "Of each enterprise the submission of the year with the latest time, of this version of the questionnaire; "
    "provisional ones (with open items) and tailored ones count, and columns tell them.",
)


class LeftOut(NamedTuple):
    """Enterprises that answered other `versions` of the questionnaire alone, submissions that a later one of the same
    enterprise and year `replaced`, enterprises with nothing but submissions brought in from `elsewhere` that nobody has
    accepted; `differing` names the enterprises whose submission keeps another level than the one that follows from its
    answers, for those who answer for the statistics: a release counts them and names none.
    """

    versions: int
    replaced: int
    elsewhere: int = 0
    differing: tuple[str, ...] = ()
