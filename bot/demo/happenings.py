"""What the made-up people type between two rounds: notes, actions, a yearly look, a share link. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.followups import ActionOutcome
from bot.language.commands import (
    ActOnAlert,
    AddAction,
    AddNote,
    AddPlanAction,
    AskTheme,
    Command,
    DescribeEntry,
    DiscussAlert,
    ReportAction,
    ShareHub,
    StartBaseline,
)


@dataclass(frozen=True, slots=True)
class Happening:
    """A sentence that a member types on the morning after a round. A class of commands stands for that
    command about the newest alert."""

    member: str
    says: Command | type[DiscussAlert | ActOnAlert]


def _yearly_look(pack: str) -> Happening:
    return Happening("Maya Okafor", AskTheme(pack, "2 days", "now"))


def _did(number: int, member: str, outcome: ActionOutcome) -> Happening:
    return Happening(member, ReportAction(str(number), outcome))


def _describes(member: str, entry: str, number: int, **aspects: str) -> tuple[Happening, ...]:
    return tuple(
        Happening(member, DescribeEntry(entry, str(number), aspect, text)) for aspect, text in aspects.items()
    )


YES, PARTLY, NO = ActionOutcome

# By the number of the round that has just closed.
HARBOUR_HAPPENINGS: Mapping[int, Sequence[Happening]] = {
    1: (_yearly_look("eight-considerations"),),
    4: (
        Happening(
            "Tom Ashworth",
            AddAction("Send the notes of a meeting within a week", "in 4 weeks", "Harbourside Council"),
        ),
    ),
    7: (
        _did(1, "Tom Ashworth", YES),
        Happening("Aisha Rahman", AddNote("We signed an agreement on sharing data")),
    ),
    11: (Happening("Grace Thompson", AddNote("The council told us that our shared office moves")),),
    13: (
        Happening("Maya Okafor", ActOnAlert),
        Happening(
            "Maya Okafor",
            AddAction("Ask all partners before an office moves", "in 4 weeks", "Tom Ashworth"),
        ),
    ),
    14: (Happening("Tom Ashworth", AddNote("The council said sorry, and we planned the move again")),),
    16: (
        _did(2, "Pat Doherty", YES),
        Happening("Maya Okafor", AddNote("All four organisations agreed a new purpose")),
    ),
    17: (
        Happening(
            "Maya Okafor",
            StartBaseline("purpose", "today", "all four organisations agreed a new purpose"),
        ),
        *_describes(
            "Maya Okafor",
            "note",
            4,
            how="We all tell families the same thing, and say no to work that is not ours",
            took="Two half days with all four boards, and a facilitator",
        ),
    ),
    19: (
        Happening("Maya Okafor", DiscussAlert),
        Happening("Pat Doherty", AddNote("Our organisations now take turns to chair")),
    ),
    20: (_yearly_look("passing-the-test"),),
    21: (
        Happening("Owen Pritchard", AddNote("The shared front desk opened")),
        _yearly_look("eight-considerations"),
    ),
    22: (
        Happening(
            "Maya Okafor",
            AddPlanAction("Send papers a week before each meeting", "in 3 weeks", "Tom Ashworth"),
        ),
        Happening(
            "Grace Thompson",
            AddPlanAction(
                "Invite two people from outside to watch a meeting", "in 6 weeks", "Grace Thompson"
            ),
        ),
        Happening(
            "Pat Doherty",
            AddPlanAction("Let each partner put a point on every agenda", "in 4 weeks", "The Net Loft"),
        ),
        Happening(
            "Aisha Rahman",
            AddPlanAction("Choose five figures that every partner can use", "in 8 weeks", "Daniel Mensah"),
        ),
        Happening(
            "Maya Okafor",
            AddPlanAction(
                "Say in each budget paper what families told us", "in 6 months", "Harbourside Council"
            ),
        ),
    ),
    24: (
        _did(3, "Tom Ashworth", YES),
        *_describes(
            "Pat Doherty",
            "note",
            5,
            how="Whoever chairs sets the agenda, so small charities can put a point on it",
            took="An hour of advice for each new chair",
            followed="Two papers came from charities this term; there was none before",
        ),
        *_describes("Aisha Rahman", "note", 1, took="Six weeks of our lawyers’ time"),
    ),
    25: (
        _did(4, "Grace Thompson", PARTLY),
        _did(5, "Zofia Nowak", NO),
        Happening("Maya Okafor", ShareHub("the children’s board", "in 6 weeks")),
        Happening("Joanna Kowalska", AddAction("Ask the school nurses to join us", "in 6 weeks")),
    ),
}
