"""Who gets in where: a row for each route, with what each role is answered.

A route whose address holds an id needs the id of something real in the project, under its name:
`things.py` makes it, so that a member gets in and another project's is not found.
"""

from tests.house.roles import (
    ADMINS,
    CONTRIBUTE,
    IN,
    MANAGE,
    MISSING,
    NOBODY,
    NOT_THE_LAST,
    NOTHING,
    OWN,
    PUBLIC,
    READ,
    REFUSED,
    SIGN_IN,
    SIGNED_IN,
    Door,
)

ACCOUNTS = {
    "GET /login": PUBLIC,
    "POST /login": PUBLIC,
    "GET /logout": PUBLIC,
    "POST /logout": PUBLIC,
    "GET /account/": SIGNED_IN,
    "POST /account/choose": PUBLIC,
    "GET /account/export.json": SIGNED_IN,
    "GET /account/forgotten": PUBLIC,
    "POST /account/forgotten": PUBLIC,
    "GET /account/forgotten/sent": PUBLIC,
    "POST /account/name": SIGNED_IN,
    "POST /account/password": SIGNED_IN,
    "POST /account/removal": SIGNED_IN,
    "GET /account/reset/<token>": NOTHING,
    "POST /account/reset/<token>": NOTHING,
    "GET /account/sessions/": SIGNED_IN,
    "POST /account/sessions/<int:sign_in_id>/end": SIGNED_IN,
    "POST /account/sessions/end-others": SIGNED_IN,
    "GET /admin/accounts/": ADMINS,
    "POST /admin/accounts/": ADMINS,
    "GET /admin/journal/": ADMINS,
    "POST /admin/accounts/<int:user_id>/disable": ADMINS,
    "POST /admin/accounts/<int:user_id>/enable": ADMINS,
}

HOME = {
    "GET /": PUBLIC,
    "GET /accessibility": PUBLIC,
    "GET /privacy": PUBLIC,
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /projects/": SIGNED_IN,
    "GET /projects/<int:project_id>/": READ,
    "GET /projects/<int:project_id>/activity/": READ,
    "GET /projects/<int:project_id>/history/<topic>/<int:subject_id>/": READ,
    "POST /projects/<int:project_id>/read": READ,
    "POST /projects/<int:project_id>/welcome": READ,
}

INSTITUTIONS = {
    "GET /account/mandates/": SIGNED_IN,
    "POST /account/mandates/": SIGNED_IN,
    "POST /account/mandates/<int:mandate_id>/end": OWN,
    "GET /institutions/<int:institution_id>/": SIGNED_IN,
    "POST /institutions/<int:institution_id>/": Door(IN, REFUSED, REFUSED, REFUSED, IN, SIGN_IN),
}

PROJECTS = {
    "GET /projects/new/": SIGNED_IN,
    "POST /projects/new/": SIGNED_IN,
    "GET /projects/<int:project_id>/settings/": MANAGE,
    "POST /projects/<int:project_id>/settings/": MANAGE,
    "GET /projects/<int:project_id>/territories/": READ,
    "GET /projects/<int:project_id>/members/": READ,
    "POST /projects/<int:project_id>/members/leave": NOT_THE_LAST,
    "POST /projects/<int:project_id>/members/speaking": READ,
    "POST /projects/<int:project_id>/members/<int:user_id>/role": MANAGE,
    "POST /projects/<int:project_id>/members/<int:user_id>/removal": MANAGE,
    "GET /projects/<int:project_id>/members/invitations/": MANAGE,
    "POST /projects/<int:project_id>/members/invitations/": MANAGE,
    "POST /projects/<int:project_id>/members/invitations/<int:invitation_id>/withdrawal": MANAGE,
    "GET /invitations/<token>/": NOTHING,
    "POST /invitations/<token>/": NOTHING,
    "POST /invitations/<token>/account": NOTHING,
}

LIVE = {
    "GET /live/<kind>": NOBODY,
    "GET /live/<kind>-<int:space_id>": READ,
    "GET /projects/<int:project_id>/presence/": READ,
    "POST /projects/<int:project_id>/presence/": READ,
}

