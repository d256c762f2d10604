//! Where in a video a claim holds: from when to when, in ours, in the listed one, or in both.

use fingerprint::video::{Agreement, Span, Stretch, Stretches};
use serde::{Deserialize, Serialize};

/// Where a claim about a video, or about an entry that is one, holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranges {
    /// By time; a single frame that agrees is a range of one frame.
    pub all: Vec<Range>,
    /// Shorter ones that are not given.
    #[serde(default, skip_serializing_if = "is_none")]
    pub n_left_out: u64,
    /// How much of each of the two videos the other one shows; none where one side is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
}

fn is_none(n_left_out: &u64) -> bool {
    *n_left_out == 0
}

/// One range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Of our file; none when that is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<Span>,
    /// Of the entry; none when that is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Span>,
    /// How many frames agree: ours, or the entry's when ours is a picture.
    pub n_frames: u64,
}

impl Ranges {
    /// Of a listed picture in our video.
    pub fn of_ours(seen: Stretches<(Span, u64)>) -> Ranges {
        let range = |(span, n_frames)| Range { ours: Some(span), entry: None, n_frames };
        Ranges { all: seen.all.into_iter().map(range).collect(), n_left_out: seen.n_left_out, agreement: None }
    }

    /// Of our picture in a listed video.
    pub fn of_entry(seen: Stretches<(Span, u64)>) -> Ranges {
        let range = |(span, n_frames)| Range { ours: None, entry: Some(span), n_frames };
        Ranges { all: seen.all.into_iter().map(range).collect(), n_left_out: seen.n_left_out, agreement: None }
    }

    /// Of our video and a listed one.
    pub fn of_both(found: Stretches<Stretch>, agreement: Agreement) -> Ranges {
        let range = |one: Stretch| Range { ours: Some(one.query), entry: Some(one.other), n_frames: one.n_frames };
        let all = found.all.into_iter().map(range).collect();
        Ranges { all, n_left_out: found.n_left_out, agreement: Some(agreement) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_apply_is_not_written() {
        let span = Span { from_ms: 12_000, to_ms: 41_000 };
        let ours = Ranges::of_ours(Stretches { all: vec![(span, 3)], n_left_out: 0 });
        let text = serde_json::to_string(&ours).unwrap();
        assert_eq!(text, r#"{"all":[{"ours":{"from_ms":12000,"to_ms":41000},"n_frames":3}]}"#);
        assert_eq!(serde_json::from_str::<Ranges>(&text).unwrap(), ours);
    }
}
