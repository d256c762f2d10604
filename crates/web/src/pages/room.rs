//! The rooms a person walks through, and who is shown the way to which.

use node::principal::Action;
use node::{Node, Principal};

macro_rules! rooms {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $path:literal, $action:ident;)+) => {
        /// A part of the application, as the menu names it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Room { $($(#[$doc])* $name,)+ }

        impl Room {
            /// All of them, in the menu's order.
            pub(crate) const ALL: &'static [Room] = &[$(Room::$name,)+];

            /// As locale keys spell it: `room-<code>`.
            pub(crate) fn code(self) -> &'static str {
                match self { $(Room::$name => $code,)+ }
            }

            /// Where its first page is.
            pub(crate) fn path(self) -> &'static str {
                match self { $(Room::$name => $path,)+ }
            }

            /// What one must be allowed, to be shown the way.
            fn action(self) -> Action {
                match self { $(Room::$name => Action::$action,)+ }
            }
        }
    };
}

rooms! {
    /// What needs me.
    Today = "today", "/", ShowToday;
    /// What is looked for.
    Search = "search", "/search", SearchWords;
    /// Reports that came in.
    Reports = "reports", "/reports", ShowReport;
    /// What was seized, and what it came to.
    Exhibits = "exhibits", "/exhibits", ShowExhibits;
    /// What somebody sees in files, and says of them.
    Sorting = "sorting", "/sorting", ShowGradings;
    /// What waits for a person, and why a file is claimed to be on a list.
    Matches = "matches", "/matches", ShowMatches;
    /// Series of images.
    Series = "series", "/series", ShowSeries;
    /// Victims, by their codes.
    Victims = "victims", "/victims", ShowVictim;
    /// Persons, whatever they are in a case.
    Persons = "persons", "/persons", ShowPerson;
    /// Places, accounts, devices, addresses.
    Things = "things", "/things", ShowThing;
    /// Clues.
    Clues = "clues", "/clues", ShowClue;
    /// Cases.
    Cases = "cases", "/cases", ShowCase;
    /// Until when records are kept, and which wait for a review.
    Keeping = "keeping", "/keeping", ShowKeeping;
    /// Lists, and how far they can be leaned on.
    Lists = "lists", "/lists", ShowLists;
    /// What was done, by whom; and that nothing of it was changed.
    Ledger = "ledger", "/ledger", ShowOwnEntries;
    /// What I asked of a second person, and what I am asked.
    SecondPersons = "second-persons", "/second-persons", ShowSecondPersons;
    /// What I had to look at.
    Wellbeing = "wellbeing", "/wellbeing", ShowOwnExposure;
    /// Whom I look after.
    Welfare = "welfare", "/wellbeing/people", ShowExposure;
    /// Who works here.
    Administration = "administration", "/administration", ShowUsers;
    /// Who may do what, and the words we use.
    Rules = "rules", "/rules", ShowUnits;
    /// How I want to read and look; my sign-ins.
    Settings = "settings", "/settings", SetOwnPreferences;
}

impl Room {
    /// Those that this reader is shown. The verb behind a page asks again.
    pub(crate) fn open_to(node: &Node, who: &Principal) -> Vec<Room> {
        Room::ALL.iter().copied().filter(|room| node.may(who, room.action())).collect()
    }
}
