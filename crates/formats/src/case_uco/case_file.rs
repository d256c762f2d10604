//! A case of the casebook as CASE/UCO: what stands in it and how it is linked, with who says so. No name of a child in any
//! case; names of others only where they are asked for; no verdict of ours.

use std::collections::BTreeMap;
use std::io::{self, Write};

use casework::account::Account;
use casework::address::{Address, AddressKind};
use casework::case::{Case, CaseState};
use casework::clue::Clue;
use casework::device::Device;
use casework::file::FileId;
use casework::id::{IncomingId, RecordId};
use casework::link::{Evidence, Link};
use casework::outcome::Outcome;
use casework::person::Person;
use casework::place::Place;
use casework::series::Series;
use casework::victim::Victim;
use casework::who::Moment;
use fingerprint::Digests;
use serde_json::{Value, json};

use super::categories::{FileCategories, annotations};
use super::objects::hashes;
use super::{context, id, link as link_to, links, typed_time};
use crate::report::instant;

/// What is written of a case. Everything in it may be shown to whoever gets it: this module withholds names, nothing else.
#[derive(Debug, Clone)]
pub struct CaseExport {
    /// The case.
    pub case: Case,
    /// Its outcome, when it is closed.
    pub outcome: Option<Outcome>,
    /// Its files, by their digest.
    pub files: Vec<FileId>,
    /// What gradings of these come to, of those that are graded; none where whoever exports may not see gradings.
    pub categories: Option<BTreeMap<FileId, FileCategories>>,
    /// Its records.
    pub records: Vec<Exported>,
    /// Links among these.
    pub links: Vec<Link>,
    /// Records that stand in the case and may not leave as they are, with the code of why.
    pub withheld: Vec<(RecordId, String)>,
    /// How many records and links of the case its owners' handling keeps from whoever gets it: which, nobody is told.
    pub n_kept_back: usize,
    /// Whether names of persons, words of places and handles are written; a child's name never is.
    pub with_names: bool,
    /// When it was written.
    pub at: Moment,
    /// The program's version and commit.
    pub version: (String, String),
}

/// A record of a case.
#[derive(Debug, Clone)]
pub enum Exported {
    /// A series, with its files.
    Series(Series, Vec<FileId>),
    /// A victim: the code alone.
    Victim(Victim),
    /// A person.
    Person(Person),
    /// A place.
    Place(Place),
    /// An account.
    Account(Account),
    /// A device.
    Device(Device),
    /// An address.
    Address(Address),
    /// A clue.
    Clue(Clue),
    /// A report that came in: that there is one.
    Report(IncomingId),
}

/// Writes the case.
///
/// # Errors
/// What `out` answers.
pub fn write_case(export: &CaseExport, out: &mut dyn Write) -> io::Result<()> {
    let mut context = context();
    for module in ["location", "victim"] {
        context[format!("uco-{module}")] = format!("https://ontology.unifiedcyberontology.org/uco/{module}/").into();
    }
    let mut graph = head(export);
    graph.extend(export.files.iter().map(file_node));
    graph.extend(annotations_of(export));
    graph.extend(export.records.iter().map(|record| record_node(record, export.with_names)));
    graph.extend(export.links.iter().map(relationship));
    serde_json::to_writer_pretty(&mut *out, &json!({ "@context": context, "@graph": graph }))?;
    out.write_all(b"\n")
}

