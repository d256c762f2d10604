//! Kinds of content that somebody does not want to be offered. No reason is asked, nobody else is told, and the work goes to
//! the others. A kind is what is known of a file before anybody here has looked at it: nothing that a colleague said counts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::file::MediaKind;
use crate::list::Category;
use crate::matching::Match;
use crate::problem::codes;

/// Bytes of what is sealed, whatever was chosen: how much it is shall not tell what.
const SEALED_BYTES: usize = 256;

codes! {
    /// A kind of content, as far as it is known before a look.
    ContentKind {
        /// Moving pictures.
        Videos = "videos",
        /// A list of known material names it, or it looks like something on one.
        Listed = "listed",
        /// What such a list says of it is the gravest category of a scheme that this program knows.
        GravestCategory = "gravest-category",
        /// What such a list says of it is a category for children before puberty, or who look younger than 13.
        YoungestChildren = "youngest-children",
    }
}

/// The categories that are the gravest of their scheme, by scheme and code.
const GRAVEST: &[(&str, &[&str])] = &[
    ("caid", &["A", "1"]),
    ("industry", &["A1", "B1"]),
    ("ncmec", &["A1", "B1"]),
    ("interpol-baseline", &["baseline"]),
];

/// The categories that are for children before puberty, or who look younger than 13.
const YOUNGEST: &[(&str, &[&str])] =
    &[("industry", &["A1", "A2"]), ("ncmec", &["A1", "A2"]), ("interpol-baseline", &["baseline"])];

/// What somebody does not want to be offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptOuts(BTreeSet<ContentKind>);

/// Why something was not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum OptOutRefusal {
    /// They asked not to be offered it: they change that themselves, on their page of wellbeing.
    #[error("whoever asks wanted not to be offered this kind of content")]
    NotOffered,
}

impl OptOuts {
    /// These kinds.
    pub fn of(kinds: impl IntoIterator<Item = ContentKind>) -> OptOuts {
        OptOuts(kinds.into_iter().collect())
    }

    /// Which they are.
    pub fn kinds(&self) -> &BTreeSet<ContentKind> {
        &self.0
    }

    /// Whether they want everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether what lists say must be known to answer.
    pub fn ask_lists(&self) -> bool {
        self.0.iter().any(|kind| *kind != ContentKind::Videos)
    }

    /// Whether a file is left out for them. `claims` are those of lists of known material: what is set aside as software
    /// says nothing of what a file shows.
    pub fn leave_out<'m>(&self, media: MediaKind, claims: impl IntoIterator<Item = &'m Match>) -> bool {
        if self.0.contains(&ContentKind::Videos) && media == MediaKind::Video {
            return true;
        }
        // A digest that a stronger one contradicts is of another file.
        claims.into_iter().filter(|claim| !claim.contradicted).any(|claim| {
            self.0.contains(&ContentKind::Listed)
                || self.0.contains(&ContentKind::GravestCategory) && is_among(GRAVEST, claim.category.as_ref())
                || self.0.contains(&ContentKind::YoungestChildren) && is_among(YOUNGEST, claim.category.as_ref())
        })
    }

    /// What is to be sealed of it: the same number of bytes, whatever was chosen.
    pub fn to_bytes(&self) -> Vec<u8> {
        let codes: Vec<&str> = self.0.iter().map(|kind| kind.code()).collect();
        let mut bytes = codes.join(",").into_bytes();
        // Invariant: all codes together are shorter than this.
        bytes.resize(SEALED_BYTES, b' ');
        bytes
    }

    /// The reverse; none for what is no such thing.
    pub fn from_bytes(bytes: &[u8]) -> Option<OptOuts> {
        let text = std::str::from_utf8(bytes).ok()?.trim_end();
        let codes = text.split(',').filter(|code| !code.is_empty());
        let kind = |code: &str| ContentKind::ALL.iter().copied().find(|kind| kind.code() == code);
        codes.map(kind).collect::<Option<BTreeSet<ContentKind>>>().map(OptOuts)
    }
}

fn is_among(of_schemes: &[(&str, &[&str])], category: Option<&Category>) -> bool {
    category.is_some_and(|category| {
        let codes = of_schemes.iter().find(|(scheme, _)| scheme.eq_ignore_ascii_case(category.scheme.trim()));
        codes.is_some_and(|(_, codes)| codes.iter().any(|code| code.eq_ignore_ascii_case(category.code.trim())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::HashKind;
    use crate::matching::Part;

    fn claim(category: Option<(&str, &str)>) -> Match {
        Match {
            list: "lst_1".into(),
            row: 1,
            owner_id: None,
            kind: HashKind::Md5,
            distance: 0,
            quality: None,
            turn: fingerprint::Turn::default(),
            part: Part::Whole,
            view: None,
            ranges: None,
            contradicted: false,
            category: category.map(|(scheme, code)| Category { scheme: scheme.into(), code: code.into() }),
            words: Vec::new(),
        }
    }

    #[test]
    fn a_file_is_left_out_by_what_is_known_of_it_before_a_look() {
        use ContentKind::{GravestCategory, Listed, Videos, YoungestChildren};
        use MediaKind::{Picture, Video};
        let check = |kinds: &[ContentKind], media, claims: &[Match], expected: bool| {
            let opted = OptOuts::of(kinds.iter().copied());
            assert_eq!(opted.leave_out(media, claims), expected, "{kinds:?} of {media:?} with {claims:?}");
        };
        let listed = [claim(None)];
        check(&[], Video, &listed, false);
        check(&[Videos], Video, &[], true);
        check(&[Videos], Picture, &listed, false);
        check(&[Listed], Picture, &listed, true);
        check(&[Listed], Picture, &[], false);
        check(&[Listed], Picture, &[Match { contradicted: true, ..claim(None) }], false);
        check(&[GravestCategory], Picture, &listed, false);
        check(&[GravestCategory], Picture, &[claim(Some(("CAID", " a ")))], true);
        check(&[GravestCategory], Picture, &[claim(Some(("caid", "C")))], false);
        // A bare number means nothing: what 1 is, its scheme says.
        check(&[GravestCategory], Picture, &[claim(Some(("sample", "1")))], false);
        check(&[YoungestChildren], Picture, &[claim(None), claim(Some(("ncmec", "A2")))], true);
        check(&[YoungestChildren], Picture, &[claim(Some(("ncmec", "B1")))], false);
        check(&[YoungestChildren, Videos], Video, &[], true);
    }

    #[test]
    fn lists_are_asked_only_where_their_word_is_needed() {
        assert!(!OptOuts::default().ask_lists() && !OptOuts::of([ContentKind::Videos]).ask_lists());
        assert!(OptOuts::of([ContentKind::Videos, ContentKind::Listed]).ask_lists());
    }

    #[test]
    fn what_is_sealed_is_as_long_whatever_was_chosen_and_is_read_again() {
        let all = OptOuts::of(ContentKind::ALL.iter().copied());
        for opted in [OptOuts::default(), OptOuts::of([ContentKind::Listed]), all] {
            let bytes = opted.to_bytes();
            assert_eq!(bytes.len(), SEALED_BYTES);
            assert_eq!(OptOuts::from_bytes(&bytes), Some(opted));
        }
        assert_eq!(OptOuts::from_bytes(b"neither"), None);
    }
}
