"""A row of the table of sentences, and the ranks that may use it. Pure.

In a pattern `<name>` takes one word, `<name...>` takes words up to the next fixed one, `<name:a|b>` takes one
of these words, and `[...]` may be left out. Fixed words may be typed in any case; a quotation mark stands for
any kind of quotation mark.
"""

from dataclasses import dataclass
from enum import IntEnum

from bot.language.commands import Command


class Rank(IntEnum):
    """The lowest role that may use a sentence."""

    ANYBODY = 0
    MEMBER = 1
    LEAD = 2
    COORDINATOR = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of the table.

    `aliases` are further ways to type it, written as a phrase of `phrases.py`: `ask about {what}` takes words
    for `what`. A translator writes those of another language. They are tried before `pattern`.
    `examples` can be typed as they are, the commonest first; they are `pressable` if sending one changes
    nothing before a second step. `form` is the name of the form that does the same, if there is one. Help
    shows the sentence first to the ranks in `common_for`.

    If it is `private`, a reply in a shared channel goes to the speaker alone. If it is `sealed`, it belongs
    to a person's answers: neither the sentence nor its reply is ever stored or repeated. It is refused where
    others can read it, unless it tells them nothing and so can be `typed_anywhere`. If it is `unrecorded`,
    neither it nor its reply is stored either. Without `help` it is for buttons, or a word of courtesy, and
    not listed. If it is `confirmed`, it first says what it would do, and does it once it is sent again with
    `now` at its end, as the button that confirms it does."""

    pattern: str
    command: type[Command]
    rank: Rank
    help: str = ""
    examples: tuple[str, ...] = ()
    aliases: str = ""
    common_for: tuple[Rank, ...] = ()
    pressable: bool = False
    form: str = ""
    private: bool = True
    sealed: bool = False
    typed_anywhere: bool = False
    unrecorded: bool = False
    confirmed: bool = False

    @property
    def typable(self) -> bool:
        return bool(self.help)


ANYBODY, MEMBER, LEAD, COORDINATOR = Rank
NEWCOMERS, MEMBERS, LEADS, COORDINATORS = (
    (ANYBODY,),
    (MEMBER, LEAD, COORDINATOR),
    (LEAD, COORDINATOR),
    (COORDINATOR,),
)
