//! The policies themselves: read once, asked for each call. They stand in `node/policies/`, one file for each noun.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use casework::id::RecordId;
use casework::link_kind::Noun;
use casework::purpose;
use casework::record::Access;
use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy,
    PolicyId, PolicySet, Request, RestrictedExpression,
};

use crate::principal::{Action, Principal};

/// Every file of policies and its text. A test compares the folder.
pub(super) const FILES: &[(&str, &str)] = &[
    ("need-to-know", include_str!("../../policies/need-to-know.cedar")),
    ("handling", include_str!("../../policies/handling.cedar")),
    ("purpose", include_str!("../../policies/purpose.cedar")),
    ("token", include_str!("../../policies/token.cedar")),
    ("terminal", include_str!("../../policies/terminal.cedar")),
    ("exhibit", include_str!("../../policies/exhibit.cedar")),
    ("job", include_str!("../../policies/job.cedar")),
    ("list", include_str!("../../policies/list.cedar")),
    ("match", include_str!("../../policies/match.cedar")),
    ("grading", include_str!("../../policies/grading.cedar")),
    ("mapping", include_str!("../../policies/mapping.cedar")),
    ("news", include_str!("../../policies/news.cedar")),
    ("series", include_str!("../../policies/series.cedar")),
    ("victim", include_str!("../../policies/victim.cedar")),
    ("person", include_str!("../../policies/person.cedar")),
    ("thing", include_str!("../../policies/thing.cedar")),
    ("clue", include_str!("../../policies/clue.cedar")),
    ("report", include_str!("../../policies/report.cedar")),
    ("search", include_str!("../../policies/search.cedar")),
    ("keeping", include_str!("../../policies/keeping.cedar")),
    ("link", include_str!("../../policies/link.cedar")),
    ("case", include_str!("../../policies/case.cedar")),
    ("clock", include_str!("../../policies/clock.cedar")),
    ("lead", include_str!("../../policies/lead.cedar")),
    ("operation", include_str!("../../policies/operation.cedar")),
    ("outcome", include_str!("../../policies/outcome.cedar")),
    ("holding", include_str!("../../policies/holding.cedar")),
    ("exposure", include_str!("../../policies/exposure.cedar")),
    ("backup", include_str!("../../policies/backup.cedar")),
    ("ledger", include_str!("../../policies/ledger.cedar")),
    ("node", include_str!("../../policies/node.cedar")),
    ("people", include_str!("../../policies/people.cedar")),
    ("glass", include_str!("../../policies/glass.cedar")),
    ("second-person", include_str!("../../policies/second-person.cedar")),
];

/// The policy that says what does not exist for somebody.
const NEED_TO_KNOW: &str = "need-to-know";
/// The policy that says what its owner keeps from somebody: that does not exist for them either.
const HANDLING: &str = "handling";
/// The policy that asks for a purpose.
const PURPOSE: &str = "purpose";

/// What is asked of the policies.
pub(super) struct Question<'a> {
    /// Who asks.
    pub(super) who: &'a Principal,
    /// Whom the node's folder belongs to.
    pub(super) owner_uid: u32,
    /// For what.
    pub(super) action: Action,
    /// About which record; about the node as a whole, where there is none.
    pub(super) about: Option<&'a Access>,
}

/// What the policies say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is permitted.
    Yes,
    /// It is not, for there is no need to know of the record.
    Unseen,
    /// It would be, had a purpose been given.
    NoPurpose,
    /// It is not.
    No,
}

/// The policies, read.
pub(super) struct Policies {
    // Each verb's own: a tenth of all, which is most of what an answer costs.
    by_action: HashMap<Action, PolicySet>,
    authorizer: Authorizer,
    kinds: Kinds,
}

/// The policies that this program was built with.
pub(super) fn policies() -> &'static Policies {
    static POLICIES: OnceLock<Policies> = OnceLock::new();
    POLICIES.get_or_init(|| {
        let all = read(FILES).expect("the policies are part of the program, and a test has read them");
        let kinds = Kinds::new();
        let of = |action: &Action| (*action, speaking_of(&all, &kinds.uid(&kinds.action, action.verb())));
        Policies { by_action: Action::ALL.iter().map(of).collect(), authorizer: Authorizer::new(), kinds }
    })
}

