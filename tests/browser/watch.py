"""What a browser says of a page that is not as it should be."""

from playwright.sync_api import ConsoleMessage, Page, Request, Response

LOUD = {"error", "warning"}
# An answer such as 422 or 409 is part of the journeys; what is refused by the policy is not.
ANSWERED = "Failed to load resource: the server responded with a status of 4"
SERVER_ERROR = 500


class Watch:
    """Collects the troubles of pages: errors of scripts, refusals of the policy, other hosts."""

    def __init__(self, *tolerated: str) -> None:
        """Start with nothing; what holds one of these texts is expected."""
        self.troubles: list[str] = []
        self.tolerated = [ANSWERED, *tolerated]

    def tolerate(self, *texts: str) -> None:
        """Expect some troubles: those of a connection that is cut on purpose."""
        self.tolerated += texts

    def over(self, page: Page, origin: str) -> None:
        """Watch a page of this origin."""
        page.on("console", self._told)
        page.on("pageerror", lambda error: self._note(f"script: {error}"))
        page.on("request", lambda request: self._asked(request, origin))
        page.on("response", self._answered)

    def _told(self, message: ConsoleMessage) -> None:
        if message.type in LOUD:
            self._note(f"console: {message.text} {message.location.get('url', '')}")

    def _asked(self, request: Request, origin: str) -> None:
        if not request.url.startswith((origin, "data:", "blob:")):
            self._note(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= SERVER_ERROR:
            self._note(f"{response.status}: {response.url}")

    def _note(self, trouble: str) -> None:
        if not any(text in trouble for text in self.tolerated):
            self.troubles.append(trouble)
