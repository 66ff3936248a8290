"""What the web chat shows."""

from dataclasses import replace
from datetime import timedelta

from bot.core.cards import Card
from bot.core.models import Address
from storage.web_inbox import SqlWebInbox
from tests.storage.examples import NOW, POST

BEN = Address("web", "accord", "ben")


async def test_the_newest_posts_are_shown_oldest_first(inbox: SqlWebInbox) -> None:
    posts = [replace(POST, id=f"{9 - n}", about="", posted_at=NOW + n * timedelta(hours=1)) for n in range(4)]
    for post in posts:
        await inbox.post(post)
    assert await inbox.posts(POST.to, 3) == posts[1:]


async def test_another_post_about_the_same_matter_changes_nothing(inbox: SqlWebInbox) -> None:
    await inbox.post(POST)
    await inbox.post(replace(POST, id="again", card=Card("Please reply"), posted_at=NOW + timedelta(days=1)))
    assert await inbox.posts(POST.to, 9) == [POST]


async def test_the_same_matter_may_lie_with_several_people(inbox: SqlWebInbox) -> None:
    bens = replace(POST, id="bens", to=BEN)
    await inbox.post(POST)
    await inbox.post(bens)
    assert await inbox.posts(BEN, 9) == [bens]


async def test_who_is_forgotten_has_no_posts(inbox: SqlWebInbox) -> None:
    bens = replace(POST, id="bens", to=BEN)
    await inbox.post(POST)
    await inbox.post(bens)
    await inbox.forget([POST.to])
    assert (await inbox.posts(POST.to, 9), await inbox.posts(BEN, 9)) == ([], [bens])
