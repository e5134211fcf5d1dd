"""Who is signed in proves it again before something that protects the account changes: by the password, or by having
signed in anew at the identity provider a moment ago.
"""

from flask import session

from ...errors import refuse
from ...store.accounts import people
from ...store.accounts.people import Person
from ...store.types import now
from .. import forms
from ..access import person, someone
from ..context import store

_CONFIRMED = "confirmed"  # in the cookie: who, and until when
_SECONDS = 600


def confirm_by_provider(who: Person) -> None:
    """Remember in the session that the provider has just checked who it is."""
    session[_CONFIRMED] = [who.id, who.stamp, now().timestamp() + _SECONDS]


def is_confirmed() -> bool:
    """Whether the provider checked who it is a moment ago."""
    who, found = someone(), session.get(_CONFIRMED)
    return bool(who and found and found[:2] == [who.id, who.stamp] and found[2] > now().timestamp())


def confirmed(form: forms.OwnPassword) -> bool:
    """Whether the form has the person's password, or needs none; else the form says so."""
    needless = is_confirmed()
    if needless:
        form.password.validators = ()
    if not form.validate() or needless:
        return not form.errors
    with store().read() as c:
        right = people.sign_in(c, person().email, form.password.data or "")
    if right is None:
        form.add_errors(refuse("account-password-wrong", forms.place("password")))
    return right is not None
