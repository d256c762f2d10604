//! `sanad`: understands what was asked, does it, prints what went wrong once, and ends with an exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use sanad::commands;
use sanad::complaint::{print_error, print_warning};
use sanad::config::unknown_variables;
use sanad::exit::Exit;
use sanad::start::{Start, start};

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if args.get(1).is_some_and(|first| first == "decode-worker") {
        // Before anything else: what runs in the cage reads no settings and says nothing to people.
        return media::worker::main();
    }
    let (words, started) = start(&args, |name| std::env::var_os(name));
    for complaint in unknown_variables(std::env::vars_os().map(|(name, _)| name)) {
        print_warning(&complaint, &words);
    }
    let outcome = started.and_then(|start| match start {
        Start::Done => Ok(Exit::Finished),
        Start::Run(run) => {
            let (invocation, here) = *run;
            commands::run(invocation, &here)
        }
    });
    outcome.unwrap_or_else(|error| print_error(&error, &words)).into()
}
