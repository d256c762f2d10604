//! CASE 1.5.0 / UCO JSON-LD: who examined what under which authority, with which tool, and what came of it. Written only.
//!
//! Shapes: `case-1.5.0.ttl` of the `case-utils` package; checked by `case_validate --built-version case-1.5.0
//! --allow-info` (PDQ is no name of its hash vocabulary, which is an *Info*). No bytes of any file are ever in it.

mod case_file;
mod categories;
mod objects;

pub use case_file::{CaseExport, Exported, write_case};
pub use categories::FileCategories;

use std::io::{self, Write};

use casework::report::{Header, Report};
use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use crate::report::{AUTHORITY_MISSING, stamp, write_pages};

/// Writes the report.
///
/// # Errors
/// What `out` answers.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_pages(&Document(report), out)?;
    out.write_all(b"\n")
}

/// A UUID of version 5 (RFC 9562) within our own namespace: the same for the same names. UCO's shapes know no later one.
pub(crate) fn uuid(names: &[&str]) -> String {
    const NAMESPACE: [u8; 16] = 0x8d3a_6f0c_51b7_4e92_a6e4_20c1_7f95_3bd8_u128.to_be_bytes();
    let mut hasher = Sha1::new();
    hasher.update(NAMESPACE);
    for name in names {
        // Lengths between names: `ab`, `c` is not `a`, `bc`.
        hasher.update((name.len() as u64).to_be_bytes());
        hasher.update(name.as_bytes());
    }
    let digest = hasher.finalize();
    let mut bytes: [u8; 16] = std::array::from_fn(|position| digest[position]);
    bytes[6] = bytes[6] & 0x0F | 0x50;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let mut text = String::with_capacity(36);
    for (position, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&position) {
            text.push('-');
        }
        text += &format!("{byte:02x}");
    }
    text
}

/// A node's name: `kb:<type>-<uuid>`.
fn id(kind: &str, names: &[&str]) -> String {
    let mut all = vec![kind];
    all.extend(names);
    format!("kb:{kind}-{}", uuid(&all))
}

fn link(id: &str) -> Value {
    json!({ "@id": id })
}

fn links<'i>(ids: impl IntoIterator<Item = &'i String>) -> Value {
    ids.into_iter().map(|id| link(id)).collect()
}

/// Every time must be typed: a plain string violates the shapes.
fn typed_time(text: String) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": text })
}

struct Document<'r>(&'r Report);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut object = to.serialize_map(Some(2))?;
        object.serialize_entry("@context", &context())?;
        object.serialize_entry("@graph", &Graph(self.0))?;
        object.end()
    }
}

fn context() -> Value {
    let uco = |module: &str| format!("https://ontology.unifiedcyberontology.org/uco/{module}/");
    json!({
        "kb": "urn:sanad:kb:",
        "case-investigation": "https://ontology.caseontology.org/case/investigation/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "uco-action": uco("action"),
        "uco-configuration": uco("configuration"),
        "uco-core": uco("core"),
        "uco-identity": uco("identity"),
        "uco-observable": uco("observable"),
        "uco-tool": uco("tool"),
        "uco-types": uco("types"),
    })
}

/// The ids that the nodes at the head refer to.
struct Ids {
    run: String,
    tool: String,
    configuration: String,
    decoders: Vec<String>,
    lists: Vec<String>,
}

