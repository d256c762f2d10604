//! Comparing a report with what this node wrote, and the whole ledger with itself.

use std::ops::Range;
use std::path::Path;

use fingerprint::Sha256;
use ledger::verify::Finding;

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

/// What verifying the whole ledger found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerVerified {
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Entries in the database, each of which was recomputed.
    pub n_entries: u64,
    /// Their root, recomputed.
    pub root: String,
    /// The key that checkpoints are held to.
    pub key: String,
    /// Entries that the newest checkpoint in the folder signs for.
    pub n_signed: u64,
    /// Entries whose words were erased, as a later entry says.
    pub n_erased: u64,
    /// Checkpoints that were compared.
    pub n_checkpoints: u64,
    /// What is not as it was written; empty when nothing is.
    pub findings: Vec<LedgerFinding>,
}

/// Something in the ledger that is not as it was written: a code, and the entries it is about, from the first to one past the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFinding {
    /// `database`, `key`, `checkpoint`, `entry`, `body-gone`, `tile`, `rewritten`, `cut-short`, `unexpected`.
    pub code: &'static str,
    /// Which entries.
    pub entries: Option<Range<u64>>,
}

impl LedgerFinding {
    fn of(finding: &Finding) -> LedgerFinding {
        let (code, entries) = match finding {
            Finding::Key(_) => ("key", None),
            Finding::Checkpoint { .. } => ("checkpoint", None),
            Finding::Entry { index, .. } => ("entry", Some(*index..*index + 1)),
            Finding::BodyGone { index } => ("body-gone", Some(*index..*index + 1)),
            Finding::Tile { entries, .. } => ("tile", Some(entries.clone())),
            Finding::Rewritten { entries } => ("rewritten", Some(entries.clone())),
            Finding::CutShort { .. } => ("cut-short", None),
            Finding::Unexpected { .. } => ("unexpected", None),
        };
        LedgerFinding { code, entries }
    }
}

impl Node {
    /// Verifies the whole ledger now: every entry in the database, and the folder that a court would be given, with its own key.
    /// What is found is an answer and no error.
    ///
    /// # Errors
    /// When the folder or the store cannot be read at all.
    pub async fn verify_ledger(&self, who: &Principal) -> Result<LedgerVerified, Error> {
        let action = Action::ShowLedger;
        self.permitted(who, action, async {
            let at_us = self.clock.now_us();
            let signer = self.ledger_signer()?;
            let mut findings = Vec::new();
            let head = match self.store.verify_ledger().await {
                Ok(head) => head,
                Err(store::Error::Damaged { .. }) => {
                    findings.push(LedgerFinding { code: "database", entries: None });
                    self.store.ledger_root().await?
                }
                Err(other) => return Err(other.into()),
            };
            if findings.is_empty() {
                self.lay_out_ledger(&signer).await?;
            }
            let (folder, key) = (self.folder.ledger(), signer.verifier());
            let found = {
                let key = key.clone();
                let verifying = tokio::task::spawn_blocking(move || ledger::verify::verify(&folder, Some(&key), &[]));
                verifying.await.map_err(|panic| Error::Index(Box::new(panic)))?.map_err(Error::Ledger)?
            };
            findings.extend(found.findings.iter().map(LedgerFinding::of));
            let entry = self.entry(who, action.verb()).about("n_findings", findings.len() as u64);
            self.store.record_alone(entry).await?;
            Ok(LedgerVerified {
                at_us,
                n_entries: head.size,
                root: head.root.to_string(),
                key: key.to_string(),
                n_signed: found.size,
                n_erased: found.n_erased,
                n_checkpoints: found.n_checkpoints,
                findings,
            })
        })
        .await
    }

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

#[cfg(test)]
mod tests;
