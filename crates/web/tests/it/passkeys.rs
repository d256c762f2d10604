//! Passkeys by another's hand: a browser and a device that 1Password wrote add them, sign in, and are lied to.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use casework::role::Role;
use node::Principal;
use node::secret::Secret;
use node::token::AddToken;
use node::user::{AddUser, NamedUser, RenewOwnSecrets};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use web::Settings;
use web::server::{Listen, Server};

use crate::device::Device;
use crate::world::{Answered, World, is_refused, of_session, world_reached_at};

const ORIGIN: &str = "https://sanad.example";
const PASSWORD: &str = "three plain canary words";
const SCOPE: [&str; 6] =
    ["passkey-add-own", "passkey-show-own", "passkey-remove-own", "user-show-own", "ledger-show-own", "news-show"];

/// Somebody who works here, with a token of their own.
struct Person {
    login: &'static str,
    token: String,
}

impl Person {
    async fn of(world: &World, login: &'static str) -> Person {
        let node = &world.node;
        let terminal = Principal::of_this_process();
        let user = AddUser {
            login: login.into(),
            name: serde_json::from_value(json!("Canary Colleague")).unwrap(),
            unit: "Unit One".into(),
            roles: BTreeSet::from([Role::Grader]),
            language: None,
            password: Some(Secret::new("the first canary password")),
        };
        node.add_user(&terminal, user).await.unwrap();
        let scope = SCOPE.iter().chain(&["user-renew-own"]).map(|verb| (*verb).to_owned()).collect();
        let ask = AddToken { user: login.into(), name: "test".into(), scope, days: 30 };
        let token = node.add_token(&terminal, ask).await.unwrap().secret.reveal().to_owned();
        let person = Person { login, token };
        person.renew(world, "the first canary password", PASSWORD).await;
        person
    }

    /// Takes new secrets; gives the recovery key.
    async fn renew(&self, world: &World, password: &str, new_password: &str) -> String {
        let who = world.node.principal_of_token(&Secret::new(self.token.clone())).await.unwrap();
        let ask = RenewOwnSecrets { password: Secret::new(password), new_password: Secret::new(new_password) };
        let given = world.node.renew_own_secrets(&who, ask).await.unwrap();
        given.recovery_key.reveal().to_owned()
    }

    async fn post(&self, world: &World, path: &str, body: &Value) -> Answered {
        world.call(Method::POST, path, &self.token, &[], Some(&body.to_string())).await
    }

    async fn begin(&self, world: &World) -> Value {
        let asked = self.post(world, "/api/v1/me/passkeys/begin", &json!({ "password": PASSWORD })).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        asked.body
    }

    async fn finish(&self, world: &World, challenge: &Value, answer: &Value) -> Answered {
        let body = json!({ "name": "Key ring", "challenge": challenge, "answer": answer });
        self.post(world, "/api/v1/me/passkeys", &body).await
    }

    /// Adds a passkey of a new device.
    async fn add(&self, world: &World) -> Device {
        let asked = self.begin(world).await;
        let mut device = Device::default();
        let answer = device.create(ORIGIN, &asked["options"]).await;
        let added = self.finish(world, &asked["challenge"], &answer).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.body);
        device
    }

    async fn passkeys(&self, world: &World) -> Value {
        let shown = world.call(Method::GET, "/api/v1/me/passkeys", &self.token, &[], None).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        shown.body["passkeys"].clone()
    }
}

async fn begin(world: &World) -> Value {
    let asked = world.call(Method::POST, "/api/v1/sign-in/passkey/begin", "", &[], None).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    asked.body
}

async fn finish(world: &World, challenge: &Value, answer: &Value) -> Answered {
    let body = json!({ "challenge": challenge, "answer": answer }).to_string();
    world.call(Method::POST, "/api/v1/sign-in/passkey", "", &[], Some(&body)).await
}

