"""The type of a function that composes the card of a delivery when it is sent."""

from collections.abc import Awaitable, Callable

from bot.context import AppContext
from bot.core.cards import Card
from bot.core.deliveries import Delivery
from bot.core.ports import Transaction

Composer = Callable[[AppContext, Transaction, Delivery], Awaitable[Card | None]]
