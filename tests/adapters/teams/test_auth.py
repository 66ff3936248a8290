"""The token check refuses forged, stolen, old and misdirected calls with exactly 401 or 403."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import jwt
import pytest
from structlog.testing import capture_logs

from adapters.teams.payloads import TeamsActivity
from adapters.teams.routes import Authenticator, signing_keys
from adapters.teams.tenants import AllowedTenants, RefusalLog
from adapters.teams.token_validation import AuthError, TrustPolicy, normalise_service
from storage.store import SqlStore
from storage.tenants import SqlTenants
from tests.adapters.teams.conftest import Serve
from tests.adapters.teams.issuer import APP, SERVICE, TENANT, Issuer, claims, private_key, published, signed
from tests.support.fakes import SetClock

OTHER = "tenant-of-the-trust"
SECOND_APP, SECOND_TENANT = "app-of-the-trust", "tenant-with-its-own-app"
TRUST = TrustPolicy(
    (APP, SECOND_APP),
    {TENANT: APP, OTHER: APP, SECOND_TENANT: SECOND_APP},
    frozenset({"smba.trafficmanager.net", "127.0.0.1"}),
)
ACTIVITY = {
    "type": "message",
    "channelId": "msteams",
    "serviceUrl": SERVICE,
    "conversation": {"id": "a:1", "tenantId": TENANT},
    "channelData": {"tenant": {"id": TENANT}},
}
ISSUED = published("first", "second")
ISSUED["keys"] += published("of another channel", endorsements=("webchat",))["keys"]
ISSUED["keys"] += published("of nobody", endorsements=None)["keys"]

Make = Callable[[SetClock], tuple[str | None, Any]]


@pytest.fixture
def tenants(store: SqlStore) -> SqlTenants:
    return SqlTenants(store)


@pytest.fixture
async def authenticator(
    serve: Serve, http: aiohttp.ClientSession, clock: SetClock, tenants: SqlTenants
) -> AsyncIterator[Authenticator]:
    address = await serve(Issuer(keys=ISSUED).app())
    keys = signing_keys(http, f"{address}/description", clock)
    yield Authenticator(AllowedTenants(TRUST, tenants, clock), keys, clock)
    await keys.close()


def call(body: Any = ACTIVITY, key: str = "first", header: Any = None, **changed: object) -> Make:
    """Make the call that Teams makes, except for what is changed."""
    return lambda clock: (
        f"Bearer {signed(claims(clock.now(), **changed), key, **(header or {}))}",
        body,
    )


def bare(authorization: str | None) -> Make:
    return lambda _: (authorization, ACTIVITY)


def activity(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in (ACTIVITY | changed).items() if value is not None}


def of_tenant(tenant: str) -> dict[str, Any]:
    return activity(conversation={"id": "a:1", "tenantId": tenant}, channelData={"tenant": {"id": tenant}})


def at(**lapse: float) -> Callable[[SetClock], int]:
    return lambda clock: int((clock.now() + timedelta(**lapse)).timestamp())


def timed(**moments: Callable[[SetClock], int]) -> Make:
    def make(clock: SetClock) -> tuple[str | None, Any]:
        changed: dict[str, Any] = {claim: when(clock) for claim, when in moments.items()}
        return call(**changed)(clock)

    return make


def unsigned(clock: SetClock) -> tuple[str, Any]:
    return f"Bearer {jwt.encode(claims(clock.now()), '', 'none', {'kid': 'first'})}", ACTIVITY


def signed_with_the_public_key(clock: SetClock) -> tuple[str, Any]:
    """Sign with HS256, with the public key as the shared secret."""
    head, body = (
        base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=")
        for each in ({"alg": "HS256", "typ": "JWT", "kid": "first"}, claims(clock.now()))
    )
    from cryptography.hazmat.primitives import hashes, hmac
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = private_key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    mac = hmac.HMAC(public, hashes.SHA256())
    mac.update(head + b"." + body)
    signature = base64.urlsafe_b64encode(mac.finalize()).rstrip(b"=")
    return f"Bearer {(head + b'.' + body + b'.' + signature).decode()}", ACTIVITY


def tampered(clock: SetClock) -> tuple[str, Any]:
    """Put other claims under a signature that was made for ours."""
    head, _, signature = signed(claims(clock.now())).split(".")
    body = signed(claims(clock.now(), aud="app-of-somebody")).split(".")[1]
    return f"Bearer {head}.{body}.{signature}", ACTIVITY


def under_a_key_of_the_callers_own(clock: SetClock) -> tuple[str, Any]:
    return (
        f"Bearer {jwt.encode(claims(clock.now()), private_key('forged'), 'RS256', {'kid': 'first'})}",
        ACTIVITY,
    )


REFUSED: dict[str, tuple[int, Make]] = {
    "no header": (401, bare(None)),
    "an empty header": (401, bare("")),
    "a password": (401, bare("Basic YTpi")),
    "a scheme alone": (401, bare("Bearer")),
    "no token": (401, bare("Bearer ")),
    "rubbish": (401, bare("Bearer rubbish")),
    "three dots": (401, bare("Bearer ...")),
    "a broken header": (401, bare("Bearer !!!.e30.e30")),
    "a header that is a list": (401, bare("Bearer W10.e30.e30")),
    "unsigned": (401, unsigned),
    "signed with the public key": (401, signed_with_the_public_key),
    "signed with another kind of RSA": (401, call(header={"alg": "RS384"})),
    "names no key": (401, call(header={"kid": None})),
    "names an empty key": (401, call(header={"kid": ""})),
    "demands what we do not know": (401, call(header={"crit": ["exp"]})),
    "a key that is not published": (401, call(key="third")),
    "a key of the caller's own": (401, under_a_key_of_the_callers_own),
    "tampered with": (401, tampered),
    "no end": (401, call(exp=None)),
    "no beginning": (401, call(nbf=None)),
    "an end in words": (401, call(exp="tomorrow")),
    "no number for an end": (401, call(exp=float("nan"))),
    "an end that never comes": (401, call(exp=float("inf"))),
    "a true end": (401, call(exp=True)),
    "ended": (401, timed(exp=at(minutes=-6))),
    "not begun": (401, timed(nbf=at(minutes=6))),
    "no issuer": (401, call(iss=None)),
    "another issuer": (401, call(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")),
    "the issuer and more": (401, call(iss="https://api.botframework.com/")),
    "no audience": (401, call(aud=None)),
    "another app": (401, call(aud="app-of-somebody")),
    "our app among others": (401, call(aud=[APP, "app-of-somebody"])),
    "our app in a list": (401, call(aud=[APP])),
    "no body": (403, call(body=None)),
    "a body that is a list": (403, call(body=[ACTIVITY])),
    "no service in the token": (403, call(serviceurl=None)),
    "no service in the body": (403, call(activity(serviceUrl=None))),
    "no service at all": (403, call(activity(serviceUrl=None), serviceurl=None)),
    "another service in the body": (403, call(activity(serviceUrl="https://attacker.example/"))),
    "a service nobody allowed": (
        403,
        call(activity(serviceUrl="https://attacker.example/"), serviceurl="https://attacker.example/"),
    ),
    "a service under a longer name": (
        403,
        call(
            activity(serviceUrl="https://smba.trafficmanager.net.attacker.example/"),
            serviceurl="https://smba.trafficmanager.net.attacker.example/",
        ),
    ),
    "a service behind a name and a password": (
        403,
        call(
            activity(serviceUrl="https://smba.trafficmanager.net:443@attacker.example/"),
            serviceurl="https://smba.trafficmanager.net:443@attacker.example/",
        ),
    ),
    "a service without encryption": (
        403,
        call(
            activity(serviceUrl="http://smba.trafficmanager.net/"),
            serviceurl="http://smba.trafficmanager.net/",
        ),
    ),
    "a service that is no address": (
        403,
        call(activity(serviceUrl="https://[smba"), serviceurl="https://[smba"),
    ),
    **{
        f"a service that is written {name}": (403, call(activity(serviceUrl=url), serviceurl=url))
        for name, url in {
            "after a space": f" {SERVICE}",
            "before a space": f"{SERVICE} ",
            "with a tab": "https://smba.trafficmanager.net/\tuk/",
            "with a newline": "https://smba.traffic\nmanager.net/uk/",
            "with a backslash": "https://smba.trafficmanager.net\\@attacker.example/",
            "with a query": f"{SERVICE}?to=attacker.example",
            "with a fragment": f"{SERVICE}#attacker.example",
            "in other letters": "https://smba.trafficmanager.net/ẃ/",
            "in wide letters": "https://smba.trafficmanager.net\uff0fuk/",
            "with half a character": "https://smba.trafficmanager.net/\ud800/",
            "with another port": "https://smba.trafficmanager.net:444/uk/",
            "with a port that is none": "https://smba.trafficmanager.net:99999/uk/",
        }.items()
    },
    "no channel": (403, call(activity(channelId=None))),
    "an emulator": (403, call(activity(channelId="emulator"))),
    "another channel's key": (403, call(key="of another channel")),
    "no tenant": (403, call(activity(conversation={"id": "a:1"}, channelData={}))),
    "another tenant": (
        403,
        call(activity(conversation={"id": "a:1", "tenantId": "tenant-of-somebody"}, channelData={})),
    ),
    "two tenants": (403, call(activity(channelData={"tenant": {"id": "tenant-of-somebody"}}))),
    "two tenants the other way round": (
        403,
        call(activity(conversation={"id": "a:1", "tenantId": OTHER}, channelData={"tenant": {"id": TENANT}})),
    ),
    "two tenants that are both allowed": (403, call(activity(channelData={"tenant": {"id": OTHER}}))),
    "a second tenant that is empty": (403, call(activity(channelData={"tenant": {"id": ""}}))),
    "another registration's tenant": (403, call(of_tenant(SECOND_TENANT))),
    "another registration's token": (403, call(aud=SECOND_APP)),
    "tokens of both registrations": (401, call(aud=[APP, SECOND_APP])),
    "another registration's tenant beside its own": (
        403,
        call(activity(channelData={"tenant": {"id": SECOND_TENANT}})),
    ),
    "a tenant of no registration for the second": (403, call(of_tenant("tenant-of-nobody"), aud=SECOND_APP)),
    "an issuer of another cloud": (401, call(iss="https://api.botframework.us")),
    "a tenant that is no text": (403, call(activity(conversation={"id": "a:1", "tenantId": [TENANT]}))),
    "a key that speaks for nobody": (401, call(key="of nobody")),
}


@pytest.mark.parametrize(("status", "make"), REFUSED.values(), ids=REFUSED)
async def test_a_call_that_teams_did_not_make_is_refused(
    authenticator: Authenticator, clock: SetClock, status: int, make: Make
) -> None:
    authorization, body = make(clock)
    with pytest.raises(AuthError) as refused:
        await authenticator.authenticate(authorization, json.dumps(body).encode())
    assert refused.value.status == status


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000], ids=["none", "half", "no text", "deep"]
)
async def test_a_body_that_cannot_be_read_is_refused(
    authenticator: Authenticator, clock: SetClock, body: bytes
) -> None:
    authorization, _ = call()(clock)
    with pytest.raises(AuthError) as refused:
        await authenticator.authenticate(authorization, body)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "make",
    [
        call(),
        call(key="second"),
        timed(exp=at(minutes=-4)),
        timed(nbf=at(minutes=4)),
        call(activity(channelData=None)),
        call(of_tenant(OTHER)),
        call(of_tenant(SECOND_TENANT), aud=SECOND_APP),
        call(activity(serviceUrl="http://127.0.0.1:56150/_c"), serviceurl="http://127.0.0.1:56150/_c"),
    ],
    ids=[
        "as usual",
        "another key",
        "just ended",
        "about to begin",
        "one tenant",
        "another tenant",
        "another app",
        "a stand-in here",
    ],
)
async def test_what_teams_sends_is_accepted(
    authenticator: Authenticator, clock: SetClock, make: Make
) -> None:
    authorization, body = make(clock)
    accepted = await authenticator.authenticate(authorization, json.dumps(body).encode())
    as_sent = TeamsActivity.parse(body)
    assert accepted == replace(as_sent, service_url=normalise_service(as_sent.service_url))


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/uk",
        "https://smba.trafficmanager.net/uk//",
        "https://SMBA.trafficmanager.net:443/uk/",
        "HTTPS://smba.TrafficManager.net/uk/",
    ],
)
async def test_a_service_has_one_address_however_it_is_written(
    authenticator: Authenticator, clock: SetClock, url: str
) -> None:
    authorization, body = call(activity(serviceUrl=url), serviceurl=url)(clock)
    accepted = await authenticator.authenticate(authorization, json.dumps(body).encode())
    assert accepted.service_url == SERVICE


async def refusals(
    authenticator: Authenticator, refusal_log: RefusalLog, *calls: tuple[str | None, Any]
) -> Any:
    """Return what is logged when these calls are refused."""
    with capture_logs() as logged:
        for authorization, body in calls:
            with pytest.raises(AuthError) as refused:
                await authenticator.authenticate(authorization, json.dumps(body).encode())
            await refusal_log.add(refused.value)
    return logged


async def test_a_refused_tenant_is_logged_by_its_id_once_in_ten_minutes(
    authenticator: Authenticator, clock: SetClock, tenants: SqlTenants
) -> None:
    stranger = activity(conversation={"id": "a:1", "tenantId": "tenant-of-somebody"}, channelData={})
    elsewhere = activity(conversation={"id": "a:1", "tenantId": "tenant-of-others"}, channelData={})
    refusal_log = RefusalLog(tenants, clock)
    calls = [call(stranger)(clock), call(elsewhere)(clock)] * 50
    logged = await refusals(authenticator, refusal_log, *calls)
    assert [line["tenant"] for line in logged] == ["tenant-of-somebody", "tenant-of-others"]
    clock.move(timedelta(minutes=10))
    assert len(await refusals(authenticator, refusal_log, *calls)) == 2


async def test_a_tenant_that_is_no_id_is_not_kept(
    authenticator: Authenticator, clock: SetClock, tenants: SqlTenants
) -> None:
    odd = activity(conversation={"id": "a:1", "tenantId": "x\n" * 9}, channelData={})
    (line,) = await refusals(authenticator, RefusalLog(tenants, clock), call(odd)(clock))
    assert line["reason"] == "from a tenant that is not allowed"
    assert "tenant" not in line
    assert await tenants.all() == []


async def test_another_apps_token_is_logged_once_with_the_setting_to_check(
    authenticator: Authenticator, clock: SetClock, tenants: SqlTenants
) -> None:
    calls = [call(aud="app-of-somebody")(clock)] * 20
    (line,) = await refusals(authenticator, RefusalLog(tenants, clock), *calls)
    assert line["reason"] == "meant for another app: check TEAMS_APP_ID"
