//! Backups: which there are, and that one was destroyed. Making and restoring one is done at the machine.

use node::backup::{BackupDestroyed, BackupView, BackupsView};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "node";
    /// Which backups there are, and which should have been destroyed by now.
    all "backup-show" "/backups" show_backups("backup-show") -> BackupsView;
    /// Says that a backup was destroyed, with every copy of it.
    verb "backup-destroyed" "/backups/destroyed" backup_destroyed(BackupDestroyed) -> BackupView;
}
