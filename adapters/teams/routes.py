"""The endpoint that Teams calls, POST /api/messages, and the authentication of its callers."""

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.teams.activities import dispatch
from adapters.teams.controller import TeamsController
from adapters.teams.jwks import SigningKeyCache
from adapters.teams.payloads import MalformedActivity, TeamsActivity, parse_body
from adapters.teams.token_validation import (
    AuthError,
    TrustPolicy,
    bearer_token,
    key_id,
    validate_activity,
    validate_token,
)
from bot.core.errors import Unavailable
from bot.core.ports import Clock

log = structlog.get_logger()


class Authenticator:
    """Accepts what Teams sends, and nothing else."""

    def __init__(self, trust: TrustPolicy, keys: SigningKeyCache, clock: Clock):
        self._trust, self._keys, self._clock = trust, keys, clock

    async def authenticate(self, authorization: str | None, body: bytes) -> TeamsActivity:
        """Return the activity in a request. Raises AuthError. The body is only parsed after a valid token."""
        token = bearer_token(authorization)
        key = await self._keys.get(key_id(token))
        valid = validate_token(self._trust, token, key, self._clock.now())
        return validate_activity(self._trust, valid, parse_body(body))


def messages_route(authenticator: Authenticator, controller: TeamsController) -> Route:
    async def messages(request: Request) -> Response:
        try:
            authorization = request.headers.get("authorization")
            activity = await authenticator.authenticate(authorization, await request.body())
            status, body = await dispatch(controller, activity)
        except AuthError as error:
            log.warning("a call to Teams' door was refused", status=error.status, reason=str(error))
            return Response(status_code=error.status)
        except MalformedActivity as error:
            log.warning("an activity was not understood", reason=str(error))
            return Response(status_code=400)
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=status) if body is None else JSONResponse(body, status)

    return Route("/api/messages", messages, methods=["POST"])
