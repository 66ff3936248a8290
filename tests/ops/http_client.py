"""Browsers of people, and an Accord elsewhere."""

import re
from typing import Any, Self

import httpx2

from tests.adapters.web.browser import Browser, Reader
from tests.support.patience import PATIENCE


class HttpClient(Browser):
    def __init__(self, at: str, **how: Any):
        self.http = httpx2.AsyncClient(
            base_url=at, timeout=PATIENCE, headers={"accept-language": "en"}, **how
        )
        self.response = httpx2.Response(200)
        self._id = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    def moves(self, at: str) -> None:
        """Continue in another process what one process began."""
        self.http.base_url = httpx2.URL(at)

    async def channel(self) -> list[str]:
        """Return the titles of all posts in the channel."""
        page = await self.get("/")
        return (await self.get(f"{page.links['Channel']}?earlier=yes")).titles

    async def says(self, words: str) -> Reader:
        """Write a sentence on a person's own page."""
        await self.get(self.own)
        return await self.press("Send", words=words)

    @property
    def own(self) -> str:
        return f"/me/{self._id}"

    async def starts(self, partnership: str, name: str) -> None:
        await self.get("/start")
        await self.press(
            "Start the partnership", name=name, partnership=partnership, organisation="Borough Council"
        )
        self._id = self._whose()

    async def invites(self) -> str:
        page = await self.says("invite")
        return str(re.findall(r"\w+-\d{4}(?:-\w+)+", " ".join(page.words))[-1])

    async def joins(self, code: str, name: str, organisation: str) -> None:
        await self.get("/join")
        await self.press("Ask to join", name=name, code=code, organisation=organisation)
        self._id = self._whose()

    async def link(self) -> str:
        """Ask for a login link for another device, and return it."""
        await self.get(f"{self.own}/settings")
        await self.press("Make a link for another device")
        return str(re.findall(r"/me/open/\w+", self.response.text)[0])

    async def approves(self) -> None:
        """Approve the person who waits."""
        page = await self.get(self.own)
        waiting = [
            label
            for form in page.forms
            for label, (_, says) in form.buttons.items()
            if says.startswith("approve")
        ]
        await self.press(waiting[0])

    async def answers(self, label: str, comment: str = "") -> list[str]:
        """Answer all questions alike, and return the questions."""
        page, asked = await self.says("check-in"), []
        while label in page.forms[0].buttons:
            asked.append(page.titles[-1])
            page = await self.press(label)
        await (self.press("Send", words=comment) if comment else self.press("Finish without a comment"))
        return asked

    def _whose(self) -> str:
        return self.path.split("/")[2].partition("?")[0]
