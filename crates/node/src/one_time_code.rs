//! One-time codes of an authenticator: RFC 6238 with what every app can do, HMAC-SHA-1, 30 seconds, six digits.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::secret::{in_letters, is_same};

/// Bytes of a secret: what RFC 4226, 4, recommends.
pub(crate) const SECRET_BYTES: usize = 20;
const STEP_US: i64 = 30_000_000;
/// Steps by which a telephone's clock may be off, before and after (RFC 6238, 5.2).
const STEPS_OFF_MAX: i64 = 1;

/// The step whose code this is, among the steps around now. Every step is compared, whichever it is.
pub(crate) fn step_of_code(secret: &[u8], code: &str, now_us: i64) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let now = now_us.div_euclid(STEP_US);
    let mut found = None;
    for step in now - STEPS_OFF_MAX..=now + STEPS_OFF_MAX {
        if is_same(code_at(secret, step).as_bytes(), code.as_bytes()) {
            found = Some(step);
        }
    }
    found
}

/// The code of the step in which a moment lies.
#[cfg(test)]
pub(crate) fn code_now(secret: &[u8], now_us: i64) -> String {
    code_at(secret, now_us.div_euclid(STEP_US))
}

/// What an authenticator reads from a QR code.
pub(crate) fn address_of(login: &str, secret: &[u8]) -> String {
    let secret = in_letters(secret);
    format!("otpauth://totp/Sanad:{login}?secret={secret}&issuer=Sanad&algorithm=SHA1&digits=6&period=30")
}

fn code_at(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("a key of any length will do");
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 15);
    let four = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1; the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_now(SECRET, seconds * 1_000_000), code, "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step() {
        let check = |seconds: i64, code: &str, expected: Option<i64>| {
            assert_eq!(step_of_code(SECRET, code, seconds * 1_000_000), expected, "{seconds} {code}");
        };
        check(59, "287082", Some(1));
        check(60, "287 082", Some(1));
        check(29, "287082", Some(1));
        check(90, "287082", None);
        check(59, "28708", None);
        check(59, "", None);
        check(59, "２８７０８２", None);
    }
}
