"""The table of settings: environment variables with their kind, default and meaning. Documents are made from it."""

import os
from dataclasses import dataclass

from .kinds import (
    ADDRESS,
    ANY_FOLDER,
    DATABASE,
    DAYS,
    FOLDER,
    GROUP_ROLES,
    HOSTS,
    ISSUER,
    KEY,
    LANGUAGE,
    LOG,
    MAIL,
    NUMBER,
    PASSPHRASE,
    PRIVATE_KEY,
    REDIS,
    ROLE_NAMES,
    SWITCH,
    TOKEN,
    WORDS,
    Kind,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable. `default` is used where it is not set; "" where that is not a fixed text, which
    `zh_default` and `en_default` then describe.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    default: str = ""
    zh_default: str = "无"
    en_default: str = "none"


_TABLE = (
    Setting(
        "MATURITY_DATA_DIR",
        ANY_FOLDER,
        "数据文件夹：SQLite 数据库、证据文件、密钥、审计报告",
        "folder of the SQLite database, evidence files, keys and audit reports",
        default="var",
    ),
    Setting(
        "MATURITY_DATABASE_URL",
        DATABASE,
        "数据库：`sqlite:////path/file` 或 `postgresql://user:password@host/database`"
        "（需 `pip install 'maturity[postgres]'`）",
        "`sqlite:////path/file` or `postgresql://user:password@host/database` (`pip install 'maturity[postgres]'`)",
        zh_default="数据文件夹里的 SQLite 文件",
        en_default="a SQLite file in the data folder",
    ),
    Setting(
        "MATURITY_QUESTIONNAIRES",
        FOLDER,
        "自备问卷的文件夹：问卷 `ID.yaml`、权重方案 `NAME.weights.yaml`、参考值 "
        "`ID.references.csv`（见 docs/questionnaires.md）",
        "folder of definitions `ID.yaml`, weight profiles `NAME.weights.yaml`, reference values `ID.references.csv`, "
        "beside the shipped ones (docs/questionnaires.md)",
    ),
    Setting(
        "MATURITY_SECRET_KEY",
        KEY,
        "会话签名的密钥；所有进程要用同一个",
        "signs sessions; the same for all processes",
        zh_default="首次启动时生成，存为数据文件夹里的 `secret-key`",
        en_default="drawn at the first start, kept as `secret-key` in the data folder",
    ),
    Setting(
        "MATURITY_INSTANCE_KEY",
        PRIVATE_KEY,
        "导出数据签名用的私钥",
        "private key that signs exported data",
        zh_default="数据文件夹里的 `instance.key`",
        en_default="`instance.key` in the data folder",
    ),
    Setting(
        "MATURITY_BASE_URL",
        ADDRESS,
        "用户使用的网址；邮件里的链接以它开头",
        "the address that people use; links in mails begin with it",
        default="http://127.0.0.1:8000",
    ),
    Setting(
        "MATURITY_TRUSTED_HOSTS",
        HOSTS,
        "可用来访问的主机名",
        "host names that are served",
        zh_default="本机，以及上面网址的主机名",
        en_default="loopback, and the host of the address above",
    ),
    Setting("MATURITY_PROXIES", NUMBER, "前面有几层自己的反向代理", "number of your own reverse proxies in front", "0"),
    Setting(
        "MATURITY_MAIL_URL",
        MAIL,
        "发送链接的邮件服务器：`smtps://user:password@host`",
        "mail server that sends links: `smtps://user:password@host`",
        zh_default="无：链接写进日志",
        en_default="none: links are written to the log",
    ),
    Setting(
        "MATURITY_REDIS_URL",
        REDIS,
        "登录尝试在 Redis 里计数（需 `pip install 'maturity[redis]'`）",
        "Redis that counts attempts to sign in (`pip install 'maturity[redis]'`)",
        zh_default="无：在数据库里计数",
        en_default="none: counted in the database",
    ),
    Setting(
        "MATURITY_EVIDENCE_MB", NUMBER, "一家企业的证据最多多少 MB", "the most evidence of an enterprise, MB", "5000"
    ),
    Setting(
        "MATURITY_EVIDENCE_FILES", NUMBER, "一家企业最多多少份证据", "the most evidence files of an enterprise", "10000"
    ),
    Setting(
        "MATURITY_WAITING_MB",
        NUMBER,
        "一人待导入的工作簿最多多少 MB",
        "the most of a person's uploads that wait, MB",
        "200",
    ),
    Setting(
        "MATURITY_WAITING_FILES", NUMBER, "一人待导入的工作簿最多多少份", "the most uploads of a person that wait", "50"
    ),
    Setting(
        "MATURITY_ENTERPRISES",
        NUMBER,
        "一人最多登记或导入多少家企业",
        "the most enterprises that one person registers or imports",
        "20",
    ),
    Setting("MATURITY_LOG", LOG, "日志格式", "form of the log", "text"),
    Setting("MATURITY_ACCESS_LOG", SWITCH, "是否逐条记录请求", "whether every request is logged", "off"),
    Setting(
        "MATURITY_METRICS_TOKEN",
        TOKEN,
        "Prometheus 读取 `/metrics` 用的令牌（需 `pip install 'maturity[metrics]'`）",
        "token by which Prometheus reads `/metrics` (`pip install 'maturity[metrics]'`)",
        zh_default="无：没有 `/metrics`",
        en_default="none: there is no `/metrics`",
    ),
    Setting(
        "MATURITY_WORKER",
        SWITCH,
        "`maturity serve` 是否同时做导出、发布等任务（见 `maturity worker`）",
        "whether `maturity serve` also does exports, releases and other tasks (see `maturity worker`)",
        "on",
    ),
    Setting(
        "MATURITY_SESSION_HOURS",
        NUMBER,
        "登录后最多多少小时要重新登录，0 为不限；12 小时不用也要重新登录",
        "hours after which a session ends, 0 for no limit; it also ends 12 hours after its last use",
        "720",
    ),
    Setting(
        "MATURITY_SECOND_FACTOR",
        ROLE_NAMES,
        "必须使用两步验证的角色，如 `analyst,administrator`",
        "roles that have to use two-step sign-in, such as `analyst,administrator`",
    ),
    Setting(
        "MATURITY_OIDC_ISSUER",
        ISSUER,
        "统一身份认证：OpenID Connect 身份提供方的网址，与它自称的一字不差（需 `pip install 'maturity[sso]'`）",
        "single sign-on: the OpenID Connect provider, exactly as it calls itself (`pip install 'maturity[sso]'`)",
        zh_default="无：只用邮箱和密码登录",
        en_default="none: sign-in with e-mail address and password only",
    ),
    Setting(
        "MATURITY_OIDC_CLIENT_ID",
        WORDS,
        "在身份提供方那里登记的客户端",
        "the client that is registered with the provider",
    ),
    Setting(
        "MATURITY_OIDC_CLIENT_SECRET",
        PASSPHRASE,
        "这个客户端的密钥",
        "the secret of that client",
    ),
    Setting(
        "MATURITY_OIDC_NAME",
        WORDS,
        "登录按钮上身份提供方的名称",
        "the name of the provider on the sign-in button",
        zh_default="“统一身份认证”",
        en_default='"single sign-on"',
    ),
    Setting(
        "MATURITY_OIDC_ROLES",
        GROUP_ROLES,
        "身份提供方的组与角色的对应，如 `bureau=analyst,it=administrator`；每次登录时按它更改角色，"
        "不在任何组里的是企业用户",
        "groups of the provider and the roles they give, such as `bureau=analyst,it=administrator`; applied at every "
        "sign-in, and who is in none of them has the role enterprise",
        zh_default="无：角色由管理员给",
        en_default="none: roles are given by administrators",
    ),
    Setting(
        "MATURITY_OIDC_GROUPS",
        WORDS,
        "身份提供方的凭证里列出组的字段",
        "the claim of the provider that lists groups",
        "groups",
    ),
    Setting(
        "MATURITY_AUDIT_SIGN_IN_DAYS",
        DAYS,
        "审计日志保存登录记录的天数",
        "days for which the audit log keeps sign-ins",
        "365",
    ),
    Setting(
        "MATURITY_AUDIT_DAYS",
        DAYS,
        "审计日志保存其他记录的天数",
        "days for which the audit log keeps other entries",
        "2190",
    ),
    Setting(
        "MATURITY_LANGUAGE",
        LANGUAGE,
        "命令行的语言",
        "language of the command line",
        zh_default="`LANG` 为英文时 en，否则 zh",
        en_default="en where `LANG` is English, else zh",
    ),
)

#: Name -> setting.
SETTINGS = {setting.name: setting for setting in _TABLE}


def value(name: str) -> str | None:
    """The text of a setting from the environment, else its default; None without either. An empty text is not set."""
    return os.environ.get(name) or SETTINGS[name].default or None


def count(name: str) -> int:
    """The value of a setting of kind NUMBER. Raises ValueError where it is none; `check_settings` tells before."""
    return int(value(name) or 0)
