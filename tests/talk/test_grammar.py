from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk import commands as c
from bot.talk.commands import Command
from bot.talk.grammar import LONGEST, nearest, parse, plain, say
from bot.talk.sentences import SENTENCES, Sentence, Who

MEANT: list[tuple[str, Command]] = [
    ("check-in", c.CheckIn()),
    ("later", c.Later()),
    ("answer k7f2.1 4", c.Answer("k7f2.1", "4")),
    ("answer k7f2.1 can't say", c.Answer("k7f2.1", "can't say")),
    ("skip k7f2.1", c.Skip("k7f2.1")),
    ("comment k7f2 Say what, to whom?", c.Comment("k7f2", "Say what, to whom?")),
    ("change k7f2.1", c.Change("k7f2.1")),
    ("status", c.Status()),
    ("retry", c.Retry()),
    ("results", c.Results()),
    ("results shared purpose", c.Results("shared purpose")),
    ("results for March 2026", c.Results(period="March 2026")),
    ("results shared purpose for last 3 rounds", c.Results("shared purpose", "last 3 rounds")),
    ("results since January", c.Results(since="January")),
    ("preview", c.Preview()),
    ("preview roles", c.Preview("roles")),
    ("ask trust", c.Ask("trust")),
    ("ask service users for 2 days", c.Ask("service users", "2 days")),
    ('ask "How fair was it?"', c.AskOwn("How fair was it?")),
    ("ask “How fair was it?” for a week", c.AskOwn("How fair was it?", "a week")),
    ('ask "What is it for?"', c.AskOwn("What is it for?")),
    ("close", c.Close()),
    ("cancel", c.Cancel()),
    ("schedule", c.Schedule()),
    ("schedule every second Tuesday at 10:00", c.Schedule("every second Tuesday at 10:00")),
    ("schedule weekly, then monthly from 3 May", c.Schedule("weekly, then monthly", "3 May")),
    ("schedule fortnightly from 2026-03-10 now", c.Schedule("fortnightly", "2026-03-10", "now")),
    ("schedule fortnightly now", c.Schedule("fortnightly", sure="now")),
    ("schedule pause until 1 September", c.PauseRhythm("1 September")),
    ("schedule resume", c.ResumeRhythm()),
    ("reminders 2", c.Reminders("2")),
    ("trends", c.Trends()),
    ("trends shared purpose", c.Trends("shared purpose")),
    ("trends for 2026", c.Trends(period="2026")),
    ("trends power since January", c.Trends("power", since="January")),
    ("action Share the budget papers", c.Action("Share the budget papers")),
    ("action Share the papers by 3 May @Ben Okoro", c.Action("Share the papers", "3 May", "Ben Okoro")),
    ("action Write to sam@x.org @Ben", c.Action("Write to sam@x.org", owner="Ben")),
    ("actions", c.Actions()),
    ("done 3", c.Done("3")),
    ("did 3 partly", c.Did("3", "partly")),
    ("note A new chair", c.Note("A new chair")),
    ("note A new chair on 3 May", c.Note("A new chair", "3 May")),
    ("notes", c.Notes()),
    ("rebase trust on 3 May because half of us are new", c.Rebase("trust", "3 May", "half of us are new")),
    ("members", c.Members()),
    ("hub", c.Hub()),
    ("start partnership Harbour & Co", c.StartPartnership("Harbour & Co")),
    ("invite", c.Invite()),
    ("join harbour-4821-mint as Riverside Trust", c.Join("harbour-4821-mint", "Riverside Trust")),
    ("add Sam to Back to Work", c.Add("Sam", "Back to Work")),
    ("add slack:T1:U1 to Borough Council", c.Add("slack:T1:U1", "Borough Council")),
    ("remove Sam Jones", c.Remove("Sam Jones")),
    ("make Sam Jones lead", c.Make("Sam Jones", "lead")),
    ("purpose Fewer children in care.", c.Purpose("Fewer children in care.")),
    ("profile", c.Profile()),
    ("profile field health and social care", c.Profile("field", "health and social care")),
    ("post here", c.PostHere()),
    ("threshold 8", c.Threshold("8")),
    ("end partnership", c.EndPartnership()),
    ("end partnership Harbour", c.EndPartnership("Harbour")),
    ("confirm m1", c.Confirm("m1")),
    ("confirm m1 as Cerys Puw", c.Confirm("m1", "Cerys Puw")),
    ("approve m1", c.Approve("m1")),
    ("decline m1", c.Decline("m1")),
    ("help", c.Help()),
    ("menu", c.Menu()),
    ("pause until Monday 3 May", c.Pause("Monday 3 May")),
    ("resume", c.Resume()),
    ("language cy", c.Language("cy")),
    ("zone New York", c.Zone("New York")),
    ("email", c.Email()),
    ("email Cerys <cerys@kitchen.example>", c.Email("Cerys <cerys@kitchen.example>")),
    ("my data", c.MyData()),
    ("leave", c.Leave()),
    ("leave now", c.Leave("now")),
    ("comments", c.Comments()),
    ("comments for round 7", c.Comments("round 7")),
    ("talk k7f2", c.Talk("k7f2")),
    ("act k7f2", c.Act("k7f2")),
    ("not now k7f2", c.NotNow("k7f2")),
    ("forget me", c.ForgetMe()),
    ("forget me now", c.ForgetMe("now")),
]


