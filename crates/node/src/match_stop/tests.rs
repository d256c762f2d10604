//! Holding matches back on a real store: what answers say of it, who is told, and that two calls at once hold back once.

use std::ffi::OsString;

use casework::id::UserId;
use casework::role::Role;
use casework::who::Actor;
use fingerprint::Digests;
use formats::list_spec::ListSpec;

use super::*;
use crate::match_query::{AskedHashes, MatchQuery, MatchQueryView};
use crate::principal::Caller;
use crate::sign_in::tests::World;

const LISTED: &str = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";

struct Desk {
    world: World,
    me: Principal,
    matcher: Principal,
}

impl Desk {
    async fn new() -> Desk {
        let world = World::new().await;
        let (user, _) = world.add("rana", Role::Supervisor).await;
        let unit = world.node.store.units().await.unwrap()[0].id;
        let of = |user: UserId, roles: &[Role]| {
            Principal::User(Box::new(Caller {
                actor: Actor { user, unit },
                roles: roles.iter().copied().collect(),
                cases: Default::default(),
                opened: Default::default(),
                scope: None,
                purpose: None,
            }))
        };
        let me = of(user.id, &[Role::Supervisor, Role::Grader]);
        let matcher = of(UserId::new([7; 10]), &[Role::Matcher]);
        let desk = Desk { world, me, matcher };
        desk.import(&format!("id,md5,pdq\nE-1,{},{LISTED}\nE-2,{},\n", "11".repeat(16), "22".repeat(16))).await;
        desk
    }

    async fn import(&self, text: &str) {
        let path = self.world.folder.path().join("list.csv");
        std::fs::write(&path, text).unwrap();
        let spec = ListSpec::read(&OsString::from(format!("{},name=national", path.display())));
        self.world.node.import_list(&self.world.terminal, &spec.unwrap_or_else(|_| panic!("a list"))).await.unwrap();
    }

    async fn asked(&self, who: &Principal, asked: AskedHashes) -> MatchQueryView {
        self.world.node.query_match(who, MatchQuery { asked: vec![asked], lists: None }).await.unwrap()
    }

    async fn outcome(&self, asked: AskedHashes) -> (&'static str, u64) {
        let view = self.asked(&self.matcher, asked).await;
        (view.answers[0].outcome, view.answers[0].n_suppressed)
    }
}

/// The listed look with its first bits turned.
fn look(n_bits: u32) -> AskedHashes {
    let first = u64::from_str_radix(&LISTED[..16], 16).unwrap() ^ ((1u64 << n_bits) - 1);
    AskedHashes { pdq: Some(format!("{first:016x}{}", &LISTED[16..]).parse().unwrap()), ..AskedHashes::default() }
}

fn digest(byte: u8) -> AskedHashes {
    AskedHashes { md5: Some(Md5([byte; 16])), ..AskedHashes::default() }
}

fn because(list: Option<&str>, row: Option<u64>, hash: Option<EntryHash>) -> SuppressMatch {
    let list = list.map(str::to_owned);
    SuppressMatch { list, row, hash, distance_bits: 0, reason: "a company's logo".into(), days: 2 }
}

fn code_of<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(error) => error.code().to_owned(),
        Ok(answer) => panic!("{answer:?}"),
    }
}

#[tokio::test]
async fn a_suppressed_entry_is_counted_and_not_told_by_any_of_its_hashes_until_its_time_is_over() {
    let desk = Desk::new().await;
    let node = &desk.world.node;
    assert_eq!(desk.outcome(look(5)).await, ("near", 0));
    let row = desk.asked(&desk.matcher, look(5)).await.answers[0].matches[0].row;
    let view = node.suppress_match(&desk.me, because(Some("national"), Some(row), None)).await.unwrap();
    assert!(view.holds && matches!(view.target, StopTarget::Entry { .. }), "{view:?}");
    assert_eq!(desk.outcome(look(5)).await, ("new", 1), "its look, although it was named by its digest");
    assert_eq!(desk.outcome(digest(0x11)).await, ("new", 1));
    assert_eq!(desk.outcome(digest(0x22)).await, ("known", 0), "its neighbour is told");
    // The next version of the list brings the entry in another row.
    desk.import(&format!("id,md5,pdq\nE-9,{},\nE-1,{},{LISTED}\n", "33".repeat(16), "11".repeat(16))).await;
    assert_eq!(desk.outcome(digest(0x11)).await, ("new", 1));
    desk.world.wait_s(2 * 24 * 3_600);
    assert_eq!(desk.outcome(digest(0x11)).await, ("known", 0), "its time is over");
    let shown = node.match_stops(&desk.me, ListAsk::default()).await.unwrap();
    assert!(!shown.items[0].holds && shown.next.is_none());
}

