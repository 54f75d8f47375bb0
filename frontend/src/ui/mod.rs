//! The design system: what every page is made of.
//!
//! It follows the forms, words and error handling of GOV.UK's design system under a theme of our own, one folder a
//! component with its styles beside it. It knows nothing of plans or people: words about the domain arrive as properties.
//! Variants are enums; text for people arrives ready to read; colour never carries a meaning alone.

pub mod bar;
pub mod button;
pub mod chart;
pub mod copy_field;
pub mod dialog;
pub mod field;
pub mod filter;
pub mod heading;
pub mod live;
pub mod load;
pub mod navigation;
pub mod notice;
pub mod rows;
pub mod shell;
pub mod status;
pub mod summary_list;
pub mod table;
pub mod timeline;

pub use bar::{Legend, Segment, StackedBar};
pub use button::{Button, ButtonGroup, ButtonKind, ButtonLink, ButtonRole};
pub use chart::{ChartFigure, Sparkline};
pub use copy_field::CopyField;
pub use dialog::Dialog;
pub use field::{
    Checkboxes, Choice, ChosenFile, DateInput, DateParts, ErrorSummary, FieldWidth, FileField,
    Form, FormError, FormErrors, LabelSize, PasswordField, PasswordUse, Radios, SearchBox, Select,
    TextArea, TextField, TextKind,
};
pub use filter::{FilterPanel, FilterTag, SelectedFilters};
pub use heading::PageHeading;
pub use live::Announcer;
pub use load::{EmptyState, Failure, Load};
pub use navigation::{Breadcrumbs, NavItem, Pagination, SubNavigation};
pub use notice::{
    Details, InsetText, Notice, NoticeKind, Notices, NotificationBanner, WarningText,
};
pub use rows::{AddRow, RowButtons, Rows};
pub use shell::Shell;
pub use status::{StatTile, StatusMark, Tag, TagColour, Tone};
pub use summary_list::{SummaryList, SummaryRow};
pub use table::{Cell, Column, RowHeader, Table};
pub use timeline::{Timeline, TimelineItem};
