//! `docs/hma.md`: every route that its tables name answers as they say, and every endpoint of the other server is said
//! something about.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::world::{LISTED_MD5, LISTED_PDQ, World, world};

/// The endpoints of HMA, as its source registers them at the commit that the page names.
const ENDPOINTS: &[&str] = &[
    "GET /",
    "GET /status",
    "GET /status/live",
    "GET /site-map",
    "GET /openapi/openapi.json",
    "GET /h/hash",
    "POST /h/hash",
    "GET /m/raw_lookup",
    "GET /m/lookup",
    "POST /m/lookup",
    "GET /m/index/status",
    "POST /m/compare",
    "GET /c/banks",
    "POST /c/banks",
    "GET /c/bank/<name>",
    "PUT /c/bank/<name>",
    "DELETE /c/bank/<name>",
    "POST /c/bank/<name>/content",
    "GET /c/bank/<name>/content/<id>",
    "PUT /c/bank/<name>/content/<id>",
    "DELETE /c/bank/<name>/content/<id>",
    "POST /c/bank/<name>/signal",
    "GET /c/exchanges/apis",
    "GET /c/exchanges/api/<api>",
    "POST /c/exchanges/api/<api>",
    "GET /c/exchanges/api/<api>/schema",
    "GET /c/exchanges",
    "POST /c/exchanges",
    "GET /c/exchange/<name>",
    "GET /c/exchange/<name>/status",
    "PUT /c/exchange/<name>",
    "DELETE /c/exchange/<name>",
    "GET /c/signal_type",
    "PUT /c/signal_type/<type>",
    "GET /c/signal_type/index",
    "GET /c/content_type",
];

/// A row of a table of routes: what it says of HMA, and of us.
struct Row {
    theirs: Vec<String>,
    ours: String,
}

fn rows() -> Vec<Row> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/hma.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        Row { theirs: quoted(cells[0]), ours: cells[1].to_owned() }
    });
    rows.collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn is_route(text: &str) -> bool {
    ["GET /", "POST /", "PUT /", "DELETE /"].iter().any(|method| text.starts_with(method))
}

#[test]
fn every_endpoint_of_the_other_server_has_its_row() {
    let told: Vec<String> = rows().into_iter().flat_map(|row| row.theirs).collect();
    for endpoint in ENDPOINTS {
        let is_told = told.iter().any(|told| told.split('?').next() == Some(*endpoint));
        assert!(is_told, "docs/hma.md says nothing of {endpoint}");
    }
    for told in told.iter().filter(|told| is_route(told)) {
        let known = told.split('?').next().unwrap();
        assert!(ENDPOINTS.contains(&known), "docs/hma.md names {told}, which HMA does not have");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_the_page_answers_as_it_says() {
    let world = world().await;
    let document = serde_json::to_value(web::router::document()).unwrap();
    let (mut n_there, mut n_missing) = (0, 0);
    for row in rows() {
        let (is_missing, route) = (row.ours.starts_with("not there"), quoted(&row.ours).into_iter().next());
        let Some(route) = route.filter(|route| is_route(route)) else { continue };
        let (method, path) = route.split_once(' ').unwrap();
        let described = &document["paths"][path][method.to_lowercase()];
        let status = asked(&world, method.parse().unwrap(), path).await;
        if is_missing {
            n_missing += 1;
            assert!(described.is_null(), "{route} is in the document, and the page says that it is not there");
            let is_away = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&status);
            assert!(is_away, "{route} answers {status}, and the page says that it is not there");
        } else {
            n_there += 1;
            assert!(described.is_object() || path.ends_with("openapi.json"), "{route} is not in the document");
            // To forget a list two persons are needed: one alone is refused by that rule, and by nothing else.
            let should = if method == "DELETE" { StatusCode::CONFLICT } else { StatusCode::OK };
            assert_eq!(status, should, "{route}");
        }
    }
    assert!(n_there >= 14 && n_missing >= 15, "the tables were not read: {n_there}, {n_missing}");
}

/// Asks a route for something that it has.
async fn asked(world: &World, method: Method, path: &str) -> StatusCode {
    let known = json!({ "md5": LISTED_MD5, "pdq": LISTED_PDQ });
    let body = match path {
        "/api/v1/match" => json!({ "asked": [known] }),
        "/api/v1/compare" => json!({ "one": known, "other": known }),
        "/api/v1/match/stops" => {
            json!({ "list": "Sample", "hash": { "md5": LISTED_MD5 }, "reason": "a logo", "days": 1 })
        }
        _ => json!({}),
    };
    if path == "/api/v1/match/file" {
        // This node has no decoder: that the route takes files and nothing else is shown by what it refuses.
        let refused = world.call(method, path, &world.matcher, &[], Some("{}")).await;
        assert_eq!(refused.problem(), "body-no-file");
        return StatusCode::OK;
    }
    if path == "/api/v1/jobs/list-import" {
        // No folder is named to this node: the rule says so, and nothing else is wrong.
        let ask = json!({ "path": "list.csv", "terms": { "name": "Other" } }).to_string();
        let refused = world.call(method, path, &world.everybody, &[], Some(&ask)).await;
        assert_eq!(refused.problem(), "job-no-intake");
        return StatusCode::OK;
    }
    if path == "/api/v1/jobs/list-import/upload" {
        let bytes = [("content-type", "application/octet-stream")];
        let list = format!("id,md5\ne1,{LISTED_MD5}\n");
        return world.call(method, &format!("{path}?name=Other"), &world.everybody, &bytes, Some(&list)).await.status;
    }
    let path = path.replace("{list}", "Sample");
    let body = (method != Method::GET).then(|| body.to_string());
    world.call(method, &path, &world.everybody, &[], body.as_deref()).await.status
}
