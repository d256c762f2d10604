//! The report as JSON lines, schema `sanad.triage` version 1: a header, one line per place, a summary.
//!
//! The schema is `docs/schema/sanad.triage-1.json`. Names are text, and base64 beside it where they are not UTF-8.

use std::io::{self, Write};

use casework::exhibit::{Exhibit, ExhibitKind};
use casework::file::{File, Look, Metadata, Place, Times};
use casework::list::ListVersion;
use casework::matching::{Match, WorthALook};
use casework::pixel_digest::PixelDigest;
use casework::problem::Problem;
use casework::ranges::Range;
use casework::report::{Header, Report, Row};
use casework::summary::{Counts, Summary};
use fingerprint::video::{Agreement, Span};
use fingerprint::view::View;
use serde_json::{Map, Value, json};

use super::facts::{self, AUTHORITY_MISSING, base64_of, degrees, instant, place_text, stamp, why};
use super::json_text::write_line;

/// What the header's `schema` says.
pub(crate) const SCHEMA: &str = "sanad.triage";
/// Raised when a reader of the former version would misunderstand.
pub(crate) const SCHEMA_VERSION: u64 = 1;

/// Writes the report; rows stand in its order and are numbered from 1, so row `n` is line `n + 1`.
pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |value: Value| {
        write_line(&value, out)?;
        out.write_all(b"\n")
    };
    line(header(&report.header))?;
    for (position, row) in report.rows.iter().enumerate() {
        line(file_line(&report.header, position as u64 + 1, row))?;
    }
    line(summary(&report.summary))
}

fn header(header: &Header) -> Value {
    let pairs = |pairs: &[(String, String)]| {
        Value::Array(pairs.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect())
    };
    json!({
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "record": "header",
        "exhibits": header.exhibits.iter().map(exhibit).collect::<Vec<_>>(),
        "for_evidence": header.for_evidence(),
        "notice": (!header.for_evidence()).then_some(AUTHORITY_MISSING),
        "program": { "name": "sanad", "version": header.version, "commit": header.commit },
        "audience": header.audience.code(),
        "dated": header.dated.and_then(stamp),
        "lists": header.lists.iter().map(list).collect::<Vec<_>>(),
        "covered": header.covered,
        "settings": pairs(&header.settings),
        "decoders": pairs(&header.decoders),
        "self_test": {
            "planted": header.self_test.planted,
            "right": header.self_test.right,
            "fell_back_to_brute_force": header.self_test.fell_back_to_brute_force,
            "worker_right": header.self_test.worker_right,
        },
        "uncaged": header.uncaged,
    })
}

fn exhibit(exhibit: &Exhibit) -> Value {
    let (root, root_b64) = place_text(&exhibit.root);
    let mut fields = Fields::default();
    fields.put("id", exhibit.id.as_str());
    fields.put(
        "kind",
        match exhibit.kind {
            ExhibitKind::Folder => "folder",
            ExhibitKind::File => "file",
            ExhibitKind::HashOnly => "hash-only",
        },
    );
    // A root is never empty: an empty one was withheld.
    fields.put("root", (!root.is_empty()).then_some(root));
    fields.put_known("root_b64", root_b64);
    fields.put("authority", exhibit.custody.authority.as_deref());
    fields.put("number", exhibit.custody.number.as_deref());
    fields.put("seal", exhibit.custody.seal.as_deref());
    fields.put("examiner", exhibit.custody.examiner.as_deref());
    fields.put("manifest_sha256", exhibit.manifest.map(|digest| digest.to_string()));
    fields.put("changed_meanwhile", exhibit.changed_meanwhile);
    fields.0.into()
}

fn list(list: &ListVersion) -> Value {
    json!({
        "name": list.terms.name,
        "version": list.id,
        "owner": list.terms.owner,
        "scheme": list.terms.scheme,
        "purpose": list.terms.purpose.code(),
        "threshold_bits": list.terms.threshold_bits,
        "set_aside": list.terms.set_aside,
        "precedence": list.terms.precedence,
        "altered": list.terms.altered,
        "format": list.format,
        "sha256": list.sha256.to_string(),
        "n_rows": list.n_rows,
        "n_refused": list.n_refused,
    })
}