#[tokio::test]
async fn a_hash_that_is_no_match_is_none_whatever_lists_say() {
    let desk = Desk::new().await;
    let node = &desk.world.node;
    let hash = EntryHash::Pdq(look(0).pdq.unwrap());
    let ask = SuppressMatch { distance_bits: 8, ..because(None, None, Some(hash)) };
    let view = node.suppress_match(&desk.me, ask.clone()).await.unwrap();
    assert_eq!((desk.outcome(look(8)).await, desk.outcome(look(9)).await), (("new", 1), ("near", 0)));
    let release = |reason: &str| ReleaseMatch { stop: view.id, reason: reason.into() };
    assert_eq!(code_of(node.release_match(&desk.me, release(" ")).await), "stop-no-reason");
    node.release_match(&desk.me, release("it is one after all")).await.unwrap();
    assert_eq!(desk.outcome(look(8)).await, ("near", 0));
    assert_eq!(code_of(node.release_match(&desk.me, release("again")).await), "stop-not-held");
    let refused = async |ask: SuppressMatch| code_of(node.suppress_match(&desk.me, ask).await);
    assert_eq!(refused(SuppressMatch { distance_bits: 32, ..ask.clone() }).await, "stop-distance-out-of-range");
    assert_eq!(refused(SuppressMatch { days: 0, ..ask.clone() }).await, "stop-days-out-of-range");
    assert_eq!(refused(because(None, None, None)).await, "not-a-hash");
    assert_eq!(refused(because(Some("nobody's"), Some(1), None)).await, "not-found");
    assert_eq!(refused(because(Some("national"), Some(99), None)).await, "not-found");
    assert_eq!(code_of(node.suppress_match(&desk.matcher, ask).await), "denied");
}

#[tokio::test]
async fn an_entry_that_agrees_with_too_much_waits_for_a_person_who_is_told() {
    let desk = Desk::new().await;
    let node = &desk.world.node;
    node.quarantine_by(FloodRule { n_things_max: 3, window_us: 3_600_000_000 });
    for _ in 0..10 {
        assert_eq!(desk.outcome(look(1)).await.0, "near", "one thing, however often");
    }
    // Calls at once, as a platform asks: one of them holds the entry back, and once.
    let calls = (2..=6).map(|n_bits| desk.outcome(look(n_bits)));
    let mut answered = Vec::new();
    for call in calls {
        answered.push(call.await.0);
    }
    assert_eq!(answered, ["near", "near", "near", "quarantined", "quarantined"]);
    let view = desk.asked(&desk.matcher, look(2)).await;
    assert!(view.answers[0].matches[0].quarantined, "{view:?}");
    assert_eq!(desk.outcome(digest(0x11)).await.0, "quarantined", "the entry waits, not one of its hashes");
    let quarantined = ListAsk { state: Some("quarantined".into()), ..ListAsk::default() };
    let stops = node.match_stops(&desk.me, quarantined).await.unwrap().items;
    assert_eq!(stops.len(), 1);
    let news = node.show_news(&desk.me, &Default::default()).await.unwrap();
    let told = NewsBody::EntryQuarantined { list: "national".into(), stop: stops[0].id, n_things: 3 };
    assert!(news.items.iter().any(|one| one.body == told), "{news:?}");
    let entries = desk.world.entries().await;
    assert!(entries.iter().any(|entry| entry.to_string().contains("\"stops\"")), "it stands in the ledger");
    // Who looked says that it is right: from then on it is answered, however often.
    node.release_match(&desk.me, ReleaseMatch { stop: stops[0].id, reason: "it went viral".into() }).await.unwrap();
    for n_bits in 0..20 {
        assert_eq!(desk.outcome(look(n_bits)).await.0, "near");
    }
}

