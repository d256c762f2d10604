//! Bodies: what entries say, beside the log, so that one can be erased while the log keeps the proof that it existed.
//!
//! A file holds those of 256 entries, a line each: `{"index":7,"salt":"…","body":{…}}`, or `{"index":7,"erased":true}`.
//! The entry in the log is [`commitment`] of salt and body. A body is one line of JSON; a later one may name, as
//! `"erases":[…]`, the entries whose bodies were erased with it. No IO.

use std::ops::Range;

use crate::tree::commitment;

/// The name under which a body lists the entries whose bodies were erased with it.
pub const ERASES: &str = "erases";

/// What is left of what an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// All of it.
    Whole {
        /// 32 bytes of chance, without which the body could be found by trying.
        salt: [u8; 32],
        /// One line of JSON.
        json: Vec<u8>,
    },
    /// Nothing: salt and body are gone.
    Erased,
}

impl Body {
    /// What the entry in the log must be; none when the body is gone.
    pub fn commitment(&self) -> Option<[u8; 32]> {
        match self {
            Body::Whole { salt, json } => Some(commitment(salt, json)),
            Body::Erased => None,
        }
    }

    /// The entries whose bodies this one says were erased.
    pub fn erases(&self) -> Vec<u64> {
        let Body::Whole { json, .. } = self else { return Vec::new() };
        let Ok(body) = serde_json::from_slice::<serde_json::Value>(json) else { return Vec::new() };
        let named = body.get(ERASES).and_then(serde_json::Value::as_array);
        named.into_iter().flatten().filter_map(serde_json::Value::as_u64).collect()
    }

    /// Its line in the file.
    ///
    /// # Panics
    /// On a body of more than one line, which no JSON writer gives that writes none for people.
    fn write_line(&self, index: u64, out: &mut Vec<u8>) {
        match self {
            Body::Whole { salt, json } => {
                assert!(!json.contains(&b'\n'), "a body is one line of JSON");
                out.extend_from_slice(
                    format!("{{\"index\":{index},\"salt\":\"{}\",\"body\":", crate::Hash(*salt)).as_bytes(),
                );
                out.extend_from_slice(json);
                out.extend_from_slice(b"}\n");
            }
            Body::Erased => out.extend_from_slice(format!("{{\"index\":{index},\"erased\":true}}\n").as_bytes()),
        }
    }

    /// A line without its end; none when it is not written exactly as this room writes lines.
    fn of_line(line: &[u8]) -> Option<(u64, Body)> {
        let rest = line.strip_prefix(b"{\"index\":")?;
        let n_digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = rest.split_at(n_digits);
        let digits = str::from_utf8(digits).ok()?;
        let index: u64 = digits.parse().ok()?;
        if index.to_string() != digits {
            return None;
        }
        if rest == b",\"erased\":true}" {
            return Some((index, Body::Erased));
        }
        let (salt, rest) = rest.strip_prefix(b",\"salt\":\"")?.split_at_checked(64)?;
        let json = rest.strip_prefix(b"\",\"body\":")?.strip_suffix(b"}")?;
        Some((index, Body::Whole { salt: crate::tree::hash_of_hex(salt)?.0, json: json.to_vec() }))
    }
}

/// The bodies of entries from `first` on as a file.
pub fn bodies_to_bytes<'a>(first: u64, bodies: impl IntoIterator<Item = &'a Body>) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, body) in (first..).zip(bodies) {
        body.write_line(index, &mut out);
    }
    out
}

/// What a file of bodies holds of `entries`.
#[derive(Debug, Default)]
pub struct BodiesRead {
    /// In the order of their lines: index and body.
    pub bodies: Vec<(u64, Body)>,
    /// Lines that are not written as this room writes them, or that belong elsewhere; and an end without a newline.
    pub n_wrong: u64,
}

/// Reads a file of bodies.
pub fn bodies_of_bytes(bytes: &[u8], entries: Range<u64>) -> BodiesRead {
    let mut read = BodiesRead::default();
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    // What stands behind the last newline is no line: nothing, in a file that is whole.
    if lines.pop().is_some_and(|rest| !rest.is_empty()) {
        read.n_wrong += 1;
    }
    for line in lines {
        match Body::of_line(line) {
            Some((index, body)) if entries.contains(&index) => read.bodies.push((index, body)),
            _ => read.n_wrong += 1,
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(json: &str) -> Body {
        Body::Whole { salt: [0xab; 32], json: json.as_bytes().to_vec() }
    }

    #[test]
    fn bodies_are_read_as_they_were_written() {
        let bodies = [whole(r#"{"verb":"a"}"#), Body::Erased, whole(r#"{"erases":[257],"verb":"erase"}"#)];
        let bytes = bodies_to_bytes(256, &bodies);
        let read = bodies_of_bytes(&bytes, 256..259);
        assert_eq!(read.n_wrong, 0);
        assert_eq!(read.bodies, (256..).zip(bodies.clone()).collect::<Vec<_>>());
        assert_eq!(bodies[2].erases(), [257]);
        assert_eq!(bodies[0].erases().len() + bodies[1].erases().len(), 0);
        assert_eq!(bodies_of_bytes(&bytes, 257..259).n_wrong, 1);
        assert_eq!(bodies_of_bytes(&bytes[..bytes.len() - 1], 256..259).n_wrong, 1);
    }

    #[test]
    fn a_line_has_one_spelling() {
        let salt = "ab".repeat(32);
        for line in [
            format!(r#"{{"index":07,"salt":"{salt}","body":{{}}}}"#),
            format!(r#"{{"index":7,"salt":"{}","body":{{}}}}"#, salt.to_uppercase()),
            format!(r#"{{"index":7, "salt":"{salt}","body":{{}}}}"#),
            r#"{"index":7,"erased":false}"#.to_owned(),
            r#"{"index":,"erased":true}"#.to_owned(),
        ] {
            assert_eq!(Body::of_line(line.as_bytes()), None, "{line}");
        }
    }
}
