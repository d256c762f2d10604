//! What is asked about hashes and files, and what is answered. It searches nothing.

use std::collections::BTreeSet;

use casework::category::TableStamp;
use casework::file::{File, FileId, MediaKind};
use casework::list::{HashKind, ListTerms, ListVersion};
use casework::list_handling::withhold;
use casework::matching::{self, Match, Outcome};
use casework::problem::ProblemCode;
use fingerprint::{Digests, Md5, Pdq, Sha1, Sha256, pdq};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::held_back::Sifted;
use crate::find::file_of;
use crate::holding::HoldingView;

/// Hashes to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchQuery {
    /// What is asked for; the answers come in this order.
    #[schema(min_items = 1, max_items = 1000)]
    pub asked: Vec<AskedHashes>,
    /// Only these lists, by name or id, are searched. Without it every current list is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, nullable = false)]
    pub lists: Option<Vec<String>>,
}

/// The hashes of one thing: whichever are known, at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub struct AskedHashes {
    /// MD5 of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{32}$")]
    pub md5: Option<Md5>,
    /// SHA-1 of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{40}$")]
    pub sha1: Option<Sha1>,
    /// SHA-256 of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{64}$")]
    pub sha256: Option<Sha256>,
    /// PDQ of the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{64}$")]
    pub pdq: Option<Pdq>,
    /// The quality that came with the PDQ, 0 to 100. Below 50 it is not compared; without it, it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, maximum = 100)]
    pub pdq_quality: Option<u8>,
}

/// The answers, and what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchQueryView {
    /// The lists that were searched.
    pub lists: Vec<AskedList>,
    /// In the order of what was asked for.
    pub answers: Vec<MatchAnswer>,
}

/// A list that was searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AskedList {
    /// The version's id.
    #[schema(example = "lst_0000000000000000")]
    pub id: String,
    /// The list's name.
    pub name: String,
    /// Whose it is.
    pub owner: Option<String>,
    /// Why it may be asked.
    #[schema(value_type = String, example = "removal")]
    pub purpose: casework::list::Purpose,
    /// Looks are claimed up to this distance.
    pub threshold_bits: u32,
    /// Whether it holds known software, to be set aside.
    pub set_aside: bool,
    /// Its entries.
    pub n_rows: u64,
}

/// What the lists say of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchAnswer {
    /// What it comes to: `known`, `near`, `set-aside`, or `new`. A near one waits for a person. `quarantined` where nothing
    /// agrees but entries that agree with too much; `withheld` where the asker grades the file blind and may not know what
    /// others say of it.
    #[schema(example = "near")]
    pub outcome: &'static str,
    /// Files of these digests that cases of this node hold: known to the asker, or held by a unit to call. What is new to the
    /// lists is not new here then. A machine is told of lists only.
    pub held: Vec<HoldingView>,
    /// The claims, the strongest first; those in quarantine last.
    pub matches: Vec<MatchClaim>,
    /// How many more agree of which somebody says that they are no match.
    pub n_suppressed: u64,
    /// What our own graders say of it, where it is a file that is held here and seen by the asker; none where the asker may
    /// not see gradings.
    pub gradings: Option<Vec<HeldGradings>>,
    /// Hashes that were given and could not be compared: `pdq` where its quality is too low.
    #[schema(value_type = Vec<String>)]
    pub not_asked: Vec<HashKind>,
}

/// An entry that agrees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchClaim {
    /// The list version's id.
    #[schema(example = "lst_0000000000000000")]
    pub list: String,
    /// The entry's row in it.
    pub row: u64,
    /// The owner's id of the entry.
    pub owner_id: Option<String>,
    /// By which hash: `md5`, `sha1`, `sha256`, `pdq`.
    #[schema(value_type = String, example = "pdq")]
    pub kind: HashKind,
    /// Bits that differ; 0 for a digest.
    pub distance_bits: u32,
    /// Whether a stronger digest of the entry contradicts the one that agrees: then it is no match.
    pub contradicted: bool,
    /// Whether the entry agrees with so much that a person has to look first.
    pub quarantined: bool,
    /// The entry's category, in the owner's scheme.
    pub category: Option<ClaimCategory>,
    /// The owner's words, in the order written. Untrusted text.
    pub words: Vec<OwnersWord>,
    /// Whether the list is handled so that words, id and category of its entries are not told to the reader.
    pub words_withheld: bool,
}

