//! The worker of this crate's own tests: `decode-worker` as in `sanad`, and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args_os().nth(1) {
        Some(first) if first == "decode-worker" => node::decode_worker(),
        _ => ExitCode::from(2),
    }
}
