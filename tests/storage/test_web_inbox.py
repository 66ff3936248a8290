"""Messages of the web chat are stored once for each subject."""

from dataclasses import replace
from datetime import timedelta

from bot.core.cards import Card
from bot.core.models import Address
from storage.web_inbox import MAX_POSTS, SqlWebInbox
from tests.storage.examples import NOW, POST

BEN = Address("web", "accord", "ben")


async def test_the_newest_messages_are_returned_oldest_first(inbox: SqlWebInbox) -> None:
    posts = [replace(POST, id=f"{9 - n}", about="", posted_at=NOW + n * timedelta(hours=1)) for n in range(4)]
    for post in posts:
        await inbox.post(post)
    assert await inbox.posts(POST.to, 3) == posts[1:]


async def test_a_second_message_with_the_same_about_is_dropped(inbox: SqlWebInbox) -> None:
    again = replace(POST, id="again", card=Card("Please reply"), posted_at=NOW + timedelta(days=1))
    assert [await inbox.post(post) for post in (POST, again)] == [POST.id, POST.id]
    assert await inbox.posts(POST.to, 9) == [POST]


async def test_several_people_may_have_messages_with_the_same_about(inbox: SqlWebInbox) -> None:
    bens = replace(POST, id="bens", to=BEN)
    await inbox.post(POST)
    await inbox.post(bens)
    assert await inbox.posts(BEN, 9) == [bens]


async def test_an_address_keeps_its_newest_posts(inbox: SqlWebInbox) -> None:
    posts = [
        replace(POST, id=f"{n}", about="", posted_at=NOW + n * timedelta(minutes=1))
        for n in range(MAX_POSTS + 2)
    ]
    bens = replace(POST, id="bens", to=BEN)
    for post in (bens, *posts):
        await inbox.post(post)
    assert await inbox.posts(POST.to, MAX_POSTS + 2) == posts[2:]
    assert await inbox.posts(BEN, 9) == [bens]


async def test_forgetting_an_address_deletes_its_messages(inbox: SqlWebInbox) -> None:
    bens = replace(POST, id="bens", to=BEN)
    await inbox.post(POST)
    await inbox.post(bens)
    await inbox.forget([POST.to])
    assert (await inbox.posts(POST.to, 9), await inbox.posts(BEN, 9)) == ([], [bens])
