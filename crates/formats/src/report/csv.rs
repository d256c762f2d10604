//! The report as one RFC 4180 table, for spreadsheets. Every line has every column; comments are no part of RFC 4180, so
//! the header's facts and the summary are records too, told apart by the first column.
//!
//! No cell begins with what a spreadsheet takes for a formula, and no cell holds a control character: such text is shown
//! as `words::visible` shows it, and `path_b64` and `inside_b64` then hold the exact bytes.

use std::io::{self, Write};

use casework::exhibit::Exhibit;
use casework::matching::{Match, Outcome};
use casework::report::{Header, Report, Row};
use words::visible;

use super::facts::{self, AUTHORITY_MISSING, base64_of, degrees, instant, stamp, why};
use super::jsonl::{SCHEMA, SCHEMA_VERSION};

/// The columns. `record` is `header`, `exhibit`, `list`, `setting`, `decoder`, `file` or `summary`; a `file` record leaves
/// `name` and `value` empty, every other one fills only the first four.
const COLUMNS: &[&str] = &[
    "record",
    "row",
    "name",
    "value",
    "exhibit",
    "path",
    "path_b64",
    "inside",
    "inside_b64",
    "link_target",
    "size",
    "modified",
    "changed",
    "accessed",
    "created",
    "mime",
    "kind",
    "md5",
    "sha1",
    "sha256",
    "pdq",
    "pdq_quality",
    "frames",
    "thumbnail_pdq",
    "taken",
    "taken_offset",
    "make",
    "model",
    "serial",
    "software",
    "orientation",
    "latitude",
    "longitude",
    "length_ms",
    "spent",
    "outcome",
    "stack",
    "n_matches",
    "list",
    "list_version",
    "entry",
    "list_row",
    "match_kind",
    "distance",
    "match_quality",
    "turn",
    "view",
    "part",
    "ranges",
    "category_scheme",
    "category",
    "why",
    "n_worth_a_look",
    "marks",
    "seen_in_exhibits",
    "problem",
    "problem_detail",
    "call",
];

/// Writes the report.
pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(COLUMNS).map_err(io::Error::other)?;
    let mut put = |record: Record| -> io::Result<()> { table.write_record(&record.0).map_err(io::Error::other) };
    put_header(&report.header, &mut put)?;
    for (position, row) in report.rows.iter().enumerate() {
        put(file_record(&report.header, position + 1, row))?;
    }
    put_summary(report, &mut put)?;
    table.flush()
}

/// What a cell may hold: one line of visible characters that no spreadsheet calculates with.
///
/// The signs are those of OWASP's page on CSV injection; full-width forms of them calculate in some locales too.
fn neutral(raw: impl AsRef<[u8]>) -> String {
    let raw = raw.as_ref();
    let shown = visible(raw);
    let signs = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];
    if shown.starts_with(signs) || raw.starts_with(b"\t") || raw.starts_with(b"\r") || raw.starts_with(b"\n") {
        format!("'{shown}")
    } else {
        shown
    }
}

/// Whether the cell is not, byte by byte, what was found.
fn shown_otherwise(raw: &[u8]) -> bool {
    neutral(raw).as_bytes() != raw
}

/// One line; its cells are neutral.
struct Record(Vec<String>);

impl Record {
    fn of(record: &str) -> Record {
        let mut cells = vec![String::new(); COLUMNS.len()];
        cells[0] = record.to_owned();
        Record(cells)
    }

    fn fact(record: &str, number: usize, name: &str, value: impl ToString) -> Record {
        let mut fact = Record::of(record);
        fact.put("row", number);
        fact.put("name", name);
        fact.put("value", value);
        fact
    }

    fn put(&mut self, column: &str, value: impl ToString) {
        self.put_raw(column, value.to_string().as_bytes());
    }

    fn put_raw(&mut self, column: &str, raw: &[u8]) {
        let position = COLUMNS.iter().position(|name| *name == column).expect("every column put is in COLUMNS");
        self.0[position] = neutral(raw);
    }

    fn put_known(&mut self, column: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.put(column, value);
        }
    }
}

