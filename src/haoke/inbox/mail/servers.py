"""Talking with mail servers: connecting, signing in, delivering; what went wrong in words a person can act on."""

from __future__ import annotations

import imaplib
import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from haoke.core import sealed
from haoke.core.errors import Refused
from haoke.core.text import T
from haoke.inbox.mail import connecting
from haoke.inbox.mail.connecting import Unreachable
from haoke.inbox.mail.models import MailboxSecret

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Sequence

    from haoke.inbox.mail.models import Mailbox

PURPOSE: Final = "haoke mailbox"
SECONDS: Final = 20.0
PERMANENT: Final = 500
#: Bytes of one answer that are held: an SMTP server's, an IMAP server's (the largest mail and what comes with it).
MOST_SAID: Final = 64 << 10
MOST_HELD: Final = 64 << 20

NO_PASSWORD = T("Enter the password of this mailbox", "请填写邮箱密码或授权码")
PASSWORD_AGAIN = T(
    "The server or login has changed; enter the password again", "服务器或登录账号已变更，请重新填写密码"
)
BAD_LOGIN = T(
    "The server refuses the login or password. Many providers want an authorisation code made in their settings,"
    " not the password ({said})",
    "服务器拒绝登录：账号或密码错误。多数邮箱需使用在邮箱设置中生成的授权码，而非登录密码（{said}）",
)
BAD_TLS = T(
    "No safe connection to {host}: {said}. Check encryption and port",
    "无法与 {host} 建立安全连接：{said}。请检查加密方式和端口",
)
CUT = T("{host} ended the connection: {said}", "{host} 中断了连接：{said}")
REFUSED = T("{host} answered: {said}", "{host} 返回：{said}")


class Failed(Refused):
    """A mail server did not do what was asked; `lasting`: it will not later either."""

    status = 422
    code = "mail_server"

    def __init__(self, message: T, *, code: str | None = None, lasting: bool = False) -> None:
        super().__init__(message, code=code)
        self.lasting = lasting


class Unsure(Failed):
    """The connection broke while the mail was handed over: it may have been sent."""

    code = "unsure"


@dataclass(frozen=True, slots=True)
class Account:
    """Where and as whom to sign in."""

    host: str
    port: int
    security: str
    login: str
    password: str


def bound(mailbox: Mailbox) -> bytes:
    """What a password is for: with another server or login it does not open."""
    where = (mailbox.smtp_host, mailbox.smtp_port, mailbox.imap_host or "", mailbox.imap_port)
    return "\n".join(map(str, (mailbox.id, *where, mailbox.login or mailbox.address))).encode()


def keep_password(mailbox: Mailbox, password: str) -> None:
    """Keep the password, sealed."""
    kept = sealed.seal(PURPOSE, password.encode(), bound(mailbox))
    MailboxSecret.objects.update_or_create(mailbox_id=mailbox.id, defaults={"sealed": kept})


def password_of(mailbox: Mailbox) -> str:
    """The password; raises Failed when there is none, or none for this server."""
    found = MailboxSecret.objects.filter(pk=mailbox.id).first()
    if found is None:
        raise Failed(NO_PASSWORD, code="no_password", lasting=True)
    try:
        return sealed.unseal(PURPOSE, bytes(found.sealed), bound(mailbox)).decode()
    except sealed.Broken:
        raise Failed(PASSWORD_AGAIN, code="password_again", lasting=True) from None


def smtp_account(mailbox: Mailbox, password: str) -> Account:
    """Where the mailbox sends."""
    login = mailbox.login or mailbox.address
    return Account(mailbox.smtp_host, mailbox.smtp_port, mailbox.smtp_security, login, password)


def imap_account(mailbox: Mailbox, password: str) -> Account:
    """Where the mailbox receives; it must have such a server."""
    login = mailbox.login or mailbox.address
    return Account(mailbox.imap_host or "", mailbox.imap_port, mailbox.imap_security, login, password)


def _socket(account: Account) -> socket.socket:
    return connecting.connect(account.host, account.port, SECONDS, plain=account.security == "none")


