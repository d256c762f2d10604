//! How far the work is: a bar with rate and time left on a terminal, a plain line now and then elsewhere.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use words::{Value, Words};

use super::{bytes_in_words, columns, duration_in_words, for_this_terminal};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Names and sizes.
    Listing,
    /// Reading and fingerprinting all but video.
    Files,
    /// Video, after everything else.
    Videos,
    /// Taking in lists.
    Lists,
    /// Comparing with lists.
    Matching,
    /// Writing reports.
    Reports,
}

impl Phase {
    /// All of them, in the order of the work.
    pub const ALL: [Phase; 6] =
        [Phase::Listing, Phase::Lists, Phase::Files, Phase::Videos, Phase::Matching, Phase::Reports];

    fn key(self) -> &'static str {
        match self {
            Phase::Listing => "progress-listing",
            Phase::Files => "progress-files",
            Phase::Videos => "progress-videos",
            Phase::Lists => "progress-lists",
            Phase::Matching => "progress-matching",
            Phase::Reports => "progress-reports",
        }
    }
}

/// How far the work is. Cheap to clone, and told by any thread; it never slows the work down by more than a lock.
#[derive(Clone)]
pub struct Progress {
    shared: Option<Arc<Mutex<Shown>>>,
}

struct Shown {
    words: Words,
    bar: Option<ProgressBar>,
    phase: Phase,
    since: Instant,
    printed: Instant,
    done: Amounts,
    total: Amounts,
}

#[derive(Debug, Clone, Copy, Default)]
struct Amounts {
    files: u64,
    bytes: u64,
}

/// Often enough to look alive, seldom enough to cost nothing.
const BAR_EVERY: Duration = Duration::from_millis(100);
/// Where the output is kept in a file, a line now and then is enough.
const LINE_EVERY: Duration = Duration::from_secs(30);
/// A time left that is guessed from less than this jumps about.
const GUESS_AFTER: Duration = Duration::from_secs(2);

