//! Tables: a caption, headers that may sort, cells that know their column. On a phone each row becomes a block and each
//! cell carries its column's words.

use leptos::prelude::*;

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Start,
    /// Figures, so that their digits line up.
    Numeric,
}

/// One column, stated once: its header, its cells and its sort key take it from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key in addresses.
    pub key: &'static str,
    /// The header's words.
    pub title: &'static str,
    /// How its cells stand.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub const fn words(key: &'static str, title: &'static str) -> Self {
        Self {
            key,
            title,
            align: Align::Start,
        }
    }

    /// A column of figures.
    pub const fn figures(key: &'static str, title: &'static str) -> Self {
        Self {
            key,
            title,
            align: Align::Numeric,
        }
    }

    const fn cell_class(&self) -> &'static str {
        match self.align {
            Align::Start => "tl-table__cell",
            Align::Numeric => "tl-table__cell tl-table__cell--numeric",
        }
    }

    const fn header_class(&self) -> &'static str {
        match self.align {
            Align::Start => "tl-table__header",
            Align::Numeric => "tl-table__header tl-table__cell--numeric",
        }
    }
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest, earliest or first in the alphabet at the top.
    Ascending,
    /// The other way round.
    Descending,
}

impl Direction {
    const fn aria(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// Sorting by address: the headers are links.
#[derive(Clone, Copy)]
pub struct Sorting {
    /// The key of the sorted column, and which way.
    pub current: Signal<Option<(String, Direction)>>,
    /// The address of this page sorted by a column.
    pub href: Callback<(&'static str, Direction), String>,
}

/// How prominent a table's caption is. It is always there for screen readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Caption {
    /// Above the table, as its heading.
    #[default]
    Shown,
    /// Where a heading on the page already says it.
    Hidden,
}

/// A table. Its children are its `tr` rows, of one `RowHeader` and `Cell`s in the order of `columns`.
#[component]
pub fn Table(
    #[prop(into)] caption: Signal<String>,
    #[prop(optional)] caption_style: Caption,
    columns: &'static [Column],
    /// The columns that `sorting` offers are all of them; without it none sort.
    #[prop(optional)]
    sorting: Option<Sorting>,
    children: Children,
) -> impl IntoView {
    let caption_class = match caption_style {
        Caption::Shown => "tl-table__caption",
        Caption::Hidden => "govuk-visually-hidden",
    };
    // The roles repeat what the elements say, because a table laid out as blocks loses its meaning without them.
    view! {
        <table class="tl-table" role="table">
            <caption class=caption_class>{move || caption.get()}</caption>
            <thead class="tl-table__head" role="rowgroup">
                <tr role="row">
                    {columns.iter().map(|column| view! { <HeaderCell column sorting /> }).collect_view()}
                </tr>
            </thead>
            <tbody class="tl-table__body" role="rowgroup">
                {children()}
            </tbody>
        </table>
    }
}

#[component]
fn HeaderCell(column: &'static Column, sorting: Option<Sorting>) -> impl IntoView {
    let Some(Sorting { current, href }) = sorting else {
        return view! {
            <th scope="col" role="columnheader" class=column.header_class()>
                {column.title}
            </th>
        }
        .into_any();
    };
    let direction = move || {
        current.with(|current| {
            current
                .as_ref()
                .filter(|(key, _)| key == column.key)
                .map(|(_, direction)| *direction)
        })
    };
    let target = move || {
        let next = direction().map_or(Direction::Ascending, Direction::reversed);
        href.run((column.key, next))
    };
    view! {
        <th
            scope="col"
            role="columnheader"
            class=column.header_class()
            aria-sort=move || direction().map_or("none", Direction::aria)
        >
            <a class="tl-table__sort" href=target data-noscroll="">
                {column.title}
            </a>
        </th>
    }
    .into_any()
}

/// The cell that names its row.
#[component]
pub fn RowHeader(of: &'static Column, children: Children) -> impl IntoView {
    view! {
        <th scope="row" role="rowheader" class=of.cell_class() data-label=of.title>
            {children()}
        </th>
    }
}

/// A cell of one column.
#[component]
pub fn Cell(of: &'static Column, children: Children) -> impl IntoView {
    view! {
        <td role="cell" class=of.cell_class() data-label=of.title>
            <div class="tl-table__content">{children()}</div>
        </td>
    }
}
