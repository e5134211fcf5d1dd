"""The entries of an enterprise's log as sentences."""

from collections.abc import Callable

from ...store.enterprises.access_log import LogEntry, LogPerson
from ..formatting import MEMBERS, ROLES
from ..language import gettext as _
from ..language import lazy_gettext

KINDS = {
    "seen": lazy_gettext("外部人员的查看"),
    "answers": lazy_gettext("答案和证据"),
    "findings": lazy_gettext("评审意见"),
    "assessments": lazy_gettext("评估与提交"),
    "workshops": lazy_gettext("研讨会"),
    "people": lazy_gettext("成员、邀请和账户"),
    "exports": lazy_gettext("统计明细导出"),
    "own": lazy_gettext("自有数据的下载、带入和删除"),
    "enterprise": lazy_gettext("企业信息和隐私说明"),
}
PARTS = {
    "answers": lazy_gettext("查看了答案"),
    "evidence": lazy_gettext("查看了证据和评审页"),
    "results": lazy_gettext("查看了结果"),
    "plans": lazy_gettext("查看了改进计划"),
    "files": lazy_gettext("打开了报告或离线工作簿"),
}
OUTSIDE = ("analyst", "administrator")


def author(entry: LogEntry) -> str:
    """Who did it: members by name, others by name and role, analysts of the operator without a name."""
    who = entry.by
    if who is None:
        return _("系统运维人员")
    if who.role == "analyst":
        return _("标准机构的一位分析员")
    return _who(who)


def sentence(entry: LogEntry) -> str:
    """What was done, as a sentence."""
    return _SENTENCES[entry.action](entry)


def _who(who: LogPerson) -> str:
    if who.role in OUTSIDE or (who.role == "consultant" and who.member):
        return _("%(name)s（%(role)s）", name=who.name, role=ROLES[who.role])
    return who.name if who.member else _("%(name)s（现已不是成员）", name=who.name)


def _about(entry: LogEntry) -> str:
    return _who(entry.about) if entry.about else _("一个已不存在的账户")


def _membership(entry: LogEntry) -> str:
    role = MEMBERS.get(entry.detail.get("role", ""), "")
    return _("给予 %(name)s 的身份：%(role)s", name=_about(entry), role=role)


def _findings(entry: LogEntry) -> str:
    told = {verb: len(entry.detail.get(verb, ())) for verb in ("made", "changed", "withdrawn")}
    words = {
        "made": _("记录了 %(count)s 条评审意见", count=told["made"]),
        "changed": _("修改了 %(count)s 条评审意见", count=told["changed"]),
        "withdrawn": _("撤回了 %(count)s 条评审意见", count=told["withdrawn"]),
    }
    return _("，").join(words[verb] for verb, count in told.items() if count)


def _export(entry: LogEntry) -> str:
    if entry.export is None:
        return _("导出了含本企业的统计明细")
    count, reason = entry.export.rows or 0, entry.export.reason
    return _("导出了含本企业的统计明细（%(count)s 家企业，不含名称）。用途：%(reason)s", count=count, reason=reason)


def _account_role(entry: LogEntry) -> str:
    before, after = (ROLES.get(entry.detail.get(name, ""), "") for name in ("from", "to"))
    return _("把 %(name)s 的账户角色由“%(before)s”改为“%(after)s”", name=_about(entry), before=before, after=after)


def _let(entry: LogEntry) -> str:
    return (
        _("允许 %(name)s 提交", name=_about(entry))
        if entry.detail.get("let")
        else _("收回了 %(name)s 的提交授权", name=_about(entry))
    )


def _said(words: str) -> Callable[[LogEntry], str]:
    return lambda entry: str(words)


def _with(words: str, **names: str) -> Callable[[LogEntry], str]:
    """A function that inserts parts of an entry's detail into `words`."""
    return lambda entry: str(words) % {name: entry.detail.get(key, "") for name, key in names.items()}


