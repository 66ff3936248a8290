"""One table of sentences: it parses what people say, fills buttons, and writes the help. Pure.

In a pattern `<name>` takes one word, `<name...>` takes words up to the next fixed one, `<name:a|b>` takes one of the words
given, and `[...]` may be left out. Fixed words may be typed in any case; a quotation mark stands for any kind of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cache

from bot.talk import commands as c
from bot.talk.commands import Command

LONGEST = 2_000  # characters of a sentence; the longest thing worth typing is a comment


def N_(message: str) -> str:
    """Marks a message for translation where it stands; it is translated where it is said."""
    return message


class Who(IntEnum):
    """Who may say a sentence: those at or above."""

    ANYBODY = 0
    MEMBER = 1
    LEAD = 2
    COORDINATOR = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """`private`: in a shared place the reply goes home to the speaker. `sealed`: belongs to somebody's answers, so
    neither the sentence nor its reply is ever kept or echoed. `button`: said by buttons only, so not in the help."""

    pattern: str
    means: type[Command]
    who: Who
    about: str
    topic: str
    private: bool = True
    sealed: bool = False
    button: bool = False


TOPICS = {
    "answering": N_("Answering"),
    "rounds": N_("Asking"),
    "partnership": N_("The partnership"),
    "you": N_("You"),
}


def _table() -> Iterator[Sentence]:
    anybody, member, lead, coordinator = Who
    topic = "answering"
    yield Sentence("check-in", c.CheckIn, anybody, N_("Answer the questions that wait for you"), topic, sealed=True)
    yield Sentence("later", c.Later, anybody, N_("Be reminded tomorrow"), topic, sealed=True)
    hidden = {"topic": topic, "sealed": True, "button": True, "about": ""}
    yield Sentence("answer <question> <value...>", c.Answer, anybody, **hidden)  # type: ignore[arg-type]
    yield Sentence("skip <question>", c.Skip, anybody, **hidden)  # type: ignore[arg-type]
    yield Sentence("comment <invitation> <words...>", c.Comment, anybody, **hidden)  # type: ignore[arg-type]
    yield Sentence("change <question>", c.Change, anybody, **hidden)  # type: ignore[arg-type]
    topic = "rounds"
    yield Sentence("status", c.Status, member, N_("How the open round stands"), topic)
    yield Sentence("results [<what...>]", c.Results, member, N_("The latest results, or those of one theme"), topic, False)
    yield Sentence("preview [<what...>]", c.Preview, member, N_("See the questions before they are asked"), topic)
    yield Sentence('ask "<own...>" [for <time...>]', c.AskOwn, coordinator, N_("Ask a question of your own"), topic)
    yield Sentence("ask <what...> [for <time...>]", c.Ask, coordinator, N_("Ask about a theme or a pack now"), topic)
    yield Sentence("close", c.Close, coordinator, N_("Close the open round"), topic)
    yield Sentence("cancel", c.Cancel, coordinator, N_("Call the open round off; its answers are destroyed"), topic)
    yield Sentence("schedule [<rhythm...>]", c.Schedule, coordinator, N_("Set or see the rhythm"), topic)
    topic = "partnership"
    yield Sentence("members", c.Members, member, N_("Everybody who is in, and who waits"), topic)
    yield Sentence("hub", c.Hub, member, N_("Open the pages of your partnership"), topic)
    yield Sentence("start partnership <name...>", c.StartPartnership, anybody, N_("Start a partnership"), topic)
    yield Sentence("invite", c.Invite, coordinator, N_("Get a code for an organisation to join with"), topic)
    yield Sentence("join <code> as <organisation...>", c.Join, anybody, N_("Join a partnership by its code"), topic)
    yield Sentence("add <who...> to <organisation...>", c.Add, lead, N_("Add somebody; they confirm it themselves"), topic)
    yield Sentence("remove <who...>", c.Remove, lead, N_("Take a person or an organisation out"), topic)
    yield Sentence("make <who...> <role:member|lead|coordinator>", c.Make, lead, N_("Give somebody a role"), topic)
    yield Sentence("purpose <text...>", c.Purpose, coordinator, N_("Say what the partnership is for"), topic, False)
    yield Sentence("profile [<what> <text...>]", c.Profile, coordinator, N_("Set or see what kind of partnership it is"), topic)
    yield Sentence("post here", c.PostHere, coordinator, N_("Post summaries in this channel"), topic, False)
    yield Sentence("threshold <n>", c.Threshold, coordinator, N_("Raise how many replies results need"), topic)
    yield Sentence("end partnership [<name...>]", c.EndPartnership, coordinator, N_("End the partnership for good"), topic)
    for word, means, who in (("confirm", c.Confirm, anybody), ("approve", c.Approve, coordinator), ("decline", c.Decline, anybody)):
        yield Sentence(f"{word} <member>", means, who, "", topic, button=True)
    topic = "you"
    yield Sentence("help", c.Help, anybody, N_("Show what I understand"), topic)
    yield Sentence("pause until <date...>", c.Pause, anybody, N_("Not be asked until a date"), topic)
    yield Sentence("resume", c.Resume, anybody, N_("Be asked again"), topic)
    yield Sentence("language <code>", c.Language, anybody, N_("Choose English (en) or Welsh (cy)"), topic)
    yield Sentence("my data", c.MyData, anybody, N_("See what Accord keeps about you"), topic)
    yield Sentence("leave [<sure:now>]", c.Leave, member, N_("Leave the partnership"), topic)
    yield Sentence("forget me [<sure:now>]", c.ForgetMe, anybody, N_("Have everything about you deleted"), topic)


SENTENCES: tuple[Sentence, ...] = tuple(_table())


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence that was understood, and the partnership it was said in, where it was named: `in <name>: ...`."""

    sentence: Sentence
    command: Command
    partnership: str = ""


