"""Forms as pages: each acts once, says at its field what is wrong, and keeps what was typed."""

import html
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest

from adapters.web.app import create_app
from bot.core.followups import Action, Note, Rebase
from bot.core.models import (
    LoginLink,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    Person,
    Round,
    hash_secret,
    web_address,
)
from bot.core.outcomes import OutcomeValue, SharedOutcome
from bot.handlers.forms.outcomes import ENTERING
from bot.handlers.forms.table import FORMS
from bot.language.sentences import Rank
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.handlers.test_forms_save_what_changed import NAMES, furnish, stored
from tests.handlers.test_forms_save_what_changed import opened as form_of
from tests.support.cast import AMIRA, CERYS, DILYS, EFE, SIX, ScenarioUser
from tests.support.scenario import Scenario

SignIn = Callable[[ScenarioUser], Awaitable[Browser]]
CHANGED_BY_FORMS = (Member, Organisation, Partnership, Person, Round, Note, Action, Rebase, OutcomeValue)


@pytest.fixture
def sign_in(scenario: Scenario) -> SignIn:
    inbox = SqlWebInbox(scenario.store)
    app = create_app(scenario.bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)

    async def sign_in(user: ScenarioUser) -> Browser:
        person, secret = await scenario.person(user), scenario.ids.new()
        async with scenario.store.transaction() as db:
            await db.add(LoginLink(hash_secret(secret), person.id, scenario.clock.now() + timedelta(hours=1)))
        browser = Browser(app)
        await browser.get(f"/me/open/{secret}")
        await browser.press("Open my page")
        return browser

    return sign_in


async def opened(sign_in: SignIn, user: ScenarioUser, form: str, query: str = "") -> Browser:
    browser = await sign_in(user)
    await browser.get(f"/me/{user.person.id}/form/{form}{query}")
    return browser


async def test_a_form_with_problems_comes_back_with_them_and_what_was_typed(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, EFE, "note")
    page = await browser.press("Save", text="", day="2026-02-20")
    assert browser.status == 422
    assert page.links["Enter what changed"] == "#field-text"
    assert page.forms[0].fields["day"] == "2026-02-20"
    assert 'id="field-text-error"' in browser.response.text
    assert 'aria-invalid="true"' in browser.response.text
    assert "<title>Error: Record a change" in browser.response.text
    page = await browser.press("Save", text="A new chair", day="the day after never")
    assert page.forms[0].fields["text"] == "A new chair"
    assert page.forms[0].fields["day"] == "the day after never"
    await browser.press("Save", day="2026-02-20")
    assert (browser.status, browser.page.titles) == (200, ["Note saved"])
    assert [note.words for note in await scenario.all(Note)] == ["A new chair"]


async def test_a_time_that_is_none_is_kept_as_it_was_typed(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "rhythm")
    page = await browser.press("Show the dates", at="after lunch")
    assert (browser.status, page.forms[0].fields["at"]) == (422, "after lunch")
    assert 'type="time"' not in browser.response.text  # it would show nothing


async def test_a_form_that_is_sent_twice_acts_once(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, EFE, "note")
    fields = browser.page.forms[0].fields | {"text": "A new chair"}
    titles = [(await browser.post(browser.path, fields)).titles for _ in range(2)]
    assert titles == [["Note saved"], ["You have sent this form before"]]
    assert len(await scenario.all(Note)) == 1


async def test_a_form_of_a_partnership_leads_back_to_its_hub_before_and_after(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "note", "?partnership=harbour")
    pages = [browser.page, await browser.press("Save", text="A new chair")]
    assert [page.links.get("Open the hub") for page in pages] == ["/p/harbour", "/p/harbour"]


async def test_a_form_for_values_keeps_the_partnership_that_it_was_opened_for(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "outcome add Rough sleepers")
    browser = await opened(sign_in, AMIRA, "value", "?partnership=harbour")
    wrong = await browser.press("Save value", value="many")
    saved = await browser.press("Save value", value="41")
    assert [page.links.get("Open the hub") for page in (wrong, saved)] == ["/p/harbour", "/p/harbour"]


async def test_a_form_leads_to_no_hub_of_others(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "settings", "?partnership=riverside")
    assert "Open the hub" not in browser.page.links


async def test_nobody_who_removed_themselves_is_led_to_the_hub(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "make Efe coordinator now")
    browser = await opened(sign_in, EFE, "remove", "?partnership=harbour")
    page = await browser.press("Continue", leaving=f"member:{EFE.member}")
    assert page.links["Open the hub"] == "/p/harbour"
    (remove,) = [label for label, (name, value) in page.forms[0].buttons.items() if value == "sure"]
    page = await browser.press(remove)
    assert (await scenario.one(Member, id=EFE.member)).standing is MembershipStatus.LEFT
    assert "Open the hub" not in page.links


