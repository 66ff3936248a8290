"""All sentences that Accord understands, in one table. Help, buttons and each platform's lists come from it.
Pure.

In a pattern `<name>` takes one word, `<name...>` takes words up to the next fixed one, `<name:a|b>` takes one
of these words, and `[...]` may be left out. Fixed words may be typed in any case; a quotation mark stands for
any kind of quotation mark.
"""

from dataclasses import dataclass
from enum import IntEnum

from bot.core.i18n import N_
from bot.language import commands as c
from bot.language.commands import Command


class Rank(IntEnum):
    """The lowest role that may use a sentence."""

    ANYBODY = 0
    MEMBER = 1
    LEAD = 2
    COORDINATOR = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of the table. If it is `private`, a reply in a shared channel goes to the speaker alone. If it is
    `sealed`, it belongs to a person's answers: neither the sentence nor its reply is ever stored or repeated.
    Without `help` it is for buttons only, and not listed. If it is `confirmed`, it first says what it would
    do, and does it once it is sent again with `now` at its end, as the button that confirms it does."""

    pattern: str
    command: type[Command]
    rank: Rank
    help: str = ""
    private: bool = True
    sealed: bool = False
    confirmed: bool = False

    @property
    def typable(self) -> bool:
        return bool(self.help)


ANYBODY, MEMBER, LEAD, COORDINATOR = Rank

TOPICS: dict[str, tuple[Sentence, ...]] = {
    N_("Answering"): (
        Sentence(
            "check-in", c.StartCheckIn, ANYBODY, N_("Answer the questions that wait for you"), sealed=True
        ),
        Sentence("later", c.RemindMeLater, ANYBODY, N_("Be reminded tomorrow"), sealed=True),
        Sentence("answer <token> <value...>", c.GiveAnswer, ANYBODY, sealed=True),
        Sentence("skip <token>", c.SkipQuestion, ANYBODY, sealed=True),
        Sentence("comment <token> <words...>", c.WriteComment, ANYBODY, sealed=True),
        Sentence("delete comment <token>", c.DeleteComment, ANYBODY, sealed=True),
        Sentence("change <token>", c.ChangeAnswer, ANYBODY, sealed=True),
    ),
    N_("Asking"): (
        Sentence("status", c.ShowStatus, MEMBER, N_("How the open round stands")),
        Sentence(
            "results [<what...>] [for <period...>] [since <since...>]",
            c.ShowResults,
            MEMBER,
            N_("The latest results, or a theme's, or those of a time"),
        ),
        Sentence(
            "comments [for <period...>]",
            c.ShowComments,
            MEMBER,
            N_("What people wrote in the latest round, or in a time"),
            sealed=True,
        ),
        Sentence("talk <alert>", c.DiscussAlert, MEMBER, private=False),
        Sentence("act <alert>", c.ActOnAlert, MEMBER),
        Sentence("not now <alert>", c.DismissAlert, MEMBER, private=False),
        Sentence(
            "preview [<what...>]", c.PreviewQuestions, MEMBER, N_("See the questions before they are asked")
        ),
        Sentence(
            'ask "<own...>" [for <time...>]',
            c.AskOwnQuestion,
            COORDINATOR,
            N_("Ask a question of your own"),
            confirmed=True,
        ),
        Sentence(
            "ask <what...> [for <time...>]",
            c.AskTheme,
            COORDINATOR,
            N_("Ask about a theme or a pack now"),
            confirmed=True,
        ),
        Sentence("close", c.CloseRound, COORDINATOR, N_("Close the open round"), confirmed=True),
        Sentence(
            "cancel",
            c.CancelRound,
            COORDINATOR,
            N_("Call the open round off and destroy its answers"),
            confirmed=True,
        ),
        Sentence("retry", c.RetryDeliveries, COORDINATOR, N_("Send again what could not be delivered")),
        Sentence(
            "schedule pause until <date...>", c.PauseSchedule, COORDINATOR, N_("Open no round until a date")
        ),
        Sentence("schedule resume", c.ResumeSchedule, COORDINATOR, N_("Go on with the rhythm")),
        Sentence(
            "schedule [<rhythm...>] [from <date...>]",
            c.SetSchedule,
            COORDINATOR,
            N_("Set or see the rhythm"),
            confirmed=True,
        ),
        Sentence(
            "reminders <n>",
            c.SetReminders,
            COORDINATOR,
            N_("Remind people once a round, twice (2), or not (0)"),
        ),
    ),
    N_("Doing something about it"): (
        Sentence(
            "action <text...> [by <date...>] [@<owner...>]",
            c.AddAction,
            MEMBER,
            N_("Say what you will do together"),
            private=False,
        ),
        Sentence("actions", c.ListActions, MEMBER, N_("What you said you would do")),
        Sentence("done <n>", c.CompleteAction, MEMBER, N_("Say that an action is done"), private=False),
        Sentence("did <n> <how:yes|partly|no>", c.ReportAction, MEMBER),
        Sentence(
            "correct action <n> [<text...>]",
            c.CorrectAction,
            MEMBER,
            N_("Correct an action"),
            private=False,
        ),
        Sentence(
            "remove action <n>", c.RemoveAction, MEMBER, N_("Remove an action"), private=False, confirmed=True
        ),
        Sentence(
            "note <text...> [on <date...>]",
            c.AddNote,
            MEMBER,
            N_("Note what has changed among you"),
            private=False,
        ),
        Sentence("notes", c.ListNotes, MEMBER, N_("What has changed, and from when")),
        Sentence("correct note <n> [<text...>]", c.CorrectNote, MEMBER, N_("Correct a note"), private=False),
        Sentence("remove note <n>", c.RemoveNote, MEMBER, N_("Remove a note"), private=False, confirmed=True),
        Sentence(
            "trends [<theme...>] [for <period...>] [since <since...>]",
            c.ShowTrends,
            MEMBER,
            N_("How scores go over time, or a theme's, or in a time"),
        ),
        Sentence(
            "rebase <theme...> on <date...> because <reason...>",
            c.RebaseTheme,
            COORDINATOR,
            N_("Start a new baseline for a theme"),
            private=False,
        ),
        Sentence(
            "start baseline <theme> on <date...> because <reason...>",
            c.StartBaseline,
            COORDINATOR,
            private=False,
        ),
        Sentence(
            "undo rebase <theme...>",
            c.UndoRebase,
            COORDINATOR,
            N_("Undo a new baseline, until the next round closes"),
            private=False,
        ),
    ),
    N_("Shared outcomes"): (
        Sentence("outcomes", c.ListOutcomes, MEMBER, N_("The numbers that show what you are for")),
        Sentence(
            'outcome add "<name...>" [in <unit...>] [better <better:up|down|neither>] [by <who...>] '
            "[from <source...>]",
            c.AddOutcome,
            COORDINATOR,
            N_("Add an outcome with its unit, which way is better, who enters it and its source"),
            private=False,
        ),
        Sentence("outcome add <name...>", c.AddNamedOutcome, COORDINATOR, private=False),
        Sentence(
            'outcome change "<name...>" [<part:name|unit|better|source|who> to <text...>]',
            c.ChangeOutcome,
            COORDINATOR,
            N_("Change an outcome, or see how"),
        ),
        Sentence(
            'outcome remove "<name...>"',
            c.RemoveOutcome,
            COORDINATOR,
            N_("Remove an outcome"),
            private=False,
            confirmed=True,
        ),
        Sentence(
            'outcome "<name...>" csv <rows...>',
            c.EnterOutcomeRows,
            MEMBER,
            N_("Enter several values, each in a line with a date, a comma and a number"),
            private=False,
            confirmed=True,
        ),
        Sentence(
            'outcome "<name...>" remove on <date...>',
            c.RemoveOutcomeValue,
            MEMBER,
            N_("Remove the value for a date"),
            private=False,
        ),
        Sentence(
            'outcome "<name...>" <value...> [on <date...>]',
            c.EnterOutcomeValue,
            MEMBER,
            N_("Enter or correct a value, for today or for a date"),
            private=False,
        ),
        Sentence(
            'outcome "<name...>"', c.ShowOutcome, MEMBER, N_("An outcome with its chart and who entered it")
        ),
        Sentence("outcome <name...>", c.FindOutcome, MEMBER),
    ),
    N_("The partnership"): (
        Sentence("members", c.ListMembers, MEMBER, N_("Everybody who is in, and who waits")),
        Sentence("hub", c.OpenHub, MEMBER, N_("Open the pages of your partnership")),
        Sentence("start partnership <name...>", c.StartPartnership, ANYBODY, N_("Start a partnership")),
        Sentence(
            "invite", c.InviteOrganisation, COORDINATOR, N_("Get a code for an organisation to join with")
        ),
        Sentence(
            "join <code> as <organisation...>",
            c.JoinPartnership,
            ANYBODY,
            N_("Join a partnership by its code"),
        ),
        Sentence(
            "add <who...> to <organisation...>",
            c.AddMember,
            LEAD,
            N_("Add somebody; they confirm it themselves"),
        ),
        Sentence(
            "new link for <who...>",
            c.RenewLoginLink,
            LEAD,
            N_("Make a new sign-in link for somebody who has lost theirs"),
            confirmed=True,
        ),
        Sentence(
            "remove <who...>",
            c.RemoveMember,
            LEAD,
            N_("Take a person or an organisation out"),
            confirmed=True,
        ),
        Sentence(
            "make <who...> <role:member|lead|coordinator>",
            c.ChangeRole,
            LEAD,
            N_("Give somebody a role"),
            confirmed=True,
        ),
        Sentence(
            "purpose <text...>",
            c.SetPurpose,
            COORDINATOR,
            N_("Say what the partnership is for"),
            private=False,
        ),
        Sentence(
            "profile [<what> <text...>]",
            c.SetProfile,
            COORDINATOR,
            N_("Set or see what kind of partnership it is"),
        ),
        Sentence("post here", c.PostHere, COORDINATOR, N_("Post summaries in this channel"), private=False),
        Sentence("threshold [<n>]", c.SetThreshold, COORDINATOR, N_("Choose how many replies results need")),
        Sentence(
            "end partnership [<name...>]", c.EndPartnership, COORDINATOR, N_("End the partnership for good")
        ),
        Sentence("confirm <member> [as <name...>]", c.ConfirmMembership, ANYBODY),
        Sentence("approve <member>", c.ApproveMember, COORDINATOR),
        Sentence("decline <member>", c.DeclineMember, ANYBODY),
    ),
    N_("You"): (
        Sentence("help", c.ShowHelp, ANYBODY, N_("Show what I understand")),
        Sentence("menu", c.ShowMenu, ANYBODY, N_("See what you can do here")),
        Sentence("pause until <date...>", c.PauseMe, ANYBODY, N_("Not be asked until a date")),
        Sentence("resume", c.ResumeMe, ANYBODY, N_("Be asked again")),
        Sentence(
            "language <code>", c.SetLanguage, ANYBODY, N_("Choose your language, such as English or Welsh")
        ),
        Sentence(
            "zone <name...>", c.SetTimeZone, ANYBODY, N_("Say by which clocks you live, such as New York")
        ),
        Sentence("email [<what...>]", c.SetEmail, ANYBODY, N_("Get e-mail or not: an address, on or off")),
        Sentence("my data", c.ShowMyData, ANYBODY, N_("See what Accord keeps about you")),
        Sentence("leave", c.LeavePartnership, MEMBER, N_("Leave the partnership"), confirmed=True),
        Sentence("forget me", c.ForgetMe, ANYBODY, N_("Have everything about you deleted"), confirmed=True),
    ),
}

SENTENCES = tuple(sentence for topic in TOPICS.values() for sentence in topic)