TERRITORIES = {"GET /territories/": PUBLIC}

READING = "/projects/<int:project_id>/indicators/<int:indicator_id>/readings/<int:reading_id>/"
SOURCE = "/projects/<int:project_id>/findings/<int:finding_id>/sources/<int:source_id>/"

LIBRARY = {
    "GET /library/": PUBLIC,
    "GET /library/search.json": PUBLIC,
    "GET /library/<slug>/": PUBLIC,
    "GET /library/<slug>/cite/": SIGNED_IN,
    "POST /library/<slug>/status": ADMINS,
    "GET /projects/<int:project_id>/citations/<slug>/": CONTRIBUTE,
    "POST /projects/<int:project_id>/citations/<slug>/": CONTRIBUTE,
    "POST /projects/<int:project_id>/citations/<int:citation_id>/removal": MANAGE,
}

ACTOR = "/projects/<int:project_id>/actors/<int:actor_id>/"
ACTORS = {
    "GET /projects/<int:project_id>/actors/": READ,
    "GET /projects/<int:project_id>/actors/new/": CONTRIBUTE,
    "POST /projects/<int:project_id>/actors/new/": CONTRIBUTE,
    f"GET {ACTOR}": READ,
    f"GET {ACTOR}edit/": CONTRIBUTE,
    f"POST {ACTOR}edit/": CONTRIBUTE,
    f"POST {ACTOR}status": CONTRIBUTE,
    f"GET {ACTOR}contacts/new/": CONTRIBUTE,
    f"POST {ACTOR}contacts/new/": CONTRIBUTE,
    f"GET {ACTOR}contacts/<int:contact_id>/": CONTRIBUTE,
    f"POST {ACTOR}contacts/<int:contact_id>/": CONTRIBUTE,
    f"POST {ACTOR}contacts/<int:contact_id>/removal": CONTRIBUTE,
    f"POST {ACTOR}relations/": CONTRIBUTE,
    f"POST {ACTOR}relations/<int:relation_id>/removal": CONTRIBUTE,
}

COMMENTS = {
    "GET /projects/<int:project_id>/comments/<topic>/<int:subject_id>/": READ,
    "POST /projects/<int:project_id>/comments/<topic>/<int:subject_id>/": CONTRIBUTE,
    "GET /projects/<int:project_id>/comments/names/": READ,
    "POST /projects/<int:project_id>/comments/<int:comment_id>/answer": READ,
    "POST /projects/<int:project_id>/comments/<int:comment_id>/removal": MANAGE,
    "POST /projects/<int:project_id>/comments/<int:comment_id>/reopening": CONTRIBUTE,
    "POST /projects/<int:project_id>/comments/<int:comment_id>/settlement": CONTRIBUTE,
}

REFERENCES = {
    "GET /projects/<int:project_id>/references/": CONTRIBUTE,
    "GET /projects/<int:project_id>/references/now/": READ,
    "GET /projects/<int:project_id>/references/<referred>/<int:referred_id>/": READ,
}

FILES = {
    "GET /projects/<int:project_id>/files/<int:file_id>/<name>": READ,
    "GET /projects/<int:project_id>/files/<int:file_id>/preview/": READ,
    "POST /projects/<int:project_id>/files/<int:file_id>/removal": MANAGE,
    "GET /projects/<int:project_id>/files/on/<topic>/<int:subject_id>/": READ,
    "POST /projects/<int:project_id>/files/on/<topic>/<int:subject_id>/": CONTRIBUTE,
}

EVALUATION = {
    "GET /projects/<int:project_id>/evaluation/": READ,
    "POST /projects/<int:project_id>/evaluation/": CONTRIBUTE,
    "GET /projects/<int:project_id>/evaluation/export.csv": READ,
    "GET /projects/<int:project_id>/evaluation/<int:entry_id>/": READ,
    "GET /projects/<int:project_id>/evaluation/<int:entry_id>/edit/": MANAGE,
    "POST /projects/<int:project_id>/evaluation/<int:entry_id>/edit/": MANAGE,
    "POST /projects/<int:project_id>/evaluation/<int:entry_id>/return": MANAGE,
    "POST /projects/<int:project_id>/evaluation/<int:entry_id>/withdrawal": MANAGE,
}

