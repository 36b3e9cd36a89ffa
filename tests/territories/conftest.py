from pathlib import Path

import pytest

FILES = {
    "regions": (
        "code,nom,zone,chef_lieu",
        "84,Auvergne-Rhône-Alpes,metro,69123",
        "53,Bretagne,metro,35238",
        "986,Wallis et Futuna,com,98613",
    ),
    "departements": (
        "code,nom,region,zone,chef_lieu",
        "38,Isère,84,metro,38185",
        "35,Ille-et-Vilaine,53,metro,35238",
        "986,Wallis et Futuna,986,com,98613",
    ),
    "epci": (
        "siren,nom,type,population_totale,population_municipale,nb_communes",
        "200040715,Grenoble-Alpes-Métropole,METRO,455436,449509,49",
        "243500782,CA du Pays de Saint Malo Agglomération,CA,88000,86484,18",
    ),
    "communes": (
        "code,nom,departement,region,epci_siren,population,codes_postaux",
        "38185,Grenoble,38,84,200040715,156140,38000 38100",
        "38151,Échirolles,38,84,200040715,37491,38130",
        "38150,L'Œuvre-d'Isère,38,84,,860,38140",
        "35288,Saint-Malo,35,53,243500782,47439,35400",
        "35299,Saint-Méloir-des-Ondes,35,53,243500782,4200,35350",
        "35360,Malo,35,53,,120,35500",
        "35361,La Roche-Malo,35,53,,,35501",
    ),
}


def write(folder: Path, **changed: tuple[str, ...]) -> Path:
    """Write a small register; changed files say something else."""
    for name, lines in (FILES | changed).items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small register."""
    return write(tmp_path)
