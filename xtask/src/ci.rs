//! Everything a push must pass, cheapest first.

use anyhow::Result;

/// What is off by default and tested on top, here and in the soak: sign-in by a provider.
pub(crate) const OIDC: &str = "sanad/oidc,web/oidc";

/// Format, tidy, clippy, tests, bans and licences, and the pages in a browser.
pub(crate) fn run() -> Result<()> {
    let steps: &[(&str, &[&str])] = &[
        ("cargo", &["fmt", "--all", "--check"]),
        ("cargo", &["xtask", "tidy"]),
        ("cargo", &["xtask", "licences", "--check"]),
        ("cargo", &["deny", "--log-level", "error", "check", "bans", "licenses", "sources"]),
        ("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
        // What is off by default is checked on top: a feature only adds.
        ("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--features", OIDC, "--", "-D", "warnings"]),
        ("cargo", &["build", "--workspace", "--locked", "--features", OIDC]),
        ("cargo", &["test", "--workspace", "--locked", "--features", OIDC, "--no-fail-fast"]),
        // On the program that was built above.
        ("cargo", &["xtask", "browser"]),
    ];
    for (program, arguments) in steps {
        eprintln!("\n== {program} {}", arguments.join(" "));
        crate::run(program, arguments)?;
    }
    Ok(())
}
