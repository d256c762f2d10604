//! Writes that are sent again since their answer was lost: they are answered again and not done again. Answers are kept
//! sealed, and open only for who asked with the same credential.

use crate::error::Error;
use crate::open::Node;
use crate::principal::Principal;
use crate::sealing::SealingKey;

/// How long a key is remembered: a client that was away overnight may still ask.
const KEPT_US: i64 = 24 * 3_600 * 1_000_000;

const KEY_FILE: &str = "answers.key";
const USE: &str = "kept-answer";

/// A key that a client made for one write.
#[derive(Clone, Copy)]
pub struct KeptKey<'a> {
    /// The key.
    pub key: &'a str,
    /// The secret that the client showed to be known by.
    pub credential: &'a str,
}

/// What is known of a write's key.
#[derive(Clone, PartialEq, Eq)]
pub enum KeptAnswer {
    /// Nothing: the write is to be done, and its answer to be kept.
    None,
    /// It was done, and answered so.
    Answered {
        /// The status.
        status: u16,
        /// The body.
        body: Vec<u8>,
    },
    /// The key was used for something else.
    OtherAsk,
    /// It was begun, and whether it was done is not known: the node stopped meanwhile, or something did not work. Or who
    /// asks shows another credential now.
    OutcomeUnknown,
}

impl Node {
    /// Begins a write that is to be done once.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn begin_once(
        &self,
        who: &Principal,
        key: &KeptKey<'_>,
        ask_digest: [u8; 32],
    ) -> Result<KeptAnswer, Error> {
        let (sealing, who, now_us) = (self.sealing_key(KEY_FILE)?, who.name(), self.clock.now_us());
        // Of short asks a plain digest could be guessed.
        let ask_digest = sealing.digest("ask", &ask_digest);
        let key_digest = digest_of(&sealing, key);
        let kept = self.store.begin_answer(&who, &key_digest, &ask_digest, now_us, now_us - KEPT_US).await?;
        let Some(kept) = kept else { return Ok(KeptAnswer::None) };
        if kept.ask_digest != ask_digest {
            return Ok(KeptAnswer::OtherAsk);
        }
        let Some((status, sealed)) = kept.answer else { return Ok(KeptAnswer::OutcomeUnknown) };
        match sealing.open(USE, &about(&sealing, &who, key), &sealed) {
            Ok(body) => Ok(KeptAnswer::Answered { status, body: body.to_vec() }),
            Err(_) => Ok(KeptAnswer::OutcomeUnknown),
        }
    }

    /// Keeps what a write was answered with.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn keep_answer(&self, who: &Principal, key: &KeptKey<'_>, status: u16, body: &[u8]) -> Result<(), Error> {
        let (sealing, who) = (self.sealing_key(KEY_FILE)?, who.name());
        let sealed = sealing.seal(USE, &about(&sealing, &who, key), body)?;
        Ok(self.store.put_answer(&who, &digest_of(&sealing, key), status, sealed).await?)
    }

    /// Forgets a write that was refused: its key may try again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn forget_once(&self, who: &Principal, key: &KeptKey<'_>) -> Result<(), Error> {
        let sealing = self.sealing_key(KEY_FILE)?;
        Ok(self.store.forget_answer(&who.name(), &digest_of(&sealing, key)).await?)
    }
}

fn digest_of(sealing: &SealingKey, key: &KeptKey<'_>) -> [u8; 32] {
    sealing.digest("key", key.key.as_bytes())
}

/// Whom an answer opens for.
fn about(sealing: &SealingKey, who: &str, key: &KeptKey<'_>) -> String {
    let credential = sealing.digest("credential", key.credential.as_bytes());
    let credential: String = credential.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{who} {credential} {}", key.key)
}
