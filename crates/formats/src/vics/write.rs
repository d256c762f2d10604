//! Writes VICS 2.0 cases and hash sets as the readers in the field take them. No model of the standard could be had, so
//! each rule is one reader's, named where it stands.
//!
//! A category is somebody's word on a child's picture: it is passed on only from an exact match in a list of the same
//! flavour. A near match carries a comment and nothing else. `RelativeFilePath` is never written: no bytes are handed on.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io::{self, Write};

use casework::exhibit::Exhibit;
use casework::file::{File, Mark, MediaKind, Metadata, Place, Times};
use casework::list::Category;
use casework::matching::{Match, Outcome};
use casework::report::{Header, Report, Row};
use fingerprint::Md5;
use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::report::{AUTHORITY_MISSING, call_text, degrees, name_text, outcome_text, why, write_pages};

/// Which country's category numbers a file speaks, e.g. `Default`, `US`, `UK`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flavour(String);

impl Default for Flavour {
    /// The one that IPED's reader takes: it compares the whole context string (`HashDBTool.java`, `checkDataModel`).
    fn default() -> Flavour {
        Flavour("Default".to_owned())
    }
}

impl Flavour {
    /// A flavour of this name; none unless it is 1 to 16 ASCII letters and digits, for it stands in an address.
    pub fn named(name: &str) -> Option<Flavour> {
        let plain = !name.is_empty() && name.len() <= 16 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then(|| if name.eq_ignore_ascii_case("default") { Flavour::default() } else { Flavour(name.to_owned()) })
    }

    /// The flavour that the header's setting `flavour` names.
    pub(crate) fn of(report: &Report) -> Flavour {
        let setting = report.header.settings.iter().find(|(name, _)| name == "flavour");
        setting.and_then(|(_, value)| Flavour::named(value)).unwrap_or_default()
    }

    /// The classification scheme whose codes it shares, as lists name it.
    fn scheme(&self) -> String {
        format!("vics-{}", self.0.to_ascii_lowercase())
    }

    fn context(&self, kind: &str) -> String {
        format!("http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/{}/$metadata#{kind}", self.0)
    }
}

/// Writes one case per exhibit: all pictures and videos, and whatever else a list knows, once per MD5, with every place.
///
/// Files without an MD5 (hash-only exhibits) cannot be named in this format and are left out.
///
/// # Errors
/// What `out` answers.
pub fn write_case(report: &Report, flavour: &Flavour, out: &mut dyn Write) -> io::Result<()> {
    let medias: Vec<(usize, Vec<Media<'_>>)> =
        (0..report.header.exhibits.len()).map(|exhibit| (exhibit, medias(report, Some(exhibit)))).collect();
    let parents = places(report);
    let mut media_id = 0;
    let mut cases = Vec::with_capacity(medias.len());
    for (exhibit, medias) in &medias {
        let first_id = media_id + 1;
        media_id += medias.len() as u64;
        cases.push(Case {
            report,
            flavour,
            parents: &parents,
            exhibit: &report.header.exhibits[*exhibit],
            medias,
            first_id,
        });
    }
    write_pages(&Envelope { context: flavour.context("Cases"), value: cases }, out)?;
    out.write_all(b"\n")
}

/// Writes a hash set of the pictures and videos that are known, near, altered, held or new, once per MD5; no places, no camera data.
///
/// # Errors
/// What `out` answers.
pub fn write_hash_set(report: &Report, flavour: &Flavour, out: &mut dyn Write) -> io::Result<()> {
    let listed = [Outcome::Known, Outcome::Near, Outcome::Altered, Outcome::Held, Outcome::New].map(Some);
    let medias: Vec<Media<'_>> =
        medias(report, None).into_iter().filter(|media| listed.contains(&media.rows[0].1.outcome)).collect();
    let records = Records(medias.len(), |position: usize| {
        let media = &medias[position];
        let mut record = media.record(&report.header, flavour, position as u64 + 1, BoolForm::Both);
        record.extend(media.comment(&report.header, flavour));
        media.put_alternative_hashes(&mut record);
        record
    });
    write_pages(&Envelope { context: flavour.context("Media"), value: records }, out)?;
    out.write_all(b"\n")
}

/// The context stands first and `value` second: IPED's reader stops at anything else (`HashDBTool.java`,
/// `readProjectVIC`).
struct Envelope<V> {
    context: String,
    value: V,
}

impl<V: Serialize> Serialize for Envelope<V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(Some(2))?;
        object.serialize_entry("@odata.context", &self.context)?;
        object.serialize_entry("value", &self.value)?;
        object.end()
    }
}

