//! Signing in on a real store, by a clock that is moved by hand: one shape for every refusal, waits, ends, and no secret on
//! the disk.

use std::path::Path;

use casework::protected::Protected;
use casework::role::Role;
use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::folder::NodeFolder;
use crate::one_time_code::code_now;
use crate::session::{EndSession, ShowSessions};
use crate::token::{AddToken, RevokeToken, ShowTokens};
use crate::unit::AddUnit;
use crate::user::{AddUser, NamedUser, RenewOwnSecrets, ResetUser, SetUserRoles, UserGiven};

const PASSWORD: &str = "canary three plain words";

/// A node with a unit and people in it.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) node: Node,
    pub(crate) clock: Clock,
    pub(crate) terminal: Principal,
}

impl World {
    pub(crate) async fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::by_hand(1_700_000_000_000_000);
        let opened = NodeFolder::open_at(&folder.path().join("node")).unwrap();
        let node = Node::open(opened, clock.clone(), "/nowhere".into()).await.unwrap();
        let terminal = Principal::of_this_process();
        let unit = AddUnit {
            name: "Amman".into(),
            country: "JO".parse().unwrap(),
            victim_prefix: "JO-AM".into(),
            contact: None,
        };
        node.add_unit(&terminal, unit).await.unwrap();
        World { folder, node, clock, terminal }
    }

    /// Adds somebody with the password of these tests; gives the secret of their codes.
    pub(crate) async fn add(&self, login: &str, role: Role) -> (UserView, SecretsGiven) {
        let ask = AddUser {
            login: login.into(),
            name: Protected::new("Canary Colleague"),
            unit: "amman".into(),
            roles: BTreeSet::from([role]),
            language: None,
            password: Some(Secret::new(PASSWORD)),
        };
        let given = self.node.add_user(&self.terminal, ask).await.unwrap();
        (given.user, given.secrets.unwrap())
    }

    /// Adds a machine that asks whether files are known.
    pub(crate) async fn add_machine(&self, login: &str) -> UserGiven {
        let ask = AddUser {
            login: login.into(),
            name: Protected::new("Upload filter"),
            unit: "amman".into(),
            roles: BTreeSet::from([Role::Matcher]),
            language: None,
            password: None,
        };
        self.node.add_user(&self.terminal, ask).await.unwrap()
    }

    /// The code that an authenticator shows now.
    pub(crate) fn code(&self, secrets: &SecretsGiven) -> String {
        code_now(&from_letters(secrets.totp.reveal()), self.clock.now_us())
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str, code: &str) -> Result<SessionGiven, Error> {
        let (login, password, totp) = (Secret::new(login), Secret::new(password), Secret::new(code));
        self.node.sign_in(SignIn { login, password, totp }, Some([192, 0, 2, 1].into())).await
    }

    pub(crate) fn wait_s(&self, seconds: i64) {
        self.clock.advance_us(seconds * SECOND_US);
    }

    /// Bodies of all entries of the ledger.
    pub(crate) async fn entries(&self) -> Vec<serde_json::Value> {
        let entries = self.node.store.ledger_entries(0, 10_000).await.unwrap();
        entries.into_iter().map(|entry| serde_json::from_slice(&entry.body.unwrap()).unwrap()).collect()
    }
}

