/* Schemes order and order-reveal. The known answers are those of the image in Rust, as raw bytes. */
#include "cases.h"

#define CIPHERTEXT_BYTES_MAX 64

/* The field of the known answers. */
static const fg_context year = {
    .tenant = FG_STRING("demo"),
    .partition = FG_STRING("films"),
    .object = FG_STRING("film"),
    .field = FG_STRING("year"),
    .field_type = FG_FIELD_TYPE_TEXT,
    .epoch = 0,
};
static const uint8_t value[8] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
static const uint8_t next[8] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xf0};

static int init(fg_order_cipher *cipher, uint8_t form, uint8_t value_bytes)
{
    fg_root_key key = {0};

    HOLDS(root_key(&key, 1) == 0);
    OK(fg_order_cipher_init(cipher, &key, &year, form, value_bytes, FG_DOMAIN_UNSTATED));
    OK(fg_root_key_wipe(&key));
    return 0;
}

/* Bytes as memcmp orders them. */
static int compare_bytes(const uint8_t *first, const uint8_t *second, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (first[i] != second[i])
            return first[i] < second[i] ? -1 : 1;
    return 0;
}

/* Encrypts and compares with the known answer, decrypts; the next value's ciphertext has to be greater. */
static int bytes(uint8_t form, const uint8_t *known, size_t known_bytes)
{
    fg_order_cipher cipher = {0};
    uint8_t first[CIPHERTEXT_BYTES_MAX], second[CIPHERTEXT_BYTES_MAX], decrypted[sizeof value], is_cut;
    size_t first_bytes, second_bytes, decrypted_bytes;

    HOLDS(init(&cipher, form, sizeof value) == 0);
    OK(fg_order_cipher_encrypt(&cipher, value, sizeof value, first, sizeof first, &first_bytes, &is_cut));
    HOLDS(first_bytes == known_bytes && same_bytes(first, known, known_bytes));
    OK(fg_order_cipher_decrypt(&cipher, first, first_bytes, decrypted, sizeof decrypted, &decrypted_bytes));
    HOLDS(decrypted_bytes == sizeof value && same_bytes(decrypted, value, sizeof value));
    OK(fg_order_cipher_encrypt(&cipher, next, sizeof next, second, sizeof second, &second_bytes, &is_cut));
    HOLDS(second_bytes == first_bytes && compare_bytes(first, second, first_bytes) < 0);
    OK(fg_order_cipher_wipe(&cipher));
    return 0;
}

/* One bit a limb: leaks least. */
int case_order_d1w8(void)
{
    static const uint8_t known[64] = {
        0x3c, 0x31, 0xa7, 0x0b, 0x2b, 0x6f, 0x57, 0x67, 0x35, 0x7e, 0xc0, 0xb2, 0x77, 0xce, 0xc9, 0x3b,
        0xed, 0xe2, 0xfa, 0x2c, 0xcf, 0xb4, 0x9d, 0x44, 0xa5, 0x31, 0xff, 0xd4, 0xae, 0xbb, 0xca, 0xfd,
        0x21, 0xaa, 0x22, 0x14, 0xc2, 0xa0, 0x5d, 0xd9, 0x24, 0x4d, 0x6b, 0x6f, 0x3a, 0x4c, 0x98, 0x2f,
        0x15, 0x28, 0x35, 0xe3, 0x12, 0x5d, 0xae, 0xf1, 0xc4, 0x1e, 0xc7, 0xe6, 0x5a, 0x3f, 0x8b, 0x20,
    };
    return bytes(FG_ORDER_FORM_D1W8, known, sizeof known);
}

/* Eight bits a limb: shortest. */
int case_order_d8w16(void)
{
    static const uint8_t known[16] = {
        0xa3, 0x66, 0xb9, 0x2a, 0x31, 0xb3, 0xe1, 0xa7, 0xe4, 0xcb, 0xfd, 0xdb, 0x74, 0x6c, 0xac, 0x96,
    };
    return bytes(FG_ORDER_FORM_D8W16, known, sizeof known);
}

