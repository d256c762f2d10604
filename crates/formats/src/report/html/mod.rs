//! The report as a page to read, to print and to hand to a court: one file, no script, no picture, nothing fetched.
//!
//! Untrusted text is made visible, escaped, and stands in `<bdi>`. File names are masked until they are asked for.

mod head;
mod page;
mod results;

use std::io::{self, Write};

use casework::report::Report;
use words::Words;

use page::Page;

const STYLE: &str = include_str!("style.css");

/// Writes the report in the language of `words`.
pub(crate) fn write(report: &Report, words: &Words, reveal_names: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { report, words, reveal_names, out };
    page.open(STYLE)?;
    head::write(&mut page)?;
    results::write(&mut page)?;
    page.close()
}