/// One set of the policies of all files, each called by its `@id`.
pub(super) fn read(files: &[(&str, &str)]) -> Result<PolicySet, String> {
    let mut all = PolicySet::new();
    for (file, text) in files {
        let of_file: PolicySet = text.parse().map_err(|wrong| format!("{file}.cedar: {wrong}"))?;
        for policy in of_file.policies() {
            all.add(named(policy, file)?).map_err(|wrong| format!("{file}.cedar: {wrong}"))?;
        }
    }
    Ok(all)
}

/// The policies that could say something to this action: those that name it, and those that name none.
fn speaking_of(all: &PolicySet, action: &EntityUid) -> PolicySet {
    let speaks = |policy: &&Policy| match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::Eq(named) => named == *action,
        ActionConstraint::In(named) => named.contains(action),
    };
    PolicySet::from_policies(all.policies().filter(speaks).cloned())
        .expect("their names differ, for they stood in one set")
}

fn named(policy: &Policy, file: &str) -> Result<Policy, String> {
    let id = policy.annotation("id").ok_or_else(|| format!("{file}.cedar: a policy without an @id: {policy}"))?;
    Ok(policy.new_id(PolicyId::new(id)))
}

impl Policies {
    /// What the policies say to this question. What they cannot work out they deny.
    pub(super) fn answer(&self, question: &Question<'_>) -> Answer {
        let purpose = match question.who {
            Principal::Terminal { .. } => None,
            Principal::User(caller) => purpose::given(caller.purpose.as_deref()),
        };
        match self.decide(question, purpose) {
            // What forbids hides whether anything permits: nobody is asked for a purpose that would not help them.
            Answer::NoPurpose => match self.decide(question, Some("any")) {
                Answer::Yes => Answer::NoPurpose,
                other => other,
            },
            answer => answer,
        }
    }

    /// Those of many records about which this may be asked: what the policies cannot tell apart is asked about once.
    pub(super) fn permitted_among<'a>(
        &self,
        who: &Principal,
        owner_uid: u32,
        action: impl Fn(Noun) -> Option<Action>,
        about: impl IntoIterator<Item = &'a Access>,
    ) -> BTreeSet<RecordId> {
        let may = |access: &Access| {
            let asks = |action| self.answer(&Question { who, owner_uid, action, about: Some(access) });
            action(Noun::of(access.record)).is_some_and(|action| asks(action) == Answer::Yes)
        };
        let mut asked: Vec<(&Access, bool)> = Vec::new();
        let mut permitted = BTreeSet::new();
        for access in about {
            // Glass is broken for a record, whatever its access says.
            let is_opened = matches!(who, Principal::User(caller) if caller.opened.contains(&access.record));
            let before = asked.iter().find(|(before, _)| !is_opened && is_like(who, before, access));
            let is_permitted = before.map_or_else(|| may(access), |(_, is_permitted)| *is_permitted);
            if before.is_none() && !is_opened {
                asked.push((access, is_permitted));
            }
            if is_permitted {
                permitted.insert(access.record);
            }
        }
        permitted
    }

    fn decide(&self, question: &Question<'_>, purpose: Option<&str>) -> Answer {
        let Some((request, entities)) = self.put(question, purpose) else { return Answer::No };
        let Some(policies) = self.by_action.get(&question.action) else { return Answer::No };
        let response = self.authorizer.is_authorized(&request, policies, &entities);
        let said = response.diagnostics();
        // A `forbid` that fails to be worked out would otherwise forbid nothing.
        if said.errors().next().is_some() {
            return Answer::No;
        }
        if response.decision() == Decision::Allow {
            return Answer::Yes;
        }
        let reasons: Vec<&PolicyId> = said.reason().collect();
        let is_among = |id: &str| reasons.iter().any(|reason| AsRef::<str>::as_ref(*reason) == id);
        if is_among(NEED_TO_KNOW) || is_among(HANDLING) {
            Answer::Unseen
        } else if is_among(PURPOSE) {
            Answer::NoPurpose
        } else {
            Answer::No
        }
    }

    /// The question in the policies' own terms, as `node/policies/sanad.cedarschema` has them.
    fn put(&self, question: &Question<'_>, purpose: Option<&str>) -> Option<(Request, Entities)> {
        let kinds = &self.kinds;
        let (asker, context) = match question.who {
            Principal::Terminal { uid } => {
                let owns = RestrictedExpression::new_bool(*uid == question.owner_uid);
                let terminal = kinds.uid(&kinds.terminal, uid);
                (entity(terminal, [("owns_folder", owns)], HashSet::new())?, asked(true, purpose)?)
            }
            Principal::User(caller) => {
                let attributes = [
                    ("unit", kinds.reference(&kinds.unit, caller.actor.unit)),
                    ("cases", kinds.references(&kinds.case, &caller.cases)),
                    ("opened", kinds.references(&kinds.record, &caller.opened)),
                ];
                let roles = caller.roles.iter().map(|role| kinds.uid(&kinds.role, role.code())).collect();
                let within_token = caller.scope.as_ref().is_none_or(|scope| scope.contains(&question.action));
                let user = entity(kinds.uid(&kinds.user, caller.actor.user), attributes, roles)?;
                (user, asked(within_token, purpose)?)
            }
        };
        let about = match question.about {
            None => entity(kinds.uid(&kinds.node, "here"), [], HashSet::new())?,
            Some(access) => {
                let attributes = [
                    ("noun", kinds.reference(&kinds.noun, Noun::of(access.record).code())),
                    ("unit", kinds.reference(&kinds.unit, access.unit)),
                    ("circle", kinds.reference(&kinds.circle, access.circle.code())),
                    ("cases", kinds.references(&kinds.case, &access.cases)),
                    ("tlp", kinds.reference(&kinds.tlp, access.handling.marking.tlp().code())),
                    ("named", kinds.references(&kinds.user, access.handling.marking.named())),
                    ("excluded", kinds.references(&kinds.unit, &access.excluded)),
                ];
                entity(kinds.uid(&kinds.record, access.record), attributes, HashSet::new())?
            }
        };
        let action = kinds.uid(&kinds.action, question.action.verb());
        let request = Request::new(asker.uid(), action, about.uid(), context, None).ok()?;
        Some((request, Entities::from_entities([asker, about], None).ok()?))
    }
}

