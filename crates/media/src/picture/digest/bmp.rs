//! Windows and OS/2 bitmaps: those of whose colours all viewers are of one mind.

use super::{Beside, Colour, Facts};
use crate::picture::bmp::Header;

pub(super) fn read(bytes: &[u8]) -> Option<Facts> {
    let plain = Header::read(bytes).ok()?.plain(bytes)?;
    let mut beside = Beside::default();
    beside.put_unread(bytes.get(plain.colours_end..plain.pixels.start)?);
    beside.put_unread(bytes.get(plain.pixels.end..).unwrap_or_default());
    Some(Facts::decoded(1, Colour::default(), beside))
}
