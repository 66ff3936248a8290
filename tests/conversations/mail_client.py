"""A scenario whose e-mail goes through a real mail server, with the real pages behind its links."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from functools import partial

import pytest

from adapters.mail.mime import MailSender
from adapters.mail.platform import MailPlatform
from adapters.mail.smtp import SmtpConnection
from adapters.web.app import create_app
from bot.core.email import Envelope
from bot.core.smtp_url import SmtpServer, TlsMode
from bot.handlers.bot import Bot
from bot.notifications import email
from bot.worker import Worker
from storage.web_inbox import SqlWebInbox
from tests.adapters.mail.smtp_server import Server, serving
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.support.scenario import Scenario

LINK = re.compile(rf"{HERE}(/\S+)")


class MailClient:
    """The e-mails that arrived, and browsers that open their links."""

    def __init__(self, scenario: Scenario, server: Server, mail: MailPlatform):
        self.scenario, self.server = scenario, server
        scenario.context = replace(scenario.context, sends_email=True)
        scenario.bot = Bot(scenario.context)
        platforms = dict.fromkeys(("slack", "teams", "web"), scenario.platform)
        scenario.worker = Worker(scenario.context, {**platforms, "mail": mail})
        inbox = SqlWebInbox(scenario.store)
        self.app = create_app(scenario.bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)

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
    """Return the path of the first link in an e-mail."""
    return str(LINK.findall(text(message))[0])


def stop(message: EmailMessage) -> str:
    return str(LINK.findall(str(message["List-Unsubscribe"]).strip("<>"))[0])


@pytest.fixture
async def post(scenario: Scenario) -> AsyncIterator[MailClient]:
    scenario.clock.move(timedelta(hours=1))  # to ten o'clock, when people are written to
    async with serving() as server:
        line = SmtpConnection(
            SmtpServer("127.0.0.1", server.port, TlsMode.NONE), "accord@example.org", "accord.example.org"
        )
        enclose, returned = partial(_enclose, scenario), partial(_returned, scenario)
        mail = MailPlatform(
            line, MailSender("Accord", "accord@example.org", HERE), scenario.clock, enclose, returned
        )
        yield MailClient(scenario, server, mail)
        await mail.close()


async def _enclose(scenario: Scenario, mailbox: str, key: str) -> Envelope:
    return await email.envelope(scenario.context, mailbox, key)


async def _returned(scenario: Scenario, mailbox: str, key: str) -> None:
    await email.record_bounce(scenario.store, mailbox, key)