fn head(export: &CaseExport) -> Vec<Value> {
    let case = &export.case;
    let case_id = case.id().to_string();
    let authorization = id("authorization", &[&case_id]);
    let tool = id("tool", &[&export.version.0, &export.version.1]);
    let mut parts: Vec<String> = export.files.iter().map(|file| node_of(RecordId::File(*file))).collect();
    parts.extend(export.records.iter().map(|record| node_of(record.id())));
    parts.extend(export.links.iter().map(|link| node_of(link.id().into())));
    parts.extend(annotations_of(export).filter_map(|node| Some(node["@id"].as_str()?.to_owned())));
    let mut remarks = vec![format!("Owned by {}.", case.owner())];
    remarks.extend(export.withheld.iter().map(|(record, why)| format!("Withheld: {record} ({why}).")));
    if export.n_kept_back > 0 {
        remarks.push(format!("Kept back by their owners' handling: {} records.", export.n_kept_back));
    }
    if export.categories.is_none() {
        remarks.push("Categories are left out: whoever exported the case may not see gradings.".to_owned());
    }
    if !export.with_names {
        remarks.push("Names, words of places and handles are withheld.".to_owned());
    }
    if let Some(outcome) = &export.outcome {
        let kinds: Vec<&str> = outcome.kinds.iter().map(|kind| kind.code()).collect();
        remarks.push(format!("Outcome, {}: {}.", outcome.figure().code(), kinds.join(", ")));
    }
    let investigation = json!({
        "@id": node_of(case.id().into()),
        "@type": "case-investigation:Investigation",
        "uco-core:name": if export.with_names { case.number().reveal() } else { case_id.as_str() },
        "uco-core:description": remarks,
        "case-investigation:investigationForm": "case",
        "case-investigation:investigationStatus": match case.state() {
            CaseState::Open => "open",
            CaseState::Closed { .. } => "closed",
        },
        "case-investigation:relevantAuthorization": [link_to(&authorization)],
        "uco-core:objectCreatedTime": time(export.at),
        "uco-core:object": links(&parts),
    });
    let authorization = json!({
        "@id": authorization,
        "@type": "case-investigation:Authorization",
        "case-investigation:authorizationIdentifier": case.legal_basis(),
    });
    let tool = json!({
        "@id": tool,
        "@type": "uco-tool:Tool",
        "uco-core:name": "Sanad",
        "uco-core:description": format!("commit {}", export.version.1),
        "uco-tool:toolType": "casebook",
        "uco-tool:version": export.version.0,
    });
    vec![investigation, authorization, tool]
}

fn annotations_of(export: &CaseExport) -> impl Iterator<Item = Value> {
    let graded = export.categories.iter().flatten();
    graded.flat_map(|(file, categories)| annotations(&file.to_string(), &node_of(RecordId::File(*file)), categories))
}

impl Exported {
    /// Which record it is.
    pub fn id(&self) -> RecordId {
        match self {
            Exported::Series(series, _) => series.id.into(),
            Exported::Victim(victim) => victim.id.into(),
            Exported::Person(person) => person.id.into(),
            Exported::Place(place) => place.id.into(),
            Exported::Account(account) => account.id.into(),
            Exported::Device(device) => device.id.into(),
            Exported::Address(address) => address.id.into(),
            Exported::Clue(clue) => clue.id.into(),
            Exported::Report(report) => (*report).into(),
        }
    }
}

fn file_node(file: &FileId) -> Value {
    let mut digests = Digests::default();
    match file {
        FileId::Sha256(digest) => digests.sha256 = Some(*digest),
        FileId::Sha1(digest) => digests.sha1 = Some(*digest),
        FileId::Md5(digest) => digests.md5 = Some(*digest),
    }
    let name = file.to_string();
    json!({
        "@id": node_of(RecordId::File(*file)),
        "@type": "uco-observable:File",
        "uco-core:hasFacet": [{
            "@id": id("content-data-facet", &[&name]),
            "@type": "uco-observable:ContentDataFacet",
            "uco-observable:hash": hashes(&[&name], &digests, None),
        }],
    })
}

