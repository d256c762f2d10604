//! The chain of one case by the API alone, as `examples/journey.sh` shows it to whoever wants to program against a node.

use std::process::Command;

#[test]
fn the_journey_of_one_case_comes_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/journey.sh");
    let mut journey = Command::new("sh");
    journey.arg(script).arg(folder.path()).env("SANAD", env!("CARGO_BIN_EXE_sanad"));
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let judge = std::env::split_paths(&folders).map(|folder| folder.join("case_validate")).find(|path| path.is_file());
    match judge {
        Some(judge) => {
            journey.env("CASE_VALIDATE", judge);
        }
        None => println!("skipped in part: case_validate is not installed (pip install case-utils)"),
    }
    let ended = journey.output().unwrap();
    let (said, complained) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success(), "{said}\n{complained}");
    for step in ["3 of 3: confirmed", "near, 0 bits apart: taken", "found, 2 steps", "== the ledger, verified"] {
        assert!(said.contains(step), "{step}: {said}");
    }
}
