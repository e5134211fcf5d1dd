"""Writes the pages of settings and the sample of an environment file from `maturity.settings`; run by `make docs`."""

from pathlib import Path

from maturity.settings import SETTINGS, Setting

ROOT = Path(__file__).parents[1]
_HEADS = {
    "en": """# Settings

All settings are environment variables. `deploy/maturity.env` is a file with all of them, for systemd and containers.
An unknown name that begins with `MATURITY_`, and a value that cannot be, stops every command that uses the database:
the message names it and the remedy.

| variable | meaning | value | default |
|---|---|---|---|
""",
    "zh": """# 设置

所有设置都是环境变量。`deploy/maturity.env` 列出了全部设置，供 systemd 和容器使用。
以 `MATURITY_` 开头的未知名称和不可用的值，会让所有使用数据库的命令在启动前停下，并指明名称和改法。

| 变量 | 含义 | 取值 | 默认 |
|---|---|---|---|
""",
}


def page(language: str) -> str:
    """The table of settings as Markdown, in a language."""
    return _HEADS[language] + "".join(f"{_row(setting, language)}\n" for setting in SETTINGS.values())


def sample() -> str:
    """The environment file: every setting, commented out, with its meaning in both languages."""
    lines = ["# 全部设置；去掉行首的 # 即生效。All settings; take the # away to set one. Made by `make docs`."]
    for setting in SETTINGS.values():
        told = [f"# {setting.zh}", f"# {setting.en}"] if setting.zh != setting.en else [f"# {setting.en}"]
        lines += ["", *told, f"#{setting.name}={setting.default}"]
    return "\n".join(lines) + "\n"


def _row(setting: Setting, language: str) -> str:
    zh = language == "zh"
    default = f"`{setting.default}`" if setting.default else (setting.zh_default if zh else setting.en_default)
    kind = setting.kind.zh if zh else setting.kind.en
    return f"| `{setting.name}` | {setting.zh if zh else setting.en} | {kind} | {default} |"


#: Path -> what the file holds.
FILES = {
    ROOT / "docs" / "settings.md": lambda: page("en"),
    ROOT / "docs" / "settings.zh.md": lambda: page("zh"),
    ROOT / "deploy" / "maturity.env": sample,
}

if __name__ == "__main__":
    for path, content in FILES.items():
        path.write_text(content(), encoding="utf-8")
