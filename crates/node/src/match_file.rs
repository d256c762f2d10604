//! Whether a file is on the lists: its bytes are examined in the cage, asked about, and kept nowhere.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use casework::file::{File, Place};
use casework::problem::ProblemCode;
use casework::report::SelfTest;
use fingerprint::view::Search;
use media::video::FrameChoice;

use crate::error::Error;
use crate::fingerprint::{FingerprintAsk, examine_all};
use crate::match_query::shown::Thing;
use crate::match_query::{AskedFile, MatchFileView};
use crate::open::Node;
use crate::principal::Principal;

/// A file to look for.
pub struct MatchFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Only these lists, by name or id, are searched.
    pub lists: Option<Vec<String>>,
}

/// A file as it was read, how many members it has, and what was wrong with it.
type Read = (File, u64, Option<ProblemCode>);

impl Node {
    /// Looks for a file on the lists: by its digests, its look in eight turns, the frames of a video. Altered copies are not
    /// supposed, and members of an archive not asked. The bytes lie in the node's folder while they are examined, under no
    /// name, and are gone afterwards.
    ///
    /// # Errors
    /// A list that is not there, a file without bytes, or [`Error::Cage`].
    pub async fn query_match_file(&self, who: &Principal, ask: MatchFile) -> Result<MatchFileView, Error> {
        self.permitted_quietly(who, async {
            if ask.bytes.is_empty() {
                return Err(Error::NotAHash { text: String::new() });
            }
            self.asked_lists.worker_tested.get_or_try_init(async || self.worker_answers_rightly()).await?;
            let (file, n_members, problem) = self.read_asked(ask.bytes).await?;
            let shown = AskedFile::of(&file, n_members, problem);
            let mut view = self.answer_things(who, vec![Thing::of_file(file)], ask.lists.as_deref()).await?;
            let answer = view.answers.pop().expect("one thing has one answer");
            Ok(MatchFileView { lists: view.lists, file: shown, answer })
        })
        .await
    }

    fn worker_answers_rightly(&self) -> Result<(), Error> {
        let mut self_test = SelfTest { planted: 0, right: 0, fell_back_to_brute_force: false, worker_right: false };
        self.test_worker(&self.helper_settings(), &mut self_test).map(drop)
    }

    async fn read_asked(&self, bytes: Vec<u8>) -> Result<Read, Error> {
        let spool = self.folder.spool();
        let failed = |doing| move |path: &Path, source| Error::Disk { doing, path: path.to_owned(), source };
        let folder = tempfile::Builder::new().prefix("asked-").tempdir_in(&spool);
        let folder = folder.map_err(|source| failed("making a private folder in")(&spool, source))?;
        // One name for all: what it was called elsewhere is nobody's business here.
        let path = folder.path().join("asked");
        let written = tokio::task::spawn_blocking({
            let path = path.clone();
            move || std::fs::write(path, bytes)
        });
        let written = written.await.map_err(std::io::Error::other).flatten();
        written.map_err(|source| failed("keeping for a moment")(&path, source))?;
        let ask = FingerprintAsk {
            paths: vec![path.clone()],
            n_jobs: 1,
            frames: FrameChoice::KeyFrames,
            search: Search::Plain,
            uncaged: false,
            worker_program: self.worker_program.clone(),
            stop: Arc::new(AtomicBool::new(false)),
            events: Arc::new(|_| {}),
        };
        let places = examine_all(&ask, &path, &self.helper_settings()).await?;
        let members: BTreeSet<&Place> =
            places.iter().map(|(occurrence, _)| &occurrence.place).filter(|place| !place.inside.is_empty()).collect();
        let n_members = members.len() as u64;
        let itself = || places.iter().filter(|(occurrence, _)| occurrence.place.inside.is_empty());
        let read = itself().find_map(|(_, file)| file.as_deref().cloned());
        let of_place = itself().find_map(|(occurrence, _)| occurrence.problem.as_ref());
        let of_file = || read.as_ref().and_then(|file| file.problem.as_ref());
        let problem = of_place.or_else(of_file).map(|problem| problem.code);
        let unread = || failed("reading")(&path, std::io::Error::other("the file could not be read"));
        Ok((read.ok_or_else(unread)?, n_members, problem))
    }
}
