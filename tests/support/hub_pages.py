"""Every page and file of the hub, as the table of routes has them: a new one cannot be forgotten.

A route below `/p/{partnership}` is tried with values for what else stands in its path, which `values_of`
returns.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

from starlette.applications import Starlette
from starlette.routing import Route

from adapters.web.app import create_app
from bot.core.followups import Action, Note
from bot.core.i18n import Translator
from bot.core.models import (
    LoginLink,
    Member,
    MembershipStatus,
    Organisation,
    Partnership,
    QuestionResult,
    Role,
    Round,
    RoundKind,
    hash_secret,
)
from bot.core.outcomes import BetterDirection, OutcomeValue, SharedOutcome
from bot.core.webhooks import Webhook
from bot.handlers.bot import Bot
from bot.handlers.hub.access import FOR_PROGRAMS
from bot.membership import api_tokens
from bot.membership.api_tokens import TokenDraft
from bot.membership.webhooks import WebhookDraft, add_webhook
from bot.reports.dataset.result_rows import round_reference
from bot.rounds.publishing import store_older
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import FakeRenderer
from tests.support.cast import AMIRA, BEN, CAST, EVE, ScenarioUser
from tests.support.history_factory import unchanged_rounds
from tests.support.hub_history import make_history
from tests.support.scenario import Scenario
from tests.support.yearly_looks import hold_part

ROOT = "/p/{partnership}"
PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
OTHERS_WORDS = "Riverside only"  # in everything that the other partnership wrote

Values = Mapping[str, Sequence[str]]


def open_pages(scenario: Scenario, bot: Bot | None = None) -> Starlette:
    """Return the whole application over a scenario."""
    inbox = SqlWebInbox(scenario.store)
    return create_app(bot or scenario.bot, inbox, FakeRenderer(), secret_keys=KEYS, public_url=HERE)


async def signed_in(scenario: Scenario, app: Starlette, *users: ScenarioUser) -> Browser:
    """Return a browser on which these people are signed in."""
    browser = Browser(app)
    for user in users:
        person, secret = await scenario.person(user), f"secret of {user.key}"
        async with scenario.store.transaction() as db:
            expires_at = scenario.clock.now().replace(year=2036)
            await db.add(LoginLink(hash_secret(secret), person.id, expires_at))
        await browser.get(f"/me/open/{secret}")
        await browser.press("Open my page")
    return browser


async def program(scenario: Scenario, app: Starlette, partnership: str = "harbour") -> Browser:
    """Return a program with a new token of a partnership, which reads all that programs may."""
    async with scenario.store.transaction() as db:
        creator = await db.first(Member, partnership=partnership, role=Role.COORDINATOR)
        assert creator is not None
        draft = TokenDraft("A program", tuple(sorted(FOR_PROGRAMS)), days=365)
        found, now = await db.get(Partnership, partnership), scenario.clock.now()
        secret = api_tokens.new_secret(scenario.context, creator, draft)
        new = await api_tokens.create(db, secret, found, creator, draft, now, Translator())
    return Browser(app, authorization=f"Bearer {new.secret}")


def hub_routes(app: Starlette, method: str = "GET", root: str = ROOT) -> list[str]:
    """Return what the routes below a root have after it."""
    routes = [route for route in app.routes if isinstance(route, Route) and method in (route.methods or ())]
    return [route.path.removeprefix(root) for route in routes if route.path.startswith(root)]


def paths_of(route: str, values: Values) -> Iterator[str]:
    """Yield the paths of a route with all these values."""
    names = PARAMETER.findall(route)
    unknown = [name for name in names if name not in values]
    assert not unknown, f"Say in values_of() what stands for {unknown} in {route}"
    for chosen in product(*(values[name] for name in names)):
        path = route
        for value in chosen:
            path = PARAMETER.sub(value, path, count=1)
        yield path


def all_paths(app: Starlette, values: Values, root: str = ROOT) -> list[str]:
    """Return all paths below a root that can be read, without that root."""
    return [path for route in hub_routes(app, root=root) for path in paths_of(route, values)]


async def values_of(scenario: Scenario, partnership: str = "harbour") -> Values:
    """Return what may stand in a path below a partnership's root, by the name of the parameter."""
    rounds = await scenario.all(Round, partnership=partnership)
    scheduled = sorted(
        (round_ for round_ in rounds if round_.kind is RoundKind.SCHEDULED), key=lambda it: it.number
    )
    extra = [round_ for round_ in rounds if round_.kind is RoundKind.AD_HOC]
    outcomes = await scenario.all(SharedOutcome, partnership=partnership)
    webhooks = await scenario.all(Webhook, partnership=partnership)
    return {
        "round": [round_reference(round_) for round_ in (*scheduled[-2:], *extra)],
        "theme": ["trust", "power"],
        "outcome": [outcome.id for outcome in outcomes],
        "year": ["2026"],
        "webhook": [webhook.id for webhook in webhooks],
    }


