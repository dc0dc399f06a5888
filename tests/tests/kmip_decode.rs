//! `fieldgate kmip decode` and `encode` through the built binary: there and back, several messages, secrets, what was cut,
//! and wrong use, each with a message that says what to do.

// What a test's own helpers can't do fails the test.
#![allow(clippy::unwrap_used)]

use std::{fs, process::Output};

use fieldgate_tests::{fieldgate, guide::run_section};

/// Lines that a message may have.
const MESSAGE_LINES_MAX: usize = 4;
/// Fewest commands that the guide's section has.
const GUIDE_COMMANDS_MIN: usize = 3;

/// Two messages as the published test cases write them.
const CASE: &str = r#"<KMIP>
  <RequestMessage>
    <RequestHeader>
      <ProtocolVersion>
        <ProtocolVersionMajor type="Integer" value="1"/>
        <ProtocolVersionMinor type="Integer" value="4"/>
      </ProtocolVersion>
      <BatchCount type="Integer" value="1"/>
    </RequestHeader>
    <BatchItem>
      <Operation type="Enumeration" value="Register"/>
      <RequestPayload>
        <ObjectType type="Enumeration" value="SymmetricKey"/>
        <TemplateAttribute>
          <Attribute>
            <AttributeName type="TextString" value="Cryptographic Usage Mask"/>
            <AttributeValue type="Integer" value="Decrypt Encrypt"/>
          </Attribute>
        </TemplateAttribute>
        <SymmetricKey>
          <KeyBlock>
            <KeyFormatType type="Enumeration" value="Raw"/>
            <KeyValue>
              <KeyMaterial type="ByteString" value="68756e7465723221"/>
            </KeyValue>
          </KeyBlock>
        </SymmetricKey>
      </RequestPayload>
    </BatchItem>
  </RequestMessage>
  <ResponseMessage>
    <ResponseHeader>
      <TimeStamp type="DateTime" value="2010-02-11T08:49:37+00:00"/>
    </ResponseHeader>
  </ResponseMessage>
</KMIP>
"#;
const SECRET_HEX: &str = "68756e7465723221";

/// Runs `fieldgate kmip` with arguments separated by blanks.
fn run(arguments: &str, input: &[u8]) -> Output {
    let all: Vec<&str> = std::iter::once("kmip")
        .chain(arguments.split_whitespace())
        .collect();
    fieldgate::run_with(&all, input).unwrap()
}

/// What a run that must end well wrote.
fn well(arguments: &str, input: impl AsRef<[u8]>) -> Vec<u8> {
    let output = run(arguments, input.as_ref());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments}: {said}");
    output.stdout
}

fn text(arguments: &str, input: impl AsRef<[u8]>) -> String {
    String::from_utf8(well(arguments, input)).unwrap()
}

