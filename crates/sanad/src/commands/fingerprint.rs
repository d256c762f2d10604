//! `sanad fingerprint`: JSON lines on standard output, progress on standard error.

use std::io::{BufWriter, Write as _};
use std::sync::Arc;

use node::fingerprint::{FingerprintAsk, fingerprint};

use super::Surroundings;
use super::asking_the_node::{complaint_of, n_jobs, program, run_verb};
use crate::cli::invocation::FingerprintArgs;
use crate::exit::Exit;
use crate::terminal::{Phase, Progress};

/// Does it.
///
/// # Errors
/// What a person must be told.
pub fn run(args: FingerprintArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let progress = Progress::on_standard_error(here.terminal.words.clone(), here.quiet);
    let shown = progress.clone();
    progress.begin(Phase::Files, 0, 0);
    let done = run_verb(async |stop| {
        let ask = FingerprintAsk {
            paths: args.paths.clone(),
            n_jobs: n_jobs(args.jobs),
            frames: args.video.choice(),
            search: fingerprint::view::Search::Plain,
            uncaged: args.uncaged,
            worker_program: program()?,
            stop,
            events: Arc::new(move |event| match event {
                node::triage::Event::FileDone { .. } => shown.advance(1, 0),
                node::triage::Event::Read { bytes } => shown.advance(0, bytes),
                _ => {}
            }),
        };
        let mut out = BufWriter::new(std::io::stdout().lock());
        let mut print =
            |occurrence: &_, file: Option<&_>| formats::report::fingerprint_line::write(occurrence, file, &mut out);
        fingerprint(&ask, &mut print).await.map_err(|error| complaint_of(error, here))?;
        Ok(out.flush()?)
    });
    progress.finish();
    done.map(|()| Exit::Finished)
}
