//! The few words in which the changes describe tables.

use sea_orm_migration::prelude::*;

pub mod column {
    //! Columns that must or may have a value.

    use sea_orm_migration::prelude::ColumnDef;

    /// A column that always has a value.
    pub fn required(name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        column.not_null();
        column
    }

    /// A column that may be null.
    pub fn optional(name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        column.null();
        column
    }
}

/// A foreign key to the id of `target`, which keeps its rows from being removed.
pub fn foreign(
    table: &'static str,
    column: &'static str,
    target: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_{column}_fk"))
        .from(table, column)
        .to(target, "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// An index over `columns`.
pub fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index
        .name(format!("{table}_{}", columns.join("_")))
        .table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// An index that lets no two rows have the same `columns`.
pub fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = index(table, columns);
    index.unique();
    index
}
