"""A maturity questionnaire toolkit: answer, grade, explain, publish.

The names in `__all__` are the interface for programs; `docs/api.md` describes them. Each is imported at its first use,
so that `import maturity` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .answers import Chosen, NotApplicable, Response
    from .errors import Refusal
    from .publication.publish import publish
    from .publication.release import exporter
    from .questionnaire import Questionnaire, load, read
    from .scoring import Result, grade
    from .scoring.accounts import account
    from .scoring.evaluation import Evaluation
    from .scoring.explain import explain
    from .scoring.methods import evaluate
    from .scoring.statements import statements
    from .statistics.plan import load_plan, read_plan
    from .store import open_store

_MODULES = {
    "load": "questionnaire",
    "read": "questionnaire",
    "Questionnaire": "questionnaire",
    "Response": "answers",
    "Chosen": "answers",
    "NotApplicable": "answers",
    "grade": "scoring",
    "Result": "scoring",
    "explain": "scoring.explain",
    "evaluate": "scoring.methods",
    "Evaluation": "scoring.evaluation",
    "statements": "scoring.statements",
    "account": "scoring.accounts",
    "open_store": "store",
    "load_plan": "statistics.plan",
    "read_plan": "statistics.plan",
    "publish": "publication.publish",
    "exporter": "publication.release",
    "Refusal": "errors",
}
__all__ = [
    "Chosen",
    "Evaluation",
    "NotApplicable",
    "Questionnaire",
    "Refusal",
    "Response",
    "Result",
    "account",
    "evaluate",
    "explain",
    "exporter",
    "grade",
    "load",
    "load_plan",
    "open_store",
    "publish",
    "read",
    "read_plan",
    "statements",
]


def __getattr__(name: str) -> object:
    """One of the names of the interface, imported now. Raises AttributeError for any other."""
    if name not in _MODULES:
        raise AttributeError(f"module 'maturity' has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    """The names of the interface, beside those already imported."""
    return sorted({*globals(), *__all__})
