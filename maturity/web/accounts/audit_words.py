"""The entries of the audit log in words."""

from hashlib import sha256

from ...store.audit.reading import AuditEntry, Party
from ..formatting import MEMBERS, ROLES
from ..language import gettext as _
from ..language import lazy_gettext

KINDS = {
    "sign-in": lazy_gettext("登录和退出"),
    "account": lazy_gettext("账户"),
    "rights": lazy_gettext("成员和授权"),
    "reading": lazy_gettext("查看与下载数据"),
    "release": lazy_gettext("发布"),
    "log": lazy_gettext("日志、删除和隐私说明"),
}
_UNKNOWN = ("person.refused", "token.redeem")  # acts of those who are not signed in
_WORDS = {
    "person.sign-in": lazy_gettext("登录成功"),
    "person.refused": lazy_gettext("登录被拒绝"),
    "person.sign-out": lazy_gettext("结束了全部登录"),
    "person.end-session": lazy_gettext("退出，或结束了一处登录"),
    "person.add": lazy_gettext("添加了账户"),
    "person.set-role": lazy_gettext("更改了账户角色"),
    "person.disable": lazy_gettext("停用了账户"),
    "person.enable": lazy_gettext("重新启用了账户"),
    "person.erase": lazy_gettext("注销了账户，删去姓名和邮箱"),
    "person.change-password": lazy_gettext("更改了密码"),
    "person.set-password": lazy_gettext("用链接设置了密码"),
    "person.second-factor": lazy_gettext("更改了两步验证"),
    "token.issue": lazy_gettext("生成了一次性链接"),
    "token.redeem": lazy_gettext("用了一次性链接"),
    "access-token.issue": lazy_gettext("生成了访问令牌"),
    "access-token.revoke": lazy_gettext("撤销了访问令牌"),
    "identity.connect": lazy_gettext("把账户与身份提供方连接"),
    "identity.disconnect": lazy_gettext("解除了账户与身份提供方的连接"),
    "invitation.issue": lazy_gettext("生成了邀请"),
    "invitation.revoke": lazy_gettext("撤销了邀请"),
    "invitation.accept": lazy_gettext("接受了邀请"),
    "organisation.add-member": lazy_gettext("给予企业成员身份"),
    "organisation.remove-member": lazy_gettext("移除了企业成员"),
    "organisation.let-submit": lazy_gettext("更改了提交授权"),
    "instance.trust": lazy_gettext("信任了另一套系统"),
    "instance.distrust": lazy_gettext("不再信任另一套系统"),
    "detail.export": lazy_gettext("申请了统计明细"),
    "detail.approve": lazy_gettext("同意了统计明细的申请"),
    "detail.decline": lazy_gettext("没有同意统计明细的申请"),
    "detail.withdraw": lazy_gettext("撤回了统计明细的申请"),
    "detail.made": lazy_gettext("生成了统计明细文件"),
    "job.read": lazy_gettext("下载了任务的文件"),
    "evidence.read": lazy_gettext("下载了证据文件"),
    "organisation.export": lazy_gettext("下载了企业的全部数据"),
    "person.export": lazy_gettext("下载了本人的数据"),
    "release.prepare": lazy_gettext("准备了发布"),
    "release.approved": lazy_gettext("批准了发布"),
    "release.rejected": lazy_gettext("没有批准发布"),
    "release.withdrawn": lazy_gettext("撤回了准备的发布"),
    "release.enter": lazy_gettext("发布了统计表"),
    "organisation.part": lazy_gettext("申请删除企业"),
    "organisation.stay": lazy_gettext("撤销了企业的删除申请"),
    "organisation.purge": lazy_gettext("删除了企业，并删去日志里与其有关的内容"),
    "privacy.edit": lazy_gettext("更改了隐私说明"),
    "audit.export": lazy_gettext("导出了审计日志"),
    "audit.expire": lazy_gettext("删去了超过保存期限的日志内容"),
}


def author(entry: AuditEntry) -> str:
    """Who did it."""
    if entry.by:
        return entry.by.name
    if entry.erased:
        return _("（已删除）")
    return _("未登录的人") if entry.action in _UNKNOWN else _("系统运维人员")


def whom(entry: AuditEntry) -> str:
    """The account whom, and a short sign for the enterprise: administrators do not see names of enterprises."""
    about = [_person(entry.about)] if entry.about and entry.about != entry.by else []
    if entry.organisation:
        about.append(_("企业 %(sign)s", sign=sha256(entry.organisation.encode()).hexdigest()[:6].upper()))
    return _("，").join(about)


def sentence(entry: AuditEntry) -> str:
    """What was done, with the roles and numbers that belong to it."""
    words = str(_WORDS.get(entry.action, entry.action))
    more = _more(entry)
    return _("%(words)s：%(more)s", words=words, more=more) if more else words


def _person(party: Party) -> str:
    return _("%(name)s（%(email)s）", name=party.name, email=party.email)


def _more(entry: AuditEntry) -> str:
    said = entry.detail
    if entry.action == "person.set-role":
        change = " → ".join(str(ROLES.get(said.get(name, ""), "")) for name in ("from", "to"))
        return _("%(change)s，按身份提供方的组", change=change) if said.get("by_groups") else change
    if said.get("provider"):
        return _("由身份提供方")
    if "role" in said:
        return str(ROLES.get(said["role"]) or MEMBERS.get(said["role"], ""))
    if "let" in said:
        return _("允许") if said["let"] else _("收回")
    if "erased" in said:
        return _("%(count)s 条", count=said["erased"])
    return str(said.get("file") or said.get("rows") or said.get("year") or "")
