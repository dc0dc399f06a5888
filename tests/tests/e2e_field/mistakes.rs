//! Every kind of misuse, with its message: 2 for a mistake in the command, 1 for what can't be done, and never a value.

use fieldgate_tests::fieldgate;

use super::{assert_says, open, refused, run, seal};

#[test]
fn options_that_do_not_belong_are_refused() {
    for (arguments, says) in [
        (
            "seal --scheme equal --pad-to 4",
            "--pad-to belongs to --scheme words",
        ),
        (
            "seal --scheme equal --language fr",
            "--language belongs to --scheme words",
        ),
        (
            "seal --scheme prefix --language fr",
            "--language belongs to --scheme words",
        ),
        (
            "seal --scheme order --keep-diacritics",
            "--keep-diacritics belongs to",
        ),
        (
            "seal --scheme equal --blind-bits 64",
            "--blind-bits belongs to --scheme blind",
        ),
        (
            "seal --scheme equal --order d1w8",
            "--order belongs to --scheme order",
        ),
        (
            "seal --scheme order --order d1w8",
            "text and UUIDs have one form",
        ),
        (
            "seal --scheme order --type uuid --order d1w8",
            "text and UUIDs have one form",
        ),
        (
            "seal --scheme order --type date --order-text-bytes 8",
            "--type text",
        ),
        (
            "seal --scheme order --type float --order integer-column",
            "not float",
        ),
        (
            "seal --scheme order --type date-time --order double-column",
            "not date-time",
        ),
        (
            "seal --scheme equal --format digits",
            "--format belongs to --scheme format",
        ),
        (
            "seal --scheme equal --tweak 00",
            "--tweak belongs to --scheme format",
        ),
        (
            "seal --scheme format --format digits --alphabet ab",
            "--alphabet belongs to --format alphabet",
        ),
        (
            "seal --scheme format --format digits --keep-others",
            "--keep-others belongs to",
        ),
        (
            "seal --scheme format --format card --clear-digits 2",
            "--clear-digits belongs to --format phone",
        ),
        (
            "seal --scheme format --format card --seal-domain",
            "--seal-domain belongs to --format email",
        ),
        (
            "seal --scheme equal --scale 2",
            "--scale belongs to --type decimal",
        ),
        (
            "open --order d1w8 --type date",
            "--order belongs to --scheme order",
        ),
        (
            "open --scheme order --format card",
            "--format belongs to --scheme format",
        ),
        (
            "token --scheme prefix --language fr abc",
            "--language belongs to --scheme words",
        ),
        (
            "token --scheme words --blind-bits 64 abc",
            "--blind-bits belongs to --scheme blind",
        ),
    ] {
        let (command, arguments) = arguments.split_once(' ').unwrap();
        let output = run(command, arguments, "x\n");
        assert_says(&refused(&output, 2), &["error: ", says]);
        assert!(output.stdout.is_empty());
        assert!(
            !String::from_utf8_lossy(&output.stderr).contains("warning"),
            "the key was taken before the mistake was found: {arguments}"
        );
    }
}

#[test]
fn schemes_that_do_not_go_together_are_refused() {
    for (arguments, says) in [
        (
            "--scheme blind --scheme equal",
            "--scheme blind stands alone",
        ),
        (
            "--scheme words --scheme format --format digits",
            "--scheme format stands alone",
        ),
        (
            "--scheme order-reveal --scheme order --type date",
            "--scheme order-reveal stands alone",
        ),
        ("--scheme random --scheme equal", "name one of them"),
        ("--scheme equal --scheme equal", "given twice"),
        (
            "--scheme order --scheme equal --type date --order double-column",
            "stand alone",
        ),
        (
            "--scheme words --type date",
            "--scheme words takes --type text only",
        ),
        (
            "--scheme format --format digits --type unsigned",
            "takes --type text only",
        ),
        ("--scheme order-reveal", "use --scheme order"),
        ("--scheme order-reveal --type uuid", "use --scheme order"),
        ("--scheme equal --type decimal", "needs --scale"),
        ("--scheme format", "needs --format"),
        ("--scheme format --format alphabet", "needs --alphabet"),
    ] {
        assert_says(&refused(&run("seal", arguments, "x\n"), 2), &[says]);
    }
}

