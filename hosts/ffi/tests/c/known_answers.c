/* The C interface gives the values that core has always given. */
#include <string.h>

#include "check.h"
#include "known_answers.h"

static int32_t five(void *random_context, uint8_t *output, size_t output_bytes)
{
    (void)random_context;
    memset(output, 5, output_bytes);
    return 0;
}

static void seals(const fg_root_key *key, uint8_t scheme, const char *expected)
{
    const fg_context context = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                FG_FIELD_TYPE_TEXT, 0};
    const uint8_t *plaintext = (const uint8_t *)KNOWN_PLAINTEXT;
    const uint8_t nonce[FG_NONCE_BYTES] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    fg_field_cipher cipher = {0};
    uint8_t raw[128], again[128];
    char line[256];
    size_t raw_bytes, again_bytes, line_bytes;

    OK(fg_field_cipher_init(&cipher, key, &context, scheme, FG_DOMAIN_UNSTATED));
    OK(fg_field_cipher_seal(&cipher, plaintext, strlen(KNOWN_PLAINTEXT), five, NULL, raw, sizeof raw, &raw_bytes));
    OK(fg_field_cipher_seal_with_nonce(&cipher, plaintext, strlen(KNOWN_PLAINTEXT), nonce,
                                       scheme == FG_SCHEME_RANDOM ? sizeof nonce : 0, again, sizeof again,
                                       &again_bytes));
    CHECK(raw_bytes == again_bytes && memcmp(raw, again, raw_bytes) == 0);
    OK(fg_text_encode(raw, raw_bytes, line, sizeof line, &line_bytes));
    CHECK(line_bytes == strlen(expected) && memcmp(line, expected, line_bytes) == 0);

    OK(fg_text_decode(expected, strlen(expected), raw, sizeof raw, &raw_bytes));
    OK(fg_field_cipher_open(&cipher, raw, raw_bytes, again, sizeof again, &again_bytes));
    CHECK(again_bytes == strlen(KNOWN_PLAINTEXT) && memcmp(again, KNOWN_PLAINTEXT, again_bytes) == 0);
    OK(fg_field_cipher_wipe(&cipher));
}

/* RFC 3394 section 4.6: a key of 256 bits under a key of 256 bits. RFC 5649 has no answer for a key of 256 bits: there and back. */
static void wraps(void)
{
    static const uint8_t wrapping_key[FG_WRAPPING_KEY_BYTES] = {
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
        0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f};
    static const uint8_t key[32] = {
        0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f};
    static const uint8_t expected[40] = {
        0x28, 0xc9, 0xf4, 0x04, 0xc4, 0xb8, 0x10, 0xf4, 0xcb, 0xcc, 0xb3, 0x5c, 0xfb, 0x87, 0xf8, 0x26, 0x3f, 0x57, 0x86, 0xe2,
        0xd8, 0x0e, 0xd3, 0x26, 0xcb, 0xc7, 0xf0, 0xe7, 0x1a, 0x99, 0xf4, 0x3b, 0xfb, 0x98, 0x8b, 0x9b, 0x7a, 0x02, 0xdd, 0x21};
    uint8_t wrapped[64], again[64];
    size_t wrapped_bytes, again_bytes;

    OK(fg_key_wrap(wrapping_key, sizeof wrapping_key, key, sizeof key, wrapped, sizeof wrapped, &wrapped_bytes));
    CHECK(wrapped_bytes == sizeof expected && memcmp(wrapped, expected, sizeof expected) == 0);
    OK(fg_key_unwrap(wrapping_key, sizeof wrapping_key, wrapped, wrapped_bytes, again, sizeof again, &again_bytes));
    CHECK(again_bytes == sizeof key && memcmp(again, key, sizeof key) == 0);

    OK(fg_key_wrap_padded(wrapping_key, sizeof wrapping_key, key, 29, wrapped, sizeof wrapped, &wrapped_bytes));
    CHECK(wrapped_bytes == 40);
    OK(fg_key_unwrap_padded(wrapping_key, sizeof wrapping_key, wrapped, wrapped_bytes, again, sizeof again, &again_bytes));
    CHECK(again_bytes == 29 && memcmp(again, key, 29) == 0);
    wrapped[0] ^= 1;
    GIVES(CANT_OPEN, fg_key_unwrap_padded(wrapping_key, sizeof wrapping_key, wrapped, wrapped_bytes, again, sizeof again,
                                          &again_bytes));
    CHECK(again_bytes == 0);
}

