"""What is wrong with a sheet, said to the person who sent it."""

from flask_babel import lazy_gettext as _

from workspace.core import sheets, words
from workspace.core.sheets import Problem, Trouble

MEGABYTE = 1024 * 1024
LIMITS = {
    Trouble.LARGE: sheets.LARGEST_FILE // MEGABYTE,
    Trouble.COLUMNS: sheets.MOST_COLUMNS,
    Trouble.ROWS: sheets.MOST_ROWS,
    Trouble.CELL: sheets.LONGEST_CELL,
}
SENTENCES = {
    Trouble.EMPTY: _("Ce fichier est vide. Choisissez un fichier qui a des lignes."),
    Trouble.LARGE: _("Ce fichier est trop lourd. Coupez-le en fichiers de %(detail)s Mo au plus."),
    Trouble.WORKBOOK: _(
        "Ce fichier n’est pas un CSV. Dans le tableur, choisissez « Enregistrer sous », puis CSV."
    ),
    Trouble.ENCODING: _(
        "Ce fichier est abîmé : son texte ne se lit pas. Enregistrez-le de nouveau."
    ),
    Trouble.COLUMNS: _("Ce fichier a trop de colonnes. Gardez-en %(detail)s au plus."),
    Trouble.ROWS: _(
        "Ce fichier a trop de lignes. Coupez-le en fichiers de %(detail)s lignes au plus."
    ),
    Trouble.CELL: _(
        "Une cellule a plus de %(detail)s caractères. Fermez ses guillemets ou raccourcissez-la."
    ),
    Trouble.QUOTE: _("Un guillemet ouvert sur cette ligne n’est jamais fermé. Fermez-le."),
    Trouble.CONTROL: _("Des caractères invisibles de cette ligne ont été retirés."),
    Trouble.UNNAMED: _("La colonne %(detail)s n’a pas de nom."),
    Trouble.TWICE: _("Plusieurs colonnes s’appellent « %(detail)s »."),
    Trouble.SHORT: _("Cette ligne a moins de cellules que de colonnes : %(detail)s."),
    Trouble.LONG: _("Cette ligne a plus de cellules que de colonnes : %(detail)s."),
}


def told(problem: Problem) -> str:
    """Return one sentence that says what is wrong."""
    limit = LIMITS.get(problem.trouble)
    detail = words.number(limit) if limit else problem.detail
    return str(SENTENCES[problem.trouble]) % {"detail": detail}