impl Progress {
    /// Progress on standard error; none when the user asked for quiet.
    pub fn on_standard_error(words: Words, quiet: bool) -> Progress {
        if quiet {
            return Progress { shared: None };
        }
        let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
        let bar = is_terminal.then(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
            bar.set_style(bar_style());
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        let now = Instant::now();
        let shown = Shown {
            words,
            bar,
            phase: Phase::Listing,
            since: now,
            printed: now,
            done: Amounts::default(),
            total: Amounts::default(),
        };
        shown.show();
        Progress { shared: Some(Arc::new(Mutex::new(shown))) }
    }

    /// The next phase begins, with what there is to do; zeros when that is not known.
    pub fn begin(&self, phase: Phase, files_total: u64, bytes_total: u64) {
        self.with(|shown| {
            shown.phase = phase;
            shown.since = Instant::now();
            shown.done = Amounts::default();
            shown.total = Amounts { files: files_total, bytes: bytes_total };
            if let Some(bar) = &shown.bar {
                bar.set_length(bytes_total.max(files_total));
                bar.reset_eta();
            }
            shown.show();
        });
    }

    /// So much more is done. Bytes of one large file may be told in pieces, with zero files until it is finished.
    pub fn advance(&self, files: u64, bytes: u64) {
        self.with(|shown| {
            shown.done.files += files;
            shown.done.bytes += bytes;
            shown.show_if_due();
        });
    }

    /// Prints a line above the bar.
    pub fn note(&self, line: &str) {
        self.with(|shown| match &shown.bar {
            Some(bar) => bar.println(line),
            None => eprint_line(line),
        });
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.with(|shown| {
            if let Some(bar) = shown.bar.take() {
                bar.finish_and_clear();
            }
        });
    }

    fn with(&self, act: impl FnOnce(&mut Shown)) {
        if let Some(shared) = &self.shared {
            // A thread that died while it told us of progress must not take the work with it.
            act(&mut shared.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

impl Shown {
    fn show_if_due(&mut self) {
        let every = if self.bar.is_some() { BAR_EVERY } else { LINE_EVERY };
        if self.printed.elapsed() >= every {
            self.printed = Instant::now();
            self.show();
            if self.bar.is_none() {
                eprint_line(&for_this_terminal(&self.line(), self.words.lang(), false));
            }
        }
    }

    fn show(&self) {
        let Some(bar) = &self.bar else { return };
        bar.set_position(if self.total.bytes > 0 { self.done.bytes } else { self.done.files });
        bar.set_message(for_this_terminal(&self.line(), self.words.lang(), true));
    }

    /// The line in words: `Reading files: 1,200 of 3,000 files, 35.2 MB/s, 2 min 5 s left`.
    fn line(&self) -> String {
        let elapsed = self.since.elapsed();
        line(&self.words, self.phase, self.done, self.total, elapsed)
    }
}

fn line(words: &Words, phase: Phase, done: Amounts, total: Amounts, elapsed: Duration) -> String {
    let mut parts = Vec::new();
    let mut add = |key: &str, args: &[(&str, Value)]| parts.push(words.say(key, args));
    match (done.files, total.files) {
        (0, 0) => {}
        (_, 0) => add("progress-count", &[("done", done.files.into())]),
        _ => add("progress-count-of", &[("done", done.files.into()), ("total", total.files.into())]),
    }
    let seconds = elapsed.as_secs_f64();
    if elapsed >= GUESS_AFTER && done.bytes > 0 {
        let rate = done.bytes as f64 / seconds;
        add("progress-rate", &[("rate", bytes_in_words(rate as u64, words).into())]);
        if total.bytes > done.bytes {
            let left = ((total.bytes - done.bytes) as f64 / rate) as u64;
            add("progress-left", &[("duration", duration_in_words(left.max(1), words).into())]);
        }
    }
    let title = words.say(phase.key(), &[]);
    if parts.is_empty() {
        return title;
    }
    let separator = words.say("progress-separator", &[]);
    // Both are phrases of the language itself: a line of nothing but isolates would have no direction.
    words.say_plain("progress-line", &[("title", title.into()), ("parts", parts.join(&format!("{separator} ")).into())])
}

fn bar_style() -> ProgressStyle {
    let template = if columns() >= 100 { "{spinner} {bar:24} {msg}" } else { "{spinner} {bar:12} {msg}" };
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━╸─")
        .tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ")
}

fn eprint_line(line: &str) {
    // Progress that cannot be written is no reason to stop.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{line}\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    fn said(lang: Lang, done: (u64, u64), total: (u64, u64), seconds: u64) -> String {
        let amounts = |(files, bytes)| Amounts { files, bytes };
        let words = Words::in_language(lang);
        line(&words, Phase::Files, amounts(done), amounts(total), Duration::from_secs(seconds))
            .replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn rate_and_time_left_are_said() {
        let check = |done, total, seconds, expected: &str| {
            assert_eq!(said(Lang::English, done, total, seconds), expected);
        };
        check((0, 0), (0, 0), 0, "Reading files");
        check((0, 0), (3000, 0), 0, "Reading files: 0 of 3,000 files");
        check((12, 0), (0, 0), 1, "Reading files: 12 files");
        check((1, 20_000_000), (3000, 1_000_000_000), 1, "Reading files: 1 of 3,000 files");
        let expected = "Reading files: 1,200 of 3,000 files, 10.0 MB/s, 1 min 20 s left".replace("10.0", "10");
        check((1200, 200_000_000), (3000, 1_000_000_000), 20, &expected);
    }

    #[test]
    fn every_phase_is_said_in_every_language() {
        for lang in Lang::ALL {
            for phase in Phase::ALL {
                assert!(Words::in_language(lang).has(phase.key()), "{} {phase:?}", lang.code());
            }
            let text = said(lang, (1200, 200_000_000), (3000, 1_000_000_000), 20);
            assert!(!text.contains('‹') && !text.contains("{$"), "{text}");
        }
    }
}
