//! What people see on a terminal: text in their language, tables, colours where they help. Decides nothing.

mod found;
mod mask;
mod progress;
mod summary;
mod table;
mod text;
mod units;

use std::io::IsTerminal;

use words::{Value, Words};

pub use found::{Answer, HeldAltered, Own, print_answer};
pub use mask::Masking;
pub use progress::{Phase, Progress};
pub use summary::{print_reports, print_summary};
pub use table::{ExhibitLine, Table, print_exhibits, print_lists};
pub use text::{cells, for_this_terminal, wrap};
pub use units::{bytes_in_words, duration_in_words};

/// How text is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A heading.
    Heading,
    /// What must be seen first.
    Alert,
    /// What waits for a person.
    Waiting,
    /// What matters less.
    Aside,
}

/// Where and how something is printed for people.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// The language.
    pub words: Words,
    /// Columns of a line.
    pub columns: usize,
    /// Whether names are shown.
    pub masking: Masking,
    has_colours: bool,
    is_terminal: bool,
}

impl Terminal {
    /// Standard output as it is now.
    ///
    /// Colours only on a terminal that is not `dumb`, and never where `NO_COLOR` is set to anything
    /// (<https://no-color.org>).
    pub fn of_standard_output(words: Words, masking: Masking) -> Terminal {
        let is_terminal = std::io::stdout().is_terminal();
        let no_colours = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Terminal { words, columns: columns(), masking, has_colours: is_terminal && !no_colours, is_terminal }
    }

    /// A page of this width without colours, as a pipe is.
    #[cfg(test)]
    pub fn plain(words: Words, columns: usize) -> Terminal {
        Terminal { words, columns, masking: Masking::Masked, has_colours: false, is_terminal: false }
    }

    /// A message, fit for this terminal.
    pub fn say(&self, key: &str, args: &[(&str, Value)]) -> String {
        for_this_terminal(&self.words.say(key, args), self.words.lang(), self.is_terminal)
    }

    /// Text set off, where there are colours.
    pub fn styled(&self, text: &str, style: Style) -> String {
        if !self.has_colours {
            return text.to_owned();
        }
        let code = match style {
            Style::Heading => "1",
            Style::Alert => "1;31",
            Style::Waiting => "33",
            Style::Aside => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Columns of the terminal: of standard output, else of standard error, else `$COLUMNS`, else 80; between 40 and 120.
pub fn columns() -> usize {
    let asked = rustix::termios::tcgetwinsize(std::io::stdout())
        .or_else(|_| rustix::termios::tcgetwinsize(std::io::stderr()))
        .map(|size| usize::from(size.ws_col))
        .ok()
        .filter(|columns| *columns > 0);
    let said = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked.or_else(said).unwrap_or(80).clamp(40, 120)
}
