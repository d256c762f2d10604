//! What the figures were taken on: processor, cores, memory, system, date and load. Nothing that names the machine.

use std::process::Command;

/// The machine and the day.
pub(super) struct Machine {
    /// In one sentence.
    pub text: String,
    /// The day, in UTC: `2026-11-22`.
    pub date: String,
}

impl Machine {
    /// The machine on which this runs.
    pub(super) fn here() -> Machine {
        let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let system = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        let system = system.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or("unknown system");
        let date = Command::new("date").args(["-u", "+%Y-%m-%d"]).output();
        let date = date.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
        Machine { text: text_of(&cpus, &memory, system.trim_matches('"')), date }
    }

    /// How many processes wanted a core in the last minute.
    pub(super) fn load_1min(&self) -> f64 {
        let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0.0)
    }
}

fn text_of(cpus: &str, memory: &str, system: &str) -> String {
    let field = |name: &str| {
        cpus.lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split_once(':'))
            .map(|(_, value)| value.trim())
    };
    let n_cores = cpus.lines().filter(|line| line.starts_with("processor")).count().max(1);
    let flags = field("flags").unwrap_or_default();
    let has = |flag: &str| flags.split_whitespace().any(|word| word == flag);
    let sets: Vec<&str> = [("avx2", "AVX2"), ("avx512_vpopcntdq", "AVX-512 with VPOPCNTDQ"), ("sha_ni", "SHA-NI")]
        .into_iter()
        .filter_map(|(flag, name)| has(flag).then_some(name))
        .collect();
    let kib: u64 = memory
        .lines()
        .find(|line| line.starts_with("MemTotal:"))
        .and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0);
    let model = field("model name").unwrap_or("unknown processor");
    let cores = if n_cores == 1 { "1 core".to_owned() } else { format!("{n_cores} cores") };
    format!("{model}, {cores} ({}), {} GiB, {system}", sets.join(", "), (kib + (1 << 19)) >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_is_told_in_one_sentence() {
        let cpus = "processor\t: 0\nmodel name\t: A Processor\nflags\t\t: fpu avx2 sha_ni\nprocessor\t: 1\n";
        let text = text_of(cpus, "MemTotal:       24117248 kB\n", "Debian");
        assert_eq!(text, "A Processor, 2 cores (AVX2, SHA-NI), 23 GiB, Debian");
    }
}
