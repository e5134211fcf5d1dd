"""Mistakes about the privacy notice."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
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
}
