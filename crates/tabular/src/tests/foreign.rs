//! Files as other programs and people make them.

use rust_xlsxwriter::{Format as Style, Formula, Workbook, Worksheet};
use shared::problem::FieldCode;

use super::COLUMNS;
use crate::{Fault, Format, Sheet, Unreadable, read};

fn csv(text: &str) -> Sheet {
    read(text.as_bytes(), Format::Csv, COLUMNS).unwrap()
}

fn told(sheet: &Sheet) -> Vec<(u32, Option<&str>, FieldCode)> {
    sheet
        .faults
        .iter()
        .map(
            |Fault {
                 row, column, code, ..
             }| (*row, column.as_deref(), *code),
        )
        .collect()
}

/// A workbook with the headings and whatever `fill` adds to its sheet.
fn workbook(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, column) in (0..).zip(COLUMNS) {
        sheet.write_string(0, at, column.heading).unwrap();
    }
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn xlsx(fill: impl Fn(&mut Worksheet)) -> Sheet {
    read(&workbook(fill), Format::Xlsx, COLUMNS).unwrap()
}

#[test]
fn csv_of_other_programs_is_read() {
    for text in [
        "Reference,Words\n1.1,Café\n",
        "\u{feff}reference , WORDS\r\n1.1,Café\r\n",
        "Reference;Words\n1.1;Café",
        "Reference\tWords\n1.1\tCafé\n",
        "A list of what we did,\n,\nReference,Words\n1.1,Café\n",
    ] {
        let sheet = csv(text);
        assert_eq!(told(&sheet), vec![], "{text:?}");
        assert_eq!(sheet.rows[0].text("words"), "Café", "{text:?}");
    }
    let windows = b"Reference,Words\r\n1.1,Caf\xE9 \x96 done\r\n";
    let sheet = read(windows, Format::Csv, COLUMNS).unwrap();
    assert_eq!(sheet.rows[0].text("words"), "Café \u{2013} done");
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            "Reference\tWords\n1.1\tCafé\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let sheet = read(&wide, Format::Csv, COLUMNS).unwrap();
    assert_eq!(sheet.rows[0].text("words"), "Café");
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    let sheet = csv("Reference,Words\n1.1,\"two\nlines\"\n\n\n1.2,three\n,,\n1.3,four\n");
    let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 5, 7]);
}

#[test]
fn headings_that_do_not_fit_are_named() {
    let sheet = csv("Reference,Wrods,Rating,Rating,Submit\n1.1,a,,,\n");
    assert_eq!(
        told(&sheet),
        [
            (1, Some("Wrods"), FieldCode::Unknown),
            (1, Some("Rating"), FieldCode::Duplicate),
            (1, Some("Words"), FieldCode::Required),
        ]
    );
    assert!(!sheet.headings_fit);
    let sheet = csv("Name,Age\nA,1\n");
    assert_eq!(told(&sheet), [(1, None, FieldCode::Required)]);
    let sheet = csv("Reference,Words\n");
    assert_eq!(told(&sheet), [(1, None, FieldCode::Required)]);
    let sheet = csv("Reference,Words,\n1.1,a,stray\n");
    assert_eq!(told(&sheet), [(2, Some("C"), FieldCode::Unknown)]);
}

#[test]
fn cells_that_do_not_fit_are_named() {
    let sheet = csv(
        "Reference,Words,Rating,Done on,Due,Submit,Version,Id\n1.1,a,green,yesterday,soon,perhaps,one,abc\n1.2,b,AT RISK,22/11/2026,2015/16,y,3,\n",
    );
    assert_eq!(
        told(&sheet),
        [
            (2, Some("Rating"), FieldCode::NotAllowed),
            (2, Some("Done on"), FieldCode::WrongType),
            (2, Some("Due"), FieldCode::WrongType),
            (2, Some("Submit"), FieldCode::NotAllowed),
            (2, Some("Version"), FieldCode::WrongType),
            (2, Some("Id"), FieldCode::WrongType),
        ]
    );
    assert_eq!(sheet.rows[1].text("rating"), "At risk");
    assert!(sheet.rows[1].yes("submit"));
}

