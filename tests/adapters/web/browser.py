"""A browser for tests: it keeps cookies, reads forms and presses buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2
from starlette.applications import Starlette

HERE = "http://127.0.0.1:8000"


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)  # by label: name and value
    options: dict[str, list[str]] = field(default_factory=dict)  # of radio buttons, checkboxes and lists


class Reader(HTMLParser):
    """The text of a page, and the forms that can be sent from it."""

    def __init__(self, html: str):
        super().__init__()
        self.words: list[str] = []
        self.titles: list[str] = []
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.images: list[dict[str, str]] = []
        self.lang = ""
        self._inside: list[str] = []
        self._button: tuple[str, str] | None = None
        self._href = self._field = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in {"input", "meta", "link", "img"}:
            self._inside.append(tag)
        match tag:
            case "html":
                self.lang = attributes["lang"]
            case "form":
                self.forms.append(Form(attributes.get("action", ""), attributes.get("method", "get")))
            case "input" | "textarea" | "select" | "option":
                self._read_field(tag, attributes)
            case "button":
                self._button = attributes.get("name", ""), attributes.get("value", "")
            case "a":
                self._href = attributes["href"]
            case "img":
                self.images.append(attributes)

    def _read_field(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "input" if attributes.get("type") in {"radio", "checkbox"}:
                self._choose(attributes["name"], attributes["value"], chosen="checked" in attributes)
            case "input" if "name" in attributes:
                self.forms[-1].fields[attributes["name"]] = attributes.get("value", "")
            case "textarea" | "select" if "name" in attributes:
                self._field = attributes["name"]
                self.forms[-1].fields[self._field] = ""
            case "option":
                self._choose(self._field, attributes["value"], chosen="selected" in attributes)

    def _choose(self, name: str, value: str, *, chosen: bool) -> None:
        """Note an option: several that are chosen are joined by commas, as the pages read them."""
        fields = self.forms[-1].fields
        self.forms[-1].options.setdefault(name, []).append(value)
        if chosen:
            fields[name] = ",".join(filter(None, [fields.get(name, ""), value]))

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        words = data.strip()
        if "textarea" in self._inside and self._field:
            self.forms[-1].fields[self._field] = data.removeprefix("\n")
        if not words or not self._inside:
            return
        self.words.append(words)
        if {"h1", "h2", "h3"} & set(self._inside):
            self.titles.append(words)
        if "button" in self._inside and self._button and self.forms:
            self.forms[-1].buttons[words] = self._button
        if "a" in self._inside:
            self.links[words] = self._href


class Browser:
    def __init__(self, app: Starlette, at: str = HERE, network: str = "192.0.2.1", **headers: str):
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False, client=(network, 1))
        self.http = httpx2.AsyncClient(transport=transport, base_url=at, headers=headers)
        self.response = httpx2.Response(200)

    async def get(self, path: str, **how: Any) -> Reader:
        self.response = await self.http.get(path, follow_redirects=True, **how)
        return self.page

    async def press(self, label: str, **typed: str) -> Reader:
        """Send the form that has this button, with the text typed into it."""
        form = next(form for form in self.page.forms if label in form.buttons)
        name, value = form.buttons[label]
        data = form.fields | typed | ({name: value} if name else {})
        action = form.action.partition("#")[0] or self.response.url.raw_path.decode()
        return await self.post(action, data)

    async def post(self, path: str, data: dict[str, str], **how: Any) -> Reader:
        self.response = await self.http.post(path, data=data, follow_redirects=True, **how)
        return self.page

    @property
    def page(self) -> Reader:
        return Reader(self.response.text)

    @property
    def path(self) -> str:
        return self.response.url.raw_path.decode()

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def secret(self) -> dict[str, str]:
        """The cookies it holds."""
        return dict(self.http.cookies)
