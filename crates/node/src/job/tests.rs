//! Whose jobs are whose, and what becomes of them when the program ends.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use casework::role::Role;

use super::*;
use crate::clock::Clock;
use crate::folder::NodeFolder;
use crate::sign_in::tests::World;

struct Unit {
    world: World,
    examiner: Principal,
    _place: tempfile::TempDir,
}

const TERMS: &str = r#"{"name": "Partner", "owner": "An owner"}"#;

impl Unit {
    /// A node with an intake folder, in it a list, and an examiner.
    async fn new() -> Unit {
        let mut world = World::new().await;
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("list.csv"), "md5\n0123456789abcdef0123456789abcdef\n").unwrap();
        world.node = world.node.taking_from(&[place.path().to_owned()]).unwrap();
        let examiner = somebody(&world, "rana", Role::Examiner).await;
        Unit { world, examiner, _place: place }
    }

    fn ask(&self) -> AskListImport {
        AskListImport { path: "list.csv".into(), terms: serde_json::from_str(TERMS).unwrap() }
    }
}

async fn somebody(world: &World, login: &str, role: Role) -> Principal {
    let (user, _) = world.add(login, role).await;
    let user = world.node.store.user(user.id).await.unwrap().unwrap();
    world.node.caller(&user, None).await.unwrap()
}

/// Runs what is asked for until a job is over.
async fn run_until_over(node: &Arc<Node>, who: &Principal, id: JobId) -> JobView {
    let watching = async {
        let mut changes = node.job_changes();
        loop {
            let view = node.watch_job(who, id).await.unwrap();
            if view.state.is_over() {
                return view;
            }
            tokio::time::timeout(Duration::from_secs(60), changes.changed()).await.unwrap().unwrap();
        }
    };
    let (view, over) = tokio::sync::oneshot::channel::<()>();
    let mut view = Some(view);
    let (found, ()) = tokio::join!(
        async {
            let found = watching.await;
            drop(view.take());
            found
        },
        node.run_jobs(async { drop(over.await) })
    );
    found
}

