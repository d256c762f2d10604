//! `/lists` and `/exhibits`: pages, one of them, forgetting one.

use axum::http::{Method, StatusCode};

use crate::world::{import, world};

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_in_pages_that_meet() {
    let world = world().await;
    let folder = tempfile::tempdir().unwrap();
    for number in 0..5 {
        let text = format!("md5\n{}\n", format!("{number:02}").repeat(16));
        import(&world.node, &folder.path().join(format!("{number}.csv")), &format!("List {number}"), &text).await;
    }
    let (mut names, mut path) = (Vec::new(), "/api/v1/lists?limit=2".to_owned());
    loop {
        let page = world.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let items = page.body["items"].as_array().unwrap();
        names.extend(items.iter().map(|list| list["name"].as_str().unwrap().to_owned()));
        let Some(next) = page.body["next"].as_str() else { break };
        path = format!("/api/v1/lists?limit=2&after={next}");
    }
    assert_eq!(names, ["List 0", "List 1", "List 2", "List 3", "List 4", "Sample"]);
    assert_eq!(world.get("/api/v1/exhibits").await.body["items"], serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_seen_by_its_name_and_not_by_another() {
    let world = world().await;
    let shown = world.get("/api/v1/lists/Sample").await;
    assert_eq!((shown.status, &shown.body["list"]["n_rows"]), (StatusCode::OK, &serde_json::json!(1)));
    assert_eq!(world.get("/api/v1/lists/Simple").await.problem(), "not-found");
    assert_eq!(world.get("/api/v1/exhibits/exh_0").await.problem(), "not-found");
    let gone = world.call(Method::DELETE, "/api/v1/lists/Simple", &world.everybody, &[], None).await;
    assert!([StatusCode::NOT_FOUND, StatusCode::CONFLICT].contains(&gone.status), "{}", gone.body);
}
