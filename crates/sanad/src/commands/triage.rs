//! `sanad triage`: examine exhibits, match them, say what was found, write the reports.

use std::io::{IsTerminal as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::sync::Arc;

use casework::exhibit::Custody;
use casework::matching::Outcome;
use node::triage::{Event, ExhibitAsk, TriageAsk, TriageView};
use serde_json::{Map, json};

use super::Surroundings;
use super::asking_the_node::{complaint_of, n_jobs, open_node, read_list_specs, run_verb};
use super::machine_line::{MachineLine, put_raw};
use crate::cli::invocation::{FailOn, TriageArgs};
use crate::exit::Exit;
use crate::terminal::{Phase, Progress, print_reports, print_summary};

/// Does it.
///
/// # Errors
/// What a person must be told.
pub fn run(mut args: TriageArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    ask_for_custody(&mut args, here)?;
    refuse_node_inside(&args, here)?;
    let progress = Progress::on_standard_error(here.terminal.words.clone(), here.quiet);
    let fail_on = args.fail_on.clone();
    let shown = progress.clone();
    let view = run_verb(async |stop| {
        let (node, who) = open_node(here).await?;
        let ask = TriageAsk {
            exhibits: exhibits(&args),
            lists: read_list_specs(&args.lists, here)?,
            reports: args.reports.clone(),
            audience: args.audience,
            shared: args.share.clone(),
            words: here.terminal.words.clone(),
            reveal_names: here.values.is_on("show-names"),
            flavour: args.flavour.clone().unwrap_or_else(|| "Default".to_owned()),
            n_jobs: n_jobs(args.jobs),
            frames: args.video.choice(),
            search: args.search,
            screen: args.screen,
            uncaged: args.uncaged,
            stack_threshold_bits: args.threshold_bits.unwrap_or(fingerprint::pdq::DISTANCE_BITS_MAX),
            dated: std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok()),
            stop,
            events: Arc::new(move |event| show(&shown, event)),
        };
        node.triage(&who, ask).await.map_err(|error| complaint_of(error, here))
    });
    progress.finish();
    let view = view?;
    print(&view, here)?;
    Ok(if is_found(&view, &fail_on) { Exit::Found } else { Exit::Finished })
}

/// Refuses a node folder inside an exhibit before it is opened, for opening makes it: nothing is ever made there.
fn refuse_node_inside(args: &TriageArgs, here: &Surroundings) -> anyhow::Result<()> {
    let say = |error| complaint_of(node::Error::Folder(error), here);
    let folder = node::folder::choose(here.node.clone(), |name| std::env::var_os(name)).map_err(say)?;
    // An exhibit that is not there is the verb's to name.
    for exhibit in args.exhibits.iter().filter(|exhibit| exhibit.exists()) {
        node::folder::refuse_inside(&folder, exhibit).map_err(say)?;
    }
    Ok(())
}

/// Asks a person at the terminal, once, for what neither flags nor settings say. A script is never asked.
fn ask_for_custody(args: &mut TriageArgs, here: &Surroundings) -> anyhow::Result<()> {
    let somebody_is_there = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let one_number = args.exhibits.len() == 1;
    let number = args.exhibit_numbers.first_mut().filter(|_| one_number);
    let mut open: Vec<(&str, &mut Option<String>)> = vec![("custody-ask-authority", &mut args.authority)];
    open.extend(number.map(|number| ("custody-ask-exhibit-number", number)));
    open.extend([("custody-ask-seal", &mut args.seal), ("custody-ask-examiner", &mut args.examiner)]);
    open.retain(|(_, answer)| answer.is_none());
    if !somebody_is_there || here.quiet || here.json || open.is_empty() {
        return Ok(());
    }
    let mut err = std::io::stderr().lock();
    writeln!(err, "{}", here.terminal.say("custody-ask", &[]))?;
    for (question, answer) in open {
        write!(err, "  {}: ", here.terminal.say(question, &[]))?;
        err.flush()?;
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        *answer = Some(line.trim().to_owned()).filter(|text| !text.is_empty());
    }
    Ok(())
}