static void tokens(const fg_root_key *key)
{
    const fg_context context = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                FG_FIELD_TYPE_TEXT, 0};
    const fg_token_kind blind = {FG_SCHEME_BLIND, 80, FG_STRING("")};
    const fg_token_kind words = {FG_SCHEME_WORDS, 0, FG_STRING("en")};
    const fg_string inputs[] = {FG_STRING("varda"), FG_STRING("agnes"), FG_STRING("varda")};
    fg_token_cipher cipher = {0};
    fg_token token;
    char text[256];
    size_t bytes;

    OK(fg_token_cipher_init(&cipher, key, &context, &blind, FG_DOMAIN_UNSTATED));
    OK(fg_token_cipher_token(&cipher, (const uint8_t *)KNOWN_PLAINTEXT, strlen(KNOWN_PLAINTEXT), &token));
    OK(fg_token_text(&token, text, sizeof text));
    CHECK(memcmp(text, KNOWN_BLIND, FG_TOKEN_TEXT_BYTES) == 0);
    OK(fg_token_cipher_wipe(&cipher));

    OK(fg_token_cipher_init(&cipher, key, &context, &words, FG_DOMAIN_UNSTATED));
    OK(fg_token_cipher_write_set(&cipher, inputs, 3, 4, NULL, 0, text, sizeof text, &bytes));
    CHECK(bytes == strlen(KNOWN_WORDS) && memcmp(text, KNOWN_WORDS, bytes) == 0);
    OK(fg_token_cipher_wipe(&cipher));
}

