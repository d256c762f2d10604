//! What pages are drawn with: style, scripts, fonts, compiled into the program. Their address holds a digest of all of them, so
//! that browsers keep them for ever and never an old one.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use sha2::{Digest as _, Sha256};

use crate::problem::Problem;
use crate::router::Served;

macro_rules! assets {
    ($($name:literal: $kind:literal,)+) => {
        const ASSETS: &[(&str, &str, &[u8])] =
            &[$(($name, $kind, include_bytes!(concat!("../../assets/", $name))),)+];
    };
}

assets! {
    "sanad.css": "text/css; charset=utf-8",
    "sanad.js": "text/javascript; charset=utf-8",
    "exhibits.css": "text/css; charset=utf-8",
    "jobs.js": "text/javascript; charset=utf-8",
    "rules.css": "text/css; charset=utf-8",
    "casebook.css": "text/css; charset=utf-8",
    "links.js": "text/javascript; charset=utf-8",
    "lists.js": "text/javascript; charset=utf-8",
    "previews.js": "text/javascript; charset=utf-8",
    "map.js": "text/javascript; charset=utf-8",
    "passkeys.js": "text/javascript; charset=utf-8",
    "picker.js": "text/javascript; charset=utf-8",
    "print.js": "text/javascript; charset=utf-8",
    "sorting.css": "text/css; charset=utf-8",
    "sorting.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
    "vendor/fonts/noto-sans-arabic.woff2": "font/woff2",
    "vendor/fonts/noto-sans-latin.woff2": "font/woff2",
    "vendor/fonts/noto-sans-latin-ext.woff2": "font/woff2",
    "vendor/cytoscape.min.js": "text/javascript; charset=utf-8",
    "vendor/leaflet.css": "text/css; charset=utf-8",
    "vendor/leaflet.js": "text/javascript; charset=utf-8",
    "vendor/world.geojson": "application/geo+json",
    "vendor/htmx.min.js": "text/javascript; charset=utf-8",
    "vendor/hx-sse.min.js": "text/javascript; charset=utf-8",
}

/// Sixteen hexadecimal digits of the SHA-256 of names and bytes.
static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = Sha256::new();
    for (name, _, bytes) in ASSETS {
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name);
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
});

/// Where an asset is had.
pub(crate) fn in_assets(name: &str) -> String {
    debug_assert!(ASSETS.iter().any(|(known, ..)| *known == name), "{name}");
    format!("/assets/{}/{name}", *DIGEST)
}

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/assets/{digest}/{*name}", get(asset))
}

async fn asset(Path((digest, name)): Path<(String, String)>) -> Response {
    let found = ASSETS.iter().find(|(known, ..)| digest == *DIGEST && *known == name);
    let Some((_, kind, bytes)) = found else { return Problem::of_status(StatusCode::NOT_FOUND).into_response() };
    let headers = [(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, *bytes).into_response()
}
