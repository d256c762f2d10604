//! The page's head: whose exhibit under which authority, what an officer reads aloud, and how the report was made.

use std::io;

use casework::audience::Audience;
use casework::exhibit::{Exhibit, ExhibitKind};
use casework::matching::Outcome;
use casework::summary::Counts;
use words::{Value, visible};

use super::page::{Page, escape, hash, untrusted};
use crate::coverage_words::{list_words, search_words};
use crate::report::facts::stamp;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    put_banner(page)?;
    put_exhibits(page)?;
    put_summary(page)?;
    put_making(page)
}

fn put_banner(page: &mut Page<'_>) -> io::Result<()> {
    if page.report.header.for_evidence() {
        return Ok(());
    }
    let words = page.plain("not-for-evidence");
    page.put(&format!("<p class=\"banner\" role=\"note\">{words}</p>\n"))
}

fn put_exhibits(page: &mut Page<'_>) -> io::Result<()> {
    let exhibits = &page.report.header.exhibits;
    let title = page.plain("report-title");
    let numbers: Vec<String> =
        exhibits.iter().map(|exhibit| untrusted(exhibit.custody.number.as_deref().unwrap_or(&exhibit.id))).collect();
    let word = page.plain("report-exhibit");
    page.put(&format!("<h1>{title}</h1>\n<p class=\"number\">{word} {}</p>\n", numbers.join(" · ")))?;
    for exhibit in exhibits {
        put_exhibit(page, exhibit)?;
    }
    if !page.reveal_names {
        let words = page.plain("report-names-masked");
        page.put(&format!("<p class=\"about\">{words}</p>\n"))?;
    }
    Ok(())
}

/// What [`casework::audience::for_audience`] leaves of an authority that is not shared.
const RECORDED: &str = "recorded";

fn put_exhibit(page: &mut Page<'_>, exhibit: &Exhibit) -> io::Result<()> {
    let missing = format!("<span class=\"quiet\">{}</span>", page.plain("report-not-recorded"));
    let said = |text: &Option<String>| text.as_ref().map_or_else(|| missing.clone(), untrusted);
    let kind = page.plain(match exhibit.kind {
        ExhibitKind::Folder => "report-kind-folder",
        ExhibitKind::File => "report-kind-file",
        ExhibitKind::HashOnly => "report-kind-hash-only",
    });
    let root = match exhibit.root.as_slice() {
        [] => format!("‹{}›", page.plain("report-withheld")),
        root if page.reveal_names => format!("<bdi class=\"ltr\" dir=\"ltr\">{}</bdi>", untrusted(root)),
        // The path of one file ends in its name; a folder's can name a person as well.
        root => page.masked(if exhibit.kind == ExhibitKind::Folder { b"" } else { root }),
    };
    let custody = &exhibit.custody;
    // A partner is told that there is an authority, not which; silence about the seal then means nothing.
    let withheld = page.report.header.audience == Audience::Partner && custody.authority.as_deref() == Some(RECORDED);
    let kept = |text: &Option<String>| match text {
        None if withheld => format!("‹{}›", page.plain("report-withheld")),
        text => said(text),
    };
    let authority = if withheld { page.plain("report-recorded") } else { said(&custody.authority) };
    let mut facts = vec![
        ("report-exhibit-number", kept(&custody.number)),
        ("report-authority", authority),
        ("report-seal", kept(&custody.seal)),
        ("report-examiner", kept(&custody.examiner)),
        ("report-kind", kind),
        ("report-root", root),
        ("report-exhibit-id", hash(&exhibit.id)),
    ];
    facts.extend(exhibit.manifest.map(|digest| ("report-manifest", hash(digest))));
    put_facts(page, &facts)?;
    if exhibit.changed_meanwhile {
        put_warning(page, "summary-exhibit-changed")?;
    }
    Ok(())
}

fn put_facts(page: &mut Page<'_>, facts: &[(&str, String)]) -> io::Result<()> {
    let pairs: String =
        facts.iter().map(|(key, value)| format!("<dt>{}</dt><dd>{value}</dd>\n", page.plain(key))).collect();
    page.put(&format!("<dl class=\"facts\">\n{pairs}</dl>\n"))
}

fn put_warning(page: &mut Page<'_>, key: &str) -> io::Result<()> {
    let words = page.plain(key);
    page.put(&format!("<p class=\"warning\" role=\"note\">{words}</p>\n"))
}

/// In the order in which it is read out: what is new comes first, for it may be a child nobody has found yet.
const READ_ALOUD: [(Outcome, &str); 7] = [
    (Outcome::New, "summary-new"),
    (Outcome::Held, "summary-held-in-this-node"),
    (Outcome::Known, "summary-known"),
    (Outcome::Near, "summary-near"),
    (Outcome::Altered, "summary-altered"),
    (Outcome::SetAside, "summary-set-aside"),
    (Outcome::Unreadable, "summary-unreadable"),
];

