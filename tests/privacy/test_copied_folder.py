"""A copy of the data's folder, taken at any moment and with nothing else, opens nothing, then or later:
docs/method.md 6.1."""

import hmac
from collections.abc import Iterable
from pathlib import Path

from bot.app import open_application
from bot.core.models import Answer
from bot.settings import Settings
from storage.ids import RandomIds
from storage.keys import KeysDatabase
from tests.privacy.dump import Dump
from tests.privacy.simulated_rounds import SimulatedRounds, Truth
from tests.support.cast import CAST
from tests.support.fakes import SetClock
from tests.support.scenario import Scenario

KEY = 32  # bytes


def files_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def keys_in(files: bytes, truth: Truth, stored: Iterable[bytes]) -> set[bytes]:
    """Try every place in the files as the key of a round, which gives a member the pseudonym of an answer."""
    member, pseudonyms = truth.arrived[0].encode(), {*stored}
    parts = (truth.round.encode(), member)
    message = b"".join(len(part).to_bytes(4) + part for part in parts)
    windows = {files[at : at + KEY] for at in range(len(files) - KEY + 1)}
    return {window for window in windows if hmac.digest(window, message, "sha256")[:16] in pseudonyms}


async def test_a_copy_of_the_data_opens_nothing(tmp_path: Path, clock: SetClock) -> None:
    settings = Settings(data=tmp_path / "data")
    copies, pseudonyms, forms = list[bytes](), set[bytes](), set[bytes]()
    async with open_application(settings, clock) as accord:
        context, keys = accord.bot.context, KeysDatabase(settings.keys)

        async def take() -> Dump:
            copies.append(files_of(settings.data))
            forms.update(row["wrapped"] for row in await keys.rows())
            async with context.store.read_only() as db:
                pseudonyms.update(answer.pseudonym for answer in await db.find(Answer))
            return Dump((), b"")

        scenario = Scenario(context.store, context.keys, context.crypto, clock, RandomIds())
        weeks = await SimulatedRounds(scenario, CAST, take).weeks(2, replying=8)
        await keys.close()
    copies.append(files_of(settings.data))
    secret = (settings.keys_home / "secret").read_bytes()
    wanted = {secret, bytes.fromhex(secret.decode()), *forms, *(week.truth.key for week in weeks)}
    assert len(wanted) == 2 + 2 + 2
    assert {each for each in wanted for copy in copies if each in copy} == set()
    for number, week in enumerate(weeks):
        truth, while_open = week.truth, copies[2 * number]
        assert {*truth.pseudonyms.values()} <= pseudonyms
        assert any(pseudonym in while_open for pseudonym in truth.pseudonyms.values())
        assert keys_in(while_open, truth, pseudonyms) == set()
        assert keys_in(copies[-1], truth, pseudonyms) == set()
        together = while_open[:KEY] + truth.key + while_open[:KEY]  # as earlier versions kept them
        assert keys_in(together, truth, pseudonyms) == {truth.key}
