//! For whom a report is written, and what they are not told.

use fingerprint::Digests;
use serde::{Deserialize, Serialize};

use crate::file::{Metadata, Occurrence, Place, Times};
use crate::problem::codes;
use crate::report::{Report, Row};

codes! {
    /// For whom a report is written.
    Audience {
        /// The unit's own.
        Own = "own",
        /// Another organisation: no paths, names, positions, serials or comments unless asked for.
        Partner = "partner",
        /// A court: everything.
        Court = "court",
    }
}

codes! {
    /// What a partner is told only when the sender says so, field by field.
    Shared {
        /// Paths and names, links' targets, the exhibit's root.
        Names = "names",
        /// File system times and times that cameras wrote.
        Times = "times",
        /// Positions.
        Gps = "gps",
        /// Serial numbers, makes and models of cameras, software.
        Camera = "camera",
        /// Owners' words and ids of list entries.
        Comments = "comments",
        /// What decoders and the system said, which can quote a name.
        Details = "details",
        /// Authority, exhibit number, seal and examiner.
        Custody = "custody",
    }
}

/// The report as this audience may see it. For a partner everything in [`Shared`] goes unless it is in `also`.
pub fn for_audience(mut report: Report, audience: Audience, also: &[Shared]) -> Report {
    report.header.audience = audience;
    if audience != Audience::Own {
        // That it is held is said; whom to call is told to colleagues.
        report.rows.iter_mut().for_each(|row| row.call.clear());
    }
    if audience != Audience::Partner {
        return report;
    }
    let keeps = |field| also.contains(&field);
    for (n, exhibit) in report.header.exhibits.iter_mut().enumerate() {
        if !keeps(Shared::Names) {
            exhibit.root.clear();
            // Digests of the root and of every name: whoever guesses a name could check the guess.
            exhibit.id = id_of_contents(n, &report.rows);
            exhibit.manifest = None;
        }
        if !keeps(Shared::Custody) {
            exhibit.custody.authority = exhibit.custody.authority.take().map(|_| "recorded".to_owned());
            exhibit.custody.number = None;
            exhibit.custody.seal = None;
            exhibit.custody.examiner = None;
        }
    }
    for row in &mut report.rows {
        withhold(row, &keeps);
    }
    if !keeps(Shared::Names) {
        // The order of places would tell something of their names.
        report.rows.sort_by_cached_key(|row| {
            (row.exhibit, row.occurrence.file, row.occurrence.size, format!("{:?}", row.spent))
        });
    }
    report
}

/// The id of an exhibit whose root is withheld: its place in the report and its files' digests, which the report tells.
fn id_of_contents(exhibit: usize, rows: &[Row]) -> String {
    let files = rows.iter().filter(|row| row.exhibit == exhibit).map(|row| row.occurrence.file);
    let mut files: Vec<String> = files.flatten().map(|file| file.to_string()).collect();
    files.sort_unstable();
    let mut digits =
        Digests::of(files.join("\n").as_bytes()).sha256.map(|digest| digest.to_string()).unwrap_or_default();
    digits.truncate(16);
    format!("exhibit_{}_{digits}", exhibit + 1)
}

fn withhold(row: &mut Row, keeps: &impl Fn(Shared) -> bool) {
    let Occurrence { place, times, inode, link_target, problem, .. } = &mut row.occurrence;
    if !keeps(Shared::Names) {
        row.place_withheld = true;
        // How deep a member stands is kept, so that bytes still add up; what it is called is not.
        *place = Place { path: Vec::new(), inside: vec![Vec::new(); place.inside.len()] };
        *link_target = None;
        *inode = Default::default();
    }
    if !keeps(Shared::Times) {
        *times = Times::default();
    }
    if let (Some(problem), false) = (problem, keeps(Shared::Details)) {
        problem.detail.clear();
    }
    if let Some(file) = &mut row.file {
        let file = std::sync::Arc::make_mut(file);
        let Metadata { taken, make, model, serial, software, position, .. } = &mut file.metadata;
        if !keeps(Shared::Times) {
            *taken = None;
        }
        if !keeps(Shared::Gps) {
            *position = None;
        }
        if !keeps(Shared::Camera) {
            (*make, *model, *serial, *software) = (None, None, None, None);
        }
        if let (Some(problem), false) = (&mut file.problem, keeps(Shared::Details)) {
            problem.detail.clear();
        }
    }
    if !keeps(Shared::Comments) {
        for claim in &mut row.matches {
            claim.words.clear();
            claim.owner_id = None;
        }
        row.worth_a_look.iter_mut().for_each(|entry| entry.owner_id = None);
    }
}
