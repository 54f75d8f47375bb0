//! Files that are not what they say, too large, or damaged.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_xlsxwriter::Workbook;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{COLUMNS, book, row};
use crate::{Cell, Format, Sheet, Unreadable, limits, read};

fn csv(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    read(bytes, Format::Csv, COLUMNS)
}

fn xlsx(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    read(bytes, Format::Xlsx, COLUMNS)
}

#[test]
fn the_wrong_kind_is_said() {
    let workbook = book(&[row("1.1", "a")], Format::Xlsx);
    assert_eq!(csv(&workbook).unwrap_err(), Unreadable::WorkbookAsCsv);
    assert_eq!(
        xlsx(b"Reference,Words\n1.1,a\n").unwrap_err(),
        Unreadable::NotAWorkbook
    );
    assert_eq!(
        xlsx(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").unwrap_err(),
        Unreadable::OldOrProtected
    );
    assert_eq!(csv(b"a\0b").unwrap_err(), Unreadable::NotText);
    assert_eq!(csv(b"").unwrap_err(), Unreadable::Empty);
    assert_eq!(xlsx(b"").unwrap_err(), Unreadable::Empty);
    assert_eq!(
        csv(b"\xEF\xBB\xBF\r\n \r\n").unwrap_err(),
        Unreadable::Empty
    );
}

#[test]
fn what_is_too_large_is_refused() {
    assert_eq!(
        csv(&vec![b'a'; limits::BYTES + 1]).unwrap_err(),
        Unreadable::TooLarge
    );
    let many = "1.1,a\n".repeat(limits::ROWS as usize + 100);
    assert_eq!(
        csv(format!("Reference,Words\n{many}").as_bytes()).unwrap_err(),
        Unreadable::TooManyRows
    );
    let wide = "x,".repeat(limits::COLUMNS as usize + 1);
    assert_eq!(
        csv(wide.as_bytes()).unwrap_err(),
        Unreadable::TooManyColumns
    );
    let long = format!("Reference,Words\n1.1,{}\n", "é".repeat(limits::CELL + 1));
    assert_eq!(
        csv(long.as_bytes()).unwrap_err(),
        Unreadable::CellTooLong(2)
    );
}

#[test]
fn a_cell_in_the_farthest_corner_makes_no_table_of_that_size() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Reference").unwrap();
    sheet.write_string(0, 2, "Words").unwrap();
    sheet.write_string(1_048_575, 16_383, "far").unwrap();
    let fault = xlsx(&book.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(fault, Unreadable::TooFarDown(1_048_576));
}

/// A workbook with a part of its own in the place of another.
fn with_part(name: &str, fill: impl Fn(&mut dyn Write)) -> Vec<u8> {
    let good = book(&[row("1.1", "a")], Format::Xlsx);
    let mut from = zip::ZipArchive::new(Cursor::new(good)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let part = from.by_index_raw(at).unwrap();
        if part.name().unwrap() != name {
            to.raw_copy_file(part).unwrap();
        }
    }
    to.start_file(name, SimpleFileOptions::default()).unwrap();
    fill(&mut to);
    to.finish().unwrap().into_inner()
}

#[test]
fn a_zip_bomb_is_refused() {
    let bomb = with_part("xl/media/image1.png", |part| {
        let block = vec![0; 1024 * 1024];
        for _ in 0..=limits::UNZIPPED / (1024 * 1024) {
            part.write_all(&block).unwrap();
        }
    });
    assert!(bomb.len() < limits::BYTES, "it is small as it comes");
    assert_eq!(xlsx(&bomb).unwrap_err(), Unreadable::Unzips);
}

#[test]
fn a_workbook_that_boasts_is_refused() {
    let boast = with_part("xl/sharedStrings.xml", |part| {
        part.write_all(b"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"9\" uniqueCount=\"9999999999999\"></sst>").unwrap();
    });
    assert_eq!(xlsx(&boast).unwrap_err(), Unreadable::Damaged);
    let expanding = with_part("xl/sharedStrings.xml", |part| {
        part.write_all(b"<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><sst><si><t>&b;&b;</t></si></sst>").unwrap();
    });
    // What it says is not expanded, so that nothing of it is a heading.
    assert!(xlsx(&expanding).is_err());
}

#[test]
fn a_formula_without_a_value_is_said() {
    let uncomputed = with_part("xl/worksheets/sheet2.xml", |part| {
        part.write_all(
            b"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
              <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Reference</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Words</t></is></c></row>\
              <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>1.1</t></is></c><c r=\"B2\"><f>A2</f></c></row>\
              <row r=\"3\"><c r=\"A3\"><f>1+1</f></c></row>\
              </sheetData></worksheet>",
        )
        .unwrap();
    });
    let sheet = xlsx(&uncomputed).unwrap();
    let told: Vec<(u32, Option<&str>)> = sheet
        .faults
        .iter()
        .map(|fault| (fault.row, fault.column.as_deref()))
        .collect();
    assert_eq!(told, [(2, Some("Words")), (3, Some("Reference"))]);
}

/// 300 good files with bytes changed, cut out, doubled or cut off: each is read or refused, and
/// none brings the reader down.
#[test]
fn bent_files_are_read_or_refused() {
    let rows: Vec<Vec<Cell>> = (0..20)
        .map(|n| row(&format!("{n}.1"), "=Some words\nand more"))
        .collect();
    let good = Format::ALL
        .iter()
        .map(|format| (*format, book(&rows, *format)))
        .collect::<Vec<_>>();
    let bend = (
        0..2_usize,
        0..4_u8,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<u8>(),
    );
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: 300,
            failure_persistence: None,
            ..Config::default()
        },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let mut read_all_the_same = 0;
    let mut refused = 0;
    let counts = std::cell::RefCell::new((&mut read_all_the_same, &mut refused));
    runner
        .run(&bend, |(which, how, from, to, byte)| {
            let (format, bytes) = &good[which];
            let mut bytes = bytes.clone();
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 64));
            match how {
                0 => bytes[from] = byte,
                1 => drop(bytes.drain(from..to)),
                2 => bytes.truncate(from),
                _ => {
                    let piece = bytes[from..to].to_vec();
                    bytes.splice(from..from, piece);
                }
            }
            let outcome = read(&bytes, *format, COLUMNS);
            let mut counts = counts.borrow_mut();
            match outcome {
                Ok(_) => *counts.0 += 1,
                Err(_) => *counts.1 += 1,
            }
            Ok(())
        })
        .unwrap();
    assert!(
        read_all_the_same > 20 && refused > 20,
        "{read_all_the_same} read, {refused} refused"
    );
}

/// The parts of a workbook bent inside of a sound archive, where the checksums of the archive do not
/// give it away.
#[test]
fn bent_parts_are_read_or_refused() {
    let good = book(&[row("1.1", "a"), row("1.2", "b")], Format::Xlsx);
    let names = [
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet2.xml",
    ];
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: 60,
            failure_persistence: None,
            ..Config::default()
        },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let bend = (
        0..names.len(),
        any::<prop::sample::Index>(),
        proptest::collection::vec(any::<u8>(), 0..6),
        0..12_usize,
    );
    runner
        .run(&bend, |(which, place, new, cut)| {
            let name = names[which];
            let mut part = {
                let mut archive = zip::ZipArchive::new(Cursor::new(&good)).unwrap();
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut bytes)
                    .unwrap();
                bytes
            };
            let from = place.index(part.len());
            let to = (from + cut).min(part.len());
            part.splice(from..to, new);
            let _ = xlsx(&with_part(name, |file| file.write_all(&part).unwrap()));
            Ok(())
        })
        .unwrap();
}
