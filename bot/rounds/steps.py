"""The steps of a check-in, and how buttons name them. Pure."""

from bot.core.models import Round

COMMENT = "comment"  # stands where a question's reference stands
LATER = "later"  # so does this: the day on which somebody wishes to be reminded
SKIPPED = "-"
CANT_SAY = "?"
POINTS = ("1", "2", "3", "4", "5")


def split_token(token: str) -> tuple[str, str]:
    """`k7f2.3` is the third question of invitation k7f2; `k7f2.comment` its comment; `k7f2` the invitation
    alone."""
    invitation, _, which = token.partition(".")
    return invitation, which


def next_step(round_: Round, done: set[str]) -> str | None:
    """Which part of a token comes next: a position from 1, `comment`, or None when all is done. Pure."""
    for position, question in enumerate(round_.questions, start=1):
        if question not in done:
            return str(position)
    return None if COMMENT in done else COMMENT


def question_at(round_: Round, which: str) -> str | None:
    """The reference that a token's second part stands for. Pure."""
    places = {str(position): question for position, question in enumerate(round_.questions, start=1)}
    return COMMENT if which == COMMENT else places.get(which)