/// Whether the policies cannot tell two records apart but by what was opened by breaking glass. Of the cases that a record
/// stands in they ask only whether the caller works on one, which a test holds them to.
fn is_like(who: &Principal, one: &Access, other: &Access) -> bool {
    let shares_a_case = |access: &Access| match who {
        Principal::Terminal { .. } => false,
        Principal::User(caller) => !access.cases.is_disjoint(&caller.cases),
    };
    let says = |access: &Access| (Noun::of(access.record), access.unit, access.circle, shares_a_case(access));
    says(one) == says(other) && one.handling == other.handling && one.excluded == other.excluded
}

/// What is known of a call beside who asks for what.
fn asked(within_token: bool, purpose: Option<&str>) -> Option<Context> {
    let purpose = purpose.map(|text| ("purpose".to_owned(), RestrictedExpression::new_string(text.to_owned())));
    let within = ("within_token".to_owned(), RestrictedExpression::new_bool(within_token));
    Context::from_pairs([Some(within), purpose].into_iter().flatten()).ok()
}

fn entity<const N: usize>(
    uid: EntityUid,
    attributes: [(&str, RestrictedExpression); N],
    parents: HashSet<EntityUid>,
) -> Option<Entity> {
    let attributes: HashMap<_, _> = attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Entity::new(uid, attributes, parents).ok()
}

/// The kinds of things that the policies speak of.
struct Kinds {
    terminal: EntityTypeName,
    user: EntityTypeName,
    role: EntityTypeName,
    unit: EntityTypeName,
    case: EntityTypeName,
    node: EntityTypeName,
    record: EntityTypeName,
    noun: EntityTypeName,
    circle: EntityTypeName,
    tlp: EntityTypeName,
    action: EntityTypeName,
}

impl Kinds {
    fn new() -> Kinds {
        let kind = |name: &str| name.parse().expect("a plain name is the name of a kind");
        Kinds {
            terminal: kind("Terminal"),
            user: kind("User"),
            role: kind("Role"),
            unit: kind("Unit"),
            case: kind("Case"),
            node: kind("Node"),
            record: kind("CasebookRecord"),
            noun: kind("Noun"),
            circle: kind("Circle"),
            tlp: kind("Tlp"),
            action: kind("Action"),
        }
    }

    fn uid(&self, kind: &EntityTypeName, id: impl ToString) -> EntityUid {
        EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id.to_string()))
    }

    fn reference(&self, kind: &EntityTypeName, id: impl ToString) -> RestrictedExpression {
        RestrictedExpression::new_entity_uid(self.uid(kind, id))
    }

    fn references<'a, T: ToString + 'a>(
        &self,
        kind: &EntityTypeName,
        ids: impl IntoIterator<Item = &'a T>,
    ) -> RestrictedExpression {
        RestrictedExpression::new_set(ids.into_iter().map(|id| self.reference(kind, id.to_string())))
    }
}
