//! The views of a picture as they are carried and remembered: hashes and codes, about forty bytes each. Never the pixels
//! or the reduction that they were taken from.

use fingerprint::view::{Area, Cuts, Family, Search, Tilt, View};
use fingerprint::{Pdq, PdqHash, Turn};
use serde::{Deserialize, Serialize};

/// What the picture would look like if it had been altered in each of many ways and that were undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    /// Algorithm and version, e.g. `view-1`.
    pub version: String,
    /// The search that they were taken for.
    pub search: Search,
    /// The likeliest first; those of a shorter search stand before those that a longer one adds.
    #[serde(with = "compact")]
    pub seen: Vec<SeenView>,
}

/// One view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenView {
    /// What it supposes.
    pub view: View,
    /// How the picture looks then. Views of low quality are not kept.
    pub pdq: PdqHash,
    /// The shortest search that takes it.
    pub search: Search,
}

/// A view whose margins were moved until it was nearest to one listed look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refined {
    /// From which view it began.
    pub from: View,
    /// The listed look.
    pub towards: Pdq,
    /// What it came to.
    pub to: SeenView,
}

/// Bytes that are no views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("views that cannot be read at byte {at}")]
pub struct BrokenViews {
    /// Where.
    pub at: usize,
}

impl Views {
    /// Those that `search` takes; what a longer search has added is left out.
    pub fn of(&self, search: Search) -> impl Iterator<Item = &SeenView> {
        self.seen.iter().filter(move |seen| seen.search <= search)
    }
}

const FAMILIES: [Family; 8] = [
    Family::Plain,
    Family::Turned,
    Family::Cropped,
    Family::Format,
    Family::Part,
    Family::Covered,
    Family::Tilted,
    Family::Piece,
];

// What stands after the hash, in the first byte beside the family.
const HAS_AREA: u8 = 0x08;
const HAS_CUTS: u8 = 0x10;
const HAS_TILT: u8 = 0x20;
const IS_CUT_UPRIGHT: u8 = 0x40;

/// Views one after the other: a byte of family and flags, a byte of turn and search, quality, hash, then area (four
/// times two bytes, little-endian), cuts (the same) and degrees where there are any.
pub fn to_bytes(views: &[SeenView]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(views.len() * 44);
    for SeenView { view, pdq, search } in views {
        let family = FAMILIES.iter().position(|family| *family == view.family).unwrap_or_default() as u8;
        let turn = Turn::ALL.iter().position(|turn| *turn == view.turn).unwrap_or_default() as u8;
        let search = Search::ALL.iter().position(|one| one == search).unwrap_or_default() as u8;
        let has = |is: bool, flag: u8| if is { flag } else { 0 };
        let flags = has(view.area.is_some(), HAS_AREA)
            | has(view.cuts != Cuts::default(), HAS_CUTS)
            | has(view.tilt.is_some(), HAS_TILT)
            | has(view.tilt.is_some_and(|tilt| tilt.is_cut_upright), IS_CUT_UPRIGHT);
        bytes.extend([family | flags, turn | search << 3, pdq.quality]);
        bytes.extend(pdq.hash.0);
        if let Some(Area { left_permille, top_permille, right_permille, bottom_permille }) = view.area {
            let sides = [left_permille, top_permille, right_permille, bottom_permille];
            bytes.extend(sides.iter().flat_map(|side| side.to_le_bytes()));
        }
        if view.cuts != Cuts::default() {
            let Cuts { left_permille, top_permille, right_permille, bottom_permille } = view.cuts;
            let sides = [left_permille, top_permille, right_permille, bottom_permille];
            bytes.extend(sides.iter().flat_map(|side| side.to_le_bytes()));
        }
        bytes.extend(view.tilt.map(|tilt| tilt.degrees.to_le_bytes()[0]));
    }
    bytes
}

/// The views in bytes of [`to_bytes`].
///
/// # Errors
/// They are no such bytes, or end early.
pub fn from_bytes(bytes: &[u8]) -> Result<Vec<SeenView>, BrokenViews> {
    let mut from = Bytes { bytes, at: 0 };
    let mut views = Vec::new();
    while from.at < bytes.len() {
        let at = from.at;
        let broken = || BrokenViews { at };
        let [flags, turn, quality] = from.take()?;
        let hash = Pdq(from.take()?);
        let area = (flags & HAS_AREA != 0).then(|| from.sides().map(|sides| sides.map(u16::from_le_bytes)));
        let cuts = (flags & HAS_CUTS != 0).then(|| from.sides().map(|sides| sides.map(i16::from_le_bytes)));
        let degrees = (flags & HAS_TILT != 0).then(|| from.take::<1>()).transpose()?.map(i8::from_le_bytes);
        let area = area.transpose()?.map(|[left_permille, top_permille, right_permille, bottom_permille]| Area {
            left_permille,
            top_permille,
            right_permille,
            bottom_permille,
        });
        let [left_permille, top_permille, right_permille, bottom_permille] = cuts.transpose()?.unwrap_or_default();
        let view = View {
            family: FAMILIES[usize::from(flags & 0x07)],
            turn: Turn::ALL[usize::from(turn & 0x07)],
            area,
            cuts: Cuts { left_permille, top_permille, right_permille, bottom_permille },
            tilt: degrees.map(|degrees| Tilt { degrees, is_cut_upright: flags & IS_CUT_UPRIGHT != 0 }),
        };
        let search = *Search::ALL.get(usize::from(turn >> 3)).ok_or_else(broken)?;
        if flags & 0x80 != 0 {
            return Err(broken());
        }
        views.push(SeenView { view, pdq: PdqHash { hash, quality }, search });
    }
    Ok(views)
}