fn file_line(header: &Header, number: u64, row: &Row) -> Value {
    let mut fields = Fields::default();
    fields.put("record", "file");
    fields.put("row", number);
    fields.put("exhibit", header.exhibits.get(row.exhibit).map(|exhibit| exhibit.id.as_str()));
    put_place(&mut fields, row);
    fields.put("size", row.occurrence.size);
    put_times(&mut fields, &row.occurrence.times);
    let links = row.occurrence.inode.links;
    fields.put_known("links", (links > 0).then_some(links));
    put_file(&mut fields, row.file.as_deref());
    fields.put("spent", facts::spent_code(row.spent));
    fields.put("outcome", row.outcome.map(|outcome| outcome.code()));
    let call = row.call.iter().map(|holder| json!(holder)).collect::<Vec<_>>();
    fields.put_known("call", (!call.is_empty()).then_some(call));
    fields.put("stack", row.stack.map(|stack| stack.to_string()));
    fields.put("matches", row.matches.iter().map(|claim| claim_value(header, claim)).collect::<Vec<_>>());
    fields.put("worth_a_look", row.worth_a_look.iter().map(|entry| worth_value(header, entry)).collect::<Vec<_>>());
    fields.put("marks", facts::mark_codes(&row.marks));
    fields.put("seen_in_exhibits", row.seen_in_exhibits);
    fields.put("problem", row.problem().map(problem_value));
    fields.0.into()
}

fn put_place(fields: &mut Fields, row: &Row) {
    let Place { path, inside } = &row.occurrence.place;
    if row.place_withheld {
        fields.put("path", Value::Null);
        fields.put("place_withheld", true);
        // How deep it stands tells archives' members apart from the archives.
        fields.put_known("inside", (!inside.is_empty()).then(|| vec![Value::Null; inside.len()]));
        return;
    }
    let (text, b64) = place_text(path);
    fields.put("path", text);
    fields.put_known("path_b64", b64);
    if !inside.is_empty() {
        fields.put("inside", inside.iter().map(|name| place_text(name).0).collect::<Vec<_>>());
        if inside.iter().any(|name| std::str::from_utf8(name).is_err()) {
            fields.put("inside_b64", inside.iter().map(|name| base64_of(name)).collect::<Vec<_>>());
        }
    }
    if let Some(target) = &row.occurrence.link_target {
        let (text, b64) = place_text(target);
        fields.put("link_target", text);
        fields.put_known("link_target_b64", b64);
    }
}

fn put_times(fields: &mut Fields, times: &Times) {
    let mut known = Fields::default();
    known.put_known("modified", times.modified_ns.map(instant));
    known.put_known("changed", times.changed_ns.map(instant));
    known.put_known("accessed", times.accessed_ns.map(instant));
    known.put_known("created", times.created_ns.map(instant));
    fields.put_known("times", (!known.0.is_empty()).then_some(known.0));
}

/// Puts what follows from content alone; the keys are those of `sanad.fingerprint` too.
pub(super) fn put_file(fields: &mut Fields, file: Option<&File>) {
    let digest = |text: Option<String>| text.map_or(Value::Null, Value::String);
    fields.put("mime", file.map(|file| file.mime.as_str()));
    fields.put("kind", file.map(|file| facts::kind_code(file.kind)));
    fields.put("md5", digest(file.and_then(|file| file.digests.md5).map(|digest| digest.to_string())));
    fields.put("sha1", digest(file.and_then(|file| file.digests.sha1).map(|digest| digest.to_string())));
    fields.put("sha256", digest(file.and_then(|file| file.digests.sha256).map(|digest| digest.to_string())));
    fields.put("pdq", file.and_then(|file| file.look.as_ref()).map(look_value));
    let Some(file) = file else { return };
    if !file.frames.is_empty() {
        let frame = |frame: &casework::file::Frame| {
            json!({
                "number": frame.number,
                "at_ms": frame.at_ms,
                "hash": frame.pdq.hash.to_string(),
                "quality": frame.pdq.quality,
            })
        };
        fields.put("frames", file.frames.iter().map(frame).collect::<Vec<_>>());
    }
    fields.put_known("frames_made_by", file.frames_made_by.as_deref());
    fields.put_known("thumbnail", file.thumbnail.as_ref().map(look_value));
    fields.put_known("pixel_digest", file.pixel_digest.as_ref().map(pixel_digest_value));
    let metadata = metadata_value(&file.metadata);
    fields.put_known("metadata", (!metadata.is_empty()).then_some(metadata));
}

fn look_value(look: &Look) -> Value {
    json!({
        "hash": look.pdq.hash.to_string(),
        "quality": look.pdq.quality,
        "version": look.version,
        "decoder": look.decoder,
    })
}

fn pixel_digest_value(digest: &PixelDigest) -> Value {
    let mut fields = Fields::default();
    fields.put("picture", digest.picture.to_string());
    fields.put_known("beside", digest.beside.map(|digest| digest.to_string()));
    fields.0.into()
}

