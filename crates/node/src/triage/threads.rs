//! How examining threads start: each owns an examiner, and what it finds goes through a bounded channel to the one task
//! that commits. What a thread does with its examiner is told it.

use std::sync::Arc;

use media::cage::CageError;
use media::examiner::{Examiner, Settings};
use tokio::sync::mpsc;

/// What a thread found waits here while it is being committed.
const N_FOUND_MAX: usize = 256;

/// Starts `n_threads` threads that each do `work`; the receiver ends when all have come back. A thread whose examiner
/// cannot start sends what `broken` makes of it, and nothing else.
pub(super) fn start<F: Send + 'static>(
    settings: Settings,
    n_threads: usize,
    broken: fn(CageError) -> F,
    work: impl Fn(&mut Examiner, &mpsc::Sender<F>) + Send + Sync + 'static,
) -> mpsc::Receiver<F> {
    let (to, from) = mpsc::channel(N_FOUND_MAX);
    let work = Arc::new(work);
    for _ in 0..n_threads {
        let (settings, work, to) = (settings.clone(), Arc::clone(&work), to.clone());
        // Not a runtime's thread: a worker process dies with the thread that started it.
        std::thread::spawn(move || match Examiner::start(&settings) {
            Ok(mut examiner) => work(&mut examiner, &to),
            Err(error) => drop(to.blocking_send(broken(error))),
        });
    }
    from
}
