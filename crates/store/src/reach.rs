//! The ways by which somebody reaches records: their unit's, those of the cases that they work on, those for which they broke
//! glass. Each way has an index and their disjunction has none, so a page is made of a page of
//! the unit's and one of what is reached by name.

/// The ids that person `$2` reaches by name at `$4`, in microseconds since 1970: those in the cases that they work on, and those
/// for which they broke glass, with what stands in such a case.
macro_rules! reached_by_name {
    () => {
        " SELECT record_cases.record FROM case_people
         JOIN record_cases ON record_cases.case_id = case_people.case_id
         WHERE case_people.person = $2 AND (case_people.until_us IS NULL OR case_people.until_us > $4)
         UNION
         SELECT opens AS record FROM break_glass WHERE person = $2 AND until_us > $4
         UNION
         SELECT record_cases.record FROM break_glass
         JOIN record_cases ON record_cases.case_id = break_glass.opens
         WHERE break_glass.person = $2 AND break_glass.until_us > $4"
    };
}

/// That the handling of the row of `records` reaches person `$2` of unit `$3`.
macro_rules! is_handled_for_reader {
    () => {
        " AND (tlp NOT IN ('amber+strict', 'red') OR unit = $3)
         AND (tlp <> 'red' OR EXISTS (
           SELECT 1 FROM handling_named WHERE handling_named.record = records.id AND handling_named.person = $2))
         AND NOT EXISTS (
           SELECT 1 FROM handling_excluded WHERE handling_excluded.record = records.id AND handling_excluded.unit = $3)"
    };
}

/// A page of the records of noun `$1` that person `$2` of unit `$3` reaches at `$4`, in microseconds since 1970, with at most
/// `$5` rows: these columns of those of which this holds and whose handling reaches them, in this order, which takes columns
/// that were asked for alone.
///
/// Its parts are no statements, so no test prepares them: whoever writes one runs it on both databases.
macro_rules! reached {
    ($columns:literal, $holds:literal, $order:literal) => {
        concat!(
            " SELECT * FROM (
               SELECT ",
            $columns,
            " FROM records
               WHERE noun = $1 AND unit = $3 AND circle = 'unit' AND state <> 'erased' AND ",
            $holds,
            $crate::reach::is_handled_for_reader!(),
            "
               ORDER BY ",
            $order,
            " LIMIT $5
             ) AS of_unit
             UNION SELECT * FROM (
               SELECT ",
            $columns,
            " FROM (",
            $crate::reach::reached_by_name!(),
            ") AS reached CROSS JOIN records
               WHERE records.id = reached.record AND noun = $1 AND state <> 'erased' AND ",
            $holds,
            $crate::reach::is_handled_for_reader!(),
            "
               ORDER BY ",
            $order,
            " LIMIT $5
             ) AS by_name
             ORDER BY ",
            $order,
            " LIMIT $5"
        )
    };
}

/// That person `$1` of unit `$2` reaches the row of `records` at `$3`, in microseconds since 1970: for what is found by
/// something else than who reaches it. How a record is to be handled is not asked. A record stands in few cases, and somebody
/// may work on many: SQLite begins with the record's, for it keeps the order of a `CROSS JOIN`.
macro_rules! is_reached {
    () => {
        "((records.unit = $2 AND records.circle = 'unit')
          OR EXISTS (SELECT 1 FROM record_cases CROSS JOIN case_people
             WHERE record_cases.record = records.id AND case_people.case_id = record_cases.case_id
               AND case_people.person = $1
               AND (case_people.until_us IS NULL OR case_people.until_us > $3))
          OR EXISTS (SELECT 1 FROM break_glass
             WHERE break_glass.person = $1 AND break_glass.until_us > $3
               AND (break_glass.opens = records.id OR break_glass.opens IN (
                   SELECT record_cases.case_id FROM record_cases WHERE record_cases.record = records.id))))"
    };
}

/// That the row of `exhibits` stands in no case, or in one that person `$1` of unit `$2` reaches at `$3`.
macro_rules! exhibit_is_reached {
    () => {
        concat!(
            "(NOT EXISTS (SELECT 1 FROM record_cases held WHERE held.record = exhibits.id)
              OR EXISTS (SELECT 1 FROM record_cases held CROSS JOIN records
                WHERE held.record = exhibits.id AND records.id = held.case_id AND ",
            $crate::reach::is_reached!(),
            "))"
        )
    };
}

/// That the file of the row `found` lies on no exhibit that stands in a case, or on one that stands in a case that person `$1` of
/// unit `$2` reaches at `$3`.
macro_rules! file_is_reached {
    () => {
        concat!(
            "(NOT EXISTS (SELECT 1 FROM occurrences JOIN record_cases held
                ON held.record = occurrences.exhibit WHERE occurrences.file = found.file)
              OR EXISTS (SELECT 1 FROM occurrences JOIN record_cases held ON held.record = occurrences.exhibit
                CROSS JOIN records WHERE occurrences.file = found.file AND records.id = held.case_id AND ",
            $crate::reach::is_reached!(),
            "))"
        )
    };
}

pub(crate) use {exhibit_is_reached, file_is_reached, is_handled_for_reader, is_reached, reached, reached_by_name};
