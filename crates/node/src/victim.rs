//! Victims: a code that everybody uses, a name that few may read, how the child is, and the clocks that start with a child at
//! risk.

use casework::clock::Start;
use casework::clock_rules::{ClockKind, RiskBand, StartEvent};
use casework::id::{CaseId, ClockId, RecordId, VictimId};
use casework::link_kind::Noun;
use casework::protected::Protected;
use casework::record::KeyKind;
use casework::victim::{
    Consents, Contact, Identification, Notification, Reading, ReadingPurpose, Safety, Through, Victim, VictimCode,
    VictimIdentity,
};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::{Held, Tx};
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id, no_such};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// The key's file, and what it is used for: names and contacts lie under a key of their own.
const IDENTITY_KEY: &str = "victims.key";
const IDENTITY_USE: &str = "victim-identity";

/// A victim's record that somebody opens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OpenVictim {
    /// Who may see it.
    pub into: Placement,
}

/// A child, and whether it is known who that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentifyVictim {
    /// The victim.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// What is known.
    pub known: WhoKnows,
}

/// Who knows who a child is. Written as `{"identification": "here"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "identification", rename_all = "kebab-case", deny_unknown_fields)]
pub enum WhoKnows {
    /// This unit knows.
    Here {
        /// How, in words.
        reason: String,
    },
    /// Somebody else knows.
    Elsewhere {
        /// The partner, as this node names it.
        partner: String,
    },
    /// It turned out that nobody knows.
    Nobody {
        /// Why, in words.
        reason: String,
    },
}

/// A child, and how that child is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetVictimSafety {
    /// The victim.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// How the child is.
    pub is: SafetyAsk,
}

/// A child whose identity is read, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadVictimIdentity {
    /// The victim.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// For what: `identification`, `protection`, `notification`, `support`, `court`, `restitution`, `own-request`, `correction`.
    #[schema(value_type = String)]
    pub purpose: ReadingPurpose,
}

/// How a child is. Written as `{"safety": "at-risk", "risk": "very-high"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "safety", rename_all = "kebab-case", deny_unknown_fields)]
pub enum SafetyAsk {
    /// At risk: the clock of telling the protection service starts.
    AtRisk {
        /// How urgent; where nobody knows, the highest.
        #[schema(value_type = String, example = "very-high")]
        risk: RiskBand,
        /// Why, in words.
        reason: String,
        /// The case it belongs to, where there is one.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        case: Option<CaseId>,
    },
    /// In the care of the protection service.
    InCare {
        /// Who says so, in words.
        reason: String,
    },
    /// Safe, as far as the protection service knows.
    Safe {
        /// Who says so, in words.
        reason: String,
    },
}

/// Names and contacts of a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteVictimIdentity {
    /// The victim.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// Names, as they were given.
    #[schema(value_type = Vec<String>)]
    pub names: Vec<Protected>,
    /// How the child, or whoever speaks for them, is reached.
    #[serde(default)]
    pub contacts: Vec<ContactAsk>,
}

/// How somebody is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactAsk {
    /// Whose it is: the child's, a guardian's, counsel's …
    #[schema(value_type = String)]
    pub of: Through,
    /// A number, an address.
    #[schema(value_type = String)]
    pub words: Protected,
}

/// What somebody with a purpose is shown of a child's identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VictimIdentityView {
    /// Whose it is.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// Names.
    #[schema(value_type = Vec<String>)]
    pub names: Vec<Protected>,
    /// Contacts, where the purpose is to reach somebody.
    pub contacts: Vec<ContactAsk>,
}

/// A victim's record: no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VictimView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: VictimId,
    /// What the victim is called by everybody.
    #[schema(value_type = String, example = "JO-CP-000123")]
    pub code: VictimCode,
    /// Whether it is known who the child is.
    #[schema(value_type = Object)]
    pub identification: Identification,
    /// How the child is.
    #[schema(value_type = Object)]
    pub safety: Safety,
    /// Whether the child wants to be told of new finds.
    #[schema(value_type = Object)]
    pub wish: Notification,
    /// What was consented to and withdrawn, by what it is for, in the order of recording. The last of each holds; silence is
    /// no consent.
    #[schema(value_type = Object)]
    pub consents: Consents,
    /// Who may see it.
    pub access: AccessView,
}

