//! How long records are kept, and what is left of one that is erased: nothing that it said, in no row and no byte.

use casework::clock_rules::Term;
use casework::id::{CaseId, LinkId, RecordId, SeriesId, UnitId, UserId};
use casework::link::{Assertion, Confidence, Evidence, Link};
use casework::link_kind::{LinkKind, Noun};
use casework::protected::Protected;
use casework::record::{Circle, KeyKind, Record};
use casework::retention::{Keeping, KeepingRule, Purpose};
use casework::who::{Actor, Moment, Said};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};
use store::{Engine, LetGo, Reader, SearchAlert, Where};

use crate::samples::{entry, store_on};

on_each_engine!(
    nothing_is_left_of_what_an_erased_record_said,
    an_erased_record_is_not_there_and_its_number_is_not_given_again,
    what_waits_for_a_review_is_found_and_what_nobody_wrote_down_too,
    searches_are_counted_for_a_day_and_an_alert_grows,
);

const CANARY: &str = "canaryqwxz";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Drawn {
    id: SeriesId,
    text: Protected,
}

impl Record for Drawn {
    type Id = SeriesId;
    const NOUN: Noun = Noun::Series;

    fn id(&self) -> SeriesId {
        self.id
    }

    fn owner(&self) -> UnitId {
        UnitId::new([1; 10])
    }

    fn state_code(&self) -> &'static str {
        "open"
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::Account, self.text.reveal().to_owned())]
    }

    fn texts(&self) -> Vec<&Protected> {
        vec![&self.text]
    }
}

fn drawn(n: u8, text: &str) -> Drawn {
    Drawn { id: SeriesId::new([n; 10]), text: Protected::new(text) }
}

fn said() -> Said {
    let by = Actor { user: UserId::new([9; 10]), unit: UnitId::new([1; 10]) };
    Said { by, at: Moment(1), reason: Some(CANARY.into()) }
}

fn keeping() -> Keeping {
    let rule = KeepingRule {
        purpose: Purpose::Investigate,
        first: Term::Months(12),
        extension: Term::Months(12),
        extensions_max: 1,
        source: "test".into(),
    };
    let calendar = casework::clock_rules::RuleSet::read(
        "country = \"JO\"\nversion = \"1\"\n[calendar]\nzone = \"UTC\"\nweekend = [\"friday\"]\n",
        casework::clock_rules::BASELINE,
    );
    let keeping = Keeping::by_rule("2026-01-01".parse().unwrap(), &rule, &calendar.unwrap().calendar);
    Keeping { legal_basis: CANARY.into(), ..keeping }.hold(said()).unwrap()
}

/// Rows of a server, or bytes of a file and its log, in which the canary stands.
async fn n_with_canary(at: &Where) -> u64 {
    match at {
        Where::File(path) => {
            let mut n_found = 0;
            for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
                let bytes = std::fs::read(entry.unwrap().path()).unwrap();
                n_found += bytes.windows(CANARY.len()).filter(|window| *window == CANARY.as_bytes()).count() as u64;
            }
            n_found
        }
        Where::Postgres(url) => {
            let mut connection = AnyConnection::connect(url).await.unwrap();
            let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'sanad'";
            let tables = sqlx::query(tables).fetch_all(&mut connection).await.unwrap();
            assert!(tables.len() > 20);
            let hex: String = CANARY.bytes().map(|byte| format!("{byte:02x}")).collect();
            let mut n_found = 0;
            for table in tables {
                let table: String = table.get(0);
                let sql = format!(
                    "SELECT CAST(COUNT(*) AS BIGINT) FROM sanad.{table} t WHERE t::text LIKE '%{CANARY}%' OR t::text LIKE '%{hex}%'"
                );
                let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap();
                n_found += row.get::<i64, _>(0) as u64;
            }
            n_found
        }
    }
}

