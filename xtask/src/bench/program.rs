//! Our own programs to be measured: the rooms' `benches/`, built for release. Finds what cargo built; measures nothing.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// Builds the bench `name` of the room `room` and says where it lies.
pub(super) fn build(room: &str, name: &str) -> Result<PathBuf> {
    let output = crate::command("cargo")
        // Beside the program's package a room is compiled with the same features of what it depends on, and not once more.
        .args(["bench", "--locked", "--package", room, "--package", "sanad"])
        .args(["--bench", name, "--no-run", "--message-format=json"])
        .stderr(Stdio::inherit())
        .output()
        .context("starting cargo bench")?;
    if !output.status.success() {
        bail!("the bench {name} of {room} does not build");
    }
    executable_of(&String::from_utf8_lossy(&output.stdout), name)
        .with_context(|| format!("cargo does not say where the bench {name} of {room} lies"))
}

/// Builds the program itself and says where it lies.
pub(super) fn build_sanad() -> Result<PathBuf> {
    crate::run("cargo", &["build", "--release", "--locked", "--bin", "sanad"])?;
    let target = crate::cargo_metadata()?["target_directory"].as_str().map(PathBuf::from);
    Ok(target.context("cargo metadata names no target directory")?.join("release/sanad"))
}

fn executable_of(messages: &str, name: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == name && message["target"]["kind"][0] == "bench")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bench_is_found_among_what_cargo_built() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"pdq"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"kind":["bench"],"name":"pdq"},"executable":"/target/release/deps/pdq-1"}"#,
        );
        assert_eq!(executable_of(messages, "pdq"), Some(PathBuf::from("/target/release/deps/pdq-1")));
        assert_eq!(executable_of(messages, "near"), None);
    }
}