fn refusal(error: Error) -> String {
    match error {
        Error::Refused(refusal) => refusal.code(),
        Error::NotFound { .. } => "not-found".into(),
        Error::Denied { .. } => "denied".into(),
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_in_in_its_turn() {
    let unit = Unit::new().await;
    let asked = unit.world.node.ask_list_import(&unit.examiner, unit.ask()).await.unwrap();
    assert_eq!((asked.state, asked.path.as_deref()), (JobState::Waiting, Some("list.csv")));
    let node = Arc::new(unit.world.node);
    let done = run_until_over(&node, &unit.examiner, asked.id).await;
    assert_eq!((done.state, done.problem.as_deref()), (JobState::Done, None));
    let outcome = done.outcome.unwrap();
    assert_eq!((outcome.n_rows, outcome.n_refused), (Some(1), Some(0)));
    assert!(done.changed > asked.changed);
    let lists = node.lists(&unit.examiner).await.unwrap();
    assert_eq!(lists[0].version.terms.name, "Partner");
    let over = node.stop_job(&unit.examiner, asked.id).await.unwrap_err();
    assert_eq!(refusal(over), "job-over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_came_with_the_call_is_gone_afterwards() {
    let unit = Unit::new().await;
    let node = Arc::new(unit.world.node);
    for (bytes, state) in [("md5\n0123456789abcdef0123456789abcdef\n", JobState::Done), ("?", JobState::Failed)] {
        let (spooled, mut file) = node.spool_file().unwrap();
        file.write_all(bytes.as_bytes()).unwrap();
        let terms = serde_json::from_str(TERMS).unwrap();
        let asked = node.ask_list_import_of(&unit.examiner, terms, spooled).await.unwrap();
        assert!(node.uploaded(asked.id).exists());
        let ended = run_until_over(&node, &unit.examiner, asked.id).await;
        assert_eq!(ended.state, state, "{:?}", ended.problem);
        assert_eq!(std::fs::read_dir(node.folder.spool()).unwrap().count(), 0);
    }
    let (spooled, _) = node.spool_file().unwrap();
    drop(spooled);
    assert_eq!(std::fs::read_dir(node.folder.spool()).unwrap().count(), 0, "what was not asked for is not kept");
}

#[tokio::test]
async fn another_units_job_is_not_there_and_other_roles_may_not() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let asked = node.ask_list_import(&unit.examiner, unit.ask()).await.unwrap();
    let Principal::User(mut caller) = unit.examiner.clone() else { panic!("a user") };
    caller.actor.unit = casework::id::UnitId::new([9; 10]);
    let stranger = Principal::User(caller);
    assert_eq!(refusal(node.show_job(&stranger, asked.id).await.unwrap_err()), "not-found");
    assert_eq!(refusal(node.watch_job(&stranger, asked.id).await.unwrap_err()), "not-found");
    assert_eq!(refusal(node.stop_job(&stranger, asked.id).await.unwrap_err()), "not-found");
    assert_eq!(refusal(node.read_job_report(&stranger, asked.id, "report.csv").await.unwrap_err()), "not-found");
    assert_eq!(node.list_jobs(&stranger, ListAsk::default()).await.unwrap().items, []);
    assert_eq!(node.list_jobs(&unit.examiner, ListAsk::default()).await.unwrap().items.len(), 1);
    let grader = somebody(&unit.world, "sami", Role::Grader).await;
    assert_eq!(refusal(node.ask_list_import(&grader, unit.ask()).await.unwrap_err()), "denied");
    assert_eq!(refusal(node.show_job(&grader, asked.id).await.unwrap_err()), "denied");
    // No name leads out of the job's folder: only what it wrote is looked up.
    for name in ["../../keys/ledger.key", "report.csv"] {
        let missing = node.read_job_report(&unit.examiner, asked.id, name).await.unwrap_err();
        assert_eq!(refusal(missing), "not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_no_longer_when_the_turn_comes_is_not_served() {
    let unit = Unit::new().await;
    let asked = unit.world.node.ask_list_import(&unit.examiner, unit.ask()).await.unwrap();
    let Principal::User(caller) = &unit.examiner else { panic!("a user") };
    let Unit { world, examiner, .. } = &unit;
    let user = world.node.store.user(caller.actor.user).await.unwrap().unwrap();
    let mut tx = world.node.store.begin().await.unwrap();
    tx.put_user(&casework::user::User { roles: [Role::Grader].into(), ..user }).await.unwrap();
    tx.commit(world.node.entry(&world.terminal, "user-set-roles")).await.unwrap();
    let examiner = examiner.clone();
    let node = Arc::new(unit.world.node);
    let ended = run_until_over(&node, &examiner, asked.id).await;
    assert_eq!((ended.state, ended.problem.as_deref()), (JobState::Failed, Some("denied")));
    assert_eq!(node.lists(&examiner).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_off_goes_on_and_what_came_with_a_call_does_not() {
    let Unit { world, examiner, _place } = Unit::new().await;
    let ask = AskListImport { path: "list.csv".into(), terms: serde_json::from_str(TERMS).unwrap() };
    let kept = world.node.ask_list_import(&examiner, ask).await.unwrap();
    let (spooled, _) = world.node.spool_file().unwrap();
    let terms = serde_json::from_str(TERMS).unwrap();
    let lost = world.node.ask_list_import_of(&examiner, terms, spooled).await.unwrap();
    // Both were begun when the program was killed.
    for id in [kept.id, lost.id] {
        let stored: Remembered = world.node.store.job(id).await.unwrap().unwrap();
        let job = stored.body.job.begin(world.node.now()).unwrap();
        let body = JobBody { job, ..stored.body };
        let mut tx = world.node.store.begin().await.unwrap();
        tx.put_job(&body.job, None, &body, 0).await.unwrap();
        tx.commit(world.node.entry(&world.terminal, "job-go-on")).await.unwrap();
    }
    let World { folder, node, .. } = world;
    drop(node);
    let opened = NodeFolder::open_at(&folder.path().join("node")).unwrap();
    let node = Node::open(opened, Clock::by_hand(1_700_000_000_000_000), "/nowhere".into()).await.unwrap();
    let node = Arc::new(node.taking_from(&[_place.path().to_owned()]).unwrap());
    let done = run_until_over(&node, &examiner, kept.id).await;
    assert_eq!(done.state, JobState::Done, "{:?}", done.problem);
    let lost = node.show_job(&examiner, lost.id).await.unwrap();
    assert_eq!((lost.state, lost.problem.as_deref()), (JobState::Stopped, Some("interrupted")));
}

#[tokio::test]
async fn what_is_asked_for_wrongly_is_refused_before_it_waits() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let list =
        |path: &str, terms: &str| AskListImport { path: path.into(), terms: serde_json::from_str(terms).unwrap() };
    let check = async |ask: AskListImport, code: &str| {
        assert_eq!(refusal(node.ask_list_import(&unit.examiner, ask).await.unwrap_err()), code);
    };
    check(list("../list.csv", TERMS), "job-path-unfit").await;
    check(list("none.csv", TERMS), "job-not-in-intake").await;
    check(list("list.csv", r#"{"name": " "}"#), "job-list-unfit").await;
    check(list("list.csv", r#"{"name": "x", "threshold_bits": 65}"#), "job-list-unfit").await;
    let triage = |text: &str| serde_json::from_str::<AskTriage>(text).unwrap();
    for (text, code) in [
        (r#"{"path": "list.csv", "reports": ["exe"]}"#, "job-report-unfit"),
        (r#"{"path": "list.csv", "reports": ["csv", "csv"]}"#, "job-report-unfit"),
        (r#"{"path": "list.csv", "language": "xx"}"#, "job-report-unfit"),
        (r#"{"path": "/etc/passwd"}"#, "job-path-unfit"),
        (r#"{"path": "passwd"}"#, "job-not-in-intake"),
    ] {
        assert_eq!(refusal(node.ask_triage(&unit.examiner, triage(text)).await.unwrap_err()), code, "{text}");
    }
    assert_eq!(node.list_jobs(&unit.examiner, ListAsk::default()).await.unwrap().items, []);
}
