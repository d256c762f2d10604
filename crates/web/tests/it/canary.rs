//! A word planted in every protected field of one unit, and every route asked by every role of that unit and of another: it
//! comes back only where a verb may show it, to a role that may ask for that verb, in the unit that owns it. It is in no log,
//! in no ledger and on no disk of the log's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::calls::{Names, calls, names};
use crate::roles::{Said, table};
use crate::world::World;

/// What is planted, and the verbs that may show it. Who may ask for a verb is said by the policies' table alone; where a
/// verb stands here is for a reviewer to doubt.
const PLANTED: &[(&str, &[&str])] = &[
    ("canaryvictimname", &["victim-read-identity"]),
    ("canaryvictimcontact", &["victim-read-identity"]),
    ("canarycluewords", &["clue-show", "clue-add", "case-export"]),
    ("canaryreporttext", &["report-read-text"]),
    ("canaryreportreference", &["report-show", "report-take", "report-add-version", "case-export"]),
    ("canarypersonname", &["person-show", "person-set-state", "person-contest", "person-settle"]),
    ("canaryplacewords", &["thing-show", "case-export"]),
    ("canaryhandle", &["thing-show", "search-exact", "case-export"]),
    (
        "canaryseriesname",
        &["series-show", "series-add-files", "series-merge", "series-split", "series-undo", "case-export"],
    ),
    (
        "canarycasenumber",
        &["case-show", "case-add-record", "case-staff", "case-close", "case-reopen", "case-hand-over", "case-export"],
    ),
    (
        "canarylegalbasis",
        &["case-show", "case-add-record", "case-staff", "case-close", "case-reopen", "case-hand-over", "case-export"],
    ),
    ("canarylinkreason", &["link-show", "link-add", "link-take-back", "case-export"]),
    ("canarystatement", &["link-show", "link-add", "link-take-back", "series-show", "case-export"]),
    (
        "canarysafetyreason",
        &[
            "victim-show",
            "victim-set-safety",
            "victim-identify",
            "victim-set-notification-wish",
            "victim-give-consent",
            "victim-withdraw-consent",
            "clock-show",
            "case-export",
        ],
    ),
    ("canarysecondreason", &["second-person-show", "second-person-answer", "second-person-ask", "today-show"]),
    ("canaryjobpath", &["job-show", "job-stop", "triage"]),
    ("canarygradingreason", &["grading-show", "grading-dispute", "grading-show-disagreements", "grading-settle"]),
    (
        "canaryleadwords",
        &["lead-show", "lead-open", "lead-send", "lead-accept", "lead-give-back", "lead-spend", "case-export"],
    ),
    ("canaryoperationname", &["operation-show", "operation-plan", "operation-begin", "operation-end", "case-export"]),
    ("canaryoutcomewords", &["outcome-show", "outcome-record", "outcome-confirm", "outcome-withdraw", "case-export"]),
    ("canaryhandlingreason", &["handling-show", "handling-set"]),
    ("canarypurpose", &[]),
    ("canarypassword", &[]),
];

/// Words that must have come back to somebody: a test that found nothing would prove nothing.
const SEEN_BY_SOMEBODY: &[&str] = &[
    "canaryvictimname",
    "canarycluewords",
    "canaryreporttext",
    "canarypersonname",
    "canaryplacewords",
    "canaryhandle",
    "canaryseriesname",
    "canarycasenumber",
    "canarylinkreason",
    "canaryjobpath",
    "canaryleadwords",
    "canaryoperationname",
    "canaryoutcomewords",
    "canaryhandlingreason",
];

struct Planted {
    names: Names,
    account: String,
}

/// A call of the planting officer's that must succeed.
async fn done(world: &World, token: &str, path: &str, body: &Value) -> Value {
    let headers = [("sanad-purpose", "canarypurpose")];
    let text = body.to_string();
    let answered = world.call(Method::POST, &format!("/api/v1{path}"), token, &headers, Some(&text)).await;
    assert_eq!(answered.status, StatusCode::OK, "{path} {body}: {}", answered.body);
    answered.body
}

