//! Writes a casebook of a given size: the same one each time, by the store and not by verbs, for those would take a day.

use std::path::Path;

use anyhow::{Context as _, Result};
use casework::account::{Account, AccountKey, AccountKind};
use casework::case::Case;
use casework::clock_rules::RiskBand;
use casework::clue::{Clue, ClueKind};
use casework::exhibit::{Custody, Exhibit, ExhibitKind};
use casework::file::{File, FileId, Inode, Look, MediaKind, Occurrence, Place as Path_, Times};
use casework::id::{
    AccountId, CaseId, ClueId, ExhibitId, LinkId, PersonId, PlaceId, RecordId, SeriesId, UnitId, UserId, VictimId,
};
use casework::link::{Assertion, Confidence, Evidence, Link, LinkKind};
use casework::person::Person;
use casework::place::{Place, PlaceKind};
use casework::protected::Protected;
use casework::record::Circle;
use casework::retention::{Keeping, Purpose};
use casework::series::Series;
use casework::unit::Unit;
use casework::victim::{Consents, Identification, Notification, Safety, Victim, VictimCode};
use casework::who::{Actor, Moment, Said};
use fingerprint::{Digests, Pdq, PdqHash};
use jiff::civil::date;
use node::Node;
use node::clock::Clock;
use node::victim::{SafetyAsk, SetVictimSafety};
use sha2::{Digest as _, Sha256 as Hasher};
use store::{LedgerEntry, RunOpening, Store, Tx};

use super::{Size, waiting};

/// Rows of one change: enough that its end costs nothing.
const ROWS_AT_ONCE: u64 = 20_000;
/// When the casebook begins, in microseconds since 1970; each record is a second younger than the one before.
const BEGAN_US: i64 = 1_700_000_000_000_000;

/// The number that a name and a count give: the same in each run.
pub(super) fn chance(name: &str, n: u64) -> u64 {
    u64::from_le_bytes(bytes(name, n)[..8].try_into().expect("eight bytes"))
}

/// The id that the nth record of a kind has.
pub(super) fn id<Id>(of: fn([u8; casework::id::ID_BYTES]) -> Id, name: &str, n: u64) -> Id {
    of(bytes(name, n)[..casework::id::ID_BYTES].try_into().expect("an id's bytes"))
}

/// The nth exhibit's.
pub(super) fn exhibit_id(n: u64) -> ExhibitId {
    ExhibitId(chance("exhibit", n).to_le_bytes())
}

/// The nth file.
pub(super) fn file_id(n: u64) -> FileId {
    FileId::Sha256(Digests::of(&n.to_le_bytes()).sha256.expect("a digest"))
}

/// What the nth file looks like.
pub(super) fn look(n: u64) -> Pdq {
    Pdq(bytes("pdq", n))
}

/// The words that clues are made of: syllables, so that many are alike.
pub(super) fn word(n: u64) -> String {
    const LATIN: [&str; 16] =
        ["ba", "ra", "mi", "to", "le", "sa", "no", "ku", "di", "ve", "pol", "tar", "gen", "mos", "lin", "hul"];
    const ARABIC: [&str; 16] =
        ["با", "را", "مي", "تو", "لي", "سا", "نو", "كو", "دي", "في", "بل", "تر", "جن", "مس", "لن", "هل"];
    let syllables = if n.is_multiple_of(3) { ARABIC } else { LATIN };
    (0..3).map(|place| syllables[((n / 3) >> (4 * place)) as usize % 16]).collect()
}

/// The number of the series that a membership leads to: few series are large, most hold a picture or two.
pub(super) fn popular(size: Size, n: u64) -> u64 {
    let share = (chance("popular", n) >> 11) as f64 / (1u64 << 53) as f64;
    ((size.n_series as f64 * share * share) as u64).min(size.n_series - 1)
}

pub(super) fn bytes(name: &str, n: u64) -> [u8; 32] {
    Hasher::new().chain_update(name).chain_update(n.to_le_bytes()).finalize().into()
}

