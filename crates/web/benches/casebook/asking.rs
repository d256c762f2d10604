//! Asks the pages' verbs of a casebook, each of them many times about different records, and prints what each call cost.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use casework::clue::ClueKind;
use casework::facts::Facts;
use casework::grading::Verdict;
use casework::id::{CaseId, ClueId, PersonId, PlaceId, RecordId, SeriesId, UnitId, UserId, VictimId};
use casework::link::{Confidence, LinkKind};
use casework::protected::Protected;
use casework::retention::Purpose;
use casework::role::Role;
use node::casebook::{ListAsk, Listed, Placement};
use node::clock::Clock;
use node::clue::AddClue;
use node::evidence::EvidenceAsk;
use node::grading::GradeAsk;
use node::link::AddLink;
use node::match_query::{AskedHashes, MatchQuery};
use node::news::NewsAsk;
use node::principal::Caller;
use node::search::{FindBy, FindExact, SearchAsk};
use node::thing::OnService;
use node::{Error, Node, Principal};
use serde_json::json;
use store::Store;

use super::writing::{chance, exhibit_id, file_id, id, popular, word};
use super::{Size, caller};

/// Who asks: somebody of a unit that owns a twentieth of the book, and somebody of one that owns nothing and works on
/// three cases of others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asker {
    Owner,
    Guest,
}

pub(super) async fn ask(folder: &Path, n_times: u64) -> Result<()> {
    let size: Size = serde_json::from_slice(&std::fs::read(folder.join("size.json")).context("reading its size")?)?;
    let node = Arc::new(super::open(folder, Clock::wall()).await?);
    // As on a machine where it has served for a while: otherwise the first pages tell how fast the disk is.
    std::io::copy(&mut std::fs::File::open(node.folder().database())?, &mut std::io::sink())?;
    let store = Store::open(&node.folder().database()).await?;
    let (owner, guest, now_us) = (id(UserId::new, "user", 0), UserId::new([7; 10]), node.now_us());
    {
        let mut tx = store.begin().await?;
        for n in 0..3 {
            tx.let_into_case(guest, id(CaseId::new, "case", n), None).await?;
        }
        tx.commit(store::LedgerEntry::new("case-staff", "uid:0", node.now_us())).await?;
    }
    let callers = Callers {
        owner: caller(owner, id(UnitId::new, "unit", 0), store.cases_of_user(owner, now_us).await?),
        guest: caller(guest, UnitId::new([7; 10]), store.cases_of_user(guest, now_us).await?),
    };
    // As a server does it: the ledger is laid out behind the verbs.
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let publisher = Arc::clone(&node);
    let publishing = tokio::spawn(async move { publisher.publish_in_background(async { _ = stopped.await }).await });
    tokio::task::yield_now().await;
    let bench = Bench { node, size, callers, n_times };
    let asked = bench.all().await;
    drop(stop);
    publishing.await.context("laying the ledger out")?;
    asked
}

struct Callers {
    owner: Principal,
    guest: Principal,
}

struct Bench {
    node: Arc<Node>,
    size: Size,
    callers: Callers,
    n_times: u64,
}

impl Bench {
    fn who(&self, asker: Asker) -> &Principal {
        match asker {
            Asker::Owner => &self.callers.owner,
            Asker::Guest => &self.callers.guest,
        }
    }

    /// The cases that the owner works on.
    fn cases(&self) -> Vec<CaseId> {
        match &self.callers.owner {
            Principal::User(caller) => caller.cases.iter().copied().collect(),
            _ => Vec::new(),
        }
    }

    async fn all(&self) -> Result<()> {
        for asker in [Asker::Owner, Asker::Guest] {
            self.lists(asker).await?;
        }
        self.records().await?;
        self.searches().await?;
        self.changes().await
    }

    /// Measures one verb. What the caller may not see is an answer too, but most must be seen.
    async fn time<T>(&self, verb: &str, ask: impl AsyncFn(u64) -> Result<T, Error>) -> Result<()> {
        self.time_of(verb, ask, |_| 1).await
    }

    /// Measures a verb that shows a page.
    async fn page<T>(&self, verb: &str, ask: impl AsyncFn() -> Result<Listed<T>, Error>) -> Result<()> {
        self.time_of(verb, async |_| ask().await, |page| page.items.len()).await
    }

    /// Measures a queue page after page, as somebody turns them, and from its beginning again.
    async fn queue<T>(&self, verb: &str, ask: impl AsyncFn(Option<String>) -> Result<Listed<T>, Error>) -> Result<()> {
        let after = RefCell::new(None);
        let turn = async |_| {
            let page = ask(after.take()).await?;
            after.replace(page.next.clone());
            Ok(page)
        };
        self.time_of(verb, turn, |page| page.items.len()).await
    }

