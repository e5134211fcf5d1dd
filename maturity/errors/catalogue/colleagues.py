"""Mistakes of people who work together: invitations, duties."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "invitation-unknown": Entry(
        "这个邀请链接无效。",
        "请核对链接是否完整，或请邀请您的人重新生成一个。",
        "This invitation link is not valid.",
        "Check that it is complete, or ask the person who invited you for a new one.",
    ),
    "invitation-used": Entry(
        "这个邀请已经用过。",
        "每个链接只能用一次。如果是您本人用的，直接登录即可；否则请邀请您的人重新生成一个。",
        "This invitation has already been used.",
        "Each link works once. If it was you who used it, sign in; otherwise ask for a new one.",
    ),
    "invitation-expired": Entry(
        "这个邀请已过期。",
        "请邀请您的人重新生成一个链接。",
        "This invitation has expired.",
        "Ask the person who invited you for a new link.",
    ),
    "invitation-revoked": Entry(
        "这个邀请已被撤销。",
        "如有疑问，请联系邀请您的人。",
        "This invitation has been withdrawn.",
        "If this is unexpected, ask the person who invited you.",
    ),
    "invitation-account": Entry(
        "您登录的账户是分析员或管理员，不能加入企业。",
        "请退出后用另一个账户接受邀请。",
        "You are signed in as an analyst or administrator, who cannot join an enterprise.",
        "Sign out and accept with another account.",
    ),
    "invitation-member": Entry(
        "您已是这家企业的成员，这个邀请不会带来新的权限，没有使用。",
        "需要改变身份时，请联系企业的负责人。",
        "You are a member of this enterprise already; the invitation would add nothing and was not used.",
        "If your role should change, ask an owner of the enterprise.",
    ),
    "membership-own": Entry(
        "不能更改或移除自己。",
        "请由另一位负责人操作。",
        "You cannot change or remove yourself.",
        "Ask another owner to do it.",
    ),
    "assignment-member": Entry(
        "此人不能填写这份评估，没有指派。",
        "请指派给本企业的负责人或填写人。",
        "This person cannot answer the assessment; nothing was assigned.",
        "Assign it to an owner or editor of this enterprise.",
    ),
    "assignment-area": Entry(
        "这份评估里没有“{found}”这一部分。",
        "请刷新页面后再试。",
        "'{found}' is not an area of this assessment.",
        "Reload the page and try again.",
    ),
    "assignment-due": Entry(
        "“{found}”不是日期。",
        "请写成 2026-03-31 的形式，或留空。",
        "'{found}' is not a date.",
        "Write it like 2026-03-31, or leave it empty.",
    ),
    "assignment-stale": Entry(
        "别人刚改过这部分的分工，您的修改还没有保存。",
        "请核对现有的分工后再保存一次。",
        "Someone changed who answers this area in the meantime; your change was not saved.",
        "Compare with the current content and save again.",
    ),
}
