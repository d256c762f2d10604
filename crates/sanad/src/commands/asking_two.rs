//! What the terminal does where one person alone may not: it files the ask, and says who answers it and what comes next.

use std::collections::{BTreeMap, BTreeSet};

use casework::id::UserId;
use casework::protected::Protected;
use node::principal::Action;
use node::second_person::AskSecondPerson;
use node::{Error, Node, Principal};

use super::Surroundings;
use super::asking_the_node::complaint_of;
use crate::complaint::Complaint;
use crate::exit::Exit;

/// How the node calls what a command does, once two have to agree to it.
pub(super) struct AsksTwo {
    action: Action,
    subject: String,
    details: BTreeMap<String, String>,
}

impl AsksTwo {
    /// A verb about a unit or a user.
    pub(super) fn new(action: Action, subject: &str) -> AsksTwo {
        AsksTwo { action, subject: subject.to_owned(), details: BTreeMap::new() }
    }

    /// The same with what else matters.
    pub(super) fn with(mut self, name: &str, value: String) -> AsksTwo {
        self.details.insert(name.to_owned(), value);
        self
    }

    /// What to say of an error: where a second person is needed, the ask is filed now, or found where it was filed before.
    pub(super) async fn answered(
        self,
        node: &Node,
        who: &Principal,
        error: Error,
        here: &Surroundings,
    ) -> anyhow::Error {
        match &error {
            Error::Refused(refusal) if refusal.code() == "second-person-staff-needed" => {}
            _ => return complaint_of(error, here),
        }
        let reason = Protected::new(here.terminal.words.say("second-person-terminal-reason", &[]));
        let AsksTwo { action, subject, details } = self;
        let ask = AskSecondPerson { verb: action.verb().to_owned(), subject, details, reason };
        let filed = match node.ask_second_person(who, ask).await {
            Ok(filed) => filed,
            Err(error) => return complaint_of(error, here),
        };
        let logins = match logins(node, who, &filed.could_answer).await {
            Ok(logins) => logins,
            Err(error) => return complaint_of(error, here),
        };
        let key = if logins.is_empty() { "error-second-person-nobody" } else { "error-second-person-waits" };
        let args = vec![("id", filed.id.to_string().into()), ("logins", logins.join(", ").into())];
        Complaint::new(Exit::Usage, key, args).into()
    }
}

/// Several codes in one value.
pub(super) fn in_one<'t>(several: impl Iterator<Item = &'t str>) -> String {
    several.collect::<Vec<_>>().join(",")
}

async fn logins(node: &Node, who: &Principal, of: &BTreeSet<UserId>) -> Result<Vec<String>, Error> {
    let users = node.users(who).await?.users;
    Ok(users.into_iter().filter(|user| of.contains(&user.id)).map(|user| user.login.to_string()).collect())
}
