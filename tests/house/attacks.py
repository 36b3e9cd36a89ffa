"""What people with bad intentions, or bad luck, type and send."""

from html.parser import HTMLParser

MARK = "hostile"
MARKUP = (
    f"<script>{MARK}(1)</script><img src={MARK} onerror={MARK}(1)>",
    f'"><svg/onload={MARK}(1)><iframe srcdoc="<p>{MARK}">',
    f"' onfocus='{MARK}(1)' autofocus='\" onclick=\"{MARK}(1)",
    f"</title></textarea><base href=//{MARK}.example><form action=//{MARK}.example>",
    f'<div hx-get="/{MARK}" data-hx-get="/{MARK}" sse-connect="/{MARK}" id="{MARK}">',
    f"<style>.{MARK}{{}}</style><meta http-equiv=refresh content=0;//{MARK}.example>",
    f"[{MARK}](javascript:{MARK}(1)) <a href=java&#9;script:{MARK}(1)>{MARK}</a>",
    "{{ 7*7 }} ${7*7} {% raw %} {{ config }} %s %(name)s {0} {0.__class__} #{7*7}",
)
LINKS = (
    f"javascript:{MARK}(1)", f"JaVaScRiPt://x.example/%0a{MARK}(1)", f"https:javascript:{MARK}",
    f"data:text/html,{MARK}", f"//{MARK}.example", "http://[", "http://[::1", "https://é.example",
    "http://a@b:c/", "https://x.example:99999999/", "x@y", "a" * 300 + "@x.example",
)  # fmt: skip
TEXTS = (
    "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\x1b[31m", "\x7f\x85", "é\u0301" + "\u0301" * 300,
    "\u202e gnol \u2066 txet", "\u200b\u200d\ufeff", "\u2028\u2029",
    "\U0001f469\U0001f3fd\u200d\U0001f680",
    "x" * 5000, "œuvre l’e\u0301te\u0301",
    "=1+1\t@SUM\r\nBcc: x@x.example", "../../etc/passwd", "' OR 1=1 --", "%", "\\", "a,b;c\td",
    "[]", "{}", "null", '{"a": [1]}', " ", "\r\n" * 50,
)  # fmt: skip
NUMBERS = (
    "-1", "0", "-0", "2147483648", "9223372036854775808", "9" * 400, "1e400", "NaN", "Infinity",
    "0x10", "1_000", "\uff11\uff12", "²", "٣", "1,5", "--1", "+", "1 2", "True",
)  # fmt: skip
DAYS = (
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-29", "31/04/2026",
    "29/02/2023", "2026-13-01", "-2026-01-01", "2026-W01", "\uff11\uff12/12/2026", "1/1/1",
)  # fmt: skip
LONG = "mot " * 250_000
EVERYTHING = (*MARKUP, *LINKS, *TEXTS, *NUMBERS, *DAYS)

HUGE = "9" * 30
QUERIES = (
    "", "&&=&", "q=%ED%A0%80", "q=%FF%FE", "q=%C3", f"q={'a' * 5000}", "q=*", "q=%3F*+%3F*+%3F*",
    "q=[a+TO+z]", "q=~9", "q=mot~9", "q=field:x", "q=AND+OR+NOT+((", f"q={'%28' * 1000}",
    f"q={'%22' * 300}", f"q={'a*+' * 300}", "q=%3Cscript%3Ehostile(1)%3C/script%3E",
    "start=-1", f"start={HUGE}", "start=x", "before=-1", f"before={HUGE}", "before=x",
    "since=9999-99-99", "since=0001-01-01", "since=x&until=y", "until=9999-12-31", "action=-1",
    f"action={HUGE}", "action=x", f"person={HUGE}", "person=%C2%B2", "institution=x&institution=1",
    f"institution={HUGE}", "kind[]=a", "kind=%3Cscript%3E", "sort=__class__", "sort=-", "only=x",
    "view=../../etc/passwd", "to=x", "to=", f"old={HUGE}&new=-1", "old=draft&new=draft",
    "old=%C2%B2&new=x", "ref=x", "ref=../../x", "section=x", "next=//hostile.example",
    "next=javascript:hostile(1)", "criterion=x", "domain=x&domain=y", f"scale={'x&scale=' * 500}",
    "type=x&part=x&status=x&state=x", f"on={HUGE}&held={HUGE}", f"citation={HUGE}", "target=x-1",
    f"target=action-{HUGE}", "territory-typed=%ED%A0%80", f"level=x&name={'%27' * 99}",
    f"step={HUGE}&edit={HUGE}&reading={HUGE}&comment={HUGE}", "column=x&column-1=name&0=name&0=x",
    "&".join(f"f{number}=1" for number in range(1500)),
)  # fmt: skip

GONE = {"base", "style", "iframe", "object", "embed"}
LEADS = {"href", "src", "srcset", "action", "formaction", "data-hx-get", "data-hx-post", "hx-get"}


class Danger(HTMLParser):
    """Reads a page as a browser does, and notes what would act in it that we did not write."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, or an attribute, that no page of ours has."""
        given = {name: value or "" for name, value in attrs}
        acts = (
            tag in GONE
            or (tag == "script" and not given.get("src", "").startswith("/static/"))
            or (tag == "meta" and given.get("http-equiv", "").lower() == "refresh")
            or MARK in given.get("id", "")
            or any(name.startswith(("on", "sse")) for name in given)
            or any(leads_out(given[name]) for name in LEADS & given.keys())
        )  # fmt: skip
        if acts:
            self.found.append(self.get_starttag_text() or tag)


def leads_out(address: str) -> bool:
    """Tell whether an address runs something, or leaves for the attacker's."""
    plain = "".join(address.split()).lower()
    return plain.startswith(("javascript:", "data:", "vbscript:", f"//{MARK}", f"/{MARK}"))
