//! Reading a VICS document as a list of known media. A case is read as the list of its media.

use std::io::BufRead;

use super::stream::each_media;
use crate::entry_row::count_problem;
use crate::list_file::ReadOptions;
use crate::row::{EachEntry, Tally, Unreadable};

/// Reads hash sets and cases of VICS 1.2, 1.3 and 2.0, one record at a time in constant memory.
///
/// Tolerant as the document's many writers ask for: a byte order mark, UTF-16 with one, names in any case, booleans
/// as text, categories as numbers or text. Without a scheme in `options` the flavour makes it: `vics-us`, `vics-uk`,
/// `vics-default`, for 1.x `vics-1.3`. A category of 0 is a category; null and absent are none.
///
/// # Errors
///
/// [`Unreadable`] where the bytes end early, are no JSON, or hold no rows; rows before it were handed out.
pub fn read(from: &mut dyn BufRead, options: &ReadOptions, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let mut tally = Tally::default();
    let done = each_media(from, options.scheme.is_none(), &mut |envelope, media| match media {
        Ok(media) => {
            let stated;
            let scheme = match (&options.scheme, envelope) {
                (Some(scheme), _) => scheme,
                (None, envelope) => {
                    stated = envelope.map(|envelope| envelope.scheme()).unwrap_or_default();
                    &stated
                }
            };
            media.to_entry_row(scheme).hand_out(&mut tally, each);
        }
        Err(problem) => {
            count_problem(&mut tally, &problem);
            each(Err(problem));
        }
    })?;
    let version = done.envelope.as_ref().map_or("unstated", |envelope| &envelope.version);
    tally.format = format!("vics-{version}");
    tally.scheme = done.envelope.as_ref().map(|envelope| envelope.scheme());
    tally.n_ids_unchecked = done.n_ids_unchecked;
    Ok(tally)
}
