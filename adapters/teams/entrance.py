"""From a request to an activity that may be believed."""

import json
from typing import Any

from adapters.teams.keyring import Keyring
from adapters.teams.trust import Trust, check, key_id, token_in
from bot.core.ports import Clock


class Entrance:
    """Lets in what Teams sends, and nothing else."""

    def __init__(self, trust: Trust, keyring: Keyring, clock: Clock):
        self._trust, self._keyring, self._clock = trust, keyring, clock

    async def admit(self, authorization: str | None, body: bytes) -> dict[str, Any]:
        """The activity in a request's body. Raises Untrusted, before anything of the body is read where
        the token alone tells."""
        token = token_in(authorization)
        key = await self._keyring.key(key_id(token))
        try:
            activity = json.loads(body)
        except (ValueError, RecursionError):
            activity = None
        return check(self._trust, token, key, activity, self._clock.now())