def meaning(text: str) -> Command | None:
    spoken = parse(text)
    return spoken.command if spoken else None


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_a_sentence_means_a_command(text: str, meant: Command) -> None:
    assert meaning(text) == meant


def test_every_sentence_is_tried_above() -> None:
    assert {type(meant) for _, meant in MEANT} == {each.means for each in SENTENCES}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("  HELP ", c.Help()),
        ("Help!", c.Help()),
        ("My  Data.", c.MyData()),
        ("Make Sam LEAD", c.Make("Sam", "LEAD")),
        ("JOIN x AS Y", c.Join("x", "Y")),
        ("purpose one\n\n\n\ntwo", c.Purpose("one\n\ntwo")),
        ("re\x00move\x1b Sam\ud800", c.Remove("Sam")),
    ],
)
def test_case_blanks_and_what_cannot_be_seen_do_not_matter(text: str, meant: Command) -> None:
    assert meaning(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "helpp",
        "help me",
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
        ("in Harbour: status", "Harbour", c.Status()),
        ("IN  West  Harbour :ask trust for 2 days", "West Harbour", c.Ask("trust", "2 days")),
        ("in Harbour: purpose this: that", "Harbour", c.Purpose("this: that")),
        ("purpose in short: that", "", c.Purpose("in short: that")),
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
    }
    hole = {name: st.sampled_from(each) for name, each in choices.items()}
    many = {each.name: f"<{each.name}...>" in sentence.pattern for each in fields(sentence.means)}
    return st.builds(
        sentence.means,
        **{name: hole.get(name, WORDS if several else WORD) for name, several in many.items()},
    )


@given(st.sampled_from(SENTENCES).flatmap(spoken_commands), st.sampled_from(["", "Harbour", "id 7"]))
def test_a_button_says_what_was_meant(command: Command, partnership: str) -> None:
    spoken = parse(say(command, partnership))
    assert spoken
    assert (spoken.command, spoken.partnership) == (command, partnership)
    assert spoken.sentence.means is type(command)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (c.Purpose(""), "purpose"),
        (c.Comment("k7f2", ""), "comment k7f2"),
        (c.Profile("organisation", ""), "profile organisation"),
        (c.Profile(), "profile"),
        (c.Make("<name>", "lead"), "make <name> lead"),
        (c.Ask("<what...>"), "ask <what...>"),
    ],
)
def test_a_sentence_is_filled_as_far_as_it_is_known(command: Command, said: str) -> None:
    assert say(command) == said


@given(st.text())
def test_any_words_at_all_mean_something_or_nothing(text: str) -> None:
    parse(text)


@given(st.text("ab \n\t\x00\u3000\u2028"))
def test_what_is_parsed_never_holds_a_run_of_blanks(text: str) -> None:
    cleaned = plain(text)
    assert cleaned == cleaned.strip() == plain(cleaned)
    assert not [run for run in ("  ", " \n", "\n ", "\n\n\n", "\x00") if run in cleaned]


@pytest.mark.parametrize("start", ["in", "add", "make", "ask", 'ask "', "join x as", "profile", "comment x"])
def test_a_sentence_of_nothing_but_blanks_is_parsed_like_any_other(start: str) -> None:
    assert meaning(f"{start}{' ' * LONGEST}") == meaning(start)  # patterns alone would take hours over this


def test_what_was_not_understood_is_answered_with_what_is_most_like_it() -> None:
    assert nearest("start a partnership please", Who.ANYBODY) == ("start partnership <name...>",)
    assert nearest("end the partnership", Who.ANYBODY) == ("start partnership <name...>",)
    assert nearest("end the partnership", Who.COORDINATOR)[0] == "end partnership [<name...>]"
    assert nearest("answer me", Who.COORDINATOR) == (
        "forget me [<sure:now>]",
    )  # what buttons say is for buttons
    assert nearest("xyzzy", Who.COORDINATOR) == ()
    assert len(nearest("add make remove join start end", Who.COORDINATOR)) == 3