pub(crate) fn from_letters(letters: &str) -> Vec<u8> {
    let mut bits = letters.bytes().flat_map(|letter| {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|known| *known == letter).unwrap();
        (0..5).rev().map(move |bit| value >> bit & 1)
    });
    let mut bytes = Vec::new();
    while let Some(first) = bits.next() {
        bytes.push(bits.by_ref().take(7).fold(first, |byte, bit| byte << 1 | bit) as u8);
    }
    bytes
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Error>) -> NotSignedIn {
    match answer {
        Err(Error::SignIn(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whoever_signs_in_first_chooses_a_password_and_takes_new_codes() {
    let world = World::new().await;
    let (user, secrets) = world.add("Rana", Role::Grader).await;
    let given = world.sign_in(" RANA ", PASSWORD, &world.code(&secrets)).await.unwrap();
    assert!(given.user.must_renew && given.user.id == user.id);
    let rana = world.node.principal_of_session(&given.secret).await.unwrap();
    assert_eq!(rana.caller(Action::ShowOwnUser).unwrap().scope, Some(BTreeSet::from(MUST_RENEW_SCOPE)));
    assert!(matches!(world.node.units(&rana).await, Err(Error::Denied { .. })));
    assert_eq!(world.node.own_user(&rana).await.unwrap().login.as_str(), "rana");
    let renew = |password: &str, new_password: &str| RenewOwnSecrets {
        password: Secret::new(password),
        new_password: Secret::new(new_password),
    };
    let code_of = |answer: Result<SecretsGiven, Error>| match answer {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    };
    let node = &world.node;
    assert_eq!(code_of(node.renew_own_secrets(&rana, renew(PASSWORD, PASSWORD)).await), "password-same-as-before");
    assert_eq!(code_of(node.renew_own_secrets(&rana, renew(PASSWORD, "short")).await), "password-too-short");
    let wrong = node.renew_own_secrets(&rana, renew("not the old password", "four other plain words")).await;
    assert_eq!(refused(wrong), NotSignedIn::Refused);
    let own = node.renew_own_secrets(&rana, renew(PASSWORD, "four other plain words")).await.unwrap();
    assert_ne!(own.totp.reveal(), secrets.totp.reveal());
    // The session that was begun with what somebody else had seen is over, and so is what they saw.
    assert_eq!(refused(node.principal_of_session(&given.secret).await), NotSignedIn::Refused);
    refused(world.sign_in("rana", PASSWORD, &world.code(&own)).await);
    let given = world.sign_in("rana", "four other plain words", &world.code(&own)).await.unwrap();
    assert!(!given.user.must_renew);
    let rana = node.principal_of_session(&given.secret).await.unwrap();
    assert_eq!(rana.caller(Action::ShowOwnUser).unwrap().scope, None);
    node.units(&rana).await.unwrap();

    // The recovery key works once, and only the newest.
    let recover = |key: &Secret| Recover {
        login: Secret::new("rana"),
        recovery_key: key.clone(),
        new_password: Secret::new("five more quite plain words"),
    };
    assert_eq!(refused(node.recover(recover(&secrets.recovery_key), None).await), NotSignedIn::Refused);
    let again = node.recover(recover(&Secret::new(own.recovery_key.reveal().to_lowercase())), None).await.unwrap();
    assert_eq!(refused(node.recover(recover(&own.recovery_key), None).await), NotSignedIn::Refused);
    assert_eq!(refused(node.principal_of_session(&given.secret).await), NotSignedIn::Refused);
    world.sign_in("rana", "five more quite plain words", &world.code(&again)).await.unwrap();
}

#[tokio::test]
async fn every_refusal_has_one_shape_and_its_entry_names_no_login() {
    let world = World::new().await;
    let (user, secrets) = world.add("rana", Role::Grader).await;
    let (other, _) = world.add("sami", Role::Grader).await;
    world.node.disable_user(&world.terminal, NamedUser { user: "sami".into() }).await.unwrap();
    let good = world.code(&secrets);
    let n_before = world.entries().await.len();
    let mut n_tries = 0;
    for (login, password, code) in [
        ("rana", "a wrong password", good.as_str()),
        ("rana", PASSWORD, "000000"),
        ("nobody.here", PASSWORD, good.as_str()),
        ("canary typed in the wrong field", PASSWORD, good.as_str()),
        ("sami", PASSWORD, good.as_str()),
    ] {
        let answer = world.sign_in(login, password, code).await;
        assert_eq!(format!("{answer:?}"), "Err(SignIn(Refused))", "{login}");
        n_tries += 1;
        world.wait_s(1);
    }
    let entries = world.entries().await.split_off(n_before);
    assert_eq!(entries.len(), n_tries);
    let users: Vec<_> = entries.iter().map(|entry| entry.get("user").and_then(|user| user.as_str())).collect();
    let (user, other) = (user.id.to_string(), other.id.to_string());
    assert_eq!(users, [Some(user.as_str()), Some(user.as_str()), None, None, Some(other.as_str())]);
    for entry in &entries {
        assert_eq!((&entry["verb"], &entry["who"]), (&"sign-in-failed".into(), &"nobody".into()));
        assert!(!entry.to_string().contains("rana") && !entry.to_string().contains("canary"), "{entry}");
    }
    // A code works once, and not after its time.
    let code = world.code(&secrets);
    world.sign_in("rana", PASSWORD, &code).await.unwrap();
    assert_eq!(refused(world.sign_in("rana", PASSWORD, &code).await), NotSignedIn::Refused);
    world.wait_s(90);
    assert_eq!(refused(world.sign_in("rana", PASSWORD, &code).await), NotSignedIn::Refused);
    world.sign_in("rana", PASSWORD, &world.code(&secrets)).await.unwrap();
}

#[test]
fn waits_double_and_have_an_end() {
    let left = |n_failures, since_s: i64| {
        wait_left_s(SignInFailures { n_failures, last_us: 0 }, FREE_TRIES_LOGIN, WAIT_S_MAX_LOGIN, since_s * SECOND_US)
    };
    let waits: Vec<u64> = (0..8).map(|n| left(n, 0)).collect();
    assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16]);
    assert_eq!((left(7, 10), left(7, 16), left(7, 99)), (6, 0, 0));
    assert_eq!((left(90, 0), left(u32::MAX, 299)), (WAIT_S_MAX_LOGIN, 1));
}

#[tokio::test]
async fn whoever_fails_waits_longer_each_time_and_many_at_once_gain_nothing() {
    let world = World::new().await;
    let (_, secrets) = world.add("rana", Role::Grader).await;
    // A name that is not there waits as long: it is counted as it was typed.
    for login in ["rana", "nobody.here"] {
        for _ in 0..FREE_TRIES_LOGIN {
            assert_eq!(refused(world.sign_in(login, "wrong", "000000").await), NotSignedIn::Refused);
        }
        for wait_s in [1, 2, 4] {
            let right = world.sign_in(login, PASSWORD, &world.code(&secrets)).await;
            assert_eq!(refused(right), NotSignedIn::Wait { wait_s }, "{login}");
            world.wait_s(wait_s.cast_signed());
            assert_eq!(refused(world.sign_in(login, "wrong", "000000").await), NotSignedIn::Refused);
        }
    }
    world.wait_s(8);
    let key = world.node.people_key().unwrap();
    let login = Secret::new("rana");
    let tries = futures_of(&world, &key, &login).await;
    assert_eq!(tries.iter().filter(|answer| answer.is_ok()).count(), 1);
    // A day later all is forgotten; a success clears a name at once.
    world.wait_s(24 * 60 * 60 + 1);
    refused(world.sign_in("rana", "wrong", "000000").await);
    world.sign_in("rana", PASSWORD, &world.code(&secrets)).await.unwrap();
    for _ in 0..FREE_TRIES_LOGIN {
        assert_eq!(refused(world.sign_in("rana", "wrong", "000000").await), NotSignedIn::Refused);
    }
}

/// Five tries begun before any of them ends.
async fn futures_of(world: &World, key: &SealingKey, login: &Secret) -> Vec<Result<Tried, Error>> {
    let try_once = || world.node.begin_try(key, login, None);
    let (a, b, c, d, e) = tokio::join!(try_once(), try_once(), try_once(), try_once(), try_once());
    vec![a, b, c, d, e]
}

#[tokio::test]
async fn an_address_waits_whatever_the_name() {
    let world = World::new().await;
    let key = world.node.people_key().unwrap();
    let from: IpAddr = "2001:db8:1:2::1".parse().unwrap();
    for n in 0..FREE_TRIES_ADDRESS {
        world.node.begin_try(&key, &Secret::new(format!("name{n}")), Some(from)).await.unwrap();
    }
    let neighbour: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
    let waits = world.node.begin_try(&key, &Secret::new("another"), Some(neighbour)).await;
    assert!(matches!(waits, Err(Error::SignIn(NotSignedIn::Wait { wait_s: 1 }))));
    let elsewhere: IpAddr = "2001:db8:1:3::1".parse().unwrap();
    world.node.begin_try(&key, &Secret::new("another"), Some(elsewhere)).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_when_it_is_over_unused_or_its_user_changed() {
    let world = World::new().await;
    let (_, secrets) = world.add("rana", Role::Grader).await;
    let begin = async || {
        world.wait_s(30);
        world.sign_in("rana", PASSWORD, &world.code(&secrets)).await.unwrap().secret
    };
    let is_open = async |secret: &Secret| world.node.principal_of_session(secret).await.is_ok();
    let session = begin().await;
    assert!(!is_open(&Secret::new("0".repeat(64))).await);
    // Used every twenty minutes it lasts eight hours, and no longer.
    for _ in 0..23 {
        world.wait_s(20 * 60);
        assert!(is_open(&session).await);
    }
    world.wait_s(20 * 60);
    assert!(!is_open(&session).await);
    let session = begin().await;
    world.wait_s(29 * 60);
    assert!(is_open(&session).await);
    world.wait_s(30 * 60);
    assert!(!is_open(&session).await);
    let session = begin().await;
    world.node.sign_out(&session).await.unwrap();
    assert!(!is_open(&session).await);
    world.node.sign_out(&session).await.unwrap();
    let session = begin().await;
    let roles = SetUserRoles { user: "rana".into(), roles: BTreeSet::from([Role::Examiner]) };
    world.node.set_user_roles(&world.terminal, roles).await.unwrap();
    assert!(!is_open(&session).await);
    let session = begin().await;
    let principal = world.node.principal_of_session(&session).await.unwrap();
    assert_eq!(principal.caller(Action::ShowOwnUser).unwrap().roles, BTreeSet::from([Role::Examiner]));
    world.node.disable_user(&world.terminal, NamedUser { user: "rana".into() }).await.unwrap();
    assert!(!is_open(&session).await);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_and_by_who_keeps_the_node() {
    let world = World::new().await;
    let (user, rana_s) = world.add("rana", Role::Grader).await;
    let (_, sami_s) = world.add("sami", Role::Grader).await;
    let sami = world.sign_in("sami", PASSWORD, &world.code(&sami_s)).await.unwrap();
    let first = world.sign_in("rana", PASSWORD, &world.code(&rana_s)).await.unwrap();
    world.wait_s(30);
    let second = world.sign_in("rana", PASSWORD, &world.code(&rana_s)).await.unwrap();
    let node = &world.node;
    let rana = node.principal_of_session(&first.secret).await.unwrap();
    let own = node.sessions(&rana, ShowSessions::default()).await.unwrap();
    assert_eq!(own.sessions.iter().map(|session| session.id).collect::<Vec<_>>(), [first.id, second.id]);
    assert!(own.sessions.iter().all(|session| session.seen_us.is_some()));
    let named = ShowSessions { user: Some(user.id.to_string()) };
    assert_eq!(node.sessions(&rana, named.clone()).await.unwrap(), own);
    // When somebody works is not shown to others.
    let seen = node.sessions(&world.terminal, named).await.unwrap();
    assert!(seen.sessions.iter().all(|session| session.seen_us.is_none()) && seen.sessions.len() == 2);
    let of_sami = node.sessions(&rana, ShowSessions { user: Some("sami".into()) }).await;
    assert!(matches!(of_sami, Err(Error::Denied { verb: "session-show" })));
    let end = |session| EndSession { session };
    let not_hers = node.end_own_session(&rana, end(sami.id)).await;
    assert!(matches!(not_hers, Err(Error::NotFound { what: "session", .. })));
    // Whether it is there or not, and even her own: that verb is another's.
    for id in [sami.id, first.id] {
        assert!(matches!(node.end_session(&rana, end(id)).await, Err(Error::Denied { verb: "session-end" })));
    }
    node.end_own_session(&rana, end(second.id)).await.unwrap();
    assert!(matches!(node.end_own_session(&rana, end(second.id)).await, Err(Error::NotFound { .. })));
    node.end_session(&world.terminal, end(sami.id)).await.unwrap();
    for secret in [&second.secret, &sami.secret] {
        refused(node.principal_of_session(secret).await);
    }
    node.principal_of_session(&first.secret).await.unwrap();
}

#[tokio::test]
async fn a_token_is_limited_ends_and_is_revoked() {
    let world = World::new().await;
    let node = &world.node;
    let given = world.add_machine("upload-filter").await;
    assert!(given.secrets.is_none() && given.second_administrator_wanted);
    let ask = |scope: &[&str]| AddToken {
        user: "upload-filter".into(),
        name: "filter".into(),
        scope: scope.iter().map(|verb| (*verb).to_owned()).collect(),
        days: 30,
    };
    match node.add_token(&world.terminal, ask(&["match-query", "user-add"])).await {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code(), "token-beyond-roles"),
        other => panic!("{other:?}"),
    }
    let token = node.add_token(&world.terminal, ask(&["match-query"])).await.unwrap();
    assert!(token.secret.reveal().starts_with("snd_") && token.secret.reveal().len() == 4 + 16 + 1 + 64);
    let principal = node.principal_of_token(&token.secret).await.unwrap();
    let caller = principal.caller(Action::QueryMatch).unwrap();
    assert_eq!(caller.scope, Some(BTreeSet::from([Action::QueryMatch])));
    assert_eq!(caller.actor.user, given.user.id);
    let tokens = node.tokens(&world.terminal, ShowTokens::default()).await.unwrap().tokens;
    assert_eq!(tokens[0].last_used_day, Some(world.clock.now_us() / DAY_US));
    let text = token.secret.reveal();
    let (whole, last) = text.split_at(text.len() - 1);
    for wrong in [
        String::new(),
        whole.to_owned(),
        format!("{whole}{}", if last == "0" { '1' } else { '0' }),
        text.replace("snd_", "tok_"),
        text.replacen("snd_", "snd_0", 1),
    ] {
        assert_eq!(refused(node.principal_of_token(&Secret::new(wrong)).await), NotSignedIn::Refused);
    }
    let revoke = RevokeToken { token: token.token.id };
    assert!(node.revoke_token(&world.terminal, revoke.clone()).await.unwrap().revoked_us.is_some());
    match node.revoke_token(&world.terminal, revoke).await {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code(), "token-revoked"),
        other => panic!("{other:?}"),
    }
    refused(node.principal_of_token(&token.secret).await);
    let token = node.add_token(&world.terminal, ask(&["match-query"])).await.unwrap();
    world.wait_s(30 * 24 * 60 * 60 - 1);
    node.principal_of_token(&token.secret).await.unwrap();
    world.wait_s(1);
    refused(node.principal_of_token(&token.secret).await);
    // Kept out, a machine's tokens are gone for good: being let in again brings none back.
    let token = node.add_token(&world.terminal, ask(&["match-query"])).await.unwrap();
    let named = NamedUser { user: "upload-filter".into() };
    node.disable_user(&world.terminal, named).await.unwrap();
    refused(node.principal_of_token(&token.secret).await);
    let reset = ResetUser { user: "upload-filter".into(), password: None };
    assert!(node.reset_user(&world.terminal, reset).await.unwrap().secrets.is_none());
    refused(node.principal_of_token(&token.secret).await);
}

#[tokio::test]
async fn no_secret_lies_in_the_node_folder_or_in_debug_output() {
    let world = World::new().await;
    let (_, secrets) = world.add("rana", Role::Grader).await;
    let given = world.sign_in("rana", PASSWORD, &world.code(&secrets)).await.unwrap();
    world.node.principal_of_session(&given.secret).await.unwrap();
    refused(world.sign_in("canary typed here", "canary wrong password", "000000").await);
    let made = AddToken { user: "rana".into(), name: "t".into(), scope: vec!["user-show-own".into()], days: 1 };
    let token = world.node.add_token(&world.terminal, made).await.unwrap();
    world.node.principal_of_token(&token.secret).await.unwrap();
    let shown = format!("{secrets:?} {given:?} {token:?} {:?}", world.node.people_key().unwrap());
    let token_secret = token.secret.reveal().rsplit_once('_').unwrap().1.to_owned();
    let totp = from_letters(secrets.totp.reveal());
    let recovery = secrets.recovery_key.reveal();
    let clear: Vec<Vec<u8>> = [
        PASSWORD,
        "canary typed here",
        "canary wrong password",
        secrets.totp.reveal(),
        recovery,
        &recovery.replace('-', ""),
        given.secret.reveal(),
        &token_secret,
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .chain([totp])
    .collect();
    assert!(clear.iter().all(|text| !holds(shown.as_bytes(), text)));
    assert!(!shown.contains("rana") && !shown.contains("Canary"), "{shown}");
    let mut n_files = 0;
    in_every_file(world.folder.path(), &mut |path, bytes| {
        n_files += 1;
        for text in &clear {
            assert!(!holds(bytes, text), "{} holds {}", path.display(), String::from_utf8_lossy(text));
        }
    });
    assert!(n_files > 4);
    let key = std::fs::metadata(world.folder.path().join("node/keys/people.key")).unwrap();
    use std::os::unix::fs::MetadataExt as _;
    assert_eq!(key.mode() & 0o777, 0o600);
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn in_every_file(folder: &Path, look: &mut impl FnMut(&Path, &[u8])) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            in_every_file(&path, look);
        } else {
            look(&path, &std::fs::read(&path).unwrap());
        }
    }
}
