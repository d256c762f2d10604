//! Facts of a report as machine outputs spell them: English, ASCII digits, one fixed form. Never a sentence for a person's
//! language, which is `words`'s.

use base64::Engine as _;
use casework::file::{Mark, MediaKind};
use casework::holding::Holder;
use casework::list::{HashKind, ListVersion};
use casework::matching::{Match, Outcome, Part};
use casework::ranges::{Range, Ranges};
use casework::report::{Header, Spent};
use casework::summary::Counts;
use fingerprint::Turn;
use fingerprint::video::Span;
use fingerprint::view::{Cuts, Family, View};

/// What every output says when an exhibit has no authority.
pub(crate) const AUTHORITY_MISSING: &str = "no authority recorded: not for evidence";

/// Nanoseconds since 1970 UTC as `2026-01-01T00:00:00.000000000Z`: always nine digits, so that text order is time order.
pub(crate) fn instant(nanoseconds: i64) -> String {
    let time = jiff::Timestamp::from_nanosecond(i128::from(nanoseconds)).expect("64 bits of nanoseconds are in range");
    format!("{time:.9}")
}

/// Seconds since 1970 UTC as `2026-01-01T00:00:00Z`; none beyond the year 9999.
pub(crate) fn stamp(seconds: i64) -> Option<String> {
    Some(format!("{:.0}", jiff::Timestamp::from_second(seconds).ok()?))
}

/// Raw bytes as text, and in base64 when the text does not hold them all.
pub(crate) fn place_text(raw: &[u8]) -> (String, Option<String>) {
    match std::str::from_utf8(raw) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (String::from_utf8_lossy(raw).into_owned(), Some(base64_of(raw))),
    }
}

/// A name letter by letter where there is room for text alone: bytes that are no UTF-8 appear as `%FF`, so that two names
/// that differ only in them differ.
pub(crate) fn name_text(raw: &[u8]) -> String {
    let mut text = String::new();
    for chunk in raw.utf8_chunks() {
        text += chunk.valid();
        chunk.invalid().iter().for_each(|byte| text += &format!("%{byte:02X}"));
    }
    text
}

pub(crate) fn base64_of(raw: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(raw)
}

/// The turn's code, the one that its serialised form has.
pub(crate) fn turn_code(turn: Turn) -> &'static str {
    match turn {
        Turn::Original => "original",
        Turn::Rotate90 => "rotate90",
        Turn::Rotate180 => "rotate180",
        Turn::Rotate270 => "rotate270",
        Turn::FlipX => "flip-x",
        Turn::FlipY => "flip-y",
        Turn::FlipPlus1 => "flip-plus1",
        Turn::FlipMinus1 => "flip-minus1",
    }
}

pub(crate) fn family_code(family: Family) -> &'static str {
    match family {
        Family::Plain => "plain",
        Family::Turned => "turned",
        Family::Cropped => "cropped",
        Family::Format => "format",
        Family::Part => "part",
        Family::Covered => "covered",
        Family::Tilted => "tilted",
        Family::Piece => "piece",
    }
}

/// A view in one line: its family, then what it supposes, as in `cropped turn=flip-y cuts=30/30/30/30`. Cuts and areas
/// in permille: left, top, right, bottom.
pub(crate) fn view_code(view: &View) -> String {
    let mut code = family_code(view.family).to_owned();
    if view.turn != Turn::Original {
        code += &format!(" turn={}", turn_code(view.turn));
    }
    if let Some(area) = view.area {
        let sides = [area.left_permille, area.top_permille, area.right_permille, area.bottom_permille];
        code += &format!(" area={}/{}/{}/{}", sides[0], sides[1], sides[2], sides[3]);
    }
    if view.cuts != Cuts::default() {
        let Cuts { left_permille, top_permille, right_permille, bottom_permille } = view.cuts;
        code += &format!(" cuts={left_permille}/{top_permille}/{right_permille}/{bottom_permille}");
    }
    if let Some(tilt) = view.tilt {
        code +=
            &format!(" tilt={} {}", tilt.degrees, if tilt.is_cut_upright { "cut-upright" } else { "black-corners" });
    }
    code
}

pub(crate) fn kind_code(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Picture => "picture",
        MediaKind::Video => "video",
        MediaKind::Archive => "archive",
        MediaKind::DiskImage => "disk-image",
        MediaKind::Other => "other",
    }
}

pub(crate) fn spent_code(spent: Spent) -> &'static str {
    match spent {
        Spent::Read => "read",
        Spent::Skipped => "skipped",
        Spent::Unreadable => "unreadable",
    }
}

