//! The first unit and the first administrator of a new node, by whoever started the program and reads its code at the terminal.
//! Once there is a user it founds nothing.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use casework::id::{UnitId, UserId};
use casework::protected::Protected;
use casework::role::Role;
use casework::unit::Unit;
use casework::user::{Language, Login, User, UserState, check_password};

use crate::chance;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::secret::{Secret, is_same};
use crate::sign_in::NotSignedIn;
use crate::unit::AddUnit;
use crate::user::SecretsGiven;

/// 40 bits, for it is typed once and tried a few times.
const CODE_BYTES: usize = 5;
/// Wrong codes before the door shuts until the program is started again.
const TRIES_MAX: u32 = 10;

/// A unit and its first administrator.
#[derive(Debug)]
pub struct FoundNode {
    /// What the terminal shows.
    pub code: Secret,
    /// The unit.
    pub unit: AddUnit,
    /// What the administrator types to sign in.
    pub login: String,
    /// How colleagues call them.
    pub name: Protected,
    /// The password, of their own choice.
    pub password: Secret,
    /// The language they read.
    pub language: Option<Language>,
}

/// The way in to a node that nobody works at yet.
#[derive(Default)]
pub(crate) struct Founding(Mutex<Option<Door>>);

struct Door {
    code: [u8; 32],
    n_tries: u32,
}

impl Node {
    /// The code by which this node is founded, where nobody works at it yet. A code made before opens nothing any more.
    ///
    /// # Errors
    /// When the store cannot answer, or the system gives no chance.
    pub async fn founding_code(&self) -> Result<Option<Secret>, Error> {
        if !self.store.users().await?.is_empty() {
            return Ok(None);
        }
        let code = Secret::for_paper::<CODE_BYTES>()?;
        *self.door() = Some(Door { code: code.typed_from_paper().digest(), n_tries: 0 });
        Ok(Some(code))
    }

    /// Whether this node waits to be founded by such a code.
    pub fn waits_to_be_founded(&self) -> bool {
        self.door().is_some()
    }

    fn door(&self) -> MutexGuard<'_, Option<Door>> {
        self.founding.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the unit and adds its first administrator, whose codes nobody else has seen.
    ///
    /// # Errors
    /// [`Error::SignIn`] for another code, or when there is somebody already; [`Error::Refused`] with what must be mended.
    pub async fn found_node(&self, ask: FoundNode) -> Result<SecretsGiven, Error> {
        self.try_founding_code(&ask.code)?;
        let who = Principal::of_this_process();
        self.permitted(&who, Action::FoundNode, async {
            let FoundNode { unit, login, name, password, language, .. } = ask;
            let login: Login = login.parse().map_err(Error::refused)?;
            check_password(password.as_password().reveal(), &login).map_err(Error::refused)?;
            let AddUnit { name: unit_name, country, victim_prefix, contact } = unit;
            let unit = Unit { id: UnitId::new(chance::id_bytes()?), name: unit_name, country, victim_prefix, contact };
            let user = User {
                id: UserId::new(chance::id_bytes()?),
                login,
                name,
                unit: unit.id,
                roles: BTreeSet::from([Role::Administrator]),
                state: UserState::Active,
                language,
                must_renew: false,
                version: 1,
            };
            let (secrets, given) = self.make_secrets(&user, &password, false).await?;
            let mut tx = self.store.begin().await?;
            if !tx.administrators().await?.is_empty() || !self.store.users().await?.is_empty() {
                return Err(NotSignedIn::Refused.into());
            }
            let unit = Unit::open(unit, &tx.units().await?).map_err(Error::refused)?;
            let user = User::open(user, false).map_err(Error::refused)?;
            tx.add_unit(&unit).await?;
            tx.put_user(&user).await?;
            tx.put_secrets(user.id, &secrets).await?;
            let entry = self.entry(&who, Action::FoundNode.verb());
            tx.commit(entry.about("unit", unit.id.to_string()).about("user", user.id.to_string())).await?;
            *self.door() = None;
            Ok(given)
        })
        .await
    }

