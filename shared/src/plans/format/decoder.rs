//! What is collected while a file is decoded: the faults with their places, the ids that exist and
//! the references that must resolve to them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::errors::{FormatError, FormatFault};
use super::fields::Fields;
use super::reader::{Lines, Node, Value};

/// Longest reference, label or word, in characters.
pub(super) const SHORT: usize = 200;
/// Longest title, name or line, in characters.
pub(super) const LINE: usize = 500;
/// Longest paragraph, in characters.
pub(super) const TEXT: usize = 10_000;
/// Most items of one list.
pub(super) const ITEMS: usize = 10_000;
/// Most faults reported at once.
const FAULTS: usize = 200;

/// The pointer to a key or an index below a place.
pub(super) fn child(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// A reference to be looked up when every id is known.
pub(super) struct Pending {
    at: usize,
    path: String,
    id: String,
    collection: &'static str,
}

/// What is collected while a file is decoded.
pub(super) struct Decoder<'t> {
    lines: Lines<'t>,
    errors: RefCell<Vec<FormatError>>,
    left_out: RefCell<usize>,
    ids: RefCell<BTreeMap<String, (&'static str, usize)>>,
    pending: RefCell<Vec<Pending>>,
}

impl<'t> Decoder<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            lines: Lines::new(text),
            errors: RefCell::default(),
            left_out: RefCell::default(),
            ids: RefCell::default(),
            pending: RefCell::default(),
        }
    }

    pub fn fault(&self, at: usize, path: &str, fault: FormatFault) {
        let mut errors = self.errors.borrow_mut();
        if errors.len() == FAULTS {
            *self.left_out.borrow_mut() += 1;
            return;
        }
        let (line, column) = self.lines.place(at);
        errors.push(FormatError {
            line,
            column,
            path: path.to_owned(),
            fault,
        });
    }

    pub fn expected(&self, node: &Node, path: &str, expected: &'static str) {
        self.fault(
            node.at,
            path,
            FormatFault::WrongType {
                expected,
                found: node.value.kind(),
            },
        );
    }

    /// Opens an object; a fault and `None` for anything else. Equal keys are reported here.
    pub fn open<'n>(
        &'n self,
        node: &'n Node,
        path: String,
        collection: &'static str,
    ) -> Option<Fields<'n, 't>> {
        let Value::Object(entries) = &node.value else {
            self.expected(node, &path, "an object");
            return None;
        };
        let mut keys = BTreeSet::new();
        for entry in entries {
            if !keys.insert(entry.key.as_str()) {
                let key = entry.key.clone();
                self.fault(
                    entry.at,
                    &child(&path, &entry.key),
                    FormatFault::DuplicateKey { key },
                );
            }
        }
        Some(Fields::new(self, node.at, path, entries, collection))
    }

    /// The items of a list; a fault and none for anything else.
    pub fn items<'n>(&self, node: &'n Node, path: &str) -> &'n [Node] {
        let Value::List(items) = &node.value else {
            self.expected(node, path, "a list");
            return &[];
        };
        if items.len() > ITEMS {
            self.fault(
                node.at,
                path,
                FormatFault::TooMany {
                    limit: ITEMS,
                    length: items.len(),
                },
            );
        }
        items
    }

    pub fn text(&self, node: &Node, path: &str, limit: usize) -> String {
        let Value::Text(text) = &node.value else {
            self.expected(node, path, "a text");
            return String::new();
        };
        if text.contains('\0') {
            self.fault(node.at, path, FormatFault::Nul);
        }
        let length = text.chars().count();
        if length > limit {
            self.fault(node.at, path, FormatFault::TooLong { limit, length });
        }
        text.clone()
    }

    pub fn whole(&self, node: &Node, path: &str, least: i64, most: i64) -> u32 {
        let Value::Number(number) = &node.value else {
            self.expected(node, path, "a whole number");
            return 0;
        };
        match number.parse::<i64>() {
            Ok(n) if (least..=most).contains(&n) => u32::try_from(n).unwrap_or_default(),
            _ => {
                self.fault(node.at, path, FormatFault::OutOfRange { least, most });
                0
            }
        }
    }

    /// Notes an id as taken.
    pub fn claim(&self, node: &Node, path: &str, collection: &'static str) -> String {
        let id = self.text(node, path, SHORT);
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if id.is_empty() || id.len() > 100 || !id.chars().all(good) {
            if matches!(node.value, Value::Text(_)) {
                self.fault(node.at, path, FormatFault::BadId);
            }
            return id;
        }
        let first = self.ids.borrow().get(&id).copied();
        if let Some((_, first)) = first {
            let fault = FormatFault::DuplicateId {
                id: id.clone(),
                first_line: self.lines.place(first).0,
            };
            self.fault(node.at, path, fault);
        } else {
            self.ids
                .borrow_mut()
                .insert(id.clone(), (collection, node.at));
        }
        id
    }

    /// Notes a reference, to be looked up by [`Decoder::finish`].
    pub fn refer(&self, at: usize, path: &str, id: &str, collection: &'static str) {
        self.pending.borrow_mut().push(Pending {
            at,
            path: path.to_owned(),
            id: id.to_owned(),
            collection,
        });
    }

    /// A fault on the item with this id.
    pub fn fault_on(&self, id: &str, path: &str, fault: FormatFault) {
        let at = self.ids.borrow().get(id).map_or(0, |(_, at)| *at);
        self.fault(at, path, fault);
    }

    /// Looks up every reference and gives all faults in the order of the file.
    pub fn finish(self) -> Vec<FormatError> {
        for Pending {
            at,
            path,
            id,
            collection,
        } in self.pending.take()
        {
            let found = self.ids.borrow().get(&id).map(|(found, _)| *found);
            match found {
                Some(found) if found == collection => {}
                Some(found) => self.fault(
                    at,
                    &path,
                    FormatFault::WrongCollection {
                        id,
                        collection,
                        found,
                    },
                ),
                None => self.fault(at, &path, FormatFault::UnknownId { id, collection }),
            }
        }
        let mut errors = self.errors.into_inner();
        errors.sort_by_key(|error| (error.line, error.column));
        let left_out = self.left_out.into_inner();
        if left_out > 0 {
            let (line, column) = errors
                .last()
                .map_or((1, 1), |last| (last.line, last.column));
            errors.push(FormatError {
                line,
                column,
                path: String::new(),
                fault: FormatFault::More { left_out },
            });
        }
        errors
    }
}
