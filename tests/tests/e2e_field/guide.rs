//! The commands of docs/guide.md work as they are written, and give what is written there.

use std::{env, fs, process::Command};

use fieldgate_tests::{fieldgate, workspace};

const SECTION: &str = "\n## Trying the schemes\n";
const COMMANDS: &str = "```sh\n";
const RESULT: &str = "```text\n";
const END: &str = "```\n";
/// Fewest commands that the section has.
const COMMANDS_MIN: usize = 10;

#[test]
fn commands_of_the_guide_do_what_it_says() {
    let guide = fs::read_to_string(workspace::root().join("docs/guide.md")).unwrap();
    let (_, section) = guide.split_once(SECTION).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let binary = fieldgate::binary().unwrap();
    let mut path = binary.parent().unwrap().as_os_str().to_owned();
    path.push(":");
    path.push(env::var_os("PATH").unwrap());

    let mut count = 0;
    for part in section.split(COMMANDS).skip(1) {
        let (commands, rest) = part.split_once(END).unwrap();
        let expected = rest
            .split_once(RESULT)
            .map(|(_, result)| result.split_once(END).unwrap().0);
        let output = Command::new("sh")
            .args(["-eu", "-c", commands])
            .current_dir(folder.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{commands}{said}");
        let result = String::from_utf8(output.stdout).unwrap();
        assert_eq!(Some(result.as_str()), expected, "{commands}");
        count += 1;
    }
    assert!(count >= COMMANDS_MIN, "only {count}");
}
