//! A run that is killed, stopped, or cut up in any way ends in the very bytes of one that was left alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::exhibits;
use crate::program::{Desk, ENDINGS, Told, number, run, text, wait_until};
use crate::remembered::Remembered;

/// Places that are not files and are therefore listed anew by every run.
const N_WITHOUT_BYTES: u64 = 3;
const N_JOBS: u64 = 2;

/// A triage of `exhibit` against `list` with a report in every format, all below `reports`.
fn triage(desk: &Desk, exhibit: &Path, list: &Path, reports: &Path) -> Command {
    std::fs::create_dir_all(reports).unwrap();
    let mut command = desk.sanad(&["triage", text(exhibit), "--list", text(list)]);
    command.env("SANAD_JOBS", N_JOBS.to_string());
    for path in report_paths(reports) {
        command.arg("--report").arg(path);
    }
    command.env("SOURCE_DATE_EPOCH", "1700000000").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn report_paths(folder: &Path) -> Vec<PathBuf> {
    ENDINGS.iter().map(|ending| folder.join(format!("report.{ending}"))).collect()
}

fn read_reports(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |ending: &&str| std::fs::read(folder.join(format!("report.{ending}"))).unwrap();
    ENDINGS.iter().map(|ending| (ending.to_string(), read(ending))).collect()
}

fn assert_same(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>, what: &str) {
    // The one that says most in a line goes first.
    let jsonl_first = one.iter().filter(|(ending, _)| *ending == "jsonl").chain(one);
    for (ending, bytes) in jsonl_first {
        let (one, two) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&two[ending]));
        let first = one.lines().zip(two.lines()).find(|(one, two)| one != two);
        assert!(one == two, "{ending} differs {what}: {first:#?}");
    }
}

/// When a run is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// So many milliseconds after its start, wherever it then is.
    After(u64),
    /// When it has remembered a batch.
    BatchCommitted,
    /// When it has remembered its claims.
    Matched,
    /// When it has begun to write reports.
    ReportBegun,
    /// When one report is in its place.
    ReportWritten,
}

impl Moment {
    /// The moment of the kill of this number.
    fn of(kill: usize, n_kills: usize) -> Moment {
        const LAST: [Moment; 3] = [Moment::Matched, Moment::ReportBegun, Moment::ReportWritten];
        let n_before_last = n_kills - LAST.len();
        match kill {
            0 => Moment::After(0),
            _ if kill >= n_before_last => LAST[kill - n_before_last],
            _ if kill % 3 == 1 => Moment::BatchCommitted,
            _ => Moment::After(kill as u64 * 177 % 1_500),
        }
    }

    /// Waits for it; the program may end before.
    fn wait(self, child: &mut Child, desk: &Desk, reports: &Path) {
        match self {
            Moment::After(ms) => std::thread::sleep(Duration::from_millis(ms)),
            Moment::BatchCommitted => wait_for_entry(child, desk, "triage-add-files"),
            Moment::Matched => wait_for_entry(child, desk, "match"),
            Moment::ReportBegun => {
                let begun = || std::fs::read_dir(reports).unwrap().next().is_some();
                wait_until(child, begun);
            }
            Moment::ReportWritten => {
                let first = &report_paths(reports)[0];
                wait_until(child, || first.exists());
            }
        }
    }
}

/// Waits until this run has left an entry of `verb` in the ledger.
fn wait_for_entry(child: &mut Child, desk: &Desk, verb: &str) {
    // The store is opened only when the program has: they must not both make it.
    let log = desk.node().join("logs/sanad.log.jsonl");
    let lines = |log: &Path| std::fs::read_to_string(log).unwrap_or_default().lines().count();
    let before = lines(&log);
    if !wait_until(child, || lines(&log) > before) {
        return;
    }
    let remembered = Remembered::open(&desk.node());
    let n_before = remembered.n_entries(verb);
    wait_until(child, || remembered.n_entries(verb) > n_before);
}