/// A category, in its scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimCategory {
    /// The scheme that the code belongs to.
    pub scheme: String,
    /// The code, as written.
    pub code: String,
}

/// Something that a list's owner says of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnersWord {
    /// What it is, e.g. `Series`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// How our own gradings of a file stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldGradings {
    /// The file. Written as `{"sha256": "…"}`.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// `ungraded`, `graded`, `confirmed`, `disagreement` or `disputed`.
    #[schema(example = "graded")]
    pub state: &'static str,
    /// Independent opinions that agree: so many of `n_wanted`.
    pub n_counted: u64,
    /// How many confirm.
    #[schema(example = 3)]
    pub n_wanted: u64,
    /// The category that they come to.
    pub category: Option<String>,
    /// The scheme that it belongs to.
    pub scheme: String,
    /// By which table: scheme, version, digest, who approved it and when.
    #[schema(value_type = Object)]
    pub table: TableStamp,
    /// Whether it was approved. Without that the category is not for court.
    pub is_for_court: bool,
}

impl MatchAnswer {
    /// What may be told of the claims about a thing.
    pub(super) fn of<'t>(
        sifted: &Sifted,
        terms: impl Fn(&str) -> &'t ListTerms,
        untold: &BTreeSet<String>,
        held: Vec<HoldingView>,
        gradings: Option<Vec<HeldGradings>>,
        not_asked: Vec<HashKind>,
    ) -> MatchAnswer {
        let told: Vec<Match> = sifted.told.iter().map(|(claim, _)| claim.clone()).collect();
        let outcome = match matching::decide(&told, terms).0 {
            Outcome::New if !sifted.quarantined.is_empty() => "quarantined",
            outcome => outcome.unless_held(held.iter().any(HoldingView::is_held)).code(),
        };
        let quarantined = sifted.quarantined.iter().cloned().map(|claim| (claim, true));
        let claims = told.into_iter().map(|claim| (claim, false)).chain(quarantined);
        let matches = claims
            .map(|(mut claim, is_quarantined)| {
                let is_untold = untold.contains(&claim.list);
                if is_untold {
                    withhold(&mut claim);
                }
                MatchClaim { words_withheld: is_untold, ..MatchClaim::of(claim, is_quarantined) }
            })
            .collect();
        MatchAnswer { outcome, held, matches, n_suppressed: sifted.n_suppressed, gradings, not_asked }
    }

    /// Nothing, to somebody who grades the file blind.
    pub(super) fn withheld(held: Vec<HoldingView>, not_asked: Vec<HashKind>) -> MatchAnswer {
        let (outcome, matches, gradings) = ("withheld", Vec::new(), Some(Vec::new()));
        MatchAnswer { outcome, held, matches, n_suppressed: 0, gradings, not_asked }
    }
}

/// What is known of a file that was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AskedFile {
    /// Its length.
    pub n_bytes: u64,
    /// Its type, by its content.
    #[schema(example = "image/jpeg")]
    pub media_type: String,
    /// MD5 of its bytes.
    pub md5: Option<String>,
    /// SHA-1 of its bytes.
    pub sha1: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: Option<String>,
    /// PDQ of the picture; of a video none, its frames have theirs.
    pub pdq: Option<String>,
    /// Its quality, 0 to 100. Below 50 it is not compared.
    pub pdq_quality: Option<u8>,
    /// Frames of a video that were compared.
    pub n_frames: u64,
    /// Members of an archive. They are not asked: send them one by one.
    pub n_members_not_asked: u64,
    /// What could not be done with it, as a code. What is answered is what could.
    #[schema(value_type = Option<String>, example = "not-decoded")]
    pub problem: Option<ProblemCode>,
}