fn put_summary(page: &mut Page<'_>) -> io::Result<()> {
    let summary = &page.report.summary;
    page.put_title("summary-title", None)?;
    for (key, counts) in [("summary-media", &summary.media), ("summary-others", &summary.others)] {
        let title = page.plain(key);
        let lines: String = READ_ALOUD
            .iter()
            .filter(|(outcome, _)| *outcome != Outcome::Held || !counts.held.is_none())
            .map(|(outcome, key)| {
                let count = counts.of(*outcome);
                let args = [("files", count.files.into()), ("places", count.places.into())];
                format!("<li>{}</li>\n", page.say(key, &args))
            })
            .collect();
        page.put(&format!("<div class=\"headline\">\n<h3>{title}</h3>\n<ul>\n{lines}</ul>\n</div>\n"))?;
    }
    put_counts(page)?;
    let mut lines = vec![
        page.say("summary-stacks", &[("stacks", summary.stacks.into()), ("files", summary.stacked_files.into())]),
        page.say("summary-seen-elsewhere", &[("files", summary.seen_elsewhere.into())]),
        page.say("summary-worth-a-look", &[("files", summary.worth_a_look.into())]),
    ];
    if summary.screened > 0 {
        lines.push(page.say("summary-screened", &[("files", summary.screened.into())]));
    }
    lines.push(page.plain("summary-match-is-a-claim"));
    let lines: String = lines.drain(..).map(|line| format!("<p>{line}</p>\n")).collect();
    page.put(&lines)?;
    put_not_examined(page)?;
    let bytes = &summary.bytes;
    let sum = page.say(
        "summary-bytes",
        &[
            ("read", bytes.read.into()),
            ("skipped", bytes.skipped.into()),
            ("unreadable", bytes.unreadable.into()),
            ("total", bytes.total.into()),
        ],
    );
    page.put(&format!("<p>{sum}</p>\n"))?;
    if bytes.inside_archives > 0 {
        let inside = page.say("summary-bytes-inside-archives", &[("bytes", bytes.inside_archives.into())]);
        page.put(&format!("<p>{inside}</p>\n"))?;
    }
    Ok(())
}

