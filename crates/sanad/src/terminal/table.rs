//! Tables as wide as the terminal, records where no table is narrow enough, and the tables of lists and exhibits. What
//! somebody may copy is never broken.

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
const NOTHING: &str = "—";

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// A table without rows; headings are message keys.
    pub fn new(headings: [&'static str; COLUMNS]) -> Table<COLUMNS> {
        Table { headings, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn add(&mut self, row: [String; COLUMNS]) {
        self.rows.push(row);
    }

    /// Prints the table; where the terminal is too narrow, the widest columns are wrapped at blanks. Where that would break
    /// a word, which may be an id, the rows are printed as records.
    pub fn print(&self, out: &mut impl Write, terminal: &Terminal) -> io::Result<()> {
        let headings = self.headings.map(|key| terminal.say(key, &[]));
        let Some(widths) = self.widths(&headings, terminal.columns) else {
            return self.print_records(out, &headings, terminal);
        };
        self.print_row(out, &headings, &widths, |cell| terminal.styled(cell, Style::Heading))?;
        self.rows.iter().try_for_each(|row| self.print_row(out, row, &widths, str::to_owned))
    }

    /// The widths at which the columns fit; none when a word would have to be broken for it.
    fn widths(&self, headings: &[String; COLUMNS], columns: usize) -> Option<[usize; COLUMNS]> {
        let lines = |column: usize| {
            let column_cells = self.rows.iter().map(move |row| &row[column]).chain([&headings[column]]);
            column_cells.flat_map(|cell| cell.lines())
        };
        let mut widths = std::array::from_fn(|column| lines(column).map(cells).max().unwrap_or(0));
        let narrowest: [usize; COLUMNS] = std::array::from_fn(|column| {
            let words = lines(column).flat_map(|line| line.split(' '));
            words.map(cells).max().unwrap_or(0).max(COLUMN_MIN)
        });
        while widths.iter().sum::<usize>() + GAP * (COLUMNS - 1) > columns {
            let may_shrink = widths.iter_mut().zip(narrowest).filter(|(width, narrowest)| **width > *narrowest);
            *may_shrink.map(|(width, _)| width).max()? -= 1;
        }
        Some(widths)
    }

    /// Each row as lines of a column's name and what stands in it, a blank line between rows. Lines are as long as they are:
    /// a terminal that goes on in the next line still copies them whole.
    fn print_records(&self, out: &mut impl Write, headings: &[String; COLUMNS], terminal: &Terminal) -> io::Result<()> {
        for (nth, row) in self.rows.iter().enumerate() {
            if nth > 0 {
                writeln!(out)?;
            }
            for (heading, cell) in headings.iter().zip(row) {
                let mut lines = cell.lines();
                let value = lines.next().filter(|line| !line.is_empty()).unwrap_or(NOTHING).to_owned();
                let name = terminal.styled(heading, Style::Heading);
                writeln!(out, "{}", terminal.say("record-line", &[("name", name.into()), ("value", value.into())]))?;
                lines.try_for_each(|line| writeln!(out, "{}{line}", " ".repeat(GAP)))?;
            }
        }
        Ok(())
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
            true => NOTHING.to_owned(),
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
        let text = |value: &Option<String>| value.as_ref().map(visible).unwrap_or_else(|| NOTHING.to_owned());
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

    /// A table of ids and owners' names, printed at so many columns.
    fn printed(lang: Lang, columns: usize, rows: &[[&str; 3]]) -> String {
        let terminal = Terminal::plain(Words::in_language(lang), columns);
        let mut table = Table::new(["column-id", "column-owner", "column-version"]);
        rows.iter().for_each(|row| table.add(row.map(str::to_owned)));
        let mut out = Vec::new();
        table.print(&mut out, &terminal).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn where_an_id_would_be_broken_each_row_is_a_record() {
        let rows = [
            ["lst_0123456789abcdef", "Unit 4\nof the north", "ver_0123456789abcdef"],
            ["lst_fedcba9876543210", "", "ver_fedcba9876543210"],
        ];
        expect_test::expect![[r#"
            Id: lst_0123456789abcdef
            Owner: Unit 4
              of the north
            Version: ver_0123456789abcdef

            Id: lst_fedcba9876543210
            Owner: —
            Version: ver_fedcba9876543210
        "#]]
        .assert_eq(&printed(Lang::English, 50, &rows));
        // Wide enough by one cell: 20, 8 for the words of the owner, 20, and two gaps.
        assert!(printed(Lang::English, 52, &rows).starts_with("Id                    Owner"));
        assert!(printed(Lang::English, 51, &rows).starts_with("Id: "));
        // A single word that is wider than any terminal is printed whole, too.
        let path = "/evidence/".repeat(20);
        assert!(printed(Lang::English, 120, &[[&path, "", ""]]).contains(&path));
    }

    #[test]
    fn a_record_runs_from_right_to_left_where_its_language_does() {
        let rows = [["lst_0123456789abcdef", "وحدة (4)", "ver_0123456789abcdef"]];
        let text = printed(Lang::Arabic, 40, &rows);
        for (line, (name, value)) in
            text.lines().zip([("المعرّف", rows[0][0]), ("المالك", rows[0][1]), ("الإصدار", rows[0][2])])
        {
            // The mark makes the line run from the right, since what is isolated does not count for it.
            assert_eq!(line, format!("\u{200f}\u{2068}{name}\u{2069}: \u{2068}{value}\u{2069}"));
        }
        assert_eq!(text.lines().count(), 3);
        assert!(printed(Lang::French, 40, &rows).starts_with("Identifiant\u{202f}: lst_0123456789abcdef\n"));
    }
}
