"""What may be noticed of Accord at work, for whoever counts. Here nobody does. Pure."""

from collections.abc import Sequence

from bot.core.deliveries import Delivery


class Instrumentation:
    """`outcomes` are deliveries as they were claimed and as they shall be."""

    def step_finished(self, step: str, seconds: float) -> None:
        """A step of the worker's is done."""

    def step_failed(self, what: str) -> None:
        """Something of the worker's could not be done."""

    def message_sent(self, delivery: Delivery, seconds: float) -> None:
        """A platform was asked to take a message, and did or did not."""

    def deliveries_settled(self, outcomes: Sequence[tuple[Delivery, Delivery]]) -> None:
        """What became of deliveries is written down."""

    def sentence_handled(self, platform: str, pattern: str) -> None:
        """A sentence was understood and answered."""


NO_INSTRUMENTATION = Instrumentation()
