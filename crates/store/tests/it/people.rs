//! Units, users, what they sign in with, sessions, tokens, and failures counted.

use casework::id::{PasskeyId, SessionId, TokenId, UnitId, UserId};
use casework::passkey::Passkey;
use casework::protected::Protected;
use casework::provider_account::ProviderAccount;
use casework::role::Role;
use casework::token::Token;
use casework::unit::Unit;
use casework::user::{User, UserState};
use casework::who::Moment;
use store::{Engine, House, SignInFailures, StoredPasskey, StoredSecrets, StoredSession};

use crate::samples::{Sample, entry, store_on};

on_each_engine!(
    units_and_users_come_back_and_names_are_distinct,
    sessions_and_tokens_end,
    a_passkey_is_one_persons_and_goes_with_the_rest,
    a_challenge_is_used_once,
    an_account_at_a_provider_is_one_persons,
    tries_are_counted_until_they_are_forgotten,
    what_somebody_does_not_look_at_is_theirs_and_in_no_row_of_the_ledger,
);

fn unit(n: u8, prefix: &str) -> Unit {
    Unit {
        id: UnitId::new([n; 10]),
        name: format!("unit {n}"),
        country: "JO".parse().unwrap(),
        victim_prefix: prefix.into(),
        contact: None,
    }
}

fn user(n: u8, login: &str, roles: &[Role]) -> User {
    User {
        id: UserId::new([n; 10]),
        login: login.parse().unwrap(),
        name: Protected::new("somebody"),
        unit: UnitId::new([1; 10]),
        roles: roles.iter().copied().collect(),
        state: UserState::Active,
        language: None,
        must_renew: false,
        version: 1,
    }
}

async fn with_two_users(engine: Engine) -> Sample {
    let at = store_on(engine).await;
    let mut tx = at.store.begin().await.unwrap();
    tx.add_unit(&unit(1, "JO-A")).await.unwrap();
    tx.put_user(&user(1, "nour", &[Role::Administrator])).await.unwrap();
    tx.put_user(&user(2, "amal", &[Role::Grader])).await.unwrap();
    tx.commit(entry("user.add")).await.unwrap();
    at
}

async fn units_and_users_come_back_and_names_are_distinct(engine: Engine) {
    let at = with_two_users(engine).await;
    let (nour, amal) = (user(1, "nour", &[Role::Administrator]), user(2, "amal", &[Role::Grader]));
    assert_eq!(at.store.unit(unit(1, "").id).await.unwrap(), Some(unit(1, "JO-A")));
    assert_eq!(at.store.users().await.unwrap(), [amal.clone(), nour.clone()]);
    let House { units, users, lists, .. } = at.store.house(Moment(0)).await.unwrap();
    assert_eq!((units, users, lists), (vec![unit(1, "JO-A")], vec![amal.clone(), nour.clone()], Vec::new()));
    assert_eq!(at.store.user_called(&nour.login).await.unwrap(), Some(nour.clone()));
    for refused in [user(3, "nour", &[Role::Grader]), User { unit: UnitId::new([9; 10]), ..user(3, "new", &[]) }] {
        let mut tx = at.store.begin().await.unwrap();
        assert!(tx.put_user(&refused).await.is_err());
    }
    let mut tx = at.store.begin().await.unwrap();
    assert!(tx.add_unit(&unit(2, "JO-A")).await.is_err());
    drop(tx);
    let mut tx = at.store.begin().await.unwrap();
    assert!(tx.login_is_taken(&amal.login).await.unwrap());
    assert_eq!(tx.administrators().await.unwrap(), [nour.id]);
    let secrets = StoredSecrets { password: "$argon2id$".into(), totp: vec![0, 255], totp_step: 7, recovery: [3; 32] };
    tx.put_secrets(nour.id, &secrets).await.unwrap();
    assert!(tx.use_totp_step(nour.id, 8).await.unwrap() && !tx.use_totp_step(nour.id, 8).await.unwrap());
    tx.put_user(&User { state: UserState::Disabled, ..nour.clone() }).await.unwrap();
    assert_eq!(tx.administrators().await.unwrap(), []);
    tx.commit(entry("user.change")).await.unwrap();
    let kept = at.store.secrets_of(nour.id).await.unwrap().unwrap();
    assert!(kept == StoredSecrets { totp_step: 8, ..secrets });
    assert_eq!(at.store.secrets_of(amal.id).await.unwrap(), None);
    at.store.check().await.unwrap();
}