pub(crate) fn part_code(part: Part) -> &'static str {
    match part {
        Part::Whole => "whole",
        Part::Thumbnail => "thumbnail",
        Part::FrameAtMs(_) => "frame",
    }
}

/// When the frame is shown that a claim is about, in milliseconds.
pub(crate) fn part_at_ms(part: Part) -> Option<u64> {
    match part {
        Part::FrameAtMs(at_ms) => Some(at_ms),
        Part::Whole | Part::Thumbnail => None,
    }
}

/// A range in one line: `ours=12000-41000ms entry=2000-31000ms frames=30`.
pub(crate) fn range_code(range: &Range) -> String {
    let span = |name: &str, span: Option<Span>| span.map(|span| format!("{name}={}-{}ms ", span.from_ms, span.to_ms));
    let sides = [span("ours", range.ours), span("entry", range.entry)];
    format!("{}frames={}", sides.into_iter().flatten().collect::<String>(), range.n_frames)
}

/// All ranges of a claim in one line, then how many are left out and the two shares.
pub(crate) fn ranges_code(ranges: &Ranges) -> String {
    let mut parts: Vec<String> = ranges.all.iter().map(range_code).collect();
    if ranges.n_left_out > 0 {
        parts.push(format!("left-out={}", ranges.n_left_out));
    }
    if let Some(agreement) = ranges.agreement {
        let (ours, entry) = (percent(agreement.query_percent()), percent(agreement.other_percent()));
        parts.push(format!("ours={ours:.1}% entry={entry:.1}%"));
    }
    parts.join("; ")
}

/// A share with one decimal.
pub(crate) fn percent(share: f64) -> f64 {
    (share * 10.0).round() / 10.0
}

/// The hash's name as its standard writes it.
pub(crate) fn hash_name(kind: HashKind) -> &'static str {
    match kind {
        HashKind::Md5 => "MD5",
        HashKind::Sha1 => "SHA-1",
        HashKind::Sha256 => "SHA-256",
        HashKind::Pdq => "PDQ",
    }
}

/// The list version that a claim names; none when the header does not hold it.
pub(crate) fn list_of<'h>(header: &'h Header, claim: &Match) -> Option<&'h ListVersion> {
    header.lists.iter().find(|list| list.id == claim.list)
}

/// The list's name, or its version's id when the header does not hold it.
pub(crate) fn list_name<'r>(header: &'r Header, claim: &'r Match) -> &'r str {
    list_name_of(header, &claim.list)
}

/// The same of a list version's id.
pub(crate) fn list_name_of<'r>(header: &'r Header, id: &'r str) -> &'r str {
    header.lists.iter().find(|list| list.id == id).map_or(id, |list| &list.terms.name)
}

/// The outcomes that are counted. What is held in cases is told where there is any: most nodes hold none.
pub(crate) fn outcomes_told(counts: &Counts) -> impl Iterator<Item = Outcome> {
    let holds_none = counts.held.is_none();
    Outcome::ALL.iter().copied().filter(move |outcome| *outcome != Outcome::Held || !holds_none)
}

pub(crate) fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Known => "known: its bytes are listed",
        Outcome::Near => "near: looks like a listed picture, to be confirmed by a person",
        Outcome::Altered => "possible altered copy of a listed picture, to be confirmed by a person",
        Outcome::SetAside => "set aside: known software and the like",
        Outcome::Held => "held in this node: in no list asked, and in a case of a unit to call",
        Outcome::New => "new: in no list asked",
        Outcome::Unreadable => "unreadable: not all of its bytes could be read",
    }
}

/// Whom to call about a file, as one English phrase. Names stand at its end.
pub(crate) fn call_text(holder: &Holder) -> String {
    match &holder.contact {
        Some(contact) => format!("call {:?}, {contact:?}", holder.name),
        None => format!("call {:?}", holder.name),
    }
}

