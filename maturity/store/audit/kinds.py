"""Which acts belong to the audit log, by kind, and how long what is said of them is kept."""

from collections.abc import Mapping

from ...settings import count

ERASED = "organisation.purge"  # an organisation's rows were deleted
EXPIRED = "audit.expire"  # rows were deleted at the end of their retention
# kind -> its actions. Other actions of `audit_log` are daily work on assessments: see decision 40.
KINDS: Mapping[str, tuple[str, ...]] = {
    "sign-in": ("person.sign-in", "person.refused", "person.sign-out", "person.end-session"),
    "account": (
        *("person.add", "person.set-role", "person.disable", "person.enable", "person.erase"),
        *("person.change-password", "person.set-password", "person.second-factor"),
        *("token.issue", "token.redeem", "access-token.issue", "access-token.revoke"),
        *("identity.connect", "identity.disconnect"),
    ),
    "rights": (
        *("invitation.issue", "invitation.revoke", "invitation.accept"),
        *("organisation.add-member", "organisation.remove-member", "organisation.let-submit"),
        *("instance.trust", "instance.distrust"),
    ),
    "reading": (
        *("detail.export", "detail.approve", "detail.decline", "detail.withdraw", "detail.made"),
        *("job.read", "evidence.read", "organisation.export", "person.export"),
    ),
    "release": ("release.prepare", "release.approved", "release.rejected", "release.withdrawn", "release.enter"),
    "log": ("organisation.part", "organisation.stay", ERASED, "privacy.edit", "audit.export", EXPIRED),
}
ACTIONS = frozenset(action for actions in KINDS.values() for action in actions)
_SETTINGS = {
    "sign-in": "MATURITY_AUDIT_SIGN_IN_DAYS",
    **dict.fromkeys(("account", "rights", "reading", "release"), "MATURITY_AUDIT_DAYS"),
}


def retention() -> dict[str, int]:
    """Kind -> days after which who, whom and what are deleted; a kind that is not in it is kept for ever."""
    return {kind: count(setting) for kind, setting in _SETTINGS.items()}