impl Ids {
    fn of(report: &Report) -> Ids {
        let header = &report.header;
        // One run is its exhibits, program, lists and settings: nothing of it depends on when it was.
        let mut facts: Vec<&str> = vec![&header.version, &header.commit, header.audience.code()];
        facts.extend(header.exhibits.iter().map(|exhibit| exhibit.id.as_str()));
        facts.extend(header.lists.iter().map(|list| list.id.as_str()));
        facts.extend(header.settings.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
        facts.extend(header.decoders.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
        let run = uuid(&facts);
        Ids {
            tool: id("tool", &[&run]),
            configuration: id("configuration", &[&run]),
            decoders: header.decoders.iter().map(|(name, version)| id("tool", &[&run, name, version])).collect(),
            lists: header.lists.iter().map(|list| id("hash-list", &[&run, &list.id])).collect(),
            run,
        }
    }

    fn exhibit(&self, kind: &str, exhibit: usize) -> String {
        id(kind, &[&self.run, &exhibit.to_string()])
    }

    fn row(&self, kind: &str, row: usize) -> String {
        id(kind, &[&self.run, "row", &row.to_string()])
    }
}

struct Graph<'r>(&'r Report);

impl Serialize for Graph<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let ids = Ids::of(report);
        let mut graph = to.serialize_seq(None)?;
        for node in head(report, &ids) {
            graph.serialize_element(&node)?;
        }
        for (position, row) in report.rows.iter().enumerate() {
            for node in objects::row_nodes(&report.header, &ids, position, row) {
                graph.serialize_element(&node)?;
            }
        }
        graph.end()
    }
}

/// Investigation, authority, people, tools, lists, actions and provenance: what a reader must know before the first file.
fn head(report: &Report, ids: &Ids) -> Vec<Value> {
    let header = &report.header;
    let mut nodes = vec![investigation(header, ids)];
    for (position, exhibit) in header.exhibits.iter().enumerate() {
        if let Some(authority) = exhibit.custody.authority.as_deref().filter(|_| exhibit.custody.has_authority()) {
            nodes.push(json!({
                "@id": ids.exhibit("authorization", position),
                "@type": "case-investigation:Authorization",
                "case-investigation:authorizationIdentifier": authority,
            }));
        }
        if let Some(examiner) = &exhibit.custody.examiner {
            nodes.push(json!({
                "@id": ids.exhibit("person", position),
                "@type": "uco-identity:Person",
                "uco-core:name": examiner,
                "uco-core:description": "Examiner",
            }));
        }
    }
    nodes.extend(tools(header, ids));
    for (list, id) in header.lists.iter().zip(&ids.lists) {
        nodes.push(objects::list_node(list, id, &ids.run));
    }
    for position in 0..header.exhibits.len() {
        nodes.extend(exhibit_nodes(report, ids, position));
    }
    nodes
}

fn investigation(header: &Header, ids: &Ids) -> Value {
    let numbers: Vec<&str> =
        header.exhibits.iter().map(|exhibit| exhibit.custody.number.as_deref().unwrap_or(&exhibit.id)).collect();
    let authorized = header.exhibits.iter().enumerate().filter(|(_, exhibit)| exhibit.custody.has_authority());
    let authorizations: Vec<String> = authorized.map(|(position, _)| ids.exhibit("authorization", position)).collect();
    let parts: Vec<String> = (0..header.exhibits.len())
        .flat_map(|position| ["provenance-record", "investigative-action"].map(|kind| ids.exhibit(kind, position)))
        .collect();
    let mut node = json!({
        "@id": id("investigation", &[&ids.run]),
        "@type": "case-investigation:Investigation",
        "uco-core:name": format!("Triage of {}", numbers.join(", ")),
        "case-investigation:investigationForm": "case",
        "case-investigation:focus": "Which files are known to the lists asked, which look like known ones, which are new",
        "uco-core:object": links(&parts),
    });
    let mut remarks = vec![format!("Written for: {}.", header.audience.code())];
    if !header.for_evidence() {
        remarks.insert(0, format!("{AUTHORITY_MISSING}."));
    }
    if header.uncaged {
        remarks.push("Decoders ran without a cage.".to_owned());
    }
    let test = &header.self_test;
    remarks.push(format!(
        "Self-test: {} of {} planted hashes answered as they must be; built-in picture {}{}.",
        test.right,
        test.planted,
        if test.worker_right { "right" } else { "wrong" },
        if test.fell_back_to_brute_force { "; the index failed and brute force answered" } else { "" },
    ));
    node["uco-core:description"] = remarks.into();
    if !authorizations.is_empty() {
        node["case-investigation:relevantAuthorization"] = links(&authorizations);
    }
    if let Some(dated) = header.dated.and_then(stamp) {
        node["uco-core:objectCreatedTime"] = typed_time(dated);
    }
    node
}

