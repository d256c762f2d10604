//! What the ledger of a lost node says was erased after its backup: it is erased again, or nobody could know.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use casework::id::RecordId;
use ledger::body::Body;
use ledger::folder::LogFolder;
use ledger::note::NoteVerifier;
use ledger::verify::verify;
use serde_json::Value;
use store::{ListState, Tx};

use super::reader::BackupUnusable;
use crate::backup::stream::Header;
use crate::error::Error;
use crate::keeping::TELLING_FACTS;
use crate::list::folder_of;
use crate::open::Node;
use crate::principal::Action;

/// What was erased again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasedAgain {
    /// Entries that the lost node wrote after the backup: what they tell of is lost.
    pub n_entries_since: u64,
    /// Records.
    pub n_records: u64,
    /// Exhibits.
    pub n_exhibits: u64,
    /// Lists.
    pub n_lists: u64,
    /// Entries of the ledger whose bodies say nothing any more.
    pub n_bodies: u64,
}

impl ErasedAgain {
    /// Everything together.
    pub fn n_erased(&self) -> u64 {
        self.n_records + self.n_exhibits + self.n_lists + self.n_bodies
    }
}

/// What the lost node's ledger tells beyond the backup.
pub(super) struct LostLedger {
    n_entries_since: u64,
    records: BTreeSet<RecordId>,
    exhibits: BTreeSet<String>,
    lists: BTreeSet<String>,
    /// Entries of the backup whose bodies are gone.
    bodies: BTreeSet<u64>,
}

impl LostLedger {
    /// Reads it, and holds it to the key and the head that the backup names.
    pub(super) fn read(folder: &Path, header: &Header) -> Result<LostLedger, Error> {
        let other = |what: String| Error::from(BackupUnusable::OtherLedger { what });
        let key: NoteVerifier = header.ledger_key.parse().map_err(|_| Error::from(BackupUnusable::Changed))?;
        let known = [header.checkpoint.clone().into_bytes()];
        let found = verify(folder, Some(&key), &known).map_err(Error::Ledger)?;
        if let Some(finding) = found.findings.first() {
            return Err(other(format!("{finding:?}")));
        }
        let log = LogFolder::new(folder);
        let n = header.ledger_size;
        let before = log.read_bodies(0..n.min(found.size)).map_err(Error::Ledger)?;
        let bodies = before.into_iter().filter(|(_, body)| *body == Body::Erased).map(|(index, _)| index).collect();
        let mut lost = LostLedger {
            n_entries_since: found.size.saturating_sub(n),
            records: BTreeSet::new(),
            exhibits: BTreeSet::new(),
            lists: BTreeSet::new(),
            bodies,
        };
        for (_, body) in log.read_bodies(n..found.size.max(n)).map_err(Error::Ledger)? {
            let Body::Whole { json, .. } = body else { continue };
            let Ok(said) = serde_json::from_slice::<Value>(&json) else { continue };
            lost.hear(&said);
        }
        Ok(lost)
    }

    fn hear(&mut self, said: &Value) {
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        match text("verb").and_then(Action::of_verb) {
            Some(Action::EraseRecord) => self.records.extend(text("record").and_then(|id| id.parse::<RecordId>().ok())),
            Some(Action::RemoveExhibit) => self.exhibits.extend(text("exhibit").map(str::to_owned)),
            Some(Action::RemoveList) => {
                let ids = said.get("lists").and_then(Value::as_array).into_iter().flatten();
                self.lists.extend(ids.filter_map(Value::as_str).map(str::to_owned));
            }
            // A restore of the lost node itself had erased again.
            _ => {}
        }
    }
}

impl Node {
    /// Erases in this change what the lost node had erased since; and gives the folders of lists and jobs that are to go after it.
    pub(super) async fn erase_again(
        &self,
        tx: &mut Tx,
        lost: &LostLedger,
    ) -> Result<(ErasedAgain, Vec<PathBuf>), Error> {
        let mut erased = ErasedAgain { n_entries_since: lost.n_entries_since, ..ErasedAgain::default() };
        let mut bodies = lost.bodies.clone();
        for id in &lost.records {
            // What was made after the backup is not here; what went with another record is gone with it.
            if tx.access(*id).await?.is_none() {
                continue;
            }
            tx.erase_record(*id).await?;
            bodies.extend(self.store.entries_telling(*id, TELLING_FACTS).await?);
            erased.n_records += 1;
        }
        let mut folders = Vec::new();
        for exhibit in &lost.exhibits {
            erased.n_exhibits += u64::from(tx.remove_exhibit(exhibit).await?);
            let jobs = self.forget_in_jobs(tx, exhibit).await?;
            folders.extend(jobs.iter().map(|id| self.folder.jobs().join(id.to_string())));
        }
        let lists = self
            .store
            .list_versions()
            .await?
            .into_iter()
            .filter(|list| list.state != ListState::Removed && lost.lists.contains(&list.version.id));
        let names: BTreeSet<String> = lists.map(|list| list.version.terms.name).collect();
        for name in names {
            folders.extend(tx.remove_list(&name).await?.iter().map(|id| folder_of(&self.folder, id)));
            erased.n_lists += 1;
        }
        // Those whose bodies were gone when the backup was made are as they were.
        let mut whole = Vec::new();
        for index in bodies {
            let entry = self.store.ledger_entries(index, 1).await?;
            whole.extend(entry.first().filter(|entry| entry.index == index && entry.body.is_some()).map(|_| index));
        }
        tx.erase_bodies(&whole).await?;
        erased.n_bodies = whole.len() as u64;
        Ok((erased, folders))
    }
}
