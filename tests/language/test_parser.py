import re
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.i18n import Translator
from bot.language import commands as c
from bot.language.commands import Command
from bot.language.parser import (
    ENGLISH,
    MAX_LENGTH,
    NAMED_VALUES,
    format_command,
    normalise,
    parse,
    patterns,
    suggest,
)
from bot.language.sentences import SENTENCES, Rank, Sentence
from tests.questions.product_bank import BANK
from tests.support.scenario import WELSH

MEANT: list[tuple[str, Command]] = [
    ("check-in", c.StartCheckIn()),
    ("later", c.RemindMeLater()),
    ("answer k7f2.1 4", c.GiveAnswer("k7f2.1", "4")),
    ("answer k7f2.1 can't say", c.GiveAnswer("k7f2.1", "can't say")),
    ("skip k7f2.1", c.SkipQuestion("k7f2.1")),
    ("delete comment k7f2.comment", c.DeleteComment("k7f2.comment")),
    ("comment k7f2 Say what, to whom?", c.WriteComment("k7f2", "Say what, to whom?")),
    ("change k7f2.1", c.ChangeAnswer("k7f2.1")),
    ("status", c.ShowStatus()),
    ("retry", c.RetryDeliveries()),
    ("results", c.ShowResults()),
    ("results shared purpose", c.ShowResults("shared purpose")),
    ("results for March 2026", c.ShowResults(period="March 2026")),
    ("results shared purpose for last 3 rounds", c.ShowResults("shared purpose", "last 3 rounds")),
    ("results since January", c.ShowResults(since="January")),
    ("preview", c.PreviewQuestions()),
    ("preview roles", c.PreviewQuestions("roles")),
    ("ask trust", c.AskTheme("trust")),
    ("ask service users for 2 days", c.AskTheme("service users", "2 days")),
    ('ask "How fair was it?"', c.AskOwnQuestion("How fair was it?")),
    ("ask “How fair was it?” for a week", c.AskOwnQuestion("How fair was it?", "a week")),
    ('ask "What is it for?"', c.AskOwnQuestion("What is it for?")),
    ("ask trust now", c.AskTheme("trust", sure="now")),
    ("ask trust for 2 days now", c.AskTheme("trust", "2 days", "now")),
    ('ask "What is it for, now?" now', c.AskOwnQuestion("What is it for, now?", sure="now")),
    ("close", c.CloseRound()),
    ("close now", c.CloseRound("now")),
    ("cancel", c.CancelRound()),
    ("cancel now", c.CancelRound("now")),
    ("schedule", c.ShowSchedule()),
    ("schedule from 3 May", c.SetSchedule(date="3 May")),
    ("schedule every second Tuesday at 10:00", c.SetSchedule("every second Tuesday at 10:00")),
    ("schedule weekly, then monthly from 3 May", c.SetSchedule("weekly, then monthly", "3 May")),
    ("schedule fortnightly from 2026-03-10 now", c.SetSchedule("fortnightly", "2026-03-10", "now")),
    ("schedule fortnightly now", c.SetSchedule("fortnightly", sure="now")),
    ("schedule pause until 1 September", c.PauseSchedule("1 September")),
    ("schedule resume", c.ResumeSchedule()),
    ("reminders 2", c.SetReminders("2")),
    ("trends", c.ShowTrends()),
    ("trends shared purpose", c.ShowTrends("shared purpose")),
    ("trends for 2026", c.ShowTrends(period="2026")),
    ("trends power since January", c.ShowTrends("power", since="January")),
    ("action Share the budget papers", c.AddAction("Share the budget papers")),
    ("action Share the papers by 3 May @Ben Okoro", c.AddAction("Share the papers", "3 May", "Ben Okoro")),
    ("action Write to sam@x.org @Ben", c.AddAction("Write to sam@x.org", owner="Ben")),
    ("actions", c.ListActions()),
    ("done 3", c.CompleteAction("3")),
    ("remove date from action 3", c.ClearActionDetail("date", "3")),
    ("did 3 partly", c.ReportAction("3", "partly")),
    ("note A new chair", c.AddNote("A new chair")),
    ("note A new chair on 3 May", c.AddNote("A new chair", "3 May")),
    ("notes", c.ListNotes()),
    (
        "rebase trust on 3 May because half of us are new",
        c.RebaseTheme("trust", "3 May", "half of us are new"),
    ),
    ("outcomes", c.ListOutcomes()),
    ('outcome "Rough sleepers"', c.ShowOutcome("Rough sleepers")),
    ("outcome Rough sleepers", c.FindOutcome("Rough sleepers")),
    (
        'outcome add "Children in care" in children better down by Harbour Council from the return by date',
        c.AddOutcome("Children in care", "children", "down", "the return by date", "Harbour Council"),
    ),
    ('outcome add "Children in care" better down', c.AddOutcome("Children in care", better="down")),
    ("outcome add Children in care", c.AddNamedOutcome("Children in care")),
    ('outcome change "Rough sleepers"', c.ChangeOutcome("Rough sleepers")),
    ('outcome change "Rough sleepers" unit to %', c.ChangeOutcome("Rough sleepers", "unit", "%")),
    ('outcome remove "Rough sleepers"', c.RemoveOutcome("Rough sleepers")),
    ('outcome remove "Rough sleepers" now', c.RemoveOutcome("Rough sleepers", "now")),
    ('outcome "Sleepers on the count" 1,234.5', c.EnterOutcomeValue("Sleepers on the count", "1,234.5")),
    ("outcome “Rough sleepers” 41 on 3 May", c.EnterOutcomeValue("Rough sleepers", "41", "3 May")),
    ('outcome "Rough sleepers" remove on 3 May', c.RemoveOutcomeValue("Rough sleepers", "3 May")),
    (
        'outcome "Rough sleepers" csv\n2026-01-05,41\n2026-02-05,"1,038"',
        c.EnterOutcomeRows("Rough sleepers", '2026-01-05,41\n2026-02-05,"1,038"'),
    ),
    (
        'outcome "Rough sleepers" csv 2026-01-05,41 now',
        c.EnterOutcomeRows("Rough sleepers", "2026-01-05,41", "now"),
    ),
    ("members", c.ListMembers()),
    ("hub", c.OpenHub()),
    ("start partnership Harbour & Co", c.StartPartnership("Harbour & Co")),
    ("invite", c.InviteOrganisation()),
    ("join harbour-4821-mint as Riverside Trust", c.JoinPartnership("harbour-4821-mint", "Riverside Trust")),
    ("add Sam to Back to Work", c.AddMember("Sam", "Back to Work")),
    ("add slack:T1:U1 to Borough Council", c.AddMember("slack:T1:U1", "Borough Council")),
    ("remove Sam Jones", c.RemoveMember("Sam Jones")),
    ("make Sam Jones lead", c.ChangeRole("Sam Jones", "lead")),
    ("purpose Fewer children in care.", c.SetPurpose("Fewer children in care.")),
    ("profile", c.SetProfile()),
    ("profile field health and social care", c.SetProfile("field", "health and social care")),
    ("post here", c.PostHere()),
    ("threshold 8", c.SetThreshold("8")),
    ("end partnership", c.EndPartnership()),
    ("end partnership Harbour", c.EndPartnership("Harbour")),
    ("confirm m1", c.ConfirmMembership("m1")),
    ("confirm m1 as Cerys Puw", c.ConfirmMembership("m1", "Cerys Puw")),
    ("approve m1", c.ApproveMember("m1")),
    ("decline m1", c.DeclineMember("m1")),
    ("help", c.ShowHelp()),
    ("menu", c.ShowMenu()),
    ("pause until Monday 3 May", c.PauseMe("Monday 3 May")),
    ("resume", c.ResumeMe()),
    ("language cy", c.SetLanguage("cy")),
    ("zone New York", c.SetTimeZone("New York")),
    ("email", c.SetEmail()),
    ("email Cerys <cerys@kitchen.example>", c.SetEmail("Cerys <cerys@kitchen.example>")),
    ("my data", c.ShowMyData()),
    ("leave", c.LeavePartnership()),
    ("leave now", c.LeavePartnership("now")),
    ("comments", c.ShowComments()),
    ("comments for round 7", c.ShowComments("round 7")),
    ("talk k7f2", c.DiscussAlert("k7f2")),
    ("act k7f2", c.ActOnAlert("k7f2")),
    ("not now k7f2", c.DismissAlert("k7f2")),
    ("forget me", c.ForgetMe()),
    ("forget me now", c.ForgetMe("now")),
]


