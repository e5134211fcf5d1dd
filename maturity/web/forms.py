"""The forms. They hold what was typed; the store and the classifications check it."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import lru_cache

from wtforms import Form, PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from ..classification import industries, regions
from ..classification.credit_code import normalise
from ..classification.production import PRODUCTION_TYPES
from ..errors import Place, Problem, Refusal
from ..questionnaire import Questionnaire
from ..questionnaire.facts import CODED
from ..store.enterprises.facts import FIELDS, codes_of, completed
from ..store.enterprises.organisations import Facts, Organisation, read_facts
from ..text.plain import one_line
from .formatting import ROLES
from .language import language, lazy_gettext, say

_NEEDED = InputRequired(lazy_gettext("请填写这一项。"))
_CHOSEN = InputRequired(lazy_gettext("请选择一项。"))


class BaseForm(Form):
    """A form that can show the problems of a refusal next to its fields."""

    def add_errors(self, refusal: Refusal) -> int:
        """Add every problem of `refusal` to its field, or above the form; returns the HTTP status.

        A field that has an error of its own gets no second one.
        """
        told = {name for name, field in self._fields.items() if field.errors}
        for problem in refusal.problems:
            if problem.place.column not in told:
                self._errors_of(problem.place.column).append(_words(problem))
        return refusal.status

    def _errors_of(self, name: str) -> list[str]:
        if name not in self._fields:
            return self.form_errors
        field = self._fields[name]
        field.errors = list(field.errors)
        return field.errors


def _words(problem: Problem) -> str:
    if problem.code == "facts-missing":  # the field stands right above
        return str(_NEEDED.message)
    gap = "" if language() == "zh" else " "
    return f"{problem.message(language())}{gap}{problem.remedy(language())}"


class Identity(BaseForm):
    """What identifies an enterprise."""

    name = StringField(lazy_gettext("企业名称"), [_NEEDED])
    credit_code = StringField(lazy_gettext("统一社会信用代码"), [_NEEDED])
    confirmed_code = StringField()  # a tick; its value is the code


class FactsFields(BaseForm):
    """The facts of an enterprise that a questionnaire can need; what is demanded of them the store says."""

    division = SelectField(lazy_gettext("行业大类"), validate_choice=False)
    production_type = RadioField(
        lazy_gettext("生产类型"),
        choices=[SelectChoice(code, code) for code in PRODUCTION_TYPES],  # templates name them
        validate_choice=False,
    )
    city = StringField(lazy_gettext("所在城市"))
    headcount = StringField(lazy_gettext("从业人员"))
    revenue_10k = StringField(lazy_gettext("上年营业收入"))
    founded = StringField(lazy_gettext("成立年份"))
    ownership = SelectField(lazy_gettext("控股情况"), validate_choice=False)

    def facts(self) -> dict[str, str]:
        """The fields as texts for the store; a city picked from the list as its code."""
        typed = {name: str(self._fields[name].data or "").strip() for name in FIELDS if name in self._fields}
        typed["city"] = city_code(typed["city"])
        return typed

    def validate_for(self, known: Facts, needed: Collection[str]) -> bool:
        """Whether the form is right, including facts that are `needed` and not `known`; else its fields have errors."""
        right = bool(self.validate())
        try:
            completed(known, self.facts(), needed)
        except Refusal as refusal:
            self.add_errors(refusal)
            right = False
        return right

    def suggest_type(self, division: str | None) -> None:
        """Where no production type was chosen, choose the usual one of the division."""
        known = industries.DIVISIONS.get(division or "")
        if not self.production_type.data and known and known.usual_type in PRODUCTION_TYPES:
            self.production_type.data = known.usual_type


class FactsForm(Identity, FactsFields):
    """All facts of an enterprise."""

    doubtful_code = ""

    def add_errors(self, refusal: Refusal) -> int:
        """As for every form; a doubtful credit code can then be confirmed."""
        pilot = (problem for problem in refusal.problems if problem.code == "class-credit-code-pilot")
        self.doubtful_code = next((str(problem.values["text"]) for problem in pilot), "")
        return super().add_errors(refusal)

    @property
    def code_to_confirm(self) -> str:
        """The credit code that must be confirmed, or was confirmed in this form; "" for neither."""
        confirmed = self.confirmed_code.data or ""
        return self.doubtful_code or (confirmed if confirmed == normalise(self.credit_code.data or "") else "")

    def read(self, *accepted: str) -> Facts:
        """The facts; the doubtful codes in `accepted` and the confirmed one are accepted. Raises Refusal."""
        return read_facts(self.facts(), (*accepted, self.confirmed_code.data or ""))


class NewEnterprise(FactsForm):
    """The facts of an enterprise, and its consent."""

    agreed = StringField(lazy_gettext("我代表企业同意隐私说明"))


class SignUp(NewEnterprise):
    """The facts of an enterprise and its first person, who chooses a password after the e-mailed link."""

    person_name = StringField(lazy_gettext("您的姓名"), [_NEEDED])
    email = StringField(lazy_gettext("邮箱"), [_NEEDED])


class SignIn(BaseForm):
    """E-mail address and password."""

    email = StringField(lazy_gettext("邮箱"), [_NEEDED])
    password = PasswordField(lazy_gettext("密码"), [_NEEDED])


class ChangePassword(BaseForm):
    """The present password and the new one."""

    old = PasswordField(lazy_gettext("原密码"), [_NEEDED])
    password = PasswordField(lazy_gettext("新密码"), [_NEEDED])


class OwnPassword(BaseForm):
    """The password again, before something that protects the account changes."""

    password = PasswordField(lazy_gettext("密码"), [_NEEDED])


class NewAccessToken(OwnPassword):
    """What an access token is for, what it may do, and for how many days; the password again."""

    name = StringField(lazy_gettext("用途"), [_NEEDED])
    scopes = SelectMultipleField(lazy_gettext("权限范围"), validate_choice=False)
    days = SelectField(lazy_gettext("有效期"), validate_choice=False)


class Code(BaseForm):
    """A code of an authenticator app, or a recovery code."""

    code = StringField(lazy_gettext("验证码"), [_NEEDED])


class Forgotten(BaseForm):
    """The e-mail address that gets the link."""

    email = StringField(lazy_gettext("邮箱"), [_NEEDED])


class NewPassword(BaseForm):
    """A new password, chosen with a link."""

    password = PasswordField(lazy_gettext("新密码"), [_NEEDED])


class NewAccount(BaseForm):
    """A new account for a person with a link: the first administrator, or an invited person."""

    name = StringField(lazy_gettext("您的姓名"), [_NEEDED])
    email = StringField(lazy_gettext("邮箱"), [_NEEDED])
    password = PasswordField(lazy_gettext("密码"), [_NEEDED])


class NewPerson(BaseForm):
    """A person added by an administrator, who then gets a link to choose a password."""

    name = StringField(lazy_gettext("姓名"), [_NEEDED])
    email = StringField(lazy_gettext("邮箱"), [_NEEDED])
    role = SelectField(
        lazy_gettext("角色"),
        [_CHOSEN],
        choices=[SelectChoice(id, words) for id, words in ROLES.items() if id != "enterprise"],  # these sign up
        validate_choice=False,
    )


class NewAssessment(FactsFields):
    """The enterprise and year of a new assessment, and what is needed of the enterprise and not stated."""

    organisation = SelectField(lazy_gettext("企业"), [_CHOSEN], validate_choice=False)
    year = StringField(lazy_gettext("评估年份"), [_NEEDED])
    profile = RadioField(lazy_gettext("权重方案"), validate_choice=False)

    def offer(self, firms: Sequence[Organisation], questionnaire: Questionnaire) -> None:
        """Set the enterprises to choose from, and the weight profiles where an enterprise's facts do not decide."""
        self.organisation.choices = [SelectChoice(firm.id, firm.facts.name) for firm in firms]
        fits = [questionnaire.profiles_for(codes_of(facts)) for facts in self._known(firms, questionnaire)]
        open = {profile.id: say(profile.name) for some in fits if len(some) > 1 for profile in some}
        self.profile.choices = list(open.items())

    def _known(self, firms: Sequence[Organisation], questionnaire: Questionnaire) -> list[Facts]:
        """The facts of those enterprises that have stated all that is needed, what is typed included."""
        found = []
        for firm in firms:
            typed = self.facts() if firm.id == self.organisation.data else {}
            with suppress(Refusal):
                found.append(completed(firm.facts, typed, questionnaire.needed_facts))
        return found