    fn try_founding_code(&self, code: &Secret) -> Result<(), Error> {
        let mut door = self.door();
        let Some(open) = door.as_mut() else { return Err(NotSignedIn::Refused.into()) };
        open.n_tries += 1;
        let is_right = open.n_tries <= TRIES_MAX && is_same(&code.typed_from_paper().digest(), &open.code);
        if is_right { Ok(()) } else { Err(NotSignedIn::Refused.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::folder::NodeFolder;
    use crate::one_time_code::code_now;
    use crate::sign_in::SignIn;
    use crate::sign_in::tests::from_letters;

    fn ask(code: &Secret) -> FoundNode {
        let unit = AddUnit {
            name: "Amman".into(),
            country: "JO".parse().unwrap(),
            victim_prefix: "JO-AM".into(),
            contact: None,
        };
        let password = Secret::new("four plain canary words");
        FoundNode {
            code: code.clone(),
            unit,
            login: "rana".into(),
            name: Protected::new("Rana"),
            password,
            language: None,
        }
    }

    async fn empty_node() -> (tempfile::TempDir, Node) {
        let folder = tempfile::tempdir().unwrap();
        let opened = NodeFolder::open_at(&folder.path().join("node")).unwrap();
        let node = Node::open(opened, Clock::by_hand(1_000_000_000_000), "/nowhere".into()).await.unwrap();
        (folder, node)
    }

    #[tokio::test]
    async fn whoever_reads_the_code_founds_the_node_and_signs_in_and_nobody_does_it_twice() {
        let (_folder, node) = empty_node().await;
        assert!(!node.waits_to_be_founded() && node.found_node(ask(&Secret::new("x"))).await.is_err());
        let code = node.founding_code().await.unwrap().unwrap();
        let typed = Secret::new(code.reveal().to_lowercase().replace('-', " "));
        let given = node.found_node(ask(&typed)).await.unwrap();
        assert!(given.password.is_none() && !node.waits_to_be_founded());
        assert!(node.found_node(ask(&code)).await.is_err());
        assert!(node.founding_code().await.unwrap().is_none(), "somebody works here");
        let totp = Secret::new(code_now(&from_letters(given.totp.reveal()), node.now_us()));
        let sign_in = SignIn { login: Secret::new("rana"), password: Secret::new("four plain canary words"), totp };
        let session = node.sign_in(sign_in, None).await.unwrap();
        assert!(!session.user.must_renew, "nobody else has seen what they sign in with");
        let bodies = node.store.ledger_entries(0, 100).await.unwrap().into_iter().filter_map(|entry| entry.body);
        let founded = bodies.filter(|body| String::from_utf8_lossy(body).contains(r#""verb":"node-found""#)).count();
        assert_eq!(founded, 1);
    }

    #[tokio::test]
    async fn codes_are_not_guessed() {
        let (_folder, node) = empty_node().await;
        let code = node.founding_code().await.unwrap().unwrap();
        for _ in 0..TRIES_MAX {
            assert!(node.found_node(ask(&Secret::new("AAAA-AAAA-AAAA"))).await.is_err());
        }
        assert!(node.found_node(ask(&code)).await.is_err(), "the right one comes too late");
        let again = node.founding_code().await.unwrap().unwrap();
        assert_ne!(again.reveal(), code.reveal());
        node.found_node(ask(&again)).await.unwrap();
    }

    #[tokio::test]
    async fn what_does_not_fit_is_refused_and_the_code_goes_on() {
        let (_folder, node) = empty_node().await;
        let code = node.founding_code().await.unwrap().unwrap();
        let weak = FoundNode { password: Secret::new("short"), ..ask(&code) };
        assert!(matches!(node.found_node(weak).await, Err(Error::Refused(_))));
        let nameless = FoundNode { name: Protected::new(""), ..ask(&code) };
        assert!(matches!(node.found_node(nameless).await, Err(Error::Refused(_))));
        assert!(node.store.units().await.unwrap().is_empty(), "all of it or nothing");
        node.found_node(ask(&code)).await.unwrap();
    }
}
