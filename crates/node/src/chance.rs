//! Chance, from the system: ids, salts, secrets. Nothing else in this room makes it.

use crate::error::Error;

/// Bytes that nobody can guess.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    // Up to 256 bytes come whole, or not at all: getrandom(2).
    const { assert!(N <= 256) };
    rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).map_err(|errno| Error::Disk {
        doing: "asking the system for random bytes",
        path: "getrandom".into(),
        source: errno.into(),
    })?;
    Ok(bytes)
}

/// Bytes of a new id.
pub(crate) fn id_bytes() -> Result<[u8; casework::id::ID_BYTES], Error> {
    bytes()
}
