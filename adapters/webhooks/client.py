"""Sends one signed POST to the address of a webhook, as Standard Webhooks describes.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from datetime import datetime
from ssl import SSLContext, create_default_context
from typing import NamedTuple

from aiohttp import ClientConnectorDNSError, ClientError, ClientSession, ClientTimeout, TCPConnector
from aiohttp.abc import AbstractResolver
from standardwebhooks.webhooks import Webhook as Signer

from adapters.webhooks.public_hosts import NotPublic, PublicResolver
from bot.core.errors import FailureReason, SendFailed
from bot.core.webhooks import WebhookTarget

TIMEOUT = ClientTimeout(total=8)  # less than the outbox gives a message


class WebhookResponse(NamedTuple):
    """The status of a response, and the pause that its receiver asks for, as in the header."""

    status: int
    retry_after: str


class WebhookClient:
    """A client that keeps no connection, so that each message resolves the name of its host anew. It follows
    no redirect."""

    def __init__(
        self,
        resolver: AbstractResolver | None = None,
        tls: SSLContext | None = None,
        timeout: ClientTimeout = TIMEOUT,
    ):
        connector = TCPConnector(
            resolver=resolver or PublicResolver(),
            ssl=tls or create_default_context(),
            use_dns_cache=False,
            force_close=True,
        )
        # A proxy would resolve the name itself, so none is used.
        self._session = ClientSession(connector=connector, timeout=timeout, trust_env=False)

    async def post(self, target: WebhookTarget, body: str, key: str, now: datetime) -> WebhookResponse:
        """Sign and send a body under the id `key`. The body of the response is not read: nobody may use us
        to see what an address answers. Raises SendFailed, whose reason never holds the address."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Accord-Webhooks/1",
            "webhook-id": key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(Signer(secret).sign(key, now, body) for secret in target.secrets),
        }
        request = self._session.post(target.url, data=body.encode(), headers=headers, allow_redirects=False)
        try:
            async with request as response:
                return WebhookResponse(response.status, response.headers.get("Retry-After", ""))
        except ClientConnectorDNSError as error:
            if isinstance(error.os_error, NotPublic):
                raise SendFailed(
                    "not a public address", failure=FailureReason.NOT_ALLOWED, permanent=True
                ) from None
            raise SendFailed("no such host", failure=FailureReason.NOT_FOUND) from None
        except TimeoutError:
            raise SendFailed("no answer in time", failure=FailureReason.TIMEOUT) from None
        except ClientError as error:
            raise SendFailed(type(error).__name__, failure=FailureReason.INVALID_RESPONSE) from None

    async def close(self) -> None:
        await self._session.close()
