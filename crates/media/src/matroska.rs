//! Matroska (RFC 9559) as ffmpeg writes it to a pipe: of the streams that tell when each frame is shown the plainest.
//! Runs inside the caged worker. Only what is needed for frames and their times is read; everything else is skipped.

use std::io::Read;

use casework::problem::{Problem, ProblemCode};

// Element ids of RFC 9559, section 5.
const SEGMENT: u64 = 0x1853_8067;
const TRACKS: u64 = 0x1654_ae6b;
const TRACK: u64 = 0xae;
const CODEC_PRIVATE: u64 = 0x63a2;
const CLUSTER: u64 = 0x1f43_b675;
const CLUSTER_TIME: u64 = 0xe7;
const BLOCK_GROUP: u64 = 0xa0;
const BLOCK: u64 = 0xa1;
const SIMPLE_BLOCK: u64 = 0xa3;

/// Longest beginning that is kept: tracks and tags, no pixels.
const BEGINNING_BYTES_MAX: usize = 1 << 20;

/// What comes next in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// What the track's decoder must know beforehand, in so many bytes; they are to be read or skipped.
    CodecPrivate(u64),
    /// Frames begin.
    Cluster,
    /// One frame, in so many bytes; they are to be read.
    Frame {
        /// When it is shown, in milliseconds, which is what ffmpeg's muxer counts in.
        at_ms: i64,
        /// Its length.
        n_bytes: u64,
    },
}

/// A stream of one track, read from its start.
pub(crate) struct Reader<R> {
    stream: R,
    cluster_time_ms: i64,
    /// Everything read so far, for who wants the beginning.
    beginning: Option<Vec<u8>>,
}

impl<R: Read> Reader<R> {
    /// Reads.
    pub(crate) fn new(stream: R) -> Reader<R> {
        Reader { stream, cluster_time_ms: 0, beginning: None }
    }

    /// Reads, and keeps what stands before the first frame.
    pub(crate) fn keeping_beginning(stream: R) -> Reader<R> {
        Reader { beginning: Some(Vec::new()), ..Reader::new(stream) }
    }

    /// What stood before the first cluster; nothing more is kept from here on.
    pub(crate) fn take_beginning(&mut self) -> Option<Vec<u8>> {
        self.beginning.take()
    }

    /// The next that matters; none at the end of the stream.
    pub(crate) fn next_element(&mut self) -> Result<Option<Element>, Problem> {
        loop {
            let n_kept = self.beginning.as_ref().map_or(0, Vec::len);
            let Some(id) = self.read_id()? else { return Ok(None) };
            let size = self.read_number()?;
            match (id, size) {
                (CLUSTER, _) => {
                    if let Some(beginning) = &mut self.beginning {
                        beginning.truncate(n_kept);
                    }
                    return Ok(Some(Element::Cluster));
                }
                // What lies in these is read as if it lay beside them.
                (SEGMENT | TRACKS | TRACK | BLOCK_GROUP, _) => {}
                (CLUSTER_TIME, Some(size @ 1..=8)) => {
                    let mut bytes = [0; 8];
                    self.read_all(&mut bytes[8 - size as usize..])?;
                    self.cluster_time_ms = i64::try_from(u64::from_be_bytes(bytes)).map_err(|error| broken(&error))?;
                }
                (CODEC_PRIVATE, Some(size)) => return Ok(Some(Element::CodecPrivate(size))),
                (BLOCK | SIMPLE_BLOCK, Some(size)) => return self.read_block_head(size).map(Some),
                (_, Some(size)) => self.skip(size)?,
                (_, None) => return Err(broken(&format!("element {id:#x} without an end"))),
            }
        }
    }

    /// RFC 9559, section 10: track number, time within the cluster, flags, the frame.
    fn read_block_head(&mut self, size: u64) -> Result<Element, Problem> {
        let mut head = [0; 4];
        self.read_all(&mut head)?;
        let [track, time_high, time_low, flags] = head;
        // One track, number 1, one frame a block.
        let n_bytes = size.checked_sub(4).filter(|_| track == 0x81 && flags & 0x06 == 0);
        let n_bytes = n_bytes.ok_or_else(|| broken(&format!("a block of {size} bytes that is not one frame")))?;
        let at_ms = self.cluster_time_ms.saturating_add(i64::from(i16::from_be_bytes([time_high, time_low])));
        Ok(Element::Frame { at_ms, n_bytes })
    }

