"""What the models of the interface have in common: their strictness, texts in both languages, pages of a list."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ...questionnaire import Text
from ..requests.reading import whole

NO_NUL = r"^[^\x00]*$"  # which no database stores
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,59}$")]
Words = Annotated[str, StringConstraints(max_length=20_000, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)]
Year = Annotated[int, Field(ge=2000, le=2100)]
T = TypeVar("T")


class Model(BaseModel):
    """What is sent or answered: no field that is not named, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Query(BaseModel):
    """Parameters of an address, which are texts: a number is written with digits 0-9."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(Model):
    """A text in Chinese and in English."""

    zh: str
    en: str


class Page(Model, Generic[T]):
    """Part of a list. `next` is the cursor of the next part, null on the last one."""

    items: list[T]
    next: str | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """The name of the model in the document of the interface."""
        return f"PageOf{params[0].__name__}"


def _number(value: object) -> object:
    found = whole(value)
    return value if found is None else found


Number = Annotated[int, BeforeValidator(_number)]


class PageQuery(Query):
    """Which part of a list: at most `limit` entries, after the `cursor` that the part before it gave."""

    limit: Annotated[Number, Field(ge=1, le=200)] = 50
    cursor: Line = ""


def both(text: Text) -> Both:
    """`text` as a model."""
    return Both(zh=text.zh, en=text.en)
