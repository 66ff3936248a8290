"""The ways in which an app proves to Microsoft that it is itself: a secret, a certificate, or another
issuer's token.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, Self
from uuid import uuid4

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523, 2.2
ASSERTION_LIFETIME = timedelta(minutes=5)  # Microsoft asks for five to ten
MIN_KEY_BITS = 2048
_PEM = re.compile(rb"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----", re.DOTALL)


class Credential(Protocol):
    def fields(self, app_id: str, endpoint: str, now: datetime) -> Mapping[str, str]:
        """Return the fields of a token request that prove who asks. Raises OSError if a file cannot be
        read."""


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """Implements Credential."""

    value: str = field(repr=False)

    def fields(self, app_id: str, endpoint: str, now: datetime) -> Mapping[str, str]:  # noqa: ARG002
        return {"client_secret": self.value}


@dataclass(frozen=True, slots=True)
class Certificate:
    """Implements Credential: signs an assertion with the key of a certificate that was uploaded to the app.

    https://learn.microsoft.com/entra/identity-platform/certificate-credentials"""

    key: rsa.RSAPrivateKey = field(repr=False)
    thumbprint: str  # SHA-256 of the certificate, base64url
    ends_at: datetime

    @classmethod
    def parse(cls, pem: bytes) -> Self:
        """Read a PEM file with a certificate and its RSA key, without a password. Raises ValueError."""
        blocks = {match[1].rpartition(b" ")[2]: match[0] for match in reversed([*_PEM.finditer(pem)])}
        if not blocks.keys() >= {b"CERTIFICATE", b"KEY"}:
            raise ValueError("it must hold a certificate and its private key, both as PEM")
        try:
            certificate = x509.load_pem_x509_certificate(blocks[b"CERTIFICATE"])
            key = load_pem_private_key(blocks[b"KEY"], None)
        except (ValueError, TypeError) as error:  # TypeError: it has a password
            raise ValueError("its certificate or its key cannot be read") from error
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < MIN_KEY_BITS:
            raise ValueError(f"it must hold an RSA key of at least {MIN_KEY_BITS} bits")
        if certificate.public_key() != key.public_key():
            raise ValueError("its key is not that of its certificate")
        thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(SHA256())).rstrip(b"=").decode()
        return cls(key, thumbprint, certificate.not_valid_after_utc)

    def fields(self, app_id: str, endpoint: str, now: datetime) -> Mapping[str, str]:
        claims = {
            "aud": endpoint,
            "iss": app_id,
            "sub": app_id,
            "jti": str(uuid4()),
            "iat": now,
            "nbf": now,
            "exp": now + ASSERTION_LIFETIME,
        }
        assertion = jwt.encode(claims, self.key, "PS256", {"x5t#S256": self.thumbprint})
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}


@dataclass(frozen=True, slots=True)
class FederatedToken:
    """Implements Credential: hands on a token that another issuer writes into a file, and renews there, such
    as Kubernetes. So the file is read each time.

    https://learn.microsoft.com/entra/workload-id/workload-identity-federation"""

    file: Path

    def fields(self, app_id: str, endpoint: str, now: datetime) -> Mapping[str, str]:  # noqa: ARG002
        assertion = self.file.read_text("utf-8").strip()
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
