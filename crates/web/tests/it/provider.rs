//! Signing in by a provider that somebody else wrote: bound people come in, others do not, whatever is passed on, repeated,
//! exchanged or lied about.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casework::protected::Protected;
use casework::role::Role;
use node::Principal;
use node::clock::Clock;
use node::provider::ProviderSettings;
use node::provider_account::BindProviderAccount;
use node::second_person::AskSecondPerson;
use node::secret::Secret;
use node::token::AddToken;
use node::user::{AddUser, NamedUser, RenewOwnSecrets};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;
use url::Url;

use crate::authenticator::{code_of, from_letters};
use crate::foreign_provider::{ForeignProvider, answer};
use crate::pages::{Browser, between};
use crate::world::{Answered, NOON_US, World, is_refused, of_session, world_asking};

const ORIGIN: &str = "https://sanad.example";
const PASSWORD: &str = "three plain canary words";
const MINUTE_US: i64 = 60_000_000;

fn settings(issuer: String) -> ProviderSettings {
    ProviderSettings {
        issuer,
        client: "sanad-node".into(),
        secret: Some(Secret::new("canary-secret-of-the-node")),
        second_factors: vec!["amr:mfa".into(), "acr:urn:unit:two".into()],
    }
}

/// A node that asks this provider, at the provider's time; and an administrator.
async fn world_of(provider: &ForeignProvider) -> (World, Principal) {
    let world = world_asking(ORIGIN, settings(provider.issuer())).await;
    world.clock.advance_us(Clock::wall().now_us() - NOON_US);
    let scope = ["provider-account-bind", "provider-account-show", "provider-account-unbind", "second-person-ask"];
    let token = add_user(&world, "keeper", Role::Administrator, &scope).await;
    let admin = world.node.principal_of_token(&token).await.unwrap();
    (world, admin)
}

/// Adds somebody; gives a token of theirs.
async fn add_user(world: &World, login: &str, role: Role, scope: &[&str]) -> Secret {
    let (node, terminal) = (&world.node, Principal::of_this_process());
    let user = AddUser {
        login: login.into(),
        name: Protected::new("Canary Colleague"),
        unit: "Unit One".into(),
        roles: BTreeSet::from([role]),
        language: None,
        password: Some(Secret::new("the first canary password")),
    };
    node.add_user(&terminal, user).await.unwrap();
    let scope = scope.iter().map(|verb| (*verb).to_owned()).collect();
    let ask = AddToken { user: login.into(), name: "test".into(), scope, days: 30 };
    node.add_token(&terminal, ask).await.unwrap().secret
}

/// Adds somebody who works here, with secrets of their own; gives a token and the key of their authenticator.
async fn add_person(world: &World, login: &str) -> (String, Vec<u8>) {
    add_person_as(world, login, Role::Grader).await
}

async fn add_person_as(world: &World, login: &str, role: Role) -> (String, Vec<u8>) {
    let mut scope = vec!["user-renew-own", "ledger-show-own", "news-show"];
    if role == Role::Supervisor {
        scope.push("second-person-answer");
    }
    let (node, token) = (&world.node, add_user(world, login, role, &scope).await);
    let who = node.principal_of_token(&token).await.unwrap();
    let ask =
        RenewOwnSecrets { password: Secret::new("the first canary password"), new_password: Secret::new(PASSWORD) };
    let given = node.renew_own_secrets(&who, ask).await.unwrap();
    (token.reveal().to_owned(), from_letters(given.totp.reveal()))
}

async fn bind(world: &World, admin: &Principal, login: &str, subject: &str) {
    let ask = BindProviderAccount { user: login.into(), subject: subject.into() };
    world.node.bind_provider_account(admin, ask).await.unwrap();
}

async fn unbind(world: &World, admin: &Principal, login: &str) {
    world.node.unbind_provider_account(admin, NamedUser { user: login.into() }).await.unwrap();
}

async fn post(world: &World, path: &str, body: &Value) -> Answered {
    world.call(Method::POST, path, "", &[], Some(&body.to_string())).await
}

