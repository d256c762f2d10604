//! Everything a push must pass, cheapest first.

use anyhow::Result;

/// Format, tidy, clippy, tests, bans and licences.
pub(crate) fn run() -> Result<()> {
    let steps: &[(&str, &[&str])] = &[
        ("cargo", &["fmt", "--all", "--check"]),
        ("cargo", &["xtask", "tidy"]),
        ("cargo", &["xtask", "licences", "--check"]),
        ("cargo", &["deny", "--log-level", "error", "check", "bans", "licenses", "sources"]),
        ("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
        ("cargo", &["build", "--workspace", "--locked"]),
        ("cargo", &["test", "--workspace", "--locked", "--no-fail-fast"]),
    ];
    for (program, arguments) in steps {
        eprintln!("\n== {program} {}", arguments.join(" "));
        crate::run(program, arguments)?;
    }
    Ok(())
}
