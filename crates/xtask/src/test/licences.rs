//! Licences and advisories: cargo-deny where it is installed, else the licences alone, against the same deny.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

use super::Bench;
use super::count::Count;
use crate::error::Error;
use crate::process;

const CONFIGURATION: &str = "deny.toml";

/// Checks the dependencies.
///
/// # Errors
/// When a licence is not allowed or an advisory is open.
pub fn check(bench: &mut Bench) -> Result<Count, Error> {
    if process::find("cargo-deny").is_some() {
        bench.log.run(process::cargo(bench.workspace).args([
            "deny",
            "--all-features",
            "check",
            "--hide-inclusion-graph",
        ]))?;
        return Ok(Count::ONE);
    }
    bench.note("advisories were not checked, because cargo-deny is not installed (`cargo install --locked cargo-deny` brings it)");
    let path = bench.workspace.path(CONFIGURATION);
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let policy: Policy =
        toml::from_str(&text).map_err(|error| unreadable(CONFIGURATION, &error))?;
    let answer = process::output(process::cargo(bench.workspace).args([
        "metadata",
        "--format-version=1",
        "--locked",
    ]))?;
    let metadata: Metadata = serde_json::from_slice(&answer)
        .map_err(|error| unreadable("the answer of `cargo metadata`", &error))?;
    let refused = policy.licenses.refused(&metadata.packages);
    if refused.is_empty() {
        Ok(Count::ONE)
    } else {
        Err(Error::Licences(refused))
    }
}

fn unreadable(what: &str, problem: &dyn std::error::Error) -> Error {
    Error::Unreadable {
        what: what.to_owned(),
        problem: problem.to_string(),
    }
}

/// The part of deny.toml that is read here.
#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// A licence that one crate alone may carry.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// Absent for the workspace's own members.
    source: Option<String>,
}

impl Licences {
    /// Each dependency that no allowed licence covers, with what it says of itself.
    fn refused(&self, packages: &[Package]) -> Vec<String> {
        let mut exceptions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for exception in &self.exceptions {
            exceptions
                .entry(&exception.name)
                .or_default()
                .extend(exception.allow.iter().map(String::as_str));
        }
        let covered = |package: &Package| {
            let Some(Ok(expression)) = package
                .license
                .as_deref()
                .map(|text| Expression::parse_mode(text, ParseMode::LAX))
            else {
                return false;
            };
            let own = exceptions.get(package.name.as_str());
            expression.evaluate(|requirement| {
                let licence = name(requirement);
                self.allow.contains(&licence)
                    || own.is_some_and(|own| own.contains(licence.as_str()))
            })
        };
        packages
            .iter()
            .filter(|package| package.source.is_some() && !covered(package))
            .map(|package| {
                format!(
                    "{} {} ({})",
                    package.name,
                    package.version,
                    package.license.as_deref().unwrap_or("no licence named")
                )
            })
            .collect()
    }
}

/// The licence as deny.toml writes it, with its exception where it has one.
fn name(requirement: &LicenseReq) -> String {
    requirement.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, license: Option<&str>) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            source: Some("registry".to_owned()),
        }
    }

    fn policy() -> Licences {
        toml::from_str::<Policy>(
            "[licenses]\nallow = ['MIT', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception']\nexceptions = [{ crate = 'odd', allow = ['MPL-2.0'] }]",
        )
        .unwrap()
        .licenses
    }

    #[test]
    fn one_allowed_alternative_is_enough() {
        let fine = [
            package("a", Some("MIT OR GPL-3.0-only")),
            package("b", Some("Apache-2.0 WITH LLVM-exception OR GPL-3.0-only")),
            package("c", Some("MIT/Apache-2.0")),
            package("odd", Some("MPL-2.0")),
        ];
        assert_eq!(policy().refused(&fine), Vec::<String>::new());
    }

    #[test]
    fn what_no_licence_covers_is_named() {
        let wrong = [
            package("a", Some("MIT AND GPL-3.0-only")),
            package("b", None),
            package("even", Some("MPL-2.0")),
        ];
        assert_eq!(
            policy().refused(&wrong),
            [
                "a 1.0.0 (MIT AND GPL-3.0-only)",
                "b 1.0.0 (no licence named)",
                "even 1.0.0 (MPL-2.0)"
            ]
        );
    }

    #[test]
    fn members_of_the_workspace_are_not_asked() {
        let own = Package {
            source: None,
            ..package("shared", None)
        };
        assert_eq!(policy().refused(&[own]), Vec::<String>::new());
    }
}
