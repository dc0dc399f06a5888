//! The forms are a promise: these ciphertexts were made by the first version, and must be made by all later ones.

use fieldgate_core::field::order::{OrderTextCipher, limb_text};

use crate::{CONTEXT, ORDER, root, subject::Subject};

fn text(raw: &[u8]) -> String {
    let mut text = [0; 128];
    limb_text::encode(raw, &mut text).unwrap().to_owned()
}

const KNOWN: [(&str, usize, &str); 14] = [
    (
        "d1w8",
        8,
        "3k31b70j2j6v5767357tk0j277ktk93jtqt2vb2kkvj49q44b531vvq4btjjkbvq21bb2214k2b05qq9244q6j6v3b4k982v152835t3125qbtv1k41tk7t65b3v8j20",
    ),
    (
        "d4w16",
        8,
        "2q25qkj785t97bkb5904905655t78j01q5b664b95872qjt5v357qqj7tkq14tvt",
    ),
    ("d8w16", 8, "b366j92b31j3t1b7t4kjvqqj746kbk96"),
    ("order-reveal", 8, "62b0b54111098485b541809684241b44"),
    (
        "d1w8",
        4,
        "j5q85820b476515tjqqq8v2v171vb6363857524697qk9269v8bbt3162k3kjk5v",
    ),
    ("d4w16", 4, "8k0k6btkq40tk58t44vj2571v2607027"),
    ("d8w16", 4, "4666j06b20b1b4jj"),
    ("integer64", 4, "0941154j63q4bb52"),
    ("order-reveal", 4, "4b98b00862409862"),
    ("d1w8", 2, "tj18339kk6420031840jt21k0qbtt1tb"),
    ("d4w16", 2, "5081bt847827q8v4"),
    ("d8w16", 2, "vtt5q56t"),
    ("double", 2, "000q78k4q697t160"),
    ("order-reveal", 2, "28051282"),
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
    assert_eq!(
        text(ciphertext),
        "0v51jk52k9670t80q1j58764850815bvb3t60vv20k811b18"
    );
}
