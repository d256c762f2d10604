//! Signing in by a passkey through the pages, as a script of theirs asks; where there is no such page.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use casework::role::Role;
use serde_json::{Value, json};

use crate::device::Device;
use crate::pages::{Browser, Shown, between};
use crate::world::{world, world_reached_at};

const ORIGIN: &str = "https://sanad.example";
const PASSWORD: &str = "a password only I know";

impl Browser<'_> {
    /// What a script of a page of this server sends.
    async fn post_json(&mut self, path: &str, body: &Value) -> Shown {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        self.ask(Method::POST, path, &headers, Body::from(body.to_string())).await
    }
}

fn read(shown: &Shown) -> Value {
    serde_json::from_str(&shown.text).unwrap_or_else(|_| panic!("{}", shown.text))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_in_the_settings_signs_in_and_is_removed() {
    let world = world_reached_at(ORIGIN).await;
    let mut rana = Browser::signed_in(&world, &[Role::Grader], "en").await;
    assert!(rana.get("/settings").await.text.contains("data-passkey=\"add\""));
    let refused = rana.post_json("/settings/passkeys/begin", &json!({ "password": "not mine" })).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(read(&refused)["trouble"], "That is not your password.");
    let asked = read(&rana.post_json("/settings/passkeys/begin", &json!({ "password": PASSWORD })).await);
    let mut device = Device::default();
    let answer = device.create(ORIGIN, &asked["options"]).await;
    let nameless = json!({ "name": " ", "challenge": asked["challenge"], "answer": answer });
    let nameless = rana.post_json("/settings/passkeys", &nameless).await;
    assert_eq!(nameless.status, StatusCode::CONFLICT);
    assert!(read(&nameless)["trouble"].as_str().unwrap().contains("1 to 100 letters"), "{}", nameless.text);
    let named = json!({ "name": "Work <telephone>", "challenge": asked["challenge"], "answer": answer });
    let added = rana.post_json("/settings/passkeys", &named).await;
    assert_eq!(read(&added)["next"], "/settings?done=passkey-added", "{}", added.text);
    let shown = rana.get("/settings?done=passkey-added").await.text;
    assert!(shown.contains("Work &#60;telephone&#62;") && shown.contains("The passkey is added."), "{shown}");

    rana.send("/sign-out", &[]).await;
    assert_eq!(rana.get("/settings").await.status, StatusCode::SEE_OTHER);
    let page = rana.get("/sign-in?next=/settings").await.text;
    assert!(page.contains("data-passkey=\"sign-in\" data-next=\"/settings\""), "{page}");
    let asked = read(&rana.post_json("/sign-in/passkey/begin", &json!({})).await);
    let answer = device.sign(ORIGIN, &asked["options"]).await;
    let body = json!({ "challenge": asked["challenge"], "answer": answer, "next": "/settings" });
    let signed_in = rana.post_json("/sign-in/passkey", &body).await;
    assert_eq!((signed_in.status, &read(&signed_in)["next"]), (StatusCode::OK, &json!("/settings")));
    let settings = rana.get("/settings").await;
    assert_eq!(settings.status, StatusCode::OK);

    // The same answer once more, from another browser; and one that would lead elsewhere.
    let mut thief = Browser::new(&world, "en");
    let again = thief.post_json("/sign-in/passkey", &body).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(read(&again)["trouble"].as_str().unwrap().starts_with("The passkey was not accepted."));
    assert!(again.headers.get("set-cookie").is_none());
    let asked = read(&thief.post_json("/sign-in/passkey/begin", &json!({})).await);
    let answer = device.sign(ORIGIN, &asked["options"]).await;
    let body = json!({ "challenge": asked["challenge"], "answer": answer, "next": "//evil.example" });
    assert_eq!(read(&thief.post_json("/sign-in/passkey", &body).await)["next"], "/");

    let id = between(&settings.text, "name=\"passkey\" value=\"", "\"");
    let removed = rana.send("/settings/passkeys/remove", &[("passkey", id)]).await;
    assert_eq!(removed.location(), "/sign-in?done=passkey-removed");
    assert!(rana.get(removed.location()).await.text.contains("The passkey is removed"));
    for browser in [&mut rana, &mut thief] {
        assert_eq!(browser.get("/settings").await.status, StatusCode::SEE_OTHER, "every session is over");
    }
}

#[tokio::test]
async fn another_site_asks_for_no_passkey_and_a_node_without_an_address_offers_none() {
    let reached = world_reached_at(ORIGIN).await;
    let mut elsewhere = Browser::new(&reached, "en");
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "cross-site")];
    for path in ["/sign-in/passkey/begin", "/sign-in/passkey"] {
        let refused = elsewhere.ask(Method::POST, path, &headers, Body::from("{}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    let world = world().await;
    let mut rana = Browser::signed_in(&world, &[Role::Grader], "en").await;
    assert!(!rana.get("/settings").await.text.contains("passkey"));
    let begun = rana.post_json("/settings/passkeys/begin", &json!({ "password": PASSWORD })).await;
    assert_eq!(begun.status, StatusCode::CONFLICT, "{}", begun.text);
    let mut stranger = Browser::new(&world, "en");
    let page = stranger.get("/sign-in").await.text;
    assert!(!page.contains("passkey") && !page.contains("/sign-in/provider"), "{page}");
}
