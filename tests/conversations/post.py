"""A stage from which e-mail leaves, through a real mail server, with the real pages behind its links."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from functools import partial

import pytest

from adapters.mail.letter import Letterhead
from adapters.mail.line import Line
from adapters.mail.platform import Mail
from adapters.web.app import web
from bot.core.email import Envelope
from bot.core.smtp_url import SmtpServer, TlsMode
from bot.handlers.bot import Bot
from bot.notifications import email
from bot.worker import Worker
from storage.inbox import Posts
from tests.adapters.mail.server import Server, serving
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted import Sketches
from tests.stage import Stage

LINK = re.compile(rf"{HERE}(/\S+)")


class Post:
    """What arrives in mailboxes, and the pages that its links open."""

    def __init__(self, stage: Stage, server: Server, mail: Mail):
        self.stage, self.server = stage, server
        stage.context = replace(stage.context, sends_email=True)
        stage.bot = Bot(stage.context)
        platforms = dict.fromkeys(("slack", "teams", "web"), stage.postbox)
        stage.worker = Worker(stage.context, {**platforms, "mail": mail})
        inbox = Posts(stage.store)
        self.app = web(stage.bot, inbox, Sketches(), secret_keys=KEYS, public_url=HERE)

    def titles(self, address: str) -> list[str]:
        return [str(each["Subject"]).strip() for each in self.server.to(address)]

    def last(self, address: str) -> EmailMessage:
        return self.server.to(address)[-1]

    def browser(self) -> Browser:
        return Browser(self.app)

    async def enter(self, browser: Browser, address: str) -> None:
        """Open the link in the last e-mail."""
        await browser.get(link(self.last(address)))
        await browser.press("Open my page")


def text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part
    return str(part.get_content())


def link(message: EmailMessage) -> str:
    """The first in it, which goes on."""
    return str(LINK.findall(text(message))[0])


def stop(message: EmailMessage) -> str:
    return str(LINK.findall(str(message["List-Unsubscribe"]).strip("<>"))[0])


@pytest.fixture
async def post(stage: Stage) -> AsyncIterator[Post]:
    stage.clock.move(timedelta(hours=1))  # to ten o'clock, when people are written to
    async with serving() as server:
        line = Line(
            SmtpServer("127.0.0.1", server.port, TlsMode.NONE), "accord@example.org", "accord.example.org"
        )
        enclose, returned = partial(_enclose, stage), partial(_returned, stage)
        mail = Mail(line, Letterhead("Accord", "accord@example.org", HERE), stage.clock, enclose, returned)
        yield Post(stage, server, mail)
        await mail.close()


async def _enclose(stage: Stage, mailbox: str, key: str) -> Envelope:
    return await email.envelope(stage.context, mailbox, key)


async def _returned(stage: Stage, mailbox: str, key: str) -> None:
    await email.record_bounce(stage.store, mailbox, key)