/// Why a claim is made, as one English sentence of fixed form. Text of the list's owner stands at its end.
pub(crate) fn why(header: &Header, claim: &Match) -> String {
    let mut text = match claim.part {
        Part::Whole => String::new(),
        Part::Thumbnail => "embedded thumbnail: ".to_owned(),
        Part::FrameAtMs(at_ms) => format!("frame at {at_ms} ms: "),
    };
    let name = hash_name(claim.kind);
    if claim.is_exact() {
        text += &format!("{name} equal to");
    } else {
        text += &format!("{name} differs in {} of 256 bits from", claim.distance);
    }
    match &claim.owner_id {
        Some(entry) => text += &format!(" entry {entry:?} (row {})", claim.row),
        None => text += &format!(" row {}", claim.row),
    }
    text += &format!(" of list {:?}, version {}", list_name(header, claim), claim.list);
    if !claim.is_exact() {
        if let Some(list) = list_of(header, claim) {
            text += &format!("; claimed up to {} bits", threshold_bits(list, claim));
        }
        if let Some(quality) = claim.quality {
            text += &format!("; quality {quality} of 100");
        }
        match &claim.view {
            Some(view) => text += &format!("; possible altered copy: {}", view_code(view)),
            None if claim.turn != Turn::Original => text += &format!("; turned {}", turn_code(claim.turn)),
            None => {}
        }
        if let Some(ranges) = &claim.ranges {
            text += &format!("; where: {}", ranges_code(ranges));
        }
        text += "; to be confirmed by a person";
    }
    if claim.contradicted {
        text += "; a stronger digest of the entry contradicts it";
    }
    if list_of(header, claim).is_some_and(|list| list.terms.set_aside) {
        text += "; a list to set aside";
    }
    if let Some(category) = &claim.category {
        text += &format!("; category {:?} in scheme {:?}", category.code, category.scheme);
    }
    for (key, value) in claim.words.iter().filter(|(key, _)| is_said(key)) {
        text += &format!("; owner says {key:?}: {value:?}");
    }
    text
}

/// Up to how many bits the claim is one: what the list's owner says, and of an altered copy no more than its view allows.
pub(crate) fn threshold_bits(list: &ListVersion, claim: &Match) -> u32 {
    let of_view = claim.view.map_or(u32::MAX, |view| view.distance_bits_max());
    list.terms.threshold_bits.min(of_view)
}

/// Whether an owner's word is one for people. Fingerprints that Sanad keeps but never matches are for machines: they
/// stand among the `words` of the JSON lines report alone.
pub(crate) fn is_said(key: &str) -> bool {
    !key.eq_ignore_ascii_case("PhotoDNA") && !key.starts_with("AlternativeHashes.")
}

/// Codes of marks in their fixed order.
pub(crate) fn mark_codes(marks: &std::collections::BTreeSet<Mark>) -> Vec<&'static str> {
    marks.iter().map(|mark| mark.code()).collect()
}

/// Degrees with seven decimals from units of 10⁻⁷ degree, without going through floating point.
pub(crate) fn degrees(e7: i64) -> String {
    let size = e7.unsigned_abs();
    format!("{}{}.{:07}", if e7 < 0 { "-" } else { "" }, size / 10_000_000, size % 10_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_form() {
        assert_eq!(instant(0), "1970-01-01T00:00:00.000000000Z");
        assert_eq!(instant(-1), "1969-12-31T23:59:59.999999999Z");
        assert_eq!(instant(i64::MAX), "2262-04-11T23:47:16.854775807Z");
        assert_eq!(stamp(1_767_225_600).as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(stamp(i64::MAX), None);
    }

    #[test]
    fn turns_are_spelled_as_they_are_stored() {
        for turn in Turn::ALL {
            assert_eq!(serde_json::to_value(turn).unwrap(), turn_code(turn));
        }
    }

    #[test]
    fn families_are_spelled_as_they_are_stored_and_a_view_fits_one_line() {
        use fingerprint::view::Tilt;
        for family in [Family::Plain, Family::Turned, Family::Cropped, Family::Format, Family::Part] {
            assert_eq!(serde_json::to_value(family).unwrap(), family_code(family));
        }
        for family in [Family::Covered, Family::Tilted, Family::Piece] {
            assert_eq!(serde_json::to_value(family).unwrap(), family_code(family));
        }
        let cuts = Cuts { left_permille: 30, top_permille: -20, right_permille: 0, bottom_permille: 5 };
        let tilt = Some(Tilt { degrees: -2, is_cut_upright: true });
        let view = View { family: Family::Tilted, turn: Turn::FlipY, cuts, tilt, ..View::PLAIN };
        assert_eq!(view_code(&view), "tilted turn=flip-y cuts=30/-20/0/5 tilt=-2 cut-upright");
        assert_eq!(view_code(&View::PLAIN), "plain");
    }

    #[test]
    fn degrees_are_exact() {
        assert_eq!(degrees(-5_000_001), "-0.5000001");
        assert_eq!(degrees(336_000_000), "33.6000000");
        assert_eq!(degrees(i64::MIN), "-922337203685.4775808");
    }
}