#[test]
fn parameters_out_of_range_are_refused() {
    for (arguments, says) in [
        ("--scheme none", "possible values"),
        ("--scheme equal --type none", "possible values"),
        ("--scheme equal --type decimal --scale 19", "--scale"),
        ("--scheme words --pad-to 0", "--pad-to"),
        ("--scheme words --pad-to 129", "--pad-to"),
        (
            "--scheme words --language EN",
            "--language: the language is not made of lower-case",
        ),
        (
            "--scheme words --language abcdefghijklmnopq",
            "longer than 16 bytes",
        ),
        ("--scheme blind --blind-bits 7", "8 to 63"),
        ("--scheme blind --blind-bits 81", "64 to 80"),
        ("--scheme order --order-text-bytes 33", "--order-text-bytes"),
        ("--scheme format --format digits --tweak 0", "odd number"),
        (
            "--scheme format --format digits --tweak 0g",
            "not hexadecimal",
        ),
        (
            "--scheme format --format alphabet --alphabet a",
            "--alphabet: the alphabet has fewer",
        ),
        ("--scheme format --format alphabet --alphabet aba", "twice"),
        (
            "--scheme format --format alphabet --alphabet aé",
            "another number of bytes",
        ),
        ("--scheme equal --allow-tiny-domain", "--distinct-values"),
        ("--scheme equal --csv -", "--column"),
        ("--scheme equal --column a", "--csv"),
        (
            "--scheme equal --csv - --column a --column a",
            "\"a\" is given twice",
        ),
        ("--scheme equal --key-file k", "cannot be used with"),
    ] {
        assert_says(&refused(&run("seal", arguments, "x\n"), 2), &[says]);
    }
    let long = format!(
        "--scheme format --format digits --tweak {}",
        "00".repeat(257)
    );
    assert_says(&refused(&run("seal", &long, ""), 2), &["256 bytes"]);
    let output = fieldgate::run(&["field", "seal", "--scheme", "equal"]).unwrap();
    assert_says(&refused(&output, 2), &["--key-file <FILE>", "--trial-key"]);
}

#[test]
fn a_field_of_few_values_is_refused_unless_it_is_meant() {
    for (schemes, values) in [
        ("--scheme equal", 999),
        ("--scheme blind", 999),
        ("--scheme words", 999),
        ("--scheme random --scheme order", 9999),
        ("--scheme format --format digits", 999_999),
    ] {
        let few = format!("{schemes} --distinct-values {values}");
        let said = refused(&run("seal", &few, "1234567\n"), 1);
        assert_says(&said, &["must not be sealed", "--allow-tiny-domain"]);
        seal(&format!("{few} --allow-tiny-domain"), "1234567\n");
        seal(
            &format!("{schemes} --distinct-values {}", values + 1),
            "1234567\n",
        );
    }
    seal("--scheme random --distinct-values 2", "yes\n");
}

#[test]
fn a_value_that_is_none_of_its_type_is_named_by_its_line_and_not_shown() {
    for (kind, good, bad, says) in [
        ("unsigned", "1", "-31415", "a minus"),
        ("signed", "-1", "031415", "a leading zero"),
        ("float", "1.5", "NaN", "NaN"),
        (
            "decimal --scale 2",
            "1.5",
            "3.1415",
            "more digits after the point",
        ),
        ("date", "1962-04-11", "1962-02-30", "no such day"),
        (
            "date-time",
            "1962-04-11T20:00:00Z",
            "1962-04-11x20:00:00Z",
            "separator",
        ),
        (
            "uuid",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "0badc0de",
            "ends too early",
        ),
    ] {
        let arguments = format!("--scheme equal --type {kind}");
        let input = format!("{good}\n{good}\n{bad}\n{good}\n");
        let output = run("seal", &arguments, &input);
        let said = refused(&output, 1);
        assert_says(&said, &["line 3: ", says, "write it as"]);
        assert!(bad == "NaN" || !said.contains(bad), "{said}");
        let written = String::from_utf8(output.stdout).unwrap();
        assert_eq!(written.lines().count(), 2);
        open(&format!("--type {kind}"), &written);
    }
}

