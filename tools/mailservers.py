"""A real mail server for tests: Debian's Exim (SMTP) in front of Dovecot (IMAP, LMTP), on loopback, in one folder.

`python -m tools.mailservers COMMAND…` installs them where we may and runs a command that needs them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import imaplib
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tools.debian import install, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

EXIM, DOVECOT = Path("/usr/sbin/exim4"), Path("/usr/sbin/dovecot")
PACKAGES = ("dovecot-imapd", "dovecot-lmtpd", "exim4-daemon-light")
PATIENCE = 120.0  # seconds the servers may take to answer
HOST = "localhost"
#: What HAOKE_OUTBOUND_NETWORKS must allow.
NETWORKS = "127.0.0.0/8,::1/128"

_DOVECOT = """
protocols = imap lmtp
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{folder}/mail/%n
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 0
first_valid_gid = 0
auth_username_format = %n
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
"""
_EXIM = """
spool_directory = {folder}/spool
log_file_path = {folder}/spool/exim-%slog
pid_file_path = {folder}/spool/exim.pid
exim_user = {user}
exim_group = {group}
keep_environment =
daemon_smtp_ports = {smtp} : {smtps}
local_interfaces = 127.0.0.1
tls_on_connect_ports = {smtps}
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
primary_hostname = localhost
qualify_domain = example.com
domainlist local_domains = example.com
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
message_size_limit = 60M
queue_only = false
begin acl
acl_rcpt:
  deny local_parts = refused
       message = no such person here
  defer local_parts = later
       message = come back later
  deny !authenticated = *
       message = sign in first
  accept
acl_data:
  accept
begin routers
comes_back:
  driver = redirect
  domains = +local_domains
  local_parts = comesback
  allow_fail
  data = :fail: nobody of that name here
local:
  driver = manualroute
  domains = +local_domains
  self = send
  route_list = * 127.0.0.1::{lmtp}
  transport = lmtp
begin transports
lmtp:
  driver = smtp
  protocol = lmtp
  port = {lmtp}
  hosts_override
  allow_localhost
  hosts = 127.0.0.1
begin retry
* * F,2h,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{${{lookup{{${{local_part:$auth2}}}}lsearch{{{folder}/passwords}}}}}}{{$auth3}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if eq{{${{lookup{{${{local_part:$auth1}}}}lsearch{{{folder}/passwords}}}}}}{{$auth2}}}}
  server_set_id = $auth1
"""


def installed() -> bool:
    """Whether both servers are there."""
    return EXIM.exists() and DOVECOT.exists()


def present() -> bool:
    """The same, after installing them where we may; without starting Debian's own."""
    os.environ["RUNLEVEL"] = "1"  # Debian's packages start no service then
    return installed() or (install(*PACKAGES) and installed())


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