async def test_a_form_from_another_site_is_refused(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, EFE, "note")
    fields = browser.page.forms[0].fields | {"text": "A new chair", "csrf": "guessed"}
    await browser.post(browser.path, fields)
    assert (browser.status, await scenario.all(Note)) == (403, [])


async def test_what_does_harm_is_confirmed_and_can_be_gone_back_from(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "remove")
    page = await browser.press("Continue", leaving=f"member:{CERYS.member}")
    assert "Cerys" in page.titles[0]
    (remove,) = [label for label, (name, value) in page.forms[0].buttons.items() if value == "sure"]
    page = await browser.press("Go back")
    assert (browser.status, page.forms[0].fields["leaving"]) == (200, f"member:{CERYS.member}")
    await browser.press("Continue")
    await browser.press(remove)
    assert browser.status == 200
    assert (await scenario.one(Member, id=CERYS.member)).standing is MembershipStatus.LEFT


async def test_a_survey_is_previewed_and_asked_once(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "ask")
    page = await browser.press("Preview", own="How fair was the budget, “really”?")
    assert "How fair was the budget, “really”?" in page.words
    assert await scenario.all(Round) == []
    fields = page.forms[0].fields | {"step": "sure"}
    await browser.post(browser.path, fields)
    await browser.post(browser.path, fields)
    assert (browser.status, len(await scenario.all(Round))) == (200, 1)


