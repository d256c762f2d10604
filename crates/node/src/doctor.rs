//! The node's health: self-test, versions, missing helpers and what is then not examined, an unencrypted disk.

use fingerprint::view::Search;

use crate::database;
use crate::error::Error;
use crate::folder::Encryption;
use crate::open::{COMMIT, Node, TestedWorker, radius_bits_of};
use crate::principal::{Action, Principal};
use casework::report::SelfTest;
use media::helper_program::Tool;
use store::LetGo;

/// What the doctor found.
#[derive(Debug, Clone)]
pub struct DoctorView {
    /// Program version.
    pub version: String,
    /// Commit it was built from.
    pub commit: String,
    /// How the index and the worker answered; none when they could not be tested.
    pub self_test: Option<SelfTest>,
    /// Why not.
    pub self_test_problem: Option<String>,
    /// Decoders and helpers with their versions.
    pub decoders: Vec<(String, String)>,
    /// Helper programs that are not installed, with the package they come in.
    pub missing: Vec<Tool>,
    /// How a worker was caged just now; none when it could not be started.
    pub cage: Option<media::cage::CageReport>,
    /// Whether the disk under the node folder is encrypted.
    pub encryption: Encryption,
    /// Name and version of the database, and where it is: `sanad.db`, or a server's address.
    pub database: (String, String),
    /// Whether bytes of what was removed linger in the database's write-ahead log, because somebody reads an older moment.
    pub lingers_in_log: bool,
    /// Lists, current versions.
    pub n_lists: u64,
    /// Exhibits.
    pub n_exhibits: u64,
    /// Ledger entries; every one was checked.
    pub n_ledger_entries: u64,
    /// The ledger's root.
    pub ledger_root: String,
}

/// What is not examined without a helper program, as locale keys spell it: `doctor-without-<code>`.
pub fn missed_without(tool: Tool) -> &'static str {
    match tool {
        Tool::Ffmpeg | Tool::Ffprobe => "ffmpeg",
        Tool::HeifConvert => "heif",
        Tool::Bsdtar | Tool::Bsdcat => "bsdtar",
        Tool::Sqlite3 => "sqlite3",
    }
}

impl Node {
    /// Examines the node itself.
    pub async fn doctor(&self, who: &Principal, uncaged: bool) -> Result<DoctorView, Error> {
        self.permitted(who, Action::Doctor, async {
            let lists = self.store.current_lists().await?;
            let mut settings = self.helper_settings();
            settings.uncaged = uncaged;
            settings.search = Search::Altered;
            let tested =
                self.open_catalogue(&lists, radius_bits_of(settings.search)).and_then(|(catalogue, mut test)| {
                    let tested = self.test_worker(&settings, &mut test)?;
                    tested.test_altered(&catalogue, &mut test)?;
                    Ok((test, tested))
                });
            let (self_test, decoders, cage, self_test_problem) = match tested {
                Ok((test, TestedWorker { decoders, cage, .. })) => (Some(test), decoders, Some(cage), None),
                Err(error) => (None, Vec::new(), None, Some(error.to_string())),
            };
            let helpers = media::helper_program::Helpers::find(&self.worker_program, uncaged, settings.stall);
            let ledger = self.store.verify_ledger().await?;
            let database = (self.store.version_of_database().await?, database::shown(self.store.at())?);
            let let_go = self.let_go().await?;
            let tx = self.store.begin().await?;
            tx.commit(self.entry(who, Action::Doctor.verb())).await?;
            Ok(DoctorView {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                commit: COMMIT.to_owned(),
                self_test,
                self_test_problem,
                decoders,
                missing: helpers.missing(),
                cage,
                encryption: self.folder.encryption(),
                database,
                lingers_in_log: let_go == LetGo::Lingers,
                n_lists: lists.len() as u64,
                n_exhibits: self.store.exhibits().await?.len() as u64,
                n_ledger_entries: ledger.size,
                ledger_root: ledger.root.to_string(),
            })
        })
        .await
    }
}
