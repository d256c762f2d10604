//! Who asks, and what may be asked. Whether they may is said by the policies.

use std::collections::BTreeSet;

use casework::file::FileId;
use casework::id::{CaseId, RecordId};
use casework::record::Access;
use casework::role::Role;
use casework::who::Actor;
use store::{Holdings, SeenBy};

use crate::error::Error;

/// Somebody, or some machine, that asks for a verb.
#[derive(Clone, PartialEq, Eq)]
pub enum Principal {
    /// Whoever sits at the terminal of the machine that the node folder lies on.
    Terminal {
        /// The system's number of the user.
        uid: u32,
    },
    /// Somebody whom the node knows by a session or a token.
    User(Box<Caller>),
}

/// A user of the node as one call knows them. Made anew for each call, so that what was taken away is gone at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who, and for which unit.
    pub actor: Actor,
    /// In which roles.
    pub roles: BTreeSet<Role>,
    /// The cases they work on, and those that break-glass opened to them.
    pub cases: BTreeSet<CaseId>,
    /// Single records that break-glass opened to them.
    pub opened: BTreeSet<RecordId>,
    /// What their token is limited to; none for a session.
    pub scope: Option<BTreeSet<Action>>,
    /// Why they ask, where they said so: protected reads need it, and it is recorded.
    pub purpose: Option<String>,
}

impl Caller {
    /// Whether they need to know of a record: by its circle and cases, or because break-glass opened it to them.
    pub(crate) fn needs_to_know(&self, access: &Access) -> bool {
        access.includes(self.actor.unit, &self.cases) || self.opened.contains(&access.record)
    }

    /// Whether they may know that a record is there: they need to, and its owner's handling reaches them.
    pub(crate) fn may_know(&self, access: &Access) -> bool {
        self.needs_to_know(access) && access.reaches(self.actor.user, self.actor.unit).is_ok()
    }

    /// Whether they may know of a case that holds something.
    pub(crate) fn may_know_holder(&self, holdings: &Holdings, case: &CaseId) -> bool {
        holdings.accesses.get(case).is_some_and(|access| self.may_know(access))
    }

    /// Whether they may see a record, a file or an exhibit that was asked about, as [`crate::open::Node::visible`] says.
    pub(crate) fn sees(&self, SeenBy { accesses, cases }: &SeenBy, id: RecordId) -> bool {
        let may_know = |id: RecordId| accesses.get(&id).is_some_and(|access| self.may_know(access));
        match id {
            RecordId::File(_) | RecordId::Exhibit(_) => {
                cases.get(&id).is_none_or(|cases| cases.iter().any(|case| may_know((*case).into())))
            }
            id => may_know(id),
        }
    }

    /// Whether they may see a file that was asked about, as [`crate::open::Node::visible`] says: it stands in no case itself, or
    /// in one that they may know of.
    pub(crate) fn sees_file(&self, holdings: &Holdings, file: &FileId) -> bool {
        let cases = holdings.standing.get(file);
        cases.is_none_or(|cases| cases.iter().any(|case| self.may_know_holder(holdings, case)))
    }
}

impl Principal {
    /// The user that this process runs as.
    pub fn of_this_process() -> Principal {
        Principal::Terminal { uid: rustix::process::geteuid().as_raw() }
    }

    /// How the ledger names them: `uid:1000` or `usr_…`.
    pub fn name(&self) -> String {
        match self {
            Principal::Terminal { uid } => format!("uid:{uid}"),
            Principal::User(caller) => caller.actor.user.to_string(),
        }
    }

    /// The user behind a call, who can sign for what is said; nobody at a terminal can.
    ///
    /// # Errors
    /// [`Error::Denied`] for whoever sits at the terminal.
    pub fn caller(&self, action: Action) -> Result<&Caller, Error> {
        match self {
            Principal::Terminal { .. } => Err(Error::Denied { verb: action.verb() }),
            Principal::User(caller) => Ok(caller),
        }
    }
}

// Log lines and debug output name ids, never people.
impl std::fmt::Debug for Principal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Principal::Terminal { uid } => write!(out, "Principal(uid {uid})"),
            Principal::User(caller) => write!(out, "Principal({})", caller.actor.user),
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $verb:literal,)+) => {
        /// What may be asked of a node. The ledger, the policies and the permission table call it by its verb.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $name,)+ }

        impl Action {
            /// Every action there is.
            pub const ALL: &'static [Action] = &[$(Action::$name,)+];

            /// The action that is called by this verb.
            pub fn of_verb(verb: &str) -> Option<Action> {
                Action::ALL.iter().copied().find(|action| action.verb() == verb)
            }

            /// The verb as the ledger and the policies name it: the noun first.
            pub fn verb(self) -> &'static str {
                match self { $(Action::$name => $verb,)+ }
            }
        }
    };
}

