//! Who needs help and what stands ready: the guide to the levels of need, and what the plan offers to each group of
//! children. Both are made of links, and each figure leads to the records that it counts.

mod figures;
mod groups;
mod levels;
mod offered;

pub use groups::GroupsPage;
pub use levels::LevelsPage;
