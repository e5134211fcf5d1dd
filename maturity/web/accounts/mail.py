"""E-mails with links. Without a mail server they are written to the log, for the operator to pass on.

They are jobs, so that none is lost, and the time of an answer does not tell whether there was one to send. A job holds
its letter encrypted, because a copy of the database must not give away links that are still valid.
"""

import logging
import smtplib
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ...errors import Busy
from ...jobs import Again, Outcome, Progress, kind
from ...store.accounts import attempts, people, tokens
from ...store.accounts.people import normalise_email
from ...store.jobs import queue
from ...store.jobs.queue import Job
from ..context import application, sealer, store
from ..operation.logs import LETTER
from .links import RESET_HOURS

log = logging.getLogger("maturity.web")
LETTERS = 10  # an hour and address
RESET_MAILS = 3  # an hour and account
_LETTER, _FEW, _RESET = "letter", "letter-of-few", "letter-reset"  # kinds of jobs


def post(to: str, subject: str, text: str, *, few: bool = False) -> None:
    """Have an e-mail sent. With `few`, for those that anybody can cause, at most LETTERS an hour go to one address.

    Earlier links remain valid, so that others cannot take the owner's away by asking for many.
    """
    _ask(_FEW if few else _LETTER, to=to, subject=subject, text=text)


def post_reset(email: str, token: str, subject: str, text: str) -> None:
    """Have a link with `token` activated and sent, if the account exists and has not got too many this hour."""
    _ask(_RESET, to=email, subject=subject, text=text, token=token)


def _ask(name: str, **letter: str) -> None:
    by = sealer("mail")
    with store().write() as c:
        queue.start(c, None, name, {field: by.seal(value) for field, value in letter.items()})


@kind(_LETTER, long=False)
def _send_letter(job: Job, folder: Path, progress: Progress) -> Outcome:
    letter = _opened(job)
    return _sent(job, letter["to"], letter) if letter else Outcome()


@kind(_FEW, long=False)
def _send_few(job: Job, folder: Path, progress: Progress) -> Outcome:
    letter = _opened(job)
    address = normalise_email(letter["to"]) if letter else None
    if letter is None or address is None:
        return Outcome()
    if job.attempts == 1 and _letters(address) > LETTERS:
        log.warning("an address got %s letters within an hour; no more is sent to it", LETTERS)
        return Outcome()
    return _sent(job, address, letter)


@kind(_RESET, long=False)
def _send_reset(job: Job, folder: Path, progress: Progress) -> Outcome:
    letter = _opened(job)
    if letter is None:
        return Outcome()
    with store().write() as c:
        who = people.find_person(c, letter["to"])
        if who is None or who.disabled_at:
            return Outcome()
        if not tokens.is_issued(c, letter["token"]):  # else the job was begun before
            if attempts.count_attempt(c, f"reset-mail {who.id}", 3600) > RESET_MAILS:
                return Outcome()
            tokens.issue_token(c, "reset", who.id, RESET_HOURS, token=letter["token"])
    return _sent(job, who.email, letter)


def _sent(job: Job, to: str, letter: dict[str, str]) -> Outcome:
    try:
        send(application().settings.mail_url, to, letter["subject"], letter["text"], job.id)
    except (OSError, smtplib.SMTPException):
        log.exception("a mail could not be sent")
        raise Again from None
    return Outcome()


def send(mail_url: str | None, to: str, subject: str, text: str, id: str) -> None:
    """Send an e-mail through `mail_url` (smtp:// with STARTTLS, smtps://); None writes it to the log.

    With the same `id`, one that is sent again is the same to mail programs. Raises OSError, SMTPException.
    """
    if mail_url is None:
        log.warning("no mail server is set (MATURITY_MAIL_URL); for %s: %s", to, text, extra={LETTER: True})
        return
    letter = EmailMessage()
    letter["To"], letter["Subject"] = to, subject
    letter["Message-ID"] = f"<{id}@{urlsplit(application().settings.base_url).hostname}>"
    letter.set_content(text)
    _deliver(mail_url, letter)


def _letters(address: str) -> int:
    """How many e-mails the address got within the last hour, with this one; 0 where the count fails."""
    try:
        with store().write() as c:
            return attempts.count_attempt(c, f"letter {address}", 3600)
    except Busy:
        return 0


def _opened(job: Job) -> dict[str, str] | None:
    """The letter of a job; None, with a line in the log, where the secret key has changed since."""
    by = sealer("mail")
    opened = {field: text for field, value in job.about.items() if (text := by.open(value)) is not None}
    if len(opened) < len(job.about):
        log.error("an e-mail was asked for under another MATURITY_SECRET_KEY and cannot be read; it is not sent")
        return None
    return opened


def _deliver(mail_url: str, letter: EmailMessage) -> None:
    """Send an e-mail. `mail_url` is smtp[s]://user:password@host[:port]/sender@example.org."""
    parts = urlsplit(mail_url)
    letter["From"] = unquote(parts.path.strip("/")) or unquote(parts.username or "")
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=10) as server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(letter)
