//! The forms are a promise: these ciphertexts were made by the first version, and must be made by all later ones.

use fieldgate_core::field::order::{OrderTextCipher, base32hex};

use crate::{CONTEXT, ORDER, root, subject::Subject};

fn text(raw: &[u8]) -> String {
    let mut text = [0; 128];
    base32hex::encode(raw, &mut text).unwrap().to_owned()
}

const KNOWN: [(&str, usize, &str); 14] = [
    (
        "d1w8",
        8,
        "7goqe2pbdtbmedbuo2p7fjm97fmu5uhcpuq9qh5567vt9blrpbui3ah22j1a0nep4h6mmrpq9ic2u5986nhh4ndeu721thv6b8vom80",
    ),
    (
        "d4w16",
        8,
        "5kitpds5t5tckm84i1b5bpsb07aqcp59b1pdnpfjaverfr6h9rv0",
    ),
    ("d8w16", 8, "kdjbiahhmfgqfp6bvndn8r5cio"),
    ("order-reveal", 8, "cagaag8h1628b9a1g2b8890q8g"),
    (
        "d1w8",
        4,
        "mnc5g854ep8ltfethsnhe7t66os5eki6ive94qfolbhhcb1snhfg",
    ),
    ("d4w16", 4, "hg66lr6k1r2osh7r4lov4o3g4s"),
    ("d8w16", 4, "8pjb0qh0k6ibm"),
    ("integer64", 4, "150hair3qil54"),
    ("order-reveal", 4, "9aca023282c64"),
    ("d1w8", 2, "tcc377668803310bs8e0rbn1t8"),
    ("d4w16", 2, "a20qt13o4vcf8"),
    ("d8w16", 2, "vritarg"),
    ("double", 2, "006nhh6mivgm0"),
    ("order-reveal", 2, "502h50g"),
];

#[test]
fn the_forms_do_not_change() {
    let mut checked = 0;
    for (bytes, value) in [
        (8, 0x0123_4567_89ab_cdef),
        (4, 0x89ab_cdef),
        (2, 0xcdef_u64),
    ] {
        for subject in Subject::all(&root(), &CONTEXT, bytes) {
            let known = KNOWN
                .iter()
                .find(|known| (known.0, known.1) == (subject.name(), bytes));
            let ciphertext = text(&subject.encrypt(&subject.encoded(value)));
            assert_eq!(Some(&(subject.name(), bytes, &*ciphertext)), known);
            checked += 1;
        }
    }
    assert_eq!(checked, KNOWN.len());
    let cipher = OrderTextCipher::derive(&root(), &CONTEXT, ORDER, 12).unwrap();
    let mut output = [0; 24];
    let (ciphertext, _) = cipher.encrypt(b"agnes varda", &mut output).unwrap();
    assert_eq!(text(ciphertext), "1t8rokm9cs781kdlgti8a20lluhuc3vi1i0hk60");
}
