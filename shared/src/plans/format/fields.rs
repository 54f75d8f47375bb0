//! Reading the fields of one object.
//!
//! A reader method always returns a value, an empty one after a fault: the file is refused as a
//! whole when there was any, so the empty ones are never seen.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::answers;
use super::decoder::{Decoder, LINE, SHORT, child};
use super::errors::FormatFault;
use super::model::SourcePlace;
use super::reader::{Entry, Node, Value};
use crate::calendar::PartialDate;

/// The fields of one object.
pub(super) struct Fields<'n, 't> {
    decoder: &'n Decoder<'t>,
    at: usize,
    path: String,
    entries: &'n [Entry],
    collection: &'static str,
    known: RefCell<Vec<&'static str>>,
}

impl<'n, 't> Fields<'n, 't> {
    pub fn new(
        decoder: &'n Decoder<'t>,
        at: usize,
        path: String,
        entries: &'n [Entry],
        collection: &'static str,
    ) -> Self {
        Self {
            decoder,
            at,
            path,
            entries,
            collection,
            known: RefCell::default(),
        }
    }

    /// The value of a key, null or absent being `None`.
    fn get(&self, key: &'static str) -> Option<(&'n Node, String)> {
        self.known.borrow_mut().push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (entry.node.value != Value::Null).then(|| (&entry.node, child(&self.path, key)))
    }

    fn need(&self, key: &'static str) -> Option<(&'n Node, String)> {
        let found = self.get(key);
        if found.is_none() {
            match self.entries.iter().find(|entry| entry.key == key) {
                Some(null) => {
                    let fault = FormatFault::WrongType {
                        expected: "a value",
                        found: "null",
                    };
                    self.decoder
                        .fault(null.node.at, &child(&self.path, key), fault);
                }
                None => self
                    .decoder
                    .fault(self.at, &self.path, FormatFault::MissingKey { key }),
            }
        }
        found
    }

    /// The id of an item of this object's collection.
    pub fn id(&self) -> String {
        self.claim(self.collection)
    }

    /// The id of an item that belongs to a collection of its own.
    pub fn claim(&self, collection: &'static str) -> String {
        self.need("id")
            .map(|(node, path)| self.decoder.claim(node, &path, collection))
            .unwrap_or_default()
    }

    /// Declares a key whose value is read elsewhere or never.
    pub fn declare(&self, key: &'static str) {
        self.known.borrow_mut().push(key);
    }

    /// The items of a collection at the top of the file.
    pub fn collection<T>(&self, key: &'static str, read: impl Fn(&Fields<'_, 't>) -> T) -> Vec<T> {
        self.list(key)
            .filter_map(|(node, path)| {
                self.decoder
                    .open(node, path, key)
                    .map(|fields| fields.read(&read))
            })
            .collect()
    }

    /// An object at the top of the file that must be there and counts as a collection of one.
    pub fn single<T>(&self, key: &'static str, read: impl Fn(&Fields<'_, 't>) -> T) -> Option<T> {
        let (node, path) = self.need(key)?;
        self.decoder
            .open(node, path, key)
            .map(|fields| fields.read(&read))
    }

    /// Reports a key that is missing.
    pub fn require(&self, key: &'static str) {
        let _ = self.need(key);
    }

    /// A text that must be there and not be empty.
    pub fn text(&self, key: &'static str, limit: usize) -> String {
        let Some((node, path)) = self.need(key) else {
            return String::new();
        };
        let text = self.decoder.text(node, &path, limit);
        if text.trim().is_empty() && matches!(node.value, Value::Text(_)) {
            self.decoder.fault(node.at, &path, FormatFault::Empty);
        }
        text
    }

    pub fn text_or_null(&self, key: &'static str, limit: usize) -> Option<String> {
        self.get(key)
            .map(|(node, path)| self.decoder.text(node, &path, limit))
    }

    pub fn texts(&self, key: &'static str, limit: usize) -> Vec<String> {
        self.list(key)
            .map(|(node, path)| self.decoder.text(node, &path, limit))
            .collect()
    }

    fn list(&self, key: &'static str) -> impl Iterator<Item = (&'n Node, String)> + use<'n, 't> {
        let (items, path): (&'n [Node], String) = match self.get(key) {
            Some((node, path)) => (self.decoder.items(node, &path), path),
            None => (&[], String::new()),
        };
        items
            .iter()
            .enumerate()
            .map(move |(index, node)| (node, format!("{path}/{index}")))
    }