/// Makes the folder `folder/node`.
pub(super) async fn write(folder: &Path, size: Size) -> Result<()> {
    let node = super::open(folder, Clock::wall()).await?;
    let database = node.folder().database();
    let began = std::time::Instant::now();
    let told = |what: &str| eprintln!("{what}, {} s", began.elapsed().as_secs());
    // Before there is a file that each of them would be compared with: what they claim is written, not found.
    let lists = waiting::take_in(&node, folder, size).await?;
    told("lists");
    drop(node);
    let store = Store::open(&database).await.context("opening the database")?;
    let book = Book { store, size };
    book.people().await?;
    book.batches(size.n_cases(), async |tx, n| book.case(tx, n).await).await?;
    told("cases");
    book.batches(size.n_exhibits(), async |tx, n| book.exhibit(tx, n).await).await?;
    told("files");
    book.batches(size.n_series, async |tx, n| book.series(tx, n).await).await?;
    book.batches(size.n_each(), async |tx, n| book.records(tx, n).await).await?;
    told("records");
    book.batches(size.n_links, async |tx, n| book.link(tx, n).await).await?;
    told("links");
    let waiting = waiting::Waiting::of(&book, lists);
    book.batches(size.n_graded(), async |tx, n| waiting.grading(tx, n).await).await?;
    told("gradings");
    book.batches(size.n_claims(), async |tx, n| waiting.claim(tx, n).await).await?;
    told("claims");
    book.batches(size.n_news(), async |tx, n| waiting.news(tx, n).await).await?;
    told("news");
    children_at_risk(folder, size).await?;
    told("clocks");
    waiting::compute_states(folder).await?;
    told("states of gradings");
    std::fs::write(folder.join("size.json"), serde_json::to_vec(&size)?).context("writing down its size")
}

/// Says of some children that they are at risk, by the verb, which starts clocks: of every fourth thirty days ago, so that
/// theirs are late.
async fn children_at_risk(folder: &Path, size: Size) -> Result<()> {
    let now = Clock::wall();
    let then = Clock::by_hand(now.now_us() - 30 * 24 * 60 * 60 * 1_000_000);
    let children = 0..size.n_each().min(2_000);
    let (late, running): (Vec<u64>, Vec<u64>) = children.partition(|n| (n / size.n_units()).is_multiple_of(4));
    for (clock, children) in [(then, late), (now, running)] {
        at_risk(&super::open(folder, clock).await?, size, children).await?;
    }
    Ok(())
}

async fn at_risk(node: &Node, size: Size, children: Vec<u64>) -> Result<()> {
    for n in children {
        let unit = id(UnitId::new, "unit", n % size.n_units());
        // Somebody who works on the case, for some stand in a closed circle.
        let case = id(CaseId::new, "case", n % size.n_cases());
        let who = super::caller(id(UserId::new, "user", n % size.n_units()), unit, [case].into());
        let victim = id(VictimId::new, "victim", n);
        let is = SafetyAsk::AtRisk { risk: RiskBand::High, reason: "seen in new pictures".into(), case: None };
        node.set_victim_safety(&who, SetVictimSafety { victim, is }).await.context("saying that a child is at risk")?;
    }
    Ok(())
}

pub(super) struct Book {
    store: Store,
    pub(super) size: Size,
}

impl Book {
    async fn batches(&self, n: u64, put: impl AsyncFn(&mut Tx, u64) -> Result<()>) -> Result<()> {
        let mut next = 0;
        while next < n {
            let mut tx = self.store.begin().await?;
            while next < n && tx.n_rows() < ROWS_AT_ONCE {
                put(&mut tx, next).await?;
                next += 1;
            }
            tx.commit(LedgerEntry::new("triage", "uid:0", BEGAN_US)).await?;
        }
        Ok(())
    }

    pub(super) fn unit(&self, n: u64) -> UnitId {
        id(UnitId::new, "unit", n % self.size.n_units())
    }

    pub(super) fn said(&self, n: u64) -> Said {
        // Ten people a unit.
        let user = n % self.size.n_units() + self.size.n_units() * (chance("user", n) % 10);
        let by = Actor { user: id(UserId::new, "user", user), unit: self.unit(n) };
        Said { by, at: Moment(self.made_at_us(n)), reason: None }
    }

    pub(super) fn made_at_us(&self, n: u64) -> i64 {
        BEGAN_US + n.cast_signed() * 1_000_000
    }

