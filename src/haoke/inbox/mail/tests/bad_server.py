"""An SMTP server that answers what it is told to at a step, or hangs up there."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self


class BadServer:
    """`said`: {command, or "." for the end of the text: answer, None to hang up}; everything else is accepted."""

    def __init__(self, said: dict[str, str | None]) -> None:
        self.said = said
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        talk, _ = self._listening.accept()
        with talk, talk.makefile("rb") as lines, suppress(OSError):
            _say(talk, "220 hello")
            while line := lines.readline():
                word = line.decode().split()[0].upper()
                usual = "354 go on" if word == "DATA" else "250 ok"
                answer = self.said.get(word, usual)
                if answer is None:
                    return
                _say(talk, answer)
                if word == "DATA" and answer == usual:
                    while lines.readline() not in (b".\r\n", b""):
                        pass
                    if (taken := self.said.get(".", "250 taken")) is None:
                        return
                    _say(talk, taken)


def _say(talk: socket.socket, text: str) -> None:
    talk.sendall(f"{text}\r\n".encode())
