//! `Idempotency-Key`: sent again, a write is answered again and not done again.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Answered, World, world};

const DAY_US: i64 = 24 * 3_600 * 1_000_000;

/// Codes of two units begin with two things.
fn prefix_of(name: &str) -> String {
    format!("X-{}", name.len())
}

async fn add_unit(world: &World, key: &str, name: &str) -> Answered {
    let body = json!({ "name": name, "country": "JO", "victim_prefix": prefix_of(name) }).to_string();
    world.call(Method::POST, "/api/v1/units", &world.everybody, &[("idempotency-key", key)], Some(&body)).await
}

async fn n_units(world: &World) -> usize {
    world.get("/api/v1/units").await.body["units"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_is_sent_again_is_answered_again() {
    let world = world().await;
    let first = add_unit(&world, "\"k-1\"", "Unit Two").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    let again = add_unit(&world, "k-1", "Unit Two").await;
    assert_eq!((again.status, &again.body), (StatusCode::OK, &first.body));
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!(n_units(&world).await, 2);
    let other = add_unit(&world, "k-1", "Unit Three").await;
    assert_eq!((other.status, other.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused"));
    world.clock.advance_us(DAY_US + 1);
    assert_eq!(add_unit(&world, "k-1", "Unit Three").await.status, StatusCode::OK, "keys are forgotten after a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_write_keeps_no_key_and_keys_are_each_callers_own() {
    let world = world().await;
    let key = [("idempotency-key", "k-1")];
    let body = Some("{\"asked\": []}");
    let refused = world.call(Method::POST, "/api/v1/match", &world.everybody, &key, body).await;
    assert_eq!(refused.problem(), "not-a-hash");
    let refused = world.call(Method::POST, "/api/v1/match", &world.everybody, &key, Some("{}")).await;
    assert_eq!(refused.problem(), "body-unfit", "the key may be used again");
    let body = Some("{\"asked\": [{\"md5\": \"00000000000000000000000000000000\"}]}");
    for token in [&world.everybody, &world.matcher] {
        let answered = world.call(Method::POST, "/api/v1/match", token, &key, body).await;
        assert_eq!((answered.status, answered.header("idempotency-replayed")), (StatusCode::OK, ""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_never_ended_is_not_done_a_second_time() {
    let world = world().await;
    let first = add_unit(&world, "k-1", "Unit Two").await;
    assert_eq!(first.status, StatusCode::OK);
    // Another token of the same person opens no answer that was given to this one.
    let ask = json!({ "user": "everybody", "name": "second", "scope": ["unit-add"], "days": 1 });
    let given = world.post("/api/v1/tokens", &ask).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    let body = json!({ "name": "Unit Two", "country": "JO", "victim_prefix": prefix_of("Unit Two") }).to_string();
    let token = given.body["secret"].as_str().unwrap();
    let again = world.call(Method::POST, "/api/v1/units", token, &[("idempotency-key", "k-1")], Some(&body)).await;
    assert_eq!((again.status, again.problem()), (StatusCode::CONFLICT, "idempotency-outcome-unknown"));
    assert_eq!(n_units(&world).await, 2);
    assert_ne!(again.body, Value::Null);
}