    pub fn whole(&self, key: &'static str, least: i64, most: i64) -> u32 {
        self.need(key)
            .map(|(node, path)| self.decoder.whole(node, &path, least, most))
            .unwrap_or_default()
    }

    pub fn whole_or_null(&self, key: &'static str, least: i64, most: i64) -> Option<u32> {
        self.get(key)
            .map(|(node, path)| self.decoder.whole(node, &path, least, most))
    }

    /// A share in per cent.
    pub fn percent_or_null(&self, key: &'static str) -> Option<f64> {
        let (node, path) = self.get(key)?;
        let Value::Number(number) = &node.value else {
            self.decoder.expected(node, &path, "a number");
            return None;
        };
        let percent = number.parse().ok().filter(|n| (0.0..=100.0).contains(n));
        if percent.is_none() {
            self.decoder.fault(
                node.at,
                &path,
                FormatFault::OutOfRange {
                    least: 0,
                    most: 100,
                },
            );
        }
        percent
    }

    /// A figure, or a list of figures.
    pub fn figures(&self, key: &'static str) -> Vec<f64> {
        let Some((node, path)) = self.get(key) else {
            return Vec::new();
        };
        let figure = |node: &Node, path: &str| match &node.value {
            Value::Number(number) => number.parse().ok().filter(|it: &f64| it.is_finite()),
            _ => {
                self.decoder.expected(node, path, "a number");
                None
            }
        };
        match &node.value {
            Value::List(_) => self
                .decoder
                .items(node, &path)
                .iter()
                .enumerate()
                .filter_map(|(at, node)| figure(node, &format!("{path}/{at}")))
                .collect(),
            _ => figure(node, &path).into_iter().collect(),
        }
    }

    pub fn flag_or_null(&self, key: &'static str) -> Option<bool> {
        let (node, path) = self.get(key)?;
        let Value::Bool(flag) = node.value else {
            self.decoder.expected(node, &path, "true or false");
            return None;
        };
        Some(flag)
    }

