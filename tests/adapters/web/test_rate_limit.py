from datetime import UTC, datetime, timedelta

from adapters.web.rate_limit import MAX_NETWORKS, RateLimiter

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NONE = timedelta()
MINUTE = timedelta(minutes=1)


def test_a_burst_is_allowed_and_then_one_a_minute() -> None:
    limiter = RateLimiter(2, MINUTE)
    assert [limiter.take("a", NOW) for _ in range(3)] == [NONE, NONE, MINUTE]
    assert limiter.take("a", NOW + MINUTE) == NONE
    assert limiter.take("a", NOW + MINUTE) == MINUTE


def test_a_refused_request_does_not_lengthen_the_wait() -> None:
    limiter = RateLimiter(1, MINUTE)
    assert [limiter.take("a", NOW) for _ in range(3)] == [NONE, MINUTE, MINUTE]


def test_a_clock_that_is_set_back_refuses_nobody() -> None:
    limiter = RateLimiter(2, MINUTE)
    limiter.take("a", NOW)
    assert limiter.take("a", NOW - timedelta(days=1)) == NONE


def test_one_address_does_not_slow_another() -> None:
    limiter = RateLimiter(1, MINUTE)
    assert [limiter.take(who, NOW) for who in "abc"] == [NONE, NONE, NONE]


def test_memory_is_bounded() -> None:
    limiter = RateLimiter(1, MINUTE)
    waits = [limiter.take(str(n), NOW) for n in range(MAX_NETWORKS + 1)]
    assert set(waits) == {NONE}
    assert (limiter.take("0", NOW), limiter.take(str(MAX_NETWORKS), NOW)) == (NONE, MINUTE)
