"""Where Teams calls: POST /api/messages."""

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.teams.activities import dispatch
from adapters.teams.auth import Authenticator
from adapters.teams.controller import TeamsController
from adapters.teams.payloads import MalformedActivity
from adapters.teams.token_validation import AuthError
from bot.core.errors import Unavailable

log = structlog.get_logger()


def route(entrance: Authenticator, listening: TeamsController) -> Route:
    async def messages(request: Request) -> Response:
        try:
            activity = await entrance.admit(request.headers.get("authorization"), await request.body())
            status, body = await dispatch(listening, activity)
        except AuthError as refused:
            log.warning("a call to Teams' door was refused", status=refused.status, reason=str(refused))
            return Response(status_code=refused.status)
        except MalformedActivity as error:
            log.warning("an activity was not understood", reason=str(error))
            return Response(status_code=400)
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=status) if body is None else JSONResponse(body, status)

    return Route("/api/messages", messages, methods=["POST"])
