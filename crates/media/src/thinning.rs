//! Thinning: of a video's packets, those that no chosen frame needs are left out before anything is decoded. Runs inside
//! the caged worker, between the ffmpeg that takes packets out of their container and the one that decodes them.
//!
//! The frames that come out are the same, bit for bit: where a picture is left out, no picture that stays refers to it.
//! That is certain of two kinds: what follows the last chosen frame, in the order of decoding, up to the next picture at
//! which decoders forget everything (IDR: ITU-T H.264 and H.265, 3 "instantaneous decoding refresh"), and H.264's pictures
//! with `nal_ref_idc` 0 (7.4.1). Whatever is not as plain as this is refused, and the caller has all decoded.

use std::io::{Read, Write};

use casework::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};

use crate::matroska::{Element, Reader, broken, frame_head};

/// Codecs whose packets are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThinnedCodec {
    /// ITU-T H.264.
    H264,
    /// ITU-T H.265.
    Hevc,
}

/// The pictures between two at which decoders forget everything are held until the second comes: no more than this.
const HELD_BYTES_MAX: u64 = 64 << 20;
const HELD_PACKETS_MAX: usize = 4096;

/// What is certain about a packet from its NAL units' headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Picture {
    /// Decoders forget everything here.
    is_refresh: bool,
    /// Others may refer to it.
    is_reference: bool,
}

struct Packet {
    at_ms: i64,
    picture: Picture,
    bytes: Vec<u8>,
}

/// Copies of a Matroska stream what is needed for every `step`th frame, the first among them. The time of a chosen frame
/// becomes 2 t + 1, that of another 2 t, so that whoever decodes them knows which is which. Gives how many are chosen.
///
/// # Errors
/// What came is not understood well enough, or not to be read or written; the frames written so far are then worth nothing.
pub(crate) fn thin(from: impl Read, mut to: impl Write, codec: ThinnedCodec, step: u64) -> Result<u64, Problem> {
    let mut reader = Reader::keeping_beginning(from);
    let mut length_bytes = None;
    let mut group =
        Group { packets: Vec::new(), n_frames_before: 0, shown_last_ms: -1, n_chosen: 0, step: step.max(1) };
    let mut held_bytes = 0;
    while let Some(element) = reader.next_element()? {
        match element {
            Element::CodecPrivate(size @ 1..=65_536) => {
                let mut private = vec![0; size as usize];
                reader.read_all(&mut private)?;
                length_bytes = codec.length_bytes(&private);
            }
            Element::CodecPrivate(size) => reader.skip(size)?,
            Element::Cluster => {
                if let Some(beginning) = reader.take_beginning() {
                    to.write_all(&beginning).map_err(not_written)?;
                }
            }
            Element::Frame { at_ms, n_bytes } => {
                let length_bytes = length_bytes.ok_or_else(|| unclear("packets of another form"))?;
                if n_bytes > HELD_BYTES_MAX {
                    return Err(broken(&format!("a packet of {n_bytes} bytes")));
                }
                let mut bytes = vec![0; n_bytes as usize];
                reader.read_all(&mut bytes)?;
                let picture =
                    codec.picture(&bytes, length_bytes).ok_or_else(|| unclear("a packet without a picture"))?;
                if picture.is_refresh {
                    group.write(&mut to, codec)?;
                    held_bytes = 0;
                } else if group.packets.is_empty() {
                    return Err(unclear("a beginning that refers to what is not there"));
                }
                held_bytes += n_bytes;
                group.packets.push(Packet { at_ms, picture, bytes });
                if held_bytes > HELD_BYTES_MAX || group.packets.len() > HELD_PACKETS_MAX {
                    return Err(unclear("too many pictures that refer to one another"));
                }
            }
        }
    }
    group.write(&mut to, codec)?;
    to.flush().map_err(not_written)?;
    Ok(group.n_chosen)
}

/// A picture at which decoders forget everything, and what follows it up to the next.
struct Group {
    packets: Vec<Packet>,
    n_frames_before: u64,
    shown_last_ms: i64,
    n_chosen: u64,
    step: u64,
}

