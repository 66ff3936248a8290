"""Hooks for metrics. These do nothing; `bot/ops/metrics.py` counts. Pure."""

from collections.abc import Collection, Sequence

from bot.core.deliveries import Delivery


class Instrumentation:
    """Called as Accord works. `counted_sentences` are the patterns that `sentence_handled` is called for."""

    counted_sentences: Collection[str] = ()

    def step_finished(self, step: str, seconds: float) -> None:
        """A step of the worker is done."""

    def step_failed(self, step: str) -> None:
        """A step of the worker failed."""

    def message_sent(self, delivery: Delivery, seconds: float) -> None:
        """A platform was asked to take a message, and did or did not."""

    def deliveries_settled(self, outcomes: Sequence[tuple[Delivery, Delivery]]) -> None:
        """The results of deliveries were stored; each pair is a delivery as claimed and as stored."""

    def sentence_handled(self, platform: str, pattern: str) -> None:
        """A sentence that is counted was understood and answered."""


NO_INSTRUMENTATION = Instrumentation()
