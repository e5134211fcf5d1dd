"""What the models of all files in YAML are made of: ids, texts, exact numbers."""

from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from . import parts as frozen
from .parts import ID

Id = Annotated[str, StringConstraints(pattern=f"^{ID.pattern}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _exact(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("number") from None


Number = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]
Whole = Annotated[int, Field(ge=1, le=99)]


class Shape(BaseModel):
    """Base of all models: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TextShape(Shape):
    """A text in both languages."""

    zh: Words
    en: Words

    def text(self) -> frozen.Text:
        """The text as an object of the model."""
        return frozen.Text(self.zh, self.en)


def text_of(shape: TextShape | str) -> frozen.Text:
    """The text of a shape that may be a string, which is then the same in both languages."""
    return frozen.Text(shape, shape) if isinstance(shape, str) else shape.text()


class TextsShape(Shape):
    """A list of texts in both languages, paired by position."""

    zh: Annotated[list[Words], Field(min_length=1, max_length=4)]
    en: Annotated[list[Words], Field(min_length=1, max_length=4)]

    def texts(self) -> tuple[frozen.Text, ...]:
        """The texts as objects of the model, in order."""
        return tuple(frozen.Text(zh, en) for zh, en in zip(self.zh, self.en, strict=True))
