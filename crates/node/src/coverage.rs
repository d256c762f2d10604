//! From what the index says it was asked to what a report says of it. It asks nothing itself.

use casework::coverage::{Coverage, EntriesAsked, ListCoverage};
use casework::list::ListVersion;
use fingerprint::view::Search;
use index::catalogue::{CoveredList, DigestKind};

use crate::error::Error;
use crate::open::Node;
use crate::triage::claims::AskedOf;

impl Node {
    /// What these lists were asked, in their order.
    pub(crate) async fn coverage(
        &self,
        asked_of: &AskedOf,
        lists: &[ListVersion],
        search: Search,
        is_screened: bool,
    ) -> Result<Coverage, Error> {
        let mut covered = Vec::with_capacity(lists.len());
        for (list, number) in lists.iter().zip(0..) {
            let open = asked_of.lists.iter().find(|open| open.list == number);
            let mut entries = open.map(entries_of).unwrap_or_default();
            if !list.terms.set_aside {
                entries.videos = self.store.count_videos(&list.id).await?;
                entries.frames = self.store.count_listed_frames(&list.id).await?;
            }
            covered.push(ListCoverage::of(list, entries, search, is_screened));
        }
        Ok(Coverage { search, radius_bits: asked_of.radius_bits, lists: covered })
    }
}

fn entries_of(open: &CoveredList) -> EntriesAsked {
    let mut entries = EntriesAsked::default();
    for part in &open.parts {
        let of_kind = match part.digest {
            Some(DigestKind::Md5) => &mut entries.md5,
            Some(DigestKind::Sha1) => &mut entries.sha1,
            Some(DigestKind::Sha256) => &mut entries.sha256,
            None => &mut entries.looks,
        };
        *of_kind += part.n_entries;
    }
    entries
}
