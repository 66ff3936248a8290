"""What people are told of their data, to whom they can complain, and who sets organisations' contacts."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.models import Organisation
from bot.handlers.form_flow import ShowCard, ShowForm
from bot.handlers.hub.nameless import NamelessTransaction
from bot.handlers.views import ControllersView, OverviewView
from bot.membership.mailboxes import new_mailbox
from bot.messages.privacy import SECTIONS
from bot.settings import ServerOperator
from storage.tables import TABLES
from tests.handlers.test_each_form import fills_in
from tests.handlers.test_form_flow import flow_of
from tests.support.cast import AMIRA, BEN, CARYS, DILYS, EFE, EVE, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.read_cards import button_sentences, facts, reason, texts, words
from tests.support.scenario import Scenario

pytestmark = each_database

OPERATOR = ServerOperator("Harbour Digital", "help@harbour.example")
ASK = "ask its data protection officer"


async def contact_of(scenario: Scenario, organisation: str) -> str | None:
    return (await scenario.one(Organisation, name=organisation)).data_contact


def operated(scenario: Scenario) -> Scenario:
    scenario.bot.context = replace(scenario.context, operator=OPERATOR)
    return scenario


async def test_the_notice_is_shown_to_anybody(scenario: Scenario) -> None:
    stranger = await operated(scenario).says(EVE, "privacy")
    short = [
        each.text(scenario.context.translator()) for s in SECTIONS for each in s.statements if each.short
    ]
    shown = words(stranger)
    assert [sentence for sentence in short if sentence not in shown] == []
    assert "Harbour Digital · help@harbour.example" in shown
    assert button_sentences(stranger) == {"My data": "my data", "How to complain": "complain"}
    await scenario.start_harbour()
    assert "Borough Council (yours)" in facts(await scenario.says(AMIRA, "privacy"))


async def test_the_page_of_a_member_names_the_organisations_of_their_partnership(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    (controllers,) = await scenario.bot.view(await scenario.person(BEN), ControllersView())
    named = [organisation.name for organisation in controllers.all]
    assert (controllers.partnership, named) == ("Harbour", ["Riverside Trust", "Borough Council"])


async def test_a_member_is_told_to_whom_they_can_complain(scenario: Scenario) -> None:
    await operated(scenario).start_with_riverside()
    await scenario.says(AMIRA, "data contact dpo@borough.example")
    card = await scenario.says(BEN, "complain")
    assert list(facts(card).items()) == [
        ("Riverside Trust (yours)", ASK),
        ("Borough Council", "dpo@borough.example"),
    ]
    shown = words(card)
    assert "Harbour Digital · help@harbour.example" in shown
    assert "within 30 days" in shown
    assert "https://ico.org.uk/make-a-complaint" in shown


async def test_strangers_are_told_how_to_complain_and_nothing_else(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(EVE, "complain")
    assert facts(card) == {}
    assert texts(card)[0] == "Complain to the organisation that asked you to use Accord."
    assert "They have not given their name. Ask your coordinator." in texts(card)


async def stored(scenario: Scenario) -> dict[str, Any]:
    """Return all records but those that every message leaves."""
    kinds = [kind for kind in TABLES if kind.__name__ not in {"ProcessedEvent", "UsageCounter"}]
    return {kind.__name__: await scenario.all(kind) for kind in kinds}


async def test_asking_how_to_complain_tells_nobody_and_keeps_nothing(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    for sentence in ("complain", "privacy"):
        await scenario.says(EFE, "menu")  # they have spoken before
        before = await stored(scenario)
        await scenario.says(EFE, sentence)
        assert await stored(scenario) == before


async def test_neither_tells_who_has_replied(scenario: Scenario) -> None:
    await scenario.open_first_round(*SIX)
    sentences = ("complain", "privacy", "data contact")
    before = [await scenario.says(AMIRA, sentence) for sentence in sentences]
    await scenario.answers(EFE, 1, 2, 3, 4, 5)
    assert [await scenario.says(AMIRA, sentence) for sentence in sentences] == before


async def test_people_who_have_not_joined_or_left_see_their_own_organisation_alone(
    scenario: Scenario,
) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, f"add {CARYS.token} to Borough Council")
    await scenario.says(BEN, "leave now")
    for user, own in ((CARYS, "Borough Council"), (BEN, "Riverside Trust")):
        assert facts(await scenario.says(user, "complain")) == {f"{own} (yours)": ASK}


async def test_who_waits_for_approval_is_told_of_no_organisation(scenario: Scenario) -> None:
    await scenario.start_harbour()
    code = facts(await scenario.says(AMIRA, "invite"))["Code"]
    await scenario.says(EVE, f"join {code} as Borough Council")
    for sentence in ("complain", "privacy"):
        assert facts(await scenario.says(EVE, sentence)) == {}


async def test_a_lead_sets_the_contact_of_their_own_organisation(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    card = await scenario.says(BEN, "data contact dpo@riverside.example")
    assert texts(card) == ["Members can ask Riverside Trust about their data here: dpo@riverside.example"]
    assert await contact_of(scenario, "Riverside Trust") == "dpo@riverside.example"
    since = (await scenario.one(Organisation, name="Riverside Trust")).data_contact_at
    await scenario.passes(days=1)
    await scenario.says(BEN, "data contact dpo@riverside.example for Riverside Trust")
    assert (await scenario.one(Organisation, name="Riverside Trust")).data_contact_at == since
    refused = await scenario.says(BEN, "data contact me@riverside.example for Borough Council")
    assert reason(refused).startswith("Only a coordinator can do this for other organisations.")
    assert await contact_of(scenario, "Borough Council") is None


async def test_a_coordinator_sets_that_of_any_organisation(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(AMIRA, "data contact https://riverside.example/privacy for Riverside Trust")
    assert await contact_of(scenario, "Riverside Trust") == "https://riverside.example/privacy"
    shown = facts(await scenario.says(AMIRA, "data contact"))
    assert shown == {
        "Borough Council": "not set",
        "Riverside Trust": "https://riverside.example/privacy · since 2 March 2026",
    }
    refused = await scenario.says(AMIRA, "data contact dpo@x.example for Nowhere")
    assert button_sentences(refused) == {
        organisation.name: f"data contact dpo@x.example for organisation:{organisation.id}"
        for organisation in await scenario.all(Organisation)
    }


async def test_a_contact_is_removed(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, "data contact dpo@borough.example")
    await scenario.presses(AMIRA, "Remove it", on=card)
    organisation = await scenario.one(Organisation)
    assert (organisation.data_contact, organisation.data_contact_at) == (None, None)


@pytest.mark.parametrize("user", [EFE, EVE])
async def test_others_set_none(scenario: Scenario, user: ScenarioUser) -> None:
    await scenario.create_partnership(*SIX)
    before = await stored(scenario)
    for sentence in ("data contact", "data contact eve@elsewhere.example", "data contact off"):
        assert (await scenario.says(user, sentence)).refused
    assert await stored(scenario) == before


@pytest.mark.parametrize(
    "contact",
    [
        *("nobody", "http://council.example", "https://council", "https://a:b@council.example"),
        *("javascript:alert(1)", "https://council.example/é", "https://[council", "@council.example"),
        *(
            "https://council.example\\.elsewhere.example",
            "https://council.example/<b>",
            "https:council.example",
        ),
        f"https://council.example/{'x' * 200}",
    ],
)
async def test_what_is_no_address_is_refused(scenario: Scenario, contact: str) -> None:
    await scenario.start_harbour()
    refused = await scenario.says(AMIRA, f"data contact {contact}")
    assert reason(refused).startswith("Type an email address, or a web address")
    assert await contact_of(scenario, "Borough Council") is None


async def test_a_web_address_may_begin_with_a_capital(scenario: Scenario) -> None:
    """As a phone writes it."""
    await scenario.start_harbour()
    await scenario.says(AMIRA, "data contact Https://council.example/Data")
    assert await contact_of(scenario, "Borough Council") == "https://council.example/Data"


async def test_a_form_sets_what_its_reader_may_set(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    step = await fills_in(scenario, "data-contact", **{"organisation:council": "dpo@council.example"})
    assert isinstance(step, ShowCard)
    assert (await scenario.one(Organisation, id="council")).data_contact == "dpo@council.example"
    step = await fills_in(scenario, "data-contact", **{"organisation:council": ""})
    assert (await scenario.one(Organisation, id="council")).data_contact is None
    step = await fills_in(scenario, "data-contact", **{"organisation:trust": "nobody"})
    assert isinstance(step, ShowForm)
    assert [problem.field for problem in step.problems] == ["organisation:trust"]
    opened = (await flow_of(scenario, DILYS.address)).open("data-contact")
    assert isinstance(opened, ShowForm)
    assert [field.id for field in opened.form.fields] == ["organisation:kitchen"]


async def test_leads_are_reminded_that_their_contact_is_missing(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)

    async def rows(user: ScenarioUser) -> str:
        cards = await scenario.bot.view(user.person, OverviewView())
        return " ".join(facts(card).get("Data contact", "") for card in cards).strip()

    assert await rows(AMIRA) == await rows(BEN) == "not set. To set it, type: data contact"
    assert await rows(EFE) == ""
    await scenario.says(BEN, "data contact dpo@trust.example")
    assert await rows(BEN) == ""


async def test_observers_and_programs_are_not_shown_a_contact(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, "data contact jane.doe@borough.example")
    async with scenario.store.read_only() as db:
        nameless = NamelessTransaction(db, scenario.context.translator())
        (organisation,) = await nameless.find(Organisation)
    assert (organisation.name, organisation.data_contact) == ("Borough Council", None)


@pytest.mark.parametrize(
    ("typed", "confirmed", "kept"),
    [
        ("dilys@kitchen.example", True, None),
        ("Dilys@kitchen.example", True, None),
        ("dilys@kitchen.example", False, "dilys@kitchen.example"),
    ],
)
async def test_a_contact_goes_with_the_person_whose_address_it_is(
    scenario: Scenario, typed: str, confirmed: bool, kept: str | None
) -> None:
    await scenario.create_partnership(*SIX)
    own = "dilys@kitchen.example"
    await scenario.says(DILYS, f"data contact {typed}")
    person = DILYS.person.id
    box = replace(new_mailbox(scenario.crypto, scenario.ids, person, own, person), confirmed=confirmed)
    async with scenario.store.transaction() as db:
        await db.add(box)
    await scenario.says(DILYS, "forget me now")
    assert (await scenario.one(Organisation, id="kitchen")).data_contact == kept
