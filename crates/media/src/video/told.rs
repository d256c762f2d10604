//! What ffprobe says of a video: its streams, its length, what its maker wrote into it. It starts nothing.

use std::collections::BTreeMap;

use casework::file::{Metadata, Position, WrittenTime};
use fingerprint::video::{self as vpdq, Colours, Matrix};
use serde::Deserialize;

use super::{FrameChoice, cut};
use crate::frames::FramePixels;
use crate::thinning::ThinnedCodec;

/// To decode fewer pixels than these costs less than to start two more programs.
const THINNED_PIXELS_MIN: u64 = 25_000_000;

/// ffprobe's answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    streams: Vec<Stream>,
    format: Format,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Format {
    format_name: Option<String>,
    start_time: Option<String>,
    duration: Option<String>,
    tags: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Stream {
    pub(super) index: u32,
    codec_name: Option<String>,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pix_fmt: String,
    color_space: Option<String>,
    color_range: Option<String>,
    avg_frame_rate: Option<String>,
    r_frame_rate: Option<String>,
    start_time: Option<String>,
    duration: Option<String>,
    field_order: Option<String>,
    disposition: Disposition,
    tags: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Disposition {
    attached_pic: u8,
}

impl Told {
    /// The first stream of moving pictures; a cover is none.
    pub(super) fn stream(&self) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.disposition.attached_pic == 0)
    }

    /// Container, codec, size, length, and what its maker wrote into it.
    pub(super) fn metadata(&self) -> Metadata {
        let stream = self.stream();
        let duration = self.format.duration.as_deref().or(stream.and_then(|stream| stream.duration.as_deref()));
        Metadata {
            pixels: stream.map(|stream| (stream.width, stream.height)),
            taken: self.taken(),
            make: self.tag(&["com.apple.quicktime.make", "make"]).map(cut),
            model: self.tag(&["com.apple.quicktime.model", "model"]).map(cut),
            software: self.tag(&["com.apple.quicktime.software", "encoder", "software"]).map(cut),
            position: self.tag(&["com.apple.quicktime.location.iso6709", "location"]).and_then(read_iso6709),
            container: self.format.format_name.as_deref().map(cut),
            codec: stream.and_then(|stream| stream.codec_name.as_deref()).map(cut),
            length_ms: duration.and_then(read_seconds_ms),
            ..Metadata::default()
        }
    }

    /// What its packets are, where leaving some of them out may pay and is understood: a frame in each, whole, in a container
    /// that says when each is shown, and all as long.
    pub(super) fn thinned_codec(&self, stream: &Stream) -> Option<ThinnedCodec> {
        let container = self.format.format_name.as_deref().unwrap_or_default();
        let is_whole = matches!(stream.field_order.as_deref(), None | Some("progressive" | "unknown"));
        let codec = match stream.codec_name.as_deref() {
            Some("h264") => ThinnedCodec::H264,
            Some("hevc") => ThinnedCodec::Hevc,
            _ => return None,
        };
        let length_ms = self.metadata().length_ms.unwrap_or(0);
        let n_frames =
            stream.rate().map_or(0, |(over, under)| length_ms.saturating_mul(over) / under.saturating_mul(1000).max(1));
        let n_pixels = n_frames.saturating_mul(u64::from(stream.width) * u64::from(stream.height));
        let is_known = container.starts_with("mov,") || container.starts_with("matroska,");
        (is_known && is_whole && stream.is_rate_constant() && stream.step() > 1 && n_pixels >= THINNED_PIXELS_MIN)
            .then_some(codec)
    }

    /// When the last frame was shown, counted from when the first of all streams begins. Edit lists may end a stream earlier
    /// than its packets do.
    pub(super) fn end_ms(&self, stream: &Stream) -> Option<u64> {
        let read = |text: &Option<String>| text.as_deref().and_then(read_seconds_ms);
        let begins_ms = read(&stream.start_time)?.checked_sub(read(&self.format.start_time)?)?;
        let of_stream_ms = read(&stream.duration).map(|length_ms| begins_ms.saturating_add(length_ms));
        let of_all_ms = read(&self.format.duration);
        of_stream_ms.map_or(of_all_ms, |end_ms| Some(end_ms.min(of_all_ms?)))
    }

    fn taken(&self) -> Option<WrittenTime> {
        // A phone's own note, with its offset.
        if let Some(text) = self.tag(&["com.apple.quicktime.creationdate"]) {
            let offset_at = text.rfind(['+', '-']).filter(|at| text[..*at].contains('T'));
            let offset = offset_at.and_then(|at| text.get(at..)).map(cut);
            return Some(WrittenTime { text: cut(text), offset });
        }
        // Meant to be UTC, and local time with many cameras; the `Z` is ffprobe's, not theirs. So: zone unknown.
        let text = self.tag(&["creation_time"])?;
        Some(WrittenTime { text: cut(text.strip_suffix('Z').unwrap_or(text)), offset: None })
    }

    /// The first of these that the container or the stream has, whatever their letters' case.
    fn tag(&self, names: &[&str]) -> Option<&str> {
        let all = || self.format.tags.iter().chain(self.stream().into_iter().flat_map(|stream| &stream.tags));
        let of = |name: &&str| all().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str());
        names.iter().find_map(of).filter(|value| !value.is_empty())
    }
}

