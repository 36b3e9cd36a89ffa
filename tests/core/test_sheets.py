from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workspace.core import sheets
from workspace.core.sheets import Problem, SheetRefused, Trouble

SAMPLES = Path(__file__).resolve().parents[1] / "import_samples"
WIDE = "＝＋－＠"  # noqa: RUF001 (the full-width signs, which some spreadsheets run too)
# Control characters are taken out when a sheet is read, as when a form is.
CELL = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("=+-@\t\r\n'\";,|\ufeff" + WIDE),
    ),
    max_size=12,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    width = draw(st.integers(1, 4))
    cells = st.lists(CELL, min_size=width, max_size=width).filter(any)
    return draw(cells), draw(st.lists(cells, max_size=5))


@given(tables())
@example((["sep=;"], []))
@example((["a;b,c"], [["'=1"], ["''-"], ["\ufeff"], ["\r"], [" "]]))
@example((["a", "b,c,d"], [['"', "'\n"]]))
def test_what_is_written_is_read_back_whole(table: tuple[list[str], list[list[str]]]) -> None:
    headers, rows = table

    sheet = sheets.read(sheets.write(headers, rows))

    assert list(sheet.headers) == headers
    assert [list(row.cells) for row in sheet.rows] == rows
    assert {problem.trouble for problem in sheet.problems} <= {Trouble.TWICE, Trouble.UNNAMED}


@given(st.binary(max_size=400))
@example(b"")
@example(b"\xff\xfea")
@example(b"sep=;\n")
def test_no_file_breaks_the_reading(content: bytes) -> None:
    with suppress(SheetRefused):
        sheet = sheets.read(content)
        assert all(len(row.cells) == len(sheet.headers) for row in sheet.rows)


@pytest.mark.parametrize("start", [*"=+-@", "\t", "\r", *WIDE, " =", "\n="])
def test_a_formula_leaves_as_text(start: str) -> None:
    content = sheets.write(["Nom"], [[f"{start}1+1"]]).decode("utf-8-sig")

    assert content.splitlines()[1].lstrip('"').startswith("'")


def test_an_export_opens_in_a_french_spreadsheet() -> None:
    assert sheets.write(["Nom", "Âge"], [["Zoé", "7"]]) == "\ufeffNom;Âge\r\nZoé;7\r\n".encode()


@pytest.mark.parametrize(
    ("name", "encoding", "separator", "width", "count"),
    [
        ("acteurs_latin1_pointvirgule.csv", "cp1252", ";", 8, 7),
        ("acteurs_cp1252.csv", "cp1252", ";", 8, 8),
        ("acteurs_utf8_bom.csv", "utf-8", ";", 8, 7),
        ("indicateurs_utf8_bom_pointvirgule.csv", "utf-8", ";", 5, 10),
        ("indicateurs_tabulation.tsv", "utf-8", "\t", 5, 10),
        ("equipements_virgule_utf8.csv", "utf-8", ",", 6, 3),
        ("formules_tableur_dangereuses.csv", "utf-8", ";", 3, 4),
    ],
)
def test_the_samples_are_read(
    name: str, encoding: str, separator: str, width: int, count: int
) -> None:
    sheet = sheets.read((SAMPLES / name).read_bytes())

    assert (sheet.encoding, sheet.separator) == (encoding, separator)
    assert (len(sheet.headers), len(sheet.rows)) == (width, count)


def test_a_sample_keeps_its_letters_and_tells_its_crooked_line() -> None:
    sheet = sheets.read((SAMPLES / "acteurs_cp1252.csv").read_bytes())

    assert sheet.headers[0] == "Nom de la structure"
    assert sheet.rows[7].cells[0] == "Théâtre d’Œuvre – scène"  # noqa: RUF001
    assert sheet.rows[1].cells[0] == 'Foyer rural "Les Hêtres"'
    assert list(sheet.problems) == [Problem(2, Trouble.LONG, "9")]
    assert sheet.troubles(2) == [Trouble.LONG]
    assert sheet.troubles(3) == []


