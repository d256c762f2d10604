//! The store on real SQLite files: every noun comes back as it was put, and what was acknowledged survives a kill.

#[cfg(test)]
mod exhibits;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod places;
#[cfg(test)]
mod samples;
