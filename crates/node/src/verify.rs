//! Comparing a report with what this node wrote.

use std::path::Path;

use fingerprint::Sha256;

use crate::error::Error;
use crate::list::import::file_sha256;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyView {
    /// The document's digest as it is now.
    pub sha256: Sha256,
    /// Whether this node wrote exactly these bytes.
    pub is_ours: bool,
    /// When, in microseconds since 1970 UTC.
    pub written_at_us: Option<i64>,
    /// By which run.
    pub run: Option<String>,
    /// Whether the ledger, which holds the report's digest, is whole.
    pub n_ledger_entries: u64,
    /// The ledger's root, recomputed from its entries.
    pub ledger_root: String,
}

impl Node {
    /// Re-checks a report: its bytes against the digest remembered, and the ledger that remembers it.
    pub async fn verify_report(&self, who: &Principal, path: &Path) -> Result<VerifyView, Error> {
        self.permitted(who, Action::VerifyReport, async { self.verified(who, file_sha256(path)?).await }).await
    }

    /// The same for a report that is elsewhere, by its digest.
    pub async fn verify_digest(&self, who: &Principal, sha256: [u8; 32]) -> Result<VerifyView, Error> {
        self.permitted(who, Action::VerifyReport, self.verified(who, Sha256(sha256))).await
    }

    async fn verified(&self, who: &Principal, sha256: Sha256) -> Result<VerifyView, Error> {
        let stored = self.store.report_by_sha256(&sha256).await?;
        let ledger = self.store.verify_ledger().await?;
        let view = VerifyView {
            sha256,
            is_ours: stored.is_some(),
            written_at_us: stored.as_ref().map(|report| report.written_at_us),
            run: stored.map(|report| report.run.to_string()),
            n_ledger_entries: ledger.size,
            ledger_root: ledger.root.to_string(),
        };
        let entry = self.entry(who, Action::VerifyReport.verb()).about("sha256", sha256.to_string());
        self.store.record_alone(entry.about("is_ours", if view.is_ours { "yes" } else { "no" })).await?;
        Ok(view)
    }
}
