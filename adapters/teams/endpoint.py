"""Where Teams calls: POST /api/messages."""

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.teams.entrance import Entrance
from adapters.teams.incoming import Malformed
from adapters.teams.listening import Listening
from adapters.teams.trust import Untrusted
from adapters.teams.turns import take
from bot.core.errors import Unavailable

log = structlog.get_logger()


def route(entrance: Entrance, listening: Listening) -> Route:
    async def messages(request: Request) -> Response:
        try:
            activity = await entrance.admit(request.headers.get("authorization"), await request.body())
            status, body = await take(listening, activity)
        except Untrusted as refused:
            log.warning("a call to Teams' door was refused", status=refused.status, reason=str(refused))
            return Response(status_code=refused.status)
        except Malformed as error:
            log.warning("an activity was not understood", reason=str(error))
            return Response(status_code=400)
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=status) if body is None else JSONResponse(body, status)

    return Route("/api/messages", messages, methods=["POST"])
