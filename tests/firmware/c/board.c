/* See board.h. */
#include "board.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

/* CMSDK APB UART (Cortex-M System Design Kit, section 4.3). */
#define UART_DATA REGISTER(0x40004000)
#define UART_STATE REGISTER(0x40004004)
#define UART_CTRL REGISTER(0x40004008)
#define UART_BAUDDIV REGISTER(0x40004010)
#define UART_STATE_TX_FULL 1u
#define UART_STATE_RX_FULL 2u
#define UART_CTRL_TX_RX_ENABLE 3u
#define UART_BAUDDIV_LEAST 16u

/* Coprocessor Access Control Register (ARMv7-M section B3.2.20): full access to the floating-point unit. */
#define CPACR REGISTER(0xe000ed88)
#define CPACR_FPU (0xfu << 20)

/* Semihosting for AArch32: operations and their blocks of parameters. */
#define SYS_WRITE0 0x04u
#define SYS_GET_CMDLINE 0x15u
#define SYS_EXIT_EXTENDED 0x20u
#define ADP_STOPPED_APPLICATION_EXIT 0x20026u

#define PAINT 0x5aa5c33cu
/* Left unpainted below the stack pointer: the painting itself works there. */
#define PAINT_MARGIN_BYTES 256u
/* How often a register is looked at before a wait is given up: many seconds in QEMU. */
#define POLLS_MAX 30000000u
/* Exit code of a fault. */
#define EXIT_FAULT 102u

extern uint32_t _data_start, _data_end, _data_load, _bss_start, _bss_end, _stack_bottom, _stack_top;

int main(void);
void _start(void);

static void fault(void)
{
    host_write("fault\n");
    host_exit(EXIT_FAULT);
}

/* Every exception but reset is a fault: no interrupt is enabled. */
__attribute__((section(".init"), used)) static const void *const vectors[16] = {
    &_stack_top, _start, fault, fault, fault, fault, fault, fault,
    fault,       fault,  fault, fault, fault, fault, fault, fault,
};

void _start(void)
{
    CPACR |= CPACR_FPU;
    __asm volatile("dsb\n isb" ::: "memory");
    const uint32_t *from = &_data_load;
    for (uint32_t *to = &_data_start; to < &_data_end; to++)
        *to = *from++;
    for (uint32_t *to = &_bss_start; to < &_bss_end; to++)
        *to = 0;
    host_exit((uint32_t)main());
}

static uint32_t host_call(uint32_t operation, const void *argument)
{
    register uint32_t result __asm("r0") = operation;
    register const void *block __asm("r1") = argument;
    __asm volatile("bkpt 0xab" : "+r"(result) : "r"(block) : "memory");
    return result;
}

void host_write(const char *text)
{
    host_call(SYS_WRITE0, text);
}

void host_write_number(uint32_t number)
{
    char digits[11];
    char *first = digits + sizeof digits - 1;
    *first = 0;
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    host_write(first);
}

void host_command_line(char *buffer, size_t buffer_bytes)
{
    struct {
        char *buffer;
        size_t bytes;
    } block = {buffer, buffer_bytes};
    buffer[0] = 0;
    if (host_call(SYS_GET_CMDLINE, &block) != 0)
        buffer[0] = 0;
}

void host_exit(uint32_t code)
{
    const uint32_t block[2] = {ADP_STOPPED_APPLICATION_EXIT, code};
    for (;;)
        host_call(SYS_EXIT_EXTENDED, block);
}

void line_open(void)
{
    UART_BAUDDIV = UART_BAUDDIV_LEAST;
    UART_CTRL = UART_CTRL_TX_RX_ENABLE;
}

int line_send(const uint8_t *bytes, size_t bytes_count)
{
    for (size_t i = 0; i < bytes_count; i++) {
        uint32_t polls = 0;
        while (UART_STATE & UART_STATE_TX_FULL)
            if (++polls == POLLS_MAX)
                return -1;
        UART_DATA = bytes[i];
    }
    return 0;
}

int line_receive(uint8_t *bytes, size_t bytes_count)
{
    for (size_t i = 0; i < bytes_count; i++) {
        uint32_t polls = 0;
        while (!(UART_STATE & UART_STATE_RX_FULL))
            if (++polls == POLLS_MAX)
                return -1;
        bytes[i] = (uint8_t)UART_DATA;
    }
    return 0;
}

static uintptr_t stack_pointer(void)
{
    uintptr_t value;
    __asm volatile("mov %0, sp" : "=r"(value));
    return value;
}

__attribute__((noinline)) uintptr_t stack_paint(void)
{
    const uintptr_t top = stack_pointer();
    for (volatile uint32_t *place = &_stack_bottom; (uintptr_t)place < top - PAINT_MARGIN_BYTES; place++)
        *place = PAINT;
    return top;
}

__attribute__((noinline)) uint32_t stack_used_bytes(uintptr_t painted_at)
{
    const volatile uint32_t *place = &_stack_bottom;
    while ((uintptr_t)place < painted_at && *place == PAINT)
        place++;
    return painted_at - (uintptr_t)place;
}

__attribute__((noinline)) void fieldgate_count_begin(void)
{
    __asm volatile("nop");
}

__attribute__((noinline)) void fieldgate_count_end(void)
{
    __asm volatile("nop\n nop");
}