fn exhibits(args: &TriageArgs) -> Vec<ExhibitAsk> {
    let numbered = args.exhibits.iter().zip(&args.exhibit_numbers);
    numbered
        .map(|(path, number)| ExhibitAsk {
            path: path.clone(),
            custody: Custody {
                authority: args.authority.clone(),
                number: number.clone(),
                seal: args.seal.clone(),
                examiner: args.examiner.clone(),
            },
            hash_only: args.hash_only,
            beneath: None,
        })
        .collect()
}

fn show(progress: &Progress, event: Event) {
    match event {
        Event::ReadingList { .. } => progress.begin(Phase::Lists, 0, 0),
        Event::Listed { n_files, n_bytes, .. } => progress.begin(Phase::Files, n_files, n_bytes),
        Event::Read { bytes } => progress.advance(0, bytes),
        Event::FileDone { .. } => progress.advance(1, 0),
        Event::Videos { n_files } => progress.begin(Phase::Videos, n_files, 0),
        Event::Matching { .. } => progress.begin(Phase::Matching, 0, 0),
        Event::Video { .. } => progress.advance(0, 0),
        Event::ListChanged { .. } => progress.begin(Phase::Lists, 0, 0),
    }
}

fn print(view: &TriageView, here: &Surroundings) -> anyhow::Result<()> {
    if here.json {
        let reports: Vec<_> = view
            .reports
            .iter()
            .map(|report| {
                let mut fields = Map::new();
                put_raw(&mut fields, "path", &report.path);
                fields.insert("sha256".to_owned(), json!(report.sha256));
                fields.insert("size".to_owned(), report.size.into());
                fields
            })
            .collect();
        let refused: Vec<_> =
            view.refused.iter().map(|(list, rows)| json!({ "list": list, "n_refused": rows })).collect();
        let held: Vec<_> =
            view.held.iter().map(|(call, n_files)| json!({ "call": call, "n_files": n_files })).collect();
        let exhibits: Vec<_> = view.header.exhibits.iter().map(|exhibit| &exhibit.id).collect();
        let fields = json!({
            "version": view.header.version, "commit": view.header.commit,
            "for_evidence": view.header.for_evidence(), "self_test": view.header.self_test,
            "uncaged": view.header.uncaged, "exhibits": exhibits,
            "lists": view.header.lists, "summary": view.summary, "reports": reports, "refused": refused,
            "held": held,
        });
        let line = MachineLine::of("sanad.triage-result").put_all(fields);
        return Ok(line.put_raw("run_record", view.run_record.as_os_str().as_bytes()).print()?);
    }
    let mut out = std::io::stdout().lock();
    if !here.quiet {
        print_summary(&mut out, &here.terminal, &view.header, &view.summary)?;
        for (list, n_refused) in view.refused.iter().filter(|(_, n_refused)| *n_refused > 0) {
            let args = [("list", words::visible(list).into()), ("rows", (*n_refused).into())];
            writeln!(out, "{}", here.terminal.say("verb-list-refused", &args))?;
        }
        for (call, n_files) in &view.held {
            let contact = call.contact.as_deref().unwrap_or_default();
            let unit = words::visible(format!("{} {contact}", call.name).trim());
            let args = [("files", (*n_files).into()), ("unit", unit.into())];
            writeln!(out, "{}", here.terminal.say("verb-triage-held", &args))?;
        }
    }
    print_reports(&mut out, &here.terminal, &view.reports)?;
    Ok(())
}

fn is_found(view: &TriageView, fail_on: &std::collections::BTreeSet<FailOn>) -> bool {
    view.rows.iter().any(|row| {
        fail_on.iter().any(|what| match what {
            FailOn::Known => row.outcome == Some(Outcome::Known),
            FailOn::Near => row.outcome == Some(Outcome::Near),
            FailOn::Altered => row.outcome == Some(Outcome::Altered),
            // To the lists it is new: whoever asks for that wants to hear of it.
            FailOn::New => matches!(row.outcome, Some(Outcome::New | Outcome::Held)),
            FailOn::Problem => row.problem().is_some(),
        })
    })
}