async def test_a_choice_between_a_theme_and_own_words_is_said_once(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    page = (await opened(sign_in, AMIRA, "ask")).response.text
    assert page.count("Choose a theme, or write your own question.") == 1
    assert "(optional)" not in page


async def test_a_profile_is_saved_at_once_with_its_checkboxes(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "profile")
    fields = browser.page.forms[0].fields
    assert fields["lead_bodies"] == "organisation:council,organisation:trust"
    assert browser.page.forms[0].options["kind"][:2] == ["learning from each other", "planning together"]
    lead_bodies = ["organisation:council", "organisation:kitchen"]
    data = fields | {"lead_bodies": lead_bodies, "kind": "other", "purpose": "Warm homes"}
    await browser.post(browser.path, data)  # type: ignore[arg-type]  # as a browser sends checkboxes
    assert browser.page.titles[0] == "Profile of Harbour Together"
    partnership = await scenario.one(Partnership)
    assert (partnership.kind, partnership.purpose) == ("other", "Warm homes")
    found = {each.id for each in await scenario.all(Organisation) if each.lead_body}
    assert found == {"council", "kitchen"}


async def test_a_stale_form_says_what_was_changed_and_keeps_what_one_typed(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "profile")
    await scenario.says(AMIRA, "profile kind planning together")
    page = await browser.press("Save", kind="other", purpose="Warm homes")
    assert browser.status == 422
    (problem,) = [text for text in page.links if "planning together" in text]
    assert page.links[problem] == "#field-kind-1"
    assert (page.forms[0].fields["kind"], page.forms[0].fields["purpose"]) == ("other", "Warm homes")
    await browser.press("Save")
    assert (await scenario.one(Partnership)).kind == "other"


async def test_sign_in_links_of_new_people_are_shown_once_and_kept_nowhere(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, DILYS, "people")
    await browser.press("Add people", names="Nia Rees\nOwain Rees")
    assert browser.page.titles[0] == "2 people were added"
    assert browser.response.text.count(f'value="{HERE}/me/open/') == 2
    assert await SqlWebInbox(scenario.store).posts(web_address(DILYS.person.id), 9) == []


async def test_a_button_of_a_card_leads_to_its_form(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "profile")
    page = await browser.press("Save", kind="other")
    assert page.links["Edit the profile"] == f"/me/{AMIRA.person.id}/form/profile?partnership=harbour"


async def test_a_note_is_corrected_or_removed_in_the_form_that_its_button_opens(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(EFE, "note A new chiar on 20 February 2026")
    browser = await opened(sign_in, EFE, "correct-note-1", "?partnership=harbour")
    assert browser.page.forms[0].fields["day"] == "2026-02-20"
    await browser.press("Save", text="A new chair")
    assert (browser.page.titles[0], (await scenario.one(Note)).words) == ("Note 1 corrected", "A new chair")
    await browser.get(f"/me/{EFE.person.id}/form/correct-note-1?partnership=harbour")
    page = await browser.press("Save", remove="yes")
    assert page.titles[0] == "Remove note 1?"
    assert (await scenario.one(Note)).removed_at is None
    await browser.press("Remove the note")
    assert (await scenario.one(Note)).removed_at is not None
    await browser.get(f"/me/{EFE.person.id}/form/correct-note-1?partnership=harbour")
    assert (browser.status, browser.page.titles[0]) == (403, "Not done")


async def test_links_may_hold_what_they_know(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, "roles", f"?partnership=harbour&member=member:{EFE.member}&x=1")
    assert browser.page.forms[0].fields["member"] == f"member:{EFE.member}"


async def test_a_form_about_one_of_several_partnerships_asks_which(
    scenario: Scenario, sign_in: SignIn
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, "start partnership Homes")
    homes = await scenario.one(Partnership, name="Homes")
    browser = await opened(sign_in, AMIRA, "reminders")
    assert browser.page.titles == ["Which partnership?"]
    page = await browser.press("Continue", where=homes.id)
    assert page.titles == ["Reminders"]
    page = await browser.press("Save", reminders="0")
    assert (await scenario.one(Partnership, name="Homes")).reminders == 0
    assert page.links["Make another change"] == f"/me/{AMIRA.person.id}/forms?partnership={homes.id}"
    page = await browser.get(page.links["Make another change"])
    assert "Homes" in page.words
    assert page.links["Reminders"] == f"/me/{AMIRA.person.id}/form/reminders?partnership={homes.id}"


@pytest.mark.parametrize("form", ["everyone", "sure", "cake", "correct-note", "%E2%80%A6"])
async def test_a_form_that_no_page_has_is_not_found(scenario: Scenario, sign_in: SignIn, form: str) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, AMIRA, form)
    assert browser.status == 404


async def test_forms_of_somebody_else_are_not_found(scenario: Scenario, sign_in: SignIn) -> None:
    await scenario.create_partnership(*SIX)
    browser = await opened(sign_in, EFE, "note")
    fields = browser.page.forms[0].fields | {"text": "A new chair"}
    for path in (f"/me/{AMIRA.person.id}/forms", f"/me/{AMIRA.person.id}/form/note"):
        await browser.get(path)
        assert browser.status == 404
    await browser.post(f"/me/{AMIRA.person.id}/form/note", fields)
    assert (browser.status, await scenario.all(Note)) == (404, [])


RANKS = {AMIRA: Rank.COORDINATOR, DILYS: Rank.LEAD, EFE: Rank.MEMBER}


@pytest.mark.parametrize("name", sorted(FORMS.keys() - {"everyone"}))
async def test_each_form_is_opened_and_sent_only_by_people_whose_role_allows_it(
    scenario: Scenario, sign_in: SignIn, name: str
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, 'outcome add "Homes" by Amira')
    await scenario.says(AMIRA, "start partnership Elsewhere")
    elsewhere = await scenario.one(Partnership, name="Elsewhere")
    definition, entering = FORMS[name], {AMIRA, DILYS} if name in ENTERING else set(RANKS)
    harbour = await opened(sign_in, AMIRA, name, "?partnership=harbour")
    filled_in = harbour.page.forms[0].fields
    before = {kind: await scenario.all(kind) for kind in (*CHANGED_BY_FORMS, SharedOutcome)}
    for user, rank in RANKS.items():
        allowed = rank >= definition.rank and user in entering
        browser = await opened(sign_in, user, name, "?partnership=harbour")
        assert (browser.status, user.name) == (200 if allowed else 403, user.name)
        if not allowed:
            own = await browser.get(f"/me/{user.person.id}/form/note")
            await browser.post(
                f"/me/{user.person.id}/form/{name}",
                filled_in | {key: own.forms[0].fields[key] for key in ("csrf", "nonce")},
            )
            assert (browser.status, browser.page.titles[0]) == (403, "Not done")
        if user is not AMIRA and definition.rank is not Rank.ANYBODY:
            foreign = await opened(sign_in, user, name, f"?partnership={elsewhere.id}")
            assert (foreign.status, user.name) == (403, user.name)
    assert {kind: await scenario.all(kind) for kind in before} == before


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_sent_as_it_was_opened_changes_nothing(
    scenario: Scenario, sign_in: SignIn, name: str
) -> None:
    await furnish(scenario)
    form = await form_of(scenario, name)
    browser = await sign_in(AMIRA)
    before = await stored(scenario)
    await browser.get(f"/me/{AMIRA.person.id}/form/{name}")
    if form and form.tracked:
        page = await browser.press(form.submit)
        assert (page.titles, await stored(scenario)) == (["Nothing to change"], before)


async def uploaded(sign_in: SignIn, content: bytes, name: str = "values.csv", **typed: str) -> Browser:
    """Return the browser of Efe, who sent the form for several values with a file."""
    browser = await opened(sign_in, EFE, "values")
    form = browser.page.forms[0]
    files = {"rows": (name, content, "text/csv")}
    await browser.post(form.action, form.fields | typed, files=files)
    return browser


@pytest.fixture
async def homes(scenario: Scenario) -> Scenario:
    """A partnership with one outcome; it is 2 March 2026."""
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, 'outcome add "Homes" in homes')
    return scenario


