//! Reading JSON strictly: no field twice, no unknown field, no array where an object belongs; and
//! every fault with the JSON Pointer of its place.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess,
        Unexpected, VariantAccess, Visitor, value::StrDeserializer,
    },
};
use shared::problem::{FieldCode, FieldError};

/// A JSON value that keeps members given twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Integer(i64),
    Large(u64),
    Float(f64),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Tree;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Bool(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Integer(value))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
                Ok(i64::try_from(value).map_or(Tree::Large(value), Tree::Integer))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
                Ok(Tree::Float(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
                Ok(Tree::Text(value.to_owned()))
            }
            fn visit_string<E>(self, value: String) -> Result<Tree, E> {
                Ok(Tree::Text(value))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Tree::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Tree::Object(members))
            }
        }
        input.deserialize_any(Reader)
    }
}

/// Reads a `T` from `tree`. `loose` takes numbers and truth values written as text, as query
/// strings have them.
pub fn read<T: DeserializeOwned>(tree: &Tree, loose: bool) -> Result<T, FieldError> {
    if let Some(twice) = duplicate(tree, "") {
        return Err(twice);
    }
    let place = String::new();
    T::deserialize(Place {
        tree,
        pointer: &place,
        loose,
    })
    .map_err(|fault| FieldError {
        pointer: fault.pointer.unwrap_or_default(),
        code: fault.code,
        detail: fault.detail,
    })
}

fn duplicate(tree: &Tree, pointer: &str) -> Option<FieldError> {
    match tree {
        Tree::Object(members) => members.iter().enumerate().find_map(|(at, (name, value))| {
            let here = child(pointer, name);
            if members.iter().take(at).any(|(other, _)| other == name) {
                return Some(FieldError::new(
                    here,
                    FieldCode::Duplicate,
                    format!("Send {name} once"),
                ));
            }
            duplicate(value, &here)
        }),
        Tree::List(items) => items
            .iter()
            .enumerate()
            .find_map(|(at, item)| duplicate(item, &format!("{pointer}/{at}"))),
        _ => None,
    }
}

fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[derive(Debug)]
struct Misread {
    pointer: Option<String>,
    code: FieldCode,
    detail: String,
    /// The name of a member that is missing from the object at `pointer`.
    missing: Option<&'static str>,
}

impl Misread {
    /// Says where it happened, unless something further in has.
    fn at(mut self, pointer: &str) -> Self {
        if self.pointer.is_none() {
            self.pointer = Some(match self.missing.take() {
                Some(name) => child(pointer, name),
                None => pointer.to_owned(),
            });
        }
        self
    }

    fn of(code: FieldCode, detail: String) -> Self {
        Self {
            pointer: None,
            code,
            detail,
            missing: None,
        }
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Misread {}

impl serde::de::Error for Misread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::of(
            FieldCode::WrongType,
            "This value cannot be read. Dates are written as 2026-11-22, and ids as they were given".to_owned(),
        )
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::of(
            FieldCode::WrongType,
            format!("This is {found}, but {expected} is needed"),
        )
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::of(
            FieldCode::WrongType,
            format!("This is {found}, but {expected} is needed"),
        )
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Self {
        Self::of(
            FieldCode::NotAllowed,
            format!("{found} is not one of: {}", expected.join(", ")),
        )
    }

    fn unknown_field(found: &str, expected: &'static [&'static str]) -> Self {
        let known = if expected.is_empty() {
            "none".to_owned()
        } else {
            expected.join(", ")
        };
        Self::of(
            FieldCode::Unknown,
            format!("There is no field {found}. The fields are: {known}"),
        )
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            missing: Some(field),
            ..Self::of(FieldCode::Required, format!("{field} is needed"))
        }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::of(FieldCode::Duplicate, format!("Send {field} once"))
    }
}

#[derive(Clone, Copy)]
struct Place<'a> {
    tree: &'a Tree,
    pointer: &'a str,
    loose: bool,
}

impl<'a> Place<'a> {
    fn list<'de, V: Visitor<'de>>(
        self,
        items: &'a [Tree],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_seq(Items {
            items: items.iter().enumerate(),
            at: self,
        })
    }

    fn object<'de, V: Visitor<'de>>(
        self,
        members: &'a [(String, Tree)],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_map(Members {
            members: members.iter(),
            value: None,
            at: self,
        })
    }

    fn any<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.tree {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Integer(value) if *value >= 0 => visitor.visit_u64(value.unsigned_abs()),
            Tree::Integer(value) => visitor.visit_i64(*value),
            Tree::Large(value) => visitor.visit_u64(*value),
            Tree::Float(value) => visitor.visit_f64(*value),
            Tree::Text(value) => visitor.visit_str(value),
            Tree::List(items) => self.list(items, visitor),
            Tree::Object(members) => self.object(members, visitor),
        }
    }

    fn scalar<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        if self.loose
            && let Tree::Text(text) = self.tree
        {
            if let Ok(number) = text.parse::<u64>() {
                return visitor.visit_u64(number);
            }
            if let Ok(truth) = text.parse::<bool>() {
                return visitor.visit_bool(truth);
            }
        }
        self.any(visitor)
    }
}

macro_rules! scalars {
    ($($name:ident)+) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
            self.scalar(visitor).map_err(|fault| fault.at(self.pointer))
        }
    )+};
}

