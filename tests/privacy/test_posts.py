"""What lies on somebody's own pages does not tell whether they were reminded, and so had not replied."""

from bot.model import on_the_web
from bot.ports import Post
from bot.talk.card import Card
from storage.inbox import Posts
from tests.privacy.test_dump_attack import Take
from tests.stage import Stage

PEOPLE = [on_the_web(f"resident-{n}") for n in range(8)]


async def test_a_reminder_of_what_lies_there_already_leaves_no_trace_in_the_files(
    stage: Stage, take: Take
) -> None:
    inbox, now = Posts(stage.store), stage.clock.now()
    for who in PEOPLE:
        await inbox.post(Post(f"ask-{who.key}", who, Card("A question"), "ask:r1", now))
    asked = (await take()).files
    for who in PEOPLE[:4]:
        await inbox.post(Post(f"remind-{who.key}", who, Card("Still time"), "ask:r1", now))
    reminded = (await take()).files
    names = [str(who).encode() for who in PEOPLE]
    assert len({reminded.count(name) - asked.count(name) for name in names}) == 1
