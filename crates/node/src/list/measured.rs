//! How often near claims of a list were wrong, as far as people decided about them.

use casework::list::ListVersion;
use casework::measured::{RejectedShare, rejected_share};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// The near claims of a list that somebody decided about.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MeasuredView {
    /// The version that is asked now.
    #[schema(example = "lst_0000000000000000")]
    pub id: String,
    /// The list's name: decisions hold for all its versions.
    pub name: String,
    /// Looks are claimed up to this distance.
    pub threshold_bits: u32,
    /// Confirmed within the threshold.
    pub n_confirmed: u64,
    /// Rejected within the threshold.
    pub n_rejected: u64,
    /// The share that was rejected within the threshold; none where nobody decided anything.
    pub error: Option<ErrorShare>,
    /// The same for each distance at which somebody decided, with all nearer ones: what a threshold there would mean.
    pub by_distance: Vec<MeasuredAt>,
}

/// What was decided at one distance.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MeasuredAt {
    /// The distance.
    pub distance_bits: u32,
    /// Confirmed at it.
    pub n_confirmed: u64,
    /// Rejected at it.
    pub n_rejected: u64,
    /// The share that was rejected at it or nearer.
    pub error_up_to: Option<ErrorShare>,
}

/// A share from 0 to 1, and between which it lies in 19 of 20 cases.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ErrorShare {
    /// Of what was decided.
    pub share: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

impl ErrorShare {
    fn of(share: RejectedShare) -> ErrorShare {
        ErrorShare { share: share.share, low: share.low, high: share.high }
    }
}

impl Node {
    /// How often near claims of a list were rejected, by distance. Exact claims and altered copies, which have limits of
    /// their own, are not among them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a list that is not there.
    pub async fn measured_error(&self, who: &Principal, list: &str) -> Result<MeasuredView, Error> {
        self.permitted(who, Action::ShowLists, async {
            let version = self.list_called(list).await?;
            let view = self.measured_of(&version).await?;
            let entry = self.entry(who, Action::ShowLists.verb()).about("list", version.id.as_str());
            self.store.record_alone(entry).await?;
            Ok(view)
        })
        .await
    }

    /// The same for a verb that shows it among other things, and records all of them at once.
    pub(super) async fn measured_of(&self, version: &ListVersion) -> Result<MeasuredView, Error> {
        let measured = self.store.measured(&version.terms.name).await?;
        let share = |(n_confirmed, n_rejected)| rejected_share(n_confirmed, n_rejected).map(ErrorShare::of);
        let threshold_bits = version.terms.threshold_bits;
        let within = measured.up_to(threshold_bits);
        let by_distance = measured.counts().map(|(distance_bits, n_confirmed, n_rejected)| MeasuredAt {
            distance_bits,
            n_confirmed,
            n_rejected,
            error_up_to: share(measured.up_to(distance_bits)),
        });
        Ok(MeasuredView {
            threshold_bits,
            n_confirmed: within.0,
            n_rejected: within.1,
            error: share(within),
            by_distance: by_distance.collect(),
            name: version.terms.name.clone(),
            id: version.id.clone(),
        })
    }
}
