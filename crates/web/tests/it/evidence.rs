//! An exhibit in a node, as a triage would have left it, for tests of the pages that show one. Claims nothing itself.

use std::collections::BTreeSet;

use casework::exhibit::{Custody, Exhibit, ExhibitKind};
use casework::file::{File, FileId, Inode, Look, MediaKind, Occurrence, Place, Times};
use casework::problem::{Problem, ProblemCode};
use fingerprint::{Digests, Pdq, PdqHash};
use node::Principal;
use node::rematch::RematchAsk;
use store::{LedgerEntry, RunOpening, Store};

use crate::world::{LISTED_PDQ, World};

pub(crate) const EXHIBIT: &str = "exh_00000000000000aa";

/// What lies on the exhibit: a file near the entry of the list *Sample*, one that no list knows, and a place that was not read.
pub(crate) struct Evidence {
    pub(crate) near: FileId,
    pub(crate) new: FileId,
}

/// Bits in which the near file differs from the entry.
pub(crate) const DIFFERS_BITS: u32 = 3;

/// A picture: where it lies on the exhibit, its bytes, and how it looks if it could be opened.
pub(crate) type Picture<'p> = (&'p str, &'p [u8], Option<Pdq>);

/// A hash that differs from the entry of the list *Sample* in these bits of its first byte.
pub(crate) fn hash_near_the_entry(differing: u8) -> Pdq {
    let mut hash: Pdq = LISTED_PDQ.parse().unwrap();
    hash.0[0] ^= differing;
    hash
}

/// Puts the exhibit there and has its files meet every list.
pub(crate) async fn evidence(world: &World) -> Evidence {
    let near = ("DCIM/near<b>.png", b"near".as_slice(), Some(hash_near_the_entry(0b0000_0111)));
    let new = ("DCIM/new\u{202e}gnp.exe", b"new".as_slice(), None);
    let files = put_exhibit(world, EXHIBIT, "2026/17", &[near, new], &["broken.png"]).await;
    world.node.rematch_files(&Principal::of_this_process(), RematchAsk { all_lists: true }).await.unwrap();
    Evidence { near: files[0], new: files[1] }
}

/// Puts an exhibit there with these pictures and these places that were not read, and gives the pictures' ids.
pub(crate) async fn put_exhibit(
    world: &World,
    id: &str,
    number: &str,
    pictures: &[Picture<'_>],
    unread: &[&str],
) -> Vec<FileId> {
    let store = Store::open(&world.node.folder().path().join("sanad.db")).await.unwrap();
    let look = |hash: Pdq| Look {
        pdq: PdqHash { hash, quality: 90 },
        turns: Vec::new(),
        version: "pdq-1".into(),
        decoder: "drawn".into(),
    };
    let exhibit = Exhibit {
        id: id.into(),
        kind: ExhibitKind::Folder,
        root: b"/media/phone".to_vec(),
        custody: Custody { number: Some(number.into()), ..Custody::default() },
        manifest: None,
        changed_meanwhile: false,
    };
    let mut tx = store.begin().await.unwrap();
    tx.put_exhibit(&exhibit).await.unwrap();
    let opening =
        RunOpening { exhibits: vec![id.into()], lists: Vec::new(), settings: serde_json::json!({}), at_us: 5 };
    let run = tx.open_run(&opening).await.unwrap();
    let at = |path: &str, file: Option<FileId>| Occurrence {
        place: Place::on_disk(path),
        size: 2_500_000,
        times: Times::default(),
        inode: Inode::default(),
        link_target: None,
        file,
        marks: BTreeSet::new(),
        problem: file.is_none().then(|| Problem::new(ProblemCode::NotRead, "")),
    };
    let (mut places, mut ids) = (Vec::new(), Vec::new());
    for (path, bytes, hash) in pictures {
        let picture = File::of_type(Digests::of(bytes), bytes.len() as u64, "image/png", MediaKind::Picture);
        let file = File { look: hash.map(look), ..picture };
        tx.put_file(&file, "pdq-1").await.unwrap();
        places.push(at(path, file.id()));
        ids.extend(file.id());
    }
    places.extend(unread.iter().map(|path| at(path, None)));
    tx.put_occurrences(id, run, &places).await.unwrap();
    tx.commit(LedgerEntry::new("test", "uid:0", 5)).await.unwrap();
    ids
}