/// So many records, each made when its turn comes, so that a large report is not held a second time.
struct Records<F>(usize, F);

impl<F: Fn(usize) -> Map<String, Value>> Serialize for Records<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut array = to.serialize_seq(Some(self.0))?;
        (0..self.0).try_for_each(|position| array.serialize_element(&(self.1)(position)))?;
        array.end()
    }
}

struct Case<'r> {
    report: &'r Report,
    flavour: &'r Flavour,
    parents: &'r HashMap<(usize, &'r Place), &'r Row>,
    exhibit: &'r Exhibit,
    medias: &'r [Media<'r>],
    first_id: u64,
}

impl Serialize for Case<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let header = &self.report.header;
        let mut object = to.serialize_map(None)?;
        object.serialize_entry("CaseID", &case_id(&self.exhibit.id))?;
        object.serialize_entry("CaseNumber", self.exhibit.custody.number.as_deref().unwrap_or(&self.exhibit.id))?;
        if let Some(examiner) = &self.exhibit.custody.examiner {
            object.serialize_entry("ContactName", examiner)?;
        }
        object.serialize_entry("SourceApplicationName", "Sanad")?;
        // The case object has no field for a remark: what must be said of the whole stands with the program that says it.
        let mut version = format!("{} (commit {}", header.version, header.commit);
        match &self.exhibit.custody.authority {
            Some(authority) if self.exhibit.custody.has_authority() => version += &format!("; authority: {authority}"),
            _ => version += &format!("; {AUTHORITY_MISSING}"),
        }
        if let Some(seal) = &self.exhibit.custody.seal {
            version += &format!("; seal: {seal}");
        }
        for list in &header.lists {
            version += &format!("; list {:?}: {} rows, sha256 {}", list.terms.name, list.n_rows, list.sha256);
        }
        let test = &header.self_test;
        version += &format!("; self-test {} of {}", test.right, test.planted);
        for (name, value) in header.settings.iter().chain(&header.decoders) {
            version += &format!("; {name}: {value}");
        }
        object.serialize_entry("SourceApplicationVersion", &(version + ")"))?;
        object.serialize_entry("TotalMediaFiles", &self.medias.len())?;
        object.serialize_entry(
            "Media",
            &Records(self.medias.len(), |position: usize| {
                let media = &self.medias[position];
                let id = self.first_id + position as u64;
                let mut record = media.record(header, self.flavour, id, BoolForm::TrueOnly);
                record.insert("MimeType".to_owned(), media.file.mime.clone().into());
                record.extend(media.comment(header, self.flavour));
                media.put_alternative_hashes(&mut record);
                media.put_children(&mut record, header, self.parents);
                record
            }),
        )?;
        object.end()
    }
}

/// A GUID that is the same for the same exhibit.
fn case_id(exhibit_id: &str) -> String {
    crate::case_uco::uuid(&["vics-case", exhibit_id]).to_uppercase()
}

/// The bytes once, with the rows of every place.
struct Media<'r> {
    md5: Md5,
    file: &'r File,
    rows: Vec<(usize, &'r Row)>,
}

/// What belongs into a VICS file, in the order of its first place.
fn medias(report: &Report, exhibit: Option<usize>) -> Vec<Media<'_>> {
    let mut medias: Vec<Media<'_>> = Vec::new();
    let mut positions: HashMap<Md5, usize> = HashMap::new();
    for (number, row) in report.rows.iter().enumerate() {
        if exhibit.is_some_and(|exhibit| exhibit != row.exhibit) {
            continue;
        }
        let Some(file) = row.file.as_deref() else { continue };
        let seen = matches!(file.kind, MediaKind::Picture | MediaKind::Video);
        let listed =
            exhibit.is_some() && matches!(row.outcome, Some(Outcome::Known | Outcome::Near | Outcome::Altered));
        let Some(md5) = file.digests.md5.filter(|_| seen || listed) else { continue };
        let position = *positions.entry(md5).or_insert_with(|| {
            medias.push(Media { md5, file, rows: Vec::new() });
            medias.len() - 1
        });
        medias[position].rows.push((number, row));
    }
    medias
}