fn put_header(header: &Header, put: &mut impl FnMut(Record) -> io::Result<()>) -> io::Result<()> {
    let mut fact =
        |record: &str, number: usize, name: &str, value: String| put(Record::fact(record, number, name, value));
    fact("header", 1, "schema", SCHEMA.to_owned())?;
    fact("header", 1, "schema_version", SCHEMA_VERSION.to_string())?;
    if !header.for_evidence() {
        fact("header", 1, "notice", AUTHORITY_MISSING.to_owned())?;
    }
    for (position, exhibit) in header.exhibits.iter().enumerate() {
        for (name, value) in exhibit_facts(exhibit) {
            fact("exhibit", position + 1, name, value)?;
        }
    }
    fact("header", 1, "version", header.version.clone())?;
    fact("header", 1, "commit", header.commit.clone())?;
    fact("header", 1, "audience", header.audience.code().to_owned())?;
    if let Some(dated) = header.dated.and_then(stamp) {
        fact("header", 1, "dated", dated)?;
    }
    for (position, list) in header.lists.iter().enumerate() {
        let terms = &list.terms;
        for (name, value) in [
            ("name", terms.name.clone()),
            ("version", list.id.clone()),
            ("owner", terms.owner.clone().unwrap_or_default()),
            ("scheme", terms.scheme.clone().unwrap_or_default()),
            ("purpose", terms.purpose.code().to_owned()),
            ("threshold_bits", terms.threshold_bits.to_string()),
            ("set_aside", terms.set_aside.to_string()),
            ("precedence", terms.precedence.to_string()),
            ("format", list.format.clone()),
            ("sha256", list.sha256.to_string()),
            ("n_rows", list.n_rows.to_string()),
            ("n_refused", list.n_refused.to_string()),
        ] {
            fact("list", position + 1, name, value)?;
        }
    }
    for (position, (name, value)) in header.settings.iter().enumerate() {
        fact("setting", position + 1, name, value.clone())?;
    }
    for (position, (name, value)) in header.decoders.iter().enumerate() {
        fact("decoder", position + 1, name, value.clone())?;
    }
    fact("header", 1, "self_test_planted", header.self_test.planted.to_string())?;
    fact("header", 1, "self_test_right", header.self_test.right.to_string())?;
    fact("header", 1, "self_test_worker_right", header.self_test.worker_right.to_string())?;
    fact("header", 1, "fell_back_to_brute_force", header.self_test.fell_back_to_brute_force.to_string())?;
    fact("header", 1, "uncaged", header.uncaged.to_string())
}

