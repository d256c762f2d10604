//! Foreign text as a stream: byte order marks, UTF-16, ill-formed bytes, and a limit on how long one row may be.
//!
//! Nothing is held beyond one buffer.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

/// The longest row that is read, in bytes: far beyond any row of hashes and words, far below the memory there is.
pub(crate) const ROW_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// What a reader of rows and the stream beneath it tell each other.
#[derive(Default)]
pub(crate) struct Watch {
    row_bytes: Cell<u64>,
    over: Cell<bool>,
    ill_formed: Cell<bool>,
}

impl Watch {
    /// A new row begins: the limit counts from here.
    pub(crate) fn begin_row(&self) {
        self.row_bytes.set(0);
        self.ill_formed.set(false);
    }

    /// Whether bytes that are no text were handed out, as U+FFFD, since the row began.
    pub(crate) fn is_ill_formed(&self) -> bool {
        self.ill_formed.get()
    }

    /// Whether reading ended because a row was longer than [`ROW_BYTES_MAX`].
    pub(crate) fn is_over(&self) -> bool {
        self.over.get()
    }
}

/// What becomes of bytes that are not UTF-8 in a document without a byte order mark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum IllFormed {
    /// Handed out as they are: names of files are raw bytes.
    Keep,
    /// Handed out as U+FFFD, with a note on the [`Watch`].
    Replace,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Unknown,
    Raw,
    Utf8,
    Utf16 { big: bool },
}

/// UTF-8 out of a stream that may be UTF-8 or UTF-16 with a byte order mark.
pub(crate) struct TextReader<'r> {
    from: &'r mut dyn BufRead,
    watch: &'r Watch,
    ill_formed: IllFormed,
    encoding: Encoding,
    raw: Vec<u8>,
    raw_at: usize,
    ended: bool,
    out: Vec<u8>,
    at: usize,
}

const PIECE_BYTES: usize = 64 * 1024;
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

impl<'r> TextReader<'r> {
    pub(crate) fn new(from: &'r mut dyn BufRead, watch: &'r Watch, ill_formed: IllFormed) -> TextReader<'r> {
        TextReader {
            from,
            watch,
            ill_formed,
            encoding: Encoding::Unknown,
            raw: Vec::new(),
            raw_at: 0,
            ended: false,
            out: Vec::new(),
            at: 0,
        }
    }

    /// Takes another piece of raw bytes behind what is left of the last one.
    fn read_more(&mut self) -> io::Result<()> {
        self.raw.drain(..self.raw_at);
        self.raw_at = 0;
        let piece = loop {
            match self.from.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        let n_taken = piece.len().min(PIECE_BYTES);
        self.raw.extend_from_slice(&piece[..n_taken]);
        self.from.consume(n_taken);
        self.ended = n_taken == 0;
        Ok(())
    }

    fn recognise(&mut self) -> io::Result<()> {
        while self.raw.len() < 3 && !self.ended {
            self.read_more()?;
        }
        let (encoding, n_mark) = match self.raw.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Unknown, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16 { big: false }, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16 { big: true }, 2),
            _ => (Encoding::Unknown, 0),
        };
        self.encoding = match (encoding, self.ill_formed) {
            (Encoding::Unknown, IllFormed::Keep) => Encoding::Raw,
            (Encoding::Unknown, IllFormed::Replace) => Encoding::Utf8,
            (known, _) => known,
        };
        self.raw_at = n_mark;
        Ok(())
    }

    /// Makes the next piece of text in `out`; leaves it empty at the end of the document.
    fn fill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.at = 0;
        if self.encoding == Encoding::Unknown {
            self.recognise()?;
        }
        loop {
            match self.encoding {
                Encoding::Raw | Encoding::Unknown => {
                    self.out.extend_from_slice(&self.raw[self.raw_at..]);
                    self.raw_at = self.raw.len();
                }
                Encoding::Utf8 => self.take_utf8(),
                Encoding::Utf16 { big } => self.take_utf16(big),
            }
            if !self.out.is_empty() || (self.ended && self.raw_at == self.raw.len()) {
                return Ok(());
            }
            self.read_more()?;
        }
    }

    fn replace(&mut self, n_bytes: usize) {
        // Alone in its piece, so that the note falls into the row that is being read.
        self.watch.ill_formed.set(true);
        self.out.extend_from_slice(REPLACEMENT);
        self.raw_at += n_bytes;
    }

    fn take_utf8(&mut self) {
        let rest = &self.raw[self.raw_at..];
        match std::str::from_utf8(rest) {
            Ok(_) => {
                self.out.extend_from_slice(rest);
                self.raw_at = self.raw.len();
            }
            Err(error) if error.valid_up_to() > 0 => {
                self.out.extend_from_slice(&rest[..error.valid_up_to()]);
                self.raw_at += error.valid_up_to();
            }
            Err(error) => match error.error_len() {
                Some(n_bytes) => self.replace(n_bytes),
                None if self.ended => self.replace(rest.len()),
                None => {}
            },
        }
    }

    fn take_utf16(&mut self, big: bool) {
        loop {
            let unit = |at: usize| -> Option<u16> {
                let pair: [u8; 2] = self.raw.get(at..at + 2)?.try_into().ok()?;
                Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
            };
            let (first, second) = (unit(self.raw_at), unit(self.raw_at + 2));
            let (letter, n_bytes) = match (first, second) {
                (None, _) => {
                    let n_left = self.raw.len() - self.raw_at;
                    if self.ended && n_left > 0 && self.out.is_empty() {
                        self.replace(n_left);
                    }
                    return;
                }
                (Some(0xD800..=0xDBFF), None) if !self.ended => return,
                (Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) => {
                    (char::decode_utf16([high, low]).next().and_then(Result::ok), 4)
                }
                (Some(one), _) => (char::from_u32(u32::from(one)), 2),
            };
            match letter {
                Some(letter) => {
                    self.out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                    self.raw_at += n_bytes;
                }
                None if self.out.is_empty() => return self.replace(n_bytes),
                None => return,
            }
        }
    }
}

