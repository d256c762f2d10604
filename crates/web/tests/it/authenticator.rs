//! An authenticator, as somebody holds it in their hand: which code it shows at which moment.

use hmac::{Hmac, KeyInit as _, Mac as _};

/// What it shows (RFC 6238) for a secret in letters.
pub(crate) fn one_time_code(secret: &str, now_us: i64) -> String {
    code_of(&from_letters(secret), now_us)
}

pub(crate) fn code_of(key: &[u8], now_us: i64) -> String {
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(key).unwrap();
    mac.update(&now_us.div_euclid(30_000_000).to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

pub(crate) fn from_letters(text: &str) -> Vec<u8> {
    let (mut bits, mut n_bits, mut bytes) = (0u32, 0, Vec::new());
    for letter in text.bytes() {
        let five = if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 };
        (bits, n_bits) = (bits << 5 | u32::from(five), n_bits + 5);
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    bytes
}
