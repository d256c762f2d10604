//! Writing out what the node holds of a list: a row an entry, with its id and category where it has them. A list that
//! holds videos is written as JSON lines, as no table holds their frames.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use casework::list::{Entry, ListVersion};
use fingerprint::{Md5, Pdq, Sha1, Sha256};
use formats::listed_videos::own_line;
use index::segment::Segment;

use crate::error::Error;
use crate::list::segments_of;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Rows of segments taken together in one pass; a list of any length is written in constant memory.
const N_ROWS_AT_ONCE: u64 = 200_000;

/// Rows whose frames are in memory together.
const N_VIDEOS_AT_ONCE: usize = 100;

impl Node {
    /// Writes the list of this name so that [`Node::import_list`] reads it again: as CSV,
    /// `id,md5,sha1,sha256,pdq,category`; one that holds videos as JSON lines, schema `sanad.list-entry` version 1.
    pub async fn export_list(&self, who: &Principal, name: &str, out: &mut dyn Write) -> Result<ListVersion, Error> {
        self.permitted(who, Action::ExportList, async {
            let version = self.list_called(name).await?;
            self.may_export(who, &version).await?;
            // Recorded before the first row leaves, and the writer is free while the rest is written.
            let mut tx = self.store.begin().await?;
            let action = Action::ExportList;
            let second = self.need_second_person(&mut tx, who, action, &version.terms.name, BTreeMap::new()).await?;
            let entry = self.entry(who, action.verb()).about("list", version.id.as_str());
            tx.commit(entry.about("second_person", second.fact())).await?;
            let written = |source| Error::Disk { doing: "writing the list", path: name.into(), source };
            let has_videos = self.store.count_videos(&version.id).await? > 0;
            if !has_videos {
                writeln!(out, "id,md5,sha1,sha256,pdq,category").map_err(written)?;
            }
            let segments = segments_of(&self.folder, &version, 0);
            let damaged = |error: index::segment::SegmentError| Error::Index(Box::new(error));
            let mut kinds = Vec::new();
            for (path, kind) in [segments.md5, segments.sha1, segments.sha256, segments.pdq].into_iter().zip(0..) {
                kinds.extend(path.map(Segment::open).transpose().map_err(damaged)?.map(|segment| (kind, segment)));
            }
            let mut row_max = 0;
            for (_, segment) in &kinds {
                for entry in segment.iter() {
                    row_max = row_max.max(entry.map_err(damaged)?.1);
                }
            }
            let mut from = 0;
            while from <= row_max {
                let to = from + N_ROWS_AT_ONCE;
                let mut rows: BTreeMap<u64, Entry> = BTreeMap::new();
                for (kind, segment) in &kinds {
                    for entry in segment.iter() {
                        let (key, row) = entry.map_err(damaged)?;
                        if (from..to).contains(&row) {
                            put(rows.entry(row).or_default(), *kind, &key);
                        }
                    }
                }
                let numbers: Vec<u64> = rows.keys().copied().collect();
                let mut worded = self.store.entries(&version.id, &numbers).await?;
                for rows in rows.into_iter().collect::<Vec<_>>().chunks(N_VIDEOS_AT_ONCE) {
                    let mut frames = HashMap::new();
                    if has_videos {
                        let rows: Vec<u64> = rows.iter().map(|(row, _)| *row).collect();
                        frames = self.store.frames_of_entries(&version.id, &rows).await?;
                    }
                    for (row, entry) in rows {
                        let words = worded.remove(row).unwrap_or_default();
                        let text = match (has_videos, frames.remove(row)) {
                            (false, _) => line(entry, &words),
                            // The looks in the segments are those of frames too.
                            (true, Some(frames)) => {
                                own_line(&Entry { pdq: words.pdq, frames, ..entry.clone() }, &words)
                            }
                            (true, None) => own_line(entry, &words),
                        };
                        writeln!(out, "{text}").map_err(written)?;
                    }
                }
                from = to;
            }
            self.store
                .record_alone(self.entry(who, Action::ExportList.verb()).about("list", version.id.as_str()))
                .await?;
            Ok(version)
        })
        .await
    }
}

fn put(entry: &mut Entry, kind: usize, key: &[u8]) {
    match kind {
        0 => entry.digests.md5 = key.try_into().ok().map(Md5),
        1 => entry.digests.sha1 = key.try_into().ok().map(Sha1),
        2 => entry.digests.sha256 = key.try_into().ok().map(Sha256),
        _ => entry.pdq = key.try_into().ok().map(Pdq),
    }
}

fn line(hashes: &Entry, words: &Entry) -> String {
    let text = |value: Option<String>| value.unwrap_or_default();
    let category = words.category.as_ref().map(|category| category.code.clone());
    [
        quoted(&text(words.owner_id.clone())),
        text(hashes.digests.md5.map(|digest| digest.to_string())),
        text(hashes.digests.sha1.map(|digest| digest.to_string())),
        text(hashes.digests.sha256.map(|digest| digest.to_string())),
        text(hashes.pdq.map(|hash| hash.to_string())),
        quoted(&text(category)),
    ]
    .join(",")
}

/// RFC 4180 quoting; a cell that a spreadsheet would run is made text.
fn quoted(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if runs { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
