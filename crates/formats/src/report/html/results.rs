//! The page's tables: what is known, what looks known, what may be an altered copy, what is new, and what could not be examined. One entry per file,
//! with all its places. Judges nothing: order and outcomes are the report's.

use std::collections::HashMap;
use std::io;

use casework::file::{FileId, MediaKind};
use casework::matching::{Match, Outcome, Part, WorthALook};
use casework::report::Row;
use fingerprint::Turn;

use super::page::{Page, hash, untrusted};
use crate::range_words::range_words;
use crate::report::facts::{hash_name, is_said, list_name, list_name_of, list_of, threshold_bits, turn_code};
use crate::view_words::view_words;

/// A printed page that nobody can leaf through helps nobody: beyond this many entries a table says how many more the
/// JSON lines report holds. Known and near files are never cut.
const ENTRIES_MAX: usize = 2_000;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    put_claimed(page, Outcome::Known, "report-known-title", "report-known-about")?;
    put_claimed(page, Outcome::Near, "report-near-title", "report-near-about")?;
    put_claimed(page, Outcome::Altered, "report-altered-title", "report-altered-about")?;
    put_held(page)?;
    put_new(page)?;
    put_worth_a_look(page)?;
    put_set_aside(page)?;
    put_problems(page, "report-unreadable-title", "report-unreadable-about", |row| {
        row.outcome == Some(Outcome::Unreadable)
    })?;
    put_problems(page, "report-not-examined-title", "report-not-examined-about", |row| {
        row.outcome != Some(Outcome::Unreadable) && row.not_examined().is_some()
    })
}

/// One file with its places; the number of each is its row's, from 1, as in the JSON lines report.
struct Entry<'r> {
    rows: Vec<(usize, &'r Row)>,
}

impl<'r> Entry<'r> {
    fn first(&self) -> &'r Row {
        self.rows[0].1
    }
}

fn entries<'r>(rows: &'r [Row], wanted: impl Fn(&Row) -> bool) -> Vec<Entry<'r>> {
    let mut entries: Vec<Entry<'r>> = Vec::new();
    let mut seen: HashMap<FileId, usize> = HashMap::new();
    for (position, row) in rows.iter().enumerate().filter(|(_, row)| wanted(row)) {
        let at = match row.occurrence.file {
            Some(id) => *seen.entry(id).or_insert(entries.len()),
            None => entries.len(),
        };
        if at == entries.len() {
            entries.push(Entry { rows: Vec::new() });
        }
        entries[at].rows.push((position + 1, row));
    }
    entries
}

fn put_none_or<T>(page: &mut Page<'_>, title: &str, about: &str, all: &[T]) -> io::Result<bool> {
    page.put_title(title, Some(all.len() as u64))?;
    if all.is_empty() {
        let none = page.plain("report-none");
        page.put(&format!("<p class=\"quiet\">{none}</p>\n"))?;
        return Ok(true);
    }
    let about = page.plain(about);
    page.put(&format!("<p class=\"about\">{about}</p>\n"))?;
    Ok(false)
}

fn put_claimed(page: &mut Page<'_>, outcome: Outcome, title: &str, about: &str) -> io::Result<()> {
    let found = entries(&page.report.rows, |row| row.outcome == Some(outcome));
    if put_none_or(page, title, about, &found)? {
        return Ok(());
    }
    page.put_table_head(&[("report-column-row", "row"), ("report-column-file", ""), ("report-column-why", "wide")])?;
    page.put("<tbody>\n")?;
    for entry in &found {
        let claims: String = entry.first().matches.iter().map(|claim| claim_markup(page, claim)).collect();
        page.put(&format!(
            "<tr><td class=\"row\">{}</td><td>{}</td><td>{claims}</td></tr>\n",
            numbers(entry),
            file_markup(page, entry)
        ))?;
    }
    page.put("</tbody>\n</table>\n")
}

fn numbers(entry: &Entry<'_>) -> String {
    entry.rows.iter().map(|(number, _)| number.to_string()).collect::<Vec<_>>().join("<br>")
}

