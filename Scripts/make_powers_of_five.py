#!/usr/bin/env python3
"""Writes Sources/CMyelinKernels/powers_of_five.h: 128 bits of each power of five that a float64 can need.

Source: D. Lemire, "Number Parsing at a Gigabyte per Second", Software: Practice and Experience 51 (8), 2021.
"""

import pathlib

LEAST, GREATEST = -342, 308


def first_bits(exponent):
    """The first 128 bits of 5^exponent, rounded down, or up where the exponent is negative."""
    if exponent >= 0:
        value = 5**exponent
        while value < 1 << 127:
            value *= 2
    else:
        divisor = 5**-exponent
        bits = (divisor - 1).bit_length()
        # The first 28 are exact in so few bits that their products need no more.
        value = 2 ** (bits + 127 if exponent >= -27 else 2 * bits + 128) // divisor + 1
    while value >= 1 << 128:
        value //= 2
    return value


def main():
    rows = []
    for exponent in range(LEAST, GREATEST + 1):
        value = first_bits(exponent)
        rows.append(f"{{0x{value >> 64:016x}, 0x{value & (1 << 64) - 1:016x}}}")
    pairs = [", ".join(rows[place : place + 2]) for place in range(0, len(rows), 2)]
    lines = "".join(f"  {pair},\n" for pair in pairs)
    header = pathlib.Path(__file__).parent.parent / "Sources/CMyelinKernels/powers_of_five.h"
    header.write_text(
        f"""#ifndef MYELIN_POWERS_OF_FIVE_H
#define MYELIN_POWERS_OF_FIVE_H

#include <stdint.h>

#define MYELIN_LEAST_POWER {LEAST}
#define MYELIN_GREATEST_POWER {GREATEST}

/// The first 128 bits of 5^{LEAST} to 5^{GREATEST}, made by Scripts/make_powers_of_five.py.
static const uint64_t myelin_powers_of_five[][2] = {{
{lines}}};

#endif
"""
    )


main()
