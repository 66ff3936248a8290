"""The pages that are made from the code are as the code makes them now."""

import pytest

from scripts.generated_pages import GENERATED, ROOT


@pytest.mark.parametrize("file", GENERATED)
def test_a_generated_page_is_up_to_date(file: str) -> None:
    assert (ROOT / file).read_text("utf-8") == GENERATED[file](), "run make pages, and read what it wrote"