impl Read for TextReader<'_> {
    #[inline]
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.out.len() {
            self.fill()?;
        }
        let n_bytes = into.len().min(self.out.len() - self.at);
        into[..n_bytes].copy_from_slice(&self.out[self.at..self.at + n_bytes]);
        self.consume(n_bytes);
        if self.watch.row_bytes.get() > ROW_BYTES_MAX {
            self.watch.over.set(true);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "row too long"));
        }
        Ok(n_bytes)
    }
}

impl BufRead for TextReader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.watch.row_bytes.get() > ROW_BYTES_MAX {
            self.watch.over.set(true);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "row too long"));
        }
        if self.at == self.out.len() {
            self.fill()?;
        }
        Ok(&self.out[self.at..])
    }

    #[inline]
    fn consume(&mut self, n_bytes: usize) {
        self.at += n_bytes;
        self.watch.row_bytes.set(self.watch.row_bytes.get() + n_bytes as u64);
    }
}

/// Text of raw bytes: what is not UTF-8 in them as `\xFF`, so that two names stay two.
pub(crate) fn with_escapes(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02X}")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn read(bytes: &[u8], capacity: usize, ill_formed: IllFormed) -> (Vec<u8>, bool) {
        let watch = Watch::default();
        let mut from = BufReader::with_capacity(capacity, bytes);
        let mut out = Vec::new();
        TextReader::new(&mut from, &watch, ill_formed).read_to_end(&mut out).unwrap();
        (out, watch.is_ill_formed())
    }

    fn check(bytes: &[u8], text: &str, ill_formed: bool) {
        for capacity in [1, 2, 3, 5, 8192] {
            let (out, found) = read(bytes, capacity, IllFormed::Replace);
            assert_eq!((String::from_utf8(out).unwrap().as_str(), found), (text, ill_formed), "pieces of {capacity}");
        }
    }

    #[test]
    fn marks_and_encodings() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        check("aé😀".as_bytes(), "aé😀", false);
        check("\u{FEFF}aé😀".as_bytes(), "aé😀", false);
        check(&utf16("aé😀", false), "aé😀", false);
        check(&utf16("aé😀", true), "aé😀", false);
        check(b"", "", false);
        check(b"\xEF\xBB\xBF", "", false);
    }

    #[test]
    fn ill_formed_bytes_are_replaced_or_kept() {
        check(b"a\xFFb", "a\u{FFFD}b", true);
        check(b"a\xE2\x82", "a\u{FFFD}", true);
        check(b"\xFF\xFEa\0\x00\xD8b\0\x00", "a\u{FFFD}b\u{FFFD}", true);
        assert_eq!(read(b"\xEF\xBB\xBFa\xFFb", 2, IllFormed::Keep).0, b"a\xFFb");
    }

    #[test]
    fn a_row_without_end_is_stopped() {
        let watch = Watch::default();
        let mut endless = BufReader::new(io::repeat(b'a'));
        let mut text = TextReader::new(&mut endless, &watch, IllFormed::Replace);
        let read = io::copy(&mut text, &mut io::sink());
        assert_eq!((read.unwrap_err().kind(), watch.is_over()), (io::ErrorKind::FileTooLarge, true));
    }
}