def meaning(text: str) -> Command | None:
    spoken = parse(text)
    return spoken.command if spoken else None


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_a_sentence_means_a_command(text: str, meant: Command) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("  HELP ", c.ShowHelp()),
        ("Help!", c.ShowHelp()),
        ("My  Data.", c.ShowMyData()),
        ("Make Sam LEAD", c.ChangeRole("Sam", "LEAD")),
        ("JOIN x AS Y", c.JoinPartnership("x", "Y")),
        ("purpose one\n\n\n\ntwo", c.SetPurpose("one\n\ntwo")),
        ("re\x00move\x1b Sam\ud800", c.RemoveMember("Sam")),
    ],
)
def test_case_blanks_and_what_cannot_be_seen_do_not_matter(text: str, meant: Command) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("check in", c.StartCheckIn()),
        ("Checkin", c.StartCheckIn()),
        ("results?", c.ShowResults()),
        ("result", c.ShowResults()),
        ("results trust?", c.ShowResults("trust")),
        ("How are we doing?", c.ShowResults()),
        ("trend trust since March", c.ShowTrends("trust", since="March")),
        ("member", c.ListMembers()),
        ("Hi!", c.ShowMenu()),
        ("hello", c.ShowMenu()),
        ("/accord", c.ShowMenu()),
        ("thanks!", c.AcceptThanks()),
        ("Thank you.", c.AcceptThanks()),
        ("stop", c.OfferToStop()),
        ("pause", c.OfferToStop()),
        ("pause for two weeks", c.PauseMe("two weeks")),
        ("pause until next Monday.", c.PauseMe("next Monday")),
        ("settings", c.ShowSettings()),
        ("help me", c.ShowHelp()),
        ("help asking", c.ShowHelp("asking")),
        ("?", c.ShowHelp()),
        ("ask about trust", c.AskTheme("trust")),
        ("ask for trust for 2 days", c.AskTheme("trust", "2 days")),
        ("ask about trust now", c.AskTheme("trust", sure="now")),
        ("hi there", c.ShowMenu()),
        ("What can I do?", c.ShowMenu()),
        ("👍🏽", c.AcceptThanks()),
        (":+1::skin-tone-3:", c.AcceptThanks()),
        ("Check-in, please.", c.StartCheckIn()),
        ("results please", c.ShowResults()),
        ("results trust please?", c.ShowResults("trust")),
        ("help me please", c.ShowHelp()),
        ("stop please", c.OfferToStop()),
        ("Unsubscribe me!", c.OfferToStop()),
        ("remove Sam please", c.RemoveMember("Sam")),
        ("close now please?", c.CloseRound()),
        ("please pause until next Friday, please", c.PauseMe("next Friday")),
        ("until next Friday", c.PauseMe("next Friday")),
        ("pause me for two weeks", c.PauseMe("two weeks")),
        ("invite Riverside Trust", c.InviteOrganisation("Riverside Trust")),
        ("/accord status", c.ShowStatus()),
        ("@Accord: status", c.ShowStatus()),
        ("Accord, please show me the results", c.ShowResults()),
        ("cancel now?", c.CancelRound()),
        ("leave now!", c.LeavePartnership("now")),
        ("make Sam lead.", c.ChangeRole("Sam", "lead")),
        ("done 3.", c.CompleteAction("3")),
    ],
)
def test_a_sentence_has_the_spellings_that_people_try(text: str, meant: Command) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("purpose Is it fair?", c.SetPurpose("Is it fair?")),
        ("purpose please help", c.SetPurpose("please help")),
        ("action Ask, please show me the books.", c.AddAction("Ask, please show me the books.")),
        ("comment k7f2 /accord why?", c.WriteComment("k7f2", "/accord why?")),
        ("start partnership Who?", c.StartPartnership("Who?")),
        ("purpose To say please", c.SetPurpose("To say please")),
        ("purpose Warm homes 👍🏽", c.SetPurpose("Warm homes 👍🏽")),
    ],
)
def test_peoples_own_words_stay_as_they_are(text: str, meant: Command) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    "text",
    ["4", "4!", "7", "0", "4/5", "#4", "4️⃣", "4, 3, 5", "four", "Mostly", "mostly.", "4 mostly", "Mostly (4)"],
)
def test_what_looks_like_an_answer_is_recognised_as_one_typed(text: str) -> None:
    assert isinstance(meaning(text), c.TypeAnswer)


