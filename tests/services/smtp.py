"""A mail server on loopback, as small as one can be: it takes every message and keeps what it was told."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from threading import Thread
from typing import NamedTuple


class Taken(NamedTuple):
    recipients: list[str]  # of the envelope: whom it would have gone to
    message: Message


@dataclass
class SmtpServer:
    port: int
    taken: list[Taken] = field(default_factory=list)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 loopback")
        recipients: list[str] = []
        for line in self.rfile:
            command = line.decode().strip()
            if command.upper().startswith("RCPT TO:"):
                recipients.append(command[8:].strip("<> "))
            if command.upper() == "DATA":
                self._say("354 go on")
                self.server.note(Taken(recipients, self._read_message()))  # type: ignore[attr-defined]
                recipients = []
            self._say("221 bye" if command.upper() == "QUIT" else "250 ok")
            if command.upper() == "QUIT":
                return

    def _read_message(self) -> Message:
        lines = iter(self.rfile.readline, b".\r\n")
        return message_from_bytes(b"".join(line.removeprefix(b".") for line in lines), policy=default)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """A server that runs as long as the context; ``taken`` fills with what it took."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        known = SmtpServer(server.server_address[1])
        server.note = known.taken.append  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield known
        server.shutdown()
        thread.join()