async fn sessions_and_tokens_end(engine: Engine) {
    let at = with_two_users(engine).await;
    let session = |n: u8, ends_us| StoredSession {
        id: SessionId::new([n; 10]),
        user: UserId::new([1; 10]),
        user_version: 1,
        began_us: i64::from(n),
        seen_us: i64::from(n),
        ends_us,
    };
    let token = Token {
        id: TokenId::new([4; 10]),
        user: UserId::new([2; 10]),
        name: "upload filter".into(),
        scope: vec!["find".into()],
        made: Moment(1),
        expires: Moment(100),
    };
    let mut tx = at.store.begin().await.unwrap();
    tx.add_session(&session(2, 50), [2; 32]).await.unwrap();
    tx.add_session(&session(1, 90), [1; 32]).await.unwrap();
    tx.add_token(&token, [8; 32]).await.unwrap();
    tx.commit(entry("sign-in")).await.unwrap();
    assert_eq!(at.store.sessions_of(UserId::new([1; 10])).await.unwrap(), [session(1, 90), session(2, 50)]);
    at.store.touch_session(session(1, 90).id, 30).await.unwrap();
    at.store.touch_session(session(1, 90).id, 20).await.unwrap();
    let found = at.store.signed_in([1; 32], 40).await.unwrap().unwrap();
    assert_eq!(found.session, StoredSession { seen_us: 30, ..session(1, 90) });
    assert_eq!((found.user.id, found.preferences), (session(1, 90).user, None));
    assert_eq!(at.store.signed_in([7; 32], 40).await.unwrap(), None);
    at.store.touch_token(token.id, 5).await.unwrap();
    let stored = at.store.tokens(Some(token.user)).await.unwrap();
    assert_eq!((stored.len(), stored[0].revoked_us, stored[0].last_used_day), (1, None, Some(5)));
    assert_eq!(at.store.tokens(Some(UserId::new([1; 10]))).await.unwrap().len(), 0);
    let mut tx = at.store.begin().await.unwrap();
    tx.forget_old_sessions(60, 0).await.unwrap();
    assert!(tx.revoke_token(token.id, 70).await.unwrap() && !tx.revoke_token(token.id, 80).await.unwrap());
    tx.commit(entry("token.revoke")).await.unwrap();
    assert_eq!(at.store.session(session(2, 50).id).await.unwrap(), None);
    assert_eq!(at.store.tokens(None).await.unwrap()[0].revoked_us, Some(70));
}

async fn a_passkey_is_one_persons_and_goes_with_the_rest(engine: Engine) {
    let at = with_two_users(engine).await;
    let passkey = |n: u8, user: u8| StoredPasskey {
        passkey: Passkey {
            id: PasskeyId::new([n; 10]),
            user: UserId::new([user; 10]),
            name: Protected::new("key"),
            added: Moment(1),
            used: None,
            copied: None,
        },
        credential: [n; 32],
        public_key: format!("{{\"n\":{n}}}"),
    };
    let (nour, amal) = (UserId::new([1; 10]), UserId::new([2; 10]));
    let mut tx = at.store.begin().await.unwrap();
    for stored in [passkey(2, 1), passkey(1, 1), passkey(3, 2)] {
        tx.put_passkey(&stored).await.unwrap();
    }
    assert_eq!(tx.passkey_with([3; 32]).await.unwrap(), Some(passkey(3, 2)));
    assert_eq!(tx.n_passkeys_of(nour).await.unwrap(), 2);
    let used =
        StoredPasskey { passkey: passkey(1, 1).passkey.used(Moment(9)), public_key: "{}".into(), ..passkey(1, 1) };
    tx.put_passkey(&used).await.unwrap();
    tx.commit(entry("passkey.add")).await.unwrap();
    assert_eq!(at.store.passkeys_of(nour).await.unwrap(), [used, passkey(2, 1)]);
    assert_eq!(at.store.passkey_with([7; 32]).await.unwrap(), None);
    for refused in [
        StoredPasskey { credential: [1; 32], ..passkey(4, 2) },
        StoredPasskey { passkey: Passkey { user: UserId::new([9; 10]), ..passkey(4, 2).passkey }, ..passkey(4, 2) },
    ] {
        let mut tx = at.store.begin().await.unwrap();
        assert!(tx.put_passkey(&refused).await.is_err());
    }
    let mut tx = at.store.begin().await.unwrap();
    assert!(!tx.remove_passkey(PasskeyId::new([1; 10]), amal).await.unwrap(), "nobody removes another's");
    assert!(tx.remove_passkey(PasskeyId::new([1; 10]), nour).await.unwrap());
    let secrets = StoredSecrets { password: "$argon2id$".into(), totp: vec![0], totp_step: 0, recovery: [3; 32] };
    tx.put_secrets(amal, &secrets).await.unwrap();
    tx.commit(entry("passkey.remove")).await.unwrap();
    assert_eq!(at.store.passkeys_of(nour).await.unwrap(), [passkey(2, 1)]);
    assert_eq!(at.store.passkeys_of(amal).await.unwrap(), [], "whoever gets new secrets has nothing of before");
    at.store.check().await.unwrap();
}