    async fn people(&self) -> Result<()> {
        let mut tx = self.store.begin().await?;
        for n in 0..self.size.n_units() {
            let country = ["JO", "FR", "ES", "GB"][n as usize % 4].parse().expect("a country");
            let victim_prefix = format!("U{n:02}");
            let unit = Unit { id: self.unit(n), name: format!("Unit {n}"), country, victim_prefix, contact: None };
            tx.add_unit(&unit).await?;
        }
        tx.commit(LedgerEntry::new("unit-add", "uid:0", BEGAN_US)).await?;
        Ok(())
    }

    async fn case(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let id = id(CaseId::new, "case", n);
        let number = Protected::new(format!("2026/{n}"));
        let case = Case::open(id, number, self.unit(n), "a court's order", self.said(n))?;
        tx.add_record(&case, Circle::Cases, self.made_at_us(n)).await?;
        tx.put_in_case(id.into(), id).await?;
        for user in self.size.people_of_case(n) {
            tx.let_into_case(super::writing::id(UserId::new, "user", user), id, None).await?;
        }
        Ok(())
    }

    async fn exhibit(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let name = exhibit_id(n);
        let opening = RunOpening {
            at_us: self.made_at_us(n),
            exhibits: vec![name.to_string()],
            lists: Vec::new(),
            settings: serde_json::Value::Null,
        };
        let run = tx.open_run(&opening).await?;
        let exhibit = Exhibit {
            id: name.to_string(),
            kind: ExhibitKind::Folder,
            root: format!("/exhibits/{n}").into_bytes(),
            custody: Custody::default(),
            manifest: None,
            changed_meanwhile: false,
        };
        tx.put_exhibit(&exhibit).await?;
        let case = id(CaseId::new, "case", n % self.size.n_cases());
        tx.put_in_case(RecordId::Exhibit(name), case).await?;
        let mut places = Vec::new();
        for number in self.size.files_of_exhibit(n) {
            let hash = look(number);
            let look = Look {
                pdq: PdqHash { hash, quality: 100 },
                turns: Vec::new(),
                version: "pdq-1".into(),
                decoder: "none".into(),
            };
            let digests = Digests::of(&number.to_le_bytes());
            let file = File { look: Some(look), ..File::of_type(digests, 8, "image/jpeg", MediaKind::Picture) };
            tx.put_file(&file, "none").await?;
            // Every tenth place holds a file that another exhibit holds, too.
            for held in [Some(number), number.is_multiple_of(10).then_some(number / 2)].into_iter().flatten() {
                places.push(occurrence(number, held));
            }
        }
        tx.put_occurrences(&exhibit.id, run, &places).await?;
        Ok(())
    }

    async fn add<R: casework::record::Record>(&self, tx: &mut Tx, record: &R, n: u64) -> Result<()> {
        // Of each unit's own.
        let nth = n / self.size.n_units();
        let circle = if nth.is_multiple_of(4) { Circle::Cases } else { Circle::Unit };
        tx.add_record(record, circle, self.made_at_us(n)).await?;
        if nth.is_multiple_of(2) {
            tx.put_in_case(record.id().into(), id(CaseId::new, "case", n % self.size.n_cases())).await?;
        }
        Ok(())
    }

    async fn series(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let name = Protected::new(format!("{} {} {n}", word(chance("series", n)), word(chance("name", n))));
        let series = Series { id: id(SeriesId::new, "series", n), name, owner: self.unit(n), opened: self.said(n) };
        self.add(tx, &series, n).await
    }

