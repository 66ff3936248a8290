"""From a request to an activity that may be believed."""

import json
from typing import Any

from adapters.teams.jwks import SigningKeyCache
from adapters.teams.token_validation import TrustPolicy, bearer_token, key_id, validate_token
from bot.core.ports import Clock


class Authenticator:
    """Lets in what Teams sends, and nothing else."""

    def __init__(self, trust: TrustPolicy, keyring: SigningKeyCache, clock: Clock):
        self._trust, self._keyring, self._clock = trust, keyring, clock

    async def admit(self, authorization: str | None, body: bytes) -> dict[str, Any]:
        """The activity in a request's body. Raises Untrusted, before anything of the body is read where
        the token alone tells."""
        token = bearer_token(authorization)
        key = await self._keyring.key(key_id(token))
        try:
            activity = json.loads(body)
        except (ValueError, RecursionError):
            activity = None
        return validate_token(self._trust, token, key, activity, self._clock.now())
