//! Signing in, and who is who.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::world::world;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_sign_in_says_nothing_of_what_was_wrong() {
    let world = world().await;
    let mut answers = Vec::new();
    for login in ["everybody", "nobody"] {
        let body = json!({ "login": login, "password": "not this one", "totp": "000000" }).to_string();
        let answered = world.call(Method::POST, "/api/v1/sign-in", "", &[], Some(&body)).await;
        assert_eq!((answered.status, answered.problem()), (StatusCode::UNAUTHORIZED, "sign-in"));
        assert_eq!(answered.header("set-cookie"), "");
        answers.push((answered.body["title"].clone(), answered.body["detail"].clone()));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_signs_nobody_in_or_out() {
    let world = world().await;
    let body = json!({ "login": "everybody", "password": "x", "totp": "000000" }).to_string();
    let from = [("sec-fetch-site", "cross-site")];
    let answered = world.call(Method::POST, "/api/v1/sign-in", "", &from, Some(&body)).await;
    assert_eq!((answered.status, answered.problem()), (StatusCode::FORBIDDEN, "other-site"));
    let answered = world.call(Method::POST, "/api/v1/sign-out", "", &from, None).await;
    assert_eq!(answered.problem(), "other-site");
    let answered = world.call(Method::POST, "/api/v1/sign-out", "", &[], None).await;
    assert_eq!(answered.status, StatusCode::OK);
    assert!(answered.header("set-cookie").starts_with("__Host-sanad=;"), "{}", answered.header("set-cookie"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_named_a_provider_nobody_is_sent_to_one_or_bound() {
    let world = world().await;
    let begun = world.call(Method::POST, "/api/v1/sign-in/provider/begin", "", &[], None).await;
    assert_eq!((begun.status, begun.problem()), (StatusCode::CONFLICT, "provider-none"));
    let body = json!({ "challenge": "AAAA", "state": "x", "code": "x" }).to_string();
    let answered = world.call(Method::POST, "/api/v1/sign-in/provider", "", &[], Some(&body)).await;
    assert_eq!(answered.problem(), "provider-none");
    let body = json!({ "challenge": "AAAA", "totp": "000000" }).to_string();
    let answered = world.call(Method::POST, "/api/v1/sign-in/provider/code", "", &[], Some(&body)).await;
    assert_eq!(answered.problem(), "provider-none");
    let bound = world.post("/api/v1/provider-accounts", &json!({ "user": "everybody", "subject": "s7" })).await;
    assert_eq!(bound.problem(), "provider-none");
    let shown = world.get("/api/v1/provider-accounts").await;
    assert_eq!(shown.body, json!({ "issuer": null, "accounts": [] }));
    let unbound = world.post("/api/v1/provider-accounts/unbind", &json!({ "user": "everybody" })).await;
    assert_eq!(unbound.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_knows_whose_it_is_and_ends_when_it_is_revoked() {
    let world = world().await;
    assert_eq!(world.get("/api/v1/me").await.body["login"], "everybody");
    let ask = json!({ "user": "everybody", "name": "second", "scope": ["user-show-own"], "days": 1 });
    let given = world.post("/api/v1/tokens", &ask).await;
    let secret = given.body["secret"].as_str().unwrap().to_owned();
    let me = world.call(Method::GET, "/api/v1/me", &secret, &[], None).await;
    assert_eq!(me.status, StatusCode::OK);
    let beyond = world.call(Method::GET, "/api/v1/users", &secret, &[], None).await;
    assert_eq!(beyond.problem(), "denied", "a token may what it is for");
    let id = given.body["token"]["id"].as_str().unwrap();
    let revoked = world.post("/api/v1/tokens/revoke", &json!({ "token": id })).await;
    assert_eq!(revoked.status, StatusCode::OK, "{}", revoked.body);
    let me = world.call(Method::GET, "/api/v1/me", &secret, &[], None).await;
    assert_eq!(me.problem(), "sign-in");
    let again = world.post("/api/v1/tokens/revoke", &json!({ "token": id })).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "a rule refuses it, with its own code");
    assert!(again.problem().starts_with("token-"), "{}", again.body);
}
