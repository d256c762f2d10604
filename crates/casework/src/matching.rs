//! A match: a claim that a file is, or looks like, an entry of a list; and what follows for the file.
//!
//! A match is never a verdict: an exact one says that the bytes are listed, a near one waits for a person.

use std::collections::BTreeSet;

use fingerprint::view::View;
use fingerprint::{Digests, Turn};
use serde::{Deserialize, Serialize};

use crate::file::Mark;
use crate::list::{Category, HashKind, ListTerms};
use crate::problem::codes;
use crate::ranges::Ranges;

/// Which part of a file an entry agrees with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// All of it.
    Whole,
    /// The embedded thumbnail.
    Thumbnail,
    /// The frame shown at this time.
    FrameAtMs(u64),
}

/// One claim, able to say why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// The list version's id.
    pub list: String,
    /// The entry's row in it.
    pub row: u64,
    /// The owner's id of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Which hash agrees.
    pub kind: HashKind,
    /// Bits that differ; 0 for a digest.
    pub distance: u32,
    /// The quality our hash was taken at; none for a digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<u8>,
    /// How our picture must be turned.
    #[serde(default)]
    pub turn: Turn,
    /// Which part of the file agrees.
    pub part: Part,
    /// What must have been done to the listed picture to make ours; none when it agrees as it is, or only turned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    /// Where it holds, when our file or the entry is a video and a look agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranges: Option<Ranges>,
    /// Whether a stronger digest of the entry contradicts the one that agrees.
    #[serde(default)]
    pub contradicted: bool,
    /// The entry's category in its own scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// The owner's words. Untrusted text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<(String, String)>,
}

impl Match {
    /// Whether the bytes themselves are listed.
    pub fn is_exact(&self) -> bool {
        self.kind != HashKind::Pdq
    }

    /// Whether it holds only if the picture was altered.
    pub fn is_altered(&self) -> bool {
        self.view.is_some()
    }
}

/// An entry that a person may want to look at beside the file. It is no match: it moves no outcome and no count, and
/// nothing is stacked by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorthALook {
    /// The list version's id.
    pub list: String,
    /// The entry's row in it.
    pub row: u64,
    /// The owner's id of the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<String>,
    /// Bits that differ: beyond what a match may differ in, and at most
    /// [`fingerprint::view::DISTANCE_BITS_WORTH_A_LOOK_MAX`].
    pub distance: u32,
    /// The quality our hash was taken at.
    pub quality: u8,
    /// What must have been done to the listed picture to make ours.
    pub view: View,
}

/// Of one file no more than this many entries are shown as worth a look, the nearest.
pub const WORTH_A_LOOK_MAX: usize = 10;

codes! {
    /// What a file is to the lists asked, and of what they do not know, to this node. Exactly one.
    Outcome {
        /// A digest is listed.
        Known = "known",
        /// It looks like an entry, to be confirmed by a person.
        Near = "near",
        /// It looks like an altered copy of an entry, to be confirmed by a person.
        Altered = "altered",
        /// Known software and the like, by SHA-256 or SHA-1.
        SetAside = "set-aside",
        /// No list asked has it, and it is in a case of this node that whoever reads this may not see: a unit is to be called.
        Held = "held-in-this-node",
        /// Hashed, and no list asked has it.
        New = "new",
        /// Its bytes could not all be read.
        Unreadable = "unreadable",
    }
}

impl Outcome {
    /// What it is once it is known whether somebody in this node is to be called about it: such a file is never new.
    pub fn unless_held(self, is_held: bool) -> Outcome {
        if is_held && self == Outcome::New { Outcome::Held } else { self }
    }
}

/// What follows from the claims about one file that was read: its outcome, and the marks that the claims put on it.
///
/// `terms` gives each list's terms by the id in [`Match::list`]. A contradicted digest is a mark and no outcome; a list
/// to set aside counts only by SHA-256 or SHA-1, and gives way to every other match.
pub fn decide<'t>(matches: &[Match], terms: impl Fn(&str) -> &'t ListTerms) -> (Outcome, BTreeSet<Mark>) {
    let mut marks = BTreeSet::new();
    let (mut known, mut near, mut altered, mut set_aside) = (false, false, false, false);
    for claim in matches {
        if claim.contradicted {
            marks.insert(Mark::DigestConflict);
        } else if terms(&claim.list).set_aside {
            set_aside |= matches!(claim.kind, HashKind::Sha256 | HashKind::Sha1);
        } else if claim.is_exact() {
            known = true;
        } else if claim.is_altered() {
            altered = true;
        } else {
            near = true;
        }
    }
    if set_aside && (known || near || altered) {
        marks.insert(Mark::ListsConflict);
    }
    let outcome = match (known, near, altered, set_aside) {
        (true, ..) => Outcome::Known,
        (_, true, ..) => Outcome::Near,
        (_, _, true, _) => Outcome::Altered,
        (.., true) => Outcome::SetAside,
        _ => Outcome::New,
    };
    (outcome, marks)
}

