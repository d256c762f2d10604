//! Every page there is: each asked by every role, and what each costs the store.

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::StatusCode;
use casework::id::RecordId;
use casework::role::Role;
use casework::who::Moment;
use node::Principal;
use node::rematch::RematchAsk;
use serde_json::{Value, json};
use store::{Holder, LedgerEntry, Store};

use crate::asked_of_store::Statements;
use crate::evidence::{EXHIBIT, Picture, evidence, hash_near_the_entry, put_exhibit};
use crate::pages::Browser;
use crate::roles::{Said, table};
use crate::world::{NOON_US, World, world_taking_from};

/// Every page that somebody who has signed in can open, and the verb whose permission it asks for. What stands in braces is
/// filled in from [`filled`].
const PAGES: &[(&str, &str)] = &[
    ("/", "today-show"),
    ("/search", "search-words"),
    ("/search/words", "search-words"),
    ("/search/exact", "search-words"),
    ("/reports", "report-show"),
    ("/reports?state=&order=protection-priority", "report-show"),
    ("/reports/{report}", "report-show"),
    ("/exhibits", "exhibit-show"),
    ("/exhibits/{exhibit}", "exhibit-show"),
    ("/exhibits/{exhibit}?outcome=known", "exhibit-show"),
    ("/exhibits/{exhibit}?outcome=near", "exhibit-show"),
    ("/exhibits/{exhibit}?outcome=new", "exhibit-show"),
    ("/exhibits/{exhibit}?outcome=unreadable", "exhibit-show"),
    ("/exhibits/{exhibit}?outcome=held-in-this-node", "exhibit-show"),
    ("/exhibits/jobs", "job-show"),
    ("/sorting", "grading-show"),
    ("/sorting?exhibit={exhibit}", "grading-show"),
    ("/sorting?case={case}", "grading-show"),
    ("/sorting/rows?exhibit={exhibit}&from=0", "grading-show"),
    ("/sorting/stack?exhibit={exhibit}&stack={near}", "grading-show"),
    ("/gradings", "grading-show-disagreements"),
    ("/gradings/{differing}", "grading-show"),
    ("/gradings/{differing}?shown=1", "grading-show"),
    ("/matches", "match-show"),
    ("/matches/{near}", "match-show"),
    ("/series", "series-show"),
    ("/series/{series}", "series-show"),
    ("/series/{series}/proposals", "series-show-proposals"),
    ("/victims", "victim-show"),
    ("/victims/{victim}", "victim-show"),
    ("/persons", "person-show"),
    ("/persons/{person}", "person-show"),
    ("/things", "thing-show"),
    ("/things?noun=account", "thing-show"),
    ("/things/{place}", "thing-show"),
    ("/clues", "clue-show"),
    ("/clues/{clue}", "clue-show"),
    ("/links", "link-show"),
    ("/links?from={victim}&to={place}", "link-show"),
    ("/links/around/{victim}", "link-show"),
    ("/links/around/{victim}?steps=3", "link-show"),
    ("/links/around/{victim}/drawing", "link-show"),
    ("/cases", "case-show"),
    ("/cases/{case}", "case-show"),
    ("/cases/{case}/disclosure", "case-show"),
    ("/lists", "list-show"),
    ("/lists/{list}", "list-show"),
    ("/lists/{list}/matches", "match-show"),
    ("/ledger", "ledger-show-own"),
    ("/ledger/all", "ledger-show-entries"),
    ("/ledger/{case}", "ledger-show-record"),
    ("/ledger/checkpoint", "ledger-show"),
    ("/rules", "unit-show"),
    ("/rules/words", "unit-show"),
    ("/settings", "preferences-set-own"),
    ("/renew", "user-renew-own"),
    ("/second-persons", "second-person-show"),
    ("/wellbeing", "exposure-show-own"),
    ("/wellbeing/people", "exposure-show"),
    ("/wellbeing/people/{person of the unit}", "exposure-show"),
    ("/administration", "user-show"),
    ("/administration/people/{person of the unit}", "user-show"),
    ("/administration/health", "doctor"),
    ("/handling/{case}", "handling-show"),
    ("/keeping", "keeping-show"),
    ("/keeping/{case}", "keeping-show"),
];

