//! Why something could not be examined, read or used: a code from a closed set, and where.

use serde::{Deserialize, Serialize};

/// One thing that went wrong with one file or one line, said so that a person can mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// From the closed set; the locale files hold a sentence for each under `problem-<code>`.
    pub code: ProblemCode,
    /// What the decoder or the system said, in its own words. Untrusted text: escape before showing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Problem {
    /// A problem with the words of whoever met it.
    pub fn new(code: ProblemCode, detail: impl ToString) -> Problem {
        Problem { code, detail: detail.to_string() }
    }
}

macro_rules! codes {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every code there is.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The code as machine outputs and locale keys spell it.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// The closed set of reasons.
    ProblemCode {
        /// The system would not open it.
        NotOpened = "not-opened",
        /// Opened, but its bytes could not all be read.
        NotRead = "not-read",
        /// It changed while it was being read.
        ChangedWhileRead = "changed-while-read",
        /// No decoder could make a picture or frames of it.
        NotDecoded = "not-decoded",
        /// The picture ends early; what was there has been used.
        Truncated = "truncated",
        /// The decoder died; the file cost nothing but itself.
        DecoderCrashed = "decoder-crashed",
        /// The decoder made no progress within the limit.
        DecoderStalled = "decoder-stalled",
        /// More pixels, frames or memory than the limits allow.
        OverLimit = "over-limit",
        /// A helper program is not installed.
        HelperMissing = "helper-missing",
        /// A playlist or list of other files in a video's clothes: refused.
        RefusedContainer = "refused-container",
        /// The archive is damaged; the members before the damage are listed.
        ArchiveDamaged = "archive-damaged",
        /// The archive would unpack to more than the limits allow; what was within them is listed.
        ArchiveLimit = "archive-limit",
        /// Encrypted: neither read nor guessed at.
        Encrypted = "encrypted",
        /// A disk image: recognised, not opened; mount it read-only.
        DiskImage = "disk-image",
        /// A symbolic link: listed with its target, never followed.
        SymbolicLink = "symbolic-link",
        /// A device, pipe or socket: never opened.
        SpecialFile = "special-file",
        /// A folder that could not be listed.
        FolderNotListed = "folder-not-listed",
        /// Named in the exhibit's list only; its bytes are not here.
        NotSeenHere = "not-seen-here",
        /// A list or hash-only row that could not be used.
        BadRow = "bad-row",
    }
}

impl ProblemCode {
    /// Whether it says that no bytes stand at the place at all, so that none went unread.
    pub fn means_no_bytes(self) -> bool {
        matches!(
            self,
            ProblemCode::SymbolicLink
                | ProblemCode::SpecialFile
                | ProblemCode::FolderNotListed
                | ProblemCode::NotSeenHere
        )
    }
}