/// Whether an entry that agrees with a file by `kind` is contradicted by a stronger digest that both have.
pub fn contradicts(kind: HashKind, file: &Digests, entry: &Digests) -> bool {
    fn differ<T: PartialEq>(one: Option<T>, two: Option<T>) -> bool {
        matches!((one, two), (Some(one), Some(two)) if one != two)
    }
    let sha256 = differ(file.sha256, entry.sha256);
    match kind {
        HashKind::Md5 => sha256 || differ(file.sha1, entry.sha1),
        HashKind::Sha1 => sha256,
        HashKind::Sha256 | HashKind::Pdq => false,
    }
}

/// Puts claims in the order in which they are read out: exact before near and near before altered, the list of higher
/// precedence first, the smaller distance first; then list, row, part and turn, so that the order never depends on how they were found.
pub fn order<'t>(matches: &mut [Match], terms: impl Fn(&str) -> &'t ListTerms) {
    matches.sort_by(|one, two| {
        let key = |claim: &Match| {
            let precedence = std::cmp::Reverse(terms(&claim.list).precedence);
            (!claim.is_exact(), claim.is_altered(), precedence, claim.distance)
        };
        key(one)
            .cmp(&key(two))
            .then_with(|| one.list.cmp(&two.list))
            .then_with(|| (one.row, one.kind, one.part, one.turn).cmp(&(two.row, two.kind, two.part, two.turn)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::Purpose;

    fn claim(list: &str, kind: HashKind) -> Match {
        Match {
            list: list.into(),
            row: 1,
            owner_id: None,
            kind,
            distance: 0,
            quality: None,
            turn: Turn::Original,
            part: Part::Whole,
            view: None,
            ranges: None,
            contradicted: false,
            category: None,
            words: Vec::new(),
        }
    }

    fn check(matches: &[Match], outcome: Outcome, marks: &[Mark]) {
        let known = ListTerms::named("known");
        let aside = ListTerms { set_aside: true, purpose: Purpose::SetAside, ..ListTerms::named("aside") };
        let decided = decide(matches, |id| if id == "aside" { &aside } else { &known });
        assert_eq!(decided, (outcome, marks.iter().copied().collect()));
    }

    #[test]
    fn a_file_has_exactly_one_outcome() {
        check(&[], Outcome::New, &[]);
        check(&[claim("known", HashKind::Md5)], Outcome::Known, &[]);
        check(&[claim("known", HashKind::Pdq)], Outcome::Near, &[]);
        check(&[claim("known", HashKind::Pdq), claim("known", HashKind::Sha1)], Outcome::Known, &[]);
    }

    #[test]
    fn setting_aside_needs_a_sha_and_gives_way() {
        check(&[claim("aside", HashKind::Sha1)], Outcome::SetAside, &[]);
        check(&[claim("aside", HashKind::Md5)], Outcome::New, &[]);
        check(&[claim("aside", HashKind::Pdq)], Outcome::New, &[]);
        check(
            &[claim("aside", HashKind::Sha256), claim("known", HashKind::Md5)],
            Outcome::Known,
            &[Mark::ListsConflict],
        );
        check(
            &[claim("aside", HashKind::Sha256), claim("known", HashKind::Pdq)],
            Outcome::Near,
            &[Mark::ListsConflict],
        );
    }

    #[test]
    fn an_altered_copy_stands_between_near_and_set_aside() {
        let altered = Match { view: Some(View::PLAIN), distance: 2, ..claim("known", HashKind::Pdq) };
        let near = Match { distance: 30, ..claim("known", HashKind::Pdq) };
        check(std::slice::from_ref(&altered), Outcome::Altered, &[]);
        check(&[altered.clone(), near.clone()], Outcome::Near, &[]);
        check(&[altered.clone(), claim("known", HashKind::Sha1)], Outcome::Known, &[]);
        check(&[altered.clone(), claim("aside", HashKind::Sha1)], Outcome::Altered, &[Mark::ListsConflict]);
        let exact = claim("known", HashKind::Sha1);
        let mut read_out = [altered.clone(), near.clone(), exact.clone()];
        let known = ListTerms::named("known");
        order(&mut read_out, |_| &known);
        assert_eq!(read_out, [exact, near, altered]);
    }

    #[test]
    fn what_somebody_holds_is_never_new_and_stays_what_lists_know_it_as() {
        assert_eq!(Outcome::New.unless_held(true), Outcome::Held);
        assert_eq!(Outcome::New.unless_held(false), Outcome::New);
        for outcome in Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::New) {
            assert_eq!(outcome.unless_held(true), *outcome);
        }
    }

    #[test]
    fn a_contradicted_digest_is_a_mark_and_no_outcome() {
        let contradicted = Match { contradicted: true, ..claim("known", HashKind::Md5) };
        check(&[contradicted], Outcome::New, &[Mark::DigestConflict]);
        let file = Digests::of(b"one");
        let entry = Digests { sha256: Digests::of(b"two").sha256, ..file };
        assert!(contradicts(HashKind::Md5, &file, &entry));
        assert!(contradicts(HashKind::Sha1, &file, &entry));
        assert!(!contradicts(HashKind::Md5, &file, &file));
        assert!(!contradicts(HashKind::Md5, &file, &Digests { sha256: None, sha1: None, ..file }));
    }
}