fn places(report: &Report) -> HashMap<(usize, &Place), &Row> {
    let shown = report.rows.iter().filter(|row| !row.place_withheld);
    shown.map(|row| ((row.exhibit, &row.occurrence.place), row)).collect()
}

/// How three-state flags are spelled.
#[derive(Clone, Copy, PartialEq)]
enum BoolForm {
    /// Hash sets: the Go reader's structs take strings and fail on real booleans (`,string`).
    Both,
    /// Cases: GLEAPP's reader takes any non-empty string for true, `"false"` too (`projectvic.py`, `iter_records`), so a
    /// false flag is left out.
    TrueOnly,
}

impl Media<'_> {
    /// The record's own facts.
    ///
    /// Digests are strings or absent, never null: IPED's reader trims them unasked. `Category` is a whole number: IPED's
    /// and the Go reader take no string. A record that no list knows has none of the keys that make IPED store it
    /// (`Category`, flags, `Series`, `Tags`, `IsPrecategorized`), so a new picture does not become a known one there.
    fn record(&self, header: &Header, flavour: &Flavour, id: u64, form: BoolForm) -> Map<String, Value> {
        let mut record = Map::new();
        record.insert("MediaID".to_owned(), id.into());
        let (category, source) = match self.verdict(header, flavour) {
            Verdict::Code(code, claim) => (Some(code), Some(claim)),
            Verdict::None | Verdict::Disagree => (None, None),
        };
        if let Some(code) = category {
            record.insert("Category".to_owned(), code.into());
        }
        record.insert("MD5".to_owned(), self.md5.to_string().to_uppercase().into());
        if let Some(sha1) = self.file.digests.sha1 {
            record.insert("SHA1".to_owned(), sha1.to_string().to_uppercase().into());
        }
        record.insert("MediaSize".to_owned(), self.file.size.into());
        if let Some(claim) = source {
            // A list's category, not an examiner's.
            record.insert("IsPrecategorized".to_owned(), "true".into());
            record.insert("PrecategorizationSource".to_owned(), list_name(header, claim).into());
            put_words(&mut record, claim, form);
        }
        record
    }

    fn claims(&self) -> &[Match] {
        &self.rows[0].1.matches
    }

    /// The category of the exact match that speaks first, if it is in this flavour and nothing of equal rank contradicts.
    fn verdict(&self, header: &Header, flavour: &Flavour) -> Verdict<'_> {
        let scheme = flavour.scheme();
        let rank =
            |claim: &Match| header.lists.iter().find(|list| list.id == claim.list).map(|list| list.terms.precedence);
        let mut speaking: Option<(u64, &Match)> = None;
        for claim in self.claims().iter().filter(|claim| claim.is_exact() && !claim.contradicted) {
            let Some(category) = claim.category.as_ref().filter(|category| same_scheme(category, &scheme)) else {
                continue;
            };
            let Ok(code) = category.code.trim().parse::<u32>() else { continue };
            match speaking {
                None => speaking = Some((u64::from(code), claim)),
                Some((first, other)) if rank(other) == rank(claim) && first != u64::from(code) => {
                    return Verdict::Disagree;
                }
                Some(_) => {}
            }
        }
        speaking.map_or(Verdict::None, |(code, claim)| Verdict::Code(code, claim))
    }

    /// What is said in words: the outcome, why, and what a reader must not take it for.
    fn comment(&self, header: &Header, flavour: &Flavour) -> Option<(String, Value)> {
        let row = self.rows[0].1;
        let mut comment = row.outcome.map_or("not examined", outcome_text).to_owned();
        for holder in &row.call {
            let _ = write!(comment, "; {}", call_text(holder));
        }
        for claim in self.claims() {
            let _ = write!(comment, "; {}", why(header, claim));
        }
        if matches!(self.verdict(header, flavour), Verdict::Disagree) {
            comment += "; lists of equal rank disagree about the category: none is given";
        }
        let marks: BTreeSet<&Mark> = self.rows.iter().flat_map(|(_, row)| &row.marks).collect();
        if !marks.is_empty() {
            let codes: Vec<&str> = marks.into_iter().map(|mark| mark.code()).collect();
            let _ = write!(comment, "; marks: {}", codes.join(", "));
        }
        if !header.for_evidence() {
            let _ = write!(comment, "; {AUTHORITY_MISSING}");
        }
        Some(("Comments".to_owned(), comment.into()))
    }

    /// SHA-256 and PDQ. IPED's reader takes an alternative hash only by the name `PhotoDNA` (`HashDBTool.java`,
    /// `readProjectVIC`), so neither is mistaken for one.
    fn put_alternative_hashes(&self, record: &mut Map<String, Value>) {
        let md5 = self.md5.to_string().to_uppercase();
        let sha256 = self.file.digests.sha256.map(|digest| ("SHA256", digest.to_string()));
        let pdq = self.file.look.as_ref().map(|look| ("PDQ", look.pdq.hash.to_string()));
        let hash = |(name, value): (&str, String)| json!({ "MD5": md5, "HashName": name, "HashValue": value });
        let hashes: Vec<Value> = sha256.into_iter().chain(pdq).map(hash).collect();
        if !hashes.is_empty() {
            record.insert("AlternativeHashes".to_owned(), hashes.into());
        }
    }

    /// Places and camera data.
    fn put_children(&self, record: &mut Map<String, Value>, header: &Header, parents: &HashMap<(usize, &Place), &Row>) {
        let md5 = self.md5.to_string().to_uppercase();
        let shown = self.rows.iter().filter(|(_, row)| !row.place_withheld);
        let files: Vec<Value> = shown.map(|(_, row)| media_file(&md5, row, header, parents)).collect();
        if !files.is_empty() {
            record.insert("MediaFiles".to_owned(), files.into());
        }
        let property =
            |(name, value): (&str, String)| json!({ "MD5": md5, "PropertyName": name, "PropertyValue": value });
        let exifs: Vec<Value> = exifs(&self.file.metadata).into_iter().map(property).collect();
        if !exifs.is_empty() {
            record.insert("Exifs".to_owned(), exifs.into());
        }
        let mut facts: Vec<(&str, String)> = Vec::new();
        facts.extend(self.file.look.as_ref().map(|look| ("PDQ quality", look.pdq.quality.to_string())));
        facts.extend(self.file.metadata.length_ms.map(|ms| ("Duration", format!("PT{}.{:03}S", ms / 1000, ms % 1000))));
        if !facts.is_empty() {
            record.insert("MediaMetadata".to_owned(), facts.into_iter().map(property).collect::<Vec<_>>().into());
        }
    }
}

