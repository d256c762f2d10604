//! Writes what waits for somebody in a casebook, as much as a large unit has: claims of lists, gradings that differ, what
//! series propose, news. Half of what is about files is about those on exhibits of the cases of whoever asks, so that a
//! page of it shows something.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use casework::facts::Facts;
use casework::grading::{Grader, Grading, Independence, Verdict, Viewing};
use casework::id::{CaseId, GlassId, GradingId, LeadId, LinkId, PasskeyId, RecordId, SeriesId, UserId, VictimId};
use casework::list::{Category, HashKind};
use casework::match_decision::{Claim, Closeness, Compared, EntryHash, MatchDecision, Pair};
use casework::matching::{Match, Part};
use casework::series_proposal::{Likeness, ProposalState, SeriesProposal};
use casework::victim::MustStop;
use casework::who::{Moment, Said};
use fingerprint::{Digests, Pdq, Sha256};
use formats::list_spec::ListSpec;
use node::casebook::ListAsk;
use node::clock::Clock;
use node::news::NewsBody;
use node::{Node, Principal};
use store::{Holder, Tx};

use super::writing::{Book, bytes, chance, exhibit_id, file_id, id, look};
use super::{Size, caller};

/// Of so many claims one is by a digest and not by a look.
const EXACT_OF: u64 = 4;
/// Of so many graded files two people differ about one.
const DIFFER_OF: u64 = 10;
/// What a series proposes where something waits in it.
const PROPOSED: u64 = 40;

/// A list's version, and the name under which decisions are kept.
struct List {
    version: String,
    name: &'static str,
}

/// The lists that claim: one of looks, one of digests.
pub(super) struct Lists {
    looks: List,
    digests: List,
}

/// Takes the lists in, the larger one as long as what countries share.
pub(super) async fn take_in(node: &Node, folder: &Path, size: Size) -> Result<Lists> {
    let claimed = Claimed::of(size);
    let (mut looks, mut digests) = (String::new(), String::new());
    for n in 0..size.n_listed() {
        writeln!(looks, "{}", claimed.look(n))?;
    }
    for n in 0..size.n_claims() {
        writeln!(digests, "{}", md5(claimed.file(n)))?;
    }
    let mut versions = Vec::new();
    for (name, kind, text) in [("national", "pdq", looks), ("partner", "md5", digests)] {
        let path = folder.join(format!("{name}.txt"));
        std::fs::write(&path, text).context("writing a list")?;
        let spec = OsString::from(format!("{},name={name},kind={kind},scheme=example", path.display()));
        let spec = ListSpec::read(&spec).context("naming a list")?;
        let taken = node.import_list(&Principal::of_this_process(), &spec).await.context("taking a list in")?;
        versions.push(List { version: taken.version.id, name });
    }
    let digests = versions.pop().context("a list of digests")?;
    let looks = versions.pop().context("a list of looks")?;
    Ok(Lists { looks, digests })
}

/// What claims are about.
struct Claimed {
    size: Size,
    /// The asker's files.
    own: Vec<u64>,
}

impl Claimed {
    fn of(size: Size) -> Claimed {
        Claimed { size, own: size.files_of_asker() }
    }

    /// One of the asker's files, whatever the number.
    fn own(&self, n: u64) -> u64 {
        self.own[n as usize % self.own.len()]
    }

    /// The file that the nth claim is about: each of the asker's, then others.
    fn file(&self, n: u64) -> u64 {
        match n.checked_sub(self.own.len() as u64) {
            None => self.own(n),
            Some(nth) => nth * self.size.n_files / self.size.n_claims(),
        }
    }

    /// The nth entry of the list of looks: near the file that the nth claim is about, by 2 to 21 bits; beyond the claims,
    /// what nobody holds.
    fn look(&self, n: u64) -> Pdq {
        if n >= self.size.n_claims() {
            return Pdq(bytes("listed", n));
        }
        let mut listed = look(self.file(n));
        for bit in 0..distance_bits(n) {
            listed.0[bit as usize / 8] ^= 1 << (bit % 8);
        }
        listed
    }
}

fn distance_bits(n: u64) -> u32 {
    2 + (n % 20) as u32
}

fn md5(file: u64) -> fingerprint::Md5 {
    Digests::of(&file.to_le_bytes()).md5.expect("a digest")
}