fn metadata_value(metadata: &Metadata) -> Map<String, Value> {
    let mut fields = Fields::default();
    fields.put_known("width", metadata.pixels.map(|(width, _)| width));
    fields.put_known("height", metadata.pixels.map(|(_, height)| height));
    if let Some(taken) = &metadata.taken {
        // Without an offset the zone is unknown and is said to be: nobody may read it as UTC.
        fields
            .put("taken", json!({ "text": taken.text, "offset": taken.offset, "zone_known": taken.offset.is_some() }));
    }
    fields.put_known("make", metadata.make.as_deref());
    fields.put_known("model", metadata.model.as_deref());
    fields.put_known("serial", metadata.serial.as_deref());
    fields.put_known("software", metadata.software.as_deref());
    fields.put_known("orientation", metadata.orientation);
    if let Some(position) = metadata.position {
        fields.put(
            "position",
            json!({
                "latitude": degrees(position.latitude_e7),
                "longitude": degrees(position.longitude_e7),
            }),
        );
    }
    fields.put_known("container", metadata.container.as_deref());
    fields.put_known("codec", metadata.codec.as_deref());
    fields.put_known("length_ms", metadata.length_ms);
    fields.0
}

fn claim_value(header: &Header, claim: &Match) -> Value {
    let mut fields = Fields::default();
    fields.put("list", facts::list_name(header, claim));
    fields.put("list_version", claim.list.as_str());
    fields.put("entry", claim.owner_id.as_deref());
    fields.put("row", claim.row);
    fields.put("kind", claim.kind.code());
    fields.put("distance", claim.distance);
    fields.put("quality", claim.quality);
    fields.put("turn", facts::turn_code(claim.turn));
    fields.put_known("view", claim.view.as_ref().map(view_value));
    fields.put("part", facts::part_code(claim.part));
    fields.put_known("at_ms", facts::part_at_ms(claim.part));
    if let Some(ranges) = &claim.ranges {
        fields.put("ranges", ranges.all.iter().map(range_value).collect::<Vec<_>>());
        fields.put_known("ranges_left_out", (ranges.n_left_out > 0).then_some(ranges.n_left_out));
        fields.put_known("agreement", ranges.agreement.as_ref().map(agreement_value));
    }
    fields.put("contradicted", claim.contradicted);
    let category = claim.category.as_ref();
    fields.put("category", category.map(|category| json!({ "scheme": category.scheme, "code": category.code })));
    let word = |(key, value): &(String, String)| json!({ "name": key, "value": value });
    fields.put("words", claim.words.iter().map(word).collect::<Vec<_>>());
    fields.put("why", why(header, claim));
    fields.0.into()
}

fn range_value(range: &Range) -> Value {
    let span = |span: Span| json!({ "from_ms": span.from_ms, "to_ms": span.to_ms });
    let mut fields = Fields::default();
    fields.put_known("ours", range.ours.map(span));
    fields.put_known("entry", range.entry.map(span));
    fields.put("frames", range.n_frames);
    fields.0.into()
}

fn agreement_value(agreement: &Agreement) -> Value {
    json!({
        "ours_percent": facts::percent(agreement.query_percent()),
        "entry_percent": facts::percent(agreement.other_percent()),
        "ours_frames": agreement.n_query,
        "ours_frames_matched": agreement.n_query_matched,
        "entry_frames": agreement.n_other,
        "entry_frames_matched": agreement.n_other_matched,
    })
}

fn worth_value(header: &Header, entry: &WorthALook) -> Value {
    json!({
        "list": facts::list_name_of(header, &entry.list),
        "list_version": entry.list,
        "entry": entry.owner_id,
        "row": entry.row,
        "distance": entry.distance,
        "quality": entry.quality,
        "view": view_value(&entry.view),
    })
}

fn view_value(view: &View) -> Value {
    serde_json::to_value(view).expect("numbers and codes")
}

pub(super) fn problem_value(problem: &Problem) -> Value {
    json!({ "code": problem.code.code(), "detail": problem.detail })
}

fn summary(summary: &Summary) -> Value {
    let reasons = summary.not_examined.iter().map(|(code, places)| json!({ "code": code.code(), "places": places }));
    json!({
        "record": "summary",
        "media": counts(&summary.media),
        "pictures": counts(&summary.pictures),
        "videos": counts(&summary.videos),
        "others": counts(&summary.others),
        "stacks": summary.stacks,
        "stacked_files": summary.stacked_files,
        "seen_elsewhere": summary.seen_elsewhere,
        "worth_a_look": summary.worth_a_look,
        "screened": summary.screened,
        "not_examined": reasons.collect::<Vec<_>>(),
        "bytes": {
            "total": summary.bytes.total,
            "read": summary.bytes.read,
            "skipped": summary.bytes.skipped,
            "unreadable": summary.bytes.unreadable,
            "inside_archives": summary.bytes.inside_archives,
        },
    })
}

fn counts(counts: &Counts) -> Value {
    let mut fields = Fields::default();
    for outcome in facts::outcomes_told(counts) {
        let count = counts.of(outcome);
        fields.put(outcome.code(), json!({ "files": count.files, "places": count.places }));
    }
    fields.0.into()
}

/// The fields of one object, in the order in which they are put.
#[derive(Default)]
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    /// Puts a field; what is absent is `null`.
    pub(super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Puts a field only when there is something to say.
    pub(super) fn put_known(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}