    fn word<T: Copy>(&self, node: &Node, path: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.decoder.text(node, path, SHORT);
        let found = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, value)| *value);
        if found.is_none() && matches!(node.value, Value::Text(_)) {
            let choices = words
                .iter()
                .map(|(word, _)| *word)
                .collect::<Vec<_>>()
                .join(", ");
            self.decoder
                .fault(node.at, path, FormatFault::NotAChoice { choices });
        }
        found
    }

    /// One word of a fixed list that must be there; `otherwise` stands in after a fault.
    pub fn choice<T: Copy>(&self, key: &'static str, words: &[(&str, T)], otherwise: T) -> T {
        self.need(key)
            .and_then(|(node, path)| self.word(node, &path, words))
            .unwrap_or(otherwise)
    }

    pub fn choice_or_null<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.get(key)
            .and_then(|(node, path)| self.word(node, &path, words))
    }

    pub fn date_or_null(&self, key: &'static str) -> Option<PartialDate> {
        let (node, path) = self.get(key)?;
        self.date_at(node, &path)
    }

    pub fn date(&self, key: &'static str) -> Option<PartialDate> {
        let (node, path) = self.need(key)?;
        self.date_at(node, &path)
    }

    fn date_at(&self, node: &Node, path: &str) -> Option<PartialDate> {
        let text = self.decoder.text(node, path, SHORT);
        if !matches!(node.value, Value::Text(_)) {
            return None;
        }
        text.parse()
            .map_err(|error| self.decoder.fault(node.at, path, FormatFault::Date(error)))
            .ok()
    }

    /// A start and an end, the end not wholly before the start.
    pub fn span(
        &self,
        start: &'static str,
        end: &'static str,
    ) -> (Option<PartialDate>, Option<PartialDate>) {
        let dates = (self.date_or_null(start), self.date_or_null(end));
        if let ((Some(from), Some(to)), Some((node, path))) = (&dates, self.get(end))
            && to.is_wholly_before(from)
        {
            self.decoder
                .fault(node.at, &path, FormatFault::EndBeforeStart);
        }
        dates
    }

    /// The id of an item of another collection that must be there.
    pub fn reference(&self, key: &'static str, collection: &'static str) -> String {
        self.need(key)
            .map(|(node, path)| self.refer(node, &path, collection))
            .unwrap_or_default()
    }

    pub fn reference_or_null(&self, key: &'static str, collection: &'static str) -> Option<String> {
        self.get(key)
            .map(|(node, path)| self.refer(node, &path, collection))
    }

    pub fn references(&self, key: &'static str, collection: &'static str) -> Vec<String> {
        self.list(key)
            .map(|(node, path)| self.refer(node, &path, collection))
            .collect()
    }

    fn refer(&self, node: &Node, path: &str, collection: &'static str) -> String {
        let id = self.decoder.text(node, path, SHORT);
        if matches!(node.value, Value::Text(_)) {
            self.decoder.refer(node.at, path, &id, collection);
        }
        id
    }

    /// A map from ids of a collection to texts.
    pub fn texts_by_id(
        &self,
        key: &'static str,
        collection: &'static str,
    ) -> BTreeMap<String, String> {
        let Some((node, path)) = self.get(key) else {
            return BTreeMap::new();
        };
        let Some(inner) = self.decoder.open(node, path, "") else {
            return BTreeMap::new();
        };
        let entry = |entry: &Entry| {
            let path = child(&inner.path, &entry.key);
            self.decoder.refer(entry.at, &path, &entry.key, collection);
            (
                entry.key.clone(),
                self.decoder.text(&entry.node, &path, SHORT),
            )
        };
        inner.entries.iter().map(entry).collect()
    }

    /// A map from names to counts.
    pub fn counts(&self, key: &'static str) -> BTreeMap<String, u32> {
        let Some((node, path)) = self.get(key) else {
            return BTreeMap::new();
        };
        let Some(inner) = self.decoder.open(node, path, "") else {
            return BTreeMap::new();
        };
        let entry = |entry: &Entry| {
            let path = child(&inner.path, &entry.key);
            if entry.key.contains('\0') {
                self.decoder.fault(entry.at, &path, FormatFault::Nul);
            }
            (
                entry.key.clone(),
                self.decoder.whole(&entry.node, &path, 0, 1_000_000),
            )
        };
        inner.entries.iter().map(entry).collect()
    }

    /// An object inside this one, read by `read` and then checked for keys not declared.
    pub fn object<T>(&self, key: &'static str, read: impl Fn(&Fields<'_, 't>) -> T) -> Option<T> {
        let (node, path) = self.get(key)?;
        self.decoder
            .open(node, path, self.collection)
            .map(|fields| fields.read(&read))
    }

    /// The objects of a list inside this one.
    pub fn objects<T>(&self, key: &'static str, read: impl Fn(&Fields<'_, 't>) -> T) -> Vec<T> {
        self.list(key)
            .filter_map(|(node, path)| {
                self.decoder
                    .open(node, path, self.collection)
                    .map(|fields| fields.read(&read))
            })
            .collect()
    }

    /// Reads one whole object: what `read` asks for is declared, answers are accepted, the rest is a fault.
    pub fn read<T>(&self, read: &impl Fn(&Self) -> T) -> T {
        let value = read(self);
        let known = self.known.borrow();
        for entry in self.entries {
            if !known.contains(&entry.key.as_str())
                && !answers::is_answer(self.collection, &entry.key)
            {
                let fault = FormatFault::UnknownKey {
                    key: entry.key.clone(),
                };
                self.decoder
                    .fault(entry.at, &child(&self.path, &entry.key), fault);
            }
        }
        value
    }

    pub fn source(&self) -> Option<SourcePlace> {
        self.object("source", source_place)
    }

    pub fn also_in(&self) -> Vec<SourcePlace> {
        self.objects("also_in", source_place)
    }

    /// First and last of two whole numbers in order.
    fn pair(&self, key: &'static str) -> Option<(u32, u32)> {
        let (node, path) = self.get(key)?;
        let Value::List(items) = &node.value else {
            self.decoder.expected(node, &path, "a list");
            return None;
        };
        let [first, last] = items.as_slice() else {
            self.decoder
                .expected(node, &path, "a list of two line numbers");
            return None;
        };
        let line = |node: &Node, index: &str| {
            self.decoder
                .whole(node, &child(&path, index), 1, 10_000_000)
        };
        let (first, last) = (line(first, "0"), line(last, "1"));
        if last < first {
            self.decoder
                .fault(node.at, &path, FormatFault::EndBeforeStart);
        }
        Some((first, last))
    }
}

fn source_place(fields: &Fields<'_, '_>) -> SourcePlace {
    SourcePlace {
        file: fields.text("file", SHORT),
        place: fields.text("place", LINE),
        lines: fields.pair("lines"),
    }
}
