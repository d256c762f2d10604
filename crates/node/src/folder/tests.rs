//! The node folder on a real disk: modes, lock, format, and what may not lie inside what.

use super::*;
use std::collections::BTreeMap;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

#[test]
fn a_new_folder_is_private_and_whole() {
    let at = tempfile::tempdir().unwrap();
    let path = at.path().join("deep/er/node");
    let node = NodeFolder::open_at(&path).unwrap();
    assert_eq!(mode(&path), 0o700);
    assert_eq!(mode(&at.path().join("deep")), 0o700);
    for folder in [node.lists(), node.spool(), node.runs(), node.logs()] {
        assert_eq!(mode(&folder), 0o700);
    }
    for file in ["lock", "format"] {
        assert_eq!(mode(&path.join(file)), 0o600);
    }
    assert_eq!(fs::read_to_string(path.join("format")).unwrap(), "sanad-node-folder 1\n");
    fs::write(node.database(), "x").unwrap();
    assert_eq!(mode(&node.database()), 0o600);
}

#[test]
fn there_is_one_writer_and_the_second_is_told_who() {
    let at = tempfile::tempdir().unwrap();
    let node = NodeFolder::open_at(at.path()).unwrap();
    match NodeFolder::open_at(at.path()) {
        Err(FolderError::Locked { pid }) => assert_eq!(pid, Some(std::process::id())),
        other => panic!("{other:?}"),
    }
    fs::write(node.spool().join("left-over"), "x").unwrap();
    fs::create_dir(node.spool().join("folder")).unwrap();
    // What a process has between its beginning and its program's.
    let copy_of_lock = node._lock.as_ref().unwrap().0.try_clone().unwrap();
    drop(node);
    let node = NodeFolder::open_at(at.path()).unwrap();
    drop(copy_of_lock);
    assert_eq!(fs::read_dir(node.spool()).unwrap().count(), 0);
}