/// Addresses that answer what no person opens by itself: a page's own parts, and what a test of its own asks for.
const NO_PAGES: &[&str] = &[
    "/assets/{digest}/{*name}",
    "/exhibits/jobs/{id}",
    "/exhibits/jobs/{id}/events",
    "/exhibits/jobs/{id}/reports/{name}",
    "/ledger/find",
    // After break-glass alone.
    "/ledger/person/{user}",
    "/recover",
    "/sign-in",
    "/sign-in/provider",
    "/sign-in/provider/begin",
    "/sorting/grey",
    "/sorting/revealed/{token}",
    "/start",
];

/// What the pages are about.
type Filled = BTreeMap<&'static str, String>;

/// Asks the API as somebody who may do everything.
async fn ask(world: &World, path: &str, body: Value) -> Value {
    let answered = world.post(&format!("/api/v1{path}"), &body).await;
    assert_eq!(answered.status, StatusCode::OK, "{path}: {}", answered.text);
    answered.body
}

async fn opened(world: &World, path: &str, body: Value) -> String {
    ask(world, path, body).await["id"].as_str().unwrap().to_owned()
}

fn file(id: &dyn std::fmt::Display) -> Value {
    json!({ "sha256": id.to_string().trim_start_matches("sha256:") })
}

/// Two cases, files that match and that are graded, and records of each kind.
async fn filled(world: &World) -> Filled {
    let lying = evidence(world).await;
    let case = opened(world, "/cases", json!({ "number": "SAMPLE/1", "legal_basis": "Order 1" })).await;
    let other_case = opened(world, "/cases", json!({ "number": "SAMPLE/2", "legal_basis": "Order 2" })).await;
    let list = world.get("/api/v1/lists").await.body["items"][0]["id"].as_str().unwrap().to_owned();
    let mut filled = Filled::from([
        ("near", lying.near.to_string()),
        ("differing", lying.new.to_string()),
        ("exhibit", EXHIBIT.to_owned()),
        ("list", list),
        ("case", case),
        ("other case", other_case),
    ]);
    for _ in 0..2 {
        records(world, &mut filled).await;
    }
    let exhibit = json!({ "case": filled["case"], "records": [EXHIBIT] });
    ask(world, "/cases/add-records", exhibit).await;
    let illegal = json!({ "illegal": { "under": "Law 1" } });
    ask(world, "/gradings", json!({ "file": file(&lying.new), "facts": {}, "verdict": illegal })).await;
    filled
}

/// A record of each kind in both cases, each linked with one of the first ones. The ids of the first are kept.
async fn records(world: &World, filled: &mut Filled) {
    let into = json!({ "case": filled["case"] });
    let seen = json!([{ "by": "statement", "words": "So says the school." }]);
    let series = opened(world, "/series", json!({ "name": "Blue sofa", "into": into })).await;
    let victim = opened(world, "/victims", json!({ "into": into })).await;
    let person = json!({ "names": ["Somebody"], "under_18": false, "into": into });
    let person = opened(world, "/persons", person).await;
    let place = json!({ "what": { "thing": "place", "kind": "home", "country": "JO" }, "into": into });
    let place = opened(world, "/things", place).await;
    let handle = json!({ "thing": "handle", "service": "chat.example", "written": format!("name{}", person.len()) });
    let _ = opened(world, "/things", json!({ "what": handle, "into": into })).await;
    let clue = json!({ "kind": "plug", "words": "By the door.", "certainty": "certain", "into": into });
    let clue = opened(world, "/clues", clue).await;
    let says = json!({ "weight": "referral", "text": "Somebody saw a page." });
    let report = opened(world, "/reports", json!({ "source": "public", "says": says, "into": into })).await;
    let made = [
        ("series", &series),
        ("victim", &victim),
        ("person", &person),
        ("place", &place),
        ("clue", &clue),
        ("report", &report),
    ];
    for (name, id) in made {
        filled.entry(name).or_insert_with(|| id.clone());
    }
    for (from, to, kind) in [
        (&person, &filled["victim"], "has-access-to"),
        (&filled["person"], &place, "lives-at"),
        (&clue, &filled["place"], "points-to"),
        (&clue, &filled["series"], "seen-in"),
        (&filled["series"], &victim, "depicts"),
    ] {
        let link = json!({ "from": from, "to": to, "kind": kind, "confidence": "likely", "evidence": seen });
        ask(world, "/links", link).await;
    }
    let added =
        json!({ "series": series, "files": [file(&filled["differing"])], "confidence": "likely", "evidence": seen });
    ask(world, "/series/add-files", added).await;
    let at_risk = json!({ "safety": "at-risk", "risk": "very-high", "reason": "Lives there.", "case": filled["case"] });
    ask(world, "/victims/set-safety", json!({ "victim": victim, "is": at_risk })).await;
    let both = json!({ "case": filled["other case"], "records": [series, victim, person, place, clue] });
    ask(world, "/cases/add-records", both).await;
}

