"""The page of `accord demo`: people to try Accord as, and a clock that can be moved on.

It lets anybody in as anybody, by the product's own one-time links: `accord serve` has no such page.
"""

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.session import PageRequest, Site, personal_path, redirect
from bot.core.errors import NotFound
from bot.demo.controls import DemoControls

DEMO_PATH = "/demo"


class DemoPages:
    def __init__(self, site: Site, controls: DemoControls):
        self.site, self.controls = site, controls

    def routes(self) -> list[Route]:
        return [
            self.site.route(DEMO_PATH, self.page),
            self.site.route(f"{DEMO_PATH}/in", self.let_in, "POST"),
            self.site.route(f"{DEMO_PATH}/clock", self.next_day, "POST"),
            self.site.route(f"{DEMO_PATH}/again", self.start_again, "POST"),
        ]

    async def page(self, page_request: PageRequest, *, deleted: bool = False) -> Response:
        """Return the page; `deleted` if somebody was chosen who has asked to be forgotten."""
        return self.site.page(
            page_request,
            "demo.html",
            status=404 if deleted else 200,
            controls=self.controls,
            progress=await self.controls.progress(),
            now=page_request.t.moment(page_request.now),
            deleted=deleted,
        )

    async def let_in(self, page_request: PageRequest) -> Response:
        """Go to a person's page or channel, through a new login link if this browser is not signed in for
        them yet."""
        id = page_request.form.get("person", "")
        if id in {person.id for person in await self.site.signed_in_people(page_request)}:
            channel = f"/channel/{self.controls.partnership}" if page_request.form.get("channel") else ""
            return redirect(personal_path(id) + channel)
        try:
            return redirect(await self.controls.login_path(id))
        except NotFound:
            return await self.page(page_request, deleted=True)

    async def next_day(self, _: PageRequest) -> Response:
        await self.controls.next_day()
        return redirect(f"{DEMO_PATH}#clock")

    async def start_again(self, _: PageRequest) -> Response:
        await self.controls.start_again()
        return redirect(DEMO_PATH)
