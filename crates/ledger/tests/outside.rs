//! The folder judged by somebody else's program: `aics-tlog` of PyPI, an independent reader of C2SP logs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

use ledger::checkpoint::Checkpoint;
use ledger::note::NoteSigner;

mod made;

/// `aics-tlog`, where it is installed.
fn judge() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join("aics-tlog")).find(|path| path.is_file())
}

fn holds(judge: &Path, arguments: &[&str]) -> bool {
    let output = Command::new(judge).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{arguments:?}: {said}");
    assert!(said.starts_with('{'), "{said}{}", String::from_utf8_lossy(&output.stderr));
    output.status.success()
}

#[test]
fn another_program_reads_our_log_and_refuses_it_when_it_was_touched() {
    let Some(judge) = judge() else {
        println!("skipped: aics-tlog is not installed (scripts/install-tools.sh test)");
        return;
    };
    let (folder, _) = made::log(700, &[1, 300, 700]);
    let key = made::signer().verifier().to_string();
    let tiles = folder.path().to_str().unwrap();
    let older = folder.path().join("checkpoints/300");
    let older = older.to_str().unwrap();
    let of_log = ["--tiles", tiles, "--log-key", &key];
    let ask = |verb: &str, more: &[&str]| holds(&judge, &[&[verb], &of_log[..], more].concat());
    assert!(ask("verify-checkpoint", &[]));
    assert!(ask("verify-consistency", &["--old-checkpoint", older]));
    for index in ["0", "255", "256", "511", "699"] {
        assert!(ask("verify-inclusion", &["--index", index]), "{index}");
    }
    let other = NoteSigner::new("node.example/ledger", &[8; 32]).unwrap().verifier().to_string();
    assert!(!holds(&judge, &["verify-checkpoint", "--tiles", tiles, "--log-key", &other]));
    let tile = folder.path().join("tile/entries/001");
    let mut bytes = std::fs::read(&tile).unwrap();
    bytes[34 * 44 + 7] ^= 1;
    std::fs::write(&tile, bytes).unwrap();
    assert!(!ask("verify-inclusion", &["--index", "300"]));
}

#[test]
fn another_programs_note_is_ours() {
    // The specification's own order of fields, as `aics-tlog` signs them, stands in the unit tests; here ours goes there.
    let Some(judge) = judge() else { return };
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note");
    let checkpoint = Checkpoint { origin: "node.example/ledger".to_owned(), size: 0, root: ledger::root(&[]) };
    std::fs::write(&note, checkpoint.sign(&made::signer()).to_string()).unwrap();
    let key = made::signer().verifier().to_string();
    assert!(holds(&judge, &["verify-checkpoint", "--note", note.to_str().unwrap(), "--log-key", &key]));
}
