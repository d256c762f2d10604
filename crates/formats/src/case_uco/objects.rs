//! The things of a CASE document: files with their facets, lists, and what is claimed of a file. No bytes, no verdict.

use casework::file::{File, Metadata};
use casework::list::ListVersion;
use casework::report::{Header, Row};
use fingerprint::Digests;
use serde_json::{Map, Value, json};

use super::{Ids, id, link, typed_time};
use crate::report::{call_text, degrees, instant, name_text, outcome_text, why};

/// Whether a row is written as a file: links, special files and folders are none.
pub(super) fn is_file(row: &Row) -> bool {
    row.outcome.is_some()
}

/// The nodes of one row: the file, and an annotation for each claim.
pub(super) fn row_nodes(header: &Header, ids: &Ids, position: usize, row: &Row) -> Vec<Value> {
    let Some(outcome) = row.outcome else { return Vec::new() };
    let file_id = ids.row("file", position);
    let mut tags = vec![format!("outcome:{}", outcome.code())];
    tags.extend(row.marks.iter().map(|mark| format!("mark:{}", mark.code())));
    let mut facets = vec![file_facet(ids, position, row)];
    if let Some(file) = &row.file {
        facets.push(content_facet(ids, position, file));
        facets.extend(exif_facet(ids, position, &file.metadata));
        facets.extend(picture_facet(ids, position, file));
    }
    let mut descriptions = vec![outcome_text(outcome).to_owned()];
    descriptions.extend(row.call.iter().map(call_text));
    if let Some(problem) = row.problem() {
        descriptions.push(format!("problem {}: {}", problem.code.code(), problem.detail));
    }
    let mut nodes = vec![json!({
        "@id": file_id,
        "@type": "uco-observable:File",
        "uco-core:description": descriptions,
        "uco-core:tag": tags,
        "uco-core:hasFacet": facets,
    })];
    for (number, claim) in row.matches.iter().enumerate() {
        let form = match (claim.is_exact(), claim.is_altered()) {
            (true, _) => "match:exact",
            (false, false) => "match:near",
            (false, true) => "match:altered",
        };
        nodes.push(json!({
            "@id": id("annotation", &[&ids.run, &position.to_string(), &number.to_string()]),
            "@type": "uco-core:Annotation",
            "uco-core:tag": [form],
            "uco-core:statement": why(header, claim),
            "uco-core:object": link(&file_id),
        }));
    }
    nodes
}

/// A list asked: a file, known by name, version and digest.
pub(super) fn list_node(list: &ListVersion, list_id: &str, run: &str) -> Value {
    let digests = Digests { sha256: Some(list.sha256), ..Digests::default() };
    let terms = &list.terms;
    let mut description = format!(
        "List asked: version {}, format {}, {} rows used, {} refused, near up to {} bits, purpose {}",
        list.id,
        list.format,
        list.n_rows,
        list.n_refused,
        terms.threshold_bits,
        terms.purpose.code(),
    );
    if let Some(owner) = &terms.owner {
        description += &format!(", owner {owner:?}");
    }
    if terms.set_aside {
        description += ", known software to set aside";
    }
    json!({
        "@id": list_id,
        "@type": "uco-observable:File",
        "uco-core:name": terms.name,
        "uco-core:description": description,
        "uco-core:hasFacet": [{
            "@id": id("content-data-facet", &[run, &list.id]),
            "@type": "uco-observable:ContentDataFacet",
            "uco-observable:hash": hashes(&[run, &list.id], &digests, None),
        }],
    })
}