#[test]
fn a_folder_of_other_things_is_left_alone() {
    let at = tempfile::tempdir().unwrap();
    fs::set_permissions(at.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(at.path().join("photo.jpg"), "x").unwrap();
    assert!(matches!(NodeFolder::open_at(at.path()), Err(FolderError::NotANode)));
    assert_eq!(mode(at.path()), 0o755);
    assert_eq!(fs::read_dir(at.path()).unwrap().count(), 1);
}

#[test]
fn a_loose_node_folder_is_closed() {
    let at = tempfile::tempdir().unwrap();
    drop(NodeFolder::open_at(at.path()).unwrap());
    fs::set_permissions(at.path(), fs::Permissions::from_mode(0o755)).unwrap();
    drop(NodeFolder::open_at(at.path()).unwrap());
    assert_eq!(mode(at.path()), 0o700);
}

#[test]
fn a_newer_folder_and_a_broken_one_are_refused_untouched() {
    for (text, newer) in [("sanad-node-folder 2\n", true), ("sanad-node-folder 0\n", false), ("\u{0}\n", false)] {
        let at = tempfile::tempdir().unwrap();
        fs::write(at.path().join("format"), text).unwrap();
        match NodeFolder::open_at(at.path()) {
            Err(FolderError::Newer { found: 2, known: 1 }) => assert!(newer),
            Err(FolderError::Damaged { .. }) => assert!(!newer),
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read_to_string(at.path().join("format")).unwrap(), text);
        assert!(!at.path().join("lists").exists());
    }
}

#[test]
fn an_older_folder_is_copied_and_migrated_once() {
    const NEXT: &[FolderMigration] =
        &[FolderMigration { to: 2, run: |folder| fs::rename(folder.join("runs"), folder.join("journeys")) }];
    let at = tempfile::tempdir().unwrap();
    let path = at.path().join("node");
    let node = NodeFolder::open_at(&path).unwrap();
    fs::write(node.database(), "database").unwrap();
    fs::write(node.lists().join("a.segment"), "list").unwrap();
    fs::write(node.runs().join("run_1.json"), "{}").unwrap();
    fs::write(node.spool().join("passing"), "x").unwrap();
    drop(node);
    drop(NodeFolder::open_with(&path, NEXT).unwrap());
    assert_eq!(fs::read_to_string(path.join("format")).unwrap(), "sanad-node-folder 2\n");
    assert!(path.join("journeys/run_1.json").exists());
    let copy = at.path().join("node.before-1");
    assert_eq!(fs::read_to_string(copy.join("format")).unwrap(), "sanad-node-folder 1\n");
    assert_eq!(fs::read_to_string(copy.join("sanad.db")).unwrap(), "database");
    assert_eq!(fs::read_to_string(copy.join("lists/a.segment")).unwrap(), "list");
    assert!(copy.join("runs/run_1.json").exists() && !copy.join("spool").exists() && !copy.join("lock").exists());
    // The program before refuses what is now newer, and opens the copy.
    assert!(matches!(NodeFolder::open_at(&path), Err(FolderError::Newer { found: 2, known: 1 })));
    drop(NodeFolder::open_at(&copy).unwrap());
    drop(NodeFolder::open_with(&path, NEXT).unwrap());
}

#[test]
fn a_migration_that_was_cut_off_keeps_the_copy_from_before_it() {
    const BROKEN: &[FolderMigration] = &[FolderMigration {
        to: 2,
        run: |folder| {
            fs::write(folder.join("sanad.db"), "half migrated")?;
            Err(std::io::Error::other("cut off"))
        },
    }];
    const WHOLE: &[FolderMigration] =
        &[FolderMigration { to: 2, run: |folder| fs::write(folder.join("sanad.db"), "migrated") }];
    let at = tempfile::tempdir().unwrap();
    let path = at.path().join("node");
    let old = |text: &str| {
        fs::write(path.join("format"), "sanad-node-folder 1\n").unwrap();
        fs::write(path.join("sanad.db"), text).unwrap();
    };
    drop(NodeFolder::open_at(&path).unwrap());
    old("first");
    assert!(matches!(NodeFolder::open_with(&path, BROKEN), Err(FolderError::Disk { .. })));
    drop(NodeFolder::open_with(&path, WHOLE).unwrap());
    assert_eq!(fs::read_to_string(at.path().join("node.before-1/sanad.db")).unwrap(), "first");
    // An older folder that was put back is copied anew, beside the first copy.
    old("put back");
    drop(NodeFolder::open_with(&path, WHOLE).unwrap());
    assert_eq!(fs::read_to_string(at.path().join("node.before-1/sanad.db")).unwrap(), "first");
    assert_eq!(fs::read_to_string(at.path().join("node.before-1.2/sanad.db")).unwrap(), "put back");
}

#[test]
fn which_folder_is_meant() {
    let check = |named: Option<&str>, variables: &[(&str, &str)], expected: Option<&str>| {
        let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
        let chosen = choose(named.map(PathBuf::from), |name| variables.get(name).map(|value| value.into()));
        assert_eq!(chosen.ok(), expected.map(PathBuf::from));
    };
    let all = [("SANAD_NODE", "/n"), ("XDG_DATA_HOME", "/x"), ("HOME", "/h")];
    check(Some("/f"), &all, Some("/f"));
    check(None, &all, Some("/n"));
    check(None, &all[1..], Some("/x/sanad"));
    check(None, &all[2..], Some("/h/.local/share/sanad"));
    check(None, &[("SANAD_NODE", ""), ("XDG_DATA_HOME", "relative"), ("HOME", "/h")], Some("/h/.local/share/sanad"));
    check(None, &[], None);
}

#[test]
fn nothing_is_written_below_an_exhibit() {
    let at = tempfile::tempdir().unwrap();
    let place = |name: &str| at.path().join(name);
    fs::create_dir_all(place("exhibit/photos")).unwrap();
    fs::create_dir_all(place("exhibit-two")).unwrap();
    fs::write(place("exhibit/photos/one.jpg"), "x").unwrap();
    std::os::unix::fs::symlink(place("exhibit/photos"), place("link")).unwrap();
    std::os::unix::fs::symlink(place("exhibit/photos/one.jpg"), place("report.html")).unwrap();
    let refused = |written: &str, exhibit: &str| match refuse_inside(&place(written), &place(exhibit)) {
        Ok(()) => false,
        Err(FolderError::InsideExhibit { .. }) => true,
        Err(other) => panic!("{other:?}"),
    };
    assert!(refused("exhibit", "exhibit"));
    assert!(refused("exhibit/report.html", "exhibit"));
    assert!(refused("exhibit/new/deep/report.html", "exhibit"));
    assert!(refused("link/report.html", "exhibit"));
    assert!(refused("exhibit-two/../exhibit/report.html", "exhibit"));
    assert!(refused("report.html", "exhibit"));
    assert!(refused("exhibit/photos/one.jpg", "exhibit/photos/one.jpg"));
    assert!(refused("exhibit/report.html", "link/.."));
    assert!(refused("exhibit/photos/../photos", "exhibit"));
    assert!(!refused("", "exhibit"));
    assert!(!refused("other.html", "exhibit"));
    assert!(!refused("exhibit-two/report.html", "exhibit"));
    assert!(!refused("exhibit/report.html", "exhibit/photos/one.jpg"));
}

#[test]
fn a_node_and_an_exhibit_never_hold_each_other() {
    let at = tempfile::tempdir().unwrap();
    let node = NodeFolder::open_at(&at.path().join("exhibit/node")).unwrap();
    fs::create_dir(at.path().join("apart")).unwrap();
    let refused = |exhibit: &Path| matches!(node.refuse_inside(exhibit), Err(FolderError::InsideExhibit { .. }));
    assert!(refused(&at.path().join("exhibit")));
    assert!(refused(&node.lists()));
    assert!(refused(node.path()));
    assert!(!refused(&at.path().join("apart")));
}

#[test]
fn a_folder_that_is_not_there_yet_is_asked_about_through_its_parents() {
    let at = tempfile::tempdir().unwrap();
    assert!(refuse_network(&at.path().join("not/yet/there")).is_ok());
    assert!(!at.path().join("not").exists());
}

#[tokio::test]
async fn a_node_says_in_its_log_what_opening_it_has_migrated() {
    const NEXT: &[FolderMigration] = &[FolderMigration { to: 2, run: |_| Ok(()) }];
    let at = tempfile::tempdir().unwrap();
    drop(NodeFolder::open_at(at.path()).unwrap());
    let open = async |migrations| {
        let folder = NodeFolder::open_with(at.path(), migrations).unwrap();
        crate::Node::open(folder, crate::clock::Clock::by_hand(1), "/nowhere".into()).await.unwrap();
        fs::read_to_string(at.path().join("logs/sanad.log.jsonl")).unwrap_or_default()
    };
    assert_eq!(open(&[]).await, "");
    let log = open(NEXT).await;
    assert!(log.contains(r#""event":"migrated","what":"folder","from":1,"to":2"#), "{log}");
    assert_eq!(open(NEXT).await, log, "once");
}