#[test]
fn values_that_a_scheme_does_not_take_are_named() {
    for (arguments, value, says) in [
        (
            "--scheme format --format card",
            "4111 1111 1111 1112",
            "check digit",
        ),
        ("--scheme format --format digits", "12345", "too short"),
        (
            "--scheme format --format email",
            "agnes.varda",
            "not in the format",
        ),
        (
            "--scheme order --order double-column --type date",
            "1850-01-01",
            "1880-04-14 to 2059-09-18",
        ),
        (
            "--scheme order --order integer-column --type unsigned",
            "4294967296",
            "0 to 4294967295",
        ),
    ] {
        let said = refused(&run("seal", arguments, &format!("{value}\n")), 1);
        assert_says(&said, &["line 1: ", says, "use --"]);
        assert!(!said.contains(value), "{said}");
    }
    let many: String = (0..1025).map(|number| format!("w{number} ")).collect();
    let said = refused(&run("seal", "--scheme words", &many), 1);
    assert_says(
        &said,
        &[
            "line 1: more than 1024 different tokens of words",
            "shorten",
        ],
    );
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let arguments = ["field", "seal", "--trial-key", "--scheme", "equal"];
    let output = fieldgate::run_with(&arguments, b"good\nVar\xffda\n").unwrap();
    let said = refused(&output, 1);
    assert_says(&said, &["line 2: not UTF-8, at byte 3", "iconv"]);
    let arguments = [&arguments[..], &["--csv", "-", "--column", "b"]].concat();
    let output = fieldgate::run_with(&arguments, b"a,b\n\xff,good\n1,Var\xffda\n").unwrap();
    assert_says(&refused(&output, 1), &["line 3, column \"b\": not UTF-8"]);
    assert!(
        output.stdout.starts_with(b"a,b\n\xff,fg1."),
        "other columns stay as they are"
    );
}

#[test]
fn names_of_places_have_their_limits() {
    let long = format!("--scheme equal --tenant {}", "t".repeat(256));
    assert_says(
        &refused(&run("seal", &long, "x\n"), 1),
        &["longer than 255 bytes"],
    );
    seal(
        &format!("--scheme equal --tenant {}", "t".repeat(255)),
        "x\n",
    );
    assert_says(
        &refused(
            &run("seal", "--scheme equal --csv - --column=", ",b\n1,2\n"),
            1,
        ),
        &["is empty"],
    );
}

#[test]
fn what_does_not_open_has_one_message() {
    let sealed = seal("--scheme equal", "Agnès Varda\n");
    let composed = seal("--scheme words", "Agnès Varda\n");
    let (sealed, composed) = (sealed.trim_end(), composed.trim_end());
    let limbs = seal("--scheme order-reveal --type date", "1962-04-11\n");
    let mut messages = Vec::new();
    for (arguments, value) in [
        ("", sealed.replace("fg1.E", "fg1.I")),
        ("", sealed.replace('A', "B")),
        ("", sealed[..sealed.len() - 2].to_owned()),
        ("", "Agnès Varda".to_owned()),
        ("", String::new()),
        ("", composed.replace("fg1_", "fg1.")),
        ("", composed.replace(" x0", " x1")),
        ("", composed.replace("fg1_.", "fg1_0.")),
        ("--field other", sealed.to_owned()),
        ("--tenant other", sealed.to_owned()),
        ("--epoch 1", composed.to_owned()),
        ("--type date", sealed.to_owned()),
        ("--scheme order-reveal --type date", sealed.to_owned()),
        (
            "--scheme order-reveal --type date",
            limbs.trim_end().to_uppercase(),
        ),
        ("--scheme order --type date", limbs.trim_end().to_owned()),
        (
            "--scheme order --order double-column --type date",
            "-1".to_owned(),
        ),
        (
            "--scheme order --order double-column --type date",
            u64::MAX.to_string(),
        ),
        ("--scheme format --format card", "not a card".to_owned()),
    ] {
        let said = refused(&run("open", arguments, &format!("{value}\n")), 1);
        messages.push(said);
    }
    assert_says(&messages[0], &["line 1: the value can't be opened"]);
    messages.dedup();
    assert_eq!(messages.len(), 1, "{messages:#?}");

    let output = run(
        "open",
        "",
        &format!("{sealed}\n{sealed}\nforeign\n{sealed}\n"),
    );
    assert_says(&refused(&output, 1), &["line 3: "]);
    assert_eq!(output.stdout, "Agnès Varda\nAgnès Varda\n".as_bytes());
}

#[test]
fn help_has_examples_that_are_commands() {
    for command in ["seal", "open", "token", "inspect", "leakage"] {
        let output = fieldgate::run(&["field", command, "--help"]).unwrap();
        let help = super::well(&output);
        assert_says(
            &help,
            &["Examples:\n", &format!("fieldgate field {command} ")],
        );
    }
}
