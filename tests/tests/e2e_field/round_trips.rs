//! Every scheme and type, there and back; and the order of what keeps it.

use super::{assert_says, open, refused, run, seal, well};

/// Types with values in ascending order, as they are written.
const TYPES: [(&str, &[&str]); 8] = [
    ("text", &["", "Agnès", "Agnès Varda", "Zoë 🎬"]),
    ("unsigned", &["0", "7", "1955", "18446744073709551615"]),
    (
        "signed",
        &["-9223372036854775808", "-1", "0", "9223372036854775807"],
    ),
    ("float", &["-2500", "-0.5", "0", "1e-7", "1e+300"]),
    ("decimal --scale 2", &["-12.50", "0.00", "0.01", "92.30"]),
    ("date", &["0000-01-01", "1962-04-11", "9999-12-31"]),
    (
        "date-time",
        &[
            "1962-04-11T20:00:00Z",
            "1962-04-11T20:00:00.000001Z",
            "2019-03-29T00:00:00Z",
        ],
    ),
    (
        "uuid",
        &[
            "00000000-0000-0000-0000-000000000000",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ],
    ),
];

fn lines(values: &[&str]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}

#[test]
fn every_type_opens_under_both_payloads() {
    for (kind, values) in TYPES {
        let values = lines(values);
        for scheme in ["random", "equal"] {
            let sealed = seal(&format!("--scheme {scheme} --type {kind}"), &values);
            assert_eq!(sealed.lines().count(), values.lines().count());
            assert!(
                sealed
                    .lines()
                    .all(|line| line.starts_with("fg1.") && line.ends_with('.'))
            );
            assert_eq!(open(&format!("--type {kind}"), &sealed), values, "{kind}");
        }
    }
}

#[test]
fn equal_values_are_equal_under_equal_and_never_under_random() {
    let same = "Agnès Varda\nAgnès Varda\n";
    for (scheme, equal) in [("random", false), ("equal", true), ("blind", true)] {
        let sealed = seal(&format!("--scheme {scheme}"), same);
        let (first, second) = sealed.trim_end().split_once('\n').unwrap();
        assert_eq!(first == second, equal, "{scheme}");
    }
    assert_ne!(
        seal("--scheme equal", same),
        seal("--scheme equal --epoch 1", same)
    );
}

#[test]
fn order_sorts_as_the_values_do_and_opens() {
    for (kind, values) in TYPES {
        let forms = match kind {
            "text" => ["", " --order-text-bytes 32", " --scheme equal"],
            "uuid" => ["", " --scheme random", " --scheme equal"],
            _ => ["", " --order d4w16", " --order d8w16 --scheme equal"],
        };
        for form in forms {
            let sealed = seal(
                &format!("--scheme order --type {kind}{form}"),
                &lines(values),
            );
            let sealed: Vec<&str> = sealed.lines().collect();
            assert!(
                sealed.is_sorted_by(|a, b| a < b),
                "{kind}{form}: {sealed:#?}"
            );
            let reversed: Vec<&str> = sealed.into_iter().rev().collect();
            let opened = open(&format!("--type {kind}"), &lines(&reversed));
            assert!(
                opened.lines().eq(values.iter().rev().copied()),
                "{kind}{form}"
            );
        }
    }
}

#[test]
fn limbs_open_by_themselves() {
    for (kind, values) in TYPES {
        let sealed = seal(&format!("--scheme order --type {kind}"), &lines(values));
        let limbs: String = sealed
            .lines()
            .map(|line| {
                line.strip_prefix("fg1_")
                    .unwrap()
                    .split_once('.')
                    .unwrap()
                    .0
            })
            .map(|limbs| format!("{limbs}\n"))
            .collect();
        let opened = open(&format!("--scheme order --type {kind}"), &limbs);
        assert_eq!(opened, lines(values), "{kind}");
    }
}

#[test]
fn limbs_of_a_text_open_to_its_first_whole_characters_and_the_cut_is_told() {
    let output = run(
        "seal",
        "--scheme order --order-text-bytes 4",
        "Zoës\nZoë\nAgnès\n",
    );
    let sealed = well(&output);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("2 of the texts tie"), "{said}");
    let limbs = sealed.lines().next().unwrap();
    let limbs = limbs
        .strip_prefix("fg1_")
        .unwrap()
        .split_once('.')
        .unwrap()
        .0;
    assert_eq!(open("--scheme order --order-text-bytes 4", limbs), "Zoë\n");
    let inside = seal("--scheme order --order-text-bytes 3", "Zoë\n");
    let limbs = inside
        .strip_prefix("fg1_")
        .unwrap()
        .split_once('.')
        .unwrap()
        .0;
    assert_eq!(open("--scheme order --order-text-bytes 3", limbs), "Zo\n");
    assert_eq!(open("", &sealed), "Zoës\nZoë\nAgnès\n");
}