impl Stream {
    /// How frames are handed over: planar where they are of even sides, eight bits and a matrix that is known here, as
    /// nearly all are.
    pub(super) fn pixels(&self) -> FramePixels {
        let is_even = self.width.is_multiple_of(2) && self.height.is_multiple_of(2);
        let matrix = match self.color_space.as_deref().unwrap_or("unknown") {
            "unknown" | "unspecified" | "smpte170m" | "bt470bg" => Some(Matrix::Bt601),
            "bt709" => Some(Matrix::Bt709),
            _ => None,
        };
        let is_full_range = match (self.pix_fmt.as_str(), self.color_range.as_deref()) {
            ("yuv420p", None | Some("tv" | "unknown" | "unspecified")) => Some(false),
            ("yuvj420p", _) | ("yuv420p", Some("pc")) => Some(true),
            _ => None,
        };
        match (is_even, matrix, is_full_range) {
            (true, Some(matrix), Some(is_full_range)) => FramePixels::Planar(Colours { matrix, is_full_range }),
            _ => FramePixels::Rgb,
        }
    }

    /// Frames a second as numerator and denominator, by vPDQ's rule the average where it is known.
    fn rate(&self) -> Option<(u64, u64)> {
        let read = |rate: &Option<String>| {
            let (over, under) = rate.as_deref()?.split_once('/')?;
            let (over, under) = (over.parse().ok()?, under.parse().ok()?);
            (over > 0 && under > 0).then_some((over, under))
        };
        read(&self.avg_frame_rate).or_else(|| read(&self.r_frame_rate))
    }

    /// Every how manieth frame stands for a second.
    pub(super) fn step(&self) -> u64 {
        self.rate().map_or(1, |(over, under)| vpdq::frame_step(over, under))
    }

    /// Whether the average is what ffmpeg's look at the packets came to, as far as it can tell.
    fn is_rate_constant(&self) -> bool {
        self.avg_frame_rate == self.r_frame_rate && self.rate().is_some()
    }

    /// When a frame is shown, of a stream of constant rate. ffmpeg tells pixels the nearest time at which such a stream,
    /// begun at 0, shows a frame; a packet it tells what the container says, to the millisecond. None where that leaves
    /// two nearest.
    pub(super) fn told_ms(&self, written_ms: u64) -> Option<u64> {
        let (over, under) = self.rate()?;
        let length_ms = 1000.0 * under as f64 / over as f64;
        let nearest = |error_ms: f64| ((written_ms as f64 + error_ms) / length_ms).round();
        // Half a millisecond of rounding, and a little for the division.
        (nearest(-0.6) == nearest(0.6)).then(|| (nearest(0.0) * length_ms).round() as u64)
    }

    /// A frame's number in the stream. Between key frames nothing is counted: there it follows from the time and the
    /// average rate, and is right where the rate is constant.
    pub(super) fn number_of(&self, nth: u64, at_ms: u64, choice: FrameChoice) -> u64 {
        match choice {
            FrameChoice::All => nth,
            FrameChoice::EverySecond => nth.saturating_mul(self.step()),
            FrameChoice::KeyFrames => match self.rate() {
                Some((over, under)) => {
                    let divisor = u128::from(under) * 1000;
                    let number = (u128::from(at_ms) * u128::from(over) + divisor / 2) / divisor;
                    u64::try_from(number).unwrap_or(u64::MAX)
                }
                None => nth,
            },
        }
    }
}