#[test]
fn killed_again_and_again_it_ends_in_the_same_bytes_and_does_nothing_twice() {
    let soak = std::env::var_os("SANAD_SOAK").is_some_and(|value| value == "1");
    let (n_files, n_kills) = if soak { (20_000, 20) } else { (2_000, 10) };
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_many(&exhibit, n_files);
    std::os::unix::fs::symlink("000", exhibit.join("link")).unwrap();
    std::os::unix::fs::symlink("nothing", exhibit.join("dangling")).unwrap();
    exhibits::make_pipe(&exhibit.join("pipe"));
    let listed: Vec<(String, Vec<u8>)> = (0..n_files)
        .step_by(40)
        .map(|number| {
            let path = exhibit.join(format!("{:03}/{number:05}.png", number / 100));
            (format!("entry-{number}"), std::fs::read(path).unwrap())
        })
        .collect();
    let listed: Vec<(&str, &[u8])> = listed.iter().map(|(id, bytes)| (id.as_str(), &bytes[..])).collect();
    let list = desk.write("list.csv", exhibits::list_of(&listed));

    let alone = Desk::new();
    assert_eq!(triage(&alone, &exhibit, &list, &alone.path("reports")).status().unwrap().code(), Some(0));
    let expected = read_reports(&alone.path("reports"));

    let (mut n_killed, mut n_half_done, mut n_places_before) = (0, 0, 0);
    for kill in 0..n_kills {
        let moment = Moment::of(kill, n_kills);
        let reports = desk.path(&format!("reports-{kill}"));
        let mut child = triage(&desk, &exhibit, &list, &reports).spawn().unwrap();
        moment.wait(&mut child, &desk, &reports);
        // It may have ended by itself: then there is nothing to kill, and that is no fault.
        if child.try_wait().unwrap().is_none() {
            kill_process(Pid::from_child(&child), Signal::KILL).unwrap();
            n_killed += 1;
        }
        child.wait().unwrap();
        if desk.node().join("sanad.db").exists() {
            let n_places = Remembered::open(&desk.node()).n_places();
            assert!(n_places >= n_places_before, "{moment:?} lost {n_places_before} - {n_places} places");
            n_places_before = n_places;
            n_half_done += u32::from(n_places > 0 && n_places < expected["jsonl"].split(|b| *b == b'\n').count() - 3);
        }
    }
    assert!(n_killed >= n_kills / 2, "only {n_killed} of {n_kills} runs were there to be killed");
    assert!(n_half_done > 0, "no kill left the exhibit half-done");

    let n_done = Remembered::open(&desk.node()).n_done();
    let reports = desk.path("reports");
    assert_eq!(triage(&desk, &exhibit, &list, &reports).status().unwrap().code(), Some(0));
    assert_same(&expected, &read_reports(&reports), "after kills");

    let intake = &desk.run_record()["exhibits"][0];
    let (n_examined, n_done_before) = (number(&intake["n_examined"]), number(&intake["n_done_before"]));
    assert_eq!(n_done_before, n_done, "what was done is not done again");
    assert_eq!(n_examined + n_done_before, u64::from(n_files));

    // Whatever the interrupted runs wrote beyond what the uninterrupted one wrote was written again: rows that every run
    // lists anew, and of each thread at most one archive in hand (its file, its place, its place's problem).
    let (interrupted, left_alone) = (Remembered::open(&desk.node()), Remembered::open(&alone.node()));
    let verb = "triage-add-files";
    let n_again = interrupted.n_rows(verb) - left_alone.n_rows(verb);
    let n_runs = interrupted.n_runs() as u64;
    assert!(n_again <= (n_runs - 1) * (N_WITHOUT_BYTES + N_JOBS * 3), "{n_again} rows written again in {n_runs} runs");
    interrupted.check();
    left_alone.check();
    let told = Told::read(&reports.join("report.jsonl"));
    assert_eq!(number(&told.summary["media"]["known"]["files"]), listed.len() as u64);
    assert_eq!(told.header["dated"], "2023-11-14T22:13:20Z");
}

/// Clips inside archives, one of them in an archive in an archive, one of them twice, with pictures after them.
fn make_clips_in_archives(exhibit: &Path) {
    let desk = Desk::new();
    let clip = |photo: &str| {
        let path = desk.path("clip.mp4");
        exhibits::make_clip(photo, &path);
        std::fs::read(path).unwrap()
    };
    let picture = |seed| exhibits::png(seed, 200);
    let (moon, coffee) = (clip("moon.jpg"), clip("coffee.jpg"));
    let inner = exhibits::zip(&[("before.png", picture(1)), ("deep.mp4", coffee), ("after.png", picture(2))]);
    let outer = [("moon.mp4", moon.clone()), ("in.zip", inner), ("again.mp4", moon), ("last.png", picture(3))];
    std::fs::write(exhibit.join("clips.tgz"), exhibits::tar_gz(&outer)).unwrap();
    let broken = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    let zip = [("cat.mp4", clip("cat.jpg")), ("broken.mp4", broken), ("last.png", picture(4))];
    std::fs::write(exhibit.join("clips.zip"), exhibits::zip(&zip)).unwrap();
}