async def furnish(scenario: Scenario) -> None:
    """Create Harbour Together, of which each page has something to show, and another partnership."""
    await make_history(scenario)
    await scenario.says(AMIRA, 'outcome add "Rough sleepers" in people better down')
    await scenario.says(BEN, 'outcome "Rough sleepers" 41 on 3 February')
    await scenario.says(BEN, "done 1")
    await hold_part(scenario, lasting="1 hour")
    await scenario.says(BEN, "improve Share the papers by 3 May @Ben")
    await add_extra_round(scenario)
    async with scenario.store.transaction() as db:
        coordinator = await db.get(Member, AMIRA.member)
        await add_webhook(
            db, scenario.context, coordinator, WebhookDraft("Ours", "https://ours.example/"), Translator()
        )
    await add_riverside(scenario)


async def add_extra_round(scenario: Scenario) -> None:
    """Add a closed ad hoc round, with results."""
    (closed, *results) = unchanged_rounds("harbour", len(CAST), scenario.clock.now(), 1)
    assert isinstance(closed, Round)
    extra = replace(
        closed, id="harbour-extra", kind=RoundKind.AD_HOC, number=0, asked_by=f"member:{BEN.member}"
    )
    async with scenario.store.transaction() as db:
        await db.add(extra)
        for result in results:
            assert isinstance(result, QuestionResult)
            await db.add(replace(result, id=f"extra-{result.theme}", round=extra.id))
    await store_older(scenario.context, 1)


async def add_riverside(scenario: Scenario) -> None:
    """Add a partnership that shares nobody and nothing with Harbour Together; Eve coordinates it."""
    now, active = scenario.clock.now(), MembershipStatus.ACTIVE
    partnership = Partnership("riverside", OTHERS_WORDS, "Europe/London", "en", now, purpose=OTHERS_WORDS)
    organisation = Organisation("elsewhere", "riverside", OTHERS_WORDS, active)
    member = Member(EVE.member, "riverside", organisation.id, EVE.person.id, Role.COORDINATOR, active, now)
    rounds = [_of_riverside(record) for record in unchanged_rounds("riverside", 12, now, 20)]
    (closed, *_) = [record for record in rounds if isinstance(record, Round)]
    extra = replace(closed, id="riverside-extra", kind=RoundKind.AD_HOC, number=0)
    outcome = SharedOutcome(
        "riverside-outcome", "riverside", OTHERS_WORDS, "", BetterDirection.NEITHER, "", "", now
    )
    value = OutcomeValue("riverside-value", outcome.id, 1, date(2026, 2, 2), 4711.0, now, EVE.member)
    note = Note("riverside-note", "riverside", date(2026, 2, 2), OTHERS_WORDS, 1, now)
    action = Action("riverside-action", "riverside", 1, OTHERS_WORDS, now)
    async with scenario.store.transaction() as db:
        await db.add(partnership, organisation, EVE.person, member)
        await db.add(*rounds, extra, outcome, value, note, action)
        await add_webhook(
            db, scenario.context, member, WebhookDraft(OTHERS_WORDS, "https://other.example/"), Translator()
        )
    await store_older(scenario.context, len(rounds))


def _of_riverside(record: Round | QuestionResult) -> Round | QuestionResult:
    """Return a record of a round under ids of its own."""
    if isinstance(record, Round):
        return replace(record, id=f"riverside-{record.id}")
    return replace(record, id=f"riverside-{record.id}", round=f"riverside-{record.round}")
