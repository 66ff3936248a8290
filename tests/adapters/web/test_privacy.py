"""The page that says what happens to people's data."""

from dataclasses import replace

from adapters.web.app import create_app
from bot.core.models import MembershipStatus, Organisation, Role
from bot.handlers.views import ControllersView
from bot.membership.data_contacts import Controllers
from bot.messages.kept_data import KEPT
from bot.messages.privacy import SECTIONS
from bot.settings import ServerOperator, ServiceLinks
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer, ScriptedBot

AGE_WELL, COUNCIL, SHELTER = (
    Organisation(name, "riverside", name, MembershipStatus.ACTIVE, data_contact=contact)
    for name, contact in (
        ("Age Well", "dpo@agewell.example"),
        ("Harbour Council", "https://council.example/data"),
        ("Shelter", None),
    )
)
OWN_NOTICE = "https://example.org/privacy"


async def test_anybody_reads_the_whole_notice(bot: ScriptedBot, stranger: Browser) -> None:
    t = bot.translator()
    page = await stranger.get("/privacy")
    assert (stranger.status, page.titles[0]) == (200, "What happens to your data")
    said = " ".join(page.words)
    statements = [statement.text(t) for section in SECTIONS for statement in section.statements]
    assert [statement for statement in statements if statement not in said] == []
    assert [data.what for data in KEPT if data.what not in said] == []
    assert "They have not given their name. Ask your coordinator." in said
    assert "Sign in to see which ones they are" in said
    assert "Privacy policy" not in page.links


async def test_who_is_signed_in_sees_their_organisations(bot: ScriptedBot, amira: Browser) -> None:
    own = Controllers("Riverside Families", AGE_WELL, (COUNCIL, SHELTER), Role.MEMBER)
    bot.shows[ControllersView()] = [own]
    page = await amira.get("/privacy")
    assert page.links["dpo@agewell.example"] == "mailto:dpo@agewell.example"
    assert page.links["https://council.example/data"] == "https://council.example/data"
    said = " ".join(page.words)
    assert "Shelter ask its data protection officer" in said
    assert "Sign in to see which ones they are" not in said


async def test_the_operator_and_its_own_notice_are_named(bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    bot.context = replace(bot.context, operator=ServerOperator("Harbour Digital", "help@harbour.example"))
    links = ServiceLinks(privacy=OWN_NOTICE)
    app = create_app(bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE, links=links)
    page = await Browser(app).get("/privacy")
    assert "Harbour Digital · help@harbour.example" in " ".join(page.words)
    assert page.links["Privacy policy"] == OWN_NOTICE
