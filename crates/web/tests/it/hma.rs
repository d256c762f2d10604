//! `docs/hma.md`: every route that its tables name is there, and every endpoint of the other server is said something about.

use axum::http::{Method, StatusCode};

use crate::world::world;

#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_the_page_answers() {
    let world = world().await;
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/hma.md")).unwrap();
    let document = serde_json::to_value(web::router::document()).unwrap();
    let (mut n_routes, mut n_missing) = (0, 0);
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let here = line.split(" | ").nth(1).unwrap_or_default();
        let Some(route) =
            here.strip_prefix('`').and_then(|rest| rest.split('`').next()).filter(|r| r.contains("/api/"))
        else {
            n_missing += u32::from(here.starts_with("not there"));
            continue;
        };
        n_routes += 1;
        let (method, path) = route.split_once(' ').unwrap();
        let described = &document["paths"][path][method.to_lowercase()];
        assert!(described.is_object() || path.ends_with("openapi.json"), "{route} is not in the document");
        let method: Method = method.parse().unwrap();
        let filled = path.replace("{list}", "Sample");
        let answered = world.call(method, &filled, &world.everybody, &[], Some("{\"asked\": []}")).await;
        let is_there = ![StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&answered.status);
        assert!(is_there, "{route}: {} {}", answered.status, answered.body);
    }
    assert!(n_routes >= 9 && n_missing >= 8, "the tables were not read: {n_routes}, {n_missing}");
}
