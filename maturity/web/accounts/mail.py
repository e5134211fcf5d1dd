"""Letters with links. Without a mail server the operator finds the link in the log and passes it on.

Pages hand their letters over and go on: how long a page takes tells nobody whether there was a letter to write.
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
    """Do `work`, which writes and sends a letter, after the page; in order. What fails is logged."""
    _POST.submit(_do, work)


def settle() -> None:
    """Wait until everything handed over so far is done."""
    _POST.submit(lambda: None).result()


def _do(work: Callable[[], None]) -> None:
    low, high = _AFTER
    time.sleep((low + secrets.randbelow(high - low)) / 1000)
    try:
        work()
    except Exception:  # a failure of any kind would otherwise be silent
        log.exception("a mail could not be written")


def send(mail_url: str | None, to: str, subject: str, text: str) -> None:
    """Send a letter through `mail_url` (smtp:// with STARTTLS, smtps://); write it to the log where there is none.

    A server that does not answer is logged too: the page must not tell strangers which addresses exist.
    """
    if mail_url is None:
        log.warning("no mail server is set (MATURITY_MAIL_URL); for %s: %s", to, text)
        return
    try:
        _deliver(mail_url, _letter(to, subject, text))
    except (OSError, smtplib.SMTPException):
        log.exception("the mail to %s could not be sent", to)


def send_few(where: Store, mail_url: str | None, to: str, subject: str, text: str) -> None:
    """As :func:`send`, for a letter that strangers can cause: none after LETTERS of them to an address in an hour.

    Whoever asks for so many keeps the last ones from the owner of the address; those that came before still work.
    """
    address = normalise_email(to)
    if address is None:
        return
    if _letters(where, address) > LETTERS:
        log.warning("%s got %s letters within an hour; no more is sent", address, LETTERS)
        return
    send(mail_url, address, subject, text)


def _letters(where: Store, address: str) -> int:
    """The letters to the address within an hour, with this one; 0 where that cannot be counted now."""
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
    """`mail_url`: smtp[s]://user:password@host[:port]/sender@example.org"""
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
