"""Composing summaries on a partnership's page again, after something in them was redacted."""

from collections.abc import Collection
from dataclasses import replace

from bot.context import AppContext
from bot.core.models import Partnership, Round, web_address
from bot.core.ports import Transaction, WebMessage
from bot.language.parser import format_command
from bot.messages import summary
from bot.reports.summary import summarise_beside_alerts


async def compose_again(context: AppContext, db: Transaction, rounds: Collection[str]) -> None:
    """Replace the summaries of these rounds on their partnership's page, which are kept as they were
    composed.

    Chat platforms and mail servers keep what they were sent."""
    for round_ in await db.find(Round, id=list(rounds)):
        to, about = web_address(round_.partnership), summary.thread_key(round_.id)
        if post := await db.first(WebMessage, to=to, about=about):
            t = context.translator(await db.get(Partnership, round_.partnership))
            card = summary.post(t, await summarise_beside_alerts(context, db, round_, t), format_command)
            await db.upsert(replace(post, card=replace(card, language=t.code)))
