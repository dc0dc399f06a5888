/* A caller that lies about a length: the sanitizers and valgrind have to find it, or they look at nothing. */
#include <stdlib.h>

#include "fieldgate.h"

int main(void)
{
    const fg_context context = {FG_STRING("demo"), FG_STRING("films"), FG_STRING("film"), FG_STRING("director"),
                                FG_FIELD_TYPE_TEXT, 0};
    static const uint8_t bytes[300] = {1};
    fg_root_key key = {0};
    fg_field_cipher cipher = {0};
    uint8_t *sealed = (uint8_t *)malloc(16);
    size_t sealed_bytes;
    fg_status status;

    if (fg_root_key_init(&key, bytes, FG_ROOT_KEY_BYTES) != FG_STATUS_OK ||
        fg_field_cipher_init(&cipher, &key, &context, FG_SCHEME_EQUAL, FG_DOMAIN_UNSTATED) != FG_STATUS_OK) {
        return 2;
    }
    status = fg_field_cipher_seal_with_nonce(&cipher, bytes, sizeof bytes, NULL, 0, sealed, 1024, &sealed_bytes);
    free(sealed);
    return (int)status;
}