/// Pictures and video apart from the rest, and apart from each other.
fn put_counts(page: &mut Page<'_>) -> io::Result<()> {
    let summary = &page.report.summary;
    let groups: [(&str, &Counts); 3] = [
        ("summary-pictures", &summary.pictures),
        ("summary-videos", &summary.videos),
        ("summary-others", &summary.others),
    ];
    let title = page.plain("report-counts");
    let heads: String = groups
        .iter()
        .map(|(key, _)| format!("<th scope=\"colgroup\" colspan=\"2\" class=\"n\">{}</th>", page.plain(key)))
        .collect();
    let (files, places) = (page.plain("report-column-files"), page.plain("report-column-places"));
    let pair = format!("<th scope=\"col\" class=\"n\">{files}</th><th scope=\"col\" class=\"n\">{places}</th>");
    page.put(&format!(
        "<h3>{title}</h3>\n<table class=\"counts\">\n<thead><tr><td></td>{heads}</tr>\n<tr><td></td>{}</tr></thead>\n<tbody>\n",
        pair.repeat(3)
    ))?;
    let holds_none = groups.iter().all(|(_, counts)| counts.held.is_none());
    for (outcome, _) in READ_ALOUD.into_iter().filter(|(outcome, _)| *outcome != Outcome::Held || !holds_none) {
        let name = page.plain(&format!("outcome-{}", outcome.code()));
        let cells: String = groups
            .iter()
            .map(|(_, counts)| {
                let count = counts.of(outcome);
                format!("<td class=\"n\">{}</td><td class=\"n\">{}</td>", count.files, count.places)
            })
            .collect();
        page.put(&format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>\n"))?;
    }
    page.put("</tbody>\n</table>\n")
}

fn put_not_examined(page: &mut Page<'_>) -> io::Result<()> {
    let reasons = &page.report.summary.not_examined;
    let title = page.plain("summary-not-examined");
    page.put(&format!("<h3>{title}</h3>\n"))?;
    if reasons.is_empty() {
        let none = page.plain("summary-not-examined-none");
        return page.put(&format!("<p>{none}</p>\n"));
    }
    let lines: String = reasons
        .iter()
        .map(|(code, places)| {
            let reason = page.words.say_plain(&format!("problem-{}", code.code()), &[]);
            let args = [("places", (*places).into()), ("reason", reason.into())];
            format!("<li>{}</li>\n", page.say("summary-not-examined-reason", &args))
        })
        .collect();
    page.put(&format!("<ul>\n{lines}</ul>\n"))
}

fn put_making(page: &mut Page<'_>) -> io::Result<()> {
    let header = &page.report.header;
    page.put_title("report-how-made", None)?;
    let program = format!("Sanad {}", visible(&header.version));
    let version = [("program", program.into()), ("commit", visible(&header.commit).into())];
    let test = [("right", header.self_test.right.into()), ("planted", header.self_test.planted.into())];
    let pairs = |pairs: &[(String, String)]| {
        let item = |(name, value): &(String, String)| {
            format!("<li><bdi class=\"ltr\" dir=\"ltr\">{}: {}</bdi></li>", untrusted(name), untrusted(value))
        };
        format!("<ul>{}</ul>", pairs.iter().map(item).collect::<String>())
    };
    let mut facts = vec![
        ("report-program", page.say("report-version", &version)),
        ("report-audience", page.plain(&format!("audience-{}", header.audience.code()))),
    ];
    facts.extend(header.dated.and_then(stamp).map(|dated| ("report-dated", hash(dated))));
    facts.push(("report-self-test", page.say("summary-self-test", &test)));
    if !header.uncaged {
        facts.push(("report-cage", page.plain("report-caged")));
    }
    let settings = header.settings.iter().map(|(name, value)| format!("<li>{}</li>", setting(page, name, value)));
    facts.push(("report-settings", format!("<ul>{}</ul>", settings.collect::<String>())));
    facts.push(("report-decoders", pairs(&header.decoders)));
    put_facts(page, &facts)?;
    let warnings = [
        (header.self_test.fell_back_to_brute_force, "summary-self-test-brute-force"),
        (!header.self_test.worker_right, "summary-self-test-worker-wrong"),
        (header.uncaged, "summary-uncaged"),
    ];
    for (_, key) in warnings.into_iter().filter(|(shown, _)| *shown) {
        put_warning(page, key)?;
    }
    put_lists(page)?;
    put_covered(page)
}

/// A setting in words; what there are no words for, a number or a name, as it stands.
fn setting(page: &Page<'_>, name: &str, value: &str) -> String {
    let key = format!("setting-{name}");
    let value_key = format!("{key}-{value}");
    let value = if page.words.has(&value_key) { page.plain(&value_key) } else { untrusted(value) };
    if page.words.has(&key) { page.labelled(&key, &value) } else { format!("{}: {value}", untrusted(name)) }
}

fn put_lists(page: &mut Page<'_>) -> io::Result<()> {
    let title = page.plain("summary-lists-asked");
    page.put(&format!("<h3>{title}</h3>\n"))?;
    if page.report.header.lists.is_empty() {
        return put_warning(page, "summary-lists-none");
    }
    page.put_table_head(&[
        ("report-list-name", "most"),
        ("report-list-rows", "n"),
        ("report-list-refused", "n"),
        ("report-list-threshold", "n"),
        ("report-list-sha256", "most"),
    ])?;
    page.put("<tbody>\n")?;
    for list in &page.report.header.lists {
        let terms = &list.terms;
        let owner = terms.owner.as_ref().map(|owner| format!("<br>{}", untrusted(owner))).unwrap_or_default();
        let aside = match terms.set_aside {
            true => format!("<br>{}", page.plain("report-claim-set-aside")),
            false => String::new(),
        };
        page.put(&format!(
            "<tr><td>{}{owner}<br>{}{aside}<br>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td><td>{}<br>{}</td></tr>\n",
            untrusted(&terms.name),
            page.labelled("report-list-purpose", &page.plain(&format!("purpose-{}", terms.purpose.code()))),
            hash(&list.id),
            list.n_rows,
            list.n_refused,
            terms.threshold_bits,
            untrusted(&list.format),
            hash(list.sha256),
        ))?;
    }
    page.put("</tbody>\n</table>\n")
}

/// What *new* means: what was asked of which list, and what not.
fn put_covered(page: &mut Page<'_>) -> io::Result<()> {
    let header = &page.report.header;
    let say = |key: &str, args: &[(&str, Value)]| page.words.say(key, args);
    let item = |text: &String| format!("<li>{}</li>\n", escape(text));
    let mut items: String = search_words(&header.covered, say).iter().map(item).collect();
    for list in list_words(&header.covered, &header.lists, say) {
        let not_asked: String = list.not_asked.iter().map(item).collect();
        let not_asked = if not_asked.is_empty() { not_asked } else { format!("\n<ul>\n{not_asked}</ul>") };
        items += &format!("<li>{}{not_asked}</li>\n", escape(&list.about));
    }
    let title = page.plain("report-covered");
    page.put(&format!("<h3>{title}</h3>\n<ul>\n{items}</ul>\n"))
}
