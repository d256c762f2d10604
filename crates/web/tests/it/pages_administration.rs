//! Administration: how others come in, who answers in whose place, the node's health, and what leads a new node to its first list.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use casework::role::Role;
use node::Principal;
use words::{Lang, Words};

use crate::pages::{Browser, SECRET, between};
use crate::world::{World, world};

fn said(key: &str) -> String {
    Words::in_language(Lang::English).say_plain(key, &[])
}

/// The id of whoever signed in last.
async fn newest(world: &World) -> String {
    let users = world.node.users(&Principal::of_this_process()).await.unwrap().users;
    let last = format!("u{}", users.len() - 1);
    users.iter().find(|user| user.login.as_str() == last).unwrap().id.to_string()
}

#[tokio::test]
async fn an_access_token_is_made_shown_once_used_and_revoked() {
    let world = world().await;
    let mut keeper = Browser::signed_in(&world, &[Role::Administrator], "en").await;
    let me = format!("/administration/people/{}", newest(&world).await);
    let shown = keeper.get(&me).await.text;
    assert!(shown.contains("name=\"scope\" value=\"unit-show\"") && shown.contains(&said("access-tokens-none")));
    assert!(!shown.contains("value=\"grading-add\""), "no more than their roles may");
    let nothing = [("name", "for a test"), ("days", "30")];
    let refused = keeper.send(&format!("{me}/tokens"), &nothing).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("value=\"for a test\""));
    let asked = [("name", "for a test"), ("days", "30"), ("scope", "unit-show")];
    let given = keeper.send(&format!("{me}/tokens"), &asked).await;
    assert_eq!((given.status, &given.headers["cache-control"]), (StatusCode::OK, &"no-store".parse().unwrap()));
    let secret = between(&given.text, SECRET, "</code>").to_owned();
    let call = async |path: &str| world.call(Method::GET, path, &secret, &[], None).await.status;
    assert_eq!(call("/api/v1/units").await, StatusCode::OK);
    assert_eq!(call("/api/v1/users").await, StatusCode::FORBIDDEN, "and for nothing else");
    let shown = keeper.get(&me).await.text;
    assert!(
        shown.contains("for a test") && shown.contains("<bdi>1</bdi> action") && !shown.contains(&secret),
        "{shown}"
    );
    let token = between(&shown, "name=\"token\" value=\"", "\"").to_owned();
    let revoked = keeper.send(&format!("{me}/revoke-token"), &[("token", &token)]).await;
    assert_eq!(revoked.location(), format!("{me}?done=access-token-revoked"));
    assert_eq!(call("/api/v1/units").await, StatusCode::UNAUTHORIZED);
    let again = keeper.send(&format!("{me}/revoke-token"), &[("token", &token)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    for lang in Lang::ALL {
        keeper.send("/settings/language", &[("language", lang.code()), ("next", "/")]).await;
        let shown = keeper.get(&me).await.text;
        let revoked = Words::in_language(lang).say_plain("access-token-is-revoked", &[]);
        assert!(shown.contains(&revoked) && !shown.contains('‹'), "{}: {shown}", lang.code());
    }
}

#[tokio::test]
async fn a_token_of_somebody_else_is_made_by_two() {
    let world = world().await;
    let mut keeper = Browser::signed_in(&world, &[Role::Administrator], "en").await;
    let _rana = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let hers = newest(&world).await;
    let path = format!("/administration/people/{hers}");
    let mut supervisor = Browser::signed_in(&world, &[Role::Supervisor], "en").await;
    let asked = [("name", "for a test"), ("days", "30"), ("scope", "grading-show"), ("scope", "exhibit-show")];
    let refused = keeper.send(&format!("{path}/tokens"), &asked).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let scope = between(&refused.text, "type=\"hidden\" name=\"scope\" value=\"", "\"").to_owned();
    assert_eq!(scope, "exhibit-show,grading-show");
    let ask = [("verb", "token-add"), ("subject", &hers), ("scope", &scope), ("reason", "a program of hers")];
    assert_eq!(keeper.send("/second-persons/ask", &ask).await.location(), "/second-persons?done=second-person-asked");
    let shown = supervisor.get("/second-persons").await.text;
    assert!(shown.contains(&said("action-token-add")) && shown.contains("<bdi>Colleague u3</bdi>"), "{shown}");
    let id = between(&shown, "name=\"id\" value=\"", "\"").to_owned();
    let agreed = supervisor.send("/second-persons", &[("id", &id), ("agrees", "true")]).await;
    assert_eq!(agreed.location(), "/second-persons?done=second-person-answered");
    let given = keeper.send(&format!("{path}/tokens"), &asked).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text);
    assert!(given.text.contains(SECRET));
}

