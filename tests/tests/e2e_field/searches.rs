//! What a search asks for is what was stored.

use super::{assert_says, refused, run, seal, well};

const TITLES: &str = "Cléo de 5 à 7\nLes Glaneurs et la Glaneuse\nSans toit ni loi\n";

fn tokens(arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["field", "token", "--trial-key"];
    all.extend(arguments);
    let output = fieldgate_tests::fieldgate::run(&all).unwrap();
    well(&output).lines().map(str::to_owned).collect()
}

/// The numbers of the lines that have all tokens.
fn found(sealed: &str, tokens: &[String]) -> Vec<usize> {
    assert!(!tokens.is_empty());
    let has = |line: &str| tokens.iter().all(|token| line.contains(token.as_str()));
    let lines = sealed.lines().enumerate();
    lines
        .filter(|(_, line)| has(line))
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn terms_find_the_values_that_match() {
    for (scheme, term, expected) in [
        ("words", "CLEO", &[0][..]),
        ("words", "la les", &[1]),
        ("words", "glan", &[]),
        ("prefix", "glan", &[1]),
        ("prefix", "toi", &[2]),
        ("prefix", "oit", &[]),
        ("substring", "oit n", &[2]),
        ("substring", "et l", &[1]),
        ("substring", "lonely", &[]),
    ] {
        let sealed = seal(&format!("--scheme {scheme}"), TITLES);
        let asked = tokens(&["--scheme", scheme, term]);
        assert_eq!(found(&sealed, &asked), expected, "{scheme} {term}");
    }
}

#[test]
fn blind_finds_whole_values_of_any_type() {
    for (kind, value, spelled) in [
        ("text", "Agnès Varda", "Agnès Varda"),
        ("date", "1962-04-11", "1962-04-11"),
        ("float", "1.50", "1.5"),
    ] {
        for bits in ["80", "64", "12"] {
            let arguments = format!("--scheme blind --type {kind} --blind-bits {bits}");
            let sealed = seal(&arguments, &format!("{value}\n"));
            let asked = [
                "--scheme",
                "blind",
                "--type",
                kind,
                "--blind-bits",
                bits,
                spelled,
            ];
            assert_eq!(tokens(&asked), [sealed.trim_end()]);
        }
    }
}

#[test]
fn languages_and_accents_have_to_agree() {
    let sealed = seal("--scheme words --language fr --keep-diacritics", TITLES);
    let ask = |more: &[&str]| {
        let arguments = [&["--scheme", "words"], more].concat();
        found(&sealed, &tokens(&arguments))
    };
    assert_eq!(ask(&["--language", "fr", "--keep-diacritics", "cléo"]), [0]);
    assert!(ask(&["--language", "fr", "--keep-diacritics", "cleo"]).is_empty());
    assert!(ask(&["--language", "de", "--keep-diacritics", "cléo"]).is_empty());
    assert!(ask(&["cleo"]).is_empty());
}

#[test]
fn a_term_that_asks_for_nothing_is_refused_before_anything_is_printed() {
    for (arguments, says) in [
        (
            "--scheme words film …",
            &["term 2", "no letter and no digit", "substring"][..],
        ),
        ("--scheme prefix ab", &["term 1", "at least 3 characters"]),
        ("--scheme substring ab", &["at least 3 characters"]),
        (
            "--scheme blind --type date yesterday",
            &["type date", "1962-04-11"],
        ),
    ] {
        let output = run("token", arguments, "");
        assert_says(&refused(&output, 1), says);
        assert!(output.stdout.is_empty());
    }
    let all = [
        "field",
        "token",
        "--trial-key",
        "--scheme",
        "prefix",
        "les glan",
    ];
    let output = fieldgate_tests::fieldgate::run(&all).unwrap();
    assert_says(&refused(&output, 1), &["several"]);
}
