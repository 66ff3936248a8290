"""Handlers for share links: make one, list them, stop one."""

import re
from datetime import date

from bot.core import sanitise
from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.i18n import N_
from bot.core.models import Role
from bot.core.timezones import DAY, local_date
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.language.dates import parse_end
from bot.language.phrases import alternatives, match_phrase
from bot.membership import sharing
from bot.membership.sharing import DEFAULT_DAYS, DEFAULT_PARTS, PARTS, ShareDraft
from bot.messages import sharing as messages
from bot.rounds.names import names_of

EVERYTHING, AND = N_("all|everything"), N_("and")
PART_PHRASES = {
    "overview": N_("overview"),
    "themes": N_("theme[s]"),
    "rounds": N_("round[s]|results"),
    "timeline": N_("timeline"),
    "outcomes": N_("[shared] outcomes"),
    "evidence": N_("evidence [log]"),
    "yearly": N_("yearly [look]"),
}


async def share_hub(request: MemberRequest, command: c.ShareHub | c.ShareHubUnquoted) -> Card:
    today = local_date(request.now, request.partnership.zone)
    draft = ShareDraft(
        command.name,
        _parse_parts(request, command.parts),
        today,
        _parse_last_day(request, command.date, today),
    )
    share, secret = await sharing.add_share(
        request.db, request.context.ids, request.member, draft, request.now, request.t
    )
    say = await request.sentence_builder()
    return messages.made(request.t, request.partnership.name, share, sharing.share_path(secret), say)


async def list_shares(request: MemberRequest, _: c.ListShares) -> Card:
    shares = await sharing.find_shares(request.db, request.partnership)
    names = await names_of(request.db, sharing.tokens_in(shares))
    valid, past = sharing.split_by_validity(shares, request.partnership, request.now)
    return messages.listed(
        request.t,
        request.partnership,
        [messages.share_row(request.t, share, names) for share in valid],
        [messages.share_row(request.t, share, names) for share in past],
        await request.sentence_builder(),
        can_share=request.member.role is not Role.MEMBER,
    )


async def stop_sharing(request: MemberRequest, command: c.StopSharing) -> Card:
    """Stop a share link, once the speaker has confirmed it."""
    share = await sharing.require_share(request.db, request.partnership, command.n, request.now, request.t)
    say = await request.sentence_builder()
    if not command.sure:
        return messages.stopping(request.t, share, say)
    await sharing.stop_share(request.db, share, request.member, request.now)
    return messages.stopped(request.t, share, say)


def _parse_parts(request: MemberRequest, text: str) -> tuple[str, ...]:
    """Return the parts that a text names, in their order. Raises Refusal."""
    t, wanted = request.t, sanitise.fold(text)
    if not wanted:
        return DEFAULT_PARTS
    if match_phrase(EVERYTHING, wanted, t) is not None:
        return tuple(PARTS)
    separators = "|".join(re.escape(f" {word} ") for word in alternatives(AND, t))
    named = set()
    for name in filter(None, map(str.strip, re.split(f"[,;]|{separators}", wanted))):
        found = [part for part, phrase in PART_PHRASES.items() if match_phrase(phrase, name, t) is not None]
        if not found:
            raise Refusal(
                t(
                    "“{name}” is not a part of the hub that you can share. The parts are: {parts}.",
                    name=sanitise.quoted(name),
                    parts=", ".join(PARTS),
                )
            )
        named.update(found)
    return tuple(part for part in PARTS if part in named)


def _parse_last_day(request: MemberRequest, text: str, today: date) -> date:
    """Return the last day of a link. Raises Refusal."""
    if not text:
        return today + DEFAULT_DAYS * DAY
    try:
        return parse_end(text, today, request.t)
    except ValueError:
        raise Refusal(request.t("We did not understand that date. Type it like this: until 3 May")) from None
