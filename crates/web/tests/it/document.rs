//! The document and what is served are one; and every verb has its route or a reason why not.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use expect_test::expect_file;
use node::principal::Action;
use serde_json::Value;

use crate::world::world;

/// Routes that no role is asked for.
const PUBLIC: &[(&str, &str)] = &[
    ("get", "/api/v1/alive"),
    ("post", "/api/v1/sign-in"),
    ("post", "/api/v1/sign-in/passkey/begin"),
    ("post", "/api/v1/sign-in/passkey"),
    ("post", "/api/v1/sign-in/provider/begin"),
    ("post", "/api/v1/sign-in/provider"),
    ("post", "/api/v1/sign-in/provider/code"),
    ("post", "/api/v1/sign-out"),
    ("post", "/api/v1/recover"),
];

/// Verbs that have no route, and why.
const WITHOUT_ROUTE: &[(Action, &str)] = &[
    (Action::MakeBackup, "it writes a file of the machine, which no caller over the network may name"),
    (Action::RestoreNode, "there is no node to ask before it is restored"),
    (Action::RevealFile, "pictures are for people's eyes: a page shows one for some seconds, and no program keeps it"),
    (
        Action::NameRecords,
        "it offers a person what they may mean while they type; a program names records by their ids",
    ),
    (Action::FoundNode, "a person founds a node, on a page and with the code that its terminal shows"),
];

fn document() -> Value {
    serde_json::to_value(web::router::document()).unwrap()
}

/// Method, path and operation of each route of the document.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let operations = item.as_object().unwrap().clone();
        let path = path.clone();
        operations.into_iter().map(move |(method, operation)| (method, path.clone(), operation))
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn the_document_in_the_repository_is_the_one_that_is_served() {
    let text = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    expect_file!["../../../../docs/api/openapi.json"].assert_eq(&text);
}

#[test]
fn every_route_has_its_verb_and_every_verb_its_route() {
    let verbs: BTreeMap<&str, Action> = Action::ALL.iter().map(|action| (action.verb(), *action)).collect();
    let mut routed = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document()) {
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{path}: its id is taken");
        let is_public = PUBLIC.contains(&(&method, &path));
        match operation["x-sanad-action"].as_str() {
            Some(verb) => {
                assert!(!is_public, "{method} {path}");
                let action = verbs.get(verb).unwrap_or_else(|| panic!("{method} {path}: {verb} is no verb"));
                routed.insert(*action);
            }
            None => assert!(is_public, "{method} {path} names no verb"),
        }
        let responses = operation["responses"].as_object().unwrap();
        for (status, response) in responses {
            let is_problem = status.starts_with(['4', '5']);
            assert_eq!(response["content"]["application/problem+json"].is_object(), is_problem, "{path} {status}");
        }
        assert!(is_public || responses.contains_key("401"), "{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path} says nothing");
    }
    let without: BTreeSet<Action> = WITHOUT_ROUTE.iter().map(|(action, _)| *action).collect();
    let missing: Vec<&str> = Action::ALL
        .iter()
        .filter(|action| !routed.contains(action) && !without.contains(action))
        .map(|action| action.verb())
        .collect();
    assert!(
        missing.is_empty(),
        "no route for {missing:?}: add one in crates/web/src/api/, or the reason why not in crates/web/tests/it/document.rs"
    );
    assert!(routed.is_disjoint(&without), "{:?} have a route", routed.intersection(&without));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_unknown_passes_any_route_but_the_public_ones() {
    let world = world().await;
    for (method, path, _) in operations(&document()) {
        if PUBLIC.contains(&(&method, &path)) || path == "/api/v1/match" && method == "get" {
            continue;
        }
        let filled = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect::<Vec<_>>();
        let method = axum::http::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let answered = world.call(method, &filled.join("/"), "", &[], Some("{}")).await;
        assert_eq!((answered.status, answered.problem()), (StatusCode::UNAUTHORIZED, "sign-in"), "{path}");
    }
}
