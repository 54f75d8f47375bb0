//! Words that stand on this device alone, until the server has them.
//!
//! Every change of a draft is written here at once, under the person and the update, so that a lost connection, an ended
//! session, a reload or a crash loses nothing. The copy goes when the server has the same words, or when the person signs
//! out and says so. What is kept belongs to one person: another who signs in on the same device does not see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use shared::ids::{PersonId, UpdateId};

use super::draft::Draft;

const PREFIX: &str = "throughline.draft.";

/// A draft as it was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The words.
    pub draft: Draft,
    /// The version of the update that the words were written over.
    pub base: i32,
    /// When they were kept.
    pub at: DateTime<Utc>,
    /// What the update is about: the action's reference and title.
    pub about: String,
}

/// Whether the device could take the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It has them.
    Kept,
    /// It has no room, or does not allow it.
    None,
}

/// A place that holds texts by name and outlives the page.
pub trait Shelf {
    /// The text under `name`.
    fn get(&self, name: &str) -> Option<String>;
    /// Puts a text under `name`.
    fn set(&self, name: &str, text: &str) -> Room;
    /// Takes the text under `name` away.
    fn remove(&self, name: &str);
    /// Every name.
    fn names(&self) -> Vec<String>;
}

/// The drafts of one person.
#[derive(Clone, Debug)]
pub struct Keeper<S> {
    person: PersonId,
    shelf: S,
}

impl Keeper<Browser> {
    /// The drafts of `person` in this browser.
    pub const fn of(person: PersonId) -> Self {
        Self::on(person, Browser)
    }
}

impl<S: Shelf> Keeper<S> {
    const fn on(person: PersonId, shelf: S) -> Self {
        Self { person, shelf }
    }

    fn prefix(&self) -> String {
        format!("{PREFIX}{}.", self.person)
    }

    fn name(&self, update: UpdateId) -> String {
        format!("{}{update}", self.prefix())
    }

    /// What is kept for `update`.
    pub fn read(&self, update: UpdateId) -> Option<Kept> {
        let text = self.shelf.get(&self.name(update))?;
        // What cannot be read was not written here; there is nothing in it to show.
        serde_json::from_str(&text).ok()
    }

    /// Keeps the words of `update`.
    pub fn write(&self, update: UpdateId, kept: &Kept) -> Room {
        match serde_json::to_string(kept) {
            Ok(text) => self.shelf.set(&self.name(update), &text),
            Err(_) => Room::None,
        }
    }

    /// The server has `sent` as `version`: the copy goes, unless more was typed meanwhile, which now stands over that
    /// version, or something in it could not be sent yet.
    pub fn settle(&self, update: UpdateId, sent: &Draft, version: i32) {
        let Some(kept) = self.read(update) else {
            return;
        };
        if kept.draft == *sent && sent.is_whole() {
            self.forget(update);
        } else {
            // It fails only where keeping failed, which the page says already.
            let _ = self.write(
                update,
                &Kept {
                    base: version,
                    ..kept
                },
            );
        }
    }

    /// Lets go of the words of `update`.
    pub fn forget(&self, update: UpdateId) {
        self.shelf.remove(&self.name(update));
    }

    /// Every draft of the person that the server does not have, latest first.
    pub fn unsent(&self) -> Vec<(UpdateId, Kept)> {
        let prefix = self.prefix();
        let mut found: Vec<(UpdateId, Kept)> = self
            .shelf
            .names()
            .into_iter()
            .filter_map(|name| name.strip_prefix(&prefix)?.parse().ok())
            .filter_map(|update| Some((update, self.read(update)?)))
            .collect();
        found.sort_by_key(|(_, kept)| std::cmp::Reverse(kept.at));
        found
    }

    /// Lets go of everything that is kept for the person.
    pub fn forget_all(&self) {
        let prefix = self.prefix();
        for name in self.shelf.names() {
            if name.starts_with(&prefix) {
                self.shelf.remove(&name);
            }
        }
    }
}

/// The browser's own storage: it is written before the call returns, so that a crash a moment later loses nothing.
#[derive(Clone, Copy, Debug)]
pub struct Browser;

impl Browser {
    /// None where the person's settings forbid it.
    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok().flatten()
    }
}

impl Shelf for Browser {
    fn get(&self, name: &str) -> Option<String> {
        Self::storage()?.get_item(name).ok().flatten()
    }

    fn set(&self, name: &str, text: &str) -> Room {
        match Self::storage().map(|storage| storage.set_item(name, text)) {
            Some(Ok(())) => Room::Kept,
            Some(Err(_)) | None => Room::None,
        }
    }

