//! The ledger's folder: laid out after every verb that left an entry, so that it can be copied and verified at any time
//! by somebody who has nothing else; and the proof of one entry.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ledger::Hash;
use ledger::checkpoint::Checkpoint;
use ledger::folder::LogFolder;
use ledger::note::NoteSigner;
use ledger::proof::EntryProof;
use ledger::tile::TILE_WIDTH;

use crate::error::Error;
use crate::key_file;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// How every node's log is called; what follows tells nodes apart.
const NAME_PREFIX: &str = "sanad/";
/// Entries laid out at a time: enough that the disk is the slow part, few enough for memory.
const ENTRIES_AT_A_TIME: u64 = 1 << 14;

/// Where the ledger lies, and by which key it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerView {
    /// The folder to copy.
    pub folder: PathBuf,
    /// The key, as it is handed out and printed.
    pub key: String,
    /// How many entries its newest checkpoint signs for.
    pub n_entries: u64,
    /// Their root.
    pub root: Hash,
}

impl Node {
    /// Where the ledger lies, with everything that is in the store by now.
    ///
    /// # Errors
    /// When the folder was changed, or cannot be written.
    pub async fn show_ledger(&self, who: &Principal) -> Result<LedgerView, Error> {
        self.permitted(who, Action::ShowLedger, self.ledger_view()).await
    }

    /// The same for somebody at a page, of whom it is recorded that they looked.
    ///
    /// # Errors
    /// As [`Node::show_ledger`].
    pub async fn ledger_checkpoint(&self, who: &Principal) -> Result<LedgerView, Error> {
        self.permitted(who, Action::ShowLedger, async {
            let view = self.ledger_view().await?;
            self.store.record_alone(self.entry(who, Action::ShowLedger.verb())).await?;
            Ok(view)
        })
        .await
    }

    async fn ledger_view(&self) -> Result<LedgerView, Error> {
        let signer = self.ledger_signer()?;
        let checkpoint = self.lay_out_ledger(&signer).await?;
        Ok(LedgerView {
            folder: self.folder.ledger(),
            key: signer.verifier().to_string(),
            n_entries: checkpoint.size,
            root: checkpoint.root,
        })
    }

    /// The proof that an entry stands in the log, with what it says.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such entry, its body was erased, or it names what whoever asks does not see.
    pub async fn prove_entry(&self, who: &Principal, index: u64) -> Result<EntryProof, Error> {
        self.permitted(who, Action::ProveEntry, async {
            self.may_prove(who, index).await?;
            let missing = || Error::NotFound { what: "ledger-entry", name: index.to_string() };
            let proof = self.proofs_of(&[index]).await?.pop().ok_or_else(missing)?;
            // What an entry says leaves the node with its proof.
            let given = self.entry(who, Action::ProveEntry.verb()).about("ledger_index", index);
            self.store.record_alone(given).await?;
            Ok(proof)
        })
        .await
    }

    /// What was recorded is laid out and signed for. That it did not work costs nothing that was recorded, and the next
    /// time does it again.
    pub(crate) async fn publish_ledger(&self) -> Result<(), Error> {
        let signer = self.ledger_signer()?;
        self.lay_out_ledger(&signer).await.map(drop)
    }

    /// Brings the folder up to what the store holds, and signs it. One at a time: verbs of a server end side by side.
    pub(crate) async fn lay_out_ledger(&self, signer: &NoteSigner) -> Result<Checkpoint, Error> {
        let _turn = self.publishing.turn.lock().await;
        let head = self.store.ledger_root().await?;
        let log = LogFolder::new(self.folder.ledger());
        let shown = log.checkpoint(&signer.verifier()).map_err(Error::Ledger)?;
        if let Some(shown) = &shown
            && shown.size > head.size
        {
            return Err(Error::LedgerAhead { folder: shown.size, database: head.size });
        }
        let mut size = shown.as_ref().map_or(0, |shown| shown.size);
        if let Some(shown) = shown
            && (shown.size, shown.root) == (head.size, head.root)
        {
            return Ok(shown);
        }
        let mut erased_in = BTreeSet::new();
        while size < head.size {
            let next = head.size.min((size / ENTRIES_AT_A_TIME + 1) * ENTRIES_AT_A_TIME);
            let first = size / TILE_WIDTH * TILE_WIDTH;
            let entries = self.store.logged_entries(first..next).await?;
            let read = |range: std::ops::Range<u64>| {
                Ok(entries[(range.start - first) as usize..(range.end - first) as usize].to_vec())
            };
            log.extend(size, next, read).map_err(Error::Ledger)?;
            let erased = entries.iter().flat_map(|logged| logged.body.erases());
            erased_in.extend(erased.map(|index| index / TILE_WIDTH));
            size = next;
        }
        // Bodies that were laid out before they were erased.
        for tile in erased_in {
            let first = tile * TILE_WIDTH;
            let entries = self.store.logged_entries(first..size.min(first + TILE_WIDTH)).await?;
            log.write_bodies(tile, &entries).map_err(Error::Ledger)?;
        }
        let checkpoint = Checkpoint { origin: signer.name().to_owned(), size: head.size, root: head.root };
        log.sign(&checkpoint, signer).map_err(Error::Ledger)?;
        Ok(checkpoint)
    }

    /// The key that signs the log; made by chance when it is first needed.
    pub(crate) fn ledger_signer(&self) -> Result<NoteSigner, Error> {
        let path = self.folder.keys().join("ledger.key");
        let secret = key_file::read_or_make(&path, "reading the ledger's key", "writing the ledger's key")?;
        Ok(NoteSigner::named_by_key(NAME_PREFIX, &secret).expect("letters, digits and a slash name a key"))
    }
}