async fn nothing_is_left_of_what_an_erased_record_said(engine: Engine) {
    let at = store_on(engine).await;
    let store = &at.store;
    let record = drawn(1, &format!("{CANARY} lamp"));
    let mut tx = store.begin().await.unwrap();
    // Pages are full, divided and filled again: what was moved between them is looked for too.
    for n in 2..120 {
        let text = format!("{} ordinary words number{n}", "filler ".repeat(usize::from(n)));
        tx.add_record(&drawn(n, &text), Circle::Unit, i64::from(n)).await.unwrap();
    }
    tx.add_record(&record, Circle::Unit, 1).await.unwrap();
    tx.seal(record.id.into(), CANARY.as_bytes()).await.unwrap();
    tx.put_keeping(record.id.into(), &keeping()).await.unwrap();
    let link = Link::assert(
        LinkId::new([3; 10]),
        Assertion {
            from: record.id.into(),
            to: drawn(2, "").id.into(),
            kind: LinkKind::SameSeries,
            confidence: Confidence::Certain,
            evidence: vec![Evidence::Statement { words: Protected::new(CANARY) }],
        },
        said(),
    )
    .unwrap();
    tx.add_link(&link).await.unwrap();
    tx.commit(entry("record.add")).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.change_record(&drawn(1, &format!("{} {CANARY} lamp and more of it", "longer ".repeat(300)))).await.unwrap();
    tx.commit(entry("record.change")).await.unwrap();
    assert_eq!(store.checkpoint().await.unwrap(), LetGo::Done);
    assert!(n_with_canary(store.at()).await > 3);

    let mut tx = store.begin().await.unwrap();
    let erased = tx.erase_record(record.id.into()).await.unwrap();
    tx.commit(entry("record-erase")).await.unwrap();
    assert_eq!(store.checkpoint().await.unwrap(), LetGo::Done);
    assert_eq!(erased.links.into_iter().collect::<Vec<_>>(), [link.id()]);
    assert_eq!(n_with_canary(store.at()).await, 0);
    store.check().await.unwrap();
}

async fn an_erased_record_is_not_there_and_its_number_is_not_given_again(engine: Engine) {
    let at = store_on(engine).await;
    let store = &at.store;
    let (record, other, case) = (drawn(1, "lamp"), drawn(2, "lamp"), CaseId::new([7; 10]));
    let id: RecordId = record.id.into();
    let mut tx = store.begin().await.unwrap();
    tx.add_record(&record, Circle::Unit, 1).await.unwrap();
    tx.add_record(&other, Circle::Unit, 1).await.unwrap();
    tx.put_in_case(id, case).await.unwrap();
    tx.commit(entry("record.add")).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.erase_record(id).await.unwrap();
    assert!(tx.erase_record(id).await.is_err(), "it is erased once");
    assert!(tx.change_record(&record).await.is_err());
    assert!(tx.access(id).await.unwrap().is_none());
    tx.commit(entry("record-erase")).await.unwrap();
    assert!(store.record::<Drawn>(record.id).await.unwrap().is_none());
    assert!(store.access(id).await.unwrap().is_none() && store.made_at_us(id).await.unwrap().is_none());
    let reader = Reader { user: UserId::new([9; 10]), unit: UnitId::new([1; 10]), now_us: 5 };
    let page = store::Page { after: None, n_max: 9 };
    let listed = store.records::<Drawn>(&reader, None, &page).await.unwrap();
    assert_eq!(listed.iter().map(|held| held.record.id).collect::<Vec<_>>(), [other.id]);
    assert_eq!(store.records_of_case(case).await.unwrap(), []);
    // The other record's word is found still, also with a slip of the pen.
    assert_eq!(store.search_words(&reader, "lamp").await.unwrap().into_keys().collect::<Vec<_>>(), [other.id.into()]);
    assert_eq!(store.records_keyed::<Drawn>(KeyKind::Account, "lamp").await.unwrap().len(), 1);
    assert_eq!(store.n_records(Noun::Series, None).await.unwrap(), 2);
    let mut tx = store.begin().await.unwrap();
    assert!(tx.add_record(&record, Circle::Unit, 1).await.is_err(), "its id stays taken");
}

