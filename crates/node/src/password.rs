//! Passwords become Argon2id hashes, and are compared with them: the same work whether there is a hash or not.

use std::sync::OnceLock;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use casework::user::PASSWORD_CHARS_MAX;
use tokio::sync::Semaphore;

use crate::chance;
use crate::error::Error;
use crate::secret::Secret;

/// 64 MiB, three passes: RFC 9106's second recommended option but for one lane, as the pure implementation has one.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;

/// At once: each takes 64 MiB, and whoever floods the node with guesses gets no more of its memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The hash of a password, in PHC's form.
pub(crate) async fn hash(password: &Secret) -> Result<String, Error> {
    let (password, salt) = (password.as_password(), chance::bytes::<SALT_BYTES>()?);
    on_a_thread(move || hashed(&password, &salt)).await
}

/// Whether this is the password of a hash. Without a hash it is compared with one that is nobody's.
pub(crate) async fn is_right(password: &Secret, hash: Option<String>) -> Result<bool, Error> {
    let is_somebodys = hash.is_some();
    // Longer ones were never taken in, and would make the work longer.
    let is_possible = password.reveal().chars().count() <= PASSWORD_CHARS_MAX;
    let password = if is_possible { password.as_password() } else { Secret::new("") };
    let is_right = on_a_thread(move || {
        let hash = hash.unwrap_or_else(|| nobodys().to_owned());
        argon2().verify_password(password.reveal().as_bytes(), hash.as_str()).is_ok()
    })
    .await?;
    Ok(is_right && is_somebodys && is_possible)
}

/// Makes what is nobody's before anybody is compared with it, so that the first comparison takes no longer than others.
pub(crate) async fn warm_up() -> Result<(), Error> {
    if NOBODYS.get().is_none() {
        on_a_thread(nobodys).await?;
    }
    Ok(())
}

static NOBODYS: OnceLock<String> = OnceLock::new();

fn nobodys() -> &'static str {
    NOBODYS.get_or_init(|| hashed(&Secret::new("nobody's password"), &[0; SALT_BYTES]))
}

fn hashed(password: &Secret, salt: &[u8; SALT_BYTES]) -> String {
    let hash = argon2().hash_password_with_salt(password.reveal().as_bytes(), salt);
    hash.expect("the costs and the salt's length are ours, and fit").to_string()
}

fn argon2() -> Argon2<'static> {
    let costs = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the costs are ours, and fit");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, costs)
}

/// Hashing takes a tenth of a second of a whole processor, which no task may take from the others.
async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _place = AT_ONCE.acquire().await.expect("it is never closed");
    tokio::task::spawn_blocking(work).await.map_err(|source| Error::Disk {
        doing: "hashing a password",
        path: "argon2".into(),
        source: std::io::Error::other(source),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_for_its_hash_only() {
        let password = Secret::new("three plain words");
        let hash = hash(&password).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{hash}");
        assert!(is_right(&password, Some(hash.clone())).await.unwrap());
        assert!(!is_right(&Secret::new("three plain word"), Some(hash.clone())).await.unwrap());
        assert!(!is_right(&Secret::new("x".repeat(10_000)), Some(hash)).await.unwrap());
        // What is nobody's opens nothing, even to whoever knows it.
        assert!(!is_right(&Secret::new("nobody's password"), None).await.unwrap());
    }
}
