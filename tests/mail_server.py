"""A mail server that keeps what it receives, and refuses when it is told to."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class MailServer(Controller):
    """Listens on a free port of this machine. `received` holds the messages, parsed."""

    def __init__(self):
        super().__init__(self, hostname="127.0.0.1", port=0)
        self.received: list[EmailMessage] = []
        # What it answers to a message instead of taking it, such as "451 Later".
        self.answer: str | None = None

    async def handle_DATA(self, server, session, envelope):
        if self.answer:
            return self.answer
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def _trigger_server(self):
        # The first moment at which the port that the system chose is known.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def stop(self):
        if self._thread is not None:
            super().stop()