/// Refined views as pairs of views in the bytes of [`to_bytes`]: first where it began, with the listed look as its hash
/// and no quality, then what it came to.
pub fn refined_to_bytes(refined: &[Refined]) -> Vec<u8> {
    let pairs = refined.iter().flat_map(|Refined { from, towards, to }| {
        let towards = PdqHash { hash: *towards, quality: 0 };
        [SeenView { view: *from, pdq: towards, search: to.search }, *to]
    });
    to_bytes(&pairs.collect::<Vec<SeenView>>())
}

/// The refined views in bytes of [`refined_to_bytes`].
///
/// # Errors
/// They are no such bytes, or end early.
pub fn refined_from_bytes(bytes: &[u8]) -> Result<Vec<Refined>, BrokenViews> {
    let views = from_bytes(bytes)?;
    let pairs = views.chunks(2).map(|pair| match pair {
        [from, to] => Ok(Refined { from: from.view, towards: from.pdq.hash, to: *to }),
        _ => Err(BrokenViews { at: bytes.len() }),
    });
    pairs.collect()
}

struct Bytes<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BrokenViews> {
        let there = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<N>());
        let taken = *there.ok_or(BrokenViews { at: self.at })?;
        self.at += N;
        Ok(taken)
    }

    fn sides(&mut self) -> Result<[[u8; 2]; 4], BrokenViews> {
        Ok([self.take()?, self.take()?, self.take()?, self.take()?])
    }
}

/// Hexadecimal digits of the bytes, where views go into text.
mod compact {
    use super::*;
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(views: &[SeenView], to: S) -> Result<S::Ok, S::Error> {
        const DIGITS: [u8; 16] = *b"0123456789abcdef";
        let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
        let text: String =
            to_bytes(views).into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0f)]).collect();
        to.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<SeenView>, D::Error> {
        let text = String::deserialize(from)?;
        let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
        let bytes: Option<Vec<u8>> = text
            .as_bytes()
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
                _ => None,
            })
            .collect();
        let bytes = bytes.ok_or_else(|| serde::de::Error::custom("not hexadecimal"))?;
        from_bytes(&bytes).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<SeenView> {
        let sides = |n: i16| Cuts { left_permille: n, top_permille: -20, right_permille: 0, bottom_permille: 260 };
        let area = Area { left_permille: 0, top_permille: 1, right_permille: 999, bottom_permille: 1000 };
        let tilt = |is_cut_upright| Some(Tilt { degrees: -10, is_cut_upright });
        let mut views = Vec::new();
        for (n, family) in FAMILIES.into_iter().enumerate() {
            let view = View {
                family,
                turn: Turn::ALL[n],
                area: (n % 2 == 1).then_some(area),
                cuts: if n % 3 == 0 { Cuts::default() } else { sides(n as i16) },
                tilt: if n > 4 { tilt(n == 5) } else { None },
            };
            let pdq = PdqHash { hash: Pdq([n as u8; 32]), quality: 50 + n as u8 };
            views.push(SeenView { view, pdq, search: Search::ALL[n % 4] });
        }
        views
    }

    #[test]
    fn views_come_back_as_they_were() {
        let bytes = to_bytes(&some());
        assert_eq!(from_bytes(&bytes), Ok(some()));
        let views = Views { version: "view-1".into(), search: Search::Exhaustive, seen: some() };
        let text = serde_json::to_string(&views).unwrap();
        assert_eq!(serde_json::from_str::<Views>(&text).unwrap(), views);
        assert!(to_bytes(&[]).is_empty());
    }

    #[test]
    fn views_cut_short_or_made_up_are_refused_and_never_panic() {
        let bytes = to_bytes(&some());
        let whole: Vec<usize> = (1..=some().len()).map(|n| to_bytes(&some()[..n]).len()).collect();
        for end in 1..bytes.len() {
            assert_eq!(from_bytes(&bytes[..end]).is_ok(), whole.contains(&end), "{end}");
        }
        for at in 0..bytes.len() {
            for value in [0, 0x7f, 0x80, 0xff] {
                let mut other = bytes.clone();
                other[at] = value;
                drop(from_bytes(&other));
            }
        }
        let broken = r#"{"version":"","search":"plain","seen":"0g"}"#;
        assert!(serde_json::from_str::<Views>(broken).is_err());
        assert!(serde_json::from_str::<Views>(&broken.replace("0g", "000")).is_err());
    }

    #[test]
    fn refined_views_come_back_as_they_were() {
        let refined: Vec<Refined> = some()
            .chunks(2)
            .map(|pair| Refined { from: pair[0].view, towards: Pdq([0x5a; 32]), to: pair[1] })
            .collect();
        assert_eq!(refined_from_bytes(&refined_to_bytes(&refined)), Ok(refined));
        let odd = to_bytes(&some()[..3]);
        assert_eq!(refined_from_bytes(&odd), Err(BrokenViews { at: odd.len() }));
    }

    #[test]
    fn a_shorter_search_sees_only_its_own() {
        let views = Views { version: "view-1".into(), search: Search::Exhaustive, seen: some() };
        let n_of: Vec<usize> = Search::ALL.iter().map(|search| views.of(*search).count()).collect();
        assert_eq!(n_of, [2, 4, 6, 8]);
    }
}