async fn what_waits_for_a_review_is_found_and_what_nobody_wrote_down_too(engine: Engine) {
    let at = store_on(engine).await;
    let store = &at.store;
    let mut tx = store.begin().await.unwrap();
    for n in 1..4 {
        tx.add_record(&drawn(n, "x"), Circle::Unit, i64::from(n)).await.unwrap();
    }
    tx.add_record(&drawn(4, "x"), Circle::Cases, 4).await.unwrap();
    tx.put_keeping(drawn(1, "").id.into(), &keeping()).await.unwrap();
    tx.put_keeping(drawn(4, "").id.into(), &keeping()).await.unwrap();
    tx.commit(entry("keeping-set")).await.unwrap();
    let reader = Reader { user: UserId::new([9; 10]), unit: UnitId::new([1; 10]), now_us: 5 };
    let due = async |on: &str| -> Vec<RecordId> {
        store.keepings_due(&reader, on, 9).await.unwrap().into_iter().map(|(id, _)| id).collect()
    };
    assert_eq!(due("2026-12-31").await, []);
    // Of a closed circle only its people are told.
    assert_eq!(due("2027-01-01").await, [drawn(1, "").id.into()]);
    let unkept = async |nouns: &[Noun], made_before_us, n_max| -> Vec<(RecordId, i64)> {
        store.records_without_keeping(&reader, nouns, made_before_us, n_max).await.unwrap()
    };
    let both = [Noun::Victim, Noun::Series];
    assert_eq!(unkept(&both, 3, 9).await, [(drawn(2, "").id.into(), 2)]);
    // Of a closed circle those who work on its case are told, once of what they reach by their unit as well.
    let case = CaseId::new([7; 10]);
    let mut tx = store.begin().await.unwrap();
    tx.add_record(&drawn(5, "x"), Circle::Cases, 2).await.unwrap();
    tx.add_record(&drawn(6, "x"), Circle::Cases, 1).await.unwrap();
    for n in [2, 5] {
        tx.put_in_case(drawn(n, "").id.into(), case).await.unwrap();
    }
    tx.let_into_case(reader.user, case, None).await.unwrap();
    tx.commit(entry("case-staff")).await.unwrap();
    let [two, three, five] = [(2, 2), (3, 3), (5, 2)].map(|(n, at_us)| (RecordId::from(drawn(n, "").id), at_us));
    assert_eq!(unkept(&both, 3, 9).await, [two, five]);
    assert_eq!(unkept(&both, 4, 9).await, [two, five, three]);
    assert_eq!(unkept(&both, 4, 2).await, [two, five]);
    assert_eq!(unkept(&both[..1], 4, 9).await, []);
    assert_eq!(store.keeping(drawn(1, "").id.into()).await.unwrap(), Some(keeping()));
}

async fn searches_are_counted_for_a_day_and_an_alert_grows(engine: Engine) {
    let at = store_on(engine).await;
    let (user, unit) = (UserId::new([9; 10]), UnitId::new([1; 10]));
    let search = async |at_us: i64, in_case: bool, alerts: bool| {
        let mut tx = at.store.begin().await.unwrap();
        let (since_us, n_searches) = tx.note_search(user, at_us, in_case, at_us - 100).await.unwrap();
        if alerts {
            tx.put_search_alert(&SearchAlert { user, unit, since_us, last_us: at_us, n_searches }).await.unwrap();
        }
        tx.commit(entry("search-exact")).await.unwrap();
        (since_us, n_searches)
    };
    assert_eq!(search(1_000, false, false).await, (1_000, 1));
    assert_eq!(search(1_050, true, false).await, (1_000, 1));
    assert_eq!(search(1_060, false, true).await, (1_000, 2));
    // The first is forgotten, and the alert goes on.
    assert_eq!(search(1_110, false, true).await, (1_060, 2));
    let alerts = at.store.search_alerts(9).await.unwrap();
    assert_eq!(alerts, [SearchAlert { user, unit, since_us: 1_000, last_us: 1_110, n_searches: 3 }]);
    assert_eq!(search(2_000, false, true).await, (2_000, 1));
    assert_eq!(at.store.search_alerts(9).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_log_that_somebody_reads_is_not_emptied_and_that_is_said() {
    let at = store_on(Engine::Sqlite).await;
    let Where::File(path) = at.store.at() else { panic!("a file") };
    // Another program, which reads and reads.
    let reader = sqlx::AnyPool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let mut reading = reader.begin().await.unwrap();
    sqlx::query("SELECT count(*) FROM ledger").fetch_one(&mut *reading).await.unwrap();
    at.store.begin().await.unwrap().commit(entry("note")).await.unwrap();
    assert_eq!(at.store.checkpoint().await.unwrap(), LetGo::Lingers);
    assert!(std::fs::metadata(path.with_extension("db-wal")).unwrap().len() > 0);
    // Writing goes on meanwhile and afterwards, and once the reader has ended the log is emptied.
    at.store.begin().await.unwrap().commit(entry("note")).await.unwrap();
    reading.rollback().await.unwrap();
    assert_eq!(at.store.checkpoint().await.unwrap(), LetGo::Done);
    assert_eq!(std::fs::metadata(path.with_extension("db-wal")).unwrap().len(), 0);
}