impl Group {
    /// Writes what is needed of it, and forgets it.
    fn write(&mut self, to: &mut impl Write, codec: ThinnedCodec) -> Result<(), Problem> {
        let packets = std::mem::take(&mut self.packets);
        let mut shown: Vec<usize> = (0..packets.len()).collect();
        shown.sort_by_key(|at| packets[*at].at_ms);
        let mut is_chosen = vec![false; packets.len()];
        for at in shown {
            // A frame's number follows from the times only where each has its own, after all that went before.
            if packets[at].at_ms <= self.shown_last_ms || packets[at].at_ms > i64::MAX / 4 {
                return Err(unclear("frames whose order is not that of their times"));
            }
            self.shown_last_ms = packets[at].at_ms;
            is_chosen[at] = self.n_frames_before.is_multiple_of(self.step);
            self.n_frames_before += 1;
        }
        let n_needed = is_chosen.iter().rposition(|is_chosen| *is_chosen).map_or(0, |last| last + 1);
        for (packet, is_chosen) in packets.iter().zip(is_chosen).take(n_needed) {
            self.n_chosen += u64::from(is_chosen);
            // Of H.265's pictures that nothing of their own layer refers to, those of a higher one may be made.
            if !is_chosen && !packet.picture.is_reference && codec == ThinnedCodec::H264 {
                continue;
            }
            let at = 2 * packet.at_ms.unsigned_abs() + u64::from(is_chosen);
            to.write_all(&frame_head(at, packet.picture.is_refresh, packet.bytes.len() as u64)).map_err(not_written)?;
            to.write_all(&packet.bytes).map_err(not_written)?;
        }
        Ok(())
    }
}

impl ThinnedCodec {
    /// How many bytes the lengths before NAL units have (ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1).
    fn length_bytes(self, private: &[u8]) -> Option<usize> {
        let at = match self {
            ThinnedCodec::H264 => 4,
            ThinnedCodec::Hevc => 21,
        };
        // Other forms of it begin with a start code, which is zero.
        private.get(at).filter(|_| private[0] == 1).map(|byte| usize::from(byte & 3) + 1)
    }

    /// None when there is no picture in it, or no whole one.
    fn picture(self, mut packet: &[u8], length_bytes: usize) -> Option<Picture> {
        let mut found: Option<Picture> = None;
        while !packet.is_empty() {
            let (length, rest) = packet.split_at_checked(length_bytes)?;
            let length = length.iter().fold(0, |value, byte| value << 8 | usize::from(*byte));
            let (unit, rest) = rest.split_at_checked(length)?;
            packet = rest;
            let Some(head) = unit.first() else { continue };
            let (is_slice, is_refresh, is_reference) = match self {
                // Table 7-1 of H.264.
                ThinnedCodec::H264 => (matches!(head & 31, 1..=5), head & 31 == 5, head & 0x60 != 0),
                // Table 7-1 of H.265.
                ThinnedCodec::Hevc => (head >> 1 & 63 < 32, matches!(head >> 1 & 63, 19 | 20), true),
            };
            // 7.4.7.1 of H.265: what was not yet shown never is (no_output_of_prior_pics_flag), and numbers would shift.
            if self == ThinnedCodec::Hevc && is_refresh && unit.get(2).is_none_or(|byte| byte & 0x40 != 0) {
                return None;
            }
            if is_slice {
                let before = found.unwrap_or(Picture { is_refresh: true, is_reference: false });
                found = Some(Picture {
                    is_refresh: before.is_refresh && is_refresh,
                    is_reference: before.is_reference || is_reference,
                });
            }
        }
        found
    }
}

fn unclear(what: &'static str) -> Problem {
    Problem::new(ProblemCode::NotDecoded, what)
}