async def test_values_come_from_a_file(homes: Scenario, sign_in: SignIn) -> None:
    content = "\ufeffDatum;Wert\r\n2026-01-05;41\r\n2026-02-05;1,038\r\n".encode()
    browser = await uploaded(sign_in, content, rows="what was typed")
    assert (browser.status, browser.page.titles[0]) == (200, "Homes")
    assert [(value.on.isoformat(), value.value) for value in await homes.all(OutcomeValue)] == [
        ("2026-01-05", 41),
        ("2026-02-05", 1038),
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            b"date,value\n2026-01-05,41\n2026-02-05,many",
            "Check row 3, column 2.",
        ),
        (b"2026-01-05,=1+1", "Check row 1, column 2. \u201c=1+1\u201d is not a number."),
        (b"=A1,41", "Check row 1, column 1. \u201c=A1\u201d is not a date."),
        (b"2026-01-05,41\n2026-01-05,42", "Check row 2, column 1. 5 January 2026 is already in row 1."),
        (b"2026-01-05,4\xff1", "Check row 1, column 2. \u201c4\ufffd1\u201d is not a number."),
        (b'2026-01-05,"41', "Check row 1. A quotation mark has no partner."),
        (b"2026-01-05,41,why", "Check row 1. It has more than a date and a number."),
        (b"2026-01-05,1e9", "Check row 1, column 2."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "There is no date and number."),
    ],
)
async def test_one_wrong_row_of_a_file_is_named_and_nothing_is_saved(
    homes: Scenario, sign_in: SignIn, content: bytes, problem: str
) -> None:
    browser = await uploaded(sign_in, content)
    assert browser.status == 422
    assert problem in html.unescape(browser.response.text)
    assert "We have not saved any of the rows." in browser.response.text
    assert await homes.all(OutcomeValue) == []


async def test_a_file_that_is_too_long_is_refused(homes: Scenario, sign_in: SignIn) -> None:
    days = [(date(2025, 1, 1) + timedelta(days=day)).isoformat() for day in range(101)]
    browser = await uploaded(sign_in, "\n".join(f"{day},1" for day in days).encode())
    assert "You can enter up to 100 rows at a time." in browser.response.text
    browser = await uploaded(sign_in, b"2026-01-05,41\n" * 1000)
    assert "Use 3000 characters or fewer" in browser.response.text
    longest = "\n".join(f"{day},123456789012.123" for day in days[:90])
    browser = await uploaded(sign_in, longest.encode())
    assert "These are too many rows at once. Enter half of them first." in browser.response.text
    assert await homes.all(OutcomeValue) == []


async def test_values_that_would_be_replaced_are_shown_first(homes: Scenario, sign_in: SignIn) -> None:
    await uploaded(sign_in, b"2026-01-05,41")
    browser = await uploaded(sign_in, b"2026-01-05,43\n2026-02-05,44")
    assert browser.page.titles[0] == "Replace these values?"
    assert len(await homes.all(OutcomeValue)) == 1
    await browser.press("Replace values")
    assert [value.value for value in await homes.all(OutcomeValue)] == [41, 43, 44]


async def test_without_a_file_what_was_typed_counts_and_an_empty_file_is_none(
    homes: Scenario, sign_in: SignIn
) -> None:
    await uploaded(sign_in, b"", rows="2026-01-05,41")
    assert [value.value for value in await homes.all(OutcomeValue)] == [41]
    browser = await uploaded(sign_in, b"")
    assert "Enter a date and a number, or choose a file" in browser.response.text


async def test_a_second_file_is_too_many(homes: Scenario, sign_in: SignIn) -> None:
    browser = await opened(sign_in, EFE, "values")
    form = browser.page.forms[0]
    files = [("rows", ("a.csv", b"2026-01-05,41", "text/csv")), ("more", ("b.csv", b"x", "text/csv"))]
    await browser.post(form.action, form.fields, files=files)
    assert browser.status == 400
    assert await homes.all(OutcomeValue) == []
