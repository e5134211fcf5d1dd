"""Mistakes in the settings of the operator. Of secrets nothing is repeated."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "setting-unknown": Entry(
        "没有名为 {name} 的设置。",
        "最接近的是 {nearest}。请改名，或从环境变量中去掉它。",
        "There is no setting {name}.",
        "The nearest is {nearest}. Rename it, or remove it from the environment.",
    ),
    "setting-half": Entry(
        "设置了 {given}，却没有设置 {name}。",
        "请补上 {name}，或去掉 {given}。",
        "{given} is set, but {name} is not.",
        "Set {name} as well, or remove {given}.",
    ),
    "setting-folder": Entry(
        "{name} 的值“{found}”不是文件夹。",
        "请写一个文件夹的路径。",
        "{name} is '{found}', which is not a folder.",
        "Write the path of a folder.",
    ),
    "setting-number": Entry(
        "{name} 的值“{found}”不是整数。",
        "请写不小于 0 的整数，如 20。",
        "{name} is '{found}', which is not a whole number.",
        "Write a whole number from 0 on, such as 20.",
    ),
    "setting-days": Entry(
        "{name} 的值“{found}”不是不少于 180 的整数。",
        "请写天数，至少 180，如 365。",
        "{name} is '{found}', which is not a whole number from 180 on.",
        "Write a number of days, at least 180, such as 365.",
    ),
    "setting-roles": Entry(
        "{name} 的值“{found}”不是角色。",
        "请写角色，用逗号分隔：enterprise、consultant、analyst、administrator。",
        "{name} is '{found}', which are not roles.",
        "Write roles, separated by commas: enterprise, consultant, analyst, administrator.",
    ),
    "setting-address": Entry(
        "{name} 的值“{found}”不是网址。",
        "请写成 https://maturity.example.org 这样的网址。",
        "{name} is '{found}', which is not an address.",
        "Write one such as https://maturity.example.org.",
    ),
    "setting-issuer": Entry(
        "{name} 的值“{found}”不能用作身份提供方的网址。",
        "请写成 https://id.example.org 这样的网址，没有问号和井号；只有本机上的可以用 http。",
        "{name} is '{found}', which cannot be the address of an identity provider.",
        "Write one such as https://id.example.org, without ? and #; http is for this machine only.",
    ),
    "setting-words": Entry(
        "{name} 不是不超过 200 个字符的一行文字。",
        "请核对并改短。",
        "{name} is not one line of at most 200 characters.",
        "Check and shorten it.",
    ),
    "setting-group-roles": Entry(
        "{name} 的值“{found}”不是组与角色的对应。",
        "请写成“组=角色”，用逗号分隔，如 bureau=analyst,it=administrator；"
        "角色是 enterprise、consultant、analyst、administrator。",
        "{name} is '{found}', which does not map groups to roles.",
        "Write group=role, separated by commas, such as bureau=analyst,it=administrator; roles are enterprise, "
        "consultant, analyst, administrator.",
    ),
    "setting-hosts": Entry(
        "{name} 的值“{found}”不是主机名。",
        "请只写主机名，用逗号分隔，如 maturity.example.org,10.0.0.7。",
        "{name} is '{found}', which are not host names.",
        "Write host names only, separated by commas, such as maturity.example.org,10.0.0.7.",
    ),
    "setting-switch": Entry(
        "{name} 的值“{found}”不是开关。",
        "请写 on 或 off。",
        "{name} is '{found}', which is neither on nor off.",
        "Write on or off.",
    ),
    "setting-log": Entry(
        "{name} 的值“{found}”不可用。",
        "请写 text 或 json。",
        "{name} is '{found}', which is no form of the log.",
        "Write text or json.",
    ),
    "setting-token": Entry(
        "{name} 太短。",
        "请换成不少于 16 个字符的随机令牌，或不设置它。",
        "{name} is too short.",
        "Use a random token of at least 16 characters, or leave it out.",
    ),
    "metrics-extra": Entry(
        "没有安装读取指标所需的组件。",
        "请安装 maturity[metrics]，或不设置令牌。",
        "The package for metrics is not installed.",
        "Install maturity[metrics], or leave the token out.",
    ),
    "setting-language": Entry(
        "{name} 的值“{found}”不是可用的语言。",
        "请写 zh 或 en。",
        "{name} is '{found}', which is not one of the languages.",
        "Write zh or en.",
    ),
    "setting-database": Entry(
        "{name} 的值不是数据库地址。",
        "请写成 sqlite:////path/file.db 或 postgresql://user:password@host/database；口令中的特殊字符用 % 编码。",
        "{name} is not a database address.",
        "Write sqlite:////path/file.db or postgresql://user:password@host/database; percent-encode special characters "
        "of the password.",
    ),
    "setting-mail": Entry(
        "{name} 的值不是邮件服务器的地址。",
        "请写成 smtps://user:password@host；口令中的特殊字符用 % 编码。",
        "{name} is not the address of a mail server.",
        "Write smtps://user:password@host; percent-encode special characters of the password.",
    ),
    "setting-redis": Entry(
        "{name} 的值不能使用。",
        "请写成 redis://host:6379/0，并安装 maturity[redis]。",
        "{name} cannot be used.",
        "Write redis://host:6379/0, and install maturity[redis].",
    ),
    "setting-key": Entry(
        "{name} 太短，或可以被猜到。",
        "请换成不少于 32 个字符的随机密钥，或不设置它，由程序生成并保存。",
        "{name} is too short, or can be guessed.",
        "Use a random key of at least 32 characters, or leave it out: one is drawn and kept.",
    ),
    "setting-private-key": Entry(
        "{name} 不是私钥。",
        "请写 64 位十六进制数，或不设置它，由程序生成并保存。",
        "{name} is not a private key.",
        "Write 64 hexadecimal digits, or leave it out: one is drawn and kept.",
    ),
}
