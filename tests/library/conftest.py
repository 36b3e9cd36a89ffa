import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """The browser of somebody who has not signed in."""
    return app.test_client()
