/* Scheme format. The known answers are those of the image in Rust. */
#include "cases.h"

#define VALUE_BYTES_MAX 32

/* There and back; a value of another form is refused, with the place. */
static int format(uint8_t kind, fg_string value, fg_string known, fg_string wrong, size_t wrong_at)
{
    const fg_format form = {.kind = kind, .option = 0, .alphabet = FG_STRING("")};
    fg_root_key key = {0};
    fg_format_cipher cipher = {0};
    char output[VALUE_BYTES_MAX];
    size_t at_byte;

    HOLDS(root_key(&key, 7) == 0);
    OK(fg_format_cipher_init(&cipher, &key, &director, &form, FG_DOMAIN_UNSTATED));
    OK(fg_format_cipher_encrypt(&cipher, value, NULL, 0, output, sizeof output, &at_byte));
    HOLDS(same_bytes(output, known.text, known.length_bytes));
    OK(fg_format_cipher_decrypt(&cipher, known, NULL, 0, output, sizeof output, &at_byte));
    HOLDS(same_bytes(output, value.text, value.length_bytes));
    HOLDS(fg_format_cipher_encrypt(&cipher, wrong, NULL, 0, output, sizeof output, &at_byte) == FG_STATUS_NOT_IN_FORMAT);
    HOLDS(at_byte == wrong_at);
    OK(fg_format_cipher_wipe(&cipher));
    OK(fg_root_key_wipe(&key));
    return 0;
}

int case_format_card(void)
{
    const fg_string value = FG_STRING("4111 1111 1111 1111"), known = FG_STRING("1113 4562 8323 1468");
    const fg_string wrong = FG_STRING("4111 1111 1x11 1111");
    return format(FG_FORMAT_KIND_CARD, value, known, wrong, 11);
}

int case_format_digits(void)
{
    const fg_string value = FG_STRING("1234567890123456"), known = FG_STRING("5466258883691524");
    const fg_string wrong = FG_STRING("12345678901 3456");
    return format(FG_FORMAT_KIND_DIGITS, value, known, wrong, 11);
}
