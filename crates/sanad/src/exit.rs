//! The exit codes: the one thing that a script can rely on.

use std::process::ExitCode;

/// How a run of the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: finished, whatever was found.
    Finished,
    /// 1: our fault.
    OurFault,
    /// 2: the command or a setting was wrong.
    Usage,
    /// 3: no exhibit or no list was usable.
    NothingUsable,
    /// 4: the self-test failed.
    SelfTest,
    /// 5: the node folder is in use, damaged, or newer than this program.
    Node,
    /// 6: a report to verify is not one of ours, or was changed; a ledger, a proof or a backup was touched.
    ReportNotOurs,
    /// 10: something was found that `--fail-on` asked for.
    Found,
    /// 130: stopped by the user.
    Stopped,
}

impl Exit {
    /// All of them, in the order of their numbers.
    pub const ALL: [Exit; 9] = [
        Exit::Finished,
        Exit::OurFault,
        Exit::Usage,
        Exit::NothingUsable,
        Exit::SelfTest,
        Exit::Node,
        Exit::ReportNotOurs,
        Exit::Found,
        Exit::Stopped,
    ];

    /// The number that the shell sees.
    pub fn number(self) -> u8 {
        match self {
            Exit::Finished => 0,
            Exit::OurFault => 1,
            Exit::Usage => 2,
            Exit::NothingUsable => 3,
            Exit::SelfTest => 4,
            Exit::Node => 5,
            Exit::ReportNotOurs => 6,
            Exit::Found => 10,
            Exit::Stopped => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.number())
    }
}
