//! `/match`: what a service is answered, and what is kept of its asking.

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use node::Principal;
use serde_json::{Value, json};
use web::Settings;

use crate::world::{LISTED_MD5, LISTED_PDQ, World, import, world, world_with};

async fn matched(world: &World, ask: &Value) -> Value {
    let answered = world.call(Method::POST, "/api/v1/match", &world.matcher, &[], Some(&ask.to_string())).await;
    assert_eq!(answered.status, StatusCode::OK, "{}", answered.body);
    answered.body
}

/// The same look with its first bits turned.
fn look_at(distance_bits: u32) -> String {
    let first = u64::from_str_radix(&LISTED_PDQ[..16], 16).unwrap() ^ ((1u64 << distance_bits) - 1);
    format!("{first:016x}{}", &LISTED_PDQ[16..])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_says_list_entry_distance_and_the_owners_words() {
    let world = world().await;
    let ask = json!({ "asked": [
        { "md5": LISTED_MD5 }, { "pdq": look_at(9), "pdq_quality": 80 }, { "pdq": look_at(40) },
        { "sha256": "00".repeat(32) }, { "pdq": LISTED_PDQ, "pdq_quality": 49 },
    ] });
    let body = matched(&world, &ask).await;
    assert_eq!(body["lists"][0]["name"], "Sample");
    assert_eq!(body["lists"][0]["owner"], "An owner");
    let outcomes: Vec<&str> =
        body["answers"].as_array().unwrap().iter().map(|a| a["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["known", "near", "new", "new", "new"]);
    let exact = &body["answers"][0]["matches"][0];
    assert_eq!((&exact["list"], &exact["kind"]), (&body["lists"][0]["id"], &json!("md5")));
    assert_eq!((&exact["owner_id"], &exact["category"]), (&json!("S-1"), &json!({ "scheme": "sample", "code": "1" })));
    assert_eq!(body["answers"][1]["matches"][0]["distance_bits"], 9);
    assert_eq!(body["answers"][4]["not_asked"], json!(["pdq"]), "a faint look is not compared, and that is said");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_are_not_asked_do_not_answer_and_new_ones_do_at_once() {
    let world = world().await;
    let ask = |lists: Value| json!({ "asked": [{ "md5": LISTED_MD5 }], "lists": lists });
    assert_eq!(
        matched(&world, &json!({ "asked": [{ "md5": LISTED_MD5 }] })).await["lists"].as_array().unwrap().len(),
        1
    );
    let folder = tempfile::tempdir().unwrap();
    import(&world.node, &folder.path().join("b.csv"), "Other", &format!("md5\n{}\n", "ab".repeat(16))).await;
    let body = matched(&world, &ask(json!(["Other"]))).await;
    assert_eq!(body["answers"][0]["outcome"], "new");
    assert_eq!(body["lists"].as_array().unwrap().len(), 1);
    let body = matched(&world, &json!({ "asked": [{ "md5": "ab".repeat(16) }] })).await;
    assert_eq!(body["answers"][0]["outcome"], "known", "a list that came in meanwhile is asked");
    let unknown = ask(json!(["Nobody's"])).to_string();
    let answered = world.call(Method::POST, "/api/v1/match", &world.matcher, &[], Some(&unknown)).await;
    assert_eq!((answered.status, answered.problem()), (StatusCode::NOT_FOUND, "not-found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_matches_nothing_is_counted_and_not_kept() {
    let world = world().await;
    let before = world.get("/api/v1/ledger").await.body["n_entries"].as_u64().unwrap();
    let canary = "c0ffee00".repeat(4);
    for _ in 0..3 {
        matched(&world, &json!({ "asked": [{ "md5": canary }, { "md5": canary }] })).await;
    }
    let ledger = || async { world.get("/api/v1/ledger").await.body["n_entries"].as_u64().unwrap() };
    assert_eq!(ledger().await, before, "what matches nothing leaves no entry by itself");
    matched(&world, &json!({ "asked": [{ "md5": LISTED_MD5 }] })).await;
    assert_eq!(ledger().await, before + 1, "a match is an entry");
    // A server that stops writes down how many there were.
    world.node.publish_in_background(async {}).await;
    let terminal = Principal::of_this_process();
    let proof = world.node.prove_entry(&terminal, ledger().await - 1).await.unwrap().to_string();
    let extra = proof.lines().find_map(|line| line.strip_prefix("extra ")).unwrap();
    let proof = String::from_utf8(STANDARD.decode(extra).unwrap()).unwrap().replace('\\', "");
    assert!(proof.contains("\"n_unmatched\":6") && proof.contains("match-query"), "{proof}");
    assert!(!proof.contains(&canary));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matcher_matches_and_nothing_else() {
    let world = world().await;
    for path in ["/api/v1/lists", "/api/v1/users", "/api/v1/ledger"] {
        let answered = world.call(Method::GET, path, &world.matcher, &[], None).await;
        assert_eq!((answered.status, answered.problem()), (StatusCode::FORBIDDEN, "denied"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn get_and_the_rest_are_served_only_where_they_are_asked_for() {
    let world = world().await;
    let path = format!("/api/v1/match?md5={LISTED_MD5}");
    let answered = world.get(&path).await;
    assert_eq!((answered.status, answered.problem()), (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"));
    assert_eq!(answered.header("allow"), "POST");
    let world = world_with(Settings { only_match: true, match_by_get: true, ..Settings::default() }).await;
    let answered = world.get(&path).await;
    assert_eq!(answered.status, StatusCode::OK);
    assert_eq!(answered.body["answers"][0]["outcome"], "known");
    assert_eq!(world.get("/api/v1/lists").await.problem(), "not-found");
    assert_eq!(world.get("/api/v1/alive").await.body["alive"], true);
    let paths = world.get("/api/v1/openapi.json").await.body["paths"].as_object().unwrap().len();
    assert_eq!(paths, 5, "the document says what is served");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_things_are_compared_by_what_both_have_and_by_each_lists_terms() {
    let world = world().await;
    let compared = async |ask: Value| {
        world.call(Method::POST, "/api/v1/compare", &world.matcher, &[], Some(&ask.to_string())).await
    };
    let near = compared(json!({ "one": { "pdq": LISTED_PDQ }, "other": { "pdq": look_at(31) } })).await;
    assert_eq!(near.status, StatusCode::OK, "{}", near.body);
    assert_eq!(near.body["kinds"][0]["distance_bits"], 31);
    assert_eq!((&near.body["lists"][0]["name"], &near.body["lists"][0]["is_within"]), (&json!("Sample"), &json!(true)));
    let far = compared(json!({ "one": { "pdq": LISTED_PDQ }, "other": { "pdq": look_at(32) } })).await;
    assert_eq!(far.body["lists"][0]["is_within"], false);
    let nothing = compared(json!({ "one": { "pdq": LISTED_PDQ }, "other": { "md5": LISTED_MD5 } })).await;
    assert_eq!((nothing.status, nothing.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "not-a-hash"));
    let unknown = json!({ "one": { "pdq": LISTED_PDQ }, "other": { "pdq": LISTED_PDQ }, "lists": ["Nobody's"] });
    assert_eq!(compared(unknown).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_sees_which_lists_it_asks() {
    let world = world().await;
    let answered = world.call(Method::GET, "/api/v1/match/lists", &world.matcher, &[], None).await;
    assert_eq!(answered.status, StatusCode::OK, "{}", answered.body);
    assert_eq!((&answered.body["lists"][0]["name"], &answered.body["n_rows"]), (&json!("Sample"), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_or_too_long_is_refused_before_anything_is_examined() {
    let world = world_with(Settings { file_bytes_max: 8, ..Settings::default() }).await;
    let sent = async |kind: &str, path: &str, body: &str| {
        let headers = [("content-type", kind)];
        world.call(Method::POST, path, &world.matcher, &headers, Some(body)).await
    };
    let octets = "application/octet-stream";
    let path = "/api/v1/match/file";
    for kind in ["application/json", "multipart/form-data; boundary=x", "text/html"] {
        let answered = sent(kind, path, "bytes").await;
        assert_eq!(
            (answered.status, answered.problem()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "body-no-file"),
            "{kind}"
        );
    }
    let empty = sent(octets, path, "").await;
    assert_eq!((empty.status, empty.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "body-no-file"));
    let long = sent("image/jpeg", path, "nine byte").await;
    assert_eq!((long.status, long.problem()), (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large"));
    // With nothing that decodes, nothing is answered: least of all that a file is new.
    let broken = sent(octets, path, "8 bytes!").await;
    assert_eq!((broken.status, broken.problem()), (StatusCode::INTERNAL_SERVER_ERROR, "internal"));
}