#[test]
fn videos_inside_archives_come_last_and_are_taken_again_when_other_frames_are_asked_for() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    make_clips_in_archives(&exhibit);
    let list = desk.write("list.csv", exhibits::list_of(&[("one", b"one")]));
    let triage_by = |desk: &Desk, frames: &str| {
        let reports = desk.path(&format!("reports-{frames}"));
        let mut command = triage(desk, &exhibit, &list, &reports);
        assert_eq!(run(command.args(["--video", frames])).code, Some(0));
        read_reports(&reports)
    };
    let one_after_the_other = Desk::new();
    for frames in ["key", "all", "key"] {
        let reports = triage_by(&one_after_the_other, frames);
        assert_same(&triage_by(&Desk::new(), frames), &reports, &format!("after another choice, {frames}"));
        let told = Told::read(&one_after_the_other.path(&format!("reports-{frames}/report.jsonl")));
        let clips: Vec<_> = told.rows.iter().filter(|row| row["mime"] == "video/mp4").collect();
        assert_eq!(clips.len(), 5);
        let n_frames = |row: &&serde_json::Value| row["frames"].as_array().map_or(0, Vec::len);
        let expected = |n: usize| if frames == "all" { n > 20 } else { (1..=3).contains(&n) };
        let whole: Vec<_> = clips.iter().filter(|row| row["problem"].is_null()).collect();
        assert!(whole.len() == 4 && whole.iter().all(|row| expected(n_frames(row))), "{clips:#?}");
    }
    // Nothing but the frames is done again.
    let intake = &one_after_the_other.run_record()["exhibits"][0];
    assert_eq!((number(&intake["n_examined"]), number(&intake["n_done_before"])), (0, 2));

    // In each of the three runs the frames of the four different clips were written last: after all pictures, those that
    // stand behind clips in their archives among them.
    let remembered = Remembered::open(&one_after_the_other.node());
    let batches = remembered.entries().into_iter().filter(|entry| entry["verb"] == "triage-add-files");
    let mut n_rows: Vec<u64> = batches.map(|entry| number(&entry["n_rows"])).collect();
    n_rows.reverse();
    let n_last = n_rows
        .iter()
        .scan(0, |sum, n| {
            *sum += n;
            Some(*sum)
        })
        .find(|sum| *sum >= 12);
    assert_eq!(n_last, Some(12), "{n_rows:?}");
    remembered.check();
}

/// Archives in archives and clips: what takes longest, and is therefore what a stop meets.
fn make_slow(exhibit: &Path) {
    exhibits::make_mixed(exhibit);
    make_clips_in_archives(exhibit);
    let photos = ["cat.jpg", "moon.jpg", "kay.jpg", "rocket.jpg", "coffee.jpg", "flower.jpg"];
    for (number, photo) in photos.iter().enumerate() {
        exhibits::make_clip(photo, &exhibit.join(format!("clip {number}.mp4")));
        let bytes = std::fs::read(exhibits::photo(photo)).unwrap();
        let inner = exhibits::zip(&[(photo, bytes.clone()), ("drawn.png", exhibits::png(number as u32, 400))]);
        let outer = exhibits::tar_gz(&[("first.txt", b"first\n".to_vec()), ("in.zip", inner), ("last.jpg", bytes)]);
        std::fs::write(exhibit.join(format!("box {number}.tgz")), outer).unwrap();
    }
}

#[test]
fn archives_in_archives_and_videos_are_gone_on_with_after_kills_and_stops() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    make_slow(&exhibit);
    let list = desk.write("list.csv", exhibits::list_of(&[("one", b"first\n")]));
    let alone = Desk::new();
    assert_eq!(triage(&alone, &exhibit, &list, &alone.path("reports")).status().unwrap().code(), Some(0));
    let expected = read_reports(&alone.path("reports"));

    for signal in [Signal::KILL, Signal::INT] {
        let desk = Desk::new();
        for kill in 1..7_u64 {
            use std::os::unix::process::CommandExt as _;
            let reports = desk.path(&format!("reports-{kill}"));
            let mut child = triage(&desk, &exhibit, &list, &reports).process_group(0).spawn().unwrap();
            let moment = if kill == 3 { Moment::BatchCommitted } else { Moment::After(kill * 450) };
            moment.wait(&mut child, &desk, &reports);
            if child.try_wait().unwrap().is_none() {
                let whom = Pid::from_child(&child);
                // A terminal's Ctrl-C goes to everything in the foreground, decoders among them.
                if signal == Signal::INT { kill_process_group(whom, signal) } else { kill_process(whom, signal) }
                    .unwrap();
            }
            child.wait().unwrap();
        }
        let reports = desk.path("reports");
        assert_eq!(triage(&desk, &exhibit, &list, &reports).status().unwrap().code(), Some(0));
        assert_same(&expected, &read_reports(&reports), &format!("after {signal:?}"));
        let intake = &desk.run_record()["exhibits"][0];
        let of_alone = &alone.run_record()["exhibits"][0];
        // Of the inode with two names, one is read and both are done.
        let n_files = number(&of_alone["n_examined"]);
        let n_in_all = number(&intake["n_examined"]) + number(&intake["n_done_before"]);
        assert!((n_files..=n_files + 1).contains(&n_in_all), "{intake} of {n_files}");
        Remembered::open(&desk.node()).check();
    }
}

