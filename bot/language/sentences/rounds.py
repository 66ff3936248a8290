"""The sentences about rounds and their results. Pure."""

from bot.core.i18n import N_
from bot.language import commands as c
from bot.language.sentences.sentence import ANYBODY, COORDINATOR, COORDINATORS, MEMBER, MEMBERS, Sentence

ANSWERING = (
    Sentence(
        "check-in",
        c.StartCheckIn,
        ANYBODY,
        N_("Answer the questions waiting for you"),
        ("check-in",),
        aliases=N_("check in|checkin|answer|answer questions|answer the questions"),
        common_for=MEMBERS,
        pressable=True,
        sealed=True,
        typed_anywhere=True,
    ),
    Sentence(
        "later",
        c.RemindMeLater,
        ANYBODY,
        N_("Get a reminder tomorrow"),
        ("later",),
        aliases=N_("remind me later|remind me tomorrow"),
        pressable=True,
        sealed=True,
    ),
    Sentence("answer <token> <value...>", c.GiveAnswer, ANYBODY, sealed=True),
    Sentence("skip <token>", c.SkipQuestion, ANYBODY, sealed=True),
    Sentence("comment <token> <words...>", c.WriteComment, ANYBODY, sealed=True),
    Sentence("delete comment <token>", c.DeleteComment, ANYBODY, sealed=True),
    Sentence("change <token>", c.ChangeAnswer, ANYBODY, sealed=True),
)

RESULTS = (
    Sentence(
        "results [<what...>] [for <period...>] [since <since...>]",
        c.ShowResults,
        MEMBER,
        N_("See the latest results, one theme, or a past period"),
        ("results", "results trust", N_("results since January")),
        aliases=N_(
            "result [{what}] [for {period}] [since {since}]"
            "|how are we doing|how is it going|how is the partnership going"
        ),
        common_for=MEMBERS,
        pressable=True,
    ),
    Sentence(
        "comments [for <period...>]",
        c.ShowComments,
        MEMBER,
        N_("Read what people wrote in the latest round, or in a past period"),
        ("comments", N_("comments for March")),
        pressable=True,
        sealed=True,
    ),
    Sentence(
        "trends [<theme...>] [for <period...>] [since <since...>]",
        c.ShowTrends,
        MEMBER,
        N_("See how scores have changed"),
        ("trends", "trends trust"),
        aliases=N_("trend [{theme}] [for {period}] [since {since}]"),
        common_for=MEMBERS,
        pressable=True,
    ),
    Sentence(
        "rebase <theme...> on <date...> because <reason...>",
        c.RebaseTheme,
        COORDINATOR,
        N_("Start a new baseline for a theme"),
        (N_("rebase trust on 3 May because half of us are new"),),
        form="rebase",
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
        ("undo rebase trust",),
        private=False,
    ),
    Sentence("talk <alert>", c.DiscussAlert, MEMBER, private=False),
    Sentence("act <alert>", c.ActOnAlert, MEMBER),
    Sentence("not now <alert>", c.DismissAlert, MEMBER, private=False),
)

ASKING = (
    Sentence(
        "status",
        c.ShowStatus,
        MEMBER,
        N_("See how the open round is going"),
        ("status",),
        common_for=MEMBERS,
        pressable=True,
    ),
    Sentence(
        "schedule",
        c.ShowSchedule,
        MEMBER,
        N_("See when the next rounds open"),
        ("schedule",),
        aliases=N_("dates|next round|when is the next round"),
        common_for=MEMBERS,
        pressable=True,
    ),
    Sentence(
        "preview [<what...>]",
        c.PreviewQuestions,
        MEMBER,
        N_("See the questions before they are asked"),
        ("preview", "preview roles"),
        aliases=N_("questions|next questions"),
        pressable=True,
    ),
    Sentence(
        'ask "<own...>" [for <time...>]',
        c.AskOwnQuestion,
        COORDINATOR,
        N_("Ask a question in your own words"),
        (N_('ask "How fair was the budget decision?"'),),
        form="ask",
        confirmed=True,
    ),
    Sentence(
        "ask <what...> [for <time...>]",
        c.AskTheme,
        COORDINATOR,
        N_("Ask about one theme now"),
        ("ask trust", N_("ask roles for 2 days")),
        form="ask",
        aliases=N_("ask about {what} [for {time}]|ask for {what} [for {time}]"),
        common_for=COORDINATORS,
        pressable=True,
        confirmed=True,
    ),
    Sentence(
        "close",
        c.CloseRound,
        COORDINATOR,
        N_("Close the open round early"),
        ("close",),
        aliases=N_("close round|close the round|close this round"),
        pressable=True,
        confirmed=True,
    ),
    Sentence(
        "cancel",
        c.CancelRound,
        COORDINATOR,
        N_("Cancel the open round and delete its answers"),
        ("cancel",),
        aliases=N_("cancel round|cancel the round|cancel this round"),
        pressable=True,
        confirmed=True,
    ),
    Sentence(
        "retry",
        c.RetryDeliveries,
        COORDINATOR,
        N_("Send messages again that could not be delivered"),
        ("retry",),
    ),
    Sentence(
        "schedule pause until <date...>",
        c.PauseSchedule,
        COORDINATOR,
        N_("Open no rounds until a date"),
        (N_("schedule pause until 1 September"),),
        form="pause",
        aliases=N_("schedule pause for {date}|pause schedule until {date}"),
    ),
    Sentence(
        "schedule resume",
        c.ResumeSchedule,
        COORDINATOR,
        N_("Start the schedule again after a pause"),
        ("schedule resume",),
        aliases=N_("resume schedule"),
    ),
    Sentence(
        "schedule [<rhythm...>] [from <date...>]",
        c.SetSchedule,
        COORDINATOR,
        N_("Set how often rounds open"),
        (N_("schedule every second Tuesday at 10:00"), N_("schedule fortnightly from 3 May")),
        form="rhythm",
        common_for=COORDINATORS,
        pressable=True,
        confirmed=True,
    ),
    Sentence(
        "reminders <n>",
        c.SetReminders,
        COORDINATOR,
        N_("Remind people never (0), once (1) or twice (2) in each round"),
        ("reminders 2",),
        form="reminders",
    ),
)

# Only what is no other sentence is taken for an answer.
TYPED_ANSWER = Sentence(
    r"<number:\W*\d(?:\d|\W)*>",
    c.TypeAnswer,
    ANYBODY,
    aliases=N_(
        "not at all|a little|partly|mostly|fully|can't say|can’t say|don't know|don’t know|skip"
        "|one|two|three|four|five"
    ),
    sealed=True,
)
