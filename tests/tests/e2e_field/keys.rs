//! Key files: what is a key, and who may read it.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use fieldgate_tests::fieldgate::run_with;

use super::{assert_says, open, refused, seal, well};

fn write(path: &Path, content: &[u8], mode: u32) {
    let _ = fs::remove_file(path);
    fs::write(path, content).unwrap();
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The bytes 0 to 31: the key of `--trial-key`, which everybody may know.
fn trial_key() -> Vec<u8> {
    (0..32).collect()
}

fn with_key(path: &Path, command: &str, input: &str) -> std::process::Output {
    let arguments = ["field", command, "--key-file", path.to_str().unwrap()];
    let seal = ["--scheme", "equal"];
    let more: &[&str] = if command == "seal" { &seal } else { &[] };
    run_with(&[&arguments, more].concat(), input.as_bytes()).unwrap()
}

#[test]
fn a_key_is_bytes_or_digits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let digits: String = trial_key()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let expected = seal("--scheme equal", "Agnès Varda\n");
    for content in [
        trial_key(),
        digits.clone().into_bytes(),
        format!("{digits}\n").into_bytes(),
        format!("{}\r\n", digits.to_uppercase()).into_bytes(),
    ] {
        write(&path, &content, 0o600);
        let output = with_key(&path, "seal", "Agnès Varda\n");
        assert_eq!(well(&output), expected);
        assert!(
            output.stderr.is_empty(),
            "a warning about a key of one's own"
        );
    }
    write(&path, &[9; 32], 0o400);
    let other = well(&with_key(&path, "seal", "Agnès Varda\n"));
    assert_ne!(other, expected);
    assert_eq!(well(&with_key(&path, "open", &other)), "Agnès Varda\n");
    let said = refused(&with_key(&path, "open", &expected), 1);
    assert_says(&said, &["line 1", "can't be opened"]);
    assert_eq!(open("", &expected), "Agnès Varda\n");
}

#[test]
fn what_is_no_private_key_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let digits = "5a".repeat(32);
    for (content, mode, says) in [
        (digits.clone(), 0o640, &["mode 640", "chmod 600"][..]),
        (digits.clone(), 0o604, &["mode 604", "chmod 600"]),
        (
            String::new(),
            0o600,
            &["holds no key", "64 hexadecimal digits"],
        ),
        (digits[2..].to_owned(), 0o600, &["holds no key"]),
        (format!("g{}", &digits[1..]), 0o600, &["holds no key"]),
        (format!("{digits}5a"), 0o600, &["holds no key"]),
        (format!("{digits}\n\n\n"), 0o600, &["holds no key"]),
    ] {
        write(&path, content.as_bytes(), mode);
        let said = refused(&with_key(&path, "seal", "x\n"), 1);
        assert_says(&said, says);
        assert!(!said.contains("5a5a"), "{said}");
    }
    fs::remove_file(&path).unwrap();
    assert_says(
        &refused(&with_key(&path, "seal", "x\n"), 1),
        &["cannot read"],
    );
    fs::create_dir(&path).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o700)).unwrap();
    assert_says(
        &refused(&with_key(&path, "seal", "x\n"), 1),
        &["not a regular file"],
    );
}

#[test]
fn the_trial_key_warns_in_one_line() {
    let output = super::run("seal", "--scheme random", "x\n");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_says(&said, &["warning", "protects nothing"]);
}
