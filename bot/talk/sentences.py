"""Every sentence that Accord understands, in one table: help, buttons and each platform's lists are made of
it. Pure.

In a pattern `<name>` takes one word, `<name...>` takes words up to the next fixed one, `<name:a|b>` takes
one of the words given, and `[...]` may be left out. Fixed words may be typed in any case; a quotation mark
stands for any kind.
"""

from dataclasses import dataclass
from enum import IntEnum

from bot.core.i18n import N_
from bot.talk import commands as c
from bot.talk.commands import Command


class Who(IntEnum):
    """Who may say a sentence: those at or above."""

    ANYBODY = 0
    MEMBER = 1
    LEAD = 2
    COORDINATOR = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """`private`: in a shared place the reply goes home to the speaker. `sealed`: belongs to somebody's
    answers, so neither the sentence nor its reply is ever kept or echoed. Without `about`, it is said by
    buttons only, and is not in the help."""

    pattern: str
    means: type[Command]
    who: Who
    about: str = ""
    private: bool = True
    sealed: bool = False

    @property
    def for_people(self) -> bool:
        return bool(self.about)


ANYBODY, MEMBER, LEAD, COORDINATOR = Who

TOPICS: dict[str, tuple[Sentence, ...]] = {
    N_("Answering"): (
        Sentence("check-in", c.CheckIn, ANYBODY, N_("Answer the questions that wait for you"), sealed=True),
        Sentence("later", c.Later, ANYBODY, N_("Be reminded tomorrow"), sealed=True),
        Sentence("answer <token> <value...>", c.Answer, ANYBODY, sealed=True),
        Sentence("skip <token>", c.Skip, ANYBODY, sealed=True),
        Sentence("comment <token> <words...>", c.Comment, ANYBODY, sealed=True),
        Sentence("change <token>", c.Change, ANYBODY, sealed=True),
    ),
    N_("Asking"): (
        Sentence("status", c.Status, MEMBER, N_("How the open round stands")),
        Sentence(
            "results [<what...>] [for <period...>] [since <since...>]",
            c.Results,
            MEMBER,
            N_("The latest results, or a theme's, or those of a time"),
        ),
        Sentence(
            "comments [for <period...>]",
            c.Comments,
            MEMBER,
            N_("What people wrote in the latest round, or in a time"),
            sealed=True,
        ),
        Sentence("talk <alert>", c.Talk, MEMBER, private=False),
        Sentence("act <alert>", c.Act, MEMBER),
        Sentence("not now <alert>", c.NotNow, MEMBER, private=False),
        Sentence("preview [<what...>]", c.Preview, MEMBER, N_("See the questions before they are asked")),
        Sentence('ask "<own...>" [for <time...>]', c.AskOwn, COORDINATOR, N_("Ask a question of your own")),
        Sentence("ask <what...> [for <time...>]", c.Ask, COORDINATOR, N_("Ask about a theme or a pack now")),
        Sentence("close", c.Close, COORDINATOR, N_("Close the open round")),
        Sentence("cancel", c.Cancel, COORDINATOR, N_("Call the open round off and destroy its answers")),
        Sentence("retry", c.Retry, COORDINATOR, N_("Send again what could not be delivered")),
        Sentence(
            "schedule pause until <date...>", c.PauseRhythm, COORDINATOR, N_("Open no round until a date")
        ),
        Sentence("schedule resume", c.ResumeRhythm, COORDINATOR, N_("Go on with the rhythm")),
        Sentence(
            "schedule [<rhythm...>] [from <date...>] [<sure:now>]",
            c.Schedule,
            COORDINATOR,
            N_("Set or see the rhythm"),
        ),
        Sentence(
            "reminders <n>", c.Reminders, COORDINATOR, N_("Remind people once a round, twice (2), or not (0)")
        ),
    ),
    N_("Doing something about it"): (
        Sentence(
            "action <text...> [by <date...>] [@<owner...>]",
            c.Action,
            MEMBER,
            N_("Say what you will do together"),
            private=False,
        ),
        Sentence("actions", c.Actions, MEMBER, N_("What you said you would do")),
        Sentence("done <n>", c.Done, MEMBER, N_("Say that an action is done"), private=False),
        Sentence("did <n> <how:yes|partly|no>", c.Did, MEMBER),
        Sentence(
            "note <text...> [on <date...>]",
            c.Note,
            MEMBER,
            N_("Note what has changed among you"),
            private=False,
        ),
        Sentence("notes", c.Notes, MEMBER, N_("What has changed, and from when")),
        Sentence(
            "trends [<theme...>] [for <period...>] [since <since...>]",
            c.Trends,
            MEMBER,
            N_("How scores go over time, or a theme's, or in a time"),
        ),
        Sentence(
            "rebase <theme...> on <date...> because <reason...>",
            c.Rebase,
            COORDINATOR,
            N_("Measure a theme anew from a date"),
            private=False,
        ),
    ),
    N_("The partnership"): (
        Sentence("members", c.Members, MEMBER, N_("Everybody who is in, and who waits")),
        Sentence("hub", c.Hub, MEMBER, N_("Open the pages of your partnership")),
        Sentence("start partnership <name...>", c.StartPartnership, ANYBODY, N_("Start a partnership")),
        Sentence("invite", c.Invite, COORDINATOR, N_("Get a code for an organisation to join with")),
        Sentence("join <code> as <organisation...>", c.Join, ANYBODY, N_("Join a partnership by its code")),
        Sentence(
            "add <who...> to <organisation...>", c.Add, LEAD, N_("Add somebody; they confirm it themselves")
        ),
        Sentence("remove <who...>", c.Remove, LEAD, N_("Take a person or an organisation out")),
        Sentence("make <who...> <role:member|lead|coordinator>", c.Make, LEAD, N_("Give somebody a role")),
        Sentence(
            "purpose <text...>", c.Purpose, COORDINATOR, N_("Say what the partnership is for"), private=False
        ),
        Sentence(
            "profile [<what> <text...>]",
            c.Profile,
            COORDINATOR,
            N_("Set or see what kind of partnership it is"),
        ),
        Sentence("post here", c.PostHere, COORDINATOR, N_("Post summaries in this channel"), private=False),
        Sentence("threshold <n>", c.Threshold, COORDINATOR, N_("Raise how many replies results need")),
        Sentence(
            "end partnership [<name...>]", c.EndPartnership, COORDINATOR, N_("End the partnership for good")
        ),
        Sentence("confirm <member> [as <name...>]", c.Confirm, ANYBODY),
        Sentence("approve <member>", c.Approve, COORDINATOR),
        Sentence("decline <member>", c.Decline, ANYBODY),
    ),
    N_("You"): (
        Sentence("help", c.Help, ANYBODY, N_("Show what I understand")),
        Sentence("menu", c.Menu, ANYBODY, N_("See what you can do here")),
        Sentence("pause until <date...>", c.Pause, ANYBODY, N_("Not be asked until a date")),
        Sentence("resume", c.Resume, ANYBODY, N_("Be asked again")),
        Sentence("language <code>", c.Language, ANYBODY, N_("Choose English (en) or Welsh (cy)")),
        Sentence("zone <name...>", c.Zone, ANYBODY, N_("Say by which clocks you live, such as New York")),
        Sentence("email [<what...>]", c.Email, ANYBODY, N_("Get e-mail or not: an address, on or off")),
        Sentence("my data", c.MyData, ANYBODY, N_("See what Accord keeps about you")),
        Sentence("leave [<sure:now>]", c.Leave, MEMBER, N_("Leave the partnership")),
        Sentence("forget me [<sure:now>]", c.ForgetMe, ANYBODY, N_("Have everything about you deleted")),
    ),
}

SENTENCES = tuple(sentence for topic in TOPICS.values() for sentence in topic)