/// What comes up while people work, another of each every time: an examination that waits, a series that was joined with the first
/// and whose files look like one of its own, and news of a person.
async fn under_way(world: &World, intake: &Path, filled: &Filled, round: u8) {
    let folder = format!("phone-{round}");
    std::fs::create_dir(intake.join(&folder)).unwrap();
    ask(world, "/jobs/triage", json!({ "path": folder, "authority": "Warrant 5" })).await;

    let look = |nth: u8| Some(hash_near_the_entry(0b1000_0000 | round << 2 | nth));
    let bytes = [[b'm', round], [b'p', round]];
    let pictures = [("member.png", &bytes[0][..], look(0)), ("like.png", &bytes[1][..], look(1))];
    let exhibit = format!("exh_{round:016}");
    let lying = put_exhibit(world, &exhibit, &format!("2026/{round}"), &pictures, &[]).await;
    let into = json!({ "case": filled["case"] });
    let series = opened(world, "/series", json!({ "name": "Green lamp", "into": into })).await;
    let seen = json!([{ "by": "statement", "words": "The same room." }]);
    let merge = json!({ "keep": filled["series"], "absorb": series, "confidence": "likely", "evidence": seen });
    ask(world, "/series/merge", merge).await;
    let added = json!({ "series": series, "files": [file(&lying[0])], "confidence": "likely", "evidence": seen });
    ask(world, "/series/add-files", added).await;

    let store = Store::open(&world.node.folder().path().join("sanad.db")).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let person: RecordId = filled["person"].parse().unwrap();
    let recheck = json!({ "what": "recheck", "leaned_on": person });
    tx.add_news(Holder::Everybody, "recheck", person, &recheck, Moment(NOON_US)).await.unwrap();
    tx.commit(LedgerEntry::new("test", "uid:0", NOON_US)).await.unwrap();
}

/// The same of an exhibit and a series of many files: of each outcome more than one statement asks about in most rooms.
async fn large(world: &World, filled: &Filled) -> Filled {
    const EACH: u32 = 600;
    let bytes: Vec<Vec<u8>> = (0..2 * EACH).map(|n| format!("picture {n}").into_bytes()).collect();
    let paths: Vec<String> = (0..2 * EACH).map(|n| format!("DCIM/{n:04}.png")).collect();
    let look = |n: usize| (n < EACH as usize).then(|| hash_near_the_entry(0b0000_0111));
    let pictures: Vec<Picture<'_>> =
        paths.iter().zip(&bytes).enumerate().map(|(n, (path, bytes))| (&**path, &**bytes, look(n))).collect();
    let unread: Vec<String> = (0..EACH).map(|n| format!("broken/{n:04}.png")).collect();
    let unread: Vec<&str> = unread.iter().map(String::as_str).collect();
    let exhibit = "exh_00000000000000b1";
    let lying = put_exhibit(world, exhibit, "2026/900", &pictures, &unread).await;
    world.node.rematch_files(&Principal::of_this_process(), RematchAsk { all_lists: true }).await.unwrap();
    ask(world, "/cases/add-records", json!({ "case": filled["case"], "records": [exhibit] })).await;
    let into = json!({ "case": filled["case"] });
    let series = opened(world, "/series", json!({ "name": "Yellow wall", "into": into })).await;
    let seen = json!([{ "by": "statement", "words": "The same wall." }]);
    for files in lying.chunks(100) {
        let files: Vec<Value> = files.iter().map(|id| file(id)).collect();
        let added = json!({ "series": series, "files": files, "confidence": "likely", "evidence": seen });
        ask(world, "/series/add-files", added).await;
    }
    let mut large = filled.clone();
    large.insert("exhibit", exhibit.to_owned());
    large.insert("series", series);
    // Those that look alike are one stack, which goes by the first of them.
    large.insert("near", lying[..EACH as usize].iter().min().unwrap().to_string());
    large
}