ACTIONS = {
    "GET /projects/<int:project_id>/actions/": READ,
    "POST /projects/<int:project_id>/actions/": CONTRIBUTE,
    "GET /projects/<int:project_id>/actions/export.csv": READ,
    "GET /projects/<int:project_id>/actions/export.ics": READ,
    "POST /projects/<int:project_id>/actions/place": CONTRIBUTE,
    "GET /projects/<int:project_id>/actions/<int:action_id>/": READ,
    "GET /projects/<int:project_id>/actions/<int:action_id>/edit/": CONTRIBUTE,
    "POST /projects/<int:project_id>/actions/<int:action_id>/edit/": CONTRIBUTE,
    "GET /projects/<int:project_id>/actions/<int:action_id>/move/": CONTRIBUTE,
    "POST /projects/<int:project_id>/actions/<int:action_id>/move/": CONTRIBUTE,
    "POST /projects/<int:project_id>/actions/<int:action_id>/needs/": CONTRIBUTE,
    "POST /projects/<int:project_id>/actions/<int:action_id>/needs/<int:needed_id>": CONTRIBUTE,
    "POST /projects/<int:project_id>/actions/<int:action_id>/steps/": CONTRIBUTE,
    "POST /projects/<int:project_id>/actions/<int:action_id>/steps/<int:step_id>": CONTRIBUTE,
}

ORGANISED = Door(MISSING, MISSING, MISSING, MISSING, IN, SIGN_IN)
COHORTS = {
    "GET /cohorts/": SIGNED_IN,
    "GET /cohorts/new/": ADMINS,
    "POST /cohorts/new/": ADMINS,
    "GET /cohorts/<int:cohort_id>/": ORGANISED,
    "GET /cohorts/<int:cohort_id>/settings/": ORGANISED,
    "POST /cohorts/<int:cohort_id>/settings/": ORGANISED,
    "POST /cohorts/<int:cohort_id>/groups/": ORGANISED,
    "POST /cohorts/<int:cohort_id>/trainers/": ORGANISED,
    "POST /cohorts/<int:cohort_id>/trainers/<int:user_id>/removal": ORGANISED,
}

ROUTES: dict[str, Door] = COHORTS | {
    **ACCOUNTS, **INSTITUTIONS, **PROJECTS, **HOME, **LIVE, **TERRITORIES, **LIBRARY, **COMMENTS,
    **FILES, **EVALUATION,
}  # fmt: skip

INDICATORS = {
    "GET /projects/<int:project_id>/indicators/": READ,
    "GET /projects/<int:project_id>/indicators/new/": CONTRIBUTE,
    "POST /projects/<int:project_id>/indicators/new/": CONTRIBUTE,
    "GET /projects/<int:project_id>/indicators/<int:indicator_id>/": READ,
    "POST /projects/<int:project_id>/indicators/<int:indicator_id>/": CONTRIBUTE,
    "GET /projects/<int:project_id>/indicators/<int:indicator_id>/edit/": CONTRIBUTE,
    "POST /projects/<int:project_id>/indicators/<int:indicator_id>/edit/": CONTRIBUTE,
    "POST /projects/<int:project_id>/indicators/<int:indicator_id>/watch": CONTRIBUTE,
    f"GET {READING}": CONTRIBUTE,
    f"POST {READING}": CONTRIBUTE,
    f"POST {READING}removal": CONTRIBUTE,
}

