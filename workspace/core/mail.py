"""Letters: one recipient each, sent by the mail server, or written into the data folder."""

import logging
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

from workspace.core import clock, tokens
from workspace.settings import Settings

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
LONGEST_ADDRESS = 254
TIMEOUT = 20.0  # seconds
OUTBOX, UNSENT = "mail", "unsent"
PORTS = {"smtp": 25, "smtps": 465}

log = logging.getLogger(__name__)


class WrongAddressError(ValueError):
    """What should have been the address of one person is something else."""


@dataclass(frozen=True)
class Letter:
    """What is said to one person."""

    to: str
    subject: str
    body: str


def is_address(text: str) -> bool:
    """Tell whether a text is one address, plain and whole."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def send(settings: Settings, letter: Letter) -> None:
    """Send a letter; to be called once what it tells is committed. Nobody waits for the server."""
    if settings.smtp_url is None:
        _write(settings.data / OUTBOX, _message(settings, letter))
        return
    message = _message(settings, letter, cte="quoted-printable")
    Thread(target=_deliver_or_keep, args=(settings, message), daemon=True).start()


def deliver(url: str, message: EmailMessage) -> None:
    """Hand a message to the mail server, and wait until it has taken it."""
    place = urlsplit(url)
    secure = place.scheme == "smtps"
    kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
    port = place.port or PORTS.get(place.scheme, 25)
    with kind(place.hostname or "", port, timeout=TIMEOUT) as server:
        server.ehlo()
        if not secure and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(message)


def _deliver_or_keep(settings: Settings, message: EmailMessage) -> None:
    try:
        deliver(settings.smtp_url or "", message)
    except (OSError, smtplib.SMTPException) as error:
        _write(settings.data / OUTBOX / UNSENT, message)
        # The error itself may quote the address or the letter.
        log.error("A letter could not leave and is kept: %s.", type(error).__name__)  # noqa: TRY400 (no address in the log)


def _message(settings: Settings, letter: Letter, *, cte: str = "8bit") -> EmailMessage:
    if not is_address(letter.to):
        raise WrongAddressError
    host = urlsplit(settings.base_url).hostname or "localhost"
    message = EmailMessage()
    message["From"] = f"Maillage <ne-pas-repondre@{host}>"
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte=cte)
    return message


def _write(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%dT%H%M%S.%f}-{tokens.fresh()[:8]}"
    draft = folder / f".{name}"
    draft.touch(mode=0o600)
    draft.write_bytes(bytes(message))
    draft.rename(folder / f"{name}.eml")
