//! What a sheet says around its values: rows that are hidden, cells that are merged, formulas for
//! which no value was kept, and from when days count.

use std::collections::{HashMap, HashSet};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::bounds::Parts;
use crate::fault::Unreadable;

/// What is said around the values of one sheet. Places are counted from 0.
#[derive(Debug, Default)]
pub struct Around {
    /// The rows that are hidden.
    pub hidden: HashSet<u32>,
    /// Areas of merged cells: first row, first column, last row, last column.
    pub merged: Vec<(u32, u32, u32, u32)>,
    /// The cells with a formula and without a value, by row and column.
    pub uncomputed: HashSet<(u32, u32)>,
}

/// The sheets of a workbook.
#[derive(Debug, Default)]
pub struct Contents {
    /// Whether days count from 1904.
    pub from_1904: bool,
    /// The part in which each sheet stands, by its name.
    places: HashMap<String, String>,
}

impl Contents {
    /// Reads them.
    ///
    /// # Errors
    /// When the workbook is damaged.
    pub fn of(parts: &mut Parts<'_>) -> Result<Self, Unreadable> {
        let mut contents = Self::default();
        let mut targets: HashMap<String, String> = HashMap::new();
        if let Some(relations) = parts.part("xl/_rels/workbook.xml.rels")? {
            each(&relations, |name, element, _| {
                if name == "Relationship"
                    && let Some((id, target)) =
                        attribute(element, "Id").zip(attribute(element, "Target"))
                {
                    targets.insert(id, part_name(&target));
                }
            })?;
        }
        if let Some(book) = parts.part("xl/workbook.xml")? {
            each(&book, |name, element, _| match name {
                "workbookPr" => contents.from_1904 = flag(element, "date1904"),
                "sheet" => {
                    let target = attribute(element, "id").and_then(|id| targets.get(&id).cloned());
                    if let Some((name, target)) = attribute(element, "name").zip(target) {
                        contents.places.insert(name, target);
                    }
                }
                _ => {}
            })?;
        }
        Ok(contents)
    }

    /// What is said around the values of a sheet.
    ///
    /// # Errors
    /// When the workbook is damaged.
    pub fn around(&self, parts: &mut Parts<'_>, sheet: &str) -> Result<Around, Unreadable> {
        let mut around = Around::default();
        let Some(place) = self.places.get(sheet) else {
            return Ok(around);
        };
        let Some(bytes) = parts.part(place)? else {
            return Ok(around);
        };
        let mut row: Option<u32> = None;
        let mut formula: Option<(u32, u32)> = None;
        let mut cell: Option<(u32, u32)> = None;
        each(&bytes, |name, element, ends| match name {
            "row" if !ends => {
                let number = attribute(element, "r").and_then(|text| text.parse::<u32>().ok());
                row = number
                    .and_then(|number| number.checked_sub(1))
                    .or_else(|| row.map_or(Some(0), |row| row.checked_add(1)));
                if flag(element, "hidden")
                    && let Some(row) = row
                {
                    around.hidden.insert(row);
                }
            }
            "c" if !ends => cell = attribute(element, "r").and_then(|text| place_of(&text)),
            "c" => {
                if let Some(place) = formula.take() {
                    around.uncomputed.insert(place);
                }
            }
            "f" if !ends => formula = cell,
            "v" | "is" => formula = None,
            "mergeCell" if !ends => {
                if let Some(area) = attribute(element, "ref").and_then(|text| area_of(&text)) {
                    around.merged.push(area);
                }
            }
            _ => {}
        })?;
        Ok(around)
    }
}

/// Goes through the elements of a part: their local names, themselves, and whether they end here.
fn each(
    bytes: &[u8],
    mut visit: impl FnMut(&str, &BytesStart<'_>, bool),
) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => visit(element.local_name().as_ref(), &element, false),
            Ok(Event::Empty(element)) => {
                visit(element.local_name().as_ref(), &element, false);
                visit(element.local_name().as_ref(), &element, true);
            }
            Ok(Event::End(element)) => {
                let name = element.local_name();
                visit(name.as_ref(), &BytesStart::new(name.as_ref()), true);
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(Unreadable::Damaged),
        }
        buffer.clear();
    }
}

/// The value of an attribute, by its local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            Some(
                quick_xml::escape::unescape(&attribute.value)
                    .ok()?
                    .into_owned(),
            )
        })
}

fn flag(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|text| matches!(text.as_str(), "1" | "true"))
}

/// The part that a relation of the workbook leads to.
fn part_name(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{target}"),
    }
}

/// The row and column of a place such as `B5`, counted from 0.
fn place_of(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = text.split_at(digits);
    let row = number.parse::<u32>().ok()?.checked_sub(1)?;
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a',
            _ => return None,
        };
        column = column.checked_mul(26)?.checked_add(u32::from(value) + 1)?;
    }
    Some((row, column.checked_sub(1)?))
}

fn area_of(text: &str) -> Option<(u32, u32, u32, u32)> {
    let (first, last) = text.split_once(':')?;
    let (first, last) = (place_of(first)?, place_of(last)?);
    Some((first.0, first.1, last.0, last.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(place_of("A1"), Some((0, 0)));
        assert_eq!(place_of("AB12"), Some((11, 27)));
        assert_eq!(area_of("A1:C2"), Some((0, 0, 1, 2)));
        for bent in ["", "A", "1", "A0", "ZZZZZZZZZZ1", "Ä1", "A-1", "A1:"] {
            assert_eq!(place_of(bent).zip(area_of(bent)), None, "{bent}");
        }
    }
}