FINDINGS = {  # those that the lead asserts for another institution
    "GET /projects/<int:project_id>/findings/": READ,
    "GET /projects/<int:project_id>/findings/new/": CONTRIBUTE,
    "POST /projects/<int:project_id>/findings/new/": CONTRIBUTE,
    "GET /projects/<int:project_id>/findings/<int:finding_id>/": READ,
    "GET /projects/<int:project_id>/findings/<int:finding_id>/edit/": MANAGE,
    "POST /projects/<int:project_id>/findings/<int:finding_id>/edit/": MANAGE,
    "POST /projects/<int:project_id>/findings/<int:finding_id>/confirmation": MANAGE,
    "POST /projects/<int:project_id>/findings/<int:finding_id>/removal": MANAGE,
    "POST /projects/<int:project_id>/findings/<int:finding_id>/sources/": CONTRIBUTE,
    f"POST {SOURCE}removal": MANAGE,
    "POST /projects/<int:project_id>/findings/<int:finding_id>/viewpoint": CONTRIBUTE,
    "POST /projects/<int:project_id>/findings/<int:finding_id>/viewpoint/removal": CONTRIBUTE,
}

TEXT = "/projects/<int:project_id>/texts/<text_name>/"
PASSAGE = "/projects/<int:project_id>/passages/<int:passage_id>/"
TEXTS = {
    f"GET {TEXT}passages/": READ,
    f"POST {TEXT}passages/": CONTRIBUTE,
    f"GET {TEXT}passages/new/": CONTRIBUTE,
    f"GET {PASSAGE}": READ,
    **{f"POST {PASSAGE}{act}": CONTRIBUTE for act in ("settlement", "reopening")},
    f"POST {PASSAGE}application": MANAGE,
    f"GET {TEXT}": READ,
    f"GET {TEXT}edit/": CONTRIBUTE,
    f"POST {TEXT}": CONTRIBUTE,
    f"GET {TEXT}<int:first>-<int:last>/": READ,
    f"GET {TEXT}state": READ,
    f"POST {TEXT}updates": CONTRIBUTE,
    f"POST {TEXT}caret": CONTRIBUTE,
    f"GET {TEXT}authors/": READ,
    f"GET {TEXT}compare/": READ,
    f"GET {TEXT}versions/new/": CONTRIBUTE,
    f"POST {TEXT}versions/new/": CONTRIBUTE,
    f"GET {TEXT}versions/<int:moment>/": READ,
    f"POST {TEXT}restore": CONTRIBUTE,
}

STATEMENT = {
    "GET /projects/<int:project_id>/statement/": READ,
    "GET /projects/<int:project_id>/statement/<int:statement_id>/": READ,
    "GET /projects/<int:project_id>/statement/adoption/": MANAGE,
    "POST /projects/<int:project_id>/statement/adoption/": MANAGE,
    "GET /projects/<int:project_id>/statement/versions/": READ,
    "GET /projects/<int:project_id>/statement/versions/<int:number>/": READ,
    "POST /projects/<int:project_id>/statement/versions/<int:number>/restore": CONTRIBUTE,
    "GET /projects/<int:project_id>/statement/compare/": READ,
}

SENDER = Door(IN, MISSING, REFUSED, MISSING, MISSING, SIGN_IN)  # a sheet that the lead sent
IMPORTS = {
    "GET /projects/<int:project_id>/actors/import/": CONTRIBUTE,
    "POST /projects/<int:project_id>/actors/import/": CONTRIBUTE,
    "GET /projects/<int:project_id>/actors/import/<int:draft_id>/": SENDER,
    "POST /projects/<int:project_id>/actors/import/<int:draft_id>/": SENDER,
    "POST /projects/<int:project_id>/actors/import/<int:draft_id>/removal": SENDER,
    "POST /projects/<int:project_id>/actors/imports/<int:import_id>/undo": MANAGE,
    "GET /projects/<int:project_id>/actors/export.csv": READ,
    f"GET {ACTOR}merge/": MANAGE,
    f"POST {ACTOR}merge/": MANAGE,
}

ROUTES |= INDICATORS | FINDINGS | ACTORS | IMPORTS | ACTIONS | STATEMENT | TEXTS | REFERENCES
