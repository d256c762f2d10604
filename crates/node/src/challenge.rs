//! Challenges that are handed out and come back with an answer: sealed, so that they stand nowhere until they were answered,
//! outlive a restart, and open at every process of the same node. Says nothing of whether one was used.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::sealing::SealingKey;

/// A challenge that came back.
pub(crate) struct Challenge<T> {
    /// SHA-256 of it as it was sealed: by this it is used up.
    pub(crate) digest: [u8; 32],
    /// From when on it is refused.
    pub(crate) ends_us: i64,
    /// What an answer to it is held to.
    pub(crate) held_to: T,
}

#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    ends_us: i64,
    held_to: T,
}

impl<T: Serialize + DeserializeOwned> Challenge<T> {
    /// The text to be handed out. `use_name` is what for, `about` to whom.
    pub(crate) fn seal(
        key: &SealingKey,
        use_name: &str,
        about: &str,
        ends_us: i64,
        held_to: &T,
    ) -> Result<String, Error> {
        let clear =
            serde_json::to_vec(&Sealed { ends_us, held_to }).expect("texts, numbers and lists have a form in JSON");
        Ok(URL_SAFE_NO_PAD.encode(key.seal(use_name, about, &clear)?))
    }

    /// What was handed out so; none when it was not, or for something or somebody else.
    pub(crate) fn open(key: &SealingKey, use_name: &str, about: &str, text: &str) -> Option<Challenge<T>> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        // Whoever made it up is no failure of the node.
        let clear = key.open(use_name, about, &sealed).ok()?;
        let Sealed { ends_us, held_to } = serde_json::from_slice(&clear).ok()?;
        Some(Challenge { digest: Sha256::digest(&sealed).into(), ends_us, held_to })
    }
}
