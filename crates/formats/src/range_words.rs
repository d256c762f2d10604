//! From when to when a claim about a video holds, for people: a line for each range. Codes for machines stand elsewhere.

use casework::ranges::{Range, Ranges};
use fingerprint::video::Span;
use words::Value;

/// Of one claim so many ranges are told to people; machine outputs hold them all.
const TOLD_MAX: usize = 8;

/// A line for each range, one for those that are not told, and one for the two shares where both are videos; `say` says a
/// message as it is said where the lines go.
pub fn range_words(ranges: &Ranges, say: impl Fn(&str, &[(&str, Value)]) -> String) -> Vec<String> {
    let mut lines: Vec<String> = ranges.all.iter().take(TOLD_MAX).map(|range| line(&say, range)).collect();
    let n_more = ranges.all.len().saturating_sub(TOLD_MAX) as u64 + ranges.n_left_out;
    if n_more > 0 {
        lines.push(say("range-more", &[("ranges", n_more.into())]));
    }
    if let Some(agreement) = ranges.agreement {
        let percent = |share: f64| Value::from(share.round() as u64);
        let args = [("ours", percent(agreement.query_percent())), ("entry", percent(agreement.other_percent()))];
        lines.push(say("range-shares", &args));
    }
    lines
}

fn line(say: &impl Fn(&str, &[(&str, Value)]) -> String, range: &Range) -> String {
    let mut args: Vec<(&str, Value)> = vec![("frames", range.n_frames.into())];
    args.extend(range.ours.map(|span| ("ours", span_text(span).into())));
    args.extend(range.entry.map(|span| ("entry", span_text(span).into())));
    let key = match (range.ours, range.entry) {
        (Some(_), Some(_)) => "range-both",
        (Some(_), None) => "range-ours",
        _ => "range-entry",
    };
    say(key, &args)
}

/// `00:12-00:41`, the same in every language; a single frame has one time.
fn span_text(span: Span) -> String {
    let (from, to) = (clock(span.from_ms), clock(span.to_ms));
    if from == to { from } else { format!("{from}-{to}") }
}

/// `00:12`, and with hours where there are some: what a player shows. Milliseconds are for machines.
fn clock(at_ms: u64) -> String {
    let seconds = at_ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes:02}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fingerprint::video::Agreement;
    use words::{Lang, Words};

    fn ranges() -> Vec<Ranges> {
        let span = |from_ms, to_ms| Some(Span { from_ms, to_ms });
        let range = |ours, entry, n_frames| Range { ours, entry, n_frames };
        let agreement = Agreement { n_query: 30, n_query_matched: 29, n_other: 60, n_other_matched: 30 };
        let both = range(span(12_000, 41_900), span(2_000, 3_632_000), 30);
        vec![
            Ranges { all: vec![both], n_left_out: 3, agreement: Some(agreement) },
            Ranges { all: vec![range(span(1_000, 9_000), None, 9)], ..Ranges::default() },
            Ranges { all: vec![range(None, span(12_000, 12_000), 1); 10], ..Ranges::default() },
        ]
    }

    #[test]
    fn ranges_can_be_read_aloud() {
        let words = Words::in_language(Lang::English);
        let said: Vec<String> =
            ranges().iter().flat_map(|ranges| range_words(ranges, |key, args| words.say(key, args))).collect();
        let said = said.join("\n").replace(['\u{2068}', '\u{2069}'], "");
        expect_test::expect![[r#"
            00:12-00:41 shows 00:02-1:00:32 of the entry: 30 frames agree
            3 other ranges, shorter than these
            Of this video’s frames 97 % are in the entry, of the entry’s frames 50 % in this video
            Seen at 00:01-00:09: in 9 frames
            Seen at 00:12 of the entry: in a single frame
            Seen at 00:12 of the entry: in a single frame
            Seen at 00:12 of the entry: in a single frame
            Seen at 00:12 of the entry: in a single frame
            Seen at 00:12 of the entry: in a single frame
            Seen at 00:12 of the entry: in a single frame
            Seen at 00:12 of the entry: in a single frame
            Seen at 00:12 of the entry: in a single frame
            2 other ranges, shorter than these"#]]
        .assert_eq(&said);
    }

    #[test]
    fn every_language_says_every_range() {
        for lang in Lang::ALL {
            let words = Words::in_language(lang);
            for said in ranges().iter().flat_map(|ranges| range_words(ranges, |key, args| words.say(key, args))) {
                assert!(!said.contains("{$") && !said.contains('‹'), "{said}");
            }
        }
    }
}
