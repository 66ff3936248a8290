"""Every sentence of the table has exactly one handler, of the right kind."""

from collections import Counter

import pytest

from bot.core.cards import Card
from bot.handlers.dispatch import FOR_INVITED, FOR_MEMBERS, PUBLIC
from bot.handlers.request import HandlerTable, MemberRequest, Request
from bot.language.commands import InvitationCommand, PauseMe, ShowHelp
from bot.language.sentences import SENTENCES, Rank


async def pause(_: Request, command: PauseMe) -> Card:
    return Card(command.date)


async def show_name(request: MemberRequest, _: ShowHelp) -> Card:
    return Card(request.partnership.name)


def test_every_command_has_exactly_one_handler() -> None:
    handled = Counter((*PUBLIC.command_types, *FOR_MEMBERS.command_types, *FOR_INVITED.command_types))
    assert handled == Counter({sentence.command for sentence in SENTENCES})


def test_invitation_commands_are_handled_for_the_invited() -> None:
    invitation_commands = {s.command for s in SENTENCES if issubclass(s.command, InvitationCommand)}
    assert set(FOR_INVITED.command_types) == invitation_commands


def test_only_a_handler_that_checks_roles_itself_may_be_public_and_ranked() -> None:
    """The rank of a sentence is checked on the way to a handler for members alone. Two of these find the
    partnership by the member that they name, and check the role there; one is about all partnerships that
    the speaker leads."""
    ranked = {s.pattern for s in SENTENCES if s.rank > Rank.ANYBODY and s.command in PUBLIC.command_types}
    assert ranked == {
        "approve <member> [for <organisation...>]",
        "choose organisation for <member>",
        "weekly summary [<choice:on|off>]",
    }


def test_handlers_of_another_command_or_request_do_not_type_check() -> None:
    """The type checker holds this: it reports each comment below that ignores no error."""
    table = HandlerTable[Request]()
    table.register(PauseMe, pause)
    table.register(ShowHelp, pause)  # type: ignore[arg-type]
    other = HandlerTable[Request]()
    other.register(ShowHelp, show_name)  # type: ignore[arg-type]
    assert (len(table.command_types), len(other.command_types)) == (2, 1)


def test_a_command_cannot_have_two_handlers() -> None:
    table = HandlerTable[Request]()
    table.register(PauseMe, pause)
    with pytest.raises(ValueError, match="PauseMe has a handler already"):
        table.register(PauseMe, pause)
