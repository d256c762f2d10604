//! What must not lie in clear on the disk: sealed under a key of the node folder, which is not in the database or its backup.
//! XChaCha20-Poly1305 with nonces by chance (RFC 8439; draft-irtf-cfrg-xchacha-03): no counter can be set back by a backup.

use std::path::PathBuf;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::chance;
use crate::error::Error;
use crate::key_file;
use crate::open::Node;

const NONCE_BYTES: usize = 24;

/// A key that seals. Each use has its own, derived by name.
pub(crate) struct SealingKey {
    key: Zeroizing<[u8; 32]>,
    path: PathBuf,
}

impl Node {
    /// The key in this file of the keys' folder, e.g. `people.key`; made when it is first needed.
    pub(crate) fn sealing_key(&self, name: &str) -> Result<SealingKey, Error> {
        let path = self.folder.keys().join(name);
        let key = key_file::read_or_make(&path, "reading a key", "writing a key")?;
        Ok(SealingKey { key, path })
    }
}

impl SealingKey {
    /// Seals bytes. `use_name` is what for, `about` whose they are: they open for that and nothing else.
    pub(crate) fn seal(&self, use_name: &str, about: &str, clear: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce = chance::bytes::<NONCE_BYTES>()?;
        let payload = Payload { msg: clear, aad: about.as_bytes() };
        let sealed = self
            .cipher(use_name)
            .encrypt(&XNonce::from(nonce), payload)
            .expect("it fails for more bytes than memory holds only");
        Ok([nonce.as_slice(), sealed.as_slice()].concat())
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// [`Error::NotUnsealed`] when it was sealed under another key, for another use or owner, or was changed.
    pub(crate) fn open(&self, use_name: &str, about: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let wrong = || Error::NotUnsealed { path: self.path.clone() };
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or_else(wrong)?;
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        let clear = self.cipher(use_name).decrypt(&XNonce::from(*nonce), payload).map_err(|_| wrong())?;
        Ok(Zeroizing::new(clear))
    }

    /// A digest that nobody can compare with guesses who has not the key.
    pub(crate) fn digest(&self, use_name: &str, bytes: &[u8]) -> [u8; 32] {
        let mut mac = mac_of(self.derived(use_name).as_slice());
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    fn cipher(&self, use_name: &str) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.derived(use_name)).into())
    }

    fn derived(&self, use_name: &str) -> Zeroizing<[u8; 32]> {
        let mut mac = mac_of(self.key.as_slice());
        mac.update(use_name.as_bytes());
        Zeroizing::new(mac.finalize().into_bytes().into())
    }
}

fn mac_of(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("a key of any length will do")
}

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SealingKey(‹withheld›)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> SealingKey {
        SealingKey { key: Zeroizing::new([n; 32]), path: PathBuf::from("people.key") }
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_use_and_key_only() {
        let sealed = key(1).seal("totp", "usr_1", b"canary").unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"canary"));
        assert_eq!(*key(1).open("totp", "usr_1", &sealed).unwrap(), b"canary");
        assert_ne!(key(1).seal("totp", "usr_1", b"canary").unwrap(), sealed);
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        for wrong in [
            key(2).open("totp", "usr_1", &sealed),
            key(1).open("names", "usr_1", &sealed),
            key(1).open("totp", "usr_2", &sealed),
            key(1).open("totp", "usr_1", &changed),
            key(1).open("totp", "usr_1", &sealed[..20]),
        ] {
            assert!(matches!(wrong, Err(Error::NotUnsealed { .. })));
        }
    }

    #[test]
    fn a_keyed_digest_is_another_with_another_key_or_use() {
        let digest = key(1).digest("login", b"rana");
        assert_eq!(key(1).digest("login", b"rana"), digest);
        assert_ne!(key(2).digest("login", b"rana"), digest);
        assert_ne!(key(1).digest("address", b"rana"), digest);
    }
}
