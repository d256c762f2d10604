//! Signed notes: a text, and lines below it by which named keys sign it. After C2SP `signed-note`, with Ed25519. No IO.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// How Ed25519 is numbered among the kinds of keys.
const ED25519: u8 = 1;

/// A key that signs notes. Its name is the log's, without spaces or `+`.
#[derive(Clone)]
pub struct NoteSigner {
    name: String,
    key: SigningKey,
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "NoteSigner({}, ‹withheld›)", self.name)
    }
}

impl NoteSigner {
    /// A key of 32 secret bytes, which must come from a good source of chance.
    ///
    /// # Errors
    /// When the name is empty or holds a space, a `+` or a control character.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<NoteSigner, NotANote> {
        check_name(name)?;
        Ok(NoteSigner { name: name.to_owned(), key: SigningKey::from_bytes(secret) })
    }

    /// The same, named by `prefix` and the first half of a hash over its public key: a name that no two logs share and
    /// that nobody has to think of.
    ///
    /// # Errors
    /// As [`NoteSigner::new`].
    pub fn named_by_key(prefix: &str, secret: &[u8; 32]) -> Result<NoteSigner, NotANote> {
        let public = SigningKey::from_bytes(secret).verifying_key();
        let digest = crate::Hash(Sha256::digest(public.as_bytes()).into()).to_string();
        NoteSigner::new(&format!("{prefix}{}", &digest[..16]), secret)
    }

    /// Its name, and so the log's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key by which others verify.
    pub fn verifier(&self) -> NoteVerifier {
        NoteVerifier::new(&self.name, self.key.verifying_key())
    }

    /// The note: its text, and this key's signature. The text ends with a newline.
    pub fn sign(&self, text: &str) -> Note {
        debug_assert!(text.ends_with('\n'), "a note's text ends with a newline");
        let signature = NoteSignature {
            name: self.name.clone(),
            key_id: self.verifier().key_id,
            bytes: self.key.sign(text.as_bytes()).to_bytes().to_vec(),
        };
        Note { text: text.to_owned(), signatures: vec![signature] }
    }
}

/// A key that verifies notes. Written as `name+keyid+base64`, as it is handed out and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteVerifier {
    name: String,
    key: VerifyingKey,
    key_id: [u8; 4],
}

impl NoteVerifier {
    fn new(name: &str, key: VerifyingKey) -> NoteVerifier {
        let hash =
            Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
        NoteVerifier { name: name.to_owned(), key, key_id: [hash[0], hash[1], hash[2], hash[3]] }
    }

    /// Whose key it is.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for NoteVerifier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend_from_slice(self.key.as_bytes());
        let [one, two, three, four] = self.key_id;
        write!(out, "{}+{one:02x}{two:02x}{three:02x}{four:02x}+{}", self.name, BASE64.encode(key))
    }
}

impl FromStr for NoteVerifier {
    type Err = NotANote;

    fn from_str(text: &str) -> Result<NoteVerifier, NotANote> {
        let wrong = || NotANote("not a key of the form name+keyid+base64");
        let (name, rest) = text.split_once('+').ok_or_else(wrong)?;
        let (key_id, key) = rest.split_once('+').ok_or_else(wrong)?;
        check_name(name)?;
        let key = BASE64.decode(key).map_err(|_| wrong())?;
        let Some((&ED25519, key)) = key.split_first() else { return Err(NotANote("not an Ed25519 key")) };
        let key = key.try_into().map_err(|_| wrong())?;
        let verifier = NoteVerifier::new(name, VerifyingKey::from_bytes(key).map_err(|_| wrong())?);
        // Written back it must be what was read: a key has one spelling.
        if verifier.to_string() == text && key_id.len() == 8 { Ok(verifier) } else { Err(wrong()) }
    }
}

/// One signature below a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Whose it claims to be.
    pub name: String,
    /// The first bytes of a hash over name and key: tells keys of one name apart.
    pub key_id: [u8; 4],
    /// What is left of the line: for Ed25519 64 bytes.
    pub bytes: Vec<u8>,
}

/// A text and its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is signed; ends with a newline.
    pub text: String,
    /// In the order in which they stand.
    pub signatures: Vec<NoteSignature>,
}

/// What is wrong with a note, a key or a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotANote(pub(crate) &'static str);

impl Note {
    /// Reads a note. Whether its signatures hold is [`Note::verify`]'s to say.
    ///
    /// # Errors
    /// When it is not of the form of a note.
    pub fn parse(bytes: &[u8]) -> Result<Note, NotANote> {
        let all = str::from_utf8(bytes).map_err(|_| NotANote("not UTF-8"))?;
        if all.chars().any(|character| character.is_control() && character != '\n') {
            return Err(NotANote("a control character in it"));
        }
        let (text, below) = all.rsplit_once("\n\n").ok_or(NotANote("no signatures below its text"))?;
        let below = below.strip_suffix('\n').ok_or(NotANote("its last line does not end"))?;
        let signatures = below.split('\n').map(signature_of_line).collect::<Result<Vec<_>, _>>()?;
        Ok(Note { text: format!("{text}\n"), signatures })
    }