/// Places, type, size, digest, remarks.
fn file_markup(page: &Page<'_>, entry: &Entry<'_>) -> String {
    let row = entry.first();
    let several = page.report.header.exhibits.len() > 1;
    let mut markup = String::new();
    for (_, row) in &entry.rows {
        let exhibit = page.report.header.exhibits.get(row.exhibit).filter(|_| several);
        let exhibit = exhibit.map(|exhibit| exhibit.custody.number.as_deref().unwrap_or(&exhibit.id));
        let exhibit = exhibit.map(|number| format!("{} · ", untrusted(number))).unwrap_or_default();
        markup += &format!("<div class=\"place\">{exhibit}{}</div>", page.place(row));
    }
    match &row.file {
        Some(file) => {
            let kind = page.plain(&format!("kind-{}", crate::report::facts::kind_code(file.kind)));
            markup += &format!("<div>{kind} · {} · {}</div>", untrusted(&file.mime), page.bytes(row.occurrence.size));
        }
        None => markup += &format!("<div>{}</div>", page.bytes(row.occurrence.size)),
    }
    if let Some(id) = row.occurrence.file {
        markup += &format!("<div>{}</div>", hash(id));
    }
    markup + &remarks(page, entry)
}

fn remarks(page: &Page<'_>, entry: &Entry<'_>) -> String {
    let marks: std::collections::BTreeSet<_> = entry.rows.iter().flat_map(|(_, row)| &row.marks).collect();
    let mut lines: Vec<String> = marks.iter().map(|mark| page.plain(&format!("mark-{}", mark.code()))).collect();
    let exhibits = entry.first().seen_in_exhibits;
    if exhibits > 1 {
        lines.push(page.say("report-seen-in", &[("exhibits", exhibits.into())]));
    }
    for holder in &entry.first().call {
        let contact = holder.contact.as_deref().unwrap_or_default();
        let unit = untrusted(format!("{} {contact}", holder.name).trim());
        lines.push(page.labelled("report-label-call", &unit));
    }
    if lines.is_empty() {
        return String::new();
    }
    format!("<ul class=\"marks\">{}</ul>", lines.iter().map(|line| format!("<li>{line}</li>")).collect::<String>())
}

/// Why: which hash, how far, how turned, which list and entry, the owner's category and words.
fn claim_markup(page: &Page<'_>, claim: &Match) -> String {
    let header = &page.report.header;
    let list = list_of(header, claim);
    let mut lines = Vec::new();
    if claim.is_exact() {
        lines.push(page.say("report-claim-exact", &[("hash", hash_name(claim.kind).into())]));
    } else {
        let threshold = list.map_or(fingerprint::pdq::DISTANCE_BITS_MAX, |list| threshold_bits(list, claim));
        let args = [("distance", claim.distance.into()), ("threshold", threshold.into())];
        let key = if claim.is_altered() { "report-claim-altered" } else { "report-claim-near" };
        lines.push(page.say(key, &args));
    }
    lines[0] = format!("<strong>{}</strong>", lines[0]);
    lines.extend(claim.quality.map(|quality| page.say("report-claim-quality", &[("quality", quality.into())])));
    if let Some(view) = &claim.view {
        lines.push(page.say("report-claim-view", &[("view", view_words(page.words, view).into())]));
    } else if claim.turn != Turn::Original {
        lines.push(page.plain(&format!("turn-{}", turn_code(claim.turn))));
    }
    match claim.part {
        Part::Whole => {}
        Part::Thumbnail => lines.push(page.plain("report-claim-thumbnail")),
        Part::FrameAtMs(at_ms) => lines.push(page.say("report-claim-frame", &[("at", clock(at_ms).into())])),
    }
    lines.extend(claim.ranges.iter().flat_map(|ranges| range_words(ranges, |key, args| page.say(key, args))));
    if claim.contradicted {
        lines.push(page.plain("report-claim-contradicted"));
    }
    if list.is_some_and(|list| list.terms.set_aside) {
        lines.push(page.plain("report-claim-set-aside"));
    }
    lines.push(list_line(page, list_name(header, claim), &claim.list));
    lines.push(entry_line(page, claim.owner_id.as_deref(), claim.row));
    if let Some(category) = &claim.category {
        let category = format!("{} ({})", untrusted(&category.code), untrusted(&category.scheme));
        lines.push(page.labelled("report-label-category", &category));
    }
    let said: Vec<&(String, String)> = claim.words.iter().filter(|(name, _)| is_said(name)).collect();
    if !said.is_empty() {
        let pairs: Vec<String> =
            said.iter().map(|(name, value)| format!("{}: {}", untrusted(name), untrusted(value))).collect();
        lines.push(page.labelled("report-label-words", &pairs.join(" · ")));
    }
    let class = if claim.is_exact() { "claim" } else { "claim near" };
    format!("<div class=\"{class}\">{}</div>", lines.iter().map(|line| format!("<p>{line}</p>")).collect::<String>())
}

