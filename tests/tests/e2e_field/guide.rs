//! The commands of docs/guide.md work as they are written, and give what is written there.

use fieldgate_tests::guide::run_section;

/// Fewest commands that the section has.
const COMMANDS_MIN: usize = 10;

#[test]
fn commands_of_the_guide_do_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let count = run_section("Trying the schemes", folder.path());
    let count = count.unwrap_or_else(|error| panic!("{error}"));
    assert!(count >= COMMANDS_MIN, "only {count}");
}
