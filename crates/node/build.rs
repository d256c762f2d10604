//! Tells the program which commit it is built from: every report names it.

use std::process::Command;

fn main() {
    // A tarball's builder says it; a checkout knows it.
    println!("cargo::rerun-if-env-changed=SANAD_COMMIT");
    let told = std::env::var("SANAD_COMMIT").ok().filter(|commit| !commit.is_empty());
    let commit = told.or_else(commit_of_checkout).unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=SANAD_COMMIT={commit}");
}

fn commit_of_checkout() -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    let folder = git(&["rev-parse", "--absolute-git-dir"])?;
    println!("cargo::rerun-if-changed={folder}/HEAD");
    println!("cargo::rerun-if-changed={folder}/logs/HEAD");
    git(&["rev-parse", "--short=12", "HEAD"])
}
