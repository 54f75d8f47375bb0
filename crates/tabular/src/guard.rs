//! Texts that a spreadsheet would take for a formula. A program that opens a CSV file runs what
//! begins with `=`, `+`, `-` or `@`, also behind a tab or the end of a line; an apostrophe before
//! it keeps it a text. What was marked is given back exactly: a mark is added to a text that
//! begins so behind any number of apostrophes, and one is taken away from such a text. Other
//! apostrophes stay as they are.

use std::borrow::Cow;

const MARK: char = '\'';

/// Whether a spreadsheet would take `text` for a formula.
pub fn dangerous(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// Whether `text` is a dangerous one behind apostrophes, or without any.
fn marked_or_dangerous(text: &str) -> bool {
    dangerous(text.trim_start_matches(MARK))
}

/// The text as it can be written into a CSV file.
pub fn mark(text: &str) -> Cow<'_, str> {
    if marked_or_dangerous(text) {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text as it is written into a workbook, where a text never becomes a formula by itself: only
/// one that would lose an apostrophe when it is read gets one more.
pub fn keep_marks(text: &str) -> Cow<'_, str> {
    if text.starts_with(MARK) && marked_or_dangerous(text) {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that was marked.
pub fn unmark(text: &str) -> &str {
    match text.strip_prefix(MARK) {
        Some(rest) if marked_or_dangerous(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_marked_and_apostrophes_stay() {
        for (text, csv) in [
            ("=1+1", "'=1+1"),
            ("-2", "'-2"),
            ("- two schools", "'- two schools"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(mark(text), csv);
            assert_eq!(unmark(csv), text);
        }
        assert_eq!(keep_marks("=1"), "=1");
        assert_eq!(keep_marks("'=1"), "''=1");
    }

    proptest! {
        #[test]
        fn what_is_marked_comes_back(text in "['=+@\\-\t\r\na ]{0,6}") {
            prop_assert!(!dangerous(&mark(&text)));
            let back = mark(&text);
            prop_assert_eq!(unmark(&back), &text);
            let back = keep_marks(&text);
            prop_assert_eq!(unmark(&back), &text);
        }
    }
}
