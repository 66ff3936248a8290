"""An app proves to Microsoft with a secret, a certificate or another issuer's token that it is itself."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from adapters.teams.access_token import FAILURE_KEPT_FOR, AccessTokenProvider
from adapters.teams.clouds import TokenEndpoint
from adapters.teams.credentials import Certificate, ClientSecret, Credential, FederatedToken
from adapters.teams.token_errors import NoToken
from bot.core.errors import FailureReason
from tests.adapters.teams.conftest import Serve
from tests.adapters.teams.entra import Entra, certificate, federated_token, pem
from tests.adapters.teams.issuer import APP, TENANT, private_key
from tests.support.fakes import SetClock

Provide = Callable[[Credential], AccessTokenProvider]


@pytest.fixture
async def entra(serve: Serve, clock: SetClock) -> Entra:
    entra = Entra(clock, homes={APP: TENANT})
    entra.url = await serve(entra.app())
    return entra


@pytest.fixture
def provide(http: aiohttp.ClientSession, entra: Entra, clock: SetClock) -> Provide:
    endpoint = TokenEndpoint(f"{entra.url}/{TENANT}/oauth2/v2.0/token")
    return lambda credential: AccessTokenProvider(http, endpoint, APP, credential, clock)


async def failure(tokens: AccessTokenProvider) -> str:
    with pytest.raises(NoToken) as failed:
        await tokens.token()
    assert failed.value.failure is FailureReason.NO_PLATFORM
    return failed.value.what


async def test_a_secret_is_believed(provide: Provide, entra: Entra) -> None:
    entra.secrets[APP] = "a password"
    assert await provide(ClientSecret("a password")).token() == f"token of {APP}"
    assert await failure(provide(ClientSecret("another"))) == "The client secret is wrong (AADSTS7000215)."
    assert "a password" not in repr(ClientSecret("a password"))


async def test_a_certificate_is_believed_each_time_with_a_new_assertion(
    provide: Provide, entra: Entra, clock: SetClock
) -> None:
    entra.certificates[APP] = certificate("own", clock.now())
    tokens = provide(Certificate.parse(pem("own", entra.certificates[APP])))
    assert await tokens.token() == f"token of {APP}"
    clock.move(timedelta(hours=1))
    assert await tokens.token() == f"token of {APP}"
    assert len(entra.seen) == 2


async def test_a_certificate_of_another_app_is_not_believed(
    provide: Provide, entra: Entra, clock: SetClock
) -> None:
    entra.certificates[APP] = certificate("own", clock.now())
    other = Certificate.parse(pem("other", certificate("other", clock.now())))
    assert await failure(provide(other)) == "The certificate is not one of the app's (AADSTS700027)."


def test_an_assertion_says_who_asks_whom_and_for_how_long(clock: SetClock) -> None:
    own = Certificate.parse(pem("own", certificate("own", clock.now())))
    assertion = own.fields(APP, "https://login.example/token", clock.now())["client_assertion"]
    header = jwt.get_unverified_header(assertion)
    assert header == {"alg": "PS256", "typ": "JWT", "x5t#S256": own.thumbprint}
    claims = jwt.decode(assertion, options={"verify_signature": False})
    now = int(clock.now().timestamp())
    assert len(claims.pop("jti")) == 36
    assert claims == {
        "aud": "https://login.example/token",
        "iss": APP,
        "sub": APP,
        "iat": now,
        "nbf": now,
        "exp": now + 300,
    }


async def test_a_federated_token_is_read_anew_each_time(
    provide: Provide, entra: Entra, clock: SetClock, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    entra.federated.add(APP)
    tokens = provide(FederatedToken(file))
    assert await failure(tokens) == "The file with the federated token cannot be read (FileNotFoundError)."
    clock.move(FAILURE_KEPT_FOR)
    file.write_text(f"{federated_token(clock.now())}\n")
    assert await tokens.token() == f"token of {APP}"
    clock.move(timedelta(hours=1))
    assert (await failure(tokens)).endswith("(AADSTS700027).")
    clock.move(FAILURE_KEPT_FOR)
    file.write_text(federated_token(clock.now()))
    assert await tokens.token() == f"token of {APP}"
    clock.move(timedelta(hours=1))
    file.write_text(federated_token(clock.now(), sub="system:serviceaccount:another:one"))
    what = await failure(tokens)
    assert what == "The other issuer's token is not one that the app trusts (AADSTS700213)."
    clock.move(FAILURE_KEPT_FOR)
    file.write_bytes(b"\xff")
    assert await failure(tokens) == "The file with the federated token cannot be read (UnicodeDecodeError)."


def test_a_pem_file_is_read_in_any_order_and_with_a_chain(clock: SetClock) -> None:
    own, ca = certificate("own", clock.now()), certificate("ca", clock.now())
    key = private_key("own").private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    file = own.public_bytes(Encoding.PEM) + ca.public_bytes(Encoding.PEM) + key
    assert (
        Certificate.parse(b"Bag Attributes\n" + file).thumbprint
        == Certificate.parse(pem("own", own)).thumbprint
    )


def encoded(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, password: bytes = b"") -> bytes:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def test_a_pem_file_that_cannot_work_is_refused_with_the_reason(clock: SetClock) -> None:
    own = certificate("own", clock.now()).public_bytes(Encoding.PEM)
    broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    faults = {
        b"": "must hold a certificate and its private key",
        own: "must hold a certificate and its private key",
        encoded(private_key("own")): "must hold a certificate and its private key",
        own + encoded(private_key("other")): "its key is not that of its certificate",
        own + encoded(private_key("own"), b"a password"): "cannot be read",
        broken + encoded(private_key("own")): "cannot be read",
        own + encoded(ec.generate_private_key(ec.SECP256R1())): "must hold an RSA key of at least 2048 bits",
        own + encoded(rsa.generate_private_key(65537, 1024)): "must hold an RSA key of at least 2048 bits",
    }
    for file, reason in faults.items():
        with pytest.raises(ValueError, match=reason) as refused:
            Certificate.parse(file)
        assert "BEGIN" not in str(refused.value)
