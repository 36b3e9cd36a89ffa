import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.core import filenames


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Compte rendu.pdf", "Compte rendu.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\Users\maud\photo.jpg", "photo.jpg"),
        ("/absolu.pdf", "absolu.pdf"),
        ("photo\r\nSet-Cookie: a=b.jpg", "photoSet-Cookie_ a=b.jpg"),
        ("facture\u202egpj.exe.pdf", "facturegpj.exe.pdf"),
        ("zéro\u200blargeur\0.png", "zérolargeur.png"),
        ("-rf.pdf", "rf.pdf"),
        ("...pdf", "fichier.pdf"),
        (".pdf", "fichier.pdf"),
        ("", "fichier"),
        ("\u202e", "fichier"),
        ("..", "fichier."),
        ("nul.txt", "_nul.txt"),
        ("COM1.tar.txt", "_COM1.tar.txt"),
        ('a<b>"c|d?.txt', "a_b__c_d_.txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("deux   espaces.txt", "deux espaces.txt"),
        ("👩‍🎨 résidence.jpg", "👩🎨 résidence.jpg"),
    ],
)
def test_a_name_is_made_harmless(sent: str, shown: str) -> None:
    assert filenames.shown(sent, "fichier") == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = filenames.shown("œ" * 400 + ".pdf", "fichier")

    assert shown.endswith("œ.pdf")
    assert len(shown) <= filenames.LONGEST
    assert len(shown.encode()) <= 2 * filenames.LONGEST


@given(st.text(max_size=300))
def test_no_name_leads_anywhere(sent: str) -> None:
    shown = filenames.shown(sent, "fichier")

    assert 0 < len(shown.encode()) <= 2 * filenames.LONGEST
    assert not {"/", "\\", "\0", "\n", "\r", '"'} & set(shown)
    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cf", "Cs"}
    assert shown[0] not in "-."
