//! The roles that people and machines of a node work in. What each may do stands in the node's policies, not here.

use serde::{Deserialize, Serialize};

use crate::problem::codes;

codes! {
    /// A role. Somebody may have several.
    Role {
        /// Grades files.
        Grader = "grader",
        /// Looks for who the children are: series, clues, links.
        VictimIdentificationOfficer = "victim-identification-officer",
        /// Examines exhibits.
        Examiner = "examiner",
        /// Works on reports that come in to a hotline.
        HotlineAnalyst = "hotline-analyst",
        /// Opens cases and leads, and sees to it that they go on.
        Coordinator = "coordinator",
        /// Looks after children at risk. Sees no fingerprints.
        SocialWorker = "social-worker",
        /// Looks after the people who have to look.
        WelfareOfficer = "welfare-officer",
        /// Answers for programmes and their figures. Sees no record of a person.
        ProgrammeOfficer = "programme-officer",
        /// Answers for a unit's work.
        Supervisor = "supervisor",
        /// Answers for purposes, retention, the ledger and the policies. Sees no content.
        DataProtectionOfficer = "data-protection-officer",
        /// Looks afterwards whether all was done rightly.
        Auditor = "auditor",
        /// Keeps the node running: people, units, tokens. Sees no casework.
        Administrator = "administrator",
        /// A machine that asks whether a hash is known.
        Matcher = "matcher",
    }
}

impl Role {
    /// Whether it is somebody's who works on cases or looks at that work: everybody but who keeps the node and machines.
    pub fn is_of_casework(self) -> bool {
        !matches!(self, Role::Administrator | Role::Matcher)
    }
}