@pytest.mark.parametrize("language", ["en", *WELSH])
def test_each_label_of_the_scale_typed_is_recognised_as_an_answer(language: str) -> None:
    scale = BANK.scale.in_language(language, BANK.scale.frame)
    for label in (*scale.points, scale.cant_say):
        for text in (label, f"{label.upper()}!", f"5 - {label}", f"{label} (2)"):
            spoken = parse(text, Translator(catalogues=WELSH))
            assert spoken is not None, text
            assert isinstance(spoken.command, c.TypeAnswer)
            assert spoken.sentence.sealed


@pytest.mark.parametrize("text", ["mostly good", "3 of us left", "4 cancel", "done 3", "fully booked"])
def test_a_number_or_a_label_among_other_words_is_no_answer(text: str) -> None:
    assert not isinstance(meaning(text), c.TypeAnswer)


ALIASES = [
    (sentence, alias)
    for sentence in SENTENCES
    if sentence.aliases
    for t in (Translator(), *(Translator(code, catalogue=WELSH[code]) for code in WELSH))
    for alias in t(sentence.aliases).split("|")
]


@pytest.mark.parametrize(("sentence", "alias"), ALIASES)
def test_an_alias_means_its_sentence_in_every_language(sentence: Sentence, alias: str) -> None:
    text = re.sub(r"[\[\]]", "", re.sub(r"{\w+}", "x", alias))
    spoken = parse(text, Translator(catalogues=WELSH))
    assert spoken
    assert spoken.sentence is sentence