fn record_node(record: &Exported, with_names: bool) -> Value {
    let name = record.id().to_string();
    let facet = |kind: &str, fields: Value| {
        let mut facet = json!({ "@id": id("facet", &[kind, &name]), "@type": format!("uco-observable:{kind}") });
        if let (Value::Object(facet), Value::Object(fields)) = (&mut facet, fields) {
            facet.extend(fields);
        }
        json!([facet])
    };
    let mut node = json!({ "@id": node_of(record.id()), "uco-core:tag": [name] });
    let mut put = |field: &str, value: Value| node[field] = value;
    match record {
        Exported::Series(series, files) => {
            put("@type", "uco-core:Bundle".into());
            put("uco-core:description", "series".into());
            if with_names {
                put("uco-core:name", series.name.reveal().into());
            }
            let files: Vec<String> = files.iter().map(|file| node_of(RecordId::File(*file))).collect();
            if !files.is_empty() {
                put("uco-core:object", links(&files));
            }
        }
        Exported::Victim(victim) => {
            put("@type", "uco-victim:Victim".into());
            put("uco-core:name", victim.code.to_string().into());
        }
        Exported::Person(person) => {
            put("@type", "uco-identity:Person".into());
            // The legal state in its own word, with its basis in the node: nobody is called more than that.
            put("uco-core:description", format!("legal state: {}", person.state().code()).into());
            if let Some(first) = person.names.first().filter(|_| with_names) {
                put("uco-core:name", first.reveal().into());
            }
        }
        Exported::Place(place) => {
            put("@type", "uco-location:Location".into());
            let mut words = vec![format!("kind: {}", place.kind.code())];
            words.extend(place.country.map(|country| format!("country: {country}")));
            words.extend(place.words.iter().filter(|_| with_names).map(|words| words.reveal().to_owned()));
            put("uco-core:description", words.into());
        }
        Exported::Account(account) => {
            put("@type", "uco-observable:ObservableObject".into());
            put("uco-core:description", format!("account: {} {}", account.key.kind.code(), account.key.service).into());
            if with_names {
                let fields = json!({ "uco-observable:accountIdentifier": account.written.reveal() });
                put("uco-core:hasFacet", facet("AccountFacet", fields));
            }
        }
        Exported::Device(device) => {
            put("@type", "uco-observable:ObservableObject".into());
            let mut fields = json!({ "uco-observable:deviceType": device.kind.code() });
            if let Some(model) = &device.model {
                fields["uco-observable:model"] = model.as_str().into();
            }
            put("uco-core:hasFacet", facet("DeviceFacet", fields));
        }
        Exported::Address(address) => {
            put("@type", "uco-observable:ObservableObject".into());
            put("uco-core:description", format!("state: {}", address.current().state.code()).into());
            if with_names {
                let key = address.key.reveal();
                let value = match address.kind {
                    AddressKind::Url => facet("URLFacet", json!({ "uco-observable:fullValue": key })),
                    AddressKind::Domain | AddressKind::Host => {
                        facet("DomainNameFacet", json!({ "uco-observable:value": key }))
                    }
                };
                put("uco-core:hasFacet", value);
            }
        }
        Exported::Clue(clue) => {
            put("@type", "uco-core:UcoObject".into());
            let kind = format!("clue: {} ({})", clue.kind.code(), clue.certainty.code());
            put("uco-core:description", vec![kind, clue.words.reveal().to_owned()].into());
        }
        Exported::Report(_) => {
            put("@type", "uco-core:UcoObject".into());
            put("uco-core:description", "a report that came in".into());
        }
    }
    node
}

/// A link: from where to where, how sure, on what, and since when. A statement's words stay at home: what counts is that there is one.
fn relationship(link: &Link) -> Value {
    let asserted = link.asserted();
    let evidence = asserted.evidence.iter().map(|evidence| match (evidence, evidence.record()) {
        (Evidence::Match { matched }, Some(record)) => format!("match, {}: {record}", matched.closeness().code()),
        (Evidence::Likeness { taken }, Some(record)) => {
            format!("looks like {record}, {} bits apart", taken.likeness().distance_bits)
        }
        (_, Some(record)) => record.to_string(),
        (_, None) => "a statement".to_owned(),
    });
    let evidence: Vec<String> = evidence.map(|evidence| format!("evidence: {evidence}")).collect();
    json!({
        "@id": node_of(link.id().into()),
        "@type": "uco-core:Relationship",
        "uco-core:source": [link_to(&node_of(asserted.from))],
        "uco-core:target": link_to(&node_of(asserted.to)),
        "uco-core:kindOfRelationship": asserted.kind.code(),
        "uco-core:isDirectional": true,
        "uco-core:tag": [format!("confidence:{}", asserted.confidence.code())],
        "uco-core:description": evidence,
        "uco-core:objectCreatedTime": time(link.said().at),
    })
}

/// The name of a record's node: the same in every export of this program.
fn node_of(record: RecordId) -> String {
    id(casework::link_kind::Noun::of(record).code(), &[&record.to_string()])
}

fn time(at: Moment) -> Value {
    typed_time(instant(at.0.saturating_mul(1_000)))
}
