//! The sealed form against a second implementation, in Python over the `cryptography` package.

use std::{io::Write, process::Stdio};

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, Payload, RandomFailed, RootKey,
        composed::{self, ComposedCipher, Parts},
        leakage::Domain,
        text,
    },
    secret::Secret,
};
use fieldgate_tests::python::Python;

/// Values sealed here, over all lengths up to this many bytes.
const PLAINTEXT_BYTES_MAX: usize = 70;

#[test]
fn another_implementation_opens_what_we_seal() {
    let mut lines = String::new();
    let mut expected = Vec::new();
    for length in 0..=PLAINTEXT_BYTES_MAX {
        for scheme in Payload::ALL {
            let root = [length as u8 + 1; 32];
            let context = Context {
                tenant: "demo",
                partition: "films",
                object: "film",
                field: if length % 2 == 0 { "title" } else { "director" },
                kind: if length % 3 == 0 {
                    FieldType::Text
                } else {
                    FieldType::Scalar
                },
                epoch: length as u32,
            };
            let plaintext: Vec<u8> = (0..length).map(|i| (i * 7 + length) as u8).collect();
            for sealed in [
                single(&root, &context, scheme, &plaintext),
                composed(&root, &context, scheme, &plaintext),
            ] {
                lines.push_str(&line(&root, &context, &sealed));
                expected.push(hex(&plaintext));
            }
        }
    }
    assert_eq!(opened_by_python(&lines), expected);
    println!(
        "sealed form, second implementation: {} values opened",
        expected.len()
    );
}

fn nonce(length: usize) -> impl FnOnce(&mut [u8; 12]) -> Result<(), RandomFailed> {
    move |nonce| {
        nonce.fill(length as u8);
        Ok(())
    }
}

fn single(root: &[u8; 32], context: &Context<'_>, scheme: Payload, plaintext: &[u8]) -> String {
    let root = RootKey::new(&Secret::copied_from(root).unwrap());
    let admitted = scheme.admit(Domain::Unstated).unwrap();
    let cipher = FieldCipher::derive(&root, context, admitted).unwrap();
    let mut raw = vec![0; cipher.sealed_bytes(plaintext.len())];
    let raw = cipher
        .seal(plaintext, nonce(plaintext.len()), &mut raw)
        .unwrap();
    let mut sealed = vec![0; text::text_bytes(raw.len())];
    text::encode(raw, &mut sealed).unwrap().to_owned()
}

/// With limbs, tokens, or both beside the payload.
fn composed(root: &[u8; 32], context: &Context<'_>, scheme: Payload, plaintext: &[u8]) -> String {
    const TOKENS: &str = "x0000000000000000000000017 x0000000000000000000000042";
    let root = RootKey::new(&Secret::copied_from(root).unwrap());
    let admitted = scheme.admit(Domain::Unstated).unwrap();
    let cipher = ComposedCipher::derive(&root, context, admitted).unwrap();
    let parts = match plaintext.len() % 3 {
        0 => Parts::new("01bjkqtv", ""),
        1 => Parts::new("", TOKENS),
        _ => Parts::new("01bjkqtv", TOKENS),
    };
    let parts = parts.unwrap();
    let mut raw = vec![0; cipher.raw_bytes(plaintext.len())];
    let characters = composed::text_bytes(parts.limbs().len(), raw.len(), parts.token_count());
    let mut sealed = vec![0; characters];
    let sealed = cipher.seal(
        plaintext,
        &parts,
        nonce(plaintext.len()),
        &mut raw,
        &mut sealed,
    );
    sealed.unwrap().to_owned()
}

fn line(root: &[u8; 32], context: &Context<'_>, sealed: &str) -> String {
    let Context {
        tenant,
        partition,
        object,
        field,
        kind,
        epoch,
    } = context;
    let kind = kind.number();
    format!(
        "{} {kind} {tenant} {partition} {object} {field} {epoch} {sealed}\n",
        hex(root)
    )
}

fn opened_by_python(lines: &str) -> Vec<String> {
    let mut child = Python::find()
        .unwrap()
        .script("sealed_form.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
