//! From when to when a claim about a video holds: frames of ours against frames of the entry, once an index has said which
//! of ours agree at all. It finds no match and drops none.

use std::collections::BTreeSet;

use casework::file::File;
use casework::list::ListVersion;
use casework::ranges::Ranges;
use fingerprint::video::{self, Agreement, TimedFrame};
use fingerprint::{Pdq, PdqHash, pdq};

use super::claims::Found;

/// Where the agreement holds; none where neither the file nor the entry is a video. `video` is the entry's frames.
pub(super) fn ranges(found: &Found, file: &File, list: &ListVersion, video: Option<&[TimedFrame]>) -> Option<Ranges> {
    let look = found.look?;
    let distance_bits_max = found.view.map_or(u32::MAX, |view| view.distance_bits_max()).min(list.terms.threshold_bits);
    if found.frames.is_empty() {
        let seen = video::seen(video?, pdq::QUALITY_MIN, |frame| frame.distance(&look) <= distance_bits_max);
        // The entry's own look may be what agrees.
        return (!seen.all.is_empty()).then(|| Ranges::of_entry(seen));
    }
    let ours: Vec<TimedFrame> =
        file.frames.iter().map(|frame| TimedFrame { at_ms: frame.at_ms, pdq: frame.pdq }).collect();
    let agreeing: BTreeSet<Pdq> = found.frames.iter().map(|number| ours[*number].pdq.hash).collect();
    if let Some(video) = video {
        let may_agree = |hash: &Pdq| agreeing.contains(hash);
        let both = video::stretches(&ours, may_agree, video, distance_bits_max, pdq::QUALITY_MIN);
        if !both.all.is_empty() {
            return Some(Ranges::of_both(both, agreement(&ours, &found.frames, video, distance_bits_max)));
        }
    }
    Some(Ranges::of_ours(video::seen(&ours, pdq::QUALITY_MIN, |frame| agreeing.contains(frame))))
}

/// vPDQ's two shares. Frames of ours of which the index said nothing have no partner.
fn agreement(ours: &[TimedFrame], agreeing: &[usize], video: &[TimedFrame], distance_bits_max: u32) -> Agreement {
    let looks = |frames: &[TimedFrame]| frames.iter().map(|frame| frame.pdq).collect::<Vec<PdqHash>>();
    let agreeing: Vec<PdqHash> = agreeing.iter().map(|number| ours[*number].pdq).collect();
    let found = video::agreement(&agreeing, &looks(video), distance_bits_max, pdq::QUALITY_MIN);
    Agreement { n_query: video::distinct(&looks(ours), pdq::QUALITY_MIN).len(), ..found }
}
