"""E-mails with links. Without a mail server they are written to the log, for the operator to pass on.

They are sent after the response, so that the response time does not reveal whether there was one to send.
"""

import logging
import secrets
import smtplib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from ...errors import Busy
from ...store import Store
from ...store.accounts import attempts
from ...store.accounts.people import normalise_email

log = logging.getLogger("maturity.web")
_POST = ThreadPoolExecutor(1, "maturity-mail")  # what waits in it is done before the process ends
LETTERS = 10  # an hour and address
_AFTER = 20, 60  # milliseconds; work beside the page would make it later, and so tell that there is an account


def later(work: Callable[[], None]) -> None:
    """Run `work`, which sends an e-mail, in the background, in order; exceptions are logged."""
    _POST.submit(_do, work)


def settle() -> None:
    """Wait until all background work is done."""
    _POST.submit(lambda: None).result()


def _do(work: Callable[[], None]) -> None:
    low, high = _AFTER
    time.sleep((low + secrets.randbelow(high - low)) / 1000)
    try:
        work()
    except Exception:  # a failure of any kind would otherwise be silent
        log.exception("a mail could not be written")


def send(mail_url: str | None, to: str, subject: str, text: str) -> None:
    """Send an e-mail through `mail_url` (smtp:// with STARTTLS, smtps://); None writes it to the log.

    Failures are logged only, so that pages do not reveal which addresses exist.
    """
    if mail_url is None:
        log.warning("no mail server is set (MATURITY_MAIL_URL); for %s: %s", to, text)
        return
    try:
        _deliver(mail_url, _letter(to, subject, text))
    except (OSError, smtplib.SMTPException):
        log.exception("the mail to %s could not be sent", to)


def send_few(where: Store, mail_url: str | None, to: str, subject: str, text: str) -> None:
    """As :func:`send`, for e-mails that anybody can cause: at most LETTERS an hour to one address.

    Earlier links remain valid, so that others cannot take the owner's away by asking for many.
    """
    address = normalise_email(to)
    if address is None:
        return
    if _letters(where, address) > LETTERS:
        log.warning("%s got %s letters within an hour; no more is sent", address, LETTERS)
        return
    send(mail_url, address, subject, text)


def _letters(where: Store, address: str) -> int:
    """How many e-mails the address got within the last hour, with this one; 0 where the count fails."""
    try:
        with where.write() as c:
            return attempts.count_attempt(c, f"letter {address}", 3600)
    except Busy:
        return 0


def _letter(to: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["To"], letter["Subject"] = to, subject
    letter.set_content(text)
    return letter


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
