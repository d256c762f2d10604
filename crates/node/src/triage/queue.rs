//! Who does what next: tasks are handed out in their order, each once, small files a few at a time.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use media::several;

use super::examine::Task;

/// Bytes of small files that all threads together hold at once, digested and not yet examined.
const SEVERAL_BYTES_MAX: u64 = 32 << 20;

/// Which tasks nobody has taken yet.
pub(super) struct Queue {
    next: AtomicUsize,
    n_threads: usize,
}

impl Queue {
    /// For so many threads.
    pub(super) fn of(n_threads: usize) -> Queue {
        Queue { next: AtomicUsize::new(0), n_threads: n_threads.max(1) }
    }

    /// The next task, or the next few where they are small files that are read together; none when all are taken.
    pub(super) fn take(&self, tasks: &[Task]) -> Option<Range<usize>> {
        let several = |start: usize| start..start + self.n_together(&tasks[start..]);
        let is_left = |start: &usize| *start < tasks.len();
        let taken = self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |start| {
            Some(start).filter(is_left).map(|start| several(start).end)
        });
        taken.ok().map(several)
    }

    /// How many of these are taken together: fewer towards the end, so that no thread is left with much to do when the
    /// others are done.
    fn n_together(&self, tasks: &[Task]) -> usize {
        let bytes_max = (SEVERAL_BYTES_MAX / self.n_threads as u64).max(several::FILE_BYTES_MAX);
        let n_max = (tasks.len() / self.n_threads / 4).min(several::FILES_MAX);
        let mut n_bytes = 0;
        let is_together = |task: &&Task| match task {
            Task::Examine(occurrence) if occurrence.size <= several::FILE_BYTES_MAX => {
                n_bytes += occurrence.size;
                n_bytes <= bytes_max
            }
            _ => false,
        };
        tasks.iter().take(n_max).take_while(is_together).count().max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::file::{Inode, Occurrence, Place, Times};

    fn task(size: u64) -> Task {
        Task::Examine(Box::new(Occurrence {
            place: Place::on_disk("a"),
            size,
            times: Times::default(),
            inode: Inode::default(),
            link_target: None,
            file: None,
            marks: Default::default(),
            problem: None,
        }))
    }

    fn taken(n_threads: usize, tasks: &[Task]) -> Vec<Range<usize>> {
        let queue = Queue::of(n_threads);
        std::iter::from_fn(|| queue.take(tasks)).collect()
    }

    #[test]
    fn every_task_is_handed_out_once_and_in_order() {
        let sizes = [1_000, several::FILE_BYTES_MAX, several::FILE_BYTES_MAX + 1, 200_000, 0, 3 << 20];
        let tasks: Vec<Task> = (0..1_000).map(|n| task(sizes[n * n % sizes.len()])).collect();
        for n_threads in [1, 2, 16, 1_000] {
            let all = taken(n_threads, &tasks);
            assert!(all.iter().flat_map(Clone::clone).eq(0..1_000), "{n_threads}");
            let bytes_max = (SEVERAL_BYTES_MAX / n_threads as u64).max(several::FILE_BYTES_MAX);
            for range in all.into_iter().filter(|range| range.len() > 1) {
                assert!(range.len() <= several::FILES_MAX);
                let size = |task: &Task| match task {
                    Task::Examine(occurrence) => occurrence.size,
                    _ => 0,
                };
                assert!(tasks[range].iter().map(size).sum::<u64>() <= bytes_max);
            }
        }
    }

    #[test]
    fn small_files_go_together_and_the_last_ones_alone() {
        let tasks: Vec<Task> = (0..1_000).map(|_| task(1_000)).collect();
        let lengths: Vec<usize> = taken(2, &tasks).into_iter().map(|range| range.len()).collect();
        assert_eq!((lengths[0], *lengths.last().unwrap()), (several::FILES_MAX, 1));
        let large: Vec<Task> = (0..10).map(|_| task(several::FILE_BYTES_MAX + 1)).collect();
        assert_eq!(taken(2, &large).len(), 10);
    }
}