    async fn records(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let (owner, said) = (self.unit(n), self.said(n));
        let number = u32::try_from(n + 1).context("more victims than codes")?;
        let victim = Victim {
            id: id(VictimId::new, "victim", n),
            code: VictimCode::new(&format!("U{:02}", n % self.size.n_units()), number)?,
            owner,
            identification: Identification::Unidentified,
            safety: Safety::NotKnown,
            wish: Notification::NotAsked,
            consents: Consents::default(),
        };
        self.add(tx, &victim, n).await?;
        self.keep(tx, victim.id.into(), n).await?;
        let names = vec![Protected::new(format!("{} {}", word(chance("person", n)), n))];
        let person = Person::open(id(PersonId::new, "person", n), owner, names, said.clone());
        self.add(tx, &person, n).await?;
        let place = Place {
            id: id(PlaceId::new, "place", n),
            owner,
            kind: PlaceKind::Home,
            words: Some(Protected::new(format!("{} {}", word(chance("street", n)), n % 200))),
            country: None,
            located: None,
            said: said.clone(),
        };
        self.add(tx, &place, n).await?;
        let written = Protected::new(format!("{}{n}", word(chance("handle", n))));
        let key = AccountKey { kind: AccountKind::Handle, service: "example".into(), key: written.clone() };
        let account = Account { id: id(AccountId::new, "account", n), owner, written, key, said: said.clone() };
        self.add(tx, &account, n).await?;
        let words = (0..6).map(|place| word(chance("clue", 6 * n + place))).collect::<Vec<_>>().join(" ");
        let clue = Clue {
            id: id(ClueId::new, "clue", n),
            owner,
            kind: ClueKind::Plug,
            words: Protected::new(words),
            language: None,
            certainty: Confidence::Likely,
            said,
        };
        self.add(tx, &clue, n).await
    }

    /// Of every fourth victim somebody wrote down how long the record is kept, and every other of those is to be looked at.
    async fn keep(&self, tx: &mut Tx, record: RecordId, n: u64) -> Result<()> {
        let nth = n / self.size.n_units();
        if !nth.is_multiple_of(4) {
            return Ok(());
        }
        let review_on = if nth.is_multiple_of(8) { date(2025, 1, 1) } else { date(2075, 1, 1) };
        let keeping = Keeping {
            purpose: Purpose::IdentifyVictims,
            legal_basis: "a court's order".into(),
            from: date(2023, 11, 14),
            until: date(2075, 1, 1),
            review_on,
            extensions: Vec::new(),
            holds: Vec::new(),
        };
        Ok(tx.put_keeping(record, &keeping).await?)
    }

    async fn link(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let size = self.size;
        let of = |name, n| chance(name, n) % size.n_each();
        let series = RecordId::from(id(SeriesId::new, "series", popular(size, n)));
        let victim = RecordId::from(id(VictimId::new, "victim", of("of victim", n)));
        let person = RecordId::from(id(PersonId::new, "person", of("of person", n)));
        let place = RecordId::from(id(PlaceId::new, "place", of("of place", n)));
        let file = RecordId::File(file_id(chance("of file", n) % size.n_files));
        let (from, kind, to) = match n % 20 {
            0..12 => (file, LinkKind::BelongsToSeries, series),
            12 | 13 => {
                let exhibit = exhibit_id(chance("of exhibit", n) % size.n_exhibits());
                (file, LinkKind::FoundOn, RecordId::Exhibit(exhibit))
            }
            14 => (series, LinkKind::Depicts, victim),
            15 => (series, LinkKind::TakenAt, place),
            16 => (victim, LinkKind::HarmedBy, person),
            17 => (id(AccountId::new, "account", of("of account", n)).into(), LinkKind::UsedBy, person),
            18 => (id(ClueId::new, "clue", of("of clue", n)).into(), LinkKind::PointsTo, place),
            _ => {
                // Each series is absorbed at most once, and by its neighbour.
                let even = (n / 20 * 2) % (size.n_series / 2 * 2).max(2);
                let of = |n| RecordId::from(id(SeriesId::new, "series", n));
                (of(even + 1), LinkKind::SameSeries, of(even))
            }
        };
        let evidence = match from {
            RecordId::File(file) => Evidence::File { file },
            _ => Evidence::Statement { words: Protected::new("seen on the same day") },
        };
        let asserted = Assertion { from, to, kind, confidence: Confidence::Likely, evidence: vec![evidence] };
        tx.add_link(&Link::assert(id(LinkId::new, "link", n), asserted, self.said(n))?).await?;
        Ok(())
    }
}

fn occurrence(number: u64, held: u64) -> Occurrence {
    Occurrence {
        place: Path_::on_disk(format!("DCIM/{}/IMG_{number}_{held}.jpg", number / 100)),
        size: 8,
        times: Times::default(),
        inode: Inode { device: 1, number, links: 1 },
        link_target: None,
        file: Some(file_id(held)),
        marks: std::collections::BTreeSet::new(),
        problem: None,
    }
}
