"""How many enterprises one person may bring into being here: each has a quota of evidence of its own."""

from sqlalchemy import Connection, func, select, union

from ...errors import refuse
from ...settings import count
from ..accounts.people import Person
from ..schema import consents, imports, people


def check_cap(c: Connection, person: Person) -> None:
    """Raise Refusal organisation-too-many unless the person may sign up or import one more.

    Those that were purged count no more. Who only became a member, whatever the role, brought none into being.
    """
    c.execute(select(people.c.id).where(people.c.id == person.id).with_for_update(key_share=True))
    mine = union(
        select(consents.c.organisation_id).where(consents.c.person_id == person.id, consents.c.occasion == "sign-up"),
        select(imports.c.organisation_id).where(imports.c.by == person.id),
    ).subquery()
    most = count("MATURITY_ENTERPRISES")
    if (c.scalar(select(func.count()).select_from(mine)) or 0) >= most:
        raise refuse("organisation-too-many", most=most)