/// Plants every word as officers of the unit would write it, and gives the ids that the calls are made with.
async fn plant(world: &World, officer: &str, folder: &Path) -> Planted {
    let ask = async |path: &str, body: Value| done(world, officer, path, &body).await;
    let id = |view: &Value| view["id"].as_str().unwrap_or_else(|| panic!("no id in {view}")).to_owned();
    let case = ask("/cases", json!({ "number": "canarycasenumber", "legal_basis": "canarylegalbasis" })).await;
    let case = id(&case);
    let into = json!({ "case": case });
    let clue = json!({ "kind": "plug", "words": "canarycluewords", "certainty": "certain", "into": into });
    let clue = id(&ask("/clues", clue).await);
    let person = id(&ask("/persons", json!({ "names": ["canarypersonname"], "under_18": false, "into": into })).await);
    let place = json!({ "thing": "place", "kind": "home", "country": "JO", "words": "canaryplacewords" });
    let place = id(&ask("/things", json!({ "what": place, "into": into })).await);
    let account = json!({ "thing": "handle", "service": "Somewhere", "written": "canaryhandle" });
    let account = id(&ask("/things", json!({ "what": account, "into": into })).await);
    let victim = id(&ask("/victims", json!({ "into": into })).await);
    let contact = json!({ "of": "guardian", "words": "canaryvictimcontact" });
    let identity = json!({ "victim": victim, "names": ["canaryvictimname"], "contacts": [contact] });
    ask("/victims/write-identity", identity).await;
    let at_risk = json!({ "safety": "at-risk", "risk": "high", "reason": "canarysafetyreason", "case": case });
    ask("/victims/set-safety", json!({ "victim": victim, "is": at_risk })).await;
    let series = id(&ask("/series", json!({ "name": "canaryseriesname", "into": into })).await);
    let says = json!({ "weight": "referral", "text": "canaryreporttext" });
    let report = json!({ "source": "hotline", "reference": "canaryreportreference", "says": says, "into": into });
    let report = id(&ask("/reports", report).await);
    let evidence = json!([{ "by": "statement", "words": "canarystatement" }]);
    let link = json!({ "from": person, "to": place, "kind": "lives-at", "confidence": "likely", "evidence": evidence,
                       "reason": "canarylinkreason" });
    let link = id(&ask("/links", link).await);
    let second = json!({ "verb": "case-export", "subject": case, "reason": "canarysecondreason" });
    let second = id(&ask("/second-persons", second).await);
    std::fs::write(folder.join("canaryjobpath.csv"), "md5\n0123456789abcdef0123456789abcdef\n").unwrap();
    let job = json!({ "path": "canaryjobpath.csv", "terms": { "name": "Job's list" } });
    let job = id(&ask("/jobs/list-import", job).await);
    // The events of one that waits would not end.
    ask(&format!("/jobs/{job}/stop"), json!({})).await;
    let lead = json!({ "case": case, "words": "canaryleadwords", "source": "clue", "strength": "untested" });
    let lead = id(&ask("/leads", lead).await);
    let operation = id(&ask("/operations", json!({ "name": "canaryoperationname", "into": into })).await);
    let outcome = json!({ "case": case, "kinds": ["child-identified"], "words": "canaryoutcomewords" });
    let outcome = id(&ask("/outcomes", outcome).await);
    let handling = json!({ "record": victim, "handling": { "tlp": "amber" }, "reason": "canaryhandlingreason" });
    ask("/handlings", handling).await;
    let sign_in = json!({ "login": "nobody", "password": "canarypassword of several words", "totp": "000000" });
    world.call(Method::POST, "/api/v1/sign-in", "", &[], Some(&sign_in.to_string())).await;
    let clocks = world.call(Method::GET, "/api/v1/clocks", officer, &[], None).await;
    let clock = clocks.body["items"][0]["id"].as_str().map_or("clk_0000000000000000", |id| id).to_owned();
    let mut names = names();
    for (name, value) in [
        ("cas", &case),
        ("case", &case),
        ("clu", &clue),
        ("clue", &clue),
        ("per", &person),
        ("person", &person),
        ("plc", &place),
        ("acc", &account),
        ("vic", &victim),
        ("victim", &victim),
        ("ser", &series),
        ("series", &series),
        ("keep", &series),
        ("rep", &report),
        ("report", &report),
        ("lnk", &link),
        ("link", &link),
        ("sec", &second),
        ("job", &job),
        ("lea", &lead),
        ("opn", &operation),
        ("out", &outcome),
        ("clk", &clock),
        ("clock", &clock),
    ] {
        names.insert(name.to_owned(), json!(value));
    }
    let handle = json!({ "by": "handle", "service": "Somewhere", "written": "canaryhandle" });
    names.insert("FindExact.what".into(), handle);
    names.insert("SearchAsk.words".into(), json!("canarycluewords"));
    // Nobody is let in who was outside: what is opened, handed over or linked is something else.
    names.insert("BreakGlass.opens".into(), json!("cas_0000000000000000"));
    names.insert("AddLink.to".into(), json!(place));
    names.insert("AddToCase.records".into(), json!([clue]));
    Planted { names, account }
}

