"""Settings in, running app out."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.routing import Route
from structlog.testing import capture_logs

from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from bot import app
from bot.app import SystemClock, open_application, serve, work
from bot.core.errors import AccordError
from bot.core.events import Message
from bot.core.models import Address, Round, RoundState
from bot.operator_commands import discard_keys, record_bounce
from bot.ops.doctor import Level
from bot.ops.http_server import wait_for_signal
from bot.settings import Settings
from storage.backup import back_up, restore
from storage.migrate import migrate
from tests.adapters.mail.smtp_server import serving
from tests.adapters.mail.test_bounces import report
from tests.adapters.teams.issuer import trusting
from tests.end_to_end.serving import free_port, told_to_stop
from tests.support.databases import PostgreSQL, remount
from tests.support.fakes import SetClock
from tests.support.history_factory import add_members_without_home
from tests.support.read_cards import words

ROOT = Path(__file__).parent.parent
NOBODY = "http://127.0.0.1:9"  # Microsoft, of whom nothing is asked here
UP = b"HTTP/1.1 200 OK"
AMIRA = Address("web", "accord", "amira")
FOUNDING = Message("e1", AMIRA, AMIRA, "start partnership Harbour Together", name="Amira")


def _said(id: str, text: str) -> Message:
    return Message(id, AMIRA, AMIRA, text)


async def test_what_runs_remembers_what_it_heard_when_it_runs_again(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    async with open_application(settings) as accord:
        card = (await accord.bot.handle(FOUNDING)).card
        assert card is not None
        await accord.worker.tick()
    async with open_application(settings) as again:
        assert (
            await again.bot.handle(FOUNDING)
        ).card is None  # heard before: the same secret hashes it alike
        assert (again.settings, again.app.routes != []) == (settings, True)


async def test_a_secret_key_that_accord_makes_lies_with_the_keys_for_its_owner_only(tmp_path: Path) -> None:
    async with open_application(Settings(data=tmp_path / "data")):
        secret = tmp_path / "data-keys" / "secret"
        assert (secret.stat().st_mode & 0o777, len(secret.read_text())) == (0o600, 64)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o700, 0o700]


async def test_a_secret_that_is_set_is_kept_nowhere(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", secret_key=SecretStr("0123456789abcdef" * 2))
    async with open_application(settings):
        assert [*tmp_path.rglob("secret")] == []


async def test_keys_lie_outside_the_folder_of_the_data(tmp_path: Path, clock: SetClock) -> None:
    async with open_application(Settings(data=tmp_path / "data"), clock) as accord:
        await accord.bot.handle(FOUNDING)
        store = accord.bot.context.store
        await add_members_without_home(store, clock.now(), 4, "Harbour Together")
        await accord.bot.handle(Message("e2", AMIRA, AMIRA, "ask trust now"))
    assert [path.name for path in (tmp_path / "data").rglob("*")] == ["accord.db"]
    assert (tmp_path / "data-keys" / "keys.db").stat().st_mode & 0o777 == 0o600


async def test_the_log_warns_of_keys_that_are_copied_with_the_data(tmp_path: Path) -> None:
    with capture_logs() as log:
        for url in ("", f"sqlite+aiosqlite:///{tmp_path}/data/keys/keys.db"):
            settings = Settings(
                data=tmp_path / "data", keys_url=url, secret_key=SecretStr("0123456789abcdef" * 2)
            )
            async with open_application(settings):
                pass
    assert [each["event"] for each in log] == ["keys are in the data folder"]


async def test_it_does_not_start_where_new_keys_would_be_copied_with_the_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with pytest.raises(AccordError) as error:
        async with open_application(Settings(data=data, keys_folder=data / "keys")):
            pass
    assert "the keys of open rounds have no lasting place outside the data" in str(error.value)
    assert not data.exists()


@pytest.mark.parametrize("was_lost", [False, True])
async def test_a_changed_secret_key_loses_no_open_round(
    tmp_path: Path, clock: SetClock, was_lost: bool
) -> None:
    old, new = (
        Settings(data=tmp_path / "data", secret_key=SecretStr(secret * 2))
        for secret in ("0123456789abcdef", "fedcba9876543210")
    )
    async with open_application(old, clock) as accord:
        await accord.bot.handle(FOUNDING)
        await add_members_without_home(accord.bot.context.store, clock.now(), 4, "Harbour Together")
        await accord.bot.handle(_said("e2", "ask trust now"))
    with pytest.raises(AccordError, match="Harbour Together needs"):
        async with open_application(new, clock):
            pass
    if was_lost:
        await discard_keys(new)
    async with open_application(new if was_lost else old, clock) as accord:
        await accord.worker.tick()
        async with accord.bot.context.store.read_only() as db:
            states = [round_.state for round_ in await db.find(Round)]
    assert states == [RoundState.CANCELLED if was_lost else RoundState.OPEN]


async def test_a_restored_copy_leaves_the_rounds_of_the_first_alone(tmp_path: Path, clock: SetClock) -> None:
    first, copy = (Settings(data=tmp_path / name) for name in ("first", "copy"))
    async with open_application(first, clock) as accord:
        await accord.bot.handle(FOUNDING)
        file = await back_up(first.database, tmp_path, clock.now())
        await add_members_without_home(accord.bot.context.store, clock.now(), 4, "Harbour Together")
        await accord.bot.handle(_said("e2", "ask trust now"))
        await restore(file, copy.database)
        with pytest.raises(AccordError, match="belong to another installation"):
            async with open_application(copy.model_copy(update={"keys_folder": first.keys_home}), clock):
                pass
        clock.move(timedelta(hours=2))
        async with open_application(copy, clock) as other:
            await other.worker.tick()
        async with accord.bot.context.store.read_only() as db:
            (round_,) = await db.find(Round)
        assert await accord.bot.context.keys.get(round_.id)


async def test_a_shared_database_is_used_only_once_an_operator_has_migrated_it(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    shared, keys = postgresql.url(postgresql.new()), postgresql.url(postgresql.new())
    settings = Settings(data=tmp_path, database_url=shared, keys_url=keys)
    with pytest.raises(AccordError) as error:
        async with open_application(settings):
            pass
    assert str(error.value) == ("Accord was not started: its database has no tables yet. Run accord migrate")
    await migrate(shared)
    async with open_application(settings) as accord:
        assert (await accord.bot.handle(FOUNDING)).card is not None


async def test_a_folder_that_cannot_be_written_to_is_said_with_its_cure(small_disk: Path) -> None:
    async with open_application(Settings(data=small_disk / "data")):
        pass
    remount(small_disk, "ro")
    with pytest.raises(AccordError) as error:
        async with open_application(Settings(data=small_disk / "data")):
            pass
    assert str(error.value) == (
        f"Accord was not started: Accord cannot write to {small_disk}/data. Let the user that runs Accord"
        " write there, or set ACCORD_DATA to another folder"
    )


async def test_metrics_are_for_this_machine_only_while_nothing_stands_in_front(tmp_path: Path) -> None:
    alone = []
    for url in ("", "https://accord.example.org"):
        async with open_application(Settings(data=tmp_path, public_url=url)) as accord:
            alone.append(accord.health.alone)
    assert alone == [True, False]


async def test_what_a_mail_server_takes_and_hands_back_later_is_shown_to_the_coordinator(
    tmp_path: Path, clock: SetClock
) -> None:
    async with serving() as server:
        settings = Settings(
            data=tmp_path,
            smtp_url=SecretStr(f"smtp://127.0.0.1:{server.port}"),
            mail_from="Accord <accord@example.org>",
        )
        async with open_application(settings, clock) as accord:
            await accord.bot.handle(FOUNDING)
            await accord.bot.handle(_said("e2", "add cerys@kitchen.example to First organisation"))
            clock.move(timedelta(hours=1))  # when people work
            await accord.worker.tick()
            (letter,) = server.received
            assert not await record_bounce(settings, b"Subject: Re: Will you join?\r\n\r\nYes!\r\n")
            assert not await record_bounce(settings, report(back="Message-ID: <another0@example.org>\n"))
            assert await record_bounce(settings, report(back=f"Message-ID: {letter['Message-ID']}\n"))
            card = (await accord.bot.handle(_said("e3", "status"))).card
        assert card is not None
        assert "Email to their address does not arrive." in words(card)


async def test_every_platform_that_is_set_up_is_listened_to(tmp_path: Path) -> None:
    slack = SlackSettings.model_validate({"bot_token": "xoxb-1", "signing_secret": "s"})
    teams = TeamsSettings.model_validate({"app_id": "a", "app_password": "p", "tenant_id": "t"})
    async with open_application(Settings(data=tmp_path), chats=[slack.open, teams.open]) as accord:
        paths = [
            route.path for chat in accord.integrations for route in chat.routes if isinstance(route, Route)
        ]
        assert [chat.name for chat in accord.integrations] == ["slack", "teams"]
        assert paths == ["/slack/events", "/api/messages"]


def test_a_platform_is_imported_only_when_it_is_opened() -> None:
    heavy = "{'aiohttp', 'microsoft_agents', 'slack_bolt', 'slack_sdk'}"
    code = f"import sys; from bot.app import *; read_environment(); print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


async def test_a_check_looks_at_everything_and_makes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    found = await app.check(Settings(data=data), [SlackSettings(), TeamsSettings()])
    assert {each.about for each in found} - {"swap", "open files"} == {
        "version",
        "address",
        "secret key",
        "metrics",
        "visitors",
        "database",
        "keys",
        "charts",
        "e-mail",
        "Slack",
        "Teams",
    }
    assert not data.exists()
    async with open_application(Settings(data=data)) as accord, accord.run_worker():
        (tmp_path / "data-keys" / "secret").chmod(0o644)
        found = await app.check(Settings(data=data), [SlackSettings(), TeamsSettings()])
    assert {each.about for each in found} >= {"workers", "messages", "schedules"}
    assert [each.about for each in found if each.level is Level.ERROR] == ["secret key"]


async def test_a_check_of_a_broken_database_still_checks_the_rest(tmp_path: Path) -> None:
    (tmp_path / "accord.db").write_bytes(b"no database" * 1000)
    settings = Settings(data=tmp_path, secret_key=SecretStr("0123456789" * 4))
    found = await app.check(settings, [SlackSettings(), TeamsSettings()])
    assert {"database", "charts", "Slack", "Teams"} <= {each.about for each in found}


@pytest.mark.parametrize("works", [True, False])
async def test_it_answers_and_listens_until_it_is_told_to_stop(tmp_path: Path, works: bool) -> None:
    settings, teams = Settings(data=tmp_path, port=free_port()), trusting(NOBODY, NOBODY)
    announced: list[str] = []
    serving = serve(settings, [SlackSettings(), teams], work=works, announce=announced.append)
    with capture_logs() as log:
        assert (await told_to_stop(serving, settings.port, "/healthz")).startswith(UP)
    assert announced == [
        f"Accord is running. Open http://127.0.0.1:{settings.port} in a browser. Press Ctrl-C to stop."
    ]
    assert [each["event"] for each in log] == ["listening", "stopped listening"]


async def test_it_works_and_tells_of_it_until_it_is_told_to_stop(tmp_path: Path) -> None:
    port = free_port()
    working = work(Settings(data=tmp_path), [SlackSettings(), TeamsSettings()], port)
    with capture_logs() as log:
        assert (await told_to_stop(working, port, "/healthz")).startswith(UP)
    assert [each["event"] for each in log] == ["listening", "stopped listening"]


async def test_whoever_has_nothing_to_answer_waits_until_told_to_stop() -> None:
    waiting = asyncio.create_task(wait_for_signal())
    await asyncio.sleep(0)  # it waits from its first step on
    os.kill(os.getpid(), signal.SIGTERM)
    await waiting


def test_the_clock_tells_the_time_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)
    assert SystemClock().now().tzinfo is UTC


def test_everything_that_is_loaded_is_there() -> None:
    assert (
        len(app.load_question_bank().themes) > 8,
        "cy" in app.load_catalogues(),
        bool(app.load_talking_points()),
    ) == (
        True,
        True,
        True,
    )