    /// An element's id with its marker bit; none at the end of the stream.
    fn read_id(&mut self) -> Result<Option<u64>, Problem> {
        let mut first = [0];
        match self.stream.read_exact(&mut first) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read.map_err(not_read)?,
        }
        self.keep(&first)?;
        let n_more = first[0].leading_zeros();
        if n_more > 3 {
            return Err(broken(&"an element without an id"));
        }
        self.read_more(u64::from(first[0]), n_more).map(Some)
    }

    /// A number of variable length; none when it means *unknown*.
    fn read_number(&mut self) -> Result<Option<u64>, Problem> {
        let mut first = [0];
        self.read_all(&mut first)?;
        let n_more = first[0].leading_zeros();
        if n_more > 7 {
            return Err(broken(&"a size of more than eight bytes"));
        }
        let n_bits = 7 * (n_more + 1);
        let value = self.read_more(u64::from(first[0]), n_more)? & ((1 << n_bits) - 1);
        Ok(Some(value).filter(|value| *value != (1 << n_bits) - 1))
    }

    fn read_more(&mut self, first: u64, n_more: u32) -> Result<u64, Problem> {
        let mut bytes = [0; 7];
        let bytes = &mut bytes[..n_more as usize];
        self.read_all(bytes)?;
        Ok(bytes.iter().fold(first, |value, byte| value << 8 | u64::from(*byte)))
    }

    /// Reads exactly as many bytes.
    pub(crate) fn read_all(&mut self, bytes: &mut [u8]) -> Result<(), Problem> {
        self.stream.read_exact(bytes).map_err(not_read)?;
        self.keep(bytes)
    }

    /// Passes over as many bytes.
    pub(crate) fn skip(&mut self, size: u64) -> Result<(), Problem> {
        let mut rest = (&mut self.stream).take(size);
        let skipped = match &mut self.beginning {
            Some(beginning) if size <= BEGINNING_BYTES_MAX.saturating_sub(beginning.len()) as u64 => {
                rest.read_to_end(beginning).map(|n| n as u64)
            }
            Some(_) => return Err(broken(&"a beginning without an end")),
            None => std::io::copy(&mut rest, &mut std::io::sink()),
        };
        if skipped.map_err(not_read)? == size {
            Ok(())
        } else {
            Err(not_read(std::io::ErrorKind::UnexpectedEof.into()))
        }
    }

    fn keep(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let Some(beginning) = &mut self.beginning else { return Ok(()) };
        if bytes.len() > BEGINNING_BYTES_MAX.saturating_sub(beginning.len()) {
            return Err(broken(&"a beginning without an end"));
        }
        beginning.extend_from_slice(bytes);
        Ok(())
    }
}

/// What stands before the bytes of a frame that is a cluster of its own, shown at this time.
pub(crate) fn frame_head(at_ms: u64, is_key: bool, n_bytes: u64) -> Vec<u8> {
    const LENGTH_OF_EIGHT_BYTES: u64 = 1 << 56;
    let mut head = 0x1f43_b675_u32.to_be_bytes().to_vec();
    // The time with its id and length, the block's id and length, the four bytes before a frame.
    head.extend((LENGTH_OF_EIGHT_BYTES | (10 + 9 + 4 + n_bytes)).to_be_bytes());
    head.extend([0xe7, 0x88]);
    head.extend(at_ms.to_be_bytes());
    head.push(0xa3);
    head.extend((LENGTH_OF_EIGHT_BYTES | (4 + n_bytes)).to_be_bytes());
    head.extend([0x81, 0, 0, if is_key { 0x80 } else { 0 }]);
    head
}

pub(crate) fn not_read(error: std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Problem::new(ProblemCode::Truncated, "the stream of frames ends early"),
        _ => Problem::new(ProblemCode::NotRead, error),
    }
}

pub(crate) fn broken(what: &dyn std::fmt::Display) -> Problem {
    Problem::new(ProblemCode::DecoderCrashed, format!("the stream of frames is broken: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_is_all_before_the_first_frame_and_what_is_written_is_read_again() {
        let beginning = b"\x1a\x45\xdf\xa3\x83abc\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\
                          \x16\x54\xae\x6b\x88\xae\x86\x63\xa2\x83xyz\xec\x40\x02xx";
        let mut stream = beginning.to_vec();
        for (at_ms, frame) in [(7, &b"one"[..]), (70_000, b"")] {
            stream.extend(frame_head(at_ms, true, frame.len() as u64));
            stream.extend(frame);
        }
        let mut reader = Reader::keeping_beginning(&*stream);
        assert_eq!(reader.next_element(), Ok(Some(Element::CodecPrivate(3))));
        let mut private = [0; 3];
        reader.read_all(&mut private).unwrap();
        assert_eq!(&private, b"xyz");
        assert_eq!(reader.next_element(), Ok(Some(Element::Cluster)));
        assert_eq!(reader.take_beginning().as_deref(), Some(&beginning[..]));
        assert_eq!(reader.next_element(), Ok(Some(Element::Frame { at_ms: 7, n_bytes: 3 })));
        reader.skip(3).unwrap();
        assert_eq!(reader.next_element(), Ok(Some(Element::Cluster)));
        assert_eq!(reader.next_element(), Ok(Some(Element::Frame { at_ms: 70_000, n_bytes: 0 })));
        assert_eq!(reader.next_element(), Ok(None));
    }

    #[test]
    fn a_beginning_has_an_end() {
        let mut stream = b"\xec\x10\x20\x00\x00".to_vec();
        stream.resize(3 << 20, 7);
        let found = Reader::keeping_beginning(&*stream).next_element();
        assert_eq!(found.map_err(|problem| problem.code), Err(ProblemCode::DecoderCrashed));
    }
}