_SENTENCES: dict[str, Callable[[LogEntry], str]] = {
    "assessment.view": lambda entry: str(PARTS[entry.detail["part"]]),
    "evidence.read": _said(lazy_gettext("下载了一份证据文件")),
    "answers.save": _said(lazy_gettext("填写或修改了答案（每次改动见条目的历史）")),
    "evidence.add": _said(lazy_gettext("添加了一份证据")),
    "evidence.remove": _said(lazy_gettext("移除了一份证据")),
    "evidence.see": _said(lazy_gettext("把一份证据标为已查看")),
    "evidence.unsee": _said(lazy_gettext("取消了一份证据的已查看标记")),
    "remark.add": _said(lazy_gettext("写了一条讨论")),
    "findings.record": _findings,
    "opinion.write": _said(lazy_gettext("写了第三方评价报告中由评审员填写的部分")),
    "assessment.start": _said(lazy_gettext("开始了评估")),
    "round.begin": _said(lazy_gettext("开始了新一轮评估，带入上一轮的答案")),
    "assessment.tailor": _said(lazy_gettext("更改了评估范围")),
    "assessment.assign": _said(lazy_gettext("更改了分工")),
    "assessment.submit": _said(lazy_gettext("提交了评估，答案从此冻结")),
    "assessment.references": _with(lazy_gettext("改用自带的参考值“%(set)s”"), set="set"),
    "assessment.references-dropped": _said(lazy_gettext("不再用自带的参考值")),
    "assessment.estimates": _said(lazy_gettext("更改了投入与收益的估计")),
    "assessment.targets": _said(lazy_gettext("更改了目标")),
    "assessment.act": _said(lazy_gettext("添加或更改了改进行动")),
    "workshop.create": _said(lazy_gettext("建立了一场研讨会")),
    "workshop.act": _said(lazy_gettext("推进了研讨会")),
    "workshop.join": _said(lazy_gettext("研讨会有新的席位加入")),
    "workshop.bring": _said(lazy_gettext("研讨会的一个席位转到另一台设备")),
    "workshop.leave": _said(lazy_gettext("研讨会有席位离开")),
    "workshop.note": _said(lazy_gettext("在研讨会中记下了论点、证据或不同意见")),
    "submission.accept": _said(lazy_gettext("认可了一份外部带入的评估，计入统计")),
    "submission.refuse": _said(lazy_gettext("没有认可一份外部带入的评估，不计入统计")),
    "invitation.issue": lambda entry: _(
        "生成了邀请链接，身份为%(role)s", role=MEMBERS.get(entry.detail.get("role", ""), "")
    ),
    "invitation.revoke": _said(lazy_gettext("撤销了一个邀请")),
    "invitation.accept": lambda entry: _(
        "接受了邀请，身份为%(role)s", role=MEMBERS.get(entry.detail.get("role", ""), "")
    ),
    "organisation.add-member": _membership,
    "organisation.remove-member": lambda entry: _("移除了成员 %(name)s", name=_about(entry)),
    "organisation.let-submit": _let,
    "person.set-role": _account_role,
    "person.disable": lambda entry: _("停用了 %(name)s 的账户", name=_about(entry)),
    "person.enable": lambda entry: _("重新启用了 %(name)s 的账户", name=_about(entry)),
    "token.issue": lambda entry: _("为 %(name)s 生成了设置密码的链接", name=_about(entry)),
    "detail.hold": _export,
    "organisation.export": _said(lazy_gettext("下载了本企业的全部数据")),
    "organisation.import": _said(lazy_gettext("从另一套系统带入了本企业的数据")),
    "organisation.part": _said(lazy_gettext("申请删除本企业的全部数据")),
    "organisation.stay": _said(lazy_gettext("撤销了删除申请")),
    "organisation.sign-up": _said(lazy_gettext("登记了企业")),
    "organisation.update": _said(lazy_gettext("更改了企业信息")),
    "organisation.compare": lambda entry: (
        _("同意参与同行比较") if entry.detail.get("compared") else _("退出了同行比较")
    ),
    "organisation.logo": lambda entry: _("移除了企业的标志") if entry.detail.get("removed") else _("更换了企业的标志"),
    "organisation.confirm": _said(lazy_gettext("确认了企业的信用代码，可以批量导入其数据")),
    "organisation.confirm-code": _said(lazy_gettext("确认了校验码不符的信用代码与营业执照一致")),
    "privacy.agree": _with(lazy_gettext("代表企业同意了隐私说明第 %(version)s 版"), version="version"),
}