#[tokio::test]
async fn a_session_of_somebody_else_is_ended_and_none_but_administrators_see_it() {
    let world = world().await;
    let mut keeper = Browser::signed_in(&world, &[Role::Administrator], "en").await;
    let mut rana = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let path = format!("/administration/people/{}", newest(&world).await);
    let mut auditor = Browser::signed_in(&world, &[Role::Auditor], "en").await;
    let read = auditor.get(&path).await.text;
    assert!(!read.contains(&said("sessions-of")) && read.contains(&said("access-tokens")));
    assert!(!read.contains(&said("access-token-add")), "who only reads makes none");
    let session = between(&keeper.get(&path).await.text, "name=\"session\" value=\"", "\"").to_owned();
    let denied = rana.send(&format!("{path}/end-session"), &[("session", &session)]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    assert_eq!(rana.get("/settings").await.status, StatusCode::OK);
    let ended = keeper.send(&format!("{path}/end-session"), &[("session", &session)]).await;
    assert_eq!(ended.location(), format!("{path}?done=session-ended"));
    assert_eq!(rana.get("/settings").await.location(), "/sign-in?next=%2Fsettings");
    assert!(keeper.get(&path).await.text.contains(&said("sessions-of-none")));
}

#[tokio::test]
async fn a_supervisor_names_a_deputy_and_ends_it() {
    let world = world().await;
    let mut rana = Browser::signed_in(&world, &[Role::Grader], "en").await;
    let hers = newest(&world).await;
    let mut supervisor = Browser::signed_in(&world, &[Role::Supervisor], "en").await;
    let own = newest(&world).await;
    let shown = supervisor.get("/second-persons").await.text;
    assert!(shown.contains(&said("deputies-none")) && shown.contains(&format!("<option value=\"{hers}\">")));
    assert!(!shown.contains(&format!("<option value=\"{own}\">")), "nobody is their own");
    assert!(!rana.get("/second-persons").await.text.contains(&said("deputies")), "nothing to do with her yet");
    let name = "/second-persons/deputies";
    let refused = supervisor.send(name, &[("user", &hers), ("days", "91")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("1 to 90 days"));
    assert_eq!(rana.send(name, &[("user", &own), ("days", "9")]).await.status, StatusCode::FORBIDDEN);
    let named = supervisor.send(name, &[("user", &hers), ("days", "14")]).await;
    assert_eq!(named.location(), "/second-persons?done=deputy-named");
    for reader in [&mut supervisor, &mut rana] {
        let shown = reader.get("/second-persons").await.text;
        assert!(shown.contains("<bdi>Colleague u2</bdi>") && shown.contains("<bdi>Colleague u3</bdi>"), "{shown}");
    }
    assert!(!rana.get("/second-persons").await.text.contains("/second-persons/end-deputy"));
    let ended = supervisor.send("/second-persons/end-deputy", &[("user", &hers)]).await;
    assert_eq!(ended.location(), "/second-persons?done=deputy-ended");
    assert!(supervisor.get("/second-persons").await.text.contains(&said("deputies-none")));
    let again = supervisor.send("/second-persons/end-deputy", &[("user", &hers)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nodes_health_is_examined_when_asked_and_says_what_to_do() {
    let world = world().await;
    let mut examiner = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    let before = examiner.get("/administration/health").await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(before.text.contains(&said("health-examine")) && !before.text.contains(&said("health-good")));
    for lang in Lang::ALL {
        examiner.send("/settings/language", &[("language", lang.code()), ("next", "/")]).await;
        let shown = examiner.get("/administration/health?now=1").await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        assert!(!shown.text.contains('‹'), "{}: {}", lang.code(), shown.text);
        // The worker of these tests answers nothing: that is said first, with what to do next.
        let words = Words::in_language(lang);
        let amiss = shown.text.find(&words.say_plain("health-amiss", &[])).unwrap();
        let good = shown.text.find(&words.say_plain("health-good", &[])).unwrap();
        assert!(amiss < good && shown.text.contains(&words.say_plain("health-do-self-test", &[])));
    }
    let mut grader = Browser::signed_in(&world, &[Role::Grader], "en").await;
    for path in ["/administration/health", "/administration/health?now=1"] {
        assert_eq!(grader.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let mut keeper = Browser::signed_in(&world, &[Role::Administrator], "en").await;
    assert!(keeper.get("/administration").await.text.contains("href=\"/administration/health\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lists_file_is_sent_and_its_bad_rows_are_named() {
    let world = world().await;
    let mut examiner = Browser::signed_in(&world, &[Role::Examiner], "en").await;
    let bytes = [("content-type", "application/octet-stream"), ("sec-fetch-site", "same-origin")];
    let rows = "md5\n0123456789abcdef0123456789abcdee\nnot-a-hash\n";
    let path = "/lists/upload?path=&name=Sent+here&owner=A+partner&purpose=removal&threshold_bits=20&tlp=amber&kind=md5&scheme=";
    let asked = examiner.ask(Method::POST, path, &bytes, Body::from(rows)).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    assert!(asked.location().starts_with("/exhibits/jobs/job_"), "{}", asked.location());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let node = std::sync::Arc::clone(&world.node);
    let runner = tokio::spawn(async move { node.run_jobs(async { drop(stopped.await) }).await });
    let job = asked.location().split('?').next().unwrap().to_owned();
    let told = examiner.ask(Method::GET, &format!("{job}/events"), &[], Body::empty()).await.text;
    let last = told.rsplit("event: ").next().unwrap();
    let list = between(last, "href=\"/lists/", "\"").to_owned();
    let shown = examiner.get(&format!("/lists/{list}")).await.text;
    assert!(
        shown.contains("Sent here") && shown.contains("TLP:AMBER") && shown.contains("<bdi>1</bdi> row was refused"),
        "{shown}"
    );
    drop(stop);
    runner.await.unwrap();
    let nameless = examiner.ask(Method::POST, "/lists/upload?name=", &bytes, Body::from(rows)).await;
    assert!(nameless.status.is_client_error(), "{}", nameless.text);
    // A form that brings no file is not taken for one.
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let none = examiner.ask(Method::POST, "/lists/upload?name=x", &form, Body::from("a=b")).await;
    assert_eq!(none.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let mut grader = Browser::signed_in(&world, &[Role::Grader], "en").await;
    assert_eq!(grader.ask(Method::POST, path, &bytes, Body::from(rows)).await.status, StatusCode::FORBIDDEN);
    assert!(!grader.get("/lists").await.text.contains("data-upload"));
}
