"""The journey of one case through the API, with Python's own library alone: called by journey.sh, which made the node.

Each step says what it does in one line and stops at the first answer that is not what it must be.
"""

import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

work = pathlib.Path(sys.argv[1])
serving = json.loads((work / "serving.json").read_text().splitlines()[0])
base = f"{serving['scheme']}://{serving['address']}/api/v1"


class Person:
    """Somebody with a token, who asks the API."""

    def __init__(self, login):
        given = json.loads((work / f"token-{login}.json").read_text().splitlines()[0])
        self.token = given["secret"]
        user = json.loads((work / f"user-{login}.json").read_text().splitlines()[0])
        self.id = user["user"]["id"]

    def ask(self, path, body=None, purpose=None, status=200):
        """The JSON that a call answers; a body makes it a POST. Another status than the one expected ends the journey."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if purpose:
            headers["Sanad-Purpose"] = urllib.parse.quote(purpose)
        request = urllib.request.Request(base + path, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                found, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            found, text = error.code, error.read()
        if found != status:
            sys.exit(f"{path}: {found} where {status} was expected\n{text.decode()}")
        return json.loads(text) if text else None


def step(words):
    print(f"== {words}")


rana, sami, noor, huda, ali, lina = (Person(login) for login in ["rana", "sami", "noor", "huda", "ali", "lina"])
rows = [json.loads(line) for line in (work / "triage.jsonl").read_text().splitlines()]
files = {row["path"].split("/")[-1]: {"sha256": row["sha256"]} for row in rows if row.get("sha256") and row.get("path")}
names = ["cat.jpg", "coffee.jpg", "coffee-again.jpg", "flower.jpg"]
cat, coffee, again, flower = (files[name] for name in names)


def named(file):
    return f"sha256:{file['sha256']}"


step("three graders grade a file blind; before the third, it is not confirmed")
for n, grader in enumerate([sami, noor, huda], 1):
    grader.ask("/gradings/open-blind", {"files": [cat]})
    hidden = grader.ask(f"/files/{named(cat)}/gradings")
    assert hidden["withheld"] and not hidden["gradings"], hidden
    grader.ask("/gradings", {"file": cat, "facts": {}, "verdict": {"not-illegal": {"under": "interpol-baseline"}}})
    standing = grader.ask(f"/files/{named(cat)}/gradings")["standings"][0]
    print(f"   {n} of {standing['n_wanted']}: {standing['state']}")
    assert (standing["state"] == "confirmed") == (n == 3), standing

step("a case, and a series in it")
case = rana.ask("/cases", {"number": "SAMPLE/1", "legal_basis": "Sample order 1/2026"})["id"]
into = {"case": case}
series = rana.ask("/series", {"name": "The sample series", "into": into})["id"]
seen = [{"by": "statement", "words": "The same room in both pictures."}]
rana.ask("/series/add-files", {"series": series, "files": [cat, coffee], "confidence": "likely", "evidence": seen})

step("the series meets every stored file: what looks like a member is proposed, and a person takes it")
for _ in range(600):
    proposed = rana.ask(f"/series/{series}/proposals")["items"]
    if proposed:
        break
    time.sleep(0.1)
assert [(one["file"], one["like"], one["state"]) for one in proposed] == [(again, coffee, "waiting")], proposed
assert again not in rana.ask(f"/series/{series}")["files"], "nothing came of it by itself"
taken = rana.ask("/series/decide-proposal", {"series": series, "file": again, "takes": True})
print(f"   {taken['proposal']['closeness']}, {taken['proposal']['distance_bits']} bits apart: taken")
assert again in rana.ask(f"/series/{series}")["files"]

step("a child at risk, a person and a place, linked with evidence")
victim = rana.ask("/victims", {"into": into})
clue = rana.ask("/clues", {"kind": "plug", "words": "A plug of type D by the door.", "certainty": "certain", "into": into})["id"]
person = rana.ask("/persons", {"names": ["Sample Person"], "under_18": False, "into": into})["id"]
place = rana.ask("/things", {"what": {"thing": "place", "kind": "home", "country": "JO"}, "into": into})["id"]


def link(start, end, kind, evidence, confidence="likely"):
    ask = {"from": start, "to": end, "kind": kind, "confidence": confidence, "evidence": evidence}
    return rana.ask("/links", ask)["id"]


link(named(cat), victim["id"], "depicts", [{"by": "file", "file": cat}], "certain")
link(person, victim["id"], "has-access-to", [{"by": "statement", "words": "An uncle, says the school."}])
link(person, place, "lives-at", [{"by": "clue", "clue": clue}])
path = rana.ask(f"/links/path?from={victim['id']}&to={place}")["path"]
print(f"   {victim['code']} and {place}: {path['answer']}, {len(path['steps'])} steps")
assert len(path["steps"]) == 2, path

step("the child is at risk: the clock of telling the protection service runs, and is stopped by nothing but that")
at_risk = {"safety": "at-risk", "risk": "very-high", "reason": "Lives with the person.", "case": case}
rana.ask("/victims/set-safety", {"victim": victim["id"], "is": at_risk})
clock = next(c for c in rana.ask("/clocks?state=running")["items"] if c["kind"] == "protection-told")
stop = {"clock": clock["id"], "because": "plan-ended", "reason": "A slip."}
print("   " + ali.ask("/clocks/stop", stop, status=409)["detail"])
told = {"done": "told", "whom": "Child protection, duty officer", "at": clock["started"]["at"]}
rana.ask("/clocks/meet", {"clock": clock["id"], "by": told})

step("what the person is, on a named basis")
basis = [{"rests-on": "statement", "words": "Was in the room, says the school."}]
witness = {"person": person, "state": "witness", "basis": basis, "reason": "As stated."}
rana.ask("/persons/set-state", witness)

step("the case leaves as CASE/UCO, with a second person")
export = {"case": case, "with_names": False}
print("   alone: " + rana.ask("/cases/export", export, status=409)["detail"])
second = {"verb": "case-export", "subject": case, "details": {"with_names": "false"}, "reason": "For the prosecutor."}
asked = rana.ask("/second-persons", second)["id"]
ali.ask("/second-persons/answer", {"id": asked, "agrees": True})
document = rana.ask("/cases/export", export)
(work / "case.jsonld").write_text(json.dumps(document, ensure_ascii=False, indent=1))
assert "Sample Person" not in (work / "case.jsonld").read_text()
# Nobody has approved the tables that come with the program: no category by them is for a court.
assert "not for court: nobody has approved this table" in (work / "case.jsonld").read_text()
judge = os.environ.get("CASE_VALIDATE")
if judge:
    command = [judge, "--built-version", "case-1.5.0", "--allow-info", str(work / "case.jsonld")]
    judged = subprocess.run(command, capture_output=True, text=True)
    if judged.returncode != 0:
        sys.exit(judged.stdout + judged.stderr)
    print("   case_validate: conforms")
else:
    print("   not judged: CASE_VALIDATE is not set")

step("the case is closed with its outcome")
rana.ask("/cases/close", {"case": case, "outcome": ["child-identified"], "reason": "Found."})

step("the person's record is erased, with a second person; what stays is that it was there")
second = {"verb": "record-erase", "subject": person, "details": {"because": "ordered"}, "reason": "Court order 7."}
asked = lina.ask("/second-persons", second)["id"]
ali.ask("/second-persons/answer", {"id": asked, "agrees": True})
lina.ask("/keeping/erase", {"record": person, "because": "ordered"})
rana.ask(f"/persons/{person}", status=404)
