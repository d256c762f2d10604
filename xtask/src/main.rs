//! The house's own commands: `cargo xtask <command>`. Each is a file; none of them is part of the product.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

mod bench;
mod browser;
mod ci;
mod demo_people;
mod dist;
mod licences;
mod photos;
mod planted;
mod sample;
mod soak;
mod tidy;
mod vendored;

const USAGE: &str = "\
usage: cargo xtask <command>

  ci          everything a push must pass, in order
  tidy        the house's own checks: arrows between rooms, where async may stand, first lines, names
  licences    writes THIRD-PARTY-LICENCES.md; with --check only compares
  browser     browser [FILE…] : the tests in browser/tests, in Debian's Chromium; all of them when none is named
  screenshots screenshots [FOLDER [PAGE…]] : pictures of pages, in target/screenshots unless a folder is named
  dist        a tarball that installs without internet, in dist/
  soak        the long versions of the tests that kill and interrupt
  sample      sample DIR [--sanad PROGRAM] : the sample exhibit and the sample lists
  planted     planted DIR REPORT.jsonl --sanad PROGRAM --node FOLDER : what was planted in the sample beside what was found
  demo-people demo-people DIR --sanad PROGRAM --node FOLDER : a unit and people of each role in the sample node
  demo-day    demo-day DIR ADDRESS : each of them chooses a password and does a day's work
  code        code DIR LOGIN : what the authenticator app of one of them shows
  photos      photos [--dir DIR] : photos of Debian's wallpaper packages, on which altered copies are measured
  bench       bench [SUBJECT…] [--quick] : ours beside the peers, one JSON line a figure; docs/benchmarks.md
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("ci") => ci::run(),
        Some("tidy") => tidy::run(),
        Some("licences") => licences::run(rest),
        Some("dist") => dist::run(),
        Some("soak") => soak::run(),
        Some("sample") => sample::run(rest),
        Some("planted") => planted::run(rest),
        Some("demo-people") => demo_people::add(rest),
        Some("demo-day") => demo_people::work(rest),
        Some("code") => demo_people::code(rest),
        Some("browser") => browser::run(rest),
        Some("screenshots") => browser::screenshots(rest),
        Some("bench") => bench::run(rest),
        Some("photos") => photos::run(rest),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The folder that holds the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// A command in the workspace folder, started as from a terminal: without what cargo tells the program that it runs of its
/// package. A dependency's build script (ring's) takes another package's name for a change, and a cargo that is started from
/// here would compile it, and all that stands on it, once more.
fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    let of_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(of_package)) {
        command.env_remove(name);
    }
    command
}

/// Runs a command in the workspace folder and fails, naming it, when it fails.
fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let status = command(program).args(arguments).status().with_context(|| format!("starting {program}"))?;
    if !status.success() {
        bail!("{program} {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}

/// What `cargo metadata` says of the workspace, dependencies included.
fn cargo_metadata() -> Result<serde_json::Value> {
    let output = command("cargo")
        .args(["metadata", "--format-version=1", "--locked"])
        .output()
        .context("starting cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("reading what cargo metadata printed")
}
