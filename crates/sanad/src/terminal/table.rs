//! Tables as wide as the terminal, and the tables of lists and exhibits.

use std::io::{self, Write};

use casework::exhibit::Exhibit;
use node::list::show::KeptList;
use words::visible;

use super::{Style, Terminal, cells, wrap};

/// Rows under translated headings. Cells are ready to be printed; a newline in one starts a new line in its column.
#[derive(Debug, Clone)]
pub struct Table<const COLUMNS: usize> {
    headings: [&'static str; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
}

const GAP: usize = 2;
const COLUMN_MIN: usize = 8;

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table without rows; headings are message keys.
    pub fn new(headings: [&'static str; COLUMNS]) -> Table<COLUMNS> {
        Table { headings, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn add(&mut self, row: [String; COLUMNS]) {
        self.rows.push(row);
    }

    /// Prints the table; where the terminal is too narrow, the widest columns are wrapped.
    pub fn print(&self, out: &mut impl Write, terminal: &Terminal) -> io::Result<()> {
        let headings = self.headings.map(|key| terminal.say(key, &[]));
        let mut widths: [usize; COLUMNS] = std::array::from_fn(|column| {
            let column_cells = self.rows.iter().map(|row| &row[column]).chain([&headings[column]]);
            column_cells.flat_map(|cell| cell.lines()).map(cells).max().unwrap_or(0)
        });
        while widths.iter().sum::<usize>() + GAP * (COLUMNS - 1) > terminal.columns {
            match widths.iter_mut().max() {
                Some(widest) if *widest > COLUMN_MIN => *widest -= 1,
                _ => break,
            }
        }
        self.print_row(out, &headings, &widths, |cell| terminal.styled(cell, Style::Heading))?;
        self.rows.iter().try_for_each(|row| self.print_row(out, row, &widths, str::to_owned))
    }

    fn print_row(
        &self,
        out: &mut impl Write,
        row: &[String; COLUMNS],
        widths: &[usize; COLUMNS],
        style: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        let wrapped: Vec<Vec<String>> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| cell.lines().flat_map(|line| wrap(line, *width)).collect())
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for line in 0..height {
            let mut printed = String::new();
            let mut missing = 0;
            for (cell, width) in wrapped.iter().zip(widths) {
                let text = cell.get(line).map(String::as_str).unwrap_or_default();
                printed.push_str(&" ".repeat(missing));
                printed.push_str(&if text.is_empty() { String::new() } else { style(text) });
                missing = width.saturating_sub(cells(text)) + GAP;
            }
            writeln!(out, "{}", printed.trim_end())?;
        }
        Ok(())
    }
}

/// Prints lists, or that there are none.
pub fn print_lists(out: &mut impl Write, terminal: &Terminal, lists: &[KeptList]) -> io::Result<()> {
    if lists.is_empty() {
        return writeln!(out, "{}", terminal.say("lists-none", &[]));
    }
    let mut table = Table::new([
        "column-name",
        "column-owner",
        "column-purpose",
        "column-format",
        "column-rows",
        "column-refused",
        "column-threshold",
        "column-tlp",
        "column-version",
    ]);
    for KeptList { version: list, tlp } in lists {
        let number = |number: u64| terminal.words.say_plain("number", &[("n", number.into())]);
        let threshold = match list.terms.set_aside {
            // A list to set aside is never compared by look.
            true => "—".to_owned(),
            false => number(list.terms.threshold_bits.into()),
        };
        table.add([
            visible(&list.terms.name),
            list.terms.owner.as_ref().map(visible).unwrap_or_default(),
            terminal.say(&format!("purpose-{}", list.terms.purpose.code()), &[]),
            visible(&list.format),
            number(list.n_rows),
            number(list.n_refused),
            threshold,
            tlp.code().to_owned(),
            visible(&list.id),
        ]);
    }
    table.print(out, terminal)
}

/// An exhibit as the table of exhibits has it.
#[derive(Debug, Clone)]
pub struct ExhibitLine {
    /// The exhibit.
    pub exhibit: Exhibit,
    /// Distinct files in it.
    pub n_files: u64,
    /// Places in it.
    pub n_places: u64,
}

/// Prints exhibits, or that there are none.
pub fn print_exhibits(out: &mut impl Write, terminal: &Terminal, exhibits: &[ExhibitLine]) -> io::Result<()> {
    if exhibits.is_empty() {
        return writeln!(out, "{}", terminal.say("exhibits-none", &[]));
    }
    let mut table = Table::new([
        "column-id",
        "column-exhibit-number",
        "column-authority",
        "column-examiner",
        "column-files",
        "column-places",
        "column-root",
    ]);
    for ExhibitLine { exhibit, n_files, n_places } in exhibits {
        let number = |number: u64| terminal.words.say_plain("number", &[("n", number.into())]);
        let text = |value: &Option<String>| value.as_ref().map(visible).unwrap_or_else(|| "—".to_owned());
        table.add([
            visible(&exhibit.id),
            text(&exhibit.custody.number),
            text(&exhibit.custody.authority),
            text(&exhibit.custody.examiner),
            number(*n_files),
            number(*n_places),
            terminal.masking.name(&exhibit.root, &terminal.words),
        ]);
    }
    table.print(out, terminal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Lang, Words};

    #[test]
    fn a_narrow_terminal_wraps_the_widest_column() {
        let terminal = Terminal::plain(Words::in_language(Lang::English), 40);
        let mut table = Table::new(["column-id", "column-name"]);
        table.add(["lst_1".to_owned(), "a name that is much longer than the terminal is wide".to_owned()]);
        table.add(["lst_22".to_owned(), "short\nsecond line".to_owned()]);
        let mut out = Vec::new();
        table.print(&mut out, &terminal).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| cells(line) <= 40), "{text}");
        expect_test::expect![[r#"
            Id      Name
            lst_1   a name that is much longer than
                    the terminal is wide
            lst_22  short
                    second line
        "#]]
        .assert_eq(&text);
    }
}
