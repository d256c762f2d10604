//! A device: a telephone, a camera, a computer, a disk; and the numbers under which it is found again.

use serde::{Deserialize, Serialize};

use crate::account::{ascii_digit, visible};
use crate::id::{DeviceId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::Said;

codes! {
    /// What a device is.
    DeviceKind {
        /// A telephone or tablet.
        Phone = "phone",
        /// A camera.
        Camera = "camera",
        /// A computer.
        Computer = "computer",
        /// A disk, stick or card.
        Storage = "storage",
        /// A router or another part of a network.
        Network = "network",
        /// Anything else.
        Other = "other",
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The id.
    pub id: DeviceId,
    /// The unit that owns the record.
    pub owner: UnitId,
    /// What it is.
    pub kind: DeviceKind,
    /// Maker and model, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Its numbers.
    pub keys: Vec<DeviceKey>,
    /// Who recorded it.
    pub said: Said,
}

codes! {
    /// What kind of number.
    DeviceKeyKind {
        /// The number of a telephone's radio: 15 digits, the last one a check.
        Imei = "imei",
        /// The maker's serial number.
        Serial = "serial",
        /// The number of a network card.
        Mac = "mac",
    }
}

/// A number under which a device is found: one device may have several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeviceKey {
    /// Which kind.
    pub kind: DeviceKeyKind,
    /// The normal form.
    pub key: Protected,
}

impl DeviceKey {
    /// The key as one text, by which the store finds it.
    pub fn text(&self) -> String {
        format!("{}:{}", self.kind.code(), self.key.reveal())
    }
}

/// What is no number of the kind that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum NotADeviceKey {
    /// Read it again: there are too few or too many digits.
    #[error("an IMEI has 15 digits, or 14 without its check digit, or 16 with the software version")]
    ImeiLength,
    /// Read it again: a digit is wrong.
    #[error("the last digit of this IMEI does not check: one that is written down wrong finds another telephone")]
    ImeiCheck,
    /// Write something.
    #[error("nothing is left of this serial number")]
    NoSerial,
    /// Read it again.
    #[error("the number of a network card has 12 hexadecimal digits")]
    NotAMac,
}

/// The key of an IMEI: 15 digits. The check digit is computed where it is not written (14 digits, or 16 with the software
/// version, which says nothing about the device), and must agree where it is.
pub fn imei_key(written: &str) -> Result<DeviceKey, NotADeviceKey> {
    let digits: Option<Vec<u32>> = visible(written)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"-./".contains(*letter))
        .map(|letter| ascii_digit(letter)?.to_digit(10))
        .collect();
    let digits = digits.filter(|digits| (14..=16).contains(&digits.len())).ok_or(NotADeviceKey::ImeiLength)?;
    let check = luhn_check(&digits[..14]);
    if digits.len() == 15 && digits[14] != check {
        return Err(NotADeviceKey::ImeiCheck);
    }
    let key: String = digits[..14].iter().chain(&[check]).filter_map(|digit| char::from_digit(*digit, 10)).collect();
    Ok(DeviceKey { kind: DeviceKeyKind::Imei, key: Protected::new(key) })
}

/// The digit that makes the sum of Luhn's rule a multiple of ten, after an even number of digits.
fn luhn_check(digits: &[u32]) -> u32 {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 = digits.iter().enumerate().map(|(n, digit)| if n % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    (10 - sum % 10) % 10
}

/// The key of a serial number: capitals, without spaces and hyphens. Nothing else, for an O may be an O.
pub fn serial_key(written: &str) -> Result<DeviceKey, NotADeviceKey> {
    let plain = visible(written).to_uppercase();
    let key: String = plain
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"-\u{2010}\u{2011}\u{2013}".contains(*letter))
        .collect();
    if key.is_empty() {
        return Err(NotADeviceKey::NoSerial);
    }
    Ok(DeviceKey { kind: DeviceKeyKind::Serial, key: Protected::new(key) })
}

/// The key of a network card's number: six pairs of small hexadecimal digits with colons.
pub fn mac_key(written: &str) -> Result<DeviceKey, NotADeviceKey> {
    let plain: Vec<char> =
        visible(written).trim().to_lowercase().chars().filter(|letter| !":-. ".contains(*letter)).collect();
    if plain.len() != 12 || !plain.iter().all(char::is_ascii_hexdigit) {
        return Err(NotADeviceKey::NotAMac);
    }
    let pairs: Vec<String> = plain.chunks(2).map(|pair| pair.iter().collect()).collect();
    Ok(DeviceKey { kind: DeviceKeyKind::Mac, key: Protected::new(pairs.join(":")) })
}

impl Record for Device {
    type Id = DeviceId;
    const NOUN: Noun = Noun::Device;

    fn id(&self) -> DeviceId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        "open"
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        self.keys.iter().map(|key| (KeyKind::Device, key.text())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: Result<DeviceKey, NotADeviceKey>, expected: Result<&str, NotADeviceKey>) {
        assert_eq!(key.map(|key| key.key.reveal().to_owned()), expected.map(str::to_owned));
    }

    #[test]
    fn an_imei_is_fifteen_digits_that_check() {
        check(imei_key("49-015420-323751-8"), Ok("490154203237518"));
        check(imei_key("49015420323751"), Ok("490154203237518"));
        check(imei_key("49-015420-323751-07"), Ok("490154203237518"));
        check(imei_key("٤٩٠١٥٤٢٠٣٢٣٧٥١٨"), Ok("490154203237518"));
        check(imei_key("490154203237519"), Err(NotADeviceKey::ImeiCheck));
        check(imei_key("4901542032375"), Err(NotADeviceKey::ImeiLength));
        check(imei_key("49015420323751a"), Err(NotADeviceKey::ImeiLength));
    }

    #[test]
    fn one_wrong_digit_of_an_imei_is_always_noticed() {
        let right = "490154203237518";
        for place in 0..15 {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = right.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(imei_key(&wrong).is_ok(), wrong == right, "{wrong}");
            }
        }
    }

    #[test]
    fn serial_numbers_and_network_cards_are_found_however_they_are_written() {
        check(serial_key(" c02-xk 1o0 "), Ok("C02XK1O0"));
        check(serial_key(" - "), Err(NotADeviceKey::NoSerial));
        for written in ["00:1B:63:84:45:E6", "00-1b-63-84-45-e6", "001b.6384.45e6"] {
            check(mac_key(written), Ok("00:1b:63:84:45:e6"));
        }
        check(mac_key("00:1b:63:84:45"), Err(NotADeviceKey::NotAMac));
        check(mac_key("00:1b:63:84:45:eg"), Err(NotADeviceKey::NotAMac));
    }
}
