//! What is answered instead of what was asked: always a problem, in the caller's language, and nothing of ours in it.

use axum::http::{Method, StatusCode};
use web::Settings;
use web::problem::CODES;
use web::rates::Rates;
use words::{Lang, Words};

use crate::world::{world, world_with};

#[test]
fn every_code_has_its_words_in_every_language() {
    for lang in Lang::ALL {
        let words = Words::in_language(lang);
        for code in CODES {
            for key in [format!("api-{code}"), format!("api-{code}-detail")] {
                assert!(words.has(&key), "{}: {key}", lang.code());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_that_is_wrong_has_its_status_and_code() {
    let world = world().await;
    let token = world.everybody.clone();
    let check = async |method: &str,
                       path: &str,
                       token: &str,
                       headers: &[(&str, &str)],
                       body: Option<&str>,
                       status: u16,
                       code: &str| {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let answered = world.call(method, &format!("/api/v1{path}"), token, headers, body).await;
        assert_eq!(
            (answered.problem(), answered.status.as_u16()),
            (code, status),
            "{path} {body:?}: {}",
            answered.body
        );
        answered
    };
    check("GET", "/lists", "", &[], None, 401, "sign-in").await;
    check("GET", "/lists", "snd_nobody", &[], None, 401, "sign-in").await;
    check("GET", "/lists", "", &[("authorization", "Basic eDp5")], None, 401, "sign-in").await;
    check("GET", "/lists", "", &[("cookie", "__Host-sanad=abc")], None, 401, "sign-in").await;
    check("GET", "/nothing-here", &token, &[], None, 404, "not-found").await;
    check("PUT", "/lists", &token, &[], None, 405, "method-not-allowed").await;
    check("GET", "/lists", &token, &[("accept", "text/html")], None, 406, "not-acceptable").await;
    check("GET", "/lists?limit=0", &token, &[], None, 400, "query-unfit").await;
    check("GET", "/lists?limit=x", &token, &[], None, 400, "query-unfit").await;
    check("GET", "/lists?after=%21", &token, &[], None, 400, "query-unfit").await;
    check("GET", "/lists?colour=1", &token, &[], None, 400, "query-unfit").await;
    check("GET", "/lists", &token, &[("sanad-purpose", "%zz")], None, 400, "request-unfit").await;
    check("GET", "/lists/%FF", &token, &[], None, 400, "request-unfit").await;
    check("GET", "/ledger/entries/-1/proof", &token, &[], None, 400, "request-unfit").await;
    check("POST", "/match", &token, &[("content-type", "text/plain")], Some("{}"), 415, "body-not-of-type").await;
    check("POST", "/match", &token, &[], Some("{\"asked\": []}"), 422, "not-a-hash").await;
    check("POST", "/match", &token, &[], Some("{\"asked\": [{}]}"), 422, "not-a-hash").await;
    let many = format!("{{\"asked\": [{}{{}}]}}", "{},".repeat(1_000));
    check("POST", "/match", &token, &[], Some(&many), 422, "too-many").await;
    check("POST", "/match", &token, &[], Some(&" ".repeat(2 << 20)), 413, "body-too-large").await;
    let broken =
        check("POST", "/match", &token, &[], Some("{\"asked\": [\n  {\"md5\": }]}"), 400, "body-not-json").await;
    assert_eq!((&broken.body["at"]["line"], &broken.body["at"]["column"]), (&2.into(), &11.into()));
    let unfit = check("POST", "/match", &token, &[], Some("{\"asked\": [{\"md5\": \"12\"}]}"), 422, "body-unfit").await;
    assert_eq!(unfit.body["at"]["field"], "asked[0].md5");
    check("POST", "/match", &token, &[("idempotency-key", "")], Some("{}"), 400, "idempotency-key-unfit").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_speak_the_callers_language() {
    let world = world().await;
    for (asked, expected, word) in [
        ("ar", "ar", "العنوان"),
        ("fr-CA,en;q=0.3", "fr", "adresse"),
        ("es", "es", "dirección"),
        ("de", "en", "address"),
    ] {
        let answered =
            world.call(Method::GET, "/api/v1/none", &world.everybody, &[("accept-language", asked)], None).await;
        assert_eq!(answered.header("content-language"), expected);
        assert!(answered.body["detail"].as_str().unwrap().contains(word), "{}", answered.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_private() {
    let world = world().await;
    for path in ["/api/v1/alive", "/api/v1/lists", "/api/v1/none", "/api/v1/openapi.json"] {
        let answered = world.get(path).await;
        assert_eq!(answered.header("cache-control"), "no-store", "{path}");
        assert_eq!(answered.header("x-content-type-options"), "nosniff");
        assert_eq!(answered.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
        assert!(!answered.header("x-request-id").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_waits_and_nobody_else_does() {
    let one = std::num::NonZeroU32::new(1).unwrap();
    let rates = Rates { person: one, ..Rates::default() };
    let world = world_with(Settings { rates, ..Settings::default() }).await;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(world.get("/api/v1/lists").await.status);
    }
    assert_eq!(statuses[..3], [StatusCode::OK; 3], "a page asks for several things at once");
    let last = world.get("/api/v1/lists").await;
    assert_eq!((last.problem(), last.header("retry-after")), ("rate-limited", "1"));
    let body = "{\"asked\": [{\"md5\": \"00000000000000000000000000000000\"}]}";
    let other = world.call(Method::POST, "/api/v1/match", &world.matcher, &[], Some(body)).await;
    assert_eq!(other.status, StatusCode::OK, "a service has its own measure");
}