/// What a run that must end with a code said, and what it wrote before.
fn refused(arguments: &str, input: impl AsRef<[u8]>, code: i32) -> (String, String) {
    let output = run(arguments, input.as_ref());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    (said, String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_case_with_many_messages_comes_back_as_it_was() {
    let hex = text("encode", CASE);
    assert_eq!(hex.lines().count(), 2);
    assert_eq!(text("decode --to xml --show-secrets", &hex), CASE);
    let one = hex.lines().next().unwrap();
    let message = text("decode --to xml --show-secrets", one);
    assert!(message.starts_with("<RequestMessage>"), "{message}");
    assert_eq!(text("encode", &message).trim_end(), one);
    let json = text("decode --to json --show-secrets", &hex);
    assert_eq!(text("encode", &json), hex);
    assert_eq!(text("decode --to hex --show-secrets", &json), hex);
    assert_eq!(
        text("decode --from xml --to json --show-secrets", CASE),
        json
    );
}

#[test]
fn messages_are_read_in_every_form() {
    let hex = text("encode", CASE);
    let tree = text("decode", &hex);
    assert!(tree.contains("Operation: Register"), "{tree}");
    assert!(tree.contains("\n\nResponse Message\n"), "{tree}");
    let binary = well("encode --to binary", CASE);
    let base64 = text("encode --to base64", CASE);
    assert_eq!(text("decode", &base64), tree);
    assert_eq!(text("decode", &binary), tree);
    let spaced: String = hex
        .bytes()
        .enumerate()
        .map(|(at, digit)| {
            let separator = if at > 0 && at % 2 == 0 { ":" } else { "" };
            format!("{separator}{}", char::from(digit).to_ascii_uppercase())
        })
        .filter(|pair| !pair.ends_with('\n'))
        .collect();
    assert_eq!(text("decode", &spaced), tree);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("message.bin");
    fs::write(&file, &binary).unwrap();
    assert_eq!(text(&format!("decode {}", file.display()), ""), tree);
    assert_eq!(text("decode -", &binary), tree);
}

#[test]
fn secrets_are_masked_and_what_was_masked_is_not_encoded() {
    let hex = text("encode", CASE);
    for target in ["tree", "xml", "json"] {
        let masked = text(&format!("decode --to {target}"), &hex);
        assert!(!masked.contains(SECRET_HEX), "{masked}");
        assert!(
            masked.contains("8 bytes, masked; --show-secrets shows them"),
            "{masked}"
        );
        let shown = text(&format!("decode --to {target} --show-secrets"), &hex);
        assert!(shown.contains(SECRET_HEX), "{shown}");
        if target != "tree" {
            let (said, wrote) = refused("encode", &masked, 1);
            assert!(
                said.contains("KeyValue/KeyMaterial: the value was masked"),
                "{said}"
            );
            assert!(said.contains("--show-secrets"), "{said}");
            assert_eq!(wrote, "");
        }
    }
    let (said, wrote) = refused("decode --to hex", &hex, 1);
    assert!(said.contains("message 1 has a secret"), "{said}");
    assert!(
        said.contains("KeyMaterial") && said.contains("--show-secrets"),
        "{said}"
    );
    assert_eq!(wrote, "");
}

#[test]
fn of_a_cut_message_the_beginning_is_printed() {
    let hex = text("encode", CASE);
    let lines: Vec<&str> = hex.lines().collect();
    for cut in [3, 7, 8, 9, 40, 100, 200] {
        let input = format!("{}\n{}", lines[1], &lines[0][..cut * 2]);
        let (said, wrote) = refused("decode --to xml", &input, 1);
        assert!(said.contains("the message was cut"), "{cut}: {said}");
        assert!(said.contains("offset "), "{said}");
        assert!(wrote.contains("<TimeStamp"), "{cut}: {wrote}");
        assert_eq!(
            wrote.contains("<RequestMessage"),
            cut >= 8,
            "{cut}: {wrote}"
        );
        if cut == 100 {
            assert!(
                wrote.contains("<BatchCount type=\"Integer\" value=\"1\"/>"),
                "{wrote}"
            );
        }
    }
}

/// A key stands in a file, not on the command line, where others see it.
#[test]
fn placeholders_are_defined_by_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("key.hex");
    let case = "<RequestMessage><KeyMaterial type=\"ByteString\" value=\"$KEY_MATERIAL\"/></RequestMessage>";
    let command = format!("encode --define-file KEY_MATERIAL={}", file.display());
    for (end, mode, warns) in [
        ("\n", 0o600, false),
        ("\r\n", 0o640, true),
        ("", 0o604, true),
    ] {
        fs::write(&file, format!("00112233{end}")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let output = run(&command, case.as_bytes());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        assert_eq!(said.contains("can be read by others"), warns, "{said}");
        let tree = text("decode --show-secrets", &output.stdout);
        assert!(tree.contains("Key Material: 00112233"), "{tree}");
    }
    let long = vec![b'0'; 2 * 1024 * 1024];
    fs::write(&file, &long).unwrap();
    let (said, _) = refused(&command, case, 1);
    assert!(said.contains("is longer than"), "{said}");
}

#[test]
fn placeholders_are_times_or_defined() {
    let case = "<RequestMessage><TimeStamp type=\"DateTime\" value=\"$NOW-60\"/>\
        <UniqueIdentifier type=\"TextString\" value=\"$UNIQUE_IDENTIFIER_0\"/>\
        <CorrelationValue type=\"ByteString\" value=\"$CORRELATION_VALUE\"/></RequestMessage>";
    let (said, _) = refused("encode", case, 1);
    assert!(said.contains("--define CORRELATION_VALUE=VALUE"), "{said}");
    let output = run("encode --define CORRELATION_VALUE=0aff", case.as_bytes());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("stands for $NOW") && said.contains("(places: 1)"),
        "{said}"
    );
    let tree = text("decode", &output.stdout);
    assert!(tree.contains("Correlation Value: 0aff"), "{tree}");
    assert!(tree.contains("\"$UNIQUE_IDENTIFIER_0\""), "{tree}");
}

#[test]
fn wrong_use_is_answered_with_what_to_do() {
    let hex = text("encode", CASE);
    let bad_tag = CASE.replacen("BatchCount", "BatchCont", 1);
    let bad_name = CASE.replacen("\"Raw\"", "\"raww\"", 1);
    let odd = &hex[..hex.len() - 2];
    let long = vec![b'4'; 16 * 1024 * 1024 + 1];
    for (arguments, input, code, words) in [
        ("decode", "", 1, &["standard input", "empty"][..]),
        (
            "decode",
            "hello, world!",
            1,
            &[
                "neither hexadecimal, base64, binary TTLV, XML nor JSON",
                "--from",
            ],
        ),
        ("decode", "hello", 1, &["neither hexadecimal, base64"]),
        (
            "decode --from hex",
            "hello",
            1,
            &["line 1, column 1", "\"h\" is no hexadecimal digit"],
        ),
        (
            "decode",
            "4200780100000010 gg",
            1,
            &["\"g\" is no hexadecimal digit", "column 18"],
        ),
        ("decode", odd, 1, &["line 2", "odd"]),
        (
            "decode",
            "42000d02000000040000000100000000",
            1,
            &["offset 0", "a message is a structure", "Integer"],
        ),
        ("decode", "00000000", 1, &["offset 0"]),
        (
            "decode",
            "<RequestMessage>",
            1,
            &["line 1", "ends within an element"],
        ),
        (
            "decode --from json",
            "<RequestMessage/>",
            1,
            &["line 1, column 1", "expected an object"],
        ),
        ("decode --from bytes", "", 2, &["bytes", "binary", "base64"]),
        ("decode --to yaml", "", 2, &["yaml", "tree", "json"]),
        (
            "decode --define A",
            "<RequestMessage/>",
            2,
            &["--define needs a name and a value"],
        ),
        (
            "decode --define a-b=1",
            "<RequestMessage/>",
            2,
            &["--define a-b", "letters, digits and underscores"],
        ),
        (
            "encode --define-file A",
            "<RequestMessage/>",
            2,
            &["--define-file needs a name and a file"],
        ),
        (
            "encode --define-file A=/no/such/file",
            "<RequestMessage/>",
            1,
            &["cannot read /no/such/file"],
        ),
        (
            "decode /no/such/file",
            "",
            1,
            &["cannot read /no/such/file", "No such file"],
        ),
        ("decode a b", "", 2, &["unexpected argument 'b'"]),
        (
            "encode",
            &hex,
            1,
            &["neither XML nor JSON", "fieldgate kmip decode"],
        ),
        ("encode", "", 1, &["neither XML nor JSON"]),
        (
            "encode",
            &bad_tag,
            1,
            &[
                "line 8, column 7",
                "RequestMessage/RequestHeader",
                "\"BatchCont\" is not known",
            ],
        ),
        (
            "encode",
            &bad_name,
            1,
            &[
                "line 22, column 13",
                "\"raww\" is not known as Key Format Type",
            ],
        ),
        (
            "encode",
            "<KMIP></KMIP>",
            1,
            &["no message", "RequestMessage"],
        ),
        (
            "encode",
            "{\"tag\":\"RequestMessage\"}",
            1,
            &["line 1, column 1", "value is missing"],
        ),
        (
            "encode",
            "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><RequestMessage/>",
            1,
            &["document type declaration"],
        ),
        ("encode --to xml", CASE, 2, &["xml", "base64"]),
    ] {
        let (said, _) = refused(arguments, input, code);
        for word in words {
            assert!(
                said.contains(word),
                "{arguments}: {word:?} is missing in: {said}"
            );
        }
        assert!(
            code == 2 || said.lines().count() <= MESSAGE_LINES_MAX,
            "{said}"
        );
    }
    let (said, _) = refused("decode", &long, 1);
    assert!(said.contains("longer than 16777216 bytes"), "{said}");
}

#[test]
fn a_file_that_is_no_text_is_no_xml() {
    let (said, _) = refused("encode", b"<RequestMessage>\xff</RequestMessage>", 1);
    assert!(
        said.contains("not UTF-8") && said.contains("offset 16"),
        "{said}"
    );
}

#[test]
fn commands_of_the_guide_do_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let count = run_section("Reading KMIP messages", folder.path());
    let count = count.unwrap_or_else(|error| panic!("{error}"));
    assert!(count >= GUIDE_COMMANDS_MIN, "only {count}");
}