async fn begin(world: &World) -> Value {
    // The provider has the time of the machine, and the machine may be slow.
    world.clock.advance_us((Clock::wall().now_us() - world.clock.now_us()).max(0));
    let asked = world.call(Method::POST, "/api/v1/sign-in/provider/begin", "", &[], None).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    asked.body
}

fn of_query(url: &Url, name: &str) -> String {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

async fn finish(world: &World, challenge: &Value, back: &Url) -> Answered {
    let body = json!({ "challenge": challenge, "state": of_query(back, "state"), "code": of_query(back, "code") });
    post(world, "/api/v1/sign-in/provider", &body).await
}

/// All of it, as far as the provider's word goes.
async fn sign_in(world: &World, provider: &ForeignProvider, subject: &str) -> Answered {
    let asked = begin(world).await;
    let back = provider.sign_in(asked["address"].as_str().unwrap(), subject).await;
    finish(world, &asked["challenge"], &back).await
}

async fn give_code(world: &World, answered: &Answered, code: &str) -> Answered {
    let challenge = &answered.body["code_wanted"]["challenge"];
    assert!(challenge.is_string() && answered.header("set-cookie").is_empty(), "{}", answered.body);
    post(world, "/api/v1/sign-in/provider/code", &json!({ "challenge": challenge, "totp": code })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_bound_signs_in_and_types_a_code_where_the_providers_word_is_not_enough() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    let (token, key) = add_person(&world, "rana").await;
    bind(&world, &admin, "rana", "canary-subject-7").await;
    let asked = begin(&world).await;
    let address: Url = asked["address"].as_str().unwrap().parse().unwrap();
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "sanad-node"),
        ("redirect_uri", "https://sanad.example/sign-in/provider"),
        ("scope", "openid"),
        ("code_challenge_method", "S256"),
        ("prompt", "login"),
        ("max_age", "300"),
        ("acr_values", "urn:unit:two"),
    ] {
        assert_eq!(of_query(&address, name), value, "{name}");
    }
    assert!(!asked["address"].as_str().unwrap().contains("canary-secret"), "{asked}");
    let back = provider.sign_in(address.as_str(), "canary-subject-7").await;
    assert_eq!(back.as_str().split('?').next(), Some("https://sanad.example/sign-in/provider"));
    let named = finish(&world, &asked["challenge"], &back).await;
    assert_eq!(named.status, StatusCode::OK, "{}", named.body);
    let heard = provider.asked();
    let exchanged = heard.iter().find(|asked| asked.starts_with("POST /oauth2/token")).unwrap();
    let form: Url = format!("http://x/?{}", exchanged.split("\r\n\r\n").nth(1).unwrap()).parse().unwrap();
    let verifier = of_query(&form, "code_verifier");
    assert_eq!(URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier)), of_query(&address, "code_challenge"));
    assert!(exchanged.to_ascii_lowercase().contains("authorization: basic "), "{exchanged}");
    assert!(!heard.iter().any(|asked| asked.contains("userinfo")), "nothing else of them is asked: {heard:?}");

    is_refused(&give_code(&world, &named, "000000").await);
    let code = code_of(&key, world.clock.now_us());
    let signed_in = give_code(&world, &named, &code).await;
    assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.body);
    assert_eq!(of_session(&world, &signed_in).await.as_deref(), Some("rana"));
    is_refused(&give_code(&world, &named, &code).await);
    // Nor does the same challenge take a newer code.
    world.clock.advance_us(MINUTE_US);
    is_refused(&give_code(&world, &named, &code_of(&key, world.clock.now_us())).await);

    let strangers = world.call(Method::POST, "/api/v1/ledger/own", &token, &[], Some("{}")).await;
    assert!(!strangers.text.contains("canary"), "{}", strangers.text);
    let verbs: Vec<&str> =
        strangers.body["entries"].as_array().unwrap().iter().map(|entry| entry["verb"].as_str().unwrap()).collect();
    for verb in ["provider-account-bind", "sign-in", "sign-in-failed", "sign-in-code-wanted"] {
        assert!(verbs.contains(&verb), "{verb}: {verbs:?}");
    }
    let news = world.call(Method::GET, "/api/v1/news", &token, &[], None).await;
    let told = news.body["items"].as_array().unwrap().iter().filter(|one| one["what"] == "provider-account-bound");
    assert_eq!(told.count(), 1, "{}", news.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_lead_to_the_provider_and_back_and_ask_for_the_code() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    let (_, key) = add_person(&world, "rana").await;
    bind(&world, &admin, "rana", "s9").await;
    world.clock.advance_us((Clock::wall().now_us() - world.clock.now_us()).max(0));
    let mut rana = Browser::new(&world, "en");
    let page = rana.get("/sign-in").await.text;
    assert!(page.contains("href=\"/sign-in/provider/begin\"") && page.contains("Sign in with"), "{page}");
    let sent_on = rana.get("/sign-in/provider/begin").await;
    assert_eq!(sent_on.status, StatusCode::SEE_OTHER);
    let kept = sent_on.headers["set-cookie"].to_str().unwrap();
    assert!(kept.contains("SameSite=Lax") && kept.contains("HttpOnly") && kept.len() < 4_096, "{kept}");
    let back = provider.sign_in(sent_on.location(), "s9").await;
    let here = &back[url::Position::BeforePath..];
    // In a browser that has not asked, the same answer lets nobody in.
    let mut thief = Browser::new(&world, "en");
    let refused = thief.get(here).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.text.contains("The sign-in was not accepted."), "{}", refused.text);
    let wanted = rana.get(here).await;
    assert_eq!(wanted.status, StatusCode::OK, "{}", wanted.text);
    let challenge = between(&wanted.text, "name=\"challenge\" value=\"", "\"").to_owned();
    let form = |code: &str| vec![("challenge".to_owned(), challenge.clone()), ("code".to_owned(), code.to_owned())];
    let send = async |browser: &mut Browser<'_>, code: &str| {
        let form = form(code);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.send("/sign-in/provider/code", &form).await
    };
    assert_eq!(send(&mut rana, "000000").await.status, StatusCode::UNAUTHORIZED);
    let signed_in = send(&mut rana, &code_of(&key, world.clock.now_us())).await;
    assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.text);
    // A page, not a redirect: with what the provider set going no strict cookie comes along.
    assert!(signed_in.text.contains("url=/"), "{}", signed_in.text);
    assert_eq!(rana.get("/").await.status, StatusCode::OK);
    assert_eq!(thief.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_provider_says_of_a_second_factor_is_believed_as_far_as_somebody_said_so() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    add_person(&world, "rana").await;
    bind(&world, &admin, "rana", "s7").await;
    let check = async |claims: Value, is_enough: bool| {
        provider.says_of("s7", &claims).await;
        let answered = sign_in(&world, &provider, "s7").await;
        assert_eq!(answered.status, StatusCode::OK, "{}", answered.body);
        assert_eq!(answered.body["session"].is_object(), is_enough, "{claims} {}", answered.body);
        assert_eq!(of_session(&world, &answered).await.as_deref(), is_enough.then_some("rana"));
    };
    check(json!({ "amr": ["pwd", "mfa"] }), true).await;
    check(json!({ "acr": "urn:unit:two" }), true).await;
    check(json!({ "amr": ["pwd"] }), false).await;
    check(json!({ "amr": ["urn:unit:two"], "acr": "mfa" }), false).await;
    check(json!({ "acr": "urn:unit:two:not" }), false).await;
    check(json!({ "roles": ["administrator"], "email": "everybody@sanad.example" }), false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_in_who_is_not_bound_or_is_kept_out() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    add_person(&world, "rana").await;
    add_person(&world, "omar").await;
    let terminal = Principal::of_this_process();
    let mfa = json!({ "amr": ["mfa"], "preferred_username": "rana", "email": "rana" });
    for subject in ["s7", "s8", "rana"] {
        provider.says_of(subject, &mfa).await;
    }
    is_refused(&sign_in(&world, &provider, "s7").await);
    bind(&world, &admin, "rana", "s7").await;
    for taken in [("rana", "s8"), ("omar", "s7")] {
        let ask = BindProviderAccount { user: taken.0.into(), subject: taken.1.into() };
        let refused = world.node.bind_provider_account(&admin, ask).await.unwrap_err();
        assert!(format!("{refused:?}").contains("BoundAlready"), "{refused:?}");
    }
    let signed_in = sign_in(&world, &provider, "s7").await;
    assert_eq!(of_session(&world, &signed_in).await.as_deref(), Some("rana"));
    // A name of ours is none of the provider's, and a subject has letters of one size.
    for other in ["s8", "rana", "S7"] {
        provider.says_of(other, &mfa).await;
        is_refused(&sign_in(&world, &provider, other).await);
    }
    unbind(&world, &admin, "rana").await;
    assert_eq!(of_session(&world, &signed_in).await, None, "sessions end with what may have begun them");
    is_refused(&sign_in(&world, &provider, "s7").await);
    bind(&world, &admin, "rana", "s7").await;
    // Between the provider's word and the code somebody is unbound, or kept out: nothing begins.
    provider.says_of("s7", &json!({})).await;
    world.clock.advance_us(10 * MINUTE_US);
    provider
        .says_of("s7", &json!({ "iat": now_s(&world), "auth_time": now_s(&world), "exp": now_s(&world) + 60 }))
        .await;
    let named = sign_in(&world, &provider, "s7").await;
    assert!(named.body["code_wanted"].is_object(), "{}", named.body);
    world.node.disable_user(&terminal, NamedUser { user: "rana".into() }).await.unwrap();
    is_refused(&give_code(&world, &named, "123456").await);
    is_refused(&sign_in(&world, &provider, "s7").await);
    let accounts = world.node.provider_accounts(&admin).await.unwrap();
    assert_eq!((accounts.accounts.len(), accounts.issuer), (0, Some(provider.issuer())), "who is kept out is unbound");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_say_who_somebody_is_at_the_provider() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    add_person(&world, "rana").await;
    let (lead, _) = add_person_as(&world, "lead", Role::Supervisor).await;
    let node = &world.node;
    let bind = async |subject: &str| {
        let ask = BindProviderAccount { user: "rana".into(), subject: subject.into() };
        node.bind_provider_account(&admin, ask).await.map_err(|error| format!("{error:?}"))
    };
    assert!(bind("s7").await.unwrap_err().contains("StaffNeeded"));
    let ask = AskSecondPerson {
        verb: "provider-account-bind".into(),
        subject: "rana".into(),
        details: [("subject".to_owned(), "s7".to_owned())].into(),
        reason: Protected::new("she signs in by the ministry"),
    };
    let asked = node.ask_second_person(&admin, ask).await.unwrap();
    assert!(bind("s7").await.unwrap_err().contains("StaffNeeded"), "asked is not agreed");
    let answer = json!({ "id": asked.id, "agrees": true, "reason": "I looked her up there" });
    let lead = node.principal_of_token(&Secret::new(lead)).await.unwrap();
    node.answer_as_second_person(&lead, serde_json::from_value(answer).unwrap()).await.unwrap();
    assert!(bind("s8").await.unwrap_err().contains("StaffNeeded"), "another one was not agreed to");
    bind("s7").await.unwrap();
    // What only takes away waits for nobody.
    unbind(&world, &admin, "rana").await;
    assert!(bind("s7").await.unwrap_err().contains("StaffNeeded"), "one agreement binds once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_one_browsers_works_once_for_five_minutes_and_outlives_a_restart() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    add_person(&world, "rana").await;
    add_person(&world, "omar").await;
    bind(&world, &admin, "rana", "s7").await;
    bind(&world, &admin, "omar", "s8").await;
    for subject in ["s7", "s8"] {
        provider.says_of(subject, &json!({ "amr": ["mfa"] })).await;
    }
    let asked = begin(&world).await;
    let back = provider.sign_in(asked["address"].as_str().unwrap(), "s7").await;
    let world = world.restarted_asking(ORIGIN, settings(provider.issuer())).await;
    let signed_in = finish(&world, &asked["challenge"], &back).await;
    assert_eq!(of_session(&world, &signed_in).await.as_deref(), Some("rana"), "{}", signed_in.body);
    is_refused(&finish(&world, &asked["challenge"], &back).await);
    // Omar's way back, in the browser that Rana began in; and his code under her state.
    let (ranas, omars) = (begin(&world).await, begin(&world).await);
    let back = provider.sign_in(omars["address"].as_str().unwrap(), "s8").await;
    is_refused(&finish(&world, &ranas["challenge"], &back).await);
    let state = of_query(&ranas["address"].as_str().unwrap().parse().unwrap(), "state");
    let mut swapped = back.clone();
    swapped.query_pairs_mut().clear().append_pair("code", &of_query(&back, "code")).append_pair("state", &state);
    is_refused(&finish(&world, &ranas["challenge"], &swapped).await);
    // What was made up, or is for something else.
    let passkey = world.call(Method::POST, "/api/v1/sign-in/passkey/begin", "", &[], None).await;
    for challenge in [passkey.body["challenge"].clone(), json!("AAAA"), json!("")] {
        world.clock.advance_us(MINUTE_US);
        is_refused(&finish(&world, &challenge, &back).await);
    }
    let late = begin(&world).await;
    let back = provider.sign_in(late["address"].as_str().unwrap(), "s7").await;
    world.clock.advance_us(5 * MINUTE_US);
    provider.asked();
    is_refused(&finish(&world, &late["challenge"], &back).await);
    assert_eq!(provider.asked(), Vec::<String>::new(), "what is over costs the provider nothing");
    let from = [("sec-fetch-site", "cross-site")];
    let begun = world.call(Method::POST, "/api/v1/sign-in/provider/begin", "", &from, None).await;
    assert_eq!(begun.problem(), "other-site");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_token_says_is_held_to_what_was_asked() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    add_person(&world, "rana").await;
    bind(&world, &admin, "rana", "s7").await;
    let now = now_s(&world);
    for wrong in [
        json!({ "nonce": "another" }),
        json!({ "aud": "another client" }),
        json!({ "aud": ["sanad-node", "another client"] }),
        json!({ "iss": "https://login.example" }),
        json!({ "exp": now - 120 }),
        json!({ "iat": now - 3_600 }),
        json!({ "iat": now + 3_600 }),
        json!({ "auth_time": now - 3_600 }),
        json!({ "auth_time": null }),
    ] {
        let mut claims = json!({ "amr": ["mfa"] });
        claims.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        provider.says_of("s7", &claims).await;
        let answered = sign_in(&world, &provider, "s7").await;
        assert_eq!(answered.status, StatusCode::UNAUTHORIZED, "{wrong} {}", answered.body);
        is_refused(&answered);
    }
    provider.says_of("s7", &json!({ "amr": ["mfa"] })).await;
    // The token is right, and somebody on the line makes another of it.
    let changed: [fn(&str, &str, &str) -> String; 3] = [
        |_, payload, _| format!("{}.{payload}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#)),
        |head, payload, _| format!("{head}.{payload}.{}", URL_SAFE_NO_PAD.encode([0; 256])),
        |head, payload, signature| {
            let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
            format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(payload.replace("mfa", "mfb")))
        },
    ];
    for change in changed {
        provider.lie(move |path, truth| {
            let (head, body) = truth.split_once("\r\n\r\n")?;
            let mut body: Value = serde_json::from_str(body).ok().filter(|_| path == "/oauth2/token")?;
            let token = body["id_token"].as_str().unwrap_or_else(|| panic!("{head} {body}")).to_owned();
            let parts: Vec<&str> = token.split('.').collect();
            body["id_token"] = change(parts[0], parts[1], parts[2]).into();
            Some(answer("200 OK", "content-type: application/json\r\n", &body.to_string()))
        });
        let answered = sign_in(&world, &provider, "s7").await;
        assert!([401, 409].contains(&answered.status.as_u16()), "{}", answered.body);
        assert_eq!(answered.header("set-cookie"), "");
        provider.speak_the_truth();
    }
    assert_eq!(of_session(&world, &sign_in(&world, &provider, "s7").await).await.as_deref(), Some("rana"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_node_goes_to_its_provider_and_nowhere_else() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, _) = world_of(&provider).await;
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let other = format!("http://{}", elsewhere.local_addr().unwrap());
    let own = provider.issuer();
    let not_reached = async || {
        world.clock.advance_us(MINUTE_US);
        let begun = world.call(Method::POST, "/api/v1/sign-in/provider/begin", "", &[], None).await;
        assert_eq!((begun.status, begun.problem()), (StatusCode::CONFLICT, "provider-not-reached"), "{}", begun.body);
    };
    let (from, to) = (format!("{own}/jwks"), format!("{other}/jwks"));
    provider.lie(move |_, truth| {
        let body = truth.split_once("\r\n\r\n")?.1.replace(&from, &to);
        Some(answer("200 OK", "content-type: application/json\r\n", &body))
    });
    not_reached().await;
    let to = other.clone();
    provider.lie(move |_, _| Some(answer("302 Found", &format!("location: {to}/\r\n"), "")));
    not_reached().await;
    provider.lie(|_, _| Some(answer("200 OK", "content-type: application/json\r\n", &" ".repeat(2 << 20))));
    not_reached().await;
    provider.lie(|_, _| Some("HTTP/1.1 200 OK\r\n".into()));
    not_reached().await;
    // Where its page is, is the browser's to go; where tokens are, the node's.
    let (from, to) = (format!("{own}/oauth2/token"), format!("{other}/oauth2/token"));
    provider.lie(move |path, truth| {
        let body = truth.split_once("\r\n\r\n")?.1.replace(&from, &to);
        path.ends_with("openid-configuration").then(|| answer("200 OK", "content-type: application/json\r\n", &body))
    });
    world.clock.advance_us(MINUTE_US);
    assert_eq!(sign_in(&world, &provider, "s7").await.problem(), "provider-not-reached");
    let came = tokio::time::timeout(std::time::Duration::from_millis(1), elsewhere.accept()).await;
    assert!(came.is_err(), "nobody came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_away_or_has_new_keys_keeps_nobody_out_for_long() {
    let Some(provider) = ForeignProvider::started().await else { return };
    let (world, admin) = world_of(&provider).await;
    add_person(&world, "rana").await;
    bind(&world, &admin, "rana", "s7").await;
    let has_signed_in = async || {
        provider.says_of("s7", &json!({ "amr": ["mfa"] })).await;
        let signed_in = sign_in(&world, &provider, "s7").await;
        assert_eq!(of_session(&world, &signed_in).await.as_deref(), Some("rana"), "{}", signed_in.body);
    };
    has_signed_in().await;
    let heard = provider.asked().len();
    has_signed_in().await;
    assert!(provider.asked().len() < heard, "what it said of itself is remembered for a while");
    // It is started anew with other keys than those that are remembered.
    provider.stop();
    provider.start().await;
    has_signed_in().await;
    provider.stop();
    world.clock.advance_us(11 * MINUTE_US);
    provider.asked();
    for _ in 0..3 {
        let begun = world.call(Method::POST, "/api/v1/sign-in/provider/begin", "", &[], None).await;
        assert_eq!(begun.problem(), "provider-not-reached");
    }
    assert_eq!(provider.asked().len(), 1, "strangers do not knock for us");
    let log = std::fs::read_to_string(world.folder().join("logs/sanad.log.jsonl")).unwrap();
    assert!(log.contains("provider-not-reached"), "whoever keeps the node finds it");
    provider.start().await;
    world.clock.advance_us(6_000_000);
    begin(&world).await;
}

fn now_s(world: &World) -> i64 {
    world.clock.now_us() / 1_000_000
}
