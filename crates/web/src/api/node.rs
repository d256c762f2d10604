//! The node itself: its health, its ledger.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Problems};
use crate::caller::Asking;
use crate::examined::examined;
use crate::router::Served;

/// The node's health.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// The program's version.
    version: String,
    /// The commit it was built from.
    commit: String,
    /// Whether index and decoder gave the right answers just now.
    self_test_right: bool,
    /// Whether decoders are caged here.
    caged: bool,
    /// Whether the disk is encrypted: `yes`, `no`, `unknown`.
    disk_encrypted: String,
    /// Helper programs that are not installed.
    missing: Vec<String>,
    /// Lists, current versions.
    n_lists: u64,
    /// Exhibits.
    n_exhibits: u64,
    /// Entries of the ledger; every one was checked.
    n_ledger_entries: u64,
    /// The ledger's root.
    ledger_root: String,
}

/// The ledger's newest checkpoint.
#[derive(Debug, Serialize, ToSchema)]
struct LedgerShown {
    /// The key that it is verified by. Take it from elsewhere too.
    key: String,
    /// How many entries it signs for.
    n_entries: u64,
    /// Their root.
    root: String,
}

/// The proof of one entry.
#[derive(Debug, Serialize, ToSchema)]
struct ProofShown {
    /// The proof, as `sanad ledger verify` takes it from a file.
    proof: String,
}

pub(crate) fn routes() -> OpenApiRouter<Served> {
    OpenApiRouter::new().routes(routes!(show_health)).routes(routes!(show_ledger)).routes(routes!(prove_entry))
}

/// The node's health: self-tests are run, the whole ledger is checked. It takes a while.
#[utoipa::path(
    get, path = "/health", operation_id = "doctor", tag = "node",
    responses((status = 200, description = "What was found.", body = Health), Problems),
    extensions(("x-sanad-action" = json!("doctor"))),
)]
async fn show_health(State(served): State<Served>, asking: Asking) -> Answer<Health> {
    let view = examined(served, asking.who).await?;
    Ok(Json(Health {
        self_test_right: view.self_test.is_some(),
        caged: view.cage.is_some_and(|cage| cage.caged),
        disk_encrypted: view.encryption.code().to_owned(),
        missing: view.missing.iter().map(|tool| tool.name().to_owned()).collect(),
        version: view.version,
        commit: view.commit,
        n_lists: view.n_lists,
        n_exhibits: view.n_exhibits,
        n_ledger_entries: view.n_ledger_entries,
        ledger_root: view.ledger_root,
    }))
}

/// The ledger's newest checkpoint, and the key that it is verified by.
#[utoipa::path(
    get, path = "/ledger", operation_id = "ledger-show", tag = "node",
    responses((status = 200, description = "The checkpoint.", body = LedgerShown), Problems),
    extensions(("x-sanad-action" = json!("ledger-show"))),
)]
async fn show_ledger(State(served): State<Served>, asking: Asking) -> Answer<LedgerShown> {
    let view = served.node.show_ledger(&asking.who).await?;
    Ok(Json(LedgerShown { key: view.key, n_entries: view.n_entries, root: view.root.to_string() }))
}

/// The proof that an entry stands in the ledger, with what it says.
#[utoipa::path(
    get, path = "/ledger/entries/{index}/proof", operation_id = "ledger-prove", tag = "node",
    params(("index" = u64, Path, description = "The entry's place, from 0.")),
    responses((status = 200, description = "The proof.", body = ProofShown), Problems),
    extensions(("x-sanad-action" = json!("ledger-prove"))),
)]
async fn prove_entry(State(served): State<Served>, asking: Asking, Path(index): Path<u64>) -> Answer<ProofShown> {
    Ok(Json(ProofShown { proof: served.node.prove_entry(&asking.who, index).await?.to_string() }))
}
