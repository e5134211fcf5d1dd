"""Logos: of an enterprise, and of the consulting firm that holds a workshop."""

from sqlalchemy import CheckConstraint, Column, LargeBinary, Table, UniqueConstraint

from .columns import id_, metadata, reference

logos = Table(
    "logos",
    metadata,
    id_(),
    reference("organisation_id", "organisations", null=True),  # whose it is: one of these two
    reference("room_id", "workshop_rooms", null=True),
    Column("image", LargeBinary, nullable=False),  # a PNG that :mod:`maturity.intake.logos` has written
    UniqueConstraint("organisation_id"),
    UniqueConstraint("room_id"),
    CheckConstraint("(organisation_id IS NULL) <> (room_id IS NULL)", name="owner"),
)