/// A word that the call itself brought is no secret of the node's.
fn brought(body: Option<&str>, path: &str, word: &str) -> bool {
    body.is_some_and(|body| body.contains(word)) || path.contains(word)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planted_word_comes_back_only_to_those_who_may_see_it() {
    let intake = tempfile::tempdir().unwrap();
    let world = crate::world::world_taking_from(intake.path()).await;
    world.add_unit("Unit Two", "JO-2").await;
    let table = table();
    let document = serde_json::to_value(web::router::document()).unwrap();
    let planted = plant(&world, &world.everybody, intake.path()).await;
    let mut calls = calls(&document, &planted.names);
    // One route shows several kinds of things.
    let mut of_account = calls.iter().find(|call| call.operation == "thing-show").unwrap().clone();
    of_account.path = format!("/api/v1/things/{}", planted.account);
    calls.push(of_account);
    // What is read is read before anything is changed.
    calls.sort_by_key(|call| call.method != Method::GET);
    let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (unit, role, token) in &world.token_of_each_role(&["Unit Two", "Unit One"]).await {
        for call in calls.iter().filter(|call| call.operation != "doctor") {
            let (status, body) = make_with_purpose(&world, call, token).await;
            for (word, shown_by) in PLANTED {
                if !body.contains(word) || brought(call.body.as_deref(), &call.path, word) && !status.is_success() {
                    continue;
                }
                let may = table[&call.verb].get(role).is_some_and(|said| *said != Said::No);
                let is_shown_here = shown_by.contains(&call.verb.as_str());
                let is_right = *unit == "Unit One" && may && is_shown_here;
                let who = format!("{} {} of {unit}", call.operation, role.code());
                if is_right {
                    seen.entry(word).or_default().insert(who);
                } else if !brought(call.body.as_deref(), &call.path, word) {
                    wrong.push(format!("{word} came back from {who}: {body}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers show what they may not:\n{}", wrong.len(), wrong.join("\n"));
    for word in SEEN_BY_SOMEBODY {
        assert!(seen.contains_key(word), "nobody saw {word}: the test looks in the wrong place");
    }
    let folder = world.node.folder().path().to_owned();
    let mut n_files = 0;
    for inner in ["logs", "ledger", "runs", "spool", "jobs", "lists"] {
        n_files += search_for_words(&folder.join(inner));
    }
    assert!(n_files > 2, "logs and ledger were not there");
}

async fn make_with_purpose(world: &World, call: &crate::calls::Call, token: &str) -> (StatusCode, String) {
    let kind = if call.is_bytes { "application/octet-stream" } else { "application/json" };
    let mut headers = vec![("sanad-purpose", "canarypurpose")];
    if call.body.is_some() {
        headers.push(("content-type", kind));
    }
    let answered = world.call(call.method.clone(), &call.path, token, &headers, call.body.as_deref()).await;
    let shown: Vec<&str> = answered.headers.values().filter_map(|value| value.to_str().ok()).collect();
    (answered.status, format!("{} {}", answered.text, shown.join(" ")))
}

/// Fails when a planted word is in a file of the folder; how many files there were.
fn search_for_words(folder: &Path) -> usize {
    let mut n_files = 0;
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            n_files += search_for_words(&path);
            continue;
        }
        n_files += 1;
        let bytes = std::fs::read(&path).unwrap();
        for (word, _) in PLANTED {
            let is_there = bytes.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!is_there, "{word} is in {}", path.display());
        }
    }
    n_files
}

#[test]
fn no_verb_is_planted_for_that_there_is_not() {
    let table = table();
    for (word, shown_by) in PLANTED {
        for verb in *shown_by {
            assert!(table.contains_key(*verb), "{word}: {verb} is no verb");
        }
    }
}
