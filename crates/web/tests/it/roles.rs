//! Every route asked by every role: it answers as `permissions.txt` says. A route that forgets to ask the policies fails here.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use casework::role::Role;
use serde_json::Value;

use crate::calls::{Call, calls, names};
use crate::world::{World, world_taking_from};

/// What the table says to a verb and a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Yes,
    No,
    /// About some kinds of records only.
    Some,
}

/// The table as people review it: each verb's answer to each role.
pub(crate) fn table() -> BTreeMap<String, BTreeMap<Role, Said>> {
    let text = include_str!("../../../node/policies/permissions.txt");
    let heads = Role::ALL.iter().map(|role| (role.code()[..4].to_owned(), *role)).collect::<BTreeMap<_, _>>();
    assert_eq!(heads.len(), Role::ALL.len(), "four letters tell roles apart");
    let mut columns: Vec<Option<Role>> = Vec::new();
    let mut table = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        let rest: Vec<&str> = words.collect();
        if rest.first() == Some(&"term") {
            columns = rest.iter().map(|head| heads.get(*head).copied()).collect();
        } else if line.starts_with("  ") && rest.len() >= columns.len() && !columns.is_empty() {
            let marks = columns.iter().zip(&rest).filter_map(|(role, mark)| {
                let said = match *mark {
                    "✔" => Said::Yes,
                    "✘" => Said::No,
                    "◐" => Said::Some,
                    _ => return None,
                };
                role.map(|role| (role, said))
            });
            table.insert(first.to_owned(), marks.collect());
        }
    }
    table
}

/// Answers that a right may be given beside the one that was asked for: what was made up here is not there, is refused by a
/// rule, or was tried too often. A body that does not fit is none of them.
fn is_an_answer(status: StatusCode, call: &Call) -> bool {
    let fits = !matches!(status.as_u16(), 400 | 415 | 422) || call.is_bytes;
    fits && ![StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED, StatusCode::METHOD_NOT_ALLOWED].contains(&status)
}

/// What is asked for with another verb, which the asker must be allowed as well: whoever may not export a case cannot ask that
/// somebody agrees to its export.
const FOR_ANOTHER_VERB: &[(&str, &str)] = &[("second-person-ask", "case-export")];

/// It asks for the password as well, and the one that is made up here is wrong.
const ASKS_FOR_A_PASSWORD: &str = "user-renew-own";

/// They start decoders, which these tests have none of: only that they are refused is asked.
const NEEDS_DECODERS: &[&str] = &["doctor", "find-file", "match-query-file"];

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_role_as_the_table_says() {
    let intake = tempfile::tempdir().unwrap();
    let world = world_taking_from(intake.path()).await;
    let table = table();
    let document = serde_json::to_value(web::router::document()).unwrap();
    let calls = calls(&document, &names());
    assert!(calls.len() > 90, "{} calls", calls.len());
    let mut wrong = Vec::new();
    let mut n_asked = 0;
    for (_, role, token) in &world.token_of_each_role(&["Unit One"]).await {
        for call in &calls {
            let of_verb = |verb: &str| {
                let said = table.get(verb).and_then(|roles| roles.get(role));
                *said.unwrap_or_else(|| panic!("{verb} and {} are not in the table", role.code()))
            };
            let other = FOR_ANOTHER_VERB.iter().find(|(operation, _)| *operation == call.operation);
            let also = other.map_or(Said::Yes, |(_, verb)| of_verb(verb));
            let said = if also == Said::No { Said::No } else { of_verb(&call.verb) };
            if said == Said::Some || said == Said::Yes && NEEDS_DECODERS.contains(&call.operation.as_str()) {
                continue;
            }
            let answered = make(&world, call, token).await;
            n_asked += 1;
            let is_right = match said {
                Said::No => answered.0 == StatusCode::FORBIDDEN && answered.1["code"] == "denied",
                _ if call.operation == ASKS_FOR_A_PASSWORD => answered.0 == StatusCode::UNAUTHORIZED,
                _ => is_an_answer(answered.0, call),
            };
            if !is_right {
                wrong.push(format!("{}, {}: {said:?}, {} {}", call.operation, role.code(), answered.0, answered.1));
            }
        }
    }
    let shown: BTreeSet<&str> = calls.iter().map(|call| call.verb.as_str()).collect();
    println!("{n_asked} calls of {} routes, {} verbs", calls.len(), shown.len());
    assert!(wrong.is_empty(), "{} answers are not what the table says:\n{}", wrong.len(), wrong.join("\n"));
}

/// Makes the call; its status and its body.
async fn make(world: &World, call: &Call, token: &str) -> (StatusCode, Value) {
    let kind = if call.is_bytes { "application/octet-stream" } else { "application/json" };
    let headers: &[(&str, &str)] = if call.body.is_some() { &[("content-type", kind)] } else { &[] };
    let answered = world.call(call.method.clone(), &call.path, token, headers, call.body.as_deref()).await;
    (answered.status, answered.body)
}
