//! The CPU time of processes that are under way, with everything that they started: for servers, which do not end between
//! two measurements.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};

/// Linux tells times to programs in hundredths of a second, whatever its own tick is.
const TICKS_PER_S: f64 = 100.0;

/// CPU seconds of these processes and their descendants by now, those included that have ended and were waited for.
pub(super) fn cpu_s_of(roots: &[u32]) -> Result<f64> {
    let mut all: BTreeMap<u32, Stat> = BTreeMap::new();
    for entry in std::fs::read_dir("/proc").context("listing processes")? {
        let name = entry.context("listing processes")?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that has ended meanwhile is its parent's.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok();
        if let Some(stat) = stat.as_deref().and_then(Stat::read) {
            all.insert(id, stat);
        }
    }
    Ok(sum(&all, roots) as f64 / TICKS_PER_S)
}

/// What the kernel says of a process.
struct Stat {
    parent: u32,
    ticks: u64,
}

impl Stat {
    /// Of `proc_pid_stat(5)`: the parent, and user and system time of itself and of the children it waited for.
    fn read(text: &str) -> Option<Stat> {
        // The name may hold blanks and brackets; nothing after it does.
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = fields.get(11..15)?.iter().map(|field| field.parse::<u64>().ok());
        Some(Stat { parent: fields.get(1)?.parse().ok()?, ticks: ticks.sum::<Option<u64>>()? })
    }
}

fn sum(all: &BTreeMap<u32, Stat>, roots: &[u32]) -> u64 {
    let mut counted: BTreeSet<u32> = roots.iter().copied().collect();
    loop {
        let more: Vec<u32> = all
            .iter()
            .filter(|(id, stat)| counted.contains(&stat.parent) && !counted.contains(id))
            .map(|(id, _)| *id)
            .collect();
        if more.is_empty() {
            break;
        }
        counted.extend(more);
    }
    counted.iter().filter_map(|id| all.get(id)).map(|stat| stat.ticks).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_counted_with_its_descendants_and_nobody_elses() {
        let stat = |parent: u32, ticks: u64| Stat { parent, ticks };
        let all = BTreeMap::from([
            (1, stat(0, 1)),
            (7, stat(1, 10)),
            (8, stat(7, 100)),
            (9, stat(8, 1_000)),
            (5, stat(1, 5)),
        ]);
        assert_eq!((sum(&all, &[7]), sum(&all, &[8, 5]), sum(&all, &[99])), (1_110, 1_105, 0));
    }

    #[test]
    fn names_with_brackets_do_not_move_the_fields() {
        let text = "42 (a) b (c)) S 7 42 42 0 -1 4194304 1 2 3 4 11 22 33 44 20 0 1 0";
        let stat = Stat::read(text).unwrap();
        assert_eq!((stat.parent, stat.ticks), (7, 110));
        assert!(cpu_s_of(&[std::process::id()]).unwrap() >= 0.0);
    }
}