fn file_facet(ids: &Ids, position: usize, row: &Row) -> Value {
    let mut facet = Map::new();
    facet.insert("@id".to_owned(), ids.row("file-facet", position).into());
    facet.insert("@type".to_owned(), "uco-observable:FileFacet".into());
    let place = &row.occurrence.place;
    if !row.place_withheld {
        facet.insert("uco-observable:fileName".to_owned(), name_text(place.name()).into());
        // UCO has one path: members of archives stand behind their archive's path.
        let names: Vec<String> =
            std::iter::once(&place.path).chain(&place.inside).map(|name| name_text(name)).collect();
        facet.insert("uco-observable:filePath".to_owned(), names.join("/").into());
    }
    facet.insert("uco-observable:isDirectory".to_owned(), false.into());
    facet.insert("uco-observable:sizeInBytes".to_owned(), row.occurrence.size.into());
    let times = &row.occurrence.times;
    for (name, time) in [
        ("uco-observable:observableCreatedTime", times.created_ns),
        ("uco-observable:modifiedTime", times.modified_ns),
        ("uco-observable:metadataChangeTime", times.changed_ns),
        ("uco-observable:accessedTime", times.accessed_ns),
    ] {
        if let Some(time) = time {
            facet.insert(name.to_owned(), typed_time(instant(time)));
        }
    }
    facet.into()
}

fn content_facet(ids: &Ids, position: usize, file: &File) -> Value {
    let number = position.to_string();
    json!({
        "@id": ids.row("content-data-facet", position),
        "@type": "uco-observable:ContentDataFacet",
        "uco-observable:mimeType": file.mime,
        "uco-observable:sizeInBytes": file.size,
        "uco-observable:hash": hashes(
            &[&ids.run, &number],
            &file.digests,
            file.look.as_ref().map(|look| look.pdq.hash.to_string()),
        ),
    })
}

/// Exactly one method and one value in each; values are `xsd:hexBinary`.
pub(super) fn hashes(names: &[&str], digests: &Digests, pdq: Option<String>) -> Value {
    let known = [
        ("MD5", digests.md5.map(|digest| digest.to_string())),
        ("SHA1", digests.sha1.map(|digest| digest.to_string())),
        ("SHA256", digests.sha256.map(|digest| digest.to_string())),
        ("PDQ", pdq),
    ];
    let hash = |(method, value): (&str, Option<String>)| {
        Some(json!({
            "@id": id("hash", &[names, &[method]].concat()),
            "@type": "uco-types:Hash",
            "uco-types:hashMethod": method,
            "uco-types:hashValue": { "@type": "xsd:hexBinary", "@value": value? },
        }))
    };
    known.into_iter().filter_map(hash).collect()
}

fn exif_facet(ids: &Ids, position: usize, metadata: &Metadata) -> Option<Value> {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let mut put = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
    put("Make", metadata.make.clone());
    put("Model", metadata.model.clone());
    put("BodySerialNumber", metadata.serial.clone());
    put("Software", metadata.software.clone());
    put("Orientation", metadata.orientation.map(|value| value.to_string()));
    put("DateTimeOriginal", metadata.taken.as_ref().map(|taken| taken.text.clone()));
    put("OffsetTimeOriginal", metadata.taken.as_ref().and_then(|taken| taken.offset.clone()));
    put("GPSLatitude", metadata.position.map(|at| degrees(at.latitude_e7)));
    put("GPSLongitude", metadata.position.map(|at| degrees(at.longitude_e7)));
    if pairs.is_empty() {
        return None;
    }
    let number = position.to_string();
    let entries: Vec<Value> = pairs
        .into_iter()
        .map(|(key, value)| {
            json!({
                "@id": id("controlled-dictionary-entry", &[&ids.run, &number, key]),
                "@type": "uco-types:ControlledDictionaryEntry",
                "uco-types:key": key,
                "uco-types:value": value,
            })
        })
        .collect();
    Some(json!({
        "@id": ids.row("exif-facet", position),
        "@type": "uco-observable:EXIFFacet",
        "uco-observable:exifData": {
            "@id": ids.row("controlled-dictionary", position),
            "@type": "uco-types:ControlledDictionary",
            "uco-types:entry": entries,
        },
    }))
}

fn picture_facet(ids: &Ids, position: usize, file: &File) -> Option<Value> {
    let (width, height) = file.metadata.pixels.filter(|_| file.kind == casework::file::MediaKind::Picture)?;
    Some(json!({
        "@id": ids.row("raster-picture-facet", position),
        "@type": "uco-observable:RasterPictureFacet",
        "uco-observable:pictureWidth": width,
        "uco-observable:pictureHeight": height,
    }))
}