/// Entries that are no match, each file with its outcome, so that nobody takes them for one.
fn put_worth_a_look(page: &mut Page<'_>) -> io::Result<()> {
    let found = entries(&page.report.rows, |row| !row.worth_a_look.is_empty());
    if put_none_or(page, "report-worth-title", "report-worth-about", &found)? {
        return Ok(());
    }
    page.put_table_head(&[("report-column-row", "row"), ("report-column-file", ""), ("report-column-why", "wide")])?;
    page.put("<tbody>\n")?;
    for entry in found.iter().take(ENTRIES_MAX) {
        let beside: String = entry.first().worth_a_look.iter().map(|worth| worth_markup(page, worth)).collect();
        let outcome = entry.first().outcome.map(|outcome| page.plain(&format!("outcome-{}", outcome.code())));
        let outcome = outcome.map(|outcome| format!("<div>{}</div>", page.labelled("report-column-outcome", &outcome)));
        page.put(&format!(
            "<tr><td class=\"row\">{}</td><td>{}{}</td><td>{beside}</td></tr>\n",
            numbers(entry),
            file_markup(page, entry),
            outcome.unwrap_or_default()
        ))?;
    }
    page.put("</tbody>\n</table>\n")?;
    put_more(page, found.len())
}

fn worth_markup(page: &Page<'_>, worth: &WorthALook) -> String {
    let args = [("distance", worth.distance.into()), ("view", view_words(page.words, &worth.view).into())];
    let lines = [
        page.say("report-worth", &args),
        list_line(page, list_name_of(&page.report.header, &worth.list), &worth.list),
        entry_line(page, worth.owner_id.as_deref(), worth.row),
    ];
    format!("<div class=\"claim near\">{}</div>", lines.iter().map(|line| format!("<p>{line}</p>")).collect::<String>())
}

/// Which list it is, and its version.
fn list_line(page: &Page<'_>, name: &str, version: &str) -> String {
    let comma = page.plain("report-comma");
    let list = format!("{}{comma} {} {}", untrusted(name), page.plain("report-label-version"), hash(version));
    page.labelled("report-label-list", &list)
}

/// Which entry of it: the owner's id where there is one, and the row.
fn entry_line(page: &Page<'_>, owner_id: Option<&str>, row: u64) -> String {
    let row = format!("{} {row}", page.plain("report-label-row"));
    let entry = match owner_id {
        Some(id) => format!("{} ({row})", untrusted(id)),
        None => row,
    };
    page.labelled("report-label-entry", &entry)
}