actions! {
    /// Examine an exhibit and match it.
    Triage = "triage",
    /// Take in a version of a list.
    ImportList = "list-import",
    /// See lists and their refused rows.
    ShowLists = "list-show",
    /// Write out the entries of a list.
    ExportList = "list-export",
    /// Forget a list.
    RemoveList = "list-remove",
    /// Say how a list is handled.
    SetListHandling = "list-set-handling",
    /// See how a list is handled.
    ShowListHandling = "list-show-handling",
    /// See exhibits.
    ShowExhibits = "exhibit-show",
    /// Forget an exhibit.
    RemoveExhibit = "exhibit-remove",
    /// Look for one file or hash.
    Find = "find",
    /// Compare a report with what was written.
    VerifyReport = "verify",
    /// See the node's health.
    Doctor = "doctor",
    /// Write everything into an encrypted backup.
    MakeBackup = "backup-make",
    /// See which backups there are, and which should be destroyed.
    ShowBackups = "backup-show",
    /// Say that a backup was destroyed.
    SayBackupDestroyed = "backup-destroyed",
    /// Go on from a backup.
    RestoreNode = "backup-restore",
    /// See where the ledger lies and by which key it is verified.
    ShowLedger = "ledger-show",
    /// Take the proof of one entry of the ledger.
    ProveEntry = "ledger-prove",
    /// See what was done with a record.
    ShowRecordEntries = "ledger-show-record",
    /// See what oneself did, and what was done about oneself.
    ShowOwnEntries = "ledger-show-own",
    /// See what somebody did, after break-glass.
    ShowPersonEntries = "ledger-show-person",
    /// See that something was done, without people and records.
    ShowLedgerEntries = "ledger-show-entries",

    /// Open a series.
    OpenSeries = "series-open",
    /// See a series, its members and sources.
    ShowSeries = "series-show",
    /// Add files to a series.
    AddToSeries = "series-add-files",
    /// Join two series that turned out to be one.
    MergeSeries = "series-merge",
    /// Move files of a series to another.
    SplitSeries = "series-split",
    /// Undo a merge or a split.
    UndoSeries = "series-undo",
    /// See which files a series proposes.
    ShowProposals = "series-show-proposals",
    /// Take or decline what a series proposes.
    DecideProposal = "series-decide-proposal",
    /// Write a note to a colleague about a series.
    WriteSeriesNote = "series-write-note",

    /// Open a victim's record.
    OpenVictim = "victim-open",
    /// See a victim's record: the code, no name.
    ShowVictim = "victim-show",
    /// Say that it is known who a child is.
    IdentifyVictim = "victim-identify",
    /// Say how a child is.
    SetVictimSafety = "victim-set-safety",
    /// Write down whether a child wants to be told of new finds.
    SetNotificationWish = "victim-set-notification-wish",
    /// Write down what a child, or whoever speaks for the child, consents to.
    GiveConsent = "victim-give-consent",
    /// Write down that a consent is withdrawn.
    WithdrawConsent = "victim-withdraw-consent",
    /// Write down a child's names and contacts.
    WriteVictimIdentity = "victim-write-identity",
    /// Read a child's names and contacts.
    ReadVictimIdentity = "victim-read-identity",

    /// Open a person's record.
    OpenPerson = "person-open",
    /// See a person's record.
    ShowPerson = "person-show",
    /// Set a person's legal state.
    SetPersonState = "person-set-state",
    /// Write down that a person's state is contested.
    ContestPerson = "person-contest",
    /// Settle what was contested.
    SettlePerson = "person-settle",

    /// Open a place, an account, a device, an address.
    OpenThing = "thing-open",
    /// See a place, an account, a device, an address.
    ShowThing = "thing-show",
    /// Say whether what an address leads to is still there.
    SetAddressState = "address-set-state",
    /// Write down a clue.
    AddClue = "clue-add",
    /// See a clue.
    ShowClue = "clue-show",

    /// Take a report in.
    TakeReport = "report-take",
    /// Add what is known of a report now.
    AddReportVersion = "report-add-version",
    /// See a report: both scores and what it holds, no words.
    ShowReport = "report-show",
    /// Read the words of a report.
    ReadReportText = "report-read-text",

    /// Search the words of clues, reports, places, leads and series.
    SearchWords = "search-words",
    /// Find records by an account, a number, an address, a code or a hash.
    FindExact = "search-exact",
    /// Find records by what they are called, to choose one.
    NameRecords = "search-called",
    /// See who searched often without an open case.
    ShowSearchAlerts = "search-show-alerts",

    /// Link two records.
    AddLink = "link-add",
    /// Take a link back.
    TakeBackLink = "link-take-back",
    /// See the links of a record, or the path between two.
    ShowLinks = "link-show",

    /// Open a case.
    OpenCase = "case-open",
    /// See a case.
    ShowCase = "case-show",
    /// Put a record into a case.
    AddToCase = "case-add-record",
    /// Say who works on a case.
    StaffCase = "case-staff",
    /// Close a case, with its outcome.
    CloseCase = "case-close",
    /// Open a closed case again.
    ReopenCase = "case-reopen",
    /// Hand a case to another unit.
    HandOverCase = "case-hand-over",
    /// Write out a case in a format of exchange.
    ExportCase = "case-export",

    /// Open a lead.
    OpenLead = "lead-open",
    /// See a lead.
    ShowLead = "lead-show",
    /// Send a lead to another unit.
    SendLead = "lead-send",
    /// Accept a lead that was sent here.
    AcceptLead = "lead-accept",
    /// Give a lead back that was sent here, or take one back.
    GiveBackLead = "lead-give-back",
    /// Say what came of a lead.
    SpendLead = "lead-spend",

    /// Order an operation.
    PlanOperation = "operation-plan",
    /// Begin an operation.
    BeginOperation = "operation-begin",
    /// End an operation.
    EndOperation = "operation-end",
    /// See an operation.
    ShowOperation = "operation-show",

    /// Record what came of a case.
    RecordOutcome = "outcome-record",
    /// Confirm what somebody else recorded.
    ConfirmOutcome = "outcome-confirm",
    /// Withdraw an outcome that is wrong.
    WithdrawOutcome = "outcome-withdraw",
    /// See what came of a case.
    ShowOutcomes = "outcome-show",

    /// See which clocks run, and which were breached.
    ShowClocks = "clock-show",
    /// Pause a clock.
    PauseClock = "clock-pause",
    /// Let a clock go on.
    ResumeClock = "clock-resume",
    /// Say that what a clock waited for was done.
    MeetClock = "clock-meet",
    /// Stop a clock for a named reason.
    StopClock = "clock-stop",

    /// Say how a record is handled: its colour, and what its owner restricts.
    SetHandling = "handling-set",
    /// See how a record is handled, and who said so.
    ShowHandling = "handling-show",

    /// See who holds a file, or something of a series.
    ShowHolding = "holding-show",
    /// Keep the owner of what is held unnamed.
    SilenceHolding = "holding-silence",
    /// Name the owner of what is held again.
    SpeakOfHolding = "holding-speak",
    /// See which holdings are silent.
    ShowSilentHoldings = "holding-show-silent",

    /// Write down what one had to look at.
    AddExposure = "exposure-add",
    /// Note that one takes a break.
    NoteBreak = "exposure-note-break",
    /// See one's own exposure.
    ShowOwnExposure = "exposure-show-own",
    /// See one person's exposure.
    ShowExposure = "exposure-show",

    /// Say for what and until when a record is kept.
    KeepRecord = "keeping-set",
    /// See for what and until when records are kept, and which wait for a review.
    ShowKeeping = "keeping-show",
    /// Keep a record longer after a review.
    ExtendKeeping = "keeping-extend",
    /// Forbid erasing a record.
    HoldKeeping = "keeping-hold",
    /// Lift a hold.
    LiftHold = "keeping-lift-hold",
    /// Erase a record.
    EraseRecord = "record-erase",

    /// Grade a file.
    Grade = "grading-add",
    /// See what graders said of a file.
    ShowGradings = "grading-show",
    /// Dispute a grading.
    DisputeGrading = "grading-dispute",
    /// Hide from oneself what others say of a file, to grade it blind.
    OpenBlind = "grading-open-blind",
    /// Give up grading blind.
    CloseBlind = "grading-close-blind",
    /// Write down what another organisation says of a file.
    AddPartnerGrading = "grading-add-partner",
    /// Take a grading of one's own back.
    TakeBackGrading = "grading-take-back",
    /// Settle a dispute or a disagreement.
    SettleGrading = "grading-settle",
    /// See about which files graders differ.
    ShowDisagreements = "grading-show-disagreements",
    /// Decide for a stack.
    DecideStack = "grading-decide-stack",
    /// Undo a decision on a stack.
    UndoStack = "grading-undo-stack",
    /// Look at a file for some seconds.
    RevealFile = "file-reveal",

    /// See the mapping tables and who approved them.
    ShowMappings = "mapping-show",
    /// Propose a mapping table.
    ProposeMapping = "mapping-propose",
    /// Approve a mapping table, with a second person.
    ApproveMapping = "mapping-approve",
    /// Withdraw a mapping table; an approved one with a second person.
    WithdrawMapping = "mapping-withdraw",

    /// Confirm or reject a match.
    DecideMatch = "match-decide",
    /// Ask whether a hash is known.
    QueryMatch = "match-query",
    /// Say for a time that an entry, or a hash that is asked about, is no match.
    SuppressMatch = "match-suppress",
    /// Let matches be answered again that are held back.
    ReleaseMatch = "match-release",
    /// See which matches are held back, by whom and why.
    ShowStops = "match-show-stops",
    /// See the matches of a file and what was decided about them.
    ShowMatches = "match-show",
    /// Match stored files against lists that came later.
    RematchFiles = "match-rematch",

    /// See the unit's jobs and how far they are.
    ShowJobs = "job-show",
    /// Stop a job.
    StopJob = "job-stop",
    /// Take a report that a job wrote.
    ReadJobReport = "job-read-report",

    /// See what those who hold something should know.
    ShowNews = "news-show",
    /// Say that one has read it.
    ReadNews = "news-read",

    /// Open the first unit of a node, with its first administrator.
    FoundNode = "node-found",
    /// Open a unit.
    AddUnit = "unit-add",
    /// See the units.
    ShowUnits = "unit-show",
    /// Add a user.
    AddUser = "user-add",
    /// See users, their roles and states.
    ShowUsers = "user-show",
    /// See what is known of oneself.
    ShowOwnUser = "user-show-own",
    /// Set a user's roles.
    SetUserRoles = "user-set-roles",
    /// Keep a user out.
    DisableUser = "user-disable",
    /// Give a user new secrets, or let them in again.
    ResetUser = "user-reset",
    /// See what needs oneself today.
    ShowToday = "today-show",
    /// Say how one wants to read and look.
    SetOwnPreferences = "preferences-set-own",
    /// Choose one's own password, and take new codes.
    RenewOwnSecrets = "user-renew-own",
    /// Add a passkey of one's own.
    AddOwnPasskey = "passkey-add-own",
    /// See one's own passkeys.
    ShowOwnPasskeys = "passkey-show-own",
    /// Remove a passkey of one's own.
    RemoveOwnPasskey = "passkey-remove-own",
    /// Let the provider of sign-ins sign a user in.
    BindProviderAccount = "provider-account-bind",
    /// See whom the provider signs in.
    ShowProviderAccounts = "provider-account-show",
    /// Let the provider sign a user in no more.
    UnbindProviderAccount = "provider-account-unbind",
    /// Make a token.
    AddToken = "token-add",
    /// See tokens.
    ShowTokens = "token-show",
    /// Revoke a token.
    RevokeToken = "token-revoke",
    /// See somebody else's sessions.
    ShowSessions = "session-show",
    /// See one's own sessions.
    ShowOwnSessions = "session-show-own",
    /// End somebody else's session.
    EndSession = "session-end",
    /// End one's own session.
    EndOwnSession = "session-end-own",

    /// Open what one need not know of, for some hours.
    BreakGlass = "glass-break",
    /// See what was opened and waits for a review.
    ShowGlass = "glass-show",
    /// See what oneself opened, and what was opened about oneself.
    ShowOwnGlass = "glass-show-own",
    /// Say whether an opening was needed.
    ReviewGlass = "glass-review",
    /// Ask a second person.
    AskSecondPerson = "second-person-ask",
    /// Answer as the second person.
    AnswerAsSecondPerson = "second-person-answer",
    /// See one's own asks, and those one could answer.
    ShowSecondPersons = "second-person-show",
    /// Name who answers in one's place.
    NameDeputy = "deputy-name",
    /// End a deputy.
    EndDeputy = "deputy-end",
}