/// `5.000000` as milliseconds.
fn read_seconds_ms(text: &str) -> Option<u64> {
    let seconds: f64 = text.parse().ok()?;
    (seconds.is_finite() && (0.0..1e12).contains(&seconds)).then(|| (seconds * 1000.0).round() as u64)
}

/// `+52.5164+013.3777/`, `+52.5164+013.3777+034.000/` (ISO 6709, annex H, degrees), in units of 10⁻⁷ degree.
fn read_iso6709(text: &str) -> Option<Position> {
    let text = text.trim().trim_end_matches('/');
    let second = 1 + text.get(1..)?.find(['+', '-'])?;
    let third = text[second + 1..].find(['+', '-']).map_or(text.len(), |at| second + 1 + at);
    let read = |text: &str, degrees_max: f64| {
        let degrees: f64 = text.parse().ok()?;
        (degrees.is_finite() && degrees.abs() <= degrees_max).then(|| (degrees * 1e7).round() as i64)
    };
    Some(Position { latitude_e7: read(&text[..second], 90.0)?, longitude_e7: read(&text[second..third], 180.0)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tags: &str) -> Told {
        serde_json::from_str(&format!(r#"{{"format": {{"tags": {{{tags}}}}}}}"#)).unwrap()
    }

    #[test]
    fn times_are_given_as_written_and_a_zone_only_where_one_is() {
        let check = |tags: &str, text: &str, offset: Option<&str>| {
            let expected = WrittenTime { text: text.to_owned(), offset: offset.map(str::to_owned) };
            assert_eq!(told(tags).metadata().taken, Some(expected));
        };
        let creation = r#""creation_time": "2021-03-04T05:06:07.000000Z""#;
        check(creation, "2021-03-04T05:06:07.000000", None);
        let phone = r#""com.apple.quicktime.creationdate": "2021-03-04T05:06:07+0300""#;
        check(&format!("{creation}, {phone}"), "2021-03-04T05:06:07+0300", Some("+0300"));
        check(r#""com.apple.quicktime.creationdate": "2021-03-04""#, "2021-03-04", None);
        assert_eq!(told("").metadata().taken, None);
    }

    #[test]
    fn positions_are_read_or_left_out() {
        let check = |text: &str, position: Option<(i64, i64)>| {
            let expected = position.map(|(latitude_e7, longitude_e7)| Position { latitude_e7, longitude_e7 });
            assert_eq!(read_iso6709(text), expected, "{text}");
        };
        check("+52.5164+013.3777/", Some((525_164_000, 133_777_000)));
        check("-33.8568-151.2153+034.000/", Some((-338_568_000, -1_512_153_000)));
        for text in ["", "/", "+", "+91.0+000.0/", "+10", "x+y", "+é-1", "+nan+inf/", "é"] {
            check(text, None);
        }
    }

    #[test]
    fn frames_are_told_at_the_times_of_their_rate() {
        let stream = |rate: &str| Stream { avg_frame_rate: Some(rate.to_owned()), ..Stream::default() };
        let told = |rate: &str, written: &[u64]| written.iter().map(|ms| stream(rate).told_ms(*ms)).collect::<Vec<_>>();
        assert_eq!(told("25/1", &[0, 40, 523, 60, 62]), [Some(0), Some(40), Some(520), None, Some(80)]);
        assert_eq!(told("30000/1001", &[33, 67, 50, 1_001_000]), [Some(33), Some(67), None, Some(1_001_000)]);
        assert_eq!(told("1000/1", &[5]), [None]);
        assert_eq!(told("0/0", &[5]), [None]);
    }

    #[test]
    fn numbers_follow_from_the_choice() {
        let stream = |rate: &str| Stream { avg_frame_rate: Some(rate.to_owned()), ..Stream::default() };
        assert_eq!(stream("30000/1001").step(), 29);
        assert_eq!(stream("1/2").step(), 1);
        assert_eq!(stream("0/0").step(), 1);
        assert_eq!(stream("30000/1001").number_of(3, 10_010, FrameChoice::KeyFrames), 300);
        assert_eq!(stream("25/1").number_of(3, 3000, FrameChoice::EverySecond), 75);
        assert_eq!(stream("18446744073709551615/1").number_of(3, u64::MAX, FrameChoice::KeyFrames), u64::MAX);
    }
}