class NewRound(FactsFields):
    """The year of a new round, and what is needed of the enterprise and not stated."""

    year = StringField(lazy_gettext("评估年份"), [_NEEDED])


def place(field: str) -> Place:
    """The place of a problem in the field of a form."""
    return Place(column=field)


def fact_lists(questionnaires: Sequence[Questionnaire]) -> dict[str, object]:
    """What the fields of facts show: divisions (code, name, usual production type), cities as the field lists them, and
    by fact the titles of the `questionnaires` whose weight profiles depend on it.
    """
    titles = {
        fact: [
            say(one.title) for one in questionnaires if any(fact in each.meant_for for each in one.profiles.values())
        ]
        for fact in CODED
    }
    divisions = [(code, one.name.of(language()), one.usual_type) for code, one in industries.DIVISIONS.items()]
    cities = [_city_label(code, language()) for code in regions.CITIES]
    return {"divisions": divisions, "cities": cities, "deciding": titles}


def city_label(code: str) -> str:
    """The city with this code as the field shows it; the code itself where it is unknown."""
    return _city_label(code, language()) if code in regions.CITIES else code


def city_code(label: str) -> str:
    """The code of a city picked from the list; any other text unchanged."""
    return _codes().get(one_line(label), label)


def _city_label(code: str, language: str) -> str:
    return regions.with_province(regions.CITIES[code], language)


@lru_cache
def _codes() -> dict[str, str]:
    return {_city_label(code, language): code for language in ("zh", "en") for code in regions.CITIES}
