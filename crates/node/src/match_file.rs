//! Whether a file is on the lists: its bytes are examined in the cage, asked about, and kept nowhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
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
    /// Where its bytes are. What it was called elsewhere is nobody's business here: it is told nowhere.
    pub path: PathBuf,
    /// Only these lists, by name or id, are searched.
    pub lists: Option<Vec<String>>,
}

/// A file as it was read, how many members it has, and what was wrong with it.
type Read = (File, u64, Option<ProblemCode>);

impl Node {
    /// Looks for a file on the lists: by its digests, its look in eight turns, the frames of a video. Altered copies are not
    /// supposed, and members of an archive not asked. Nothing of it is kept.
    ///
    /// # Errors
    /// A list that is not there, or [`Error::Cage`].
    pub async fn query_match_file(&self, who: &Principal, ask: MatchFile) -> Result<MatchFileView, Error> {
        self.permitted_quietly(who, async {
            self.asked_lists.worker_tested.get_or_try_init(async || self.worker_answers_rightly()).await?;
            let (file, n_members, problem) = self.read_asked(&ask.path).await?;
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

    async fn read_asked(&self, path: &Path) -> Result<Read, Error> {
        let ask = FingerprintAsk {
            paths: vec![path.to_owned()],
            n_jobs: 1,
            frames: FrameChoice::KeyFrames,
            search: Search::Plain,
            uncaged: false,
            worker_program: self.worker_program.clone(),
            stop: Arc::new(AtomicBool::new(false)),
            events: Arc::new(|_| {}),
        };
        let places = examine_all(&ask, path, &self.helper_settings()).await?;
        let members: BTreeSet<&Place> =
            places.iter().map(|(occurrence, _)| &occurrence.place).filter(|place| !place.inside.is_empty()).collect();
        let n_members = members.len() as u64;
        let itself = || places.iter().filter(|(occurrence, _)| occurrence.place.inside.is_empty());
        let read = itself().find_map(|(_, file)| file.as_deref().cloned());
        let of_place = itself().find_map(|(occurrence, _)| occurrence.problem.as_ref());
        let of_file = || read.as_ref().and_then(|file| file.problem.as_ref());
        let problem = of_place.or_else(of_file).map(|problem| problem.code);
        let source = || std::io::Error::other("the file could not be read");
        let unread = || Error::Disk { doing: "reading", path: path.to_owned(), source: source() };
        Ok((read.ok_or_else(unread)?, n_members, problem))
    }
}