enum Verdict<'r> {
    Code(u64, &'r Match),
    Disagree,
    None,
}

fn same_scheme(category: &Category, scheme: &str) -> bool {
    category.scheme.eq_ignore_ascii_case(scheme)
}

fn list_name(header: &Header, claim: &Match) -> String {
    let list = header.lists.iter().find(|list| list.id == claim.list);
    list.map_or_else(|| claim.list.clone(), |list| list.terms.name.clone())
}

/// Passes on the flags and names that the same list says of the same bytes. Its comments stand in ours.
fn put_words(record: &mut Map<String, Value>, claim: &Match, form: BoolForm) {
    const FLAGS: [&str; 5] =
        ["VictimIdentified", "OffenderIdentified", "IsDistributed", "IsSuspected", "SelfGenerated"];
    for (name, value) in &claim.words {
        // A second flag or series of the same name is in the comment, with all the owner's words.
        if let Some(flag) = FLAGS.iter().find(|flag| flag.eq_ignore_ascii_case(name)) {
            let value = match value.to_ascii_lowercase().as_str() {
                "true" | "1" => "true",
                "false" | "0" if form == BoolForm::Both => "false",
                _ => continue,
            };
            record.entry(*flag).or_insert_with(|| value.into());
        } else if name.eq_ignore_ascii_case("Series") {
            record.entry("Series").or_insert_with(|| value.as_str().into());
        } else if name.eq_ignore_ascii_case("Tags") {
            // One text with commas, as every reader takes it; lists may hold them one by one.
            match record.get_mut("Tags") {
                Some(Value::String(tags)) => *tags += &format!(", {value}"),
                _ => drop(record.insert("Tags".to_owned(), value.as_str().into())),
            }
        }
    }
}

