//! Checkpoints: how large the log is and what its root is, signed by the node. After C2SP `tlog-checkpoint`. No IO.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::note::{NotANote, Note, NoteSigner, NoteVerifier};
use crate::tree::Hash;

/// What a log says of itself at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the name of its key.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

impl Checkpoint {
    /// The checkpoint as a note signed by the log's own key.
    pub fn sign(&self, signer: &NoteSigner) -> Note {
        signer.sign(&self.text())
    }

    /// Reads a checkpoint that the log's key signed.
    ///
    /// # Errors
    /// When it is no note, not signed by this key, or no checkpoint of the log that the key is named after.
    pub fn open(bytes: &[u8], key: &NoteVerifier) -> Result<Checkpoint, NotANote> {
        let note = Note::parse(bytes)?;
        note.verify(key)?;
        let checkpoint = Checkpoint::of_text(&note.text)?;
        if checkpoint.origin == key.name() { Ok(checkpoint) } else { Err(NotANote("a checkpoint of another log")) }
    }

    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root.0))
    }

    fn of_text(text: &str) -> Result<Checkpoint, NotANote> {
        let wrong = NotANote("not a checkpoint: origin, size and root are wanted");
        let mut lines = text.lines();
        let (Some(origin), Some(size_text), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(wrong);
        };
        let size: u64 = size_text.parse().map_err(|_| wrong)?;
        let root = BASE64.decode(root).map_err(|_| wrong)?.try_into().map_err(|_| wrong)?;
        // A number has one spelling: no sign, no leading zero.
        if size.to_string() != size_text {
            return Err(wrong);
        }
        Ok(Checkpoint { origin: origin.to_owned(), size, root: Hash(root) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{leaf_hash, root};

    #[test]
    fn a_checkpoint_is_what_another_implementation_writes() {
        let leaves: Vec<Hash> =
            (0..7).map(|n| leaf_hash(format!(r#"{{"seq":{n},"event":"synthetic"}}"#).as_bytes())).collect();
        let signer = NoteSigner::new("log.node.example/audit", &std::array::from_fn(|n| n as u8)).unwrap();
        let checkpoint = Checkpoint { origin: "log.node.example/audit".to_owned(), size: 7, root: root(&leaves) };
        let note = checkpoint.sign(&signer).to_string();
        assert!(note.starts_with("log.node.example/audit\n7\nzX5cjraJqVcWlhq3Eugsj7t2vdBeqktX8y5hJKx17XE=\n\n— "));
        assert_eq!(Checkpoint::open(note.as_bytes(), &signer.verifier()), Ok(checkpoint));
    }

    #[test]
    fn what_is_no_checkpoint_of_this_log_is_refused() {
        let signer = NoteSigner::new("log", &[1; 32]).unwrap();
        let open = |text: &str| Checkpoint::open(signer.sign(text).to_string().as_bytes(), &signer.verifier());
        let root = BASE64.encode([0; 32]);
        assert!(open(&format!("log\n1\n{root}\n")).is_ok());
        assert!(open(&format!("log\n1\n{root}\nan extension\n")).is_ok());
        for text in [
            format!("other\n1\n{root}\n"),
            format!("log\n01\n{root}\n"),
            format!("log\n+1\n{root}\n"),
            "log\n1\nAAAA\n".to_owned(),
            "log\n1\n".to_owned(),
        ] {
            assert!(open(&text).is_err(), "{text:?}");
        }
    }
}