/// `0:01:02.500`, the same in every language.
fn clock(at_ms: u64) -> String {
    let (seconds, ms) = (at_ms / 1000, at_ms % 1000);
    format!("{}:{:02}:{:02}.{ms:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// What no list knows and a case of this node holds, with whom to call. Where there is none nothing is said of it.
fn put_held(page: &mut Page<'_>) -> io::Result<()> {
    let held = entries(&page.report.rows, |row| row.outcome == Some(Outcome::Held));
    if held.is_empty() || put_none_or(page, "report-held-title", "report-held-about", &held)? {
        return Ok(());
    }
    page.put_table_head(&[("report-column-row", "row"), ("report-column-file", "")])?;
    page.put("<tbody>\n")?;
    for entry in &held {
        let claims: String = entry.first().matches.iter().map(|claim| claim_markup(page, claim)).collect();
        let file = file_markup(page, entry) + &claims;
        page.put(&format!("<tr><td class=\"row\">{}</td><td>{file}</td></tr>\n", numbers(entry)))?;
    }
    page.put("</tbody>\n</table>\n")
}

/// New pictures and video, each stack together, its representative first.
fn put_new(page: &mut Page<'_>) -> io::Result<()> {
    let new = entries(&page.report.rows, |row| {
        row.outcome == Some(Outcome::New) && matches!(row.kind(), MediaKind::Picture | MediaKind::Video)
    });
    if put_none_or(page, "report-new-title", "report-new-about", &new)? {
        return Ok(());
    }
    let mut stacks: Vec<(FileId, Vec<&Entry<'_>>)> = Vec::new();
    let mut places: HashMap<FileId, usize> = HashMap::new();
    let mut single: Vec<&Entry<'_>> = Vec::new();
    for entry in &new {
        let Some(stack) = entry.first().stack else {
            single.push(entry);
            continue;
        };
        let at = *places.entry(stack).or_insert_with(|| {
            stacks.push((stack, Vec::new()));
            stacks.len() - 1
        });
        stacks[at].1.push(entry);
    }
    for (stack, members) in &mut stacks {
        members.sort_by_key(|entry| entry.first().occurrence.file != Some(*stack));
    }
    page.put_table_head(&[("report-column-row", "row"), ("report-column-file", "")])?;
    let mut left = ENTRIES_MAX;
    for (_, members) in &stacks {
        let title = page.say("report-stack", &[("files", members.len().into())]);
        put_group(page, &title, members, &mut left)?;
    }
    if !single.is_empty() {
        let title = page.plain("report-no-group");
        put_group(page, &title, &single, &mut left)?;
    }
    page.put("</table>\n")?;
    put_more(page, new.len())
}

fn put_group(page: &mut Page<'_>, title: &str, members: &[&Entry<'_>], left: &mut usize) -> io::Result<()> {
    let shown = members.len().min(*left);
    *left -= shown;
    if shown == 0 {
        return Ok(());
    }
    page.put(&format!("<tbody class=\"stack\">\n<tr><th scope=\"rowgroup\" colspan=\"2\">{title}</th></tr>\n"))?;
    for entry in &members[..shown] {
        // A new file has claims when a stronger digest contradicted them: nobody should have to search for why.
        let claims: String = entry.first().matches.iter().map(|claim| claim_markup(page, claim)).collect();
        let file = file_markup(page, entry) + &claims;
        page.put(&format!("<tr><td class=\"row\">{}</td><td>{file}</td></tr>\n", numbers(entry)))?;
    }
    page.put("</tbody>\n")
}

fn put_more(page: &mut Page<'_>, entries: usize) -> io::Result<()> {
    if entries <= ENTRIES_MAX {
        return Ok(());
    }
    let more = page.say("report-more-files", &[("files", (entries - ENTRIES_MAX).into())]);
    page.put(&format!("<p>{more}</p>\n"))
}

fn put_set_aside(page: &mut Page<'_>) -> io::Result<()> {
    let summary = &page.report.summary;
    let (media, others) = (summary.media.set_aside, summary.others.set_aside);
    let (files, places) = (media.files + others.files, media.places + others.places);
    page.put_title("report-set-aside-title", Some(files))?;
    let about = page.plain("report-set-aside-about");
    let count = page.say("summary-set-aside", &[("files", files.into()), ("places", places.into())]);
    page.put(&format!("<p class=\"about\">{about}</p>\n<p>{count}</p>\n"))
}

fn put_problems(page: &mut Page<'_>, title: &str, about: &str, wanted: impl Fn(&Row) -> bool) -> io::Result<()> {
    let rows: Vec<(usize, &Row)> = page.report.rows.iter().enumerate().filter(|(_, row)| wanted(row)).collect();
    if put_none_or(page, title, about, &rows)? {
        return Ok(());
    }
    page.put_table_head(&[("report-column-row", "row"), ("report-column-file", ""), ("report-column-reason", "wide")])?;
    page.put("<tbody>\n")?;
    for (position, row) in rows.iter().take(ENTRIES_MAX) {
        let mut reasons: Vec<String> = Vec::new();
        if let Some(problem) = row.problem() {
            reasons.push(page.plain(&format!("problem-{}", problem.code.code())));
            // What a system says often quotes the name of the file.
            if page.reveal_names && !problem.detail.is_empty() {
                reasons.push(page.labelled("report-label-detail", &untrusted(&problem.detail)));
            }
        }
        if let Some(target) = row.occurrence.link_target.as_ref().filter(|_| page.reveal_names) {
            reasons.push(page.labelled("report-label-target", &untrusted(target)));
        }
        if let Some(outcome) = row.outcome.filter(|outcome| *outcome != Outcome::Unreadable) {
            let name = page.plain(&format!("outcome-{}", outcome.code()));
            reasons.push(page.labelled("report-column-outcome", &name));
        }
        let file = file_markup(page, &Entry { rows: vec![(position + 1, row)] });
        let reasons: String = reasons.iter().map(|reason| format!("<div>{reason}</div>")).collect();
        page.put(&format!("<tr><td class=\"row\">{}</td><td>{file}</td><td>{reasons}</td></tr>\n", position + 1))?;
    }
    page.put("</tbody>\n</table>\n")?;
    put_more(page, rows.len())
}