def test_quoted_cells_keep_commas_and_quotes() -> None:
    sheet = sheets.read((SAMPLES / "equipements_virgule_utf8.csv").read_bytes())

    assert sheet.rows[0].cells[1] == "Médiathèque, salle du bas"
    assert sheet.rows[2].cells[1] == 'Friche "la Belle de Mai"'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_spreadsheet_is_understood(encoding: str, separator: str, end: str) -> None:
    text = end.join([f"Nom{separator}Rôle", f"Médiathèque{separator}opérateur", ""])

    sheet = sheets.read(text.encode(encoding))

    assert list(sheet.headers) == ["Nom", "Rôle"]
    assert [(row.line, list(row.cells)) for row in sheet.rows] == [
        (2, ["Médiathèque", "opérateur"])
    ]
    assert sheet.separator == separator


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    sheet = sheets.read(b'\nnom;note\n"a\nb";1\n;;\n\nc;2\n')

    assert [(row.line, row.cells[0]) for row in sheet.rows] == [(3, "a\nb"), (7, "c")]


def test_a_first_line_may_name_the_separator() -> None:
    sheet = sheets.read(b"sep=|\nnom, lieu|note\na|1")

    assert (list(sheet.headers), sheet.rows[0].line) == (["nom, lieu", "note"], 3)


def test_the_separator_is_the_one_that_all_lines_share() -> None:
    sheet = sheets.read("Nom, prénom, âge;Ville\nZoé;Tulle\nLéa;Rodez\n".encode())

    assert list(sheet.headers) == ["Nom, prénom, âge", "Ville"]


def test_ragged_rows_are_told_and_fitted() -> None:
    sheet = sheets.read(b"a;b\n1\n1;2;3\n1;2")

    assert [list(row.cells) for row in sheet.rows] == [["1", ""], ["1", "2"], ["1", "2"]]
    assert list(sheet.problems) == [Problem(2, Trouble.SHORT, "1"), Problem(3, Trouble.LONG, "3")]


def test_headers_without_a_name_or_said_twice_are_told() -> None:
    sheet = sheets.read(b"Nom; ;nom ;x\n1;2;3;4")

    assert list(sheet.problems) == [
        Problem(1, Trouble.TWICE, "Nom"),
        Problem(1, Trouble.UNNAMED, "2"),
    ]


def test_control_characters_are_taken_out_and_told() -> None:
    sheet = sheets.read(b"nom;note\na\x00b;1\n")

    assert sheet.rows[0].cells[0] == "ab"
    assert list(sheet.problems) == [Problem(2, Trouble.CONTROL)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem(1, Trouble.EMPTY)),
        (b"\n;;;\n", Problem(1, Trouble.EMPTY)),
        (b"a" * (sheets.LARGEST_FILE + 1), Problem(1, Trouble.LARGE)),
        (b"PK\x03\x04rest", Problem(1, Trouble.WORKBOOK)),
        (b"\xff\xfe\x00", Problem(1, Trouble.ENCODING)),
        (b";".join([b"a"] * 1_000_000), Problem(1, Trouble.COLUMNS)),
        (b"a\n" + b"1\n" * (sheets.MOST_ROWS + 1), Problem(sheets.MOST_ROWS + 2, Trouble.ROWS)),
        (b"a\n1\n" + b"x" * (sheets.LONGEST_CELL + 1), Problem(3, Trouble.CELL)),
        (b"a\n1\n" + b"x" * 1_000_000, Problem(3, Trouble.CELL)),
        (b'a;b\n1;"2\n3;4\n', Problem(2, Trouble.QUOTE)),
    ],
    ids=lambda value: value.trouble if isinstance(value, Problem) else "",
)
def test_what_is_no_sheet_is_refused_with_its_line(content: bytes, problem: Problem) -> None:
    with pytest.raises(SheetRefused) as refused:
        sheets.read(content)

    assert refused.value.problem == problem


def test_the_largest_sheet_passes() -> None:
    sheet = sheets.read(b"a\n" + b"1\n" * sheets.MOST_ROWS)

    assert len(sheet.rows) == sheets.MOST_ROWS
