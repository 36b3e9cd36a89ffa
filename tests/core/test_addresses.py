import pytest

from workspace.core.addresses import is_web


@pytest.mark.parametrize(
    "address",
    ["https://www.insee.fr/fr/statistiques?x=1#y", "HTTP://isarne.example", "https://é.example/œ"],
)
def test_the_address_of_a_page_is_followed(address: str) -> None:
    assert is_web(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x",
        "//evil.example", "https://", "https:///x", "http://[", "https://a b", 'https://a"b',
        "https://a<b", "ftp://a.example", " https://a.example", "https://" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_a_browser_would_run_or_not_open_is_not(address: str) -> None:
    assert not is_web(address)
