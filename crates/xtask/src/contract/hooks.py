"""What schemathesis needs to know to get past the door: a session, the headers of a change, and the
ids of records that exist, so that requests reach the rules and not only the answer to a bad address."""

import itertools
import json
import os
import urllib.error
import urllib.request

import schemathesis

BASE = os.environ["CONTRACT_BASE"]
EMAIL = os.environ.get("CONTRACT_EMAIL")
PASSWORD = os.environ.get("CONTRACT_PASSWORD")

numbers = itertools.count()


def call(path, cookie=None, body=None):
    request = urllib.request.Request(
        f"{BASE}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "X-Throughline": "1", "Cookie": cookie or ""},
    )
    with urllib.request.urlopen(request) as answer:
        return answer.headers, json.load(answer)


def sign_in():
    if EMAIL is None:
        return None
    headers, _ = call("/session", body={"email": EMAIL, "password": PASSWORD})
    return headers["Set-Cookie"].split(";")[0]


COOKIE = sign_in()


def known():
    """Ids by the name that they have in an address; nothing where this caller sees nothing."""
    found = {}

    def read(name, path, pick):
        try:
            _, body = call(path, COOKIE)
        except urllib.error.HTTPError:
            return
        ids = [pick(item) for item in body.get("items", [])]
        if ids:
            found.setdefault(name, []).extend(ids)

    by_id = lambda item: item["id"]
    read("plan", "/plans", lambda item: item["plan"]["slug"])
    read("agency", "/agencies", by_id)
    read("update", "/updates?limit=50", by_id)
    read("person", "/people", by_id)
    for plan in found.get("plan", []):
        read("action", f"/plans/{plan}/actions", by_id)
        read("cycle", f"/plans/{plan}/cycles", by_id)
        read("meeting", f"/plans/{plan}/meetings", lambda item: item["meeting"]["id"])
        read("decision", f"/plans/{plan}/decisions", lambda item: item["decision"]["reference"])
        read("finding", f"/plans/{plan}/findings", by_id)
    return found


KNOWN = known()
# Whoever closed their own account would be out for the rest of the run.
OWN = call("/session", COOKIE)[1]["person"]["id"] if COOKIE else None
OTHERS = [id for id in KNOWN.get("person", []) if id != OWN]
KNOWN["person"] = OTHERS


def version(case):
    """The version of the record that is about to be changed, or one that may be wrong."""
    path = case.formatted_path
    for record in (path, path.rpartition("/")[0]):
        try:
            return call(record, COOKIE)[0]["ETag"]
        except (urllib.error.HTTPError, ValueError):
            continue
    return '"v1"'


@schemathesis.hook
def before_call(context, case, kwargs):
    number = next(numbers)
    parameters = case.path_parameters or {}
    for name in parameters:
        ids = KNOWN.get(name)
        # Three of four address something that exists.
        if ids and number % 4:
            parameters[name] = ids[number % len(ids)]
    if OWN is not None and parameters.get("person") == OWN:
        parameters["person"] = OTHERS[0] if OTHERS else "nobody"
    method = case.operation.method.upper()
    headers = case.headers
    headers["X-Throughline"] = "1"
    if method == "POST":
        headers["Idempotency-Key"] = f'"contract-{number}"'
    if any(header.name == "If-Match" for header in case.operation.headers):
        headers["If-Match"] = version(case) if number % 3 else f'"v{1 + number % 2}"'
    if COOKIE is not None:
        headers["Cookie"] = COOKIE


@schemathesis.hook
def after_call(context, case, response):
    if COOKIE is None or response.status_code != 401:
        return
    # These two answer so to a wrong password.
    if case.operation.path in ("/session", "/session/password"):
        return
    # What follows would only try the door.
    raise RuntimeError(f"the session of {EMAIL} has ended: exclude the operation that ended it")