    /// Whether this key signed the text. Signatures of other keys are not looked at.
    ///
    /// # Errors
    /// When this key's signature is not there, or does not hold.
    pub fn verify(&self, key: &NoteVerifier) -> Result<(), NotANote> {
        let of_key = |signature: &&NoteSignature| signature.name == key.name && signature.key_id == key.key_id;
        let mut found = self.signatures.iter().filter(of_key);
        let (Some(signature), None) = (found.next(), found.next()) else {
            return Err(NotANote("not signed once by this key"));
        };
        let bytes = signature.bytes.as_slice().try_into().map_err(|_| NotANote("a signature of a wrong length"))?;
        key.key
            .verify_strict(self.text.as_bytes(), &ed25519_dalek::Signature::from_bytes(bytes))
            .map_err(|_| NotANote("its signature does not hold"))
    }
}

/// The note as it is written.
impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| {
            let bytes = [&signature.key_id[..], &signature.bytes].concat();
            writeln!(out, "— {} {}", signature.name, BASE64.encode(bytes))
        })
    }
}

fn signature_of_line(line: &str) -> Result<NoteSignature, NotANote> {
    let wrong = NotANote("a line below its text that is no signature");
    let (name, bytes) = line.strip_prefix("— ").and_then(|line| line.split_once(' ')).ok_or(wrong)?;
    check_name(name)?;
    let bytes = BASE64.decode(bytes).map_err(|_| wrong)?;
    let (key_id, bytes) = bytes.split_first_chunk::<4>().ok_or(wrong)?;
    Ok(NoteSignature { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
}

fn check_name(name: &str) -> Result<(), NotANote> {
    let wrong = |character: char| character == '+' || character.is_whitespace() || character.is_control();
    if name.is_empty() || name.contains(wrong) { Err(NotANote("not a key's name")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by another implementation: a checkpoint of seven entries signed with the seed 00 01 … 1f.
    const FOREIGN: &str = "log.node.example/audit\n7\nzX5cjraJqVcWlhq3Eugsj7t2vdBeqktX8y5hJKx17XE=\n\n— \
        log.node.example/audit Xx6rZAf3R5kIW2oIaQXXGPk+oFEw/l9SYaq8i6miFE/DYgpv6j/iP4abbOuzqM9/SOsDhBsbHf5oSW9xLdV8EBXoZAo=\n";
    const FOREIGN_KEY: &str = "log.node.example/audit+5f1eab64+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

    fn signer() -> NoteSigner {
        NoteSigner::new("log.node.example/audit", &std::array::from_fn(|n| n as u8)).unwrap()
    }

    #[test]
    fn a_foreign_note_is_read_verified_and_made_again() {
        let key: NoteVerifier = FOREIGN_KEY.parse().unwrap();
        let note = Note::parse(FOREIGN.as_bytes()).unwrap();
        note.verify(&key).unwrap();
        assert_eq!(note.to_string(), FOREIGN);
        assert_eq!(signer().verifier(), key);
        assert_eq!(signer().sign(&note.text).to_string(), FOREIGN);
    }

    #[test]
    fn no_byte_of_a_note_can_be_changed() {
        let key: NoteVerifier = FOREIGN_KEY.parse().unwrap();
        for at in 0..FOREIGN.len() {
            for flip in [1, 0x20, 0x80] {
                let mut bytes = FOREIGN.as_bytes().to_vec();
                bytes[at] ^= flip;
                let held = Note::parse(&bytes).and_then(|note| note.verify(&key));
                assert!(held.is_err(), "byte {at} with {flip:#x}");
            }
        }
    }

    #[test]
    fn no_byte_of_a_key_can_be_changed() {
        for at in 0..FOREIGN_KEY.len() {
            let mut bytes = FOREIGN_KEY.as_bytes().to_vec();
            bytes[at] ^= 1;
            let parsed = str::from_utf8(&bytes).unwrap().parse::<NoteVerifier>();
            assert!(parsed.is_err(), "byte {at}");
        }
    }

    #[test]
    fn other_keys_signatures_are_passed_over_and_a_doubled_one_is_refused() {
        let other = NoteSigner::new("witness", &[7; 32]).unwrap();
        let mut note = signer().sign("text\n");
        note.signatures.insert(0, other.sign("another text\n").signatures.remove(0));
        note.verify(&signer().verifier()).unwrap();
        assert!(note.verify(&other.verifier()).is_err());
        note.signatures.push(note.signatures[1].clone());
        assert!(note.verify(&signer().verifier()).is_err());
    }

    #[test]
    fn a_name_made_of_the_key_is_the_keys_alone() {
        let named = |secret| NoteSigner::named_by_key("sanad/", &[secret; 32]).unwrap().name().to_owned();
        assert_eq!(named(1).len(), 6 + 16);
        assert_eq!(named(1), named(1));
        assert_ne!(named(1), named(2));
    }

    #[test]
    fn a_secret_is_not_printed_and_a_bad_name_refused() {
        assert!(!format!("{:?}", signer()).contains("00"));
        for name in ["", "a b", "a+b", "a\nb"] {
            assert!(NoteSigner::new(name, &[0; 32]).is_err(), "{name:?}");
        }
    }
}
