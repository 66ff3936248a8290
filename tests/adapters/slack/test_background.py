"""What is shown afterwards is lost alone."""

import asyncio

from structlog.testing import capture_logs

from adapters.slack.responder import BackgroundTasks


async def test_what_is_under_way_is_finished_before_we_stop() -> None:
    afterwards, go, done = BackgroundTasks(), asyncio.Event(), list[str]()

    async def call() -> None:
        await go.wait()
        done.append("shown")

    afterwards.start(call())
    asyncio.get_running_loop().call_soon(go.set)
    await afterwards.finish()
    assert done == ["shown"]


async def test_but_nobody_waits_for_ever() -> None:
    afterwards = BackgroundTasks(timeout=0.01)
    hung = asyncio.Event()
    afterwards.start(hung.wait())
    await afterwards.finish()
    await afterwards.finish()  # and now there is nothing left


async def test_what_fails_is_logged_by_its_kind_and_holds_up_nothing() -> None:
    async def call() -> None:
        raise RuntimeError("what somebody said")

    afterwards = BackgroundTasks()
    with capture_logs() as logs:
        afterwards.start(call())
        await afterwards.finish()
    assert logs == [{"event": "not shown", "error": "RuntimeError", "log_level": "warning"}]