#[test]
fn a_list_whose_import_was_killed_is_imported_whole() {
    let desk = Desk::new();
    let mut rows = "id,md5,category\n".to_owned();
    for number in 1..60_000_u64 {
        rows.push_str(&format!(
            "entry-{number},{:032x},1\n",
            u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c)
        ));
    }
    let list = desk.write("big.csv", rows);
    for ms in [0, 150, 400, 800, 1_200] {
        let mut child = desk.sanad(&["list", "import", text(&list)]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(ms));
        if child.try_wait().unwrap().is_none() {
            kill_process(Pid::from_child(&child), Signal::KILL).unwrap();
        }
        child.wait().unwrap();
    }
    let version = desk.json(&["list", "import", text(&list)])[0]["list"].clone();
    assert_eq!((number(&version["n_rows"]), number(&version["n_refused"])), (59_999, 0));
    let hash = format!("{:032x}", u128::from(59_999_u64).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c));
    assert_eq!(desk.json(&["find", &hash])[0]["matches"][0]["owner_id"], "entry-59999");
    assert_eq!(desk.json(&["list", "show"])[0]["lists"].as_array().unwrap().len(), 1);
    assert_eq!(std::fs::read_dir(desk.node().join("lists")).unwrap().count(), 1, "what was begun is cleared away");
    Remembered::open(&desk.node()).check();
}

#[test]
fn stopped_by_ctrl_c_it_exits_with_130_and_goes_on_later() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_many(&exhibit, 400);
    let list = desk.write("list.csv", exhibits::list_of(&[("one", b"one")]));
    let alone = Desk::new();
    assert_eq!(triage(&alone, &exhibit, &list, &alone.path("reports")).status().unwrap().code(), Some(0));

    use std::os::unix::process::CommandExt as _;
    let reports = desk.path("reports");
    let mut child = triage(&desk, &exhibit, &list, &reports).process_group(0).spawn().unwrap();
    let log = desk.node().join("logs/sanad.log.jsonl");
    assert!(wait_until(&mut child, || std::fs::read_to_string(&log).is_ok_and(|log| log.contains("triage"))));
    let remembered = Remembered::open(&desk.node());
    assert!(wait_until(&mut child, || remembered.n_runs() > 0));
    // A terminal sends it to everything in the foreground, decoders among them.
    kill_process_group(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(std::fs::read_dir(&reports).unwrap().count(), 0, "a stopped run reports nothing");
    drop(remembered);

    let n_done = Remembered::open(&desk.node()).n_done();
    assert_eq!(triage(&desk, &exhibit, &list, &reports).status().unwrap().code(), Some(0));
    assert_same(&read_reports(&alone.path("reports")), &read_reports(&reports), "after a stop");
    let intake = &desk.run_record()["exhibits"][0];
    assert_eq!(number(&intake["n_done_before"]), n_done);
    assert_eq!(number(&intake["n_examined"]), 400 - n_done);
}

#[test]
fn reports_are_the_same_bytes_whatever_the_jobs_and_the_language_of_the_system() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_mixed(&exhibit);
    let cat = std::fs::read(exhibits::photo("cat.jpg")).unwrap();
    let list = desk.write("list.csv", exhibits::list_of(&[("İstanbul ılık", &cat)]));
    let mut expected = None;
    for (jobs, lang) in [("1", "C"), ("4", "ar_EG.UTF-8"), ("2", "tr_TR.UTF-8")] {
        let own = Desk::new();
        let reports = own.path("reports");
        let mut command = triage(&own, &exhibit, &list, &reports);
        command.args(["--lang", "en"]).env("LANG", lang).env("LC_ALL", lang).env("SANAD_JOBS", jobs);
        assert_eq!(run(&mut command).code, Some(0));
        let written = read_reports(&reports);
        match &expected {
            None => expected = Some(written),
            Some(expected) => assert_same(expected, &written, &format!("with {jobs} jobs and {lang}")),
        }
    }
}