async fn a_challenge_is_used_once(engine: Engine) {
    let at = store_on(engine).await;
    let mut tx = at.store.begin().await.unwrap();
    assert!(tx.use_challenge([1; 32], 50, 10).await.unwrap());
    assert!(!tx.use_challenge([1; 32], 50, 11).await.unwrap());
    tx.commit(entry("sign-in")).await.unwrap();
    let mut tx = at.store.begin().await.unwrap();
    assert!(!tx.use_challenge([1; 32], 50, 49).await.unwrap(), "another connection knows of it");
    assert!(tx.use_challenge([2; 32], 60, 49).await.unwrap());
    assert!(tx.use_challenge([3; 32], 60, 50).await.unwrap());
    assert!(!tx.use_challenge([2; 32], 60, 51).await.unwrap(), "forgotten is what is over, and nothing else");
    tx.commit(entry("sign-in")).await.unwrap();
}

async fn an_account_at_a_provider_is_one_persons(engine: Engine) {
    let at = with_two_users(engine).await;
    let account = |user: u8| ProviderAccount { user: UserId::new([user; 10]), bound: Moment(1), used: None };
    let (nour, amal) = (UserId::new([1; 10]), UserId::new([2; 10]));
    let mut tx = at.store.begin().await.unwrap();
    tx.put_provider_account(&account(1), [1; 32]).await.unwrap();
    assert_eq!(tx.provider_account_of(nour).await.unwrap(), Some(account(1)));
    assert_eq!(tx.provider_account_of(amal).await.unwrap(), None);
    tx.put_provider_account(&account(1).used(Moment(9)), [1; 32]).await.unwrap();
    tx.commit(entry("provider-account.bind")).await.unwrap();
    for (refused, digest) in [(account(2), [1; 32]), (account(9), [9; 32])] {
        let mut tx = at.store.begin().await.unwrap();
        assert!(tx.put_provider_account(&refused, digest).await.is_err(), "{refused:?}");
    }
    let mut tx = at.store.begin().await.unwrap();
    tx.put_provider_account(&account(2), [2; 32]).await.unwrap();
    assert_eq!(tx.provider_account_with([1; 32]).await.unwrap(), Some(account(1).used(Moment(9))));
    tx.commit(entry("provider-account.bind")).await.unwrap();
    assert_eq!(at.store.provider_accounts().await.unwrap(), [account(1).used(Moment(9)), account(2)]);
    let mut tx = at.store.begin().await.unwrap();
    assert!(tx.remove_provider_account(nour).await.unwrap());
    assert!(!tx.remove_provider_account(nour).await.unwrap());
    tx.commit(entry("provider-account.unbind")).await.unwrap();
    assert_eq!(at.store.provider_accounts().await.unwrap(), [account(2)]);
    at.store.check().await.unwrap();
}

async fn what_somebody_does_not_look_at_is_theirs_and_in_no_row_of_the_ledger(engine: Engine) {
    let sample = store_on(engine).await;
    let store = &sample.store;
    let (one, other) = (UserId::new([1; 10]), UserId::new([2; 10]));
    assert_eq!(store.opt_outs_of(one).await.unwrap(), None);
    for sealed in [b"sealed".as_slice(), b"sealed anew"] {
        let mut tx = store.begin().await.unwrap();
        tx.put_opt_outs(one, sealed).await.unwrap();
        assert_eq!(tx.n_rows(), 0);
        tx.commit(entry("test")).await.unwrap();
        assert_eq!(store.opt_outs_of(one).await.unwrap().as_deref(), Some(sealed));
    }
    assert_eq!(store.opt_outs_of(other).await.unwrap(), None);
}

async fn tries_are_counted_until_they_are_forgotten(engine: Engine) {
    let at = store_on(engine).await;
    let begin_try = async |now_us: i64, forgotten_us: i64, n_max: u32| {
        let allow = |found: &[Option<SignInFailures>]| {
            let n = found[0].map_or(0, |failures| failures.n_failures);
            if n < n_max { Ok(()) } else { Err(n) }
        };
        at.store.begin_try(&[[1; 32], [2; 32]], now_us, forgotten_us, allow).await.unwrap()
    };
    assert_eq!(begin_try(10, 0, 2).await, Ok(()));
    assert_eq!(begin_try(11, 0, 2).await, Ok(()));
    assert_eq!(begin_try(12, 0, 2).await, Err(2));
    at.store.take_try_back(&[1; 32]).await.unwrap();
    assert_eq!(begin_try(13, 0, 2).await, Ok(()));
    at.store.forget_failures(&[1; 32]).await.unwrap();
    assert_eq!(begin_try(14, 0, 1).await, Ok(()));
    assert_eq!(begin_try(15, 15, 1).await, Ok(()));
}