impl<'de> Deserializer<'de> for Place<'_> {
    type Error = Misread;

    scalars! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        if matches!(self.tree, Tree::List(_)) && tagged(&visitor) {
            return Err(not_an_object().at(self.pointer));
        }
        self.any(visitor).map_err(|fault| fault.at(self.pointer))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self.tree {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
        .map_err(|fault: Misread| fault.at(self.pointer))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self.tree {
            Tree::Object(members) => self.object(members, visitor),
            Tree::List(_) => Err(not_an_object()),
            _ => self.any(visitor),
        }
        .map_err(|fault| fault.at(self.pointer))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self.tree {
            Tree::Text(word) => visitor.visit_enum(Word(word)),
            _ => Err(Misread::of(
                FieldCode::WrongType,
                "This must be one word in quotation marks".to_owned(),
            )),
        }
        .map_err(|fault| fault.at(self.pointer))
    }

    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// Whether the visitor is that of an enum whose tag stands among its fields. Those ask for any
/// value and would take a list for an object; they can be told by what they say they expect.
fn tagged<'de>(visitor: &impl Visitor<'de>) -> bool {
    struct Expected<'a, V>(&'a V);
    impl<'de, V: Visitor<'de>> fmt::Display for Expected<'_, V> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.expecting(f)
        }
    }
    Expected(visitor)
        .to_string()
        .starts_with("internally tagged enum")
}

fn not_an_object() -> Misread {
    Misread::of(
        FieldCode::WrongType,
        "This is a list, but an object is needed".to_owned(),
    )
}

struct Items<'a> {
    items: std::iter::Enumerate<std::slice::Iter<'a, Tree>>,
    at: Place<'a>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misread;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misread> {
        let Some((at, tree)) = self.items.next() else {
            return Ok(None);
        };
        let pointer = format!("{}/{at}", self.at.pointer);
        seed.deserialize(Place {
            tree,
            pointer: &pointer,
            loose: self.at.loose,
        })
        .map(Some)
        .map_err(|fault| fault.at(&pointer))
    }
}

struct Members<'a> {
    members: std::slice::Iter<'a, (String, Tree)>,
    value: Option<(&'a str, &'a Tree)>,
    at: Place<'a>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Misread;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misread> {
        let Some((name, tree)) = self.members.next() else {
            return Ok(None);
        };
        self.value = Some((name, tree));
        seed.deserialize(StrDeserializer::<Misread>::new(name))
            .map(Some)
            .map_err(|fault| fault.at(&child(self.at.pointer, name)))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misread> {
        let Some((name, tree)) = self.value.take() else {
            return Err(Misread::custom("a value without a name"));
        };
        let pointer = child(self.at.pointer, name);
        seed.deserialize(Place {
            tree,
            pointer: &pointer,
            loose: self.at.loose,
        })
        .map_err(|fault| fault.at(&pointer))
    }
}

struct Word<'a>(&'a str);

impl<'de> EnumAccess<'de> for Word<'_> {
    type Error = Misread;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Misread> {
        Ok((
            seed.deserialize(StrDeserializer::<Misread>::new(self.0))?,
            self,
        ))
    }
}

impl<'de> VariantAccess<'de> for Word<'_> {
    type Error = Misread;

    fn unit_variant(self) -> Result<(), Misread> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Misread> {
        Err(Misread::custom("more than a word is needed"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Misread> {
        Err(Misread::custom("more than a word is needed"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Misread> {
        Err(Misread::custom("more than a word is needed"))
    }
}

#[cfg(test)]
mod tests {
    use shared::updates::api::UpdateContent;

    use super::*;

    fn fault(text: &str) -> (String, FieldCode) {
        let tree: Tree = serde_json::from_str(text).unwrap();
        let error = read::<UpdateContent>(&tree, false).unwrap_err();
        (error.pointer, error.code)
    }

    #[test]
    fn every_fault_has_its_place() {
        assert_eq!(fault("[]"), (String::new(), FieldCode::WrongType));
        assert_eq!(
            fault(r#"{"done":1}"#),
            ("/done".into(), FieldCode::WrongType)
        );
        assert_eq!(
            fault(r#"{"dune":"a"}"#),
            ("/dune".into(), FieldCode::Unknown)
        );
        assert_eq!(
            fault(r#"{"done":"a","done":"b"}"#),
            ("/done".into(), FieldCode::Duplicate)
        );
        assert_eq!(
            fault(r#"{"brag":"pink"}"#),
            ("/brag".into(), FieldCode::NotAllowed)
        );
        assert_eq!(
            fault(r#"{"brag":["green"]}"#),
            ("/brag".into(), FieldCode::WrongType)
        );
        let listed =
            r#"{"milestones":[["done","0197f3a0-0000-7000-8000-000000000000","2026-01-01"]]}"#;
        assert_eq!(
            fault(listed),
            ("/milestones/0".into(), FieldCode::WrongType)
        );
        assert_eq!(
            fault(r#"{"milestones":{}}"#),
            ("/milestones".into(), FieldCode::WrongType)
        );
        assert_eq!(
            fault(r#"{"milestones":[{"what":"done","on":"2026-01-01","on":"2026-01-01"}]}"#),
            ("/milestones/0/on".into(), FieldCode::Duplicate)
        );
    }

    #[test]
    fn what_is_right_is_read() {
        let tree: Tree =
            serde_json::from_str(r#"{"brag":"green","done":"a","delivery_status":null}"#).unwrap();
        let content = read::<UpdateContent>(&tree, false).unwrap();
        assert_eq!(content.done, "a");
        assert!(content.brag.is_some());
    }
}
