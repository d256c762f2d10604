//! Which videos are to be gone through once all other files are remembered, and in which order. It opens none of them.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use casework::file::{File, FileId, Place};
use store::RunId;

use super::examine::Task;
use super::versions::Versions;
use crate::error::Error;
use crate::open::Node;

/// Videos on disk, each file once.
pub(super) fn one_task_per_video(mut videos: Vec<(Place, FileId, Arc<File>)>) -> Vec<Task> {
    videos.sort_by(|one, two| (one.1, &one.0).cmp(&(two.1, &two.0)));
    videos.dedup_by_key(|video| video.1);
    // Short ones first: more answers sooner.
    videos.sort_by_key(|(_, _, file)| file.size);
    videos.into_iter().map(|(place, _, file)| Task::TakeFrames { place, file }).collect()
}

/// How many videos a task goes through.
pub(super) fn n_videos(task: &Task) -> u64 {
    match task {
        Task::Examine(_) => 0,
        Task::TakeFrames { .. } => 1,
        Task::TakeMemberFrames { videos, .. } => videos.len() as u64,
    }
}

impl Node {
    /// Videos inside archives whose frames are to be taken, by this run's way: a task for each archive on disk that holds
    /// some. The whole archive must be gone through for them once more, so that all else in it is answered before.
    pub(super) async fn member_videos(
        &self,
        exhibit: &str,
        run: RunId,
        versions: Versions,
        on_disk: &[Task],
    ) -> Result<Vec<Task>, Error> {
        let ids_on_disk = on_disk.iter().filter_map(|task| match task {
            Task::TakeFrames { file, .. } => file.id(),
            _ => None,
        });
        let mut ids: HashSet<FileId> = ids_on_disk.collect();
        let mut by_archive: BTreeMap<Vec<u8>, BTreeMap<Place, Arc<File>>> = BTreeMap::new();
        for (place, id) in self.store.member_videos_not_of(exhibit, run, versions.with_frames).await? {
            // The same video at a second place is the same file.
            if let (true, Some((file, _))) = (ids.insert(id), self.store.file(&id).await?) {
                by_archive.entry(place.path.clone()).or_default().insert(place, file);
            }
        }
        let mut tasks = Vec::new();
        for (path, videos) in by_archive {
            let archive = Place::on_disk(path);
            let Some(id) = self.store.file_at(exhibit, &archive).await? else { continue };
            let Some((file, _)) = self.store.file(&id).await? else { continue };
            tasks.push(Task::TakeMemberFrames { archive, file, videos });
        }
        Ok(tasks)
    }
}