class _Reply:
    """What an SMTP server says, up to a limit for each answer: it decides itself how many lines that has."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.left = MOST_SAID

    def readline(self, most: int) -> bytes:
        line: bytes = self.file.readline(most)
        self.left -= len(line)
        if self.left < 0:
            raise smtplib.SMTPServerDisconnected("too much")
        return line

    def close(self) -> None:
        self.file.close()


class _Short(smtplib.SMTP):
    """A client that holds no more of an answer than `MOST_SAID`."""

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Reply(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.left = MOST_SAID
        return super().getreply()


class _Smtp(_Short):
    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__(account.host, account.port, timeout=SECONDS)

    def _get_socket(self, _host: str, _port: int, _timeout: float) -> socket.socket:
        return _socket(self.account)


class _SmtpTls(_Short, smtplib.SMTP_SSL):
    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__(account.host, account.port, timeout=SECONDS, context=ssl.create_default_context())

    def _get_socket(self, host: str, _port: int, _timeout: float) -> socket.socket:
        return self.context.wrap_socket(_socket(self.account), server_hostname=host)


class _Bounded(imaplib.IMAP4):
    """A client that holds no more than `MOST_HELD` of what a server sends it for one command."""

    taken = 0

    def _command(self, name: str, *arguments: Any) -> Any:
        self.taken = 0
        return super()._command(name, *arguments)  # type: ignore[misc]  # typeshed leaves private methods out

    def read(self, size: int) -> bytes:
        self._take(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._take(len(line))
        return line

    def _take(self, size: int) -> None:
        self.taken += size
        if self.taken > MOST_HELD:
            raise self.abort("too much")


class _Imap(_Bounded):
    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__(account.host, account.port, timeout=SECONDS)

    def _create_socket(self, _timeout: float | None) -> socket.socket:
        return _socket(self.account)


class _ImapTls(_Bounded, imaplib.IMAP4_SSL):
    def __init__(self, account: Account) -> None:
        self.account = account
        super().__init__(account.host, account.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)

    def _create_socket(self, _timeout: float | None) -> socket.socket:
        wrapped: socket.socket = self.ssl_context.wrap_socket(_socket(self.account), server_hostname=self.host)
        return wrapped


@contextmanager
def explained(host: str) -> Iterator[None]:
    """Whatever the libraries raise, as Failed or Unreachable."""
    try:
        yield
    except (Failed, Unreachable):
        raise
    except smtplib.SMTPAuthenticationError as error:
        raise Failed(BAD_LOGIN.fill(said=_said(error.smtp_error)), code="bad_login", lasting=True) from None
    except smtplib.SMTPResponseException as error:
        lasting = error.smtp_code >= PERMANENT
        raise Failed(REFUSED.fill(host=host, said=_said(error.smtp_error)), code="refused", lasting=lasting) from None
    except ssl.SSLError as error:
        raise Failed(BAD_TLS.fill(host=host, said=error.reason or "TLS"), code="bad_tls") from None
    except (smtplib.SMTPException, imaplib.IMAP4.error, OSError, EOFError) as error:
        raise Failed(CUT.fill(host=host, said=_said(str(error) or type(error).__name__)), code="cut") from None


def _said(answer: Any) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:200].replace("{", "(").replace("}", ")")


@contextmanager
def smtp(account: Account) -> Iterator[smtplib.SMTP]:
    """A signed-in SMTP connection; raises Failed, Unreachable."""
    with explained(account.host):
        found = _open_smtp(account)
        try:
            yield found
        finally:
            _leave(found.quit)


def _open_smtp(account: Account) -> smtplib.SMTP:
    found = _SmtpTls(account) if account.security == "tls" else _Smtp(account)
    if account.security == "starttls":
        found.starttls(context=ssl.create_default_context())
    if account.password:
        found.login(account.login, account.password)
    return found


@contextmanager
def imap(account: Account) -> Iterator[imaplib.IMAP4]:
    """A signed-in IMAP connection; raises Failed, Unreachable."""
    with explained(account.host):
        found = _open_imap(account)
        try:
            yield found
        finally:
            _leave(found.logout)


def _open_imap(account: Account) -> imaplib.IMAP4:
    found = _ImapTls(account) if account.security == "tls" else _Imap(account)
    if account.security == "starttls":
        found.starttls(ssl_context=ssl.create_default_context())
    try:
        found.login(account.login, account.password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Failed(BAD_LOGIN.fill(said=_said(error)), code="bad_login", lasting=True) from None
    return found


def _leave(goodbye: Any) -> None:
    try:
        goodbye()
    except (smtplib.SMTPException, imaplib.IMAP4.error, OSError):
        return


def deliver(
    account: Account, sender: str, receivers: Sequence[str], content: bytes, before: Callable[[], None]
) -> list[str]:
    """Hand a mail over; the receivers the server refused. Raises Failed (not sent), Unsure (perhaps), Unreachable.

    `before` is called once the server waits for the text: until then nothing can have been sent.
    """
    with smtp(account) as server:
        server.ehlo_or_helo_if_needed()
        _expect(server.mail(sender), account.host)
        codes = {each: server.rcpt(each)[0] for each in receivers}
        refused = [each for each, code in codes.items() if code not in (250, 251)]
        if len(refused) == len(receivers):
            lasting = all(code >= PERMANENT for code in codes.values())
            raise Failed(NO_RECEIVER.fill(people=", ".join(refused)), code="no_receiver", lasting=lasting)
        _expect(server.docmd("DATA"), account.host, 354)
        before()
        _hand_over(server, account.host, content)
    return refused


NO_RECEIVER = T("The server takes mail for none of: {people}", "服务器拒收以下收件人：{people}")


def _expect(answer: tuple[int, bytes], host: str, wanted: int = 250) -> None:
    code, said = answer
    if code != wanted:
        raise Failed(REFUSED.fill(host=host, said=_said(said)), code="refused", lasting=code >= PERMANENT)


def _hand_over(server: smtplib.SMTP, host: str, content: bytes) -> None:
    """The text and its end; from here on a broken connection leaves it open whether the mail was taken."""
    body = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").replace(b"\r\n.", b"\r\n..")
    try:
        server.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        answer = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unsure(CUT.fill(host=host, said=_said(str(error)))) from None
    _expect(answer, host)