def parse(text: str) -> Spoken | None:
    """What a sentence means, or None."""
    text = text.strip()
    chosen = re.fullmatch(r"in\s+(?P<name>[^:]+?)\s*:\s*(?P<rest>.+)", text, re.IGNORECASE | re.DOTALL)
    named, text = (chosen["name"], chosen["rest"]) if chosen else ("", text)
    for sentence in SENTENCES:
        if found := _regex(sentence.pattern).fullmatch(text):
            words = {name: (value or "").strip() for name, value in found.groupdict().items()}
            return Spoken(sentence, sentence.means(**words), named)
    return None


def say(command: Command, partnership: str = "") -> str:
    """The sentence that means this command: the inverse of `parse`."""
    words = {field.name: getattr(command, field.name) for field in fields(command)}  # type: ignore[arg-type]
    said = _OPTIONAL.sub(lambda part: _fill(part[1], words), sentence_of(command).pattern)
    said = " ".join(_fill(said, words).split(" "))
    return f"in {partnership}: {said.strip()}" if partnership else said.strip()


def sentence_of(command: Command) -> Sentence:
    return next(sentence for sentence in SENTENCES if sentence.means is type(command))


def nearest(text: str, who: Who) -> tuple[str, ...]:
    """Up to three patterns that somebody at `who` may say and that share the most with what was not understood."""
    heard = set(re.findall(r"\w+", text.lower()))
    open_to = [s for s in SENTENCES if not s.button and s.who <= who]
    scored = [(len(heard & set(re.findall(r"\w+", s.pattern))), s.pattern) for s in open_to]
    return tuple(pattern for score, pattern in sorted(scored, key=lambda pair: -pair[0]) if score)[:3]


_OPTIONAL = re.compile(r" ?\[(.+?)\]")
_HOLE = re.compile(r"<(?P<name>\w+)(?::(?P<choice>[^>]+))?(?P<many>\.\.\.)?>")


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"( ?\[.+?\])", pattern)
    drawn = (f"(?:{_holes(p.strip(' []'), True)})?" if p.lstrip().startswith("[") else _holes(p) for p in parts)
    return re.compile("".join(drawn) + r"\s*[.!]?" if "<" not in pattern else "".join(drawn), re.IGNORECASE | re.DOTALL)


def _holes(pattern: str, optional: bool = False) -> str:
    words = [_hole(word) for word in pattern.split()]
    return (r"\s+" if optional else "") + r"\s+".join(words)


def _hole(word: str) -> str:
    hole = _HOLE.search(word)
    if not hole:
        return re.escape(word)
    takes = hole["choice"] or (".+?" if hole["many"] else r"\S+")
    around = [re.escape(text).replace('"', '["“”„]') for text in word.split(hole[0])]
    return f"{around[0]}(?P<{hole['name']}>{takes}){around[1]}"


def _fill(pattern: str, words: dict[str, str]) -> str:
    holes = [hole["name"] for hole in _HOLE.finditer(pattern)]
    if holes and not any(words[name] for name in holes):
        return ""
    filled = _HOLE.sub(lambda hole: words[hole["name"]], pattern)
    return filled if filled.startswith(" ") or pattern == filled else f" {filled}"