    fn remove(&self, name: &str) {
        if let Some(storage) = Self::storage() {
            // It fails where nothing could have been kept.
            let _ = storage.remove_item(name);
        }
    }

    fn names(&self) -> Vec<String> {
        let Some(storage) = Self::storage() else {
            return Vec::new();
        };
        let count = storage.length().unwrap_or_default();
        (0..count)
            .filter_map(|at| storage.key(at).ok().flatten())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::rc::Rc;

    use uuid::Uuid;

    use super::*;
    use crate::features::updates::draft::{MilestoneDraft, Said};

    #[derive(Clone, Default)]
    struct Table(Rc<RefCell<BTreeMap<String, String>>>);

    impl Shelf for Table {
        fn get(&self, name: &str) -> Option<String> {
            self.0.borrow().get(name).cloned()
        }
        fn set(&self, name: &str, text: &str) -> Room {
            self.0.borrow_mut().insert(name.to_owned(), text.to_owned());
            Room::Kept
        }
        fn remove(&self, name: &str) {
            self.0.borrow_mut().remove(name);
        }
        fn names(&self) -> Vec<String> {
            self.0.borrow().keys().cloned().collect()
        }
    }

    fn keeper(shelf: &Table, person: u128) -> Keeper<Table> {
        Keeper::on(Uuid::from_u128(person).into(), shelf.clone())
    }

    fn update(n: u128) -> UpdateId {
        Uuid::from_u128(n).into()
    }

    fn kept(done: &str, minute: i64) -> Kept {
        Kept {
            draft: Draft {
                done: done.to_owned(),
                ..Draft::default()
            },
            base: 3,
            at: DateTime::from_timestamp(minute * 60, 0).unwrap(),
            about: "3.1 Crisis care".to_owned(),
        }
    }

    #[test]
    fn what_is_kept_reads_back_for_its_person_alone() {
        let shelf = Table::default();
        let words = kept("Two schools began", 1);
        assert_eq!(keeper(&shelf, 1).write(update(7), &words), Room::Kept);
        assert_eq!(keeper(&shelf, 1).read(update(7)), Some(words));
        assert_eq!(keeper(&shelf, 2).read(update(7)), None);
        assert_eq!(keeper(&shelf, 1).read(update(8)), None);
    }

    #[test]
    fn the_copy_goes_when_the_server_has_the_same_words() {
        let shelf = Table::default();
        let keeper = keeper(&shelf, 1);
        let words = kept("Two schools began", 1);
        keeper.write(update(7), &words);
        keeper.settle(update(7), &words.draft, 4);
        assert_eq!(keeper.read(update(7)), None);
    }

    #[test]
    fn what_was_typed_while_saving_stays_over_the_saved_version() {
        let shelf = Table::default();
        let keeper = keeper(&shelf, 1);
        keeper.write(update(7), &kept("Two schools began, and a third", 2));
        keeper.settle(update(7), &kept("Two schools began", 1).draft, 4);
        let left = keeper.read(update(7)).unwrap();
        assert_eq!(
            (left.base, left.draft.done.as_str()),
            (4, "Two schools began, and a third")
        );
    }

    #[test]
    fn a_date_typed_by_half_stays_on_the_device() {
        let shelf = Table::default();
        let keeper = keeper(&shelf, 1);
        let mut words = kept("Two schools began", 1);
        words.draft.milestones.push(MilestoneDraft {
            said: Said::Done,
            ..MilestoneDraft::unsaid(Uuid::from_u128(9).into())
        });
        keeper.write(update(7), &words);
        keeper.settle(update(7), &words.draft, 4);
        assert!(keeper.read(update(7)).is_some());
    }

    #[test]
    fn leaving_lists_and_clears_ones_own() {
        let shelf = Table::default();
        keeper(&shelf, 1).write(update(7), &kept("a", 1));
        keeper(&shelf, 1).write(update(8), &kept("b", 2));
        keeper(&shelf, 2).write(update(9), &kept("c", 3));
        shelf.set("throughline.theme", "dark");
        let ids: Vec<UpdateId> = keeper(&shelf, 1)
            .unsent()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        assert_eq!(ids, [update(8), update(7)]);
        keeper(&shelf, 1).forget_all();
        assert!(keeper(&shelf, 1).unsent().is_empty());
        assert_eq!(keeper(&shelf, 2).unsent().len(), 1);
        assert!(shelf.get("throughline.theme").is_some());
    }
}
