//! What is written is read.

use std::io::Read;

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::{COLUMNS, book, row};
use crate::{Cell, Format, guard, read};

/// Words as people and machines put them into a cell: formulas, quotes, marks, line ends, escapes
/// of the file formats, letters of many kinds.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,12}",
        "[=+@'\"\\-,;\t]{1,3}",
        Just("_x000D_".to_owned()),
        Just("_x0041_".to_owned()),
        Just("&amp;<b>]]>".to_owned()),
        Just("\n".to_owned()),
        Just("\u{a0}\u{2028}\u{feff}é漢字🎈".to_owned()),
        "\\PC{0,6}",
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn words_survive_exactly(texts in proptest::collection::vec(words(), 1..12)) {
        let rows: Vec<_> = texts.iter().map(|text| row("1.1", text)).collect();
        for format in Format::ALL {
            let sheet = read(&book(&rows, *format), *format, COLUMNS).unwrap();
            prop_assert_eq!(&sheet.faults, &vec![], "{:?}", format);
            prop_assert_eq!(sheet.rows.len(), texts.len());
            for (read, text) in sheet.rows.iter().zip(&texts) {
                // A cell of nothing but space is an empty one.
                let kept = if text.trim().is_empty() { "" } else { text.as_str() };
                prop_assert_eq!(read.text("words"), kept, "{:?}", format);
            }
        }
    }

    #[test]
    fn days_numbers_and_ids_survive(day in 0..100_000_i32, version in 0..i32::MAX, id in any::<u128>()) {
        let day = NaiveDate::from_ymd_opt(1900, 3, 1).unwrap() + chrono::Days::new(day.unsigned_abs().into());
        let id = Uuid::from_u128(id);
        let mut cells = row("3.10", "Words");
        cells.extend([
            Cell::text("At risk"),
            Cell::Date(day),
            Cell::text("2015-autumn"),
            Cell::Flag(true),
            Cell::number(version),
            Cell::text(id.to_string()),
        ]);
        for format in Format::ALL {
            let sheet = read(&book(&[cells.clone()], *format), *format, COLUMNS).unwrap();
            prop_assert_eq!(&sheet.faults, &vec![], "{:?}", format);
            let read = &sheet.rows[0];
            prop_assert_eq!(read.day("on"), Some(day));
            prop_assert_eq!(read.number("version"), Some(i64::from(version)));
            prop_assert_eq!(read.id("id"), Some(id));
            prop_assert_eq!(read.text("rating"), "At risk");
            prop_assert_eq!(read.text("reference"), "3.10");
            prop_assert_eq!(read.printed("due").map(|due| due.printed()), Some("2015-autumn"));
            prop_assert!(read.yes("submit"));
        }
    }
}

/// A text of a part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn no_text_becomes_a_formula() {
    let rows: Vec<_> = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1"]
        .map(|text| row(text, text))
        .to_vec();
    let csv = String::from_utf8(book(&rows, Format::Csv)).unwrap();
    for cell in csv.split(['\n', ',']) {
        assert!(
            !guard::dangerous(cell.trim_matches(['"', '\r'])),
            "{cell:?}"
        );
    }
    let xlsx = book(&rows, Format::Xlsx);
    let sheet = part(&xlsx, "xl/worksheets/sheet2.xml");
    assert!(!sheet.contains("<f>"), "{sheet}");
    assert!(part(&xlsx, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_workbook_opens_well() {
    let xlsx = book(&[row("1.1", "Words")], Format::Xlsx);
    let table = part(&xlsx, "xl/worksheets/sheet2.xml");
    assert!(table.contains("state=\"frozen\""), "{table}");
    assert!(table.contains("<autoFilter ref=\"A1:I2\""), "{table}");
    assert!(table.contains("On track,At risk"), "{table}");
    assert!(part(&xlsx, "xl/sharedStrings.xml").contains("A plan"));
    assert!(part(&xlsx, "docProps/core.xml").contains("1970-01-01T00:00:00Z"));
}

#[test]
fn csv_is_marked_as_utf_8_and_ends_its_lines_as_rfc_4180_has_it() {
    let csv = book(&[row("1.1", "é")], Format::Csv);
    assert!(csv.starts_with(b"\xEF\xBB\xBFReference,Title,"));
    assert!(csv.ends_with(b"\r\n"));
}