static void orders(const fg_root_key *key)
{
    const fg_context context = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                FG_FIELD_TYPE_TEXT, 0};
    const uint8_t year[4] = {0, 0, 7, 163}, later[4] = {0, 0, 7, 227};
    const uint8_t bytes[4] = {4, 4, 4, 8}, forms[4] = {FG_ORDER_FORM_D1W8, FG_ORDER_FORM_D4W16, FG_ORDER_FORM_D8W16,
                                                      FG_ORDER_FORM_TEXT};
    fg_order_cipher cipher = {0};
    uint8_t first[64], second[64], value[8], both[8], many[128];
    char hex[17];
    size_t first_bytes, second_bytes, value_bytes, many_bytes;
    uint64_t first_number, second_number;
    uint8_t is_cut;
    int32_t ordering;
    fg_encoded below, above;
    double number;

    for (size_t form = 0; form < 4; form++) {
        OK(fg_order_cipher_init(&cipher, key, &context, forms[form], bytes[form], FG_DOMAIN_UNSTATED));
        OK(fg_order_cipher_encrypt(&cipher, year, 4, first, sizeof first, &first_bytes, &is_cut));
        OK(fg_order_cipher_encrypt(&cipher, later, 4, second, sizeof second, &second_bytes, &is_cut));
        CHECK(first_bytes == second_bytes && memcmp(first, second, first_bytes) < 0 && is_cut == 0);
        OK(fg_order_cipher_decrypt(&cipher, first, first_bytes, value, sizeof value, &value_bytes));
        CHECK(value_bytes == 4 && memcmp(value, year, 4) == 0);
        if (forms[form] != FG_ORDER_FORM_TEXT) {
            memcpy(both, year, 4), memcpy(both + 4, later, 4);
            OK(fg_order_cipher_encrypt_batch(&cipher, both, sizeof both, many, sizeof many, &many_bytes));
            CHECK(many_bytes == 2 * first_bytes && memcmp(many, first, first_bytes) == 0);
            CHECK(memcmp(many + first_bytes, second, first_bytes) == 0);
        }
        OK(fg_order_cipher_wipe(&cipher));
        if (forms[form] == FG_ORDER_FORM_D8W16) {
            for (size_t i = 0; i < 8; i++) {
                snprintf(hex + 2 * i, 3, "%02x", first[i]);
            }
            CHECK(strcmp(hex, KNOWN_ORDER) == 0);
        }
    }
    OK(fg_order_cipher_init(&cipher, key, &context, FG_ORDER_FORM_INTEGER64, 0, FG_DOMAIN_UNSTATED));
    OK(fg_order_cipher_encrypt_number(&cipher, year, 4, &first_number));
    OK(fg_order_cipher_encrypt_number(&cipher, later, 4, &second_number));
    CHECK(first_number < second_number);
    OK(fg_order_cipher_decrypt_number(&cipher, first_number, value, sizeof value, &value_bytes));
    CHECK(value_bytes == 4 && memcmp(value, year, 4) == 0);
    OK(fg_order_cipher_wipe(&cipher));

    OK(fg_order_cipher_init(&cipher, key, &context, FG_ORDER_FORM_REVEAL, 8, FG_DOMAIN_UNSTATED));
    OK(fg_value_encode_float(-2.5, &below));
    OK(fg_value_encode_float(0.1, &above));
    OK(fg_value_decode_float(&below, &number));
    CHECK(number < -2.4 && number > -2.6);
    OK(fg_order_cipher_encrypt(&cipher, below.bytes, 8, first, sizeof first, &first_bytes, &is_cut));
    OK(fg_order_cipher_encrypt(&cipher, above.bytes, 8, second, sizeof second, &second_bytes, &is_cut));
    OK(fg_order_reveal_compare(first, second, first_bytes, &ordering));
    CHECK(ordering == -1);
    OK(fg_order_reveal_compare(second, first, first_bytes, &ordering));
    CHECK(ordering == 1);
    OK(fg_order_reveal_compare(first, first, first_bytes, &ordering));
    CHECK(ordering == 0);
    OK(fg_order_cipher_wipe(&cipher));
}

static void formats(const fg_root_key *key)
{
    const fg_context context = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                FG_FIELD_TYPE_TEXT, 0};
    const fg_format card = {FG_FORMAT_KIND_CARD, 0, FG_STRING("")};
    const fg_string number = FG_STRING("4111 1111 1111 1111"), known = FG_STRING(KNOWN_CARD);
    fg_format_cipher cipher = {0};
    char output[19];
    size_t at_byte;

    OK(fg_format_cipher_init(&cipher, key, &context, &card, FG_DOMAIN_UNSTATED));
    OK(fg_format_cipher_encrypt(&cipher, number, NULL, 0, output, sizeof output, &at_byte));
    CHECK(memcmp(output, known.text, known.length_bytes) == 0);
    OK(fg_format_cipher_decrypt(&cipher, known, NULL, 0, output, sizeof output, &at_byte));
    CHECK(memcmp(output, number.text, number.length_bytes) == 0);
    OK(fg_format_cipher_wipe(&cipher));
}

int main(void)
{
    uint8_t secret[FG_ROOT_KEY_BYTES];
    fg_root_key key = {0};

    memset(secret, 1, sizeof secret);
    OK(fg_root_key_init(&key, secret, sizeof secret));
    seals(&key, FG_SCHEME_EQUAL, KNOWN_EQUAL);
    seals(&key, FG_SCHEME_RANDOM, KNOWN_RANDOM);
    tokens(&key);
    orders(&key);
    formats(&key);
    OK(fg_root_key_wipe(&key));
    wraps();
    return EXIT_SUCCESS;
}