fn not_written(error: std::io::Error) -> Problem {
    Problem::new(ProblemCode::DecoderCrashed, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDR: u8 = 0x65;
    const P: u8 = 0x41;
    const B: u8 = 0x01;

    /// Packets of H.264: when shown, and the first byte of the only NAL unit.
    fn stream(packets: &[(u64, u8)]) -> Vec<u8> {
        let mut stream = b"\x1a\x45\xdf\xa3\x80\x63\xa2\x85\x01\x64\x00\x28\xff".to_vec();
        for (at_ms, head) in packets {
            stream.extend(frame_head(*at_ms, false, 6));
            stream.extend([0, 0, 0, 2, *head, 9]);
        }
        stream
    }

    /// When what is left is shown, chosen or not, and how many are chosen.
    fn thinned(stream: &[u8], step: u64) -> Result<(Vec<(i64, bool)>, u64), ProblemCode> {
        let mut out = Vec::new();
        let n_chosen = thin(stream, &mut out, ThinnedCodec::H264, step).map_err(|problem| problem.code)?;
        let (mut reader, mut times) = (Reader::new(&*out), Vec::new());
        while let Some(element) = reader.next_element().unwrap() {
            match element {
                Element::Frame { at_ms, n_bytes } => {
                    times.push((at_ms / 2, at_ms % 2 == 1));
                    reader.skip(n_bytes).unwrap();
                }
                Element::CodecPrivate(size) => reader.skip(size).unwrap(),
                Element::Cluster => {}
            }
        }
        Ok((times, n_chosen))
    }

    #[test]
    fn what_no_chosen_frame_needs_is_left_out() {
        // Shown: I0 B1 P2 P3 | I4 P5 P6 | I7, every third of them chosen: 0, 3, 6.
        let group = [(0, IDR), (20, P), (10, B), (30, P), (40, IDR), (50, P), (60, P), (70, IDR)];
        let chosen = |step| thinned(&stream(&group), step).unwrap();
        assert_eq!(chosen(3).0, [(0, true), (20, false), (30, true), (40, false), (50, false), (60, true)]);
        assert_eq!(chosen(3).1, 3);
        assert_eq!(chosen(4).0, [(0, true), (40, true)]);
        assert_eq!(chosen(100), (vec![(0, true)], 1));
        assert_eq!(chosen(1), (vec![0, 20, 10, 30, 40, 50, 60, 70].into_iter().map(|at| (at, true)).collect(), 8));
    }

    #[test]
    fn what_is_not_plain_is_refused() {
        let refused = |packets: &[(u64, u8)]| thinned(&stream(packets), 2).is_err();
        assert!(!refused(&[(0, IDR), (1, P)]));
        // It begins in the middle; two at one time; the next group reaches back; a packet without a slice.
        assert!(refused(&[(0, P), (1, IDR)]));
        assert!(refused(&[(0, IDR), (0, P)]));
        assert!(refused(&[(0, IDR), (9, P), (10, IDR), (8, B)]));
        assert!(refused(&[(0, IDR), (1, 0x09)]));
        let many: Vec<_> = (0..=HELD_PACKETS_MAX as u64).map(|at| (at, if at == 0 { IDR } else { P })).collect();
        assert!(refused(&many));
        assert!(!refused(&many[..HELD_PACKETS_MAX]));
        // Start codes in the place of lengths.
        let mut other = stream(&[(0, IDR)]);
        other[8] = 0;
        assert!(thinned(&other, 2).is_err());
    }

    #[test]
    fn no_stream_of_any_bytes_does_more_than_end() {
        let whole = stream(&[(0, IDR), (20, P), (10, B), (30, IDR)]);
        for length in 0..whole.len() {
            let _ = thinned(&whole[..length], 2);
        }
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut changed = whole.clone();
                changed[at] = value;
                let _ = thin(&*changed, &mut Vec::new(), ThinnedCodec::H264, 2);
            }
        }
    }

    #[test]
    fn pictures_of_h265_are_told_by_their_type() {
        let begun = |kind: u8, slice: u8| ThinnedCodec::Hevc.picture(&[0, 0, 0, 3, kind << 1, 1, slice], 4);
        let picture = |kind| begun(kind, 0x80);
        let of = |is_refresh| Some(Picture { is_refresh, is_reference: true });
        assert_eq!([picture(19), picture(20), picture(21), picture(1)], [of(true), of(true), of(false), of(false)]);
        assert_eq!([picture(39), begun(19, 0xc0)], [None, None]);
    }
}
