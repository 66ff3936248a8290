import pytest
from itsdangerous import BadSignature

from adapters.signing import serializer


def test_the_newest_key_signs_and_older_ones_are_still_accepted() -> None:
    old, both, new = (serializer(keys, "browser") for keys in (["old"], ["new", "old"], ["new"]))
    assert both.loads(old.dumps([1])) == [1]
    assert new.loads(both.dumps([1])) == [1]
    with pytest.raises(BadSignature):
        new.loads(old.dumps([1]))


def test_what_is_signed_for_one_purpose_is_refused_for_another() -> None:
    with pytest.raises(BadSignature):
        serializer(["key"], "slack").loads(serializer(["key"], "browser").dumps([1]))


def test_a_signature_stays_valid_over_versions() -> None:
    """Cookies last for months: a change of how they are signed would sign everybody out."""
    assert serializer(["a key"], "browser").loads(
        "WyJzZWNyZXQiLDczOTY3N10.o1fFPd19hbz9Bnth4mKbSju3lIjm660VIa8H6eGtqnM"
    ) == ["secret", 739677]