fn media_file(md5: &str, row: &Row, header: &Header, parents: &HashMap<(usize, &Place), &Row>) -> Value {
    let place = &row.occurrence.place;
    let exhibit = header.exhibits.get(row.exhibit);
    let source = exhibit.map(|exhibit| exhibit.custody.number.as_deref().unwrap_or(&exhibit.id)).unwrap_or_default();
    let mut file = Map::new();
    file.insert("MD5".to_owned(), md5.into());
    file.insert("FileName".to_owned(), name_text(place.name()).into());
    file.insert("FilePath".to_owned(), vics_path(source, place).into());
    let Times { modified_ns, accessed_ns, created_ns, .. } = row.occurrence.times;
    for (name, time) in [("Created", created_ns), ("Written", modified_ns), ("Accessed", accessed_ns)] {
        if let Some(time) = time {
            file.insert(name.to_owned(), ticks(time).into());
        }
    }
    // Written only when true, as the X-Ways extension does.
    for (name, mark) in [("Unallocated", Mark::Unallocated), ("Deleted", Mark::Deleted)] {
        if row.marks.contains(&mark) {
            file.insert(name.to_owned(), "true".into());
        }
    }
    file.insert("SourceID".to_owned(), source.into());
    if let Some((_, outer)) = place.inside.split_last() {
        let parent = Place { path: place.path.clone(), inside: outer.to_vec() };
        let found = parents.get(&(row.exhibit, &parent)).and_then(|row| row.file.as_deref()?.digests.md5);
        if let Some(md5) = found {
            file.insert("ParentMD5".to_owned(), md5.to_string().to_uppercase().into());
        }
        file.insert("ParentFileName".to_owned(), name_text(parent.name()).into());
        file.insert("ParentFilePath".to_owned(), vics_path(source, &parent).into());
    }
    file.into()
}

/// `exhibit\folder\archive.zip\member.jpg`: backslashes between names, as every reader has them.
fn vics_path(source: &str, place: &Place) -> String {
    let names = std::iter::once(&place.path).chain(&place.inside).map(|name| name_text(name).replace('/', "\\"));
    std::iter::once(source.to_owned()).chain(names).collect::<Vec<_>>().join("\\")
}

/// Seven digits below the second, as the tools write them.
fn ticks(nanoseconds: i64) -> String {
    let time = crate::report::instant(nanoseconds);
    format!("{}Z", &time[..time.len() - 3])
}

/// Property names as tools spell them; positions as `Lat/Lon`, which GLEAPP reads.
fn exifs(metadata: &Metadata) -> Vec<(&'static str, String)> {
    let mut exifs = Vec::new();
    let mut put = |name, value: Option<String>| exifs.extend(value.map(|value| (name, value)));
    put("Make", metadata.make.clone());
    put("Model", metadata.model.clone());
    put("Serial Number", metadata.serial.clone());
    put("Software", metadata.software.clone());
    put(
        "Capture Time",
        metadata.taken.as_ref().map(|taken| {
            // Without an offset the zone is unknown, and none is made up.
            format!("{}{}", taken.text, taken.offset.as_deref().unwrap_or_default())
        }),
    );
    put("Orientation", metadata.orientation.map(|value| value.to_string()));
    put("PixelXDimension", metadata.pixels.map(|(width, _)| width.to_string()));
    put("PixelYDimension", metadata.pixels.map(|(_, height)| height.to_string()));
    let position = metadata.position;
    put("Lat/Lon", position.map(|at| format!("{}/{}", degrees(at.latitude_e7), degrees(at.longitude_e7))));
    exifs
}