@dataclass
class MailServers:
    """The two servers and their accounts: {name: password} at example.com; any name without one receives, too."""

    folder: Path
    accounts: dict[str, str]
    ports: dict[str, int] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def hosts(self) -> str:
        """The name of both."""
        return HOST

    @property
    def certificate(self) -> Path:
        """The authority to trust (SSL_CERT_FILE)."""
        return self.folder / "cert.pem"

    def maildir(self, name: str) -> list[Path]:
        """The mails of an account that lie in its inbox."""
        home = self.folder / "mail" / name
        return sorted([*home.glob("new/*"), *home.glob("cur/*")], key=lambda each: each.stat().st_mtime_ns)

    def empty(self) -> None:
        """Take all mails away, those still on their way too."""
        ends = time.monotonic() + PATIENCE
        while any((self.folder / "spool" / "input").rglob("*-H")) and time.monotonic() < ends:
            time.sleep(0.05)
        for home in (self.folder / "mail").glob("*"):
            shutil.rmtree(home, ignore_errors=True)

    def put(self, name: str, content: bytes) -> None:
        """Deliver bytes as they are to an account, past SMTP, as any server in the world might have sent them."""
        with socket.create_connection(("127.0.0.1", self.ports["lmtp"]), 20) as line:
            stream = line.makefile("rwb")
            stream.readline()
            lines = (b"LHLO x", b"MAIL FROM:<>", f"RCPT TO:<{name}@example.com>".encode(), b"DATA")
            for said in lines:
                stream.write(said + b"\r\n")
                stream.flush()
                while (answer := stream.readline())[3:4] == b"-":
                    pass
                if answer[:1] not in b"23":
                    raise OSError(answer)
            body = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").replace(b"\r\n.", b"\r\n..")
            stream.write(body + b"\r\n.\r\n")
            stream.flush()
            if (answer := stream.readline())[:1] != b"2":
                raise OSError(answer)

    def imap(self, name: str) -> imaplib.IMAP4_SSL:
        """Signed in as an account, as another program of its person is."""
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        found = imaplib.IMAP4_SSL(HOST, self.ports["imaps"], ssl_context=trusted)
        found.login(name, self.accounts[name])
        return found

    def start(self) -> None:
        """Write the configuration and start both."""
        names = ("smtp", "smtps", "imap", "imaps", "lmtp")
        self.ports = self.ports or dict(zip(names, _free_ports(len(names)), strict=True))
        _certify(self.folder)
        me = pwd.getpwuid(os.getuid()).pw_name
        root = os.getuid() == 0
        people = {
            "user": "mail" if root else me, "internal": "dovecot" if root else me, "login": "dovenull" if root else me,
            "group": "mail" if root else _group(),
        }  # fmt: skip
        given = {**self.ports, **people, "folder": self.folder}
        for name in ("run", "mail", "spool"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "users").write_text("".join(f"{who}:{word}\n" for who, word in self.accounts.items()))
        (self.folder / "passwords").write_text("".join(f"{who}: {word}\n" for who, word in self.accounts.items()))
        (self.folder / "dovecot.conf").write_text(_DOVECOT.format(**given))
        (self.folder / "exim.conf").write_text(_EXIM.format(**given))
        if root:
            self.folder.chmod(0o755)
            for name in ("mail", "spool"):
                shutil.chown(self.folder / name, "mail", "mail")
        self._run()

    def _run(self) -> None:
        dovecot = [str(DOVECOT), "-F", "-c", str(self.folder / "dovecot.conf")]
        exim = [str(EXIM), "-C", str(self.folder / "exim.conf"), "-bdf", "-q10s"]
        with (self.folder / "servers.log").open("ab") as said:
            self.processes = [
                subprocess.Popen(each, stdin=subprocess.DEVNULL, stdout=said, stderr=said) for each in (dovecot, exim)
            ]
        for port in self.ports.values():
            self._await(port)

    def _await(self, port: int) -> None:
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.05)
        raise RuntimeError(f"no answer at {port}: {self.said()}")

    def said(self) -> str:
        """What the servers wrote to their logs."""
        return "\n".join(
            each.read_text(errors="replace")[-2000:] for each in sorted(self.folder.rglob("*log")) if each.is_file()
        )

    def stop(self) -> None:
        """Stop both."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)
        self.processes = []


def _group() -> str:
    import grp  # noqa: PLC0415 (only of use to ordinary people)

    return grp.getgrgid(os.getgid()).gr_name


def _certify(folder: Path) -> None:
    """A certificate for localhost that is its own authority."""
    from cryptography import x509  # noqa: PLC0415 (this tool is imported before the packages are there)
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    if os.getuid() == 0:
        (folder / "key.pem").chmod(0o640)
        shutil.chown(folder / "key.pem", "root", "mail")


@contextlib.contextmanager
def running(**accounts: str) -> Iterator[MailServers]:
    """Both servers with these accounts, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="haoke-mail-"))
    servers = MailServers(folder, accounts)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Install the servers and run the command given; where they cannot be, say so and succeed."""
    if not present():
        return missing("the tests with real mail servers", f"apt install {' '.join(PACKAGES)}") and 0
    return subprocess.run(sys.argv[1:], check=False).returncode if sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
