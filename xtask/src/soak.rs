//! The long versions of the tests that kill and interrupt: the same tests, told by `SANAD_SOAK` to do more.

use anyhow::{Context as _, Result, bail};

use crate::ci::OIDC;

/// 20,000 files interrupted twenty times, and every other test that knows a long version.
pub(crate) fn run() -> Result<()> {
    let status = crate::command("cargo")
        .args(["test", "--workspace", "--locked", "--features", OIDC, "--no-fail-fast"])
        .env("SANAD_SOAK", "1")
        .env("SANAD_LONG", "1")
        .status()
        .context("starting cargo test")?;
    if !status.success() {
        bail!("the soak ended with {status}");
    }
    Ok(())
}
