//! What a verb can answer instead of doing what was asked: one variant for each reaction.

use std::path::PathBuf;

use crate::folder::FolderError;

/// Why a verb did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The principal may not. React: ask somebody who may.
    #[error("not permitted: {verb}")]
    Denied {
        /// The verb.
        verb: &'static str,
    },
    /// There is no such thing here, or none that may be known.
    #[error("there is no {what} {name}")]
    NotFound {
        /// What kind of thing.
        what: &'static str,
        /// What was asked for.
        name: String,
    },
    /// No exhibit was named that could be used.
    #[error("there is nothing to examine")]
    NothingToExamine,
    /// An exhibit could not be opened. React: check the path.
    #[error("cannot open the exhibit {}", path.display())]
    ExhibitNotOpened {
        /// The path as given.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The exhibit could not be walked.
    #[error(transparent)]
    Walk(#[from] media::walk::WalkError),
    /// The node folder or a report lies inside an exhibit. React: choose another place.
    #[error("{} lies inside the exhibit {}", path.display(), exhibit.display())]
    InsideExhibit {
        /// What lies inside.
        path: PathBuf,
        /// The exhibit.
        exhibit: PathBuf,
    },
    /// A list could not be used at all. React: mend it as the source says.
    #[error("cannot use the list {}", path.display())]
    List {
        /// Its file.
        path: PathBuf,
        /// What is wrong, where, and the mend.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No row of a list could be used. React: mend its rows, which an import names.
    #[error("no row of the list {} could be used", path.display())]
    ListWithoutRows {
        /// Its file.
        path: PathBuf,
    },
    /// A list's own threshold leaves no room for what a screening hash may be off. React: do not screen.
    #[error("the list {list} asks for {threshold_bits} bits, too far to screen by")]
    ListTooWideToScreen {
        /// Its name.
        list: String,
        /// Its threshold.
        threshold_bits: u32,
    },
    /// A list of known software was named as known material. React: say that it is to be set aside.
    #[error("the list {} holds known software and is not set aside", path.display())]
    SoftwareNotSetAside {
        /// Its file.
        path: PathBuf,
    },
    /// A report has an extension that names no format.
    #[error("{} names no format of report", path.display())]
    ReportFormat {
        /// The report asked for.
        path: PathBuf,
    },
    /// A file of that name is there and is no report of this node's. React: choose another name.
    #[error("{} exists and is no report of this node", path.display())]
    ReportExists {
        /// The report asked for.
        path: PathBuf,
    },
    /// A file of ours could not be read or written.
    #[error("while {doing} {}", path.display())]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The self-test failed in the index and by brute force, or the worker failed it. Nothing may be answered.
    #[error("the self-test failed: {right} of {planted} answers were right, worker {}", if *worker_right { "right" } else { "wrong" })]
    SelfTest {
        /// Answers looked at.
        planted: u64,
        /// Right ones.
        right: u64,
        /// Whether the built-in picture came through the worker with the right hash.
        worker_right: bool,
    },
    /// The kernel cannot cage decoders, or the worker could not be started.
    #[error(transparent)]
    Cage(media::cage::CageError),
    /// Somebody asked to stop; everything found is remembered.
    #[error("stopped")]
    Stopped,
    /// The node folder cannot be used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The index's files are not what was written.
    #[error("a segment of a list is damaged")]
    Index(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The folder and the database do not belong together. React: as its sentence says.
    #[error(transparent)]
    NotTogether(#[from] crate::database::NotTogether),
    /// The backup cannot be used. React: as its sentence says.
    #[error(transparent)]
    Backup(#[from] crate::restore::BackupUnusable),
    /// A list was taken in or out while the backup was made. React: again.
    #[error("lists were changed while the backup was made")]
    BackupDisturbed,
    /// The store could not answer.
    #[error(transparent)]
    Storage(store::Error),
    /// The ledger's folder cannot be written, or is not what was written. React: move it aside, and it is made anew.
    #[error("the ledger's folder")]
    Ledger(#[source] ledger::folder::FolderError),
    /// The ledger's folder has entries that the database has not: an older copy of the database was put in place. React:
    /// put the newer one back, or move the ledger's folder aside and keep it.
    #[error("the ledger's folder has {folder} entries, the database {database}")]
    LedgerAhead {
        /// Entries signed for in the folder.
        folder: u64,
        /// Entries in the database.
        database: u64,
    },
    /// More was asked for in one call than one call may take. React: ask in several.
    #[error("more than {n_max} of {what} in one call")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        n_max: u64,
    },
    /// A rule does not allow it. React: as its sentence says.
    #[error("{0}")]
    Refused(Box<dyn casework::refusal::Refusal>),
    /// What was sealed does not open: the key in this file is another one. React: put the right key back.
    #[error("what was sealed does not open with {}", path.display())]
    NotUnsealed {
        /// The key's file.
        path: PathBuf,
    },
    /// Nobody is signed in by what was given. React: sign in.
    #[error(transparent)]
    SignIn(#[from] crate::sign_in::NotSignedIn),
    /// What was given as the end of the page before is none. React: give what the page gave.
    #[error("{text} is no end of a page")]
    NotACursor {
        /// The text.
        text: String,
    },
    /// A text that was given is no hash and no file.
    #[error("{text} is no file and no hash")]
    NotAHash {
        /// The text.
        text: String,
    },
}

impl Error {
    /// A rule's refusal.
    pub(crate) fn refused<R: casework::refusal::Refusal>(refusal: R) -> Error {
        Error::Refused(Box::new(refusal))
    }

    /// Its name in the log: what reacted to, never what about.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Denied { .. } => "denied",
            Error::NotFound { .. } => "not-found",
            Error::NothingToExamine => "nothing-to-examine",
            Error::ExhibitNotOpened { .. } => "exhibit-not-opened",
            Error::Walk(_) => "exhibit-not-walked",
            Error::InsideExhibit { .. } => "inside-exhibit",
            Error::List { .. } => "list-unusable",
            Error::ListWithoutRows { .. } => "list-without-rows",
            Error::ListTooWideToScreen { .. } => "list-too-wide-to-screen",
            Error::SoftwareNotSetAside { .. } => "software-not-set-aside",
            Error::ReportFormat { .. } => "report-format",
            Error::ReportExists { .. } => "report-exists",
            Error::Disk { .. } => "disk",
            Error::SelfTest { .. } => "self-test",
            Error::Cage(_) => "cage",
            Error::Stopped => "stopped",
            Error::Folder(FolderError::InsideExhibit { .. }) => "inside-exhibit",
            Error::Folder(_) => "folder",
            Error::NotTogether(_) => "not-together",
            Error::Backup(_) => "backup-unusable",
            Error::BackupDisturbed => "backup-disturbed",
            Error::Index(_) => "index-damaged",
            Error::Storage(store::Error::Newer { .. }) => "store-newer",
            Error::Storage(store::Error::Damaged { .. }) => "store-damaged",
            Error::Storage(store::Error::Full { .. }) => "store-full",
            Error::Storage(store::Error::Busy { .. }) => "store-busy",
            Error::Storage(_) => "store",
            Error::Refused(_) => "refused",
            Error::NotUnsealed { .. } => "key-mismatch",
            Error::SignIn(refused) => refused.code(),
            Error::NotACursor { .. } => "not-a-cursor",
            Error::NotAHash { .. } => "not-a-hash",
            Error::TooMany { .. } => "too-many",
            Error::Ledger(_) => "ledger-folder",
            Error::LedgerAhead { .. } => "ledger-ahead",
        }
    }

    /// Whether the node or its machine did not work, rather than that something was asked for which it cannot do.
    pub fn is_of_the_node(&self) -> bool {
        match self {
            Error::NotTogether(_) => true,
            Error::Folder(error) => !matches!(error, FolderError::InsideExhibit { .. }),
            Error::Disk { .. } | Error::SelfTest { .. } | Error::Cage(_) | Error::Index(_) | Error::Storage(_) => true,
            Error::Ledger(_) | Error::LedgerAhead { .. } | Error::NotUnsealed { .. } => true,
            _ => false,
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Error {
        Error::Storage(error)
    }
}