async fn sign_in(world: &World, device: &mut Device) -> Answered {
    let asked = begin(world).await;
    let answer = device.sign(ORIGIN, &asked["options"]).await;
    finish(world, &asked["challenge"], &answer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_passkey_signs_in_without_name_and_password() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let asked = rana.begin(&world).await;
    let selection = &asked["options"]["authenticatorSelection"];
    assert_eq!((&selection["residentKey"], &selection["userVerification"]), (&json!("required"), &json!("required")));
    assert_eq!(asked["options"]["rp"]["id"], "sanad.example");
    let mut device = Device::default();
    let answer = device.create(ORIGIN, &asked["options"]).await;
    let added = rana.finish(&world, &asked["challenge"], &answer).await;
    assert_eq!((added.status, &added.body["name"]), (StatusCode::OK, &json!("Key ring")), "{}", added.body);
    world.clock.advance_us(1_000_000);
    let asked = begin(&world).await;
    assert_eq!(asked["options"]["userVerification"], "required");
    assert_eq!(asked["options"]["allowCredentials"], Value::Null, "it names nobody's passkeys");
    let signed_in = sign_in(&world, &mut device).await;
    assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.body);
    assert_eq!(of_session(&world, &signed_in).await.as_deref(), Some("rana"));
    let shown = rana.passkeys(&world).await;
    assert_eq!(shown[0]["used_us"].as_i64().unwrap() - shown[0]["added_us"].as_i64().unwrap(), 1_000_000);
    assert_eq!(shown[0]["copied_us"], Value::Null);
    // Its counter rises, and is held to again.
    assert_eq!(sign_in(&world, &mut device).await.status, StatusCode::OK);
    let entries = rana.post(&world, "/api/v1/ledger/own", &json!({})).await;
    let verbs: Vec<&str> =
        entries.body["entries"].as_array().unwrap().iter().map(|entry| entry["verb"].as_str().unwrap()).collect();
    let n = |verb: &str| verbs.iter().filter(|found| **found == verb).count();
    assert_eq!((n("passkey-add-own"), n("sign-in")), (1, 2), "{verbs:?}");
    assert!(!entries.text.contains("Key ring") && !entries.text.contains("canary"), "{}", entries.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_works_once_for_five_minutes_and_outlives_a_restart() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let asked = rana.begin(&world).await;
    let mut device = Device::default();
    let answer = device.create(ORIGIN, &asked["options"]).await;
    let world = world.restarted(Some(ORIGIN)).await;
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.status, StatusCode::OK);
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.problem(), "passkey-added-already");
    let other = Device::default().create(ORIGIN, &asked["options"]).await;
    assert_eq!(rana.finish(&world, &asked["challenge"], &other).await.problem(), "passkey-not-fresh");
    let late = rana.begin(&world).await;
    let answer = Device::default().create(ORIGIN, &late["options"]).await;
    world.clock.advance_us(5 * 60 * 1_000_000);
    assert_eq!(rana.finish(&world, &late["challenge"], &answer).await.problem(), "passkey-not-fresh");

    let asked = begin(&world).await;
    let answer = device.sign(ORIGIN, &asked["options"]).await;
    let world = world.restarted(Some(ORIGIN)).await;
    assert_eq!(finish(&world, &asked["challenge"], &answer).await.status, StatusCode::OK);
    is_refused(&finish(&world, &asked["challenge"], &answer).await);
    let again = device.sign(ORIGIN, &asked["options"]).await;
    is_refused(&finish(&world, &asked["challenge"], &again).await);
    let late = begin(&world).await;
    let answer = device.sign(ORIGIN, &late["options"]).await;
    world.clock.advance_us(5 * 60 * 1_000_000);
    is_refused(&finish(&world, &late["challenge"], &answer).await);
    // A challenge of another purpose, another's, and one that was made up.
    for challenge in [rana.begin(&world).await["challenge"].clone(), json!("AAAA"), json!("")] {
        let asked = begin(&world).await;
        let answer = device.sign(ORIGIN, &asked["options"]).await;
        world.clock.advance_us(3_600_000_000);
        is_refused(&finish(&world, &challenge, &answer).await);
    }
    world.clock.advance_us(3_600_000_000);
    assert_eq!(sign_in(&world, &mut device).await.status, StatusCode::OK, "none of it closed the passkey");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_calls_at_once_with_one_answer_begin_one_session() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let mut device = rana.add(&world).await;
    let asked = begin(&world).await;
    let answer = device.sign(ORIGIN, &asked["options"]).await;
    let (one, two) =
        tokio::join!(finish(&world, &asked["challenge"], &answer), finish(&world, &asked["challenge"], &answer),);
    let n_signed_in = [&one, &two].iter().filter(|answered| answered.status == StatusCode::OK).count();
    assert_eq!(n_signed_in, 1, "{} {}", one.body, two.body);
    assert_eq!(rana.passkeys(&world).await[0]["copied_us"], Value::Null, "and nobody is taken for a thief");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_gains_nothing_from_what_it_passes_on() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    const THEIRS: &str = "https://sanad.example.net";
    let asked = rana.begin(&world).await;
    let mut options = asked["options"].clone();
    options["rp"]["id"] = json!("sanad.example.net");
    let answer = Device::default().create(THEIRS, &options).await;
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.problem(), "passkey-other-origin");
    let mut device = rana.add(&world).await;
    let asked = begin(&world).await;
    let mut options = asked["options"].clone();
    options["rpId"] = json!("sanad.example.net");
    let answer = device.sign(THEIRS, &options).await;
    is_refused(&finish(&world, &asked["challenge"], &answer).await);
    // Our name, and a port of somebody else's.
    let asked = begin(&world).await;
    let answer = device.sign("https://sanad.example:8443", &asked["options"]).await;
    is_refused(&finish(&world, &asked["challenge"], &answer).await);
    assert_eq!(sign_in(&world, &mut device).await.status, StatusCode::OK);
    let from = [("sec-fetch-site", "cross-site")];
    let begun = world.call(Method::POST, "/api/v1/sign-in/passkey/begin", "", &from, None).await;
    assert_eq!(begun.problem(), "other-site");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_asks_nobody_who_they_are_signs_nobody_in() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let asked = rana.begin(&world).await;
    let mut options = asked["options"].clone();
    options["authenticatorSelection"]["userVerification"] = json!("discouraged");
    let answer = Device::default().create(ORIGIN, &options).await;
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.problem(), "passkey-not-verified");
    let mut device = rana.add(&world).await;
    let asked = begin(&world).await;
    let mut options = asked["options"].clone();
    options["userVerification"] = json!("discouraged");
    let answer = device.sign(ORIGIN, &options).await;
    is_refused(&finish(&world, &asked["challenge"], &answer).await);
    assert_eq!(sign_in(&world, &mut device).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_anybody_else() {
    let world = world_reached_at(ORIGIN).await;
    let (rana, omar) = (Person::of(&world, "rana").await, Person::of(&world, "omar").await);
    let asked = rana.begin(&world).await;
    let mut ranas = Device::default();
    let answer = ranas.create(ORIGIN, &asked["options"]).await;
    assert_eq!(omar.finish(&world, &asked["challenge"], &answer).await.problem(), "passkey-not-fresh");
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.status, StatusCode::OK);
    // Rana's credential, put in for Omar: what was signed says whose it is.
    let asked = omar.begin(&world).await;
    let mut omars = Device::default();
    let mut answer = omars.create(ORIGIN, &asked["options"]).await;
    let own = (answer["id"].clone(), answer["rawId"].clone());
    let ranas_id = ranas.clone().sign(ORIGIN, &begin(&world).await["options"]).await["id"].clone();
    (answer["id"], answer["rawId"]) = (ranas_id.clone(), ranas_id.clone());
    assert_eq!(omar.finish(&world, &asked["challenge"], &answer).await.problem(), "passkey-added-already");
    (answer["id"], answer["rawId"]) = own;
    assert_eq!(omar.finish(&world, &asked["challenge"], &answer).await.status, StatusCode::OK);
    let rana_signed_in = sign_in(&world, &mut ranas).await;
    let omar_signed_in = sign_in(&world, &mut omars).await;
    assert_eq!(of_session(&world, &rana_signed_in).await.as_deref(), Some(rana.login));
    assert_eq!(of_session(&world, &omar_signed_in).await.as_deref(), Some(omar.login));
    // Omar's signature under Rana's handle, under Rana's credential, and under no handle.
    let handle = ranas.sign(ORIGIN, &begin(&world).await["options"]).await["response"]["userHandle"].clone();
    for (id, handle) in [(None, handle.clone()), (Some(ranas_id), handle), (None, Value::Null)] {
        let asked = begin(&world).await;
        let mut answer = omars.sign(ORIGIN, &asked["options"]).await;
        answer["response"]["userHandle"] = handle;
        if let Some(id) = id {
            (answer["id"], answer["rawId"]) = (id.clone(), id);
        }
        is_refused(&finish(&world, &asked["challenge"], &answer).await);
    }
    let id = rana.passkeys(&world).await[0]["id"].clone();
    let removed = omar.post(&world, "/api/v1/me/passkeys/remove", &json!({ "passkey": id })).await;
    assert_eq!(removed.problem(), "not-found", "which passkeys others have is not told");
    assert_eq!(omar.passkeys(&world).await.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_passkey_opens_nothing_any_more() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let mut device = rana.add(&world).await;
    let signed_in = sign_in(&world, &mut device).await;
    let id = rana.passkeys(&world).await[0]["id"].clone();
    let asked = begin(&world).await;
    let answer = device.sign(ORIGIN, &asked["options"]).await;
    let removed = rana.post(&world, "/api/v1/me/passkeys/remove", &json!({ "passkey": id })).await;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.body);
    is_refused(&finish(&world, &asked["challenge"], &answer).await);
    assert_eq!(of_session(&world, &signed_in).await, None, "sessions that it began are over");
    let again = rana.post(&world, "/api/v1/me/passkeys/remove", &json!({ "passkey": id })).await;
    assert_eq!(again.problem(), "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn new_secrets_leave_no_passkey_and_who_is_kept_out_has_none_that_opens() {
    let world = world_reached_at(ORIGIN).await;
    let (rana, omar) = (Person::of(&world, "rana").await, Person::of(&world, "omar").await);
    let old_key = omar.renew(&world, PASSWORD, "other plain canary words").await;
    let key = omar.renew(&world, "other plain canary words", PASSWORD).await;
    let (mut ranas, mut omars) = (rana.add(&world).await, omar.add(&world).await);
    let recover = async |key: &str| {
        let body = json!({ "login": "omar", "recovery_key": key, "new_password": PASSWORD }).to_string();
        world.call(Method::POST, "/api/v1/recover", "", &[], Some(&body)).await
    };
    assert_eq!(recover(&old_key).await.problem(), "sign-in");
    assert_eq!(sign_in(&world, &mut omars).await.status, StatusCode::OK);
    let recovered = recover(&key).await;
    assert_eq!(recovered.status, StatusCode::OK, "{}", recovered.body);
    is_refused(&sign_in(&world, &mut omars).await);
    omars = omar.add(&world).await;
    let asked = rana.begin(&world).await;
    let answer = Device::default().create(ORIGIN, &asked["options"]).await;
    rana.renew(&world, PASSWORD, "other plain canary words").await;
    is_refused(&sign_in(&world, &mut ranas).await);
    assert_eq!(rana.passkeys(&world).await, json!([]));
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.problem(), "passkey-not-fresh");
    let named = NamedUser { user: "omar".into() };
    world.node.disable_user(&Principal::of_this_process(), named).await.unwrap();
    is_refused(&sign_in(&world, &mut omars).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_passkey_is_closed_and_its_owner_is_told() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let mut device = rana.add(&world).await;
    let mut copy = device.clone();
    let thief = sign_in(&world, &mut copy).await;
    assert_eq!(thief.status, StatusCode::OK);
    world.clock.advance_us(1_000_000);
    is_refused(&sign_in(&world, &mut device).await);
    assert_eq!(of_session(&world, &thief).await, None, "all sessions are over");
    is_refused(&sign_in(&world, &mut copy).await);
    is_refused(&sign_in(&world, &mut device).await);
    assert!(rana.passkeys(&world).await[0]["copied_us"].is_i64());
    let news = world.call(Method::GET, "/api/v1/news", &rana.token, &[], None).await;
    let told: Vec<&Value> =
        news.body["items"].as_array().unwrap().iter().filter(|one| one["what"] == "passkey-copied").collect();
    assert_eq!(told.len(), 1, "{}", news.body);
    assert_eq!(told[0]["passkey"], rana.passkeys(&world).await[0]["id"]);
    let entries = rana.post(&world, "/api/v1/ledger/own", &json!({})).await;
    assert!(entries.text.contains("passkey-copied"), "{}", entries.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_late_makes_nobody_a_thief() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let mut device = rana.add(&world).await;
    let (early, late) = (begin(&world).await, begin(&world).await);
    world.clock.advance_us(1_000_000);
    let first = device.sign(ORIGIN, &early["options"]).await;
    let second = device.sign(ORIGIN, &late["options"]).await;
    let signed_in = finish(&world, &late["challenge"], &second).await;
    assert_eq!(signed_in.status, StatusCode::OK);
    is_refused(&finish(&world, &early["challenge"], &first).await);
    assert_eq!(rana.passkeys(&world).await[0]["copied_us"], Value::Null);
    assert_eq!(of_session(&world, &signed_in).await.as_deref(), Some("rana"));
    assert_eq!(sign_in(&world, &mut device).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_learns_nothing_and_waits() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let mut known = rana.add(&world).await;
    world.clock.advance_us(1_000_000);
    // A passkey that this node made once and forgot.
    let mut forgotten = rana.add(&world).await;
    let ids = rana.passkeys(&world).await;
    let id = ids[1]["id"].clone();
    let removed = rana.post(&world, "/api/v1/me/passkeys/remove", &json!({ "passkey": id })).await;
    assert_eq!(removed.status, StatusCode::OK);
    let mut said = Vec::new();
    for device in [&mut known, &mut forgotten] {
        let mut answers = Vec::new();
        for n in 0..4 {
            let asked = begin(&world).await;
            let mut answer = device.sign(ORIGIN, &asked["options"]).await;
            answer["response"]["signature"] = json!("MAA");
            let answered = finish(&world, &asked["challenge"], &answer).await;
            let expected = if n < 3 { "sign-in" } else { "sign-in-wait" };
            assert_eq!(answered.problem(), expected, "{n}");
            answers.push((answered.status, answered.body["title"].clone(), answered.body["detail"].clone()));
        }
        said.push(answers);
    }
    assert_eq!(said[0], said[1]);
    world.clock.advance_us(2_000_000);
    assert_eq!(sign_in(&world, &mut known).await.status, StatusCode::OK, "after the wait");
}

#[tokio::test(flavor = "multi_thread")]
async fn adding_one_needs_the_password_and_a_node_that_knows_its_address() {
    let world = world_reached_at(ORIGIN).await;
    let rana = Person::of(&world, "rana").await;
    let wrong = rana.post(&world, "/api/v1/me/passkeys/begin", &json!({ "password": "not this one" })).await;
    assert_eq!(wrong.problem(), "sign-in");
    let asked = rana.begin(&world).await;
    let answer = Device::default().create(ORIGIN, &asked["options"]).await;
    let body = json!({ "name": " ", "challenge": asked["challenge"], "answer": answer });
    assert_eq!(rana.post(&world, "/api/v1/me/passkeys", &body).await.problem(), "passkey-no-name");
    let garbled = json!({
        "id": "AA", "rawId": "AA", "type": "public-key",
        "response": { "attestationObject": "AA", "clientDataJSON": "e30" },
    });
    assert_eq!(rana.finish(&world, &asked["challenge"], &garbled).await.problem(), "passkey-not-understood");
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.status, StatusCode::OK, "a mended call goes on");
    for _ in 1..10 {
        rana.add(&world).await;
    }
    let asked = rana.begin(&world).await;
    let answer = Device::default().create(ORIGIN, &asked["options"]).await;
    assert_eq!(rana.finish(&world, &asked["challenge"], &answer).await.problem(), "passkey-too-many");

    let world = crate::world::world().await;
    let nobody = world.call(Method::POST, "/api/v1/sign-in/passkey/begin", "", &[], None).await;
    assert_eq!((nobody.status, nobody.problem()), (StatusCode::CONFLICT, "passkey-no-origin"));
    let asked = world.post("/api/v1/me/passkeys/begin", &json!({ "password": PASSWORD })).await;
    assert_eq!(asked.problem(), "passkey-no-origin");
}

/// A call over a socket, as a browser makes it; head and body of the answer.
async fn over_the_wire(port: u16, method: &str, path: &str, headers: &str, body: &str) -> (String, Value) {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let head = format!(
        "{method} /api/v1{path} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n{headers}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), serde_json::from_str(body).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn on_this_machine_localhost_is_enough() {
    let listen = Listen { address: "127.0.0.1:0".parse().unwrap(), tls: None };
    let server = Server::listen(&listen).await.unwrap();
    let port = server.address().port();
    let origin = format!("http://localhost:{port}");
    let world = world_reached_at(&origin).await;
    let rana = Person::of(&world, "rana").await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let node = Arc::clone(&world.node);
    let serving = tokio::spawn(server.serve(node, Settings::default(), async { drop(stopped.await) }));
    let bearer = format!("authorization: Bearer {}\r\n", rana.token);
    let password = json!({ "password": PASSWORD }).to_string();
    let (_, asked) = over_the_wire(port, "POST", "/me/passkeys/begin", &bearer, &password).await;
    let mut device = Device::default();
    let answer = device.create(&origin, &asked["options"]).await;
    let body = json!({ "name": "This machine", "challenge": asked["challenge"], "answer": answer }).to_string();
    let (_, added) = over_the_wire(port, "POST", "/me/passkeys", &bearer, &body).await;
    assert_eq!(added["name"], "This machine", "{added}");
    let (_, asked) = over_the_wire(port, "POST", "/sign-in/passkey/begin", "", "").await;
    let answer = device.sign(&origin, &asked["options"]).await;
    let body = json!({ "challenge": asked["challenge"], "answer": answer }).to_string();
    let (head, signed_in) = over_the_wire(port, "POST", "/sign-in/passkey", "", &body).await;
    assert_eq!(signed_in["user"]["login"], "rana", "{head} {signed_in}");
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = format!("cookie: {}\r\n", cookie.split(';').next().unwrap());
    let (_, me) = over_the_wire(port, "GET", "/me", &cookie, "").await;
    assert_eq!(me["login"], "rana");
    drop(stop);
    tokio::time::timeout(Duration::from_secs(10), serving).await.unwrap().unwrap();
}