/// The address, with what stands in braces filled in.
fn address(pattern: &str, filled: &Filled) -> String {
    filled.iter().fold(pattern.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
}

/// Somebody of each role, in whose browser nothing is amiss, on both cases; supervisors come last, for from then on two say
/// who works here.
async fn somebody_of_each_role<'w>(world: &'w World, filled: &mut Filled) -> Vec<(Role, Browser<'w>)> {
    let mut roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Matcher).collect();
    roles.sort_by_key(|role| *role == Role::Supervisor);
    let mut people = Vec::new();
    for role in roles {
        people.push((role, Browser::signed_in(world, &[role], "en").await));
    }
    let users = world.node.users(&Principal::of_this_process()).await.unwrap().users;
    let grader = users.iter().find(|user| user.roles.len() == 1 && user.roles.contains(&Role::Grader)).unwrap();
    filled.insert("person of the unit", grader.id.to_string());
    let join: Vec<String> = users.iter().filter(|user| user.roles.len() == 1).map(|user| user.id.to_string()).collect();
    for case in ["case", "other case"] {
        let staff = json!({ "case": filled[case], "join": join, "leave": [] });
        let answered = world.post("/api/v1/cases/staff", &staff).await;
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.text);
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_answers_every_role_as_the_table_says() {
    let intake = tempfile::tempdir().unwrap();
    let world = world_taking_from(intake.path()).await;
    let mut filled = filled(&world).await;
    let people = somebody_of_each_role(&world, &mut filled).await;
    let table = table();
    let (mut wrong, mut n_asked) = (Vec::new(), 0);
    for (role, mut browser) in people {
        for (pattern, verb) in PAGES {
            let said = table[*verb][&role];
            let shown = browser.get(&address(pattern, &filled)).await;
            n_asked += 1;
            let is_right = match said {
                Said::Yes => shown.status == StatusCode::OK,
                Said::No => shown.status == StatusCode::FORBIDDEN,
                Said::Some => matches!(shown.status, StatusCode::OK | StatusCode::NOT_FOUND),
            };
            if !is_right {
                wrong.push(format!("{pattern}, {}: {verb} {said:?}, {}", role.code(), shown.status));
            }
        }
    }
    assert_eq!(n_asked, PAGES.len() * (Role::ALL.len() - 1));
    assert!(wrong.is_empty(), "{} pages answer otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

/// The addresses that a page's source answers to reading, as its routes name them.
fn routes_read_in(source: &str) -> Vec<String> {
    let named = |name: &str| {
        let after = source.split(&format!("{name}: &str = \"")).nth(1)?;
        after.split('"').next().map(str::to_owned)
    };
    let mut routes = Vec::new();
    for route in source.split(".route(").skip(1) {
        let (path, methods) = route.split_once(',').unwrap();
        let is_read = methods.trim_start().starts_with("get(");
        let literal = path.trim().trim_matches('"');
        if is_read {
            routes.push(if path.contains('"') { literal.to_owned() } else { named(literal).unwrap() });
        }
    }
    routes
}

/// What a route and an address have in common: braces stand for one part, whatever it is called.
fn is_at(route: &str, address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let (parts, asked): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    parts.len() == asked.len()
        && parts
            .iter()
            .zip(&asked)
            .all(|(part, asked)| part == asked || part.starts_with('{') && asked.starts_with('{'))
}

#[test]
fn no_page_is_left_out() {
    let mut sources = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages")];
    let mut missing = Vec::new();
    let mut n_routes = 0;
    while let Some(path) = sources.pop() {
        if path.is_dir() {
            sources.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        for route in routes_read_in(&std::fs::read_to_string(&path).unwrap()) {
            n_routes += 1;
            let is_known =
                NO_PAGES.contains(&route.as_str()) || PAGES.iter().any(|(address, _)| is_at(&route, address));
            if !is_known {
                missing.push(route);
            }
        }
    }
    assert!(n_routes > 50, "{n_routes} routes were found: do they read as they did?");
    assert!(missing.is_empty(), "name these in PAGES or in NO_PAGES: {missing:?}");
}

/// A page asks the store no more often than this, for who asks too; besides what is written into the ledger.
const QUERIES_MAX: usize = 10;

#[test]
fn a_page_asks_the_store_so_often_however_much_it_shows() {
    let this = std::env::current_exe().unwrap();
    let alone = ["--exact", "every_page::counted_alone", "--ignored", "--nocapture"];
    let output = std::process::Command::new(this).args(alone).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "counts what its whole process asks: run by a_page_asks_the_store_so_often_however_much_it_shows"]
async fn counted_alone() {
    let statements = Statements::listen();
    let intake = tempfile::tempdir().unwrap();
    let world = world_taking_from(intake.path()).await;
    let users = async || world.node.users(&Principal::of_this_process()).await.unwrap().users;
    let everything: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Matcher).collect();
    let mut browser = Browser::signed_in(&world, &everything, "en").await;
    let own = users().await.into_iter().find(|user| user.login.as_str() == "u2").unwrap().id;
    let mut filled = filled(&world).await;
    filled.insert("person of the unit", own.to_string());
    for case in ["case", "other case"] {
        let staff = json!({ "case": filled[case], "join": [own], "leave": [] });
        let answered = world.post("/api/v1/cases/staff", &staff).await;
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.text);
    }
    under_way(&world, intake.path(), &filled, 0).await;
    let few = counted(&statements, &mut browser, &filled).await;
    for _ in 0..2 {
        records(&world, &mut filled).await;
    }
    for round in 1..3 {
        under_way(&world, intake.path(), &filled, round).await;
    }
    let more = counted(&statements, &mut browser, &filled).await;
    let large = counted(&statements, &mut browser, &large(&world, &filled).await).await;
    let mut costly = Vec::new();
    for (pattern, asked) in &large {
        println!("{:3} {pattern}, a large one", asked.len());
        if asked.len() > QUERIES_MAX {
            costly.push(format!("{pattern} of a large one asks {} times:\n  {}", asked.len(), asked.join("\n  ")));
        }
    }
    for (pattern, asked) in &more {
        let (of_few, n) = (few[pattern].len(), asked.len());
        println!("{of_few:3} {n:3} {pattern}");
        if of_few > QUERIES_MAX || n > of_few {
            let [first, then] = [&few[pattern], asked].map(|asked| asked.join("\n  "));
            costly.push(format!("{pattern} asks {of_few} times:\n  {first}\nthen {n} times:\n  {then}"));
        }
    }
    assert!(costly.is_empty(), "{}", costly.join("\n"));
}

/// What each page asked.
async fn counted(
    statements: &Statements,
    browser: &mut Browser<'_>,
    filled: &Filled,
) -> BTreeMap<&'static str, Vec<String>> {
    statements.taken().await;
    let mut all = BTreeMap::new();
    for (pattern, _) in PAGES {
        let shown = browser.get(&address(pattern, filled)).await;
        assert_eq!(shown.status, StatusCode::OK, "{pattern}: {}", shown.text);
        let asked = statements.taken().await;
        assert!(!asked.is_empty(), "{pattern}: whoever reads it is asked of the store at least");
        all.insert(*pattern, asked);
    }
    all
}
