//! What is left when things go wrong: the program killed, callers who hang up, a disk that is full,
//! a database that is locked, restarted or cut off. Writers note everything that they asked for and
//! everything that they heard; afterwards a checker holds their notes against the database.
//!
//! Every random choice comes from a seed, which a test prints first; `THROUGHLINE_FAULTS_SEED`
//! repeats it.

mod checker;
mod cluster;
pub mod dice;
mod disk;
mod hang_ups;
mod kills;
mod ledger;
mod locks;
mod partnership;
mod program;
mod restarts;
mod traces;
mod verdict;
mod writers;