    /// Measures one verb of whose answers so much is to be seen. What shows nothing is no measure of a page.
    async fn time_of<T>(
        &self,
        verb: &str,
        ask: impl AsyncFn(u64) -> Result<T, Error>,
        n_shown: impl Fn(&T) -> usize,
    ) -> Result<()> {
        let (mut took_us, mut n_seen) = (Vec::new(), 0);
        for n in 0..self.n_times {
            let began = Instant::now();
            match ask(n).await {
                Ok(answer) => n_seen += n_shown(&answer),
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error).with_context(|| format!("asking {verb}")),
            }
            took_us.push(began.elapsed().as_micros() as u64);
        }
        ensure!(n_seen > 0, "{verb} showed nothing in {} calls", self.n_times);
        took_us.sort_unstable();
        let share = |percent: usize| took_us[(took_us.len() * percent / 100).min(took_us.len() - 1)];
        let line = json!({
            "verb": verb, "n": self.n_times, "n_seen": n_seen,
            "median_us": share(50), "p95_us": share(95), "max_us": share(100),
        });
        println!("{line}");
        Ok(())
    }

    /// Lists: the first page, and one far down.
    async fn lists(&self, asker: Asker) -> Result<()> {
        let (node, who) = (&self.node, self.who(asker));
        let name = |verb: &str| if asker == Asker::Owner { verb.to_owned() } else { format!("{verb}, of three cases") };
        let first = ListAsk::default;
        let mut far = None;
        for _ in 0..if asker == Asker::Owner { 20 } else { 0 } {
            far = node.list_series(who, ListAsk { after: far, ..ListAsk::default() }).await?.next;
        }
        self.page(&name("list_series"), async || node.list_series(who, first()).await).await?;
        if far.is_some() {
            let ask = || ListAsk { after: far.clone(), ..ListAsk::default() };
            self.page(&name("list_series, far down"), async || node.list_series(who, ask()).await).await?;
        }
        self.page(&name("list_cases"), async || node.list_cases(who, first()).await).await?;
        self.page(&name("list_victims"), async || node.list_victims(who, first()).await).await?;
        self.page(&name("list_persons"), async || node.list_persons(who, first()).await).await?;
        self.page(&name("list_places"), async || node.list_places(who, first()).await).await?;
        self.page(&name("list_clues"), async || node.list_clues(who, first()).await).await?;
        self.page(&name("list_clocks"), async || node.list_clocks(who, first()).await).await?;
        let breaches = async |_| node.show_breaches(who).await;
        self.time_of(&name("show_breaches"), breaches, |shown| shown.by_unit.values().map(Vec::len).sum()).await?;
        let news = async |after| node.show_news(who, &NewsAsk { after, ..NewsAsk::default() }).await;
        self.queue(&name("show_news"), news).await?;
        let turned = |after| ListAsk { after, ..ListAsk::default() };
        self.queue(&name("disagreements"), async |after| node.disagreements(who, turned(after)).await).await?;
        self.queue(&name("claims"), async |after| node.claims(who, turned(after)).await).await?;
        let waiting = |after| ListAsk { state: Some("claimed".into()), limit: Some(200), ..turned(after) };
        self.queue(&name("claims, those that wait among 200 files"), async |after| {
            node.claims(who, waiting(after)).await
        })
        .await?;
        let due = async |_| node.due_for_review(who).await;
        self.time_of(&name("due_for_review"), due, |shown| shown.due.len()).await
    }

    /// Single records, and what ties them together. The owner's own are every twentieth.
    async fn records(&self) -> Result<()> {
        let (node, who, size) = (&self.node, self.who(Asker::Owner), self.size);
        let own = |name: &str, n: u64, of: u64| chance(name, n) % (of / size.n_units()).max(1) * size.n_units();
        let each = size.n_each();
        let series = |n: u64| id(SeriesId::new, "series", popular(size, n) / size.n_units() * size.n_units());
        let victim = |n: u64| id(VictimId::new, "victim", own("ask victim", n, each));
        let place = |n: u64| id(PlaceId::new, "place", own("ask place", n, each));
        self.time("show_series", async |n| node.show_series(who, series(n)).await).await?;
        let largest = id(SeriesId::new, "series", 0);
        self.time("show_series, the largest", async |_| node.show_series(who, largest).await).await?;
        self.time("show_links", async |n| node.show_links(who, victim(n).into(), false).await).await?;
        self.time("find_path", async |n| node.find_path(who, victim(n).into(), place(n).into()).await).await?;
        self.time("show_victim", async |n| node.show_victim(who, victim(n)).await).await?;
        let person = |n: u64| id(PersonId::new, "person", own("ask person", n, each));
        self.time("show_person", async |n| node.show_person(who, person(n)).await).await?;
        self.time("show_thing", async |n| node.show_thing(who, place(n).into()).await).await?;
        let clue = |n: u64| id(ClueId::new, "clue", own("ask clue", n, each));
        self.time("show_clue", async |n| node.show_clue(who, clue(n)).await).await?;
        let cases = self.cases();
        let case = |n: u64| cases[n as usize % cases.len()];
        self.time("show_case", async |n| node.show_case(who, case(n)).await).await?;
        let graded = |n: u64| file_id(20 * (chance("ask graded", n) % size.n_graded()));
        self.time("show_gradings", async |n| node.show_gradings(who, graded(n)).await).await?;
        let askers = size.files_of_asker();
        let claimed = |n: u64| file_id(askers[chance("ask claims", n) as usize % askers.len()]);
        let claims = async |n| node.claims_of(who, claimed(n)).await;
        self.time_of("claims_of", claims, |shown| shown.claims.len()).await?;
        self.time("clocks_about", async |n| node.clocks_about(who, victim(n).into()).await).await?;
        let exhibit = |n: u64| exhibit_id(chance("ask exhibit", n) % size.n_exhibits()).to_string();
        let terminal = Principal::of_this_process();
        self.time("show_exhibit", async |n| node.show_exhibit(&terminal, &exhibit(n)).await).await
    }

    async fn searches(&self) -> Result<()> {
        let (node, who, size) = (&self.node, self.who(Asker::Owner), self.size);
        let words = |n: u64, k: u64| {
            let clue = chance("search", n) % size.n_each();
            (0..k).map(|place| word(chance("clue", 6 * clue + place))).collect::<Vec<_>>().join(" ")
        };
        let ask = |words: String| SearchAsk { words: Protected::new(words), limit: None };
        self.time("search_words, one word", async |n| node.search_words(who, ask(words(n, 1))).await).await?;
        self.time("search_words, three words", async |n| node.search_words(who, ask(words(n, 3))).await).await?;
        let slip = |n| words(n, 2).replacen('a', "e", 1).replacen('ا', "و", 1);
        self.time("search_words, a slip of the pen", async |n| node.search_words(who, ask(slip(n))).await).await?;
        let case = self.cases().first().copied();
        let exact = |what| FindExact { what, case, purpose: Some(Purpose::ALL[0]) };
        let handle = |n: u64| {
            let n = chance("ask handle", n) % (size.n_each() / size.n_units()).max(1) * size.n_units();
            let written = Protected::new(format!("{}{n}", word(chance("handle", n))));
            FindBy::Handle { named: OnService { service: "example".into(), written } }
        };
        self.time("find_exact, an account", async |n| node.find_exact(who, exact(handle(n))).await).await?;
        let file = |n: u64| FindBy::File { file: file_id(chance("ask file", n) % size.n_files) };
        self.time("find_exact, a file", async |n| node.find_exact(who, exact(file(n))).await).await?;
        let hashes = |n: u64| {
            let casework::file::FileId::Sha256(sha256) = file_id(n) else { unreachable!("a file's best digest") };
            let asked = vec![AskedHashes { sha256: Some(sha256), ..AskedHashes::default() }];
            MatchQuery { asked, lists: None }
        };
        let matcher = match self.who(Asker::Owner) {
            Principal::User(caller) => {
                Principal::User(Box::new(Caller { roles: [Role::Matcher].into(), ..(**caller).clone() }))
            }
            terminal => terminal.clone(),
        };
        self.time("query_match, no list", async |n| node.query_match(&matcher, hashes(n)).await).await
    }

    async fn changes(&self) -> Result<()> {
        let (node, who, size) = (&self.node, self.who(Asker::Owner), self.size);
        let clue = |n: u64| AddClue {
            kind: ClueKind::Plug,
            words: Protected::new(word(n)),
            language: None,
            certainty: Confidence::Likely,
            into: Placement::default(),
        };
        self.time("add_clue", async |n| node.add_clue(who, clue(n)).await).await?;
        let own = |name: &str, n: u64| chance(name, n) % (size.n_each() / size.n_units()).max(1) * size.n_units();
        let link = |n: u64| AddLink {
            from: RecordId::from(id(VictimId::new, "victim", own("new link's victim", n))),
            to: id(PersonId::new, "person", own("new link's person", n)).into(),
            kind: LinkKind::HarmedBy,
            confidence: Confidence::Guess,
            evidence: vec![EvidenceAsk::Statement { words: Protected::new("said so") }],
            reason: None,
        };
        self.time("add_link", async |n| node.add_link(who, link(n)).await).await?;
        let grade = |n: u64| GradeAsk {
            file: file_id(chance("to grade", n) % size.n_files),
            facts: Facts::default(),
            verdict: Verdict::CannotTell,
        };
        self.time("grade", async |n| node.grade(who, grade(n)).await).await?;
        Ok(())
    }
}
