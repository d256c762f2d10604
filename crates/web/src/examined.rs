//! The node examined while it serves: by the API and by a page alike.

use node::Principal;
use node::doctor::DoctorView;

use crate::problem::Problem;
use crate::router::Served;

/// What the doctor finds just now.
///
/// # Errors
/// As [`node::Node::doctor`].
pub(crate) async fn examined(served: Served, who: Principal) -> Result<DoctorView, Problem> {
    // It starts workers and waits for them: on a thread of its own.
    let runtime = tokio::runtime::Handle::current();
    let examined = tokio::task::spawn_blocking(move || runtime.block_on(served.node.doctor(&who, false)));
    Ok(examined.await.map_err(|_panic| Problem::internal())??)
}