fn tools(header: &Header, ids: &Ids) -> Vec<Value> {
    let entries: Vec<Value> = header
        .settings
        .iter()
        .map(|(name, value)| {
            json!({
                "@id": id("configuration-entry", &[&ids.run, name]),
                "@type": "uco-configuration:ConfigurationEntry",
                "uco-configuration:itemName": name,
                "uco-configuration:itemValue": value,
            })
        })
        .collect();
    let mut tool = json!({
        "@id": ids.tool,
        "@type": "uco-tool:ConfiguredTool",
        "uco-core:name": "Sanad",
        "uco-core:description": format!("commit {}", header.commit),
        "uco-tool:toolType": "fingerprinting and matching",
        "uco-tool:version": header.version,
    });
    let mut nodes = Vec::new();
    if !entries.is_empty() {
        tool["uco-configuration:usesConfiguration"] = link(&ids.configuration);
        nodes.push(json!({
            "@id": ids.configuration,
            "@type": "uco-configuration:Configuration",
            "uco-configuration:configurationEntry": entries,
        }));
    }
    nodes.insert(0, tool);
    for ((name, version), id) in header.decoders.iter().zip(&ids.decoders) {
        nodes.push(json!({
            "@id": id,
            "@type": "uco-tool:Tool",
            "uco-core:name": name,
            "uco-tool:toolType": "decoder",
            "uco-tool:version": version,
        }));
    }
    nodes
}

/// One exhibit: what was handed in, and what was done to it. The acquisition is not ours and is not made up.
fn exhibit_nodes(report: &Report, ids: &Ids, position: usize) -> Vec<Value> {
    let exhibit = &report.header.exhibits[position];
    let number = exhibit.custody.number.as_deref().unwrap_or(&exhibit.id);
    let files: Vec<String> = report
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.exhibit == position && objects::is_file(row))
        .map(|(number, _)| ids.row("file", number))
        .collect();
    let mut record = json!({
        "@id": ids.exhibit("provenance-record", position),
        "@type": "case-investigation:ProvenanceRecord",
        "uco-core:description": match &exhibit.custody.seal {
            Some(seal) => format!("Exhibit as examined, seal {seal}"),
            None => "Exhibit as examined".to_owned(),
        },
        "case-investigation:exhibitNumber": number,
    });
    if !files.is_empty() {
        record["uco-core:object"] = links(&files);
    }
    let record_id = ids.exhibit("provenance-record", position);
    let mut instruments = vec![ids.tool.clone()];
    instruments.extend(ids.decoders.iter().cloned());
    let mut asked = ids.lists.clone();
    asked.insert(0, record_id.clone());
    let mut action = json!({
        "@id": ids.exhibit("investigative-action", position),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": "fingerprint and match",
        "uco-core:description":
            "Read without writing to it; digests and perceptual hashes taken; compared with the lists named as objects",
        "uco-action:instrument": links(&instruments),
        "uco-action:object": links(&asked),
        "uco-action:result": link(&record_id),
    });
    if exhibit.custody.examiner.is_some() {
        action["uco-action:performer"] = link(&ids.exhibit("person", position));
    }
    vec![record, action]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_their_names() {
        let one = uuid(&["ab", "c"]);
        assert_eq!(one, uuid(&["ab", "c"]));
        assert_ne!(one, uuid(&["a", "bc"]));
        assert_eq!(one.len(), 36);
        assert_eq!(one.as_bytes()[14], b'5');
        assert!(b"89ab".contains(&one.as_bytes()[19]));
    }
}
