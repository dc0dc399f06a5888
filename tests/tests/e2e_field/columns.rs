//! Columns of CSV files.

use std::fs;

use super::{assert_says, open, refused, run, seal};

const FILMS: &str = "\
Title,Director,Year,Notes
\"Jeanne Dielman, 23, quai du Commerce\",Chantal Akerman,1975,\"said \"\"slow\"\"
twice\"
Vagabond,Agnès Varda,1985,
,Agnès Varda,2017,\" spaced \"
";

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn named_columns_are_sealed_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("films.csv");
    fs::write(&path, FILMS).unwrap();
    let path = path.to_str().unwrap();
    let sealed = seal(
        &format!("--scheme equal --csv {path} --column Notes --column Director"),
        "",
    );
    let (before, after) = (records(FILMS), records(&sealed));
    assert_eq!(before[0], after[0]);
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after).skip(1) {
        assert_eq!((&before[0], &before[2]), (&after[0], &after[2]));
        assert!(after[1].starts_with("fg1.") && after[3].starts_with("fg1."));
    }
    assert_eq!(after[2][1], after[3][1], "equal directors");
    let opened = open("--csv - --column Director --column Notes", &sealed);
    assert_eq!(records(&opened), before);
}

#[test]
fn each_column_is_a_field_of_its_own_unless_one_is_named() {
    let table = "a,b\nsame,same\n";
    let own = records(&seal("--scheme equal --csv - --column a --column b", table));
    assert_ne!(own[1][0], own[1][1]);
    let one = records(&seal(
        "--scheme equal --csv - --column a --column b --field f",
        table,
    ));
    assert_eq!(one[1][0], one[1][1]);
    assert_eq!(open("--field a", &own[1][0]), "same\n");
    assert_eq!(open("--field f", &one[1][0]), "same\n");
    refused(&run("open", "--field b", &own[1][0]), 1);
}

#[test]
fn a_cell_that_cannot_be_sealed_is_named_and_what_was_before_it_is_whole() {
    let table = "n,secret\n1,1955\n\"2\n2\",1985\n3,hidden words\n4,2019\n";
    let output = run(
        "seal",
        "--scheme equal --type unsigned --csv - --column secret",
        table,
    );
    let said = refused(&output, 1);
    assert_says(&said, &["line 5, column \"secret\"", "type unsigned"]);
    assert!(!said.contains("hidden"), "{said}");
    let written = String::from_utf8(output.stdout).unwrap();
    let opened = open("--type unsigned --csv - --column secret", &written);
    assert_eq!(
        records(&opened),
        records("n,secret\n1,1955\n\"2\n2\",1985\n")
    );
}

#[test]
fn what_is_no_such_table_is_said() {
    let arguments = "--scheme equal --csv - --column b";
    for (table, says) in [
        ("", &["no header row"][..]),
        ("a,c\n1,2\n", &["line 1", "no column \"b\""]),
        ("a,B\n1,2\n", &["no column \"b\"", "case"]),
        ("b,a,b\n1,2,3\n", &["\"b\" twice"]),
        ("a,b\n1,2\n1\n", &["line 3", "1 fields", "2"]),
    ] {
        let said = refused(&run("seal", arguments, table), 1);
        assert_says(&said, says);
    }
    let said = refused(
        &run("seal", "--scheme equal --csv /none.csv --column b", ""),
        1,
    );
    assert_says(&said, &["cannot read /none.csv"]);
    let unended = format!("a,b\n1,\"{}", "long\n".repeat(4 << 20));
    let said = refused(&run("seal", arguments, &unended), 1);
    assert_says(
        &said,
        &["a record is longer than 16777216 bytes", "quotation mark"],
    );
}

#[test]
fn a_value_with_a_line_break_opens_to_a_table_and_not_to_lines() {
    let sealed = seal(
        "--scheme equal --field f --csv - --column b",
        "b\n\"x\ny\"\n",
    );
    let value = &records(&sealed)[1][0];
    let said = refused(&run("open", "--field f", value), 1);
    assert_says(&said, &["line 1", "line break", "--csv"]);
    assert_eq!(
        open("--field f --csv - --column b", &sealed),
        "b\n\"x\ny\"\n"
    );
}