/// What the lists say of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchFileView {
    /// The lists that were searched.
    pub lists: Vec<AskedList>,
    /// The file as it was read: its hashes are what was asked.
    pub file: AskedFile,
    /// The answer.
    pub answer: MatchAnswer,
}

/// The lists that are asked, ready to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AskedListsView {
    /// The lists, by name: each in the version that is asked now.
    pub lists: Vec<AskedList>,
    /// Their entries together.
    pub n_rows: u64,
}

impl AskedFile {
    pub(crate) fn of(file: &File, n_members_not_asked: u64, problem: Option<ProblemCode>) -> AskedFile {
        let look = file.look.as_ref();
        AskedFile {
            n_bytes: file.size,
            media_type: file.mime.clone(),
            md5: file.digests.md5.map(|digest| digest.to_string()),
            sha1: file.digests.sha1.map(|digest| digest.to_string()),
            sha256: file.digests.sha256.map(|digest| digest.to_string()),
            pdq: look.map(|look| look.pdq.hash.to_string()),
            pdq_quality: look.map(|look| look.pdq.quality),
            n_frames: file.frames.len() as u64,
            n_members_not_asked,
            problem,
        }
    }
}

/// A thing to look for, whether it came as hashes or as a file.
pub(crate) struct Thing {
    pub(crate) file: File,
    pub(crate) not_asked: Vec<HashKind>,
}

impl Thing {
    pub(crate) fn of_hashes(asked: &AskedHashes) -> Thing {
        Thing { file: asked.as_file(), not_asked: asked.not_asked() }
    }

    /// A file that was read. Of a picture that shows too little, the look is not compared.
    pub(crate) fn of_file(file: File) -> Thing {
        let is_compared = file.look.as_ref().is_some_and(|look| look.pdq.quality >= pdq::QUALITY_MIN);
        let lacks_look = file.kind == MediaKind::Picture && !is_compared;
        Thing { not_asked: if lacks_look { vec![HashKind::Pdq] } else { Vec::new() }, file }
    }
}

impl AskedHashes {
    pub(crate) fn is_empty(&self) -> bool {
        let AskedHashes { md5, sha1, sha256, pdq, pdq_quality: _ } = self;
        md5.is_none() && sha1.is_none() && sha256.is_none() && pdq.is_none()
    }

    pub(crate) fn compares_look(&self) -> bool {
        self.pdq_quality.is_none_or(|quality| quality >= pdq::QUALITY_MIN)
    }

    fn not_asked(&self) -> Vec<HashKind> {
        if self.pdq.is_some() && !self.compares_look() { vec![HashKind::Pdq] } else { Vec::new() }
    }

    fn as_file(&self) -> File {
        let digests = Digests { md5: self.md5, sha1: self.sha1, sha256: self.sha256 };
        file_of(digests, self.pdq.filter(|_| self.compares_look()))
    }
}

impl AskedList {
    pub(crate) fn of(list: &ListVersion) -> AskedList {
        AskedList {
            id: list.id.clone(),
            name: list.terms.name.clone(),
            owner: list.terms.owner.clone(),
            purpose: list.terms.purpose,
            threshold_bits: list.terms.threshold_bits,
            set_aside: list.terms.set_aside,
            n_rows: list.n_rows,
        }
    }
}

impl MatchClaim {
    fn of(claim: Match, quarantined: bool) -> MatchClaim {
        MatchClaim {
            quarantined,
            list: claim.list,
            row: claim.row,
            owner_id: claim.owner_id,
            kind: claim.kind,
            distance_bits: claim.distance,
            contradicted: claim.contradicted,
            category: claim.category.map(|category| ClaimCategory { scheme: category.scheme, code: category.code }),
            words: claim.words.into_iter().map(|(name, text)| OwnersWord { name, text }).collect(),
            words_withheld: false,
        }
    }
}