/// Computes once how the graded files stand by the table in force, as the verb does it after a table has changed.
pub(super) async fn compute_states(folder: &Path) -> Result<()> {
    let node = super::open(folder, Clock::wall()).await?;
    let who = caller(id(UserId::new, "user", 0), id(casework::id::UnitId::new, "unit", 0), Default::default());
    node.disagreements(&who, ListAsk::default()).await.context("computing how gradings stand")?;
    Ok(())
}

/// Writes it.
pub(super) struct Waiting<'b> {
    book: &'b Book,
    lists: Lists,
    claimed: Claimed,
}

impl Waiting<'_> {
    pub(super) fn of(book: &Book, lists: Lists) -> Waiting<'_> {
        Waiting { book, lists, claimed: Claimed::of(book.size) }
    }

    /// The gradings of the nth graded file: one to three people cannot tell, or two differ.
    pub(super) async fn grading(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let (size, nth) = (self.book.size, n / DIFFER_OF);
        let differ = n % DIFFER_OF == 1;
        let number = match differ && nth.is_multiple_of(2) {
            true => self.claimed.own(nth / 2 * 7),
            false => 20 * n % size.n_files,
        };
        let file = file_id(number);
        for grader in 0..if differ { 2 } else { 1 + n % 3 } {
            let under = "interpol-baseline".to_owned();
            let verdict = match (differ, grader) {
                (true, 0) => Verdict::Illegal { under },
                (true, _) => Verdict::NotIllegal { under },
                (false, _) => Verdict::CannotTell,
            };
            let grading = Grading {
                id: id(GradingId::new, "grading", 3 * n + grader),
                file,
                facts: Facts::default(),
                stated: None,
                verdict,
                viewing: Viewing::Viewed,
                by: Grader::Person(self.book.said(n + grader).by),
                at: self.at(n),
                independence: Independence::Blind,
                of_stack: None,
                taken_back: None,
            };
            tx.add_grading(&grading).await?;
        }
        let state = if differ { "disagreement" } else { "graded" };
        tx.set_grading_state(file, state, &Sha256(bytes("table", 0)), self.at(n)).await?;
        Ok(())
    }

    /// The nth match of a file with a list. Of each five one waits, three are confirmed and one is rejected.
    pub(super) async fn claim(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let number = self.claimed.file(n);
        let (file, row) = (file_id(number), n + 1);
        let is_exact = n % EXACT_OF == EXACT_OF - 1;
        let (list, kind, hash, distance) = match is_exact {
            true => (&self.lists.digests, HashKind::Md5, EntryHash::Md5(md5(number)), 0),
            false => {
                let hash = EntryHash::Pdq(self.claimed.look(n));
                (&self.lists.looks, HashKind::Pdq, hash, distance_bits(n))
            }
        };
        let owner_id = Some(format!("entry {n}"));
        let claim = Match {
            list: list.version.clone(),
            row,
            owner_id: owner_id.clone(),
            kind,
            distance,
            quality: (!is_exact).then_some(100),
            turn: Default::default(),
            part: Part::Whole,
            view: None,
            ranges: None,
            contradicted: false,
            category: Some(Category { scheme: "example".into(), code: (n % 3).to_string() }),
            words: Vec::new(),
        };
        let closeness = Closeness::of(&claim);
        let exhibit = exhibit_id(self.book.size.exhibit_of_file(number)).to_string();
        tx.add_matches(&exhibit, &[(file, claim)]).await?;
        let pair = Pair { file, list: list.name.to_owned(), owner_id, hashes: [hash].into() };
        let claimed = MatchDecision::claimed(Claim { pair, closeness, near_bits: (!is_exact).then_some(distance) });
        let said = Said { reason: Some("compared".into()), ..self.book.said(n) };
        let decided = match n % 5 {
            0 => return Ok(()),
            4 => claimed.reject(said)?,
            _ => claimed.confirm(said, Compared::SideBySide)?,
        };
        Ok(tx.put_match_decision(&decided, None).await?)
    }

    /// The nth piece of news. Of the later three fifths every other one is unread, and a third of those is the asker's.
    pub(super) async fn news(&self, tx: &mut Tx, n: u64) -> Result<()> {
        let size = self.book.size;
        let is_unread = n >= size.n_news() * 2 / 5 && n.is_multiple_of(2);
        let is_askers = (n / 2).is_multiple_of(3);
        let reader = if is_askers { 0 } else { 1 + chance("reader", n) % (size.n_units() - 1) };
        let user = id(UserId::new, "user", reader);
        let unit = self.book.unit(reader);
        let file = match is_askers {
            true => self.claimed.own(chance("of news", n)),
            false => chance("of news", n) % size.n_files,
        };
        let on = size.exhibit_of_file(file);
        let exhibit = exhibit_id(on).to_string();
        let case = Holder::Case(id(CaseId::new, "case", on % size.n_cases()));
        let (about, list) = (RecordId::File(file_id(file)), self.lists.looks.name.to_owned());
        let own = n / 6 * size.n_units() + reader;
        let (holder, about, body) = match n / 6 % 10 {
            0..4 if n / 60 % 10 == 3 => {
                let (stop, n_things) = (n, 1_000);
                (Holder::Everybody, about, NewsBody::EntryQuarantined { list, stop, n_things })
            }
            0..4 => (case, about, NewsBody::MatchClaimed { exhibit, list, closeness: Closeness::Near }),
            4 => (case, about, NewsBody::MatchGone { exhibit, list, state: "claimed".into() }),
            5 => {
                let owner = self.book.unit(reader + 1);
                let exhibit = Some(exhibit);
                (case, about, NewsBody::SeriesAgrees { exhibit, closeness: Closeness::Near, owner })
            }
            6 => {
                // Of a unit's own series every fourth stands in a closed circle.
                let nth = n / 60 % (size.n_series / size.n_units() / 4).max(1) * 4 + 1;
                let series = id(SeriesId::new, "series", nth * size.n_units() + reader);
                self.proposals(tx, series, n).await?;
                (Holder::Unit(unit), series.into(), NewsBody::ProposalsWait)
            }
            7 => {
                let link = id(LinkId::new, "link", own % size.n_links);
                (Holder::Unit(unit), link.into(), NewsBody::Recheck { leaned_on: about })
            }
            8 => {
                let lead = id(LeadId::new, "lead", n);
                (Holder::Unit(unit), lead.into(), NewsBody::LeadMoved { state: "sent".into() })
            }
            _ => match n / 60 % 4 {
                0 => {
                    let glass = id(GlassId::new, "glass", n);
                    (Holder::Person(user), user.into(), NewsBody::EntriesOpened { glass })
                }
                1 => {
                    let passkey = id(PasskeyId::new, "passkey", n);
                    (Holder::Person(user), user.into(), NewsBody::PasskeyCopied { passkey })
                }
                2 => (Holder::Person(user), user.into(), NewsBody::ProviderAccountBound { bound_us: self.at(n).0 }),
                _ => {
                    let victim = id(VictimId::new, "victim", own % size.n_each());
                    let must_stop = MustStop::ALL.iter().copied().take(1).collect();
                    (Holder::Unit(unit), victim.into(), NewsBody::ConsentWithdrawn { must_stop })
                }
            },
        };
        tx.add_news(holder, body.code(), about, &body, self.at(n)).await?;
        if !is_unread {
            // Nobody told any before, and they are numbered from 1.
            tx.read_news(n + 1, user, self.at(n + 1)).await?;
        }
        Ok(())
    }

    /// What waits in a series, of which the asker may decide about a few.
    async fn proposals(&self, tx: &mut Tx, series: SeriesId, of_news: u64) -> Result<()> {
        let size = self.book.size;
        for n in of_news * PROPOSED..(of_news + 1) * PROPOSED {
            let number = match n.is_multiple_of(8) {
                true => self.claimed.own(chance("proposed", n)),
                false => chance("proposed", n) % size.n_files,
            };
            let member = file_id(chance("member", n) % size.n_files);
            let likeness = Likeness { closeness: Closeness::Near, distance_bits: 9, member };
            let (state, found_at) = (ProposalState::Waiting, self.at(of_news));
            let proposal = SeriesProposal { series, file: file_id(number), likeness, found_at, state };
            tx.put_series_proposal(&proposal).await?;
        }
        Ok(())
    }

    fn at(&self, n: u64) -> Moment {
        Moment(self.book.made_at_us(n))
    }
}
