use serde::Serialize;
use uuid::Uuid;

use crate::services::{HIGHEST_LEVEL, ServiceKind};

/// Ids of taxonomies and their terms are made of this number, so that they are the same everywhere
/// and never change.
const BASE: u128 = 0x6f1c_24a0_51d7_4b6e_9c3a_0000_0000_0000;

/// What a service can be classified by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taxonomy {
    /// The levels of need that it serves.
    Levels,
    /// What it is.
    Kinds,
}

impl Taxonomy {
    /// Every taxonomy.
    pub const ALL: [Self; 2] = [Self::Levels, Self::Kinds];

    const fn place(self) -> u128 {
        match self {
            Self::Levels => 1 << 16,
            Self::Kinds => 2 << 16,
        }
    }

    /// Its id.
    pub const fn id(self) -> Uuid {
        Uuid::from_u128(BASE + self.place())
    }

    /// The taxonomy with an id.
    pub fn of_id(id: Uuid) -> Option<Self> {
        Self::ALL.into_iter().find(|taxonomy| taxonomy.id() == id)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Levels => "Levels of need",
            Self::Kinds => "Kinds of service",
        }
    }

    /// The taxonomy as the standard tells it.
    pub const fn told(self) -> TaxonomyItem {
        TaxonomyItem {
            id: self.id(),
            name: self.name(),
            description: match self {
                Self::Levels => {
                    "The levels of need that a service is for, from 1, universal, to 4, very complex."
                }
                Self::Kinds => "What a service is.",
            },
        }
    }

    /// Its terms, in order.
    pub fn terms(self) -> Vec<Term> {
        match self {
            Self::Levels => (1..=HIGHEST_LEVEL).map(Term::Level).collect(),
            Self::Kinds => ServiceKind::ALL.iter().copied().map(Term::Kind).collect(),
        }
    }
}

/// A term of a taxonomy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// A level of need.
    Level(i32),
    /// A kind of service.
    Kind(ServiceKind),
}

impl Term {
    const fn taxonomy(self) -> Taxonomy {
        match self {
            Self::Level(_) => Taxonomy::Levels,
            Self::Kind(_) => Taxonomy::Kinds,
        }
    }

    /// Its id.
    pub fn id(self) -> Uuid {
        let place = match self {
            Self::Level(level) => u128::try_from(level).unwrap_or_default(),
            // Kinds go by their words: a kind that comes between others moves no id.
            Self::Kind(kind) => kind
                .code()
                .bytes()
                .fold(0, |sum: u128, byte| (sum * 31 + u128::from(byte)) % 0xffff),
        };
        Uuid::from_u128(BASE + self.taxonomy().place() + place + 1)
    }

    /// The term with an id.
    pub fn of_id(id: Uuid) -> Option<Self> {
        Taxonomy::ALL
            .into_iter()
            .flat_map(Taxonomy::terms)
            .find(|term| term.id() == id)
    }

    /// The term as the standard tells it.
    pub fn told(self) -> TermItem {
        let taxonomy = self.taxonomy();
        let (name, description) = match self {
            Self::Level(level) => (
                format!("Level {level}"),
                format!("Serves needs of level {level} of {HIGHEST_LEVEL}"),
            ),
            Self::Kind(kind) => (kind.label().to_owned(), kind.label().to_owned()),
        };
        TermItem {
            id: self.id(),
            name,
            description,
            taxonomy: taxonomy.name(),
            taxonomy_id: taxonomy.id(),
        }
    }
}

/// A taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaxonomyItem {
    id: Uuid,
    name: &'static str,
    description: &'static str,
}

/// A term of a taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermItem {
    id: Uuid,
    name: String,
    description: String,
    taxonomy: &'static str,
    taxonomy_id: Uuid,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_taxonomy_and_term_has_an_id_of_its_own_and_all_that_the_profile_requires() {
        let mut ids = HashSet::new();
        let whole = |item: serde_json::Value, members: &[&str]| {
            for member in members {
                assert!(item[member].is_string(), "{member} is missing in {item}");
            }
        };
        for taxonomy in Taxonomy::ALL {
            assert!(ids.insert(taxonomy.id()));
            assert_eq!(Taxonomy::of_id(taxonomy.id()), Some(taxonomy));
            let item = serde_json::to_value(taxonomy.told()).unwrap();
            whole(item, &["id", "name", "description"]);
            for term in taxonomy.terms() {
                assert!(ids.insert(term.id()), "{term:?}");
                assert_eq!(Term::of_id(term.id()), Some(term));
                let item = serde_json::to_value(term.told()).unwrap();
                whole(item, &["id", "name", "description", "taxonomy"]);
            }
        }
        assert_eq!(Term::of_id(Uuid::nil()), None);
    }
}