#[test]
fn formulas_are_read_as_their_values() {
    let sheet = xlsx(|sheet| {
        sheet.write_string(1, 0, "1.1").unwrap();
        sheet
            .write_formula(1, 2, Formula::new("=A2&\"!\"").set_result("1.1!"))
            .unwrap();
        sheet
            .write_formula(1, 7, Formula::new("=1+2").set_result("3"))
            .unwrap();
        sheet.write_string(2, 0, "1.2").unwrap();
        sheet
            .write_formula(2, 2, Formula::new("=NA()").set_result("#N/A"))
            .unwrap();
    });
    assert_eq!(sheet.rows[0].text("words"), "1.1!");
    assert_eq!(sheet.rows[0].number("version"), Some(3));
    assert_eq!(told(&sheet), [(3, Some("Words"), FieldCode::WrongType)]);
}

#[test]
fn days_are_read_as_serials_and_as_words() {
    let sheet = xlsx(|sheet| {
        let day = Style::new().set_num_format("dd/mm/yyyy");
        sheet.write_number_with_format(1, 4, 46348, &day).unwrap();
        sheet.write_number_with_format(1, 5, 46348, &day).unwrap();
        sheet.write_number(2, 4, 46348).unwrap();
        sheet.write_string(3, 4, "22 November 2026").unwrap();
        sheet.write_number(3, 5, 2026).unwrap();
    });
    assert_eq!(told(&sheet), vec![]);
    for row in &sheet.rows {
        assert_eq!(row.day("on"), "2026-11-22".parse().ok(), "{}", row.number);
    }
    let due = |at: usize| sheet.rows[at].printed("due").map(|due| due.printed());
    assert_eq!((due(0), due(2)), (Some("2026-11-22"), Some("2026")));
}

#[test]
fn merged_cells_are_refused_and_hidden_rows_are_told() {
    let sheet = xlsx(|sheet| {
        sheet.write_string(1, 0, "1.1").unwrap();
        sheet
            .merge_range(1, 2, 2, 2, "Words for two rows", &Style::new())
            .unwrap();
        sheet.write_string(2, 0, "1.2").unwrap();
        sheet.write_string(3, 0, "1.3").unwrap();
        sheet.set_row_hidden(3).unwrap();
    });
    assert_eq!(told(&sheet), [(2, None, FieldCode::NotAllowed)]);
    assert_eq!(
        sheet.notes.iter().map(|note| note.row).collect::<Vec<_>>(),
        [Some(4)]
    );
    assert_eq!(sheet.rows.len(), 3);
}

#[test]
fn the_sheet_with_the_headings_is_read() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .write_string(500_000, 200, "Notes of our own")
        .unwrap();
    let sheet = book.add_worksheet();
    for (at, heading) in ["Reference", "Words"].into_iter().enumerate() {
        sheet.write_string(3, at as u16, heading).unwrap();
        sheet.write_string(4, at as u16, "x").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let read_back = read(&bytes, Format::Xlsx, COLUMNS).unwrap();
    assert_eq!(
        read_back
            .rows
            .iter()
            .map(|row| row.number)
            .collect::<Vec<_>>(),
        [5]
    );
    let twin = book.add_worksheet().set_name("Copy").unwrap();
    twin.write_string(0, 0, "Reference").unwrap();
    twin.write_string(0, 1, "Words").unwrap();
    assert_eq!(
        read(&book.save_to_buffer().unwrap(), Format::Xlsx, COLUMNS).unwrap_err(),
        Unreadable::SeveralSheets("“Sheet2”, “Copy”".to_owned())
    );
    let mut empty = Workbook::new();
    empty.add_worksheet();
    assert_eq!(
        read(&empty.save_to_buffer().unwrap(), Format::Xlsx, COLUMNS).unwrap_err(),
        Unreadable::NoHeadings("Reference")
    );
}
