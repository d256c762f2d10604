//! What a link or a state rests on, as a caller names it; it becomes evidence when it is there, is theirs to see, and may be
//! leaned on.

use casework::file::FileId;
use casework::id::{ClueId, IncomingId, LinkId, RecordId};
use casework::link::Evidence;
use casework::protected::Protected;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;
use crate::match_decision::MatchNamed;
use crate::open::Node;
use crate::principal::Caller;

/// One thing that something rests on. Written as `{"by": "statement", "words": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
pub enum EvidenceAsk {
    /// A file, as it was seen or examined.
    File {
        /// Which.
        #[schema(value_type = Object)]
        file: FileId,
    },
    /// A match of a file with an entry of a list, which is exact or was confirmed.
    Match {
        /// Which.
        #[serde(flatten)]
        named: MatchNamed,
    },
    /// A report that came in.
    Report {
        /// Which.
        #[schema(value_type = String)]
        report: IncomingId,
    },
    /// A clue.
    Clue {
        /// Which.
        #[schema(value_type = String)]
        clue: ClueId,
    },
    /// What somebody stated.
    Statement {
        /// In their words.
        #[schema(value_type = String)]
        words: Protected,
    },
    /// Another link.
    Link {
        /// Which.
        #[schema(value_type = String)]
        link: LinkId,
    },
}

impl Node {
    /// The evidence that a caller names.
    pub(crate) async fn evidence(&self, caller: &Caller, asked: Vec<EvidenceAsk>) -> Result<Vec<Evidence>, Error> {
        let mut evidence = Vec::with_capacity(asked.len());
        for one in asked {
            let found = match one {
                EvidenceAsk::File { file } => Evidence::File { file },
                EvidenceAsk::Match { named } => {
                    self.must_see(caller, RecordId::File(named.file)).await?;
                    let decision = self.decided_match(&named).await?;
                    Evidence::of_match(&decision).map_err(Error::refused)?
                }
                EvidenceAsk::Report { report } => Evidence::Report { report },
                EvidenceAsk::Clue { clue } => Evidence::Clue { clue },
                EvidenceAsk::Statement { words } => Evidence::Statement { words },
                EvidenceAsk::Link { link } => Evidence::Link { link },
            };
            if let Some(record) = found.record() {
                self.must_see(caller, record).await?;
            }
            evidence.push(found);
        }
        Ok(evidence)
    }
}
