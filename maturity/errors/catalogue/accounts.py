"""Mistakes of people and their passwords, about the privacy notice, and those possible in any form of a page."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "account-email": Entry(
        "“{found}”不是邮箱地址。",
        "请写成 name@example.com 的形式。",
        "'{found}' is not an e-mail address.",
        "Write it like name@example.com.",
    ),
    "account-email-taken": Entry(
        "邮箱 {email} 已有账户。",
        "请直接登录，或重设密码。",
        "There is already an account for {email}.",
        "Sign in, or reset the password.",
    ),
    "account-name": Entry(
        "姓名没有填写，或超过 {limit} 个字符。",
        "请填写姓名。",
        "The name is missing or longer than {limit} characters.",
        "Give a name.",
    ),
    "account-role": Entry(
        "没有“{found}”这个角色。",
        "可选：{allowed}。",
        "There is no role '{found}'.",
        "Choose one of: {allowed}.",
    ),
    "account-not-found": Entry(
        "没有找到该账户。",
        "请核对邮箱；在页面上请刷新后从列表里选择。",
        "There is no such account.",
        "Check the e-mail address; on a page, reload it and choose from the list.",
    ),
    "account-last-administrator": Entry(
        "这是最后一位管理员，不能改为其他角色。",
        "请先指定另一位管理员。",
        "This is the last administrator, whose role cannot change.",
        "Appoint another administrator first.",
    ),
    "account-password-short": Entry(
        "密码少于 {least} 个字符。",
        "请用至少 {least} 个字符，例如几个不相干的词。",
        "The password has fewer than {least} characters.",
        "Use at least {least}, for instance a few unrelated words.",
    ),
    "account-password-long": Entry(
        "密码超过 {most} 个字符。",
        "请缩短。",
        "The password has more than {most} characters.",
        "Shorten it.",
    ),
    "account-password-email": Entry(
        "密码不能与邮箱相同。",
        "请另选一个密码。",
        "The password is the e-mail address.",
        "Choose a different one.",
    ),
    "account-password-common": Entry(
        "这个密码太常见，攻击者会最先尝试。",
        "请另选一个密码。",
        "This password is one of the commonest, which attackers try first.",
        "Choose a different one.",
    ),
    "account-password-own": Entry(
        "密码主要由邮箱、姓名或企业名称组成，认识您的人容易猜到。",
        "请换成几个不相干的词。",
        "The password is mostly the e-mail address, your name or the enterprise's, which are easy to guess.",
        "Use a few unrelated words instead.",
    ),
    "account-password-repeat": Entry(
        "密码主要是重复的字符，容易猜到。",
        "请换成几个不相干的词。",
        "The password is mostly repeated characters, which are easy to guess.",
        "Use a few unrelated words instead.",
    ),
    "account-password-sequence": Entry(
        "密码主要是连续的字符或相邻的键，容易猜到。",
        "请换成几个不相干的词。",
        "The password is mostly a sequence or neighbouring keys, which are easy to guess.",
        "Use a few unrelated words instead.",
    ),
    "account-password-date": Entry(
        "密码主要是日期，容易猜到。",
        "请换成几个不相干的词。",
        "The password is mostly a date, which is easy to guess.",
        "Use a few unrelated words instead.",
    ),
    "account-password-wrong": Entry(
        "原密码不对。",
        "请重新输入，或重设密码。",
        "The present password is wrong.",
        "Type it again, or reset the password.",
    ),
    "account-token-unknown": Entry(
        "这个链接无效。",
        "请核对链接是否完整，或申请一个新的。",
        "This link is not valid.",
        "Check that it is complete, or ask for a new one.",
    ),
    "account-token-used": Entry(
        "这个链接已经用过。",
        "请申请一个新的链接。",
        "This link has already been used.",
        "Ask for a new one.",
    ),
    "account-token-expired": Entry(
        "这个链接已过期。",
        "请申请一个新的链接。",
        "This link has expired.",
        "Ask for a new one.",
    ),
    "privacy-consent": Entry(
        "还没有同意隐私说明。",
        "请阅读隐私说明，勾选同意之后再继续。",
        "The privacy notice has not been agreed to.",
        "Read the privacy notice and tick that you agree.",
    ),
    "privacy-changed": Entry(
        "隐私说明刚有了新的一版。",
        "请刷新页面，阅读新版之后再继续。",
        "There is a new version of the privacy notice.",
        "Reload the page and read the new version first.",
    ),
    "privacy-unknown": Entry(
        "隐私说明没有这一版。",
        "请打开现行的一版。",
        "There is no such version of the privacy notice.",
        "Open the version in force.",
    ),
    "privacy-forbidden": Entry(
        "隐私说明只能由系统管理员修改。",
        "请联系系统管理员。",
        "Only an administrator edits the privacy notice.",
        "Ask an administrator.",
    ),
    "privacy-text": Entry(
        "隐私说明的中文和英文都要填写，各不超过 {limit} 个字符。",
        "请补全或缩短后再保存。",
        "The privacy notice needs a Chinese and an English text of at most {limit} characters each.",
        "Complete or shorten it and save again.",
    ),
    "number-unreadable": Entry(
        "“{column}”需要一个整数，收到的是“{found}”。",
        "请用数字 0 到 9 填写，例如 2026。",
        "'{column}' takes a whole number, and '{found}' is none.",
        "Write it in the digits 0 to 9, for example 2026.",
    ),
    "version-unreadable": Entry(
        "收到的内容缺少页面自带的版本信息，无法判断打开页面之后有没有别人改过，所以没有保存。",
        "请核对页面上现有的内容，再保存一次。",
        "What was sent lacks the page's own version, so it is unknown whether somebody else made changes since the "
        "page was opened. Nothing was saved.",
        "Compare with what the page shows now, then save again.",
    ),
}
