"""`maturity publish --file`: a table of enterprises in place of the database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ..bulk import file_blocks, file_option
from ..common import references_of
from .run import moment_of

if TYPE_CHECKING:
    from ...assessment.selection import Reference
    from ...publication.publish import Publication, YearData
    from ...questionnaire import Questionnaire
    from ...questionnaire.numeric.references import References
    from ...statistics.engines import Opener
    from ...statistics.plan import Plan
    from ...store import Store


def table_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--file` with its options and `--references`, as the argument `file`: a :class:`TableFile`, None without one."""

    @file_option
    @click.option(
        "--references",
        type=click.Path(path_type=Path),
        help="With --file: reference values that numbers are scored against  [default: the set in use in the "
        "database, else ID.references.csv beside definitions]",
    )
    @wraps(function)
    def run(file: Path | None, accepted: tuple[str, ...], profile: str, references: Path | None, **given: Any) -> Any:
        if references and not file:
            raise click.UsageError("--references is for --file: submissions keep the values they were scored against.")
        return function(file=TableFile(file, accepted, profile, references) if file else None, **given)

    return run


class Table(NamedTuple):
    """A file of enterprises in place of the database; `accepted` are credit codes that were confirmed by hand,
    `profile` is that of rows that several fit and that name none; numbers are scored against `references`.
    """

    file: Path
    accepted: tuple[str, ...]
    profile: str
    language: str
    references: "References"

    def tables(
        self,
        year: int,
        questionnaire: "Questionnaire",
        moment: "Reference | None",
        engine: "Opener | None",
        plan: "Plan",
    ) -> "Publication":
        """The internal tables of a plan. Raises Refusal with all mistakes of the file."""
        from ...publication.publish import of_file

        with file_blocks(self.file, self.accepted, questionnaire, self.language, self.profile) as blocks:
            day = moment.day if moment else None
            return of_file(plan, blocks, year, questionnaire, day, engine, self.references)

    def maker(
        self, year: int, questionnaire: "Questionnaire", as_of: datetime | None, engine: "Opener | None"
    ) -> "Callable[[Plan], Publication]":
        """A function that makes the internal tables of a plan from the file, whose data are of the day `as_of`."""
        return partial(self.tables, year, questionnaire, moment_of(as_of, year), engine)

    def year_data(
        self,
        plans: "Sequence[Plan]",
        year: int,
        questionnaire: "Questionnaire",
        reference: "Reference",
        salt: bytes,
    ) -> "YearData":
        """Its enterprises for releases of `plans`. Raises Refusal with all mistakes of the file."""
        from ...publication.publish import year_data_of_file

        with file_blocks(self.file, self.accepted, questionnaire, self.language, self.profile) as blocks:
            return year_data_of_file(plans, blocks, year, questionnaire, reference, salt, self.references)


class TableFile(NamedTuple):
    """The options of a table in a file."""

    file: Path
    accepted: tuple[str, ...]
    profile: str
    references: Path | None

    def table(self, questionnaire: "Questionnaire", store: "Store | None", language: str) -> Table:
        """The table, scored against the values that :func:`.common.references_of` gives."""
        against = references_of(questionnaire, self.references, store, language)
        return Table(self.file, self.accepted, self.profile, language, against)