#[test]
fn columns_for_numbers_hold_numbers_that_sort_and_open() {
    for (column, bits, kind, values) in [
        (
            "integer-column",
            60,
            "unsigned",
            &["0", "7", "4294967295"][..],
        ),
        (
            "integer-column",
            60,
            "decimal --scale 2",
            &["-12.50", "0.00", "0.01"],
        ),
        (
            "integer-column",
            60,
            "date",
            &["0000-01-01", "1962-04-11", "9999-12-31"],
        ),
        (
            "double-column",
            52,
            "signed",
            &["-32768", "-1", "0", "32767"],
        ),
        (
            "double-column",
            52,
            "date",
            &["1880-04-14", "1955-11-16", "2059-09-18"],
        ),
    ] {
        let arguments = format!("--scheme order --order {column} --type {kind}");
        let sealed = seal(&arguments, &lines(values));
        let numbers: Vec<u64> = sealed.lines().map(|line| line.parse().unwrap()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{arguments}");
        assert!(numbers.iter().all(|number| number >> bits == 0));
        assert_eq!(open(&arguments, &sealed), lines(values), "{arguments}");
    }
}

#[test]
fn order_reveal_opens() {
    for (kind, values) in TYPES {
        if ["text", "uuid"].contains(&kind) {
            continue;
        }
        let arguments = format!("--scheme order-reveal --type {kind}");
        let sealed = seal(&arguments, &lines(values));
        assert_eq!(open(&arguments, &sealed), lines(values), "{kind}");
    }
}

#[test]
fn formats_keep_their_form_and_open() {
    for (format, value) in [
        ("digits", "0123456789"),
        ("card", "4111 1111 1111 1111"),
        ("phone", "+33 1 44 78 12 33"),
        ("phone --clear-digits 2", "+33 (0)1-44.78/12 33"),
        ("email", "agnes.varda@example.com"),
        ("email --seal-domain", "agnes.varda@cine-tamaris.example"),
        ("alphabet --alphabet abcdefghij", "jihgfedcba"),
        (
            "alphabet --alphabet àéèùçâêîôû --keep-others",
            "é-ùà-çâ-îô-ûè",
        ),
        ("card --tweak 00ff", "4111-1111-1111-1111"),
    ] {
        let arguments = format!("--scheme format --format {format}");
        let sealed = seal(&arguments, &format!("{value}\n"));
        let sealed_value = sealed.trim_end_matches('\n');
        assert_ne!(sealed_value, value, "{format}");
        assert_eq!(sealed_value.chars().count(), value.chars().count());
        let kept = |text: &str| text.replace(|c: char| c.is_alphanumeric(), "x");
        assert_eq!(kept(sealed_value), kept(value), "{format}");
        assert_eq!(open(&arguments, &sealed), format!("{value}\n"), "{format}");
    }
    let one = seal("--scheme format --format digits --tweak 01", "0123456789\n");
    let other = seal("--scheme format --format digits --tweak 02", "0123456789\n");
    assert_ne!(one, other);
}

#[test]
fn whatever_is_composed_opens_and_has_its_parts() {
    let titles = "Cléo de 5 à 7\nLes Glaneurs et la Glaneuse\n";
    for (schemes, limbs, tokens) in [
        ("words", false, true),
        ("prefix substring", false, true),
        ("order words", true, true),
        ("equal order words prefix substring", true, true),
        ("random order", true, false),
        ("substring equal", false, true),
    ] {
        let named: String = schemes
            .split(' ')
            .map(|scheme| format!(" --scheme {scheme}"))
            .collect();
        let sealed = seal(&named, titles);
        for line in sealed.lines() {
            let inner = line.strip_prefix("fg1_").unwrap();
            assert_eq!(!inner.starts_with('.'), limbs, "{schemes}: {line}");
            assert_eq!(line.contains(" x"), tokens, "{schemes}: {line}");
        }
        assert_eq!(open("", &sealed), titles, "{schemes}");
        let again = seal(&named, titles);
        assert_eq!(sealed == again, schemes.contains("equal"), "{schemes}");
    }
}

#[test]
fn padding_is_to_a_multiple_and_without_it_a_value_without_words_is_alone() {
    for (pad_to, tokens) in [(1, 0), (8, 8), (128, 128)] {
        let arguments = format!("--scheme words --pad-to {pad_to}");
        let sealed = seal(&arguments, "…\n");
        assert_eq!(sealed.matches(" x").count(), tokens);
        assert_eq!(sealed.starts_with("fg1."), tokens == 0);
        assert_eq!(open("", &sealed), "…\n");
    }
    let padded_by_default = seal("--scheme words", "one two three\n");
    assert_eq!(padded_by_default.matches(" x").count(), 8);
}

#[test]
fn lines_may_end_with_crlf_or_not_at_all_and_may_be_empty() {
    let sealed = seal("--scheme equal", "a\r\n\n\r\nb");
    assert_eq!(open("", &sealed), "a\n\n\nb\n");
    assert_eq!(open("", &sealed.replace('\n', "\r\n")), "a\n\n\nb\n");
    assert_eq!(seal("--scheme equal", ""), "");
}

#[test]
fn the_longest_value_is_sealed_and_one_byte_more_is_not() {
    let longest = "a".repeat((1 << 20) - 1) + "\n";
    let sealed = seal("--scheme random --scheme order", &longest);
    assert!(open("", &sealed) == longest, "it opened to something else");
    let output = run("seal", "--scheme random", &format!("b\na{longest}"));
    let said = refused(&output, 1);
    assert_says(&said, &["line 2", "longer than 1048575 bytes"]);
    assert!(!said.contains("aaa"), "the value was shown");
    assert_eq!(open("", &String::from_utf8(output.stdout).unwrap()), "b\n");
}