fn exhibit_facts(exhibit: &Exhibit) -> Vec<(&'static str, String)> {
    let custody = &exhibit.custody;
    let mut facts = vec![("id", exhibit.id.clone())];
    let texts = [
        ("number", &custody.number),
        ("authority", &custody.authority),
        ("seal", &custody.seal),
        ("examiner", &custody.examiner),
    ];
    facts.extend(texts.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
    if !exhibit.root.is_empty() {
        facts.push(("root", String::from_utf8_lossy(&exhibit.root).into_owned()));
        if shown_otherwise(&exhibit.root) {
            facts.push(("root_b64", base64_of(&exhibit.root)));
        }
    }
    facts.extend(exhibit.manifest.map(|digest| ("manifest_sha256", digest.to_string())));
    facts.push(("changed_meanwhile", exhibit.changed_meanwhile.to_string()));
    facts
}

fn file_record(header: &Header, number: usize, row: &Row) -> Record {
    let mut record = Record::of("file");
    record.put("row", number);
    record.put_known("exhibit", header.exhibits.get(row.exhibit).map(|exhibit| &exhibit.id));
    put_place(&mut record, row);
    record.put("size", row.occurrence.size);
    let times = &row.occurrence.times;
    record.put_known("modified", times.modified_ns.map(instant));
    record.put_known("changed", times.changed_ns.map(instant));
    record.put_known("accessed", times.accessed_ns.map(instant));
    record.put_known("created", times.created_ns.map(instant));
    put_content(&mut record, row);
    record.put("spent", facts::spent_code(row.spent));
    record.put_known("outcome", row.outcome.map(Outcome::code));
    record.put_known("stack", row.stack);
    put_claims(&mut record, header, &row.matches);
    record.put("n_worth_a_look", row.worth_a_look.len());
    record.put("marks", facts::mark_codes(&row.marks).join(" "));
    record.put("seen_in_exhibits", row.seen_in_exhibits);
    record.put_known("problem", row.problem().map(|problem| problem.code.code()));
    record.put_known("problem_detail", row.problem().map(|problem| &problem.detail));
    record.put("call", row.call.iter().map(facts::call_text).collect::<Vec<_>>().join("; "));
    record
}

fn put_place(record: &mut Record, row: &Row) {
    if row.place_withheld {
        return;
    }
    let place = &row.occurrence.place;
    record.put_raw("path", &place.path);
    if shown_otherwise(&place.path) {
        record.put("path_b64", base64_of(&place.path));
    }
    record.put_raw("inside", &place.inside.join(&b" > "[..]));
    // The names of members are joined, so any of them may hold the joint: exact names are always given.
    record.put("inside_b64", place.inside.iter().map(|name| base64_of(name)).collect::<Vec<_>>().join(" "));
    record.put_raw("link_target", row.occurrence.link_target.as_deref().unwrap_or_default());
}

fn put_content(record: &mut Record, row: &Row) {
    let Some(file) = row.file.as_deref() else { return };
    record.put("mime", &file.mime);
    record.put("kind", facts::kind_code(file.kind));
    record.put_known("md5", file.digests.md5);
    record.put_known("sha1", file.digests.sha1);
    record.put_known("sha256", file.digests.sha256);
    record.put_known("pdq", file.look.as_ref().map(|look| look.pdq.hash));
    record.put_known("pdq_quality", file.look.as_ref().map(|look| look.pdq.quality));
    record.put("frames", file.frames.len());
    record.put_known("thumbnail_pdq", file.thumbnail.as_ref().map(|look| look.pdq.hash));
    let metadata = &file.metadata;
    record.put_known("taken", metadata.taken.as_ref().map(|taken| &taken.text));
    let offset = metadata.taken.as_ref().map(|taken| taken.offset.as_deref().unwrap_or("unknown"));
    record.put_known("taken_offset", offset);
    record.put_known("make", metadata.make.as_ref());
    record.put_known("model", metadata.model.as_ref());
    record.put_known("serial", metadata.serial.as_ref());
    record.put_known("software", metadata.software.as_ref());
    record.put_known("orientation", metadata.orientation);
    // A negative number begins with a sign as well, so it is neutralised with the rest: better a quoted longitude than
    // one exception a formula could hide in.
    record.put_known("latitude", metadata.position.map(|position| degrees(position.latitude_e7)));
    record.put_known("longitude", metadata.position.map(|position| degrees(position.longitude_e7)));
    record.put_known("length_ms", metadata.length_ms);
}

/// The first claim in columns of its own, the reasons of all in one.
fn put_claims(record: &mut Record, header: &Header, claims: &[Match]) {
    record.put("n_matches", claims.len());
    let Some(first) = claims.first() else { return };
    record.put("list", facts::list_name(header, first));
    record.put("list_version", &first.list);
    record.put_known("entry", first.owner_id.as_ref());
    record.put("list_row", first.row);
    record.put("match_kind", first.kind.code());
    record.put("distance", first.distance);
    record.put_known("match_quality", first.quality);
    record.put("turn", facts::turn_code(first.turn));
    record.put_known("view", first.view.as_ref().map(facts::view_code));
    record.put(
        "part",
        match facts::part_at_ms(first.part) {
            Some(at_ms) => format!("frame {at_ms} ms"),
            None => facts::part_code(first.part).to_owned(),
        },
    );
    record.put_known("ranges", first.ranges.as_ref().map(facts::ranges_code));
    record.put_known("category_scheme", first.category.as_ref().map(|category| &category.scheme));
    record.put_known("category", first.category.as_ref().map(|category| &category.code));
    record.put("why", claims.iter().map(|claim| why(header, claim)).collect::<Vec<_>>().join(" | "));
}

fn put_summary(report: &Report, put: &mut impl FnMut(Record) -> io::Result<()>) -> io::Result<()> {
    let summary = &report.summary;
    let mut fact = |name: &str, value: u64| put(Record::fact("summary", 1, name, value));
    let groups = [
        ("media", &summary.media),
        ("pictures", &summary.pictures),
        ("videos", &summary.videos),
        ("others", &summary.others),
    ];
    for (group, counts) in groups {
        for outcome in facts::outcomes_told(counts) {
            let count = counts.of(outcome);
            fact(&format!("{group}.{}.files", outcome.code()), count.files)?;
            fact(&format!("{group}.{}.places", outcome.code()), count.places)?;
        }
    }
    fact("stacks", summary.stacks)?;
    fact("stacked_files", summary.stacked_files)?;
    fact("seen_elsewhere", summary.seen_elsewhere)?;
    fact("worth_a_look", summary.worth_a_look)?;
    fact("screened", summary.screened)?;
    for (code, places) in &summary.not_examined {
        fact(&format!("not_examined.{}", code.code()), *places)?;
    }
    fact("bytes.total", summary.bytes.total)?;
    fact("bytes.read", summary.bytes.read)?;
    fact("bytes.skipped", summary.bytes.skipped)?;
    fact("bytes.unreadable", summary.bytes.unreadable)?;
    fact("bytes.inside_archives", summary.bytes.inside_archives)
}
