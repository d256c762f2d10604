//! `/jobs`: lists that come with a call, events, who may look and for how long. What a triage does is asked of the program.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use casework::role::Role;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tower::ServiceExt as _;
use web::Settings;

use crate::world::{World, world, world_taking_from, world_with};

const BYTES: (&str, &str) = ("content-type", "application/octet-stream");
const LIST: &str = "md5\n0123456789abcdef0123456789abcdef\n";

async fn upload(world: &World, token: &str, query: &str, body: &str) -> crate::world::Answered {
    let path = format!("/api/v1/jobs/list-import/upload?{query}");
    world.call(Method::POST, &path, token, &[BYTES], Some(body)).await
}

/// The runner, until what is given back is dropped.
fn running(world: &World) -> (oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let node = Arc::clone(&world.node);
    (stop, tokio::spawn(async move { node.run_jobs(async { drop(stopped.await) }).await }))
}

/// The events of an answer, as they come: kind, id and what they say.
async fn events(world: &World, token: &str, id: &str, last: Option<&str>) -> (StatusCode, Vec<(String, i64, Value)>) {
    let mut request = Request::builder().uri(format!("/api/v1/jobs/{id}/events"));
    request = request.header("authorization", format!("Bearer {token}")).header("accept", "text/event-stream");
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    let response = world.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let status = response.status();
    let whole = tokio::time::timeout(Duration::from_secs(60), response.into_body().collect());
    let text = String::from_utf8(whole.await.unwrap().unwrap().to_bytes().to_vec()).unwrap();
    let of = |event: &str, name: &str| {
        event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
    };
    let all = text.split("\n\n").filter(|event| event.starts_with("event:")).map(|event| {
        let data = serde_json::from_str(&of(event, "data:")).unwrap();
        (of(event, "event:"), of(event, "id:").parse().unwrap(), data)
    });
    (status, all.collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_comes_with_a_call_is_taken_in_and_its_events_end_with_it() {
    let world = world().await;
    let asked = upload(&world, &world.everybody, "name=Partner%20list&threshold_bits=20&purpose=removal", LIST).await;
    assert_eq!((asked.status, asked.body["state"].as_str()), (StatusCode::OK, Some("waiting")), "{}", asked.body);
    let id = asked.body["id"].as_str().unwrap().to_owned();
    let (stop, runner) = running(&world);
    let (status, told) = events(&world, &world.everybody, &id, None).await;
    assert_eq!(status, StatusCode::OK);
    let last = told.last().unwrap();
    assert_eq!((last.0.as_str(), &last.2["state"]), ("state", &json!("done")), "{told:?}");
    assert!(told.is_sorted_by(|one, two| one.1 < two.1), "ids grow: {told:?}");
    let shown = world.get("/api/v1/lists/Partner%20list").await.body;
    assert_eq!((&shown["list"]["threshold_bits"], &shown["list"]["purpose"]), (&json!(20), &json!("removal")));
    // Whoever comes back with the newest id is told nothing twice, and that it is over by the end of the answer.
    let (_, again) = events(&world, &world.everybody, &id, Some(&last.1.to_string())).await;
    assert_eq!(again, []);
    let (status, _) = events(&world, &world.everybody, &id, Some("x")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    drop(stop);
    runner.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_no_longer_hears_no_more() {
    let beat_every = Duration::from_millis(50);
    let world = world_with(Settings { beat_every, ..Settings::default() }).await;
    let asked = upload(&world, &world.everybody, "name=Waits", LIST).await;
    let id = asked.body["id"].as_str().unwrap().to_owned();
    let ask = json!({ "user": "everybody", "name": "watch", "scope": ["job-show"], "days": 1 });
    let given = world.post("/api/v1/tokens", &ask).await.body;
    let (token, token_id) = (given["secret"].as_str().unwrap(), given["token"]["id"].as_str().unwrap());
    // Nobody runs the job: without the revocation this would not end.
    let (watched, revoked) = tokio::join!(events(&world, token, &id, None), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        world.post("/api/v1/tokens/revoke", &json!({ "token": token_id })).await
    });
    assert_eq!(revoked.status, StatusCode::OK);
    assert_eq!(watched.1.len(), 1, "{:?}", watched.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_holds_nothing_up_and_a_server_that_ends_lets_nobody_wait() {
    let world = world().await;
    let asked = upload(&world, &world.everybody, "name=Slow", LIST).await;
    let id = asked.body["id"].as_str().unwrap();
    let request = Request::builder().uri(format!("/api/v1/jobs/{id}/events"));
    let request = request.header("authorization", format!("Bearer {}", world.everybody)).body(Body::empty()).unwrap();
    let unread = world.app.clone().oneshot(request).await.unwrap();
    let (stop, runner) = running(&world);
    let (_, told) = events(&world, &world.everybody, id, None).await;
    assert_eq!(told.last().unwrap().2["state"], "done", "the job ran on");
    let other = upload(&world, &world.everybody, "name=Never", "?").await.body["id"].as_str().unwrap().to_owned();
    let watching = events(&world, &world.everybody, &other, None);
    let (ended, ()) = tokio::join!(watching, async {
        drop(stop);
        runner.await.unwrap();
    });
    assert_eq!(ended.0, StatusCode::OK);
    drop(unread);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_is_bounded_and_kept_by_nobody_who_may_not() {
    let world = world_with(Settings { upload_bytes_max: 100, ..Settings::default() }).await;
    let spool = world.node.folder().spool();
    let n_spooled = || std::fs::read_dir(&spool).unwrap().count();
    let too_long = upload(&world, &world.everybody, "name=Long", &"0".repeat(101)).await;
    assert_eq!(too_long.problem(), "body-too-large");
    // A length that was not said is counted as it comes.
    let pieces = http_body_util::channel::Channel::<axum::body::Bytes, std::io::Error>::new(8);
    let (mut to, body) = pieces;
    let sending = tokio::spawn(async move {
        for _ in 0..4 {
            if to.send_data("0".repeat(50).into()).await.is_err() {
                break;
            }
        }
    });
    let request = Request::post("/api/v1/jobs/list-import/upload?name=Pieces")
        .header("authorization", format!("Bearer {}", world.everybody))
        .header(BYTES.0, BYTES.1)
        .body(Body::new(body))
        .unwrap();
    let response = world.app.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    sending.await.unwrap();
    let grader = world.token_of(Role::Grader, "Unit One").await;
    assert_eq!(upload(&world, &grader, "name=Mine", LIST).await.problem(), "denied");
    assert_eq!(upload(&world, &world.everybody, "name=", LIST).await.problem(), "job-list-unfit");
    assert_eq!(upload(&world, &world.everybody, "name=x&colour=1", LIST).await.problem(), "query-unfit");
    assert_eq!(upload(&world, &world.everybody, "", LIST).await.problem(), "query-unfit");
    let json = [("content-type", "application/json")];
    let path = "/api/v1/jobs/list-import/upload?name=x";
    let other = world.call(Method::POST, path, &world.everybody, &json, Some("{}")).await;
    assert_eq!(other.problem(), "body-no-file");
    assert_eq!(n_spooled(), 0, "nothing is left of what was refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_outside_tells_nothing() {
    let (intake, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(outside.path().join("there"), "x").unwrap();
    std::os::unix::fs::symlink(outside.path().join("there"), intake.path().join("link")).unwrap();
    std::os::unix::fs::symlink("/nowhere", intake.path().join("dangling")).unwrap();
    let world = world_taking_from(intake.path()).await;
    for verb in ["triage", "list-import"] {
        let ask = async |path: &str| {
            let body = match verb {
                "triage" => json!({ "path": path }),
                _ => json!({ "path": path, "terms": { "name": "x" } }),
            };
            let answered = world.post(&format!("/api/v1/jobs/{verb}"), &body).await;
            (answered.problem().to_owned(), answered.body["detail"].clone())
        };
        let missing = ask("missing").await;
        assert_eq!(missing.0, "job-not-in-intake");
        assert_eq!([ask("link").await, ask("dangling").await], [missing.clone(), missing]);
        let (absolute, climbing) = (outside.path().join("there"), "../there");
        assert_eq!(ask(absolute.to_str().unwrap()).await, ask("/nowhere/at/all").await);
        assert_eq!(ask(climbing).await.0, "job-path-unfit");
    }
    assert_eq!(world.get("/api/v1/jobs").await.body["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn hashes_are_found_and_reports_verified() {
    let world = world().await;
    let ask = json!({ "hashes": [crate::world::LISTED_MD5, "0".repeat(40)] });
    let found = world.post("/api/v1/find", &ask).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.body);
    let answers = found.body["answers"].as_array().unwrap();
    assert_eq!((&answers[0]["asked_as"], answers[0]["matches"].as_array().unwrap().len()), (&json!("md5"), 1));
    assert_eq!(answers[1]["matches"], json!([]));
    for wrong in [json!([]), json!(["Cargo.toml"]), json!(["/etc/passwd"]), json!(["12"])] {
        assert_eq!(world.post("/api/v1/find", &json!({ "hashes": wrong })).await.problem(), "not-a-hash");
    }
    let verified =
        world.call(Method::POST, "/api/v1/verify", &world.everybody, &[BYTES], Some("no report of ours")).await;
    assert_eq!((verified.status, &verified.body["is_ours"]), (StatusCode::OK, &json!(false)), "{}", verified.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_leaves_with_a_second_person_alone() {
    let world = world().await;
    let ask = json!({ "list": "Sample" });
    assert_eq!(world.post("/api/v1/lists/export", &ask).await.problem(), "second-person-needed");
    let supervisor = world.token_of(Role::Supervisor, "Unit One").await;
    let second = json!({ "verb": "list-export", "subject": "Sample", "reason": "For a partner." });
    let asked = world.post("/api/v1/second-persons", &second).await.body;
    let answer = json!({ "id": asked["id"], "agrees": true }).to_string();
    let agreed = world.call(Method::POST, "/api/v1/second-persons/answer", &supervisor, &[], Some(&answer)).await;
    assert_eq!(agreed.status, StatusCode::OK, "{}", agreed.body);
    let given = world.post("/api/v1/lists/export", &ask).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    assert!(given.header("content-disposition").starts_with("attachment"));
    assert!(given.text.contains(crate::world::LISTED_MD5), "{}", given.text);
    assert_eq!(std::fs::read_dir(world.node.folder().spool()).unwrap().count(), 0);
    assert_eq!(world.post("/api/v1/lists/export", &ask).await.problem(), "second-person-needed", "once");
}