EXAMPLES = [
    (sentence, t(example))
    for t in (Translator(), *(Translator(code, catalogue=WELSH[code]) for code in WELSH))
    for sentence in SENTENCES
    for example in sentence.examples
]


@pytest.mark.parametrize(("sentence", "example"), EXAMPLES)
def test_an_example_can_be_typed_as_it_is(sentence: Sentence, example: str) -> None:
    spoken = parse(example)
    assert spoken
    assert spoken.sentence is sentence


def test_what_is_listed_has_an_example() -> None:
    assert [sentence.pattern for sentence in SENTENCES if sentence.typable != bool(sentence.examples)] == []


def test_aliases_of_another_language_need_its_catalogue() -> None:
    assert parse("canlyniadau") is None
    assert parse("canlyniadau", Translator(catalogues=WELSH)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "helpp",
        "make Sam king",
        "leave tomorrow",
        "join x",
        "add Sam",
        "answer k7f2.1",
        "in Harbour:",
    ],
)
def test_other_words_mean_nothing(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "partnership", "meant"),
    [
        ("in Harbour: status", "Harbour", c.ShowStatus()),
        ("IN  West  Harbour :ask trust for 2 days", "West Harbour", c.AskTheme("trust", "2 days")),
        ("in Harbour: purpose this: that", "Harbour", c.SetPurpose("this: that")),
        ("purpose in short: that", "", c.SetPurpose("in short: that")),
    ],
)
def test_a_sentence_may_begin_with_its_partnership(text: str, partnership: str, meant: Command) -> None:
    spoken = parse(text)
    assert spoken
    assert (spoken.partnership, spoken.command) == (partnership, meant)


WORD = st.text("abcxyzäŵ0123456789-_.:'", min_size=1).filter(lambda word: word != "by")
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


def spoken_commands(sentence: Sentence) -> st.SearchStrategy[Command]:
    """Any command that a sentence can mean, but for words that another part of it would take."""
    choices = {
        "role": ["member", "lead", "coordinator"],
        "sure": ["", "now"],
        "how": ["yes", "partly", "no"],
        "choice": ["", "on", "off"],
        "better": ["up", "down", "neither"],
        "part": ["name", "unit", "better", "source", "who"],
        "detail": ["date", "owner"],
        "entry": ["note", "action"],
        "aspect": ["how", "took", "followed"],
        "number": ["4", "12/5", "#3!"],
    }
    hole = {name: st.sampled_from(each) for name, each in choices.items()}
    many = {each.name: f"<{each.name}...>" in sentence.pattern for each in fields(sentence.command)}
    return st.builds(
        sentence.command,
        **{name: hole.get(name, _typed(name, WORDS if several else WORD)) for name, several in many.items()},
    )