/* The first 12 bytes of a text. */
int case_order_text(void)
{
    static const uint8_t known[24] = {
        0x0f, 0x51, 0xbc, 0x52, 0xc9, 0x67, 0x0e, 0x80, 0xd1, 0xb5, 0x87, 0x64,
        0x85, 0x08, 0x15, 0xaf, 0xa3, 0xe6, 0x0f, 0xf2, 0x0c, 0x81, 0x1a, 0x18,
    };
    static const uint8_t text[] = "agnes varda";
    const size_t text_bytes = sizeof text - 1;
    fg_order_cipher cipher = {0};
    uint8_t ciphertext[CIPHERTEXT_BYTES_MAX], decrypted[12], is_cut;
    size_t ciphertext_bytes, decrypted_bytes;

    HOLDS(init(&cipher, FG_ORDER_FORM_TEXT, sizeof decrypted) == 0);
    OK(fg_order_cipher_encrypt(&cipher, text, text_bytes, ciphertext, sizeof ciphertext, &ciphertext_bytes, &is_cut));
    HOLDS(ciphertext_bytes == sizeof known && same_bytes(ciphertext, known, sizeof known) && is_cut == 0);
    OK(fg_order_cipher_decrypt(&cipher, ciphertext, ciphertext_bytes, decrypted, sizeof decrypted, &decrypted_bytes));
    HOLDS(decrypted_bytes == text_bytes && same_bytes(decrypted, text, text_bytes));
    OK(fg_order_cipher_wipe(&cipher));
    return 0;
}

/* A 32-bit value in a column of 64-bit integers. */
int case_order_integer64(void)
{
    static const uint8_t short_value[4] = {0x89, 0xab, 0xcd, 0xef};
    fg_order_cipher cipher = {0};
    uint8_t decrypted[sizeof short_value];
    size_t decrypted_bytes;
    uint64_t number;

    HOLDS(init(&cipher, FG_ORDER_FORM_INTEGER64, 0) == 0);
    OK(fg_order_cipher_encrypt_number(&cipher, short_value, sizeof short_value, &number));
    HOLDS(number == 0x0941154b63d4aa52u);
    OK(fg_order_cipher_decrypt_number(&cipher, number, decrypted, sizeof decrypted, &decrypted_bytes));
    HOLDS(decrypted_bytes == sizeof short_value && same_bytes(decrypted, short_value, sizeof short_value));
    OK(fg_order_cipher_wipe(&cipher));
    return 0;
}

/* Ciphertexts that only our comparison orders. */
int case_order_reveal(void)
{
    static const uint8_t known[16] = {
        0x62, 0xa0, 0xa5, 0x41, 0x11, 0x09, 0x84, 0x85, 0xa5, 0x41, 0x80, 0x96, 0x84, 0x24, 0x1a, 0x44,
    };
    fg_order_cipher cipher = {0};
    uint8_t first[CIPHERTEXT_BYTES_MAX], second[CIPHERTEXT_BYTES_MAX], is_cut;
    size_t first_bytes, second_bytes;
    int32_t ordering;

    HOLDS(init(&cipher, FG_ORDER_FORM_REVEAL, sizeof value) == 0);
    OK(fg_order_cipher_encrypt(&cipher, value, sizeof value, first, sizeof first, &first_bytes, &is_cut));
    HOLDS(first_bytes == sizeof known && same_bytes(first, known, sizeof known));
    OK(fg_order_cipher_encrypt(&cipher, next, sizeof next, second, sizeof second, &second_bytes, &is_cut));
    HOLDS(second_bytes == first_bytes);
    OK(fg_order_reveal_compare(first, second, first_bytes, &ordering));
    HOLDS(ordering == -1);
    OK(fg_order_reveal_compare(second, first, first_bytes, &ordering));
    HOLDS(ordering == 1);
    OK(fg_order_reveal_compare(first, first, first_bytes, &ordering));
    HOLDS(ordering == 0);
    OK(fg_order_cipher_wipe(&cipher));
    return 0;
}
