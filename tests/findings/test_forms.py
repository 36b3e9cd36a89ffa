import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.findings.asserted import SENTENCE
from tests.indicators.measured import indicator
from workspace.findings import queries
from workspace.projects.models import Membership

FORM = {
    "sentence": SENTENCE,
    "kind": "page",
    "title": "Inventaire",
    "url": "https://isarne.example/inventaire.pdf",
    "indicator": "",
}
INERT = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} ${7*7}",
    '<form action="//x"><base href="//x">',
    '<p data-hx-get="/logout" id="live">',
    "e\u0301te\u0301 œuvre l\u2019eau \u202eabc \U0001f9f5",
]


def test_a_finding_and_its_source_are_made_in_one_go(
    browser: FlaskClient, session: Session, alice: Membership, url: str
) -> None:
    reply = browser.post(f"{url}new/", data=FORM | {"dated_on": "1/10/2024"})

    assert reply.status_code == 303
    [shown] = queries.findings(session, alice.project_id)
    assert reply.location == f"{url}{shown.finding.id}/"
    assert [source.title for source in shown.sources] == ["Inventaire"]


def test_sent_twice_it_makes_one(
    browser: FlaskClient, session: Session, alice: Membership, url: str
) -> None:
    first, second = (browser.post(f"{url}new/", data=FORM | {"once": "k1"}) for _ in range(2))

    assert first.location == second.location
    assert len(queries.findings(session, alice.project_id)) == 1


def test_the_institution_is_that_of_the_person_whatever_the_form_says(
    browser: FlaskClient, session: Session, alice: Membership, bilal: Membership, url: str
) -> None:
    forged = {"institution_id": str(bilal.institution_id), "author_id": str(bilal.user_id)}

    browser.post(f"{url}new/", data=FORM | forged)

    [shown] = queries.findings(session, alice.project_id)
    assert shown.finding.author_id == alice.user_id
    assert shown.finding.institution_id == alice.institution_id


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"sentence": " "}, "Écrivez le constat"),
        ({"sentence": "x" * 401}, "Raccourcissez à 400"),
        ({"title": ""}, "Nommez la source"),
        ({"url": ""}, "Donnez l’adresse de la page"),
        ({"url": "javascript:alert(1)"}, "adresse entière"),
        ({"url": " JaVa\tScRiPt:alert(1)"}, "adresse entière"),
        ({"url": "&#106;avascript:alert(1)"}, "adresse entière"),
        ({"url": "vbscript:x"}, "adresse entière"),
        ({"url": "https://" + "x" * 3000}, "adresse entière"),
        ({"kind": "rumour"}, "l’une des réponses"),
        ({"kind": ""}, "l’une des réponses"),
        ({"kind": "indicator"}, "Choisissez l’indicateur"),
        ({"kind": "indicator", "indicator": "9999999999999999999"}, "l’une des réponses"),
        ({"kind": "meeting", "title": ""}, "Nommez la source"),
        ({"dated_on": "31/04/2025"}, "date qui existe"),
        ({"dated_on": "31/12/2199"}, "jour à venir"),
        ({"title": "a\x0bb\x00"}, "invisibles"),
    ],
)
def test_without_a_source_it_is_handed_back(
    browser: FlaskClient, session: Session, alice: Membership, url: str,
    typed: dict[str, str], said: str,
) -> None:  # fmt: skip
    reply = browser.post(f"{url}new/", data=FORM | typed)

    assert reply.status_code == 422
    assert said in reply.text
    assert queries.findings(session, alice.project_id) == []


def test_the_indicator_of_another_project_is_not_offered(
    browser: FlaskClient, session: Session, denis: Membership, url: str
) -> None:
    theirs = indicator(session, denis)

    reply = browser.post(
        f"{url}new/", data=FORM | {"kind": "indicator", "indicator": str(theirs.id)}
    )

    assert reply.status_code == 422
    assert theirs.name not in reply.text


@pytest.mark.parametrize("typed", INERT)
def test_what_is_typed_is_text_everywhere(
    browser: FlaskClient, session: Session, alice: Membership, url: str, typed: str
) -> None:
    browser.post(f"{url}new/", data=FORM | {"sentence": typed, "title": typed})
    [shown] = queries.findings(session, alice.project_id)
    assert (shown.finding.sentence, shown.sources[0].title) == (typed, typed)
    said = {"stance": "contests", "text": typed}
    browser.post(f"{url}{shown.finding.id}/viewpoint", data=said)

    base = url.removesuffix("findings/")
    for page in (url, f"{url}{shown.finding.id}/", f"{base}activity/", base):
        text = browser.get(page).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<base" not in text
        assert '<p data-hx-get="/logout"' not in text
        assert "49 " not in text.replace("&#34;", "")