def _typed(name: str, words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return words.filter(lambda text: not text.endswith(".")) if name in NAMED_VALUES else words


@given(st.sampled_from(SENTENCES).flatmap(spoken_commands), st.sampled_from(["", "Harbour", "id 7"]))
def test_a_button_says_what_was_meant(command: Command, partnership: str) -> None:
    spoken = parse(format_command(command, partnership))
    assert spoken
    assert (spoken.command, spoken.partnership) == (command, partnership)
    assert spoken.sentence.command is type(command)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (c.SetPurpose(""), "purpose"),
        (c.WriteComment("k7f2", ""), "comment k7f2"),
        (c.SetProfile("organisation", ""), "profile organisation"),
        (c.SetProfile(), "profile"),
        (c.ChangeRole("<name>", "lead"), "make <name> lead"),
        (c.AskTheme("<what...>"), "ask <what...>"),
    ],
)
def test_a_sentence_is_filled_as_far_as_it_is_known(command: Command, said: str) -> None:
    assert format_command(command) == said


@given(st.text())
def test_any_words_at_all_mean_something_or_nothing(text: str) -> None:
    parse(text)


@given(st.text("ab \n\t\x00\u3000\u2028"))
def test_what_is_parsed_never_holds_a_run_of_blanks(text: str) -> None:
    cleaned = normalise(text)
    assert cleaned == cleaned.strip() == normalise(cleaned)
    assert not [run for run in ("  ", " \n", "\n ", "\n\n\n", "\x00") if run in cleaned]


@pytest.mark.parametrize("start", ["in", "add", "make", "ask", 'ask "', "join x as", "profile", "comment x"])
def test_a_sentence_of_nothing_but_blanks_is_parsed_like_any_other(start: str) -> None:
    assert meaning(f"{start}{' ' * (MAX_LENGTH - 20)}") == meaning(
        start
    )  # patterns alone would take hours over this


STARTS = [re.split(r"[<\[]", sentence.pattern)[0] for sentence in SENTENCES]
FRAGMENTS = st.sampled_from(
    [
        *(" for ", " since ", " by ", " on ", " @", ' "', '" ', " as ", " to ", " in ", " now", " better "),
        *(" from ", " because ", " until ", "in ", ": ", "please ", "a", " ", "?", "\n"),
    ]
)


@settings(deadline=None)
@given(st.sampled_from(STARTS), st.lists(FRAGMENTS, min_size=1, max_size=6).map("".join))
def test_no_text_keeps_a_pattern_busy(start: str, repeated: str) -> None:
    text = normalise(start + repeated * 10_000)[:10_000]  # five times as long as a sentence may be
    for sentence in SENTENCES:
        for pattern in patterns(sentence):
            pattern.fullmatch(text)  # a pattern whose time grows with the cube of the length would take hours
    parse(text[:MAX_LENGTH])
    suggest(text[:MAX_LENGTH], Rank.COORDINATOR)


def test_what_was_not_understood_is_answered_with_what_is_most_like_it() -> None:
    assert suggested("start a partnership please", Rank.ANYBODY) == [c.StartPartnership]
    assert suggested("end the partnership", Rank.ANYBODY)[0] is c.StartPartnership
    assert suggested("end the partnership", Rank.COORDINATOR)[0] is c.EndPartnership
    assert suggested("forget k7f2.1", Rank.COORDINATOR) == [c.ForgetMe]
    assert suggested("skip k7f2.1", Rank.COORDINATOR) == []  # what buttons say is for buttons
    assert suggested("statsu", Rank.MEMBER) == [c.ShowStatus]
    assert suggested("canlyniada", Rank.MEMBER) == []
    assert suggested("canlyniada", Rank.MEMBER, Translator(catalogues=WELSH)) == [c.ShowResults]
    assert suggested("xyzzy", Rank.COORDINATOR) == []
    assert suggested("help me", Rank.COORDINATOR) == [c.ShowHelp]
    assert len(suggested("add make remove join start end", Rank.COORDINATOR)) == 3


def suggested(text: str, rank: Rank, t: Translator = ENGLISH) -> list[type[Command]]:
    return [sentence.command for sentence in suggest(text, rank, t)]