#[tokio::test]
async fn gradings_are_told_to_those_who_may_see_them_and_nothing_to_who_grades_blind() {
    use crate::grading::{BlindAsk, GradeAsk};
    use casework::facts::Facts;
    use casework::file::{File, MediaKind};
    use casework::grading::Verdict;

    let desk = Desk::new().await;
    let node = &desk.world.node;
    let md5 = Some(Md5([0x11; 16]));
    let digests = Digests { md5, sha256: Some(Sha256([5; 32])), ..Digests::default() };
    let file = File::of_type(digests, 9, "image/jpeg", MediaKind::Picture);
    let id = file.id().unwrap();
    let mut tx = node.store.begin().await.unwrap();
    tx.put_file(&file, "none").await.unwrap();
    tx.commit(node.entry(&desk.world.terminal, "triage")).await.unwrap();

    node.open_blind(&desk.me, BlindAsk { files: [id].into() }).await.unwrap();
    let blind = desk.asked(&desk.me, digest(0x11)).await;
    assert_eq!((blind.answers[0].outcome, blind.answers[0].matches.len()), ("withheld", 0));
    assert_eq!(desk.outcome(digest(0x11)).await.0, "known", "others are answered");
    // The same of a file that no list knows: what is withheld tells nothing.
    let unlisted = AskedHashes { sha256: Some(Sha256([5; 32])), ..AskedHashes::default() };
    assert_eq!(desk.asked(&desk.me, unlisted).await.answers[0].outcome, "withheld");
    let grade = GradeAsk { file: id, facts: Facts::default(), verdict: Verdict::CannotTell };
    node.grade(&desk.me, grade).await.unwrap();
    let view = desk.asked(&desk.me, digest(0x11)).await;
    let gradings = view.answers[0].gradings.as_ref().unwrap();
    assert_eq!((gradings.len(), gradings[0].file, gradings[0].n_wanted), (1, id, 3), "{gradings:?}");
    let machine = desk.asked(&desk.matcher, digest(0x11)).await;
    assert_eq!(machine.answers[0].gradings, None, "a machine sees none");
}

#[tokio::test]
async fn what_people_decided_says_how_often_near_matches_were_wrong() {
    use crate::grading::tests::{file, node_with, pdq, who};
    use crate::match_decision::{DecideMatch, MatchNamed};

    // One to four bits from the entry.
    let seized = [("a", 0x01), ("b", 0x03), ("c", 0x07), ("d", 0x0f)].map(|(content, look)| file(content, Some(look)));
    let (folder, node, _, files) = node_with(&seized).await;
    let path = folder.path().join("list.csv");
    std::fs::write(&path, format!("id,md5,pdq\nE-1,,{}\n", pdq(0))).unwrap();
    let spec = ListSpec::read(&OsString::from(format!("{},name=national", path.display())));
    let terminal = Principal::of_this_process();
    node.import_list(&terminal, &spec.unwrap_or_else(|_| panic!("a list"))).await.unwrap();
    let supervisor = who(1, Role::Supervisor);
    let nothing = node.measured_error(&supervisor, "national").await.unwrap();
    assert_eq!((nothing.n_confirmed, nothing.error), (0, None));
    for (file, confirms) in files.iter().zip([true, true, true, false]) {
        let decide = DecideMatch {
            named: MatchNamed { file: *file, list: "national".into(), owner_id: Some("E-1".into()), hash: None },
            confirms,
            side_by_side: true,
            reason: Some("seen".into()),
        };
        node.decide_match(&supervisor, decide).await.unwrap();
    }
    let measured = node.measured_error(&supervisor, "national").await.unwrap();
    assert_eq!((measured.n_confirmed, measured.n_rejected), (3, 1));
    let at: Vec<(u32, u64, u64)> =
        measured.by_distance.iter().map(|at| (at.distance_bits, at.n_confirmed, at.n_rejected)).collect();
    assert_eq!(at, [(1, 1, 0), (2, 1, 0), (3, 1, 0), (4, 0, 1)]);
    let share = |bits: usize| measured.by_distance[bits - 1].error_up_to.unwrap().share;
    assert_eq!((share(3), share(4), measured.error.unwrap().share), (0.0, 0.25, 0.25));
    assert_eq!(code_of(node.measured_error(&supervisor, "nobody's").await), "not-found");
    assert_eq!(code_of(node.measured_error(&who(2, Role::Matcher), "national").await), "denied");
}