impl Node {
    /// Opens a victim's record under the unit's next code.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a case that the caller may not see.
    pub async fn open_victim(&self, who: &Principal, ask: OpenVictim) -> Result<VictimView, Error> {
        self.permitted(who, Action::OpenVictim, async {
            let caller = who.caller(Action::OpenVictim)?;
            let unit = caller.actor.unit;
            let unit = self.store.unit(unit).await?.ok_or_else(|| no_such(unit.into()))?;
            let mut tx = self.store.begin().await?;
            let victim = Victim {
                id: new_id(VictimId::new)?,
                code: self.next_code(&unit.victim_prefix).await?,
                owner: unit.id,
                identification: Identification::Unidentified,
                safety: Safety::NotKnown,
                wish: Notification::NotAsked,
                consents: Default::default(),
            };
            let held = self.add(&mut tx, caller, victim, &ask.into).await?;
            tx.commit(self.entry(who, Action::OpenVictim.verb()).about("record", held.record.id.to_string())).await?;
            Ok(VictimView::of(&held, caller))
        })
        .await
    }

    /// A victim's record.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_victim(&self, who: &Principal, id: VictimId) -> Result<VictimView, Error> {
        self.read(who, Action::ShowVictim, id, VictimView::of).await
    }

    /// Victims that the caller needs to know of; of one state (`unidentified`, `identified`, `identified-elsewhere`), when one is
    /// given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_victims(&self, who: &Principal, ask: ListAsk) -> Result<Listed<VictimView>, Error> {
        self.page::<Victim, _>(who, Action::ShowVictim, &ask, VictimView::of).await
    }

    /// Says whether it is known who a child is. Where this unit found out, the clock of newly identified children starts.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn identify_victim(&self, who: &Principal, ask: IdentifyVictim) -> Result<VictimView, Error> {
        self.change_and_start(who, Action::IdentifyVictim, ask.victim, |victim, said| {
            let said = |reason: &str| Said { reason: Some(reason.to_owned()), ..said.clone() };
            let (identification, starts) = match &ask.known {
                WhoKnows::Here { reason } => {
                    let starts = Starts { event: StartEvent::ChildIdentified, risk: None, case: None };
                    (Identification::Identified { said: said(reason) }, Some(starts))
                }
                WhoKnows::Elsewhere { partner } => {
                    (Identification::IdentifiedElsewhere { partner: partner.clone(), said: said("") }, None)
                }
                WhoKnows::Nobody { .. } => (Identification::Unidentified, None),
            };
            (Victim { identification, ..victim }, starts)
        })
        .await
    }

    /// Says how a child is. A child at risk starts the clock of telling the protection service, by risk band; where one runs, its
    /// risk is raised.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the victim or the case; [`Error::Refused`] when a running clock's risk would be lowered.
    pub async fn set_victim_safety(&self, who: &Principal, ask: SetVictimSafety) -> Result<VictimView, Error> {
        let SetVictimSafety { victim: id, is: ask } = ask;
        self.change_and_start(who, Action::SetVictimSafety, id, |victim, said| {
            let said = |reason: &str| Said { reason: Some(reason.to_owned()), ..said.clone() };
            let (safety, starts) = match &ask {
                SafetyAsk::AtRisk { risk, reason, case } => {
                    let starts = Starts { event: StartEvent::ChildAtRisk, risk: Some(*risk), case: *case };
                    (Safety::AtRisk { said: said(reason) }, Some(starts))
                }
                SafetyAsk::InCare { reason } => (Safety::InCare { said: said(reason) }, None),
                SafetyAsk::Safe { reason } => (Safety::Safe { said: said(reason) }, None),
            };
            (Victim { safety, ..victim }, starts)
        })
        .await
    }

    /// Writes down a child's names and contacts, in the place of what was written before. They are sealed under a key of their
    /// own, and are in no list, search or export.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn write_victim_identity(&self, who: &Principal, ask: WriteVictimIdentity) -> Result<VictimView, Error> {
        self.permitted(who, Action::WriteVictimIdentity, async {
            let caller = who.caller(Action::WriteVictimIdentity)?;
            let id = ask.victim;
            let contacts = ask.contacts.into_iter().map(|ContactAsk { of, words }| Contact { of, words }).collect();
            let identity = VictimIdentity::new(id, ask.names, contacts);
            let clear = serde_json::to_vec(&identity).expect("our own types have text keys");
            let sealed = self.sealing_key(IDENTITY_KEY)?.seal(IDENTITY_USE, &id.to_string(), &clear)?;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Victim>(&mut tx, who, Action::WriteVictimIdentity, id).await?;
            tx.seal(id.into(), &sealed).await?;
            tx.commit(self.entry(who, Action::WriteVictimIdentity.verb()).about("record", id.to_string())).await?;
            Ok(VictimView::of(&held, caller))
        })
        .await
    }

    /// Reads a child's names, and contacts where the purpose is to reach somebody. The reading stands in the ledger, with its
    /// purpose, before the answer leaves.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such victim, or no name was written down; [`Error::Refused`] without a purpose.
    pub async fn read_victim_identity(
        &self,
        who: &Principal,
        ask: ReadVictimIdentity,
    ) -> Result<VictimIdentityView, Error> {
        let ReadVictimIdentity { victim: id, purpose } = ask;
        self.permitted(who, Action::ReadVictimIdentity, async {
            let caller = who.caller(Action::ReadVictimIdentity)?;
            self.load::<Victim>(who, Action::ReadVictimIdentity, id).await?;
            let sealed = self.store.sealed(id.into()).await?.ok_or_else(|| no_such(RecordId::from(id)))?;
            let clear = self.sealing_key(IDENTITY_KEY)?.open(IDENTITY_USE, &id.to_string(), &sealed)?;
            let identity: VictimIdentity = serde_json::from_slice(&clear).map_err(|wrong| {
                Error::Storage(store::Error::Damaged {
                    what: format!("what was sealed cannot be read: {wrong}"),
                    source: None,
                })
            })?;
            let entry = self.entry(who, Action::ReadVictimIdentity.verb()).about("record", id.to_string());
            self.store.record_alone(entry.about("purpose", purpose.code())).await?;
            let shown = identity.read(&Reading { who: caller.actor, purpose, at: self.now() });
            let contacts = shown.contacts.iter().cloned().map(|Contact { of, words }| ContactAsk { of, words });
            Ok(VictimIdentityView { victim: id, names: shown.names.to_vec(), contacts: contacts.collect() })
        })
        .await
    }

    /// Changes a victim, and starts the clocks that this starts, in one change.
    async fn change_and_start(
        &self,
        who: &Principal,
        action: Action,
        id: VictimId,
        decide: impl FnOnce(Victim, &Said) -> (Victim, Option<Starts>),
    ) -> Result<VictimView, Error> {
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Victim>(&mut tx, who, action, id).await?;
            let said = self.said(caller, None);
            let (victim, starts) = decide(held.record.clone(), &said);
            tx.change_record(&victim).await?;
            let mut entry = self.entry(who, action.verb()).about("record", id.to_string());
            let clocks = match starts {
                None => Vec::new(),
                Some(starts) => self.start_or_raise(&mut tx, caller, &held, starts, said).await?,
            };
            if !clocks.is_empty() {
                entry = entry.about("clocks", clocks.iter().map(ToString::to_string).collect::<Vec<_>>());
            }
            tx.commit(entry).await?;
            Ok(VictimView::of(&Held { record: victim, version: held.version + 1, ..held }, caller))
        })
        .await
    }

    /// Starts the clocks of an event; where the one of telling the protection service runs already, its risk is raised.
    async fn start_or_raise(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        held: &Held<Victim>,
        starts: Starts,
        said: Said,
    ) -> Result<Vec<ClockId>, Error> {
        let Starts { event, risk, case } = starts;
        let about = held.record.id.into();
        if let Some(case) = case {
            self.must_see(caller, case.into()).await?;
        }
        if let (StartEvent::ChildAtRisk, Some(risk)) = (event, risk)
            && let Some(running) = self.open_clocks(about, ClockKind::ProtectionTold).await?.first()
        {
            let raised = running.record.raise_risk(risk).map_err(Error::refused)?;
            tx.change_record(&raised).await?;
            return Ok(vec![raised.id]);
        }
        let case = case.or_else(|| held.access.cases.first().copied());
        let start = Start { about, case, unit: held.record.owner, risk, said };
        self.start_clocks(tx, event, &start, held.access.circle).await
    }

    /// The unit's next code. None is given twice: an erased record leaves its row, so that the count of victims only grows.
    async fn next_code(&self, prefix: &str) -> Result<VictimCode, Error> {
        let mut number = u32::try_from(self.store.n_records(Noun::Victim, None).await?).unwrap_or(u32::MAX);
        loop {
            number = number.saturating_add(1);
            let code = VictimCode::new(prefix, number).map_err(Error::refused)?;
            if self.store.records_keyed::<Victim>(KeyKind::VictimCode, &code.to_string()).await?.is_empty() {
                return Ok(code);
            }
        }
    }
}

/// The clocks that a change of a victim starts.
struct Starts {
    event: StartEvent,
    risk: Option<RiskBand>,
    case: Option<CaseId>,
}

impl VictimView {
    pub(crate) fn of(held: &Held<Victim>, caller: &Caller) -> VictimView {
        let Victim { id, code, identification, safety, wish, consents, .. } = held.record.clone();
        VictimView { id, code, identification, safety, wish, consents, access: AccessView::of(&held.access, caller) }
    }
}
